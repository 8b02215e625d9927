"""Posting lists written as W3 blocks, many at once; postings.py describes the bytes and reads them.

Sizes are worked out first, then each kind of byte is laid where it belongs, for all blocks together: most
terms are rare, and a list at a time would take most of the time. Long lists are then packed, one by one.
"""

import struct
import zlib
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from search.engines.whoosh.postings import INFO_SIZE, MAGIC, PACK_SIZE, PIECE

#: Documents of one block: at three bytes each, their gaps fit one unpacked deflate block of 65,535 bytes.
BLOCK = 20_000
#: Shorter lists are not worth packing.
PACK_FROM = 24
PACK_LEVEL = 4

_HEADER = np.dtype(
    [
        ("magic", "S4"),
        ("size", ">i4"),
        ("mark_count", "u1", 2),
        ("count", "<u2"),
        ("of_last", "u1"),
        ("last", "<u2"),
        ("of_heaviest", "u1"),
        ("heaviest", "<i4"),
        ("of_packed", "u1"),
        ("packed", "u1"),
        ("of_shortest", "u1"),
        ("shortest", "u1"),
        ("of_longest", "u1"),
        ("longest", "u1"),
        ("end", "u1", 2),
        ("data", "u1", 2),
        ("first", "<u2"),
    ]
)
_DATA = 8 + INFO_SIZE  # where a block's data begin, counted from the magic
_CONSTANTS = {
    "magic": MAGIC,
    "mark_count": (ord("("), ord("M")),
    "of_last": ord("M"),
    "of_heaviest": ord("J"),
    "of_packed": ord("K"),
    "of_shortest": ord("K"),
    "of_longest": ord("K"),
    "end": (ord("t"), ord(".")),
    "data": (ord("("), ord("M")),
}
#: Numbers under 1 << 8, 1 << 16, and larger ones: bytes each takes with its opcode, and the opcode.
_STRIDES, _OPCODES = np.array([2, 3, 5]), np.frombuffer(b"KMJ", np.uint8)
_LIMITS = [1 << 8, 1 << 16]
#: A position value by the width of its gaps: bytes around them, bytes before them, bytes each.
_FRAMES, _LEADS, _GAP_STRIDES = np.array([9, 12, 12]), np.array([8, 10, 10]), np.array([1, 3, 5])


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings of many lists, one after the other.

    starts: where each list begins; ids: sorted documents, under 1 << 16; weights: how often each holds the
    term; lengths: its field length as a byte; gaps: positions in each as differences, `weights` of them each,
    or None.
    """

    starts: np.ndarray
    ids: np.ndarray
    weights: np.ndarray
    lengths: np.ndarray
    gaps: np.ndarray | None


def encode_lists(postings: Postings) -> tuple[list[bytes], np.ndarray]:
    """The bytes of the lists, in pieces, and the size of each list."""
    counts = np.diff(postings.starts, append=len(postings.ids))
    blocks = -(-counts // BLOCK)
    first_block = blocks.cumsum() - blocks
    of_list = np.repeat(np.arange(len(counts)), blocks)
    starts = postings.starts[of_list] + BLOCK * (np.arange(len(of_list)) - first_block[of_list])
    is_last = np.append(of_list[1:] != of_list[:-1], True)
    layout = _Layout(postings, starts, is_last)
    is_packed = counts >= (PACK_FROM if postings.gaps is not None else np.inf)
    if len(of_list) == len(counts) and not is_packed.any():
        return [layout.out.tobytes()], layout.ends - layout.starts
    pieces, sizes = [], np.zeros(len(counts), np.int64)
    for i, mine in enumerate(of_list.tolist()):
        block = layout.packed(i) if is_packed[mine] else layout.unpacked(i)
        piece = block if i == first_block[mine] else block[len(MAGIC) :]
        pieces.append(piece)
        sizes[mine] += len(piece)
    return pieces, sizes


class _Layout:
    """All blocks, unpacked, in one array: magic, size, info, ids, weights, values."""

    def __init__(self, postings: Postings, starts: np.ndarray, is_last: np.ndarray) -> None:
        self._weights, self._gaps, self._starts = postings.weights, postings.gaps, starts
        ids = postings.ids
        counts = np.diff(starts, append=len(ids))
        self._of_block = np.repeat(np.arange(len(starts)), counts)
        steps = np.diff(ids, prepend=0)
        steps[starts] = 0
        heaviest = np.maximum.reduceat(self._weights, starts)
        width = np.digitize(np.maximum.reduceat(steps, starts), _LIMITS)
        weigh = np.digitize(heaviest, [2, 256])  # not said, a byte each, an opcode each
        ids_size = _STRIDES[width] * (counts - 1) + 1
        weights_size = np.choose(weigh, [1, 5 + counts, 2 + 5 * counts])
        values_size = self._measure_values(heaviest)
        sizes = _HEADER.itemsize + ids_size + weights_size + values_size + 2
        self.ends = sizes.cumsum()
        self.starts = self.ends - sizes
        self.out = np.zeros(int(self.ends[-1]), np.uint8)
        self._is_last = is_last

        header = np.zeros(len(starts), _HEADER)
        for name, value in _CONSTANTS.items():
            header[name] = value
        header["size"] = np.where(is_last, 8 - sizes, sizes - 8)
        header["count"], header["heaviest"] = counts, heaviest
        header["first"], header["last"] = ids[starts], ids[starts + counts - 1]
        header["shortest"] = np.minimum.reduceat(postings.lengths, starts)
        header["longest"] = np.maximum.reduceat(postings.lengths, starts)
        rows = header.view(np.uint8).reshape(len(header), -1)
        self.out[self.starts[:, None] + np.arange(_HEADER.itemsize)] = rows
        at = self.starts + _HEADER.itemsize
        self._put_ids(at, steps, width)
        self._rest_at = at + ids_size
        self._put_weights(self._rest_at, weigh, counts)
        self._values_at = self._rest_at + weights_size
        self._put_values(values_size)
        self.out[self.ends - 2], self.out[self.ends - 1] = 0x87, ord(".")

    def unpacked(self, i: int) -> bytes:
        """A block as it is."""
        return self.out[self.starts[i] : self.ends[i]].tobytes()

    def packed(self, i: int) -> bytes:
        """A block as one deflate stream: its ids stay readable in place, as an unpacked deflate block."""
        start, rest_at, end = int(self.starts[i]), int(self._rest_at[i]), int(self.ends[i])
        block = memoryview(self.out)[start:end]
        block[8 + 13] = 1  # INFO's packed
        ids, rest = block[_DATA : rest_at - start].tobytes(), block[rest_at - start :]
        pieces = self._pieces(i)
        deflate = zlib.compressobj(PACK_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = []
        for a, b in pairwise([rest_at, *pieces, end]):
            packed.append(deflate.compress(self.out[a:b]))
            packed[-1] += deflate.flush(zlib.Z_FINISH if b == end else zlib.Z_FULL_FLUSH)
        if pieces:
            offsets = list(accumulate(map(len, packed[:-1])))
            ids += struct.pack(f"<BI{len(offsets)}IB", ord("B"), 4 * len(offsets), *offsets, ord("0"))
        size = INFO_SIZE + PACK_SIZE + len(ids) + sum(map(len, packed)) + 4
        return b"".join(
            (
                MAGIC,
                struct.pack(">i", -size if self._is_last[i] else size),
                block[8:_DATA],
                b"\x78\x01\x00" + struct.pack("<HH", len(ids), len(ids) ^ 0xFFFF),
                ids,
                *packed,
                struct.pack(">I", zlib.adler32(rest, zlib.adler32(ids))),
            )
        )

    def _pieces(self, i: int) -> list[int]:
        """Where the values of each PIECE documents of a long block begin."""
        at = int(self._starts[i])
        count = int(self._starts[i + 1] if i + 1 < len(self._starts) else len(self._of_block)) - at
        return self._value_starts[at : at + count : PIECE].tolist() if count > PIECE else []

    def _put_ids(self, at: np.ndarray, steps: np.ndarray, width: np.ndarray) -> None:
        """The steps from one document to the next, as opcodes."""
        rest = np.ones(len(steps), bool)
        rest[self._starts] = False
        mine = self._of_block[rest]
        place = np.flatnonzero(rest) - self._starts[mine] - 1
        where = at[mine] + _STRIDES[width][mine] * place
        self.out[where] = _OPCODES[width[mine]]
        _put_numbers(self.out, where + 1, steps[rest], _STRIDES[width][mine] - 1)

    def _put_weights(self, at: np.ndarray, weigh: np.ndarray, counts: np.ndarray) -> None:
        out = self.out
        out[at - 1] = ord("t")
        out[at] = np.frombuffer(b"NB(", np.uint8)[weigh]
        _put_numbers(out, at[weigh == 1] + 1, counts[weigh == 1], np.int64(4))
        place = np.arange(len(self._weights)) - self._starts[self._of_block]
        for kind, lead, stride in ((1, 5, 1), (2, 1, 5)):
            mine = (weigh == kind)[self._of_block]
            where = (at[self._of_block] + lead + stride * place)[mine]
            if kind == 2:
                out[where] = ord("J")
            _put_numbers(out, where + (kind == 2), self._weights[mine], np.int64(1 if kind == 1 else 4))
        out[at[weigh == 2] + 1 + 5 * counts[weigh == 2]] = ord("t")

    def _measure_values(self, heaviest: np.ndarray) -> np.ndarray:
        if self._gaps is None:
            return np.ones(len(self._starts), np.int64)
        self._first_gaps = self._weights.cumsum() - self._weights
        widest = np.maximum.reduceat(self._gaps, self._first_gaps[self._starts])
        width = np.digitize(widest, _LIMITS)
        width[(width == 0) & (heaviest > 239)] = 1  # counts and sizes of narrow values are one byte
        self._width = width[self._of_block]
        self._value_sizes = _FRAMES[self._width] + _GAP_STRIDES[self._width] * self._weights
        return np.add.reduceat(self._value_sizes, self._starts) + 2

    def _put_values(self, sizes: np.ndarray) -> None:
        """The positions in every document as one pickled byte string each."""
        out, at = self.out, self._values_at
        if self._gaps is None:
            out[at] = ord("N")
            return
        out[at], out[at + sizes - 1] = ord("("), ord("t")
        before = self._value_sizes.cumsum() - self._value_sizes
        where = at[self._of_block] + 1 + before - before[self._starts][self._of_block]
        out[where + self._value_sizes - 1] = ord(".")  # else stock Whoosh takes a last gap of 46 for one
        self._value_starts = where
        for width in range(3):
            rows = np.flatnonzero(self._width == width)
            if not len(rows):
                continue
            mine, weights = where[rows], self._weights[rows].astype(np.int64)
            inside = np.arange(int(weights.sum())) - np.repeat(weights.cumsum() - weights, weights)
            gaps = self._gaps[np.repeat(self._first_gaps[rows], weights) + inside]
            at_gap = np.repeat(mine + _LEADS[width], weights) + _GAP_STRIDES[width] * inside
            if width == 0:
                out[mine] = out[mine + 6] = ord("C")
                out[mine + 1], out[mine + 5], out[mine + 7] = weights + 7, weights, weights
                out[at_gap] = gaps
            else:
                out[mine], out[mine + 9] = ord("B"), ord("(")
                _put_numbers(out, mine + 1, 7 + _GAP_STRIDES[width] * weights, np.int64(4))
                for byte in range(4):
                    out[mine + 8 - byte] = weights >> 8 * byte & 255
                out[at_gap] = _OPCODES[width]
                _put_numbers(out, at_gap + 1, gaps, np.int64(_GAP_STRIDES[width] - 1))
                out[mine + self._value_sizes[rows] - 2] = ord("t")


def _put_numbers(out: np.ndarray, at: np.ndarray, numbers: np.ndarray, sizes: np.ndarray) -> None:
    """Little-endian numbers of so many bytes each."""
    for byte in range(int(sizes.max(initial=0))):
        if sizes.ndim == 0:
            out[at + byte] = numbers >> 8 * byte & 255
        else:
            fits = sizes > byte
            out[at[fits] + byte] = numbers[fits] >> 8 * byte & 255
