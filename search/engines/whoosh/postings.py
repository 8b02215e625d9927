"""W3 posting lists, read as arrays.

Whoosh keeps a list as a chain of blocks or, of few documents, in the term's record. Stock Whoosh unpickles
either as (ids, weights, values) and so can it ours: nothing in the format says which opcodes a pickle must
use, nor which blocks of a deflate stream are packed. We (encode.py) write every number with an opcode of a
fixed stride. In long lists the gaps from one id to the next stay unpacked and are read in place; what follows
is packed, and no more of it is unpacked than is asked for.

    of fewer than PACK_FROM documents, in the term's record:  IDS REST
    else magic, and blocks:       i32 size (negative: the last)  INFO  zlib(GAPS REST)
    of more than PIECE documents:   \x78\x01 \x00 u16 ~u16 GAPS PIECES deflate(REST) adler32  behind INFO
    INFO      ( M count M last_id J max_weight K 1 K min_len K max_len t .                       20 bytes
    IDS       ( M id … t
    GAPS      B u32 bytes   or, where one does not fit,  ( M gap … t      the first counts from 0
    REST      WEIGHTS VALUES \x87 .
    WEIGHTS   N (all 1)  or  B u32 bytes  or  ( J weight … t
    VALUES    ( value … t
    value     N, or of positions   C n u32 C t gap … .   or, where gaps are wide,   C n u32 ( M gap … t
              or   B u32 u32 ( J gap … t;   where all weights are 1   C n u32 K gap \x85   or   M gap \x85
    PIECES    B u32 u32 … 0   where in the deflate stream the values of each PIECE documents begin, each to be
              unpacked alone; an unpickler throws this away (opcode 0)

Blocks of the stock writer, told by their first byte, are simply unpickled; it keeps no list in a record.
"""

import io
import pickle
import struct
import zlib
from codecs import encode
from collections.abc import Callable, Iterator, Sequence

import numpy as np

MAGIC = b"W3Bl"
INFO_SIZE = 20
#: Bytes before the gaps that are read in place: the zlib header and that of the unpacked deflate block.
PACK_SIZE = 7
#: Documents whose values are unpacked together.
PIECE = 512
#: The forms of a value by their seventh byte, or by B: bytes around its gaps, before them, and of each.
FORMS = {67: (9, 8, 1), 40: (8, 7, 3), 66: (11, 10, 5), 75: (8, 7, 1), 77: (7, 6, 3)}  # C ( B K M
#: A position key is document << POSITION_BITS | position.
POSITION_BITS = 22

_MARK = ord("(")
_KINDS = {ord("M"): (3, "<u2"), ord("J"): (5, "<i4")}
_read_size = struct.Struct(">i").unpack_from
_read_count = struct.Struct("<2xH").unpack_from


class PlainUnpickler(pickle.Unpickler):
    """Reads numbers, strings and their containers; whatever would run code is refused."""

    def find_class(self, module: str, name: str) -> object:
        """Refuse every name but the one that stands for bytes in protocol 2, which stock Whoosh writes."""
        if (module, name) == ("_codecs", "encode"):
            return encode
        raise pickle.UnpicklingError(f"the index names {module}.{name}, which it never needs")


def plain_loads(data: bytes) -> object:
    """Unpickle plain data."""
    return PlainUnpickler(io.BytesIO(data)).load()


Bytes = bytes | memoryview


class Block:
    """Documents that hold a term, their sorted `ids` (intp). What is packed is unpacked when asked for."""

    def __init__(self, ids: np.ndarray, read: Callable[[int], Bytes], at: int) -> None:
        """`read(least)` gives at least so many bytes, all for 0; at: where in them REST begins."""
        self.ids = ids
        self._read, self._at = read, at
        self._weights: np.ndarray | None = None
        self._values_at = 0

    def frequencies(self) -> np.ndarray:
        """How often each document holds the term, float32. Not to be written to."""
        if self._weights is None:
            at, count = self._at, len(self.ids)
            data = self._read(at + 5 + count)
            data = self._read(0) if data[at] == _MARK else data
            weights, self._values_at = _numbers(data, at, count)
            self._weights = weights.astype(np.float32, copy=False)
        return self._weights

    def positions(self, rows: np.ndarray) -> np.ndarray:
        """The sorted position keys (int64) in the documents of some rows."""
        counts = self.frequencies().astype(np.int64)
        return _positions(self._read(0), self._values_at + 1, counts, rows, self.ids[rows])


class LongBlock(Block):
    """A block whose positions are unpacked piece by piece."""

    def __init__(self, ids: np.ndarray, packed: memoryview, pieces: Sequence[int]) -> None:
        super().__init__(ids, _Stream(packed[: pieces[0]], -zlib.MAX_WBITS).read, 0)
        self._pieces = [packed[a:b] for a, b in zip(pieces, [*pieces[1:], len(packed)], strict=True)]

    def positions(self, rows: np.ndarray) -> np.ndarray:
        """The same, from those pieces alone that hold the rows."""
        wanted = np.bincount(rows // PIECE, minlength=len(self._pieces)) > 0
        data = [_Stream(self._pieces[i], -zlib.MAX_WBITS).read() for i in wanted.nonzero()[0].tolist()]
        there = wanted.repeat(PIECE)[: len(self.ids)]
        counts, ids = self.frequencies()[there].astype(np.int64), self.ids[rows]
        return _positions(b"".join(data), 0, counts, there.cumsum()[rows] - 1, ids)


class StockBlock:
    """A block of the stock writer, with the same attributes."""

    def __init__(self, data: memoryview, base: int) -> None:
        stream = io.BytesIO(data)
        count, _, _, is_packed, _, _ = PlainUnpickler(stream).load()
        rest = stream.read()
        gaps, weights, self._values = plain_loads(zlib.decompress(rest) if is_packed else rest)
        self.ids = np.cumsum(np.array(gaps, np.intp)) + base
        self._weights = np.broadcast_to(np.array(1 if weights is None else weights, np.float32), count)

    def frequencies(self) -> np.ndarray:
        """How often each document holds the term, float32. Not to be written to."""
        return self._weights

    def positions(self, rows: np.ndarray) -> np.ndarray:
        """The sorted position keys (int64) in the documents of some rows."""
        values = [self._values[row][4:].removesuffix(b".") for row in rows.tolist()]
        each = [np.array(list(plain_loads(value + b".")), np.int64).cumsum() for value in values]
        keys = self.ids[rows].tolist()
        return np.concatenate(
            [places + (key << POSITION_BITS) for key, places in zip(keys, each, strict=True)]
        )


def read_record(view: memoryview, at: int, count: int, base: int) -> Block:
    """The list of `count` documents in the term record at an offset, its documents counted from `base`."""
    if view[at] != _MARK:
        raise ValueError("not a posting list")
    ids, at = _numbers(view, at, count)
    return Block(ids.astype(np.intp) + base, lambda _: view, at)


def read_blocks(view: memoryview, at: int, base: int) -> Iterator[Block | StockBlock]:
    """The blocks of the list at an offset, their documents counted from `base`."""
    if view[at : at + 4] != MAGIC:
        raise ValueError("not a posting list")
    at += 4
    last = False
    while not last:
        (size,) = _read_size(view, at)
        last, size = size < 0, abs(size)
        end = at + 4 + size
        is_ours = view[at + 4] == _MARK  # stock Whoosh's INFO begins with its protocol
        yield _block(view, at + 4, end, base) if is_ours else StockBlock(view[at + 4 : end], base)
        at = end


def _block(view: memoryview, at: int, end: int, base: int) -> Block:
    (count,) = _read_count(view, at)
    at += INFO_SIZE
    if count <= PIECE:
        read = _Stream(view[at:end], zlib.MAX_WBITS).read
        gaps, at = _numbers(read(8 + 4 * count), 0, count)  # with the weights, mostly
        return Block(_ids(gaps, base), read, at)
    gaps, at = _numbers(view, at + PACK_SIZE, count)
    pieces = -(-count // PIECE)
    starts = np.frombuffer(view, "<u4", pieces, at + 5).tolist()
    return LongBlock(_ids(gaps, base), view[at + 6 + 4 * pieces : end - 4], starts)


def _ids(gaps: np.ndarray, base: int) -> np.ndarray:
    ids = gaps.astype(np.intp)
    ids[0] += base
    return ids.cumsum(out=ids)


class _Stream:
    """A deflate stream, of which no more is unpacked than is asked for."""

    def __init__(self, packed: memoryview, window: int) -> None:
        self._packed: memoryview | bytes = packed
        self._inflate = zlib.decompressobj(window)
        self._data = b""

    def read(self, least: int = 0) -> bytes:
        """The first bytes, at least so many; all for 0."""
        if not least or len(self._data) < least:
            self._data += self._inflate.decompress(self._packed, least and least - len(self._data))
            self._packed = self._inflate.unconsumed_tail
        return self._data


def _positions(data: Bytes, at: int, counts: np.ndarray, rows: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Position keys in some rows, documents `ids`; all rows have these counts, their values are at `at`."""
    # Every value is a fixed frame around its gaps: where one starts follows from the counts before it.
    frame, lead, stride = FORMS[data[at] if data[at] == ord("B") else data[at + 6]]
    before = counts.cumsum() - counts
    start = frame * rows + stride * before[rows] + (at + lead)
    counts = counts[rows]
    ends = counts.cumsum()
    first = ends - counts
    where = (start - stride * first).repeat(counts) + np.arange(0, stride * int(ends[-1]), stride)
    data = np.frombuffer(data, np.uint8)
    if stride == 1:
        gaps = data[where].astype(np.int64)
    else:
        gaps = sum(data[where + 1 + byte].astype(np.int64) << 8 * byte for byte in range(stride - 1))
    run = gaps.cumsum()
    keys = (ids.astype(np.int64) << POSITION_BITS) + gaps[first] - run[first]
    return keys.repeat(counts) + run


def _numbers(data: Bytes, at: int, count: int) -> tuple[np.ndarray, int]:
    """`count` numbers that are pickled at an offset, where they can be read in place; and where they end."""
    if data[at] == ord("B"):
        return np.frombuffer(data, np.uint8, count, at + 5), at + 5 + count
    if data[at] == _MARK:
        stride, kind = _KINDS[data[at + 1]]
        return np.ndarray((count,), kind, data, at + 2, (stride,)), at + 2 + count * stride
    ones = np.empty(count, np.float32)  # a third of the time that np.ones takes
    ones.fill(1)
    return ones, at + 1
