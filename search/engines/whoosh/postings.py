"""W3 posting lists, read as arrays.

A list is a chain of blocks. Stock Whoosh unpickles a block as (id gaps, weights, values) and so can it ours:
nothing in the format says which opcodes a pickle must use, nor which of a deflate stream's blocks are packed.
We (encode.py) write every member with opcodes of a fixed stride. In long lists id gaps stay unpacked and are
read in place; weights and positions follow, packed, and no more of them is unpacked than is asked for.

    block     int32 size (negative: the last)  INFO  data
    INFO      \x80\x04 ( J count J last_id G max_weight K packed K min_len K max_len t .          30 bytes
    data      IDS REST        or, packed,   \x78\x01 \x00 u16 ~u16 IDS deflate(REST) adler32
    IDS       \x80\x04 ( J first_id  gap …  t
    REST      weights: N (all 1), B u32 bytes, or ( J weight … t;   values: ( value … t, or N;   \x87 .
    value     C n u32 C t  gap …  .   or, where gaps are wide,   B u32 u32 (  M gap …  t .

Numbers are K (one byte), M (two) or J (four) opcodes, whichever the widest of a block needs.
Blocks of the stock writer (recognised by their pickle protocol, 2) are simply unpickled.
"""

import io
import pickle
import struct
import zlib
from codecs import encode
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

MAGIC = b"W3Bl"
INFO_SIZE = 30
#: Bytes before the ids of a packed block: the zlib header and that of the unpacked deflate block.
PACK_SIZE = 7
#: opcode → (bytes from one number to the next, type of the number)
STRIDES = {ord("K"): (2, "u1"), ord("M"): (3, "<u2"), ord("J"): (5, "<i4")}
#: A position key is document << POSITION_BITS | position.
POSITION_BITS = 22

_PROTOCOL, _PACKED = 5, 4 + 23  # where a block tells who wrote it, and whether it is packed
_U32 = struct.Struct("<I")

NO_KEYS = np.zeros(0, np.int64)


class Block(NamedTuple):
    """One block: sorted document ids, how often the term occurs in each (None: once), and encoded values."""

    ids: np.ndarray
    weights: np.ndarray | None
    values: np.ndarray | tuple


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


def read_postings(data: np.ndarray, view: memoryview, at: int) -> tuple[np.ndarray, np.ndarray]:
    """The sorted ids (intp) and term frequencies (float32) of the list at an offset of a postings file."""
    blocks = list(_blocks(data, view, at, whole=False))
    ids = [block.ids for block in blocks]
    weights = [
        np.ones(len(block.ids), np.float32) if block.weights is None else block.weights.astype(np.float32)
        for block in blocks
    ]
    if len(blocks) == 1:
        return ids[0], weights[0]
    return np.concatenate(ids), np.concatenate(weights)


def read_positions(data: np.ndarray, view: memoryview, at: int, only: np.ndarray | None = None) -> np.ndarray:
    """The sorted position keys (int64) of a list; `only` (sorted ids) limits them to these documents."""
    found = []
    for block in _blocks(data, view, at, whole=True):
        rows = np.arange(len(block.ids)) if only is None else _rows_of(only, block.ids)
        if len(rows):
            read = _stock_positions if isinstance(block.values, tuple) else _positions
            counts, positions = read(block, rows)
            found.append((np.repeat(block.ids[rows].astype(np.int64), counts) << POSITION_BITS) | positions)
    return np.concatenate(found) if found else NO_KEYS


def _blocks(data: np.ndarray, view: memoryview, at: int, whole: bool) -> Iterator[Block]:
    if bytes(view[at : at + 4]) != MAGIC:
        raise ValueError("not a posting list")
    at += 4
    last = False
    while not last:
        size = int.from_bytes(view[at : at + 4], "big", signed=True)
        last, size = size < 0, abs(size)
        read = _block if view[at + _PROTOCOL] == 4 else _stock_block
        yield read(data, view, at, at + 4 + size, whole)
        at += 4 + size


def _block(data: np.ndarray, view: memoryview, at: int, end: int, whole: bool) -> Block:
    """A block of ours; values are there only if the `whole` of it is wanted."""
    is_packed = view[at + _PACKED]
    count = _U32.unpack_from(view, at + 8)[0]
    at += 4 + INFO_SIZE + (PACK_SIZE if is_packed else 0) + 4
    ids = np.empty(count, np.intp)
    ids[0] = _U32.unpack_from(view, at)[0]
    at += 4
    if count > 1:
        ids[1:], at = _numbers(data, view, at, count - 1)
        ids.cumsum(out=ids)
    at += 1
    rest = data[at:end]
    if is_packed:
        rest = _unpacked(view[at:end], 0 if whole else 5 + count)
        if rest[0] == ord("(") and not whole:
            rest = _unpacked(view[at:end], 2 + 5 * count)
    if rest[0] == ord("N"):
        return Block(ids, None, rest[1:])
    if rest[0] == ord("B"):
        return Block(ids, rest[5 : 5 + count], rest[5 + count :])
    weights, _ = _numbers(rest, rest, 1, count)
    return Block(ids, weights, rest[2 + 5 * count :])


def _unpacked(packed: memoryview, most: int) -> np.ndarray:
    """The first `most` bytes of a deflate stream, all for 0."""
    return np.frombuffer(zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most), np.uint8)


def _numbers(data: np.ndarray, view: memoryview | np.ndarray, at: int, count: int) -> tuple[np.ndarray, int]:
    """`count` numbers of one opcode at an offset, as a strided view of the file; and where they end."""
    stride, kind = STRIDES[int(view[at])]
    return np.ndarray((count,), kind, data, at + 1, (stride,)), at + count * stride


def _rows_of(only: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Which rows of sorted `ids` hold one of the sorted ids `only`."""
    mine = only[only.searchsorted(ids[0]) : only.searchsorted(ids[-1], "right")]
    rows = ids.searchsorted(mine)
    return rows[ids[rows] == mine]


def _positions(block: Block, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts of positions of some rows, and the positions themselves, one after the other."""
    data = block.values
    counts = np.ones(len(block.ids), np.int64) if block.weights is None else block.weights.astype(np.int64)
    # Every value is a fixed frame around its gaps, so where a value starts follows from the counts before it.
    frame, lead, stride = (9, 8, 1) if data[1] == ord("C") else (12, 10, STRIDES[int(data[11])][0])
    first = counts.cumsum() - counts
    start = 1 + frame * rows + stride * first[rows] + lead
    counts = counts[rows]
    first = counts.cumsum() - counts
    at = np.repeat(start - stride * first, counts) + stride * np.arange(int(counts.sum()))
    if stride == 1:
        gaps = data[at].astype(np.int64)
    else:
        gaps = sum(data[at + 1 + byte].astype(np.int64) << 8 * byte for byte in range(stride - 1))
    run = gaps.cumsum()
    return counts, run - np.repeat(run[first] - gaps[first], counts)


def _stock_block(data: np.ndarray, view: memoryview, at: int, end: int, whole: bool) -> Block:
    stream = io.BytesIO(view[at + 4 : end])
    count, _, _, packed, _, _ = PlainUnpickler(stream).load()
    rest = stream.read()
    gaps, weights, values = plain_loads(zlib.decompress(rest) if packed else rest)
    ids = np.cumsum(np.array(gaps, np.intp))
    if weights is not None:
        weights = np.broadcast_to(np.array(weights, np.float32), count)
    return Block(ids, weights, values or ())


def _stock_positions(block: Block, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    gaps = [plain_loads(block.values[row][4:].removesuffix(b".") + b".") for row in rows.tolist()]
    counts = np.array([len(each) for each in gaps], np.int64)
    return counts, np.concatenate([np.cumsum(np.array(list(each), np.int64)) for each in gaps])
