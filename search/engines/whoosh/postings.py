"""W3 posting lists, read as arrays.

A list is a chain of blocks. Stock Whoosh unpickles a block as (id gaps, weights, values) and so can it ours:
nothing in the format says which opcodes a pickle must use, nor which of a deflate stream's blocks are packed.
We (encode.py) write every member with opcodes of a fixed stride. In long lists id gaps stay unpacked and are
read in place; weights and positions follow, packed, and no more of them is unpacked than is asked for.

    block     int32 size (negative: the last)  INFO  data
    INFO      ( M count M last_id J max_weight K packed K min_len K max_len t .                   20 bytes
    data      IDS WEIGHTS VALUES \x87 .
              or, packed,   \x78\x01 \x00 u16 ~u16 IDS PIECES deflate(WEIGHTS VALUES \x87 .) adler32
    IDS       ( M first_id  gap …  t
    WEIGHTS   N (all 1)   or  B u32 bytes   or  ( J weight … t
    VALUES    ( value … t   or N
    value     C n u32 C t  gap … .   or, where gaps are wide,   B u32 u32 (  M gap …  t .
    PIECES    B u32 u32 … 0   in lists longer than PIECE: where in the deflate stream the values of each PIECE
              documents begin, each to be unpacked alone; an unpickler throws this away (opcode 0)

Numbers are K (one byte), M (two) or J (four) opcodes, whichever the widest of a block needs.
Blocks of the stock writer (recognised by their first byte) are simply unpickled.
"""

import io
import pickle
import struct
import zlib
from codecs import encode
from collections.abc import Iterator

import numpy as np

MAGIC = b"W3Bl"
INFO_SIZE = 20
#: Bytes before the ids of a packed block: the zlib header and that of the unpacked deflate block.
PACK_SIZE = 7
#: Documents whose values are unpacked together.
PIECE = 512
#: opcode → (bytes from one number to the next, type of the number)
STRIDES = {ord("K"): (2, "u1"), ord("M"): (3, "<u2"), ord("J"): (5, "<i4")}
#: A position key is document << POSITION_BITS | position.
POSITION_BITS = 22

_OURS = ord("(")  # how INFO begins; stock Whoosh's begins with its protocol
_read_first = struct.Struct("<H").unpack_from
_read_size = struct.Struct(">i").unpack_from
_read_info = struct.Struct("<2xHxHxixB").unpack_from


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


def read_blocks(data: np.ndarray, view: memoryview, at: int, base: int = 0) -> Iterator["Block | StockBlock"]:
    """The blocks of the list at an offset, their documents counted from `base`."""
    if view[at : at + 4] != MAGIC:
        raise ValueError("not a posting list")
    at += 4
    last = False
    while not last:
        (size,) = _read_size(view, at)
        last, size = size < 0, abs(size)
        if view[at + 4] == _OURS:
            yield Block(data, view, at + 4, at + 4 + size, base)
        else:
            yield StockBlock(view[at + 4 : at + 4 + size], base)
        at += 4 + size


class Block:
    """A block of ours, with its sorted `ids` (intp). What is packed is unpacked when it is asked for."""

    def __init__(self, data: np.ndarray, view: memoryview, at: int, end: int, base: int) -> None:
        count, _, _, self._is_packed = _read_info(view, at)
        at += INFO_SIZE + (PACK_SIZE if self._is_packed else 0) + 2
        self.ids = ids = np.empty(count, np.intp)
        ids[0] = _read_first(view, at)[0] + base
        at += 2
        if count > 1:
            ids[1:], at = _numbers(data, view, at, count - 1)
            ids.cumsum(out=ids)
        at += 1
        self._pieces: list[int] = []
        if self._is_packed and count > PIECE:
            pieces = -(-count // PIECE)
            self._pieces = np.frombuffer(view, "<u4", pieces, at + 5).tolist()
            at += 6 + 4 * pieces
        self._rest = view[at : end - 4] if self._is_packed else view[at:end]
        self._weights: np.ndarray | None = None

    def frequencies(self) -> np.ndarray:
        """How often each document holds the term, float32. Not to be written to."""
        if self._weights is None:
            count = len(self.ids)
            data = self._unpacked(6 + count)
            self._weights, _ = _weights(data if data[0] != ord("(") else self._unpacked(3 + 5 * count), count)
        return self._weights

    def positions(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Counts of positions of some rows, and the positions themselves, one after the other."""
        count = len(self.ids)
        if self._pieces:
            counts = self.frequencies().astype(np.int64)
            at, wanted = 0, np.unique(rows // PIECE)
            data = np.concatenate([self._piece(i) for i in wanted.tolist()])
            there = (wanted[:, None] * PIECE + np.arange(PIECE)).ravel()
            counts, rows = counts[there[there < count]], there.searchsorted(rows)
        else:
            data = self._unpacked()
            self._weights, at = _weights(data, count)
            counts = self._weights.astype(np.int64)
        # Every value is a fixed frame around its gaps: where one starts follows from the counts before it.
        frame, lead, stride = (9, 8, 1) if data[at] == ord("C") else (12, 10, STRIDES[int(data[at + 10])][0])
        first = counts.cumsum() - counts
        start = at + frame * rows + stride * first[rows] + lead
        counts = counts[rows]
        first = counts.cumsum() - counts
        where = np.repeat(start - stride * first, counts) + stride * np.arange(int(counts.sum()))
        if stride == 1:
            gaps = data[where].astype(np.int64)
        else:
            gaps = sum(data[where + 1 + byte].astype(np.int64) << 8 * byte for byte in range(stride - 1))
        run = gaps.cumsum()
        return counts, run - np.repeat(run[first] - gaps[first], counts)

    def _unpacked(self, most: int = 0) -> np.ndarray:
        """The first `most` bytes behind the ids, all for 0."""
        return _unpacked(self._rest, most) if self._is_packed else np.frombuffer(self._rest, np.uint8)

    def _piece(self, i: int) -> np.ndarray:
        """The values of PIECE documents."""
        end = self._pieces[i + 1] if i + 1 < len(self._pieces) else len(self._rest)
        return _unpacked(self._rest[self._pieces[i] : end])


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

    def positions(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Counts of positions of some rows, and the positions themselves, one after the other."""
        values = [self._values[row][4:].removesuffix(b".") for row in rows.tolist()]
        gaps = [np.array(list(plain_loads(value + b".")), np.int64) for value in values]
        counts = np.array([len(each) for each in gaps], np.int64)
        return counts, np.concatenate([each.cumsum() for each in gaps])


def _unpacked(packed: memoryview, most: int = 0) -> np.ndarray:
    """The first `most` bytes of a deflate stream, all for 0."""
    return np.frombuffer(zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most), np.uint8)


def _weights(data: np.ndarray, count: int) -> tuple[np.ndarray, int]:
    """WEIGHTS of so many documents, and where their values begin."""
    if data[0] == ord("B"):
        return data[5 : 5 + count].astype(np.float32), 6 + count
    if data[0] == ord("("):
        return _numbers(data, data, 1, count)[0].astype(np.float32), 3 + 5 * count
    ones = np.empty(count, np.float32)  # a third of the time that np.ones takes
    ones.fill(1)
    return ones, 2


def _numbers(data: np.ndarray, view: memoryview | np.ndarray, at: int, count: int) -> tuple[np.ndarray, int]:
    """`count` numbers of one opcode at an offset, as a strided view of the file; and where they end."""
    stride, kind = STRIDES[int(view[at])]
    return np.ndarray((count,), kind, data, at + 1, (stride,)), at + count * stride
