"""Posting lists written for W3, many at once; postings.py describes the bytes and reads them.

Sizes are worked out first, then each kind of byte is laid where it belongs, for all lists together: most
terms are rare, and a list at a time would take most of the time. Longer lists are then packed, one by one.
"""

import struct
import zlib
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from search.engines.whoosh.postings import FORMS, MAGIC, PIECE

#: Documents of one block: at three bytes each, their gaps fit one unpacked deflate block of 65,535 bytes.
BLOCK = 20_000
#: Lists of fewer documents are kept in their term's record, unpacked.
PACK_FROM = 12
PACK_LEVEL = 4

_INFO = struct.Struct("<BBHBHBiBBBBBBBB")
#: Values with any number of narrow, wide and very wide gaps; with one gap, narrow or wide.
_MARKS, _ENDS = b"C(BKM", b".tt\x85\x85"
_FRAMES, _LEADS, _STRIDES = np.array([FORMS[mark] for mark in _MARKS]).T
#: Positions in one document up to which the size of a value fits where it is told.
_MOST_POSITIONS = np.array([248, 83, 1 << 31])


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


def encode_records(postings: Postings) -> list[bytes]:
    """The bytes of each list for its term's record."""
    data = _Data(postings, postings.starts, postings.ids, np.zeros(len(postings.starts), bool))
    return [data.block(i) for i in range(len(postings.starts))]


def encode_lists(postings: Postings) -> list[bytes]:
    """The bytes of each list, packed."""
    ids, starts = postings.ids, postings.starts
    gaps = np.diff(ids, prepend=0)
    gaps[starts] = ids[starts]
    is_narrow = np.maximum.reduceat(gaps, starts) < 256  # then the list is one block: see MOST_DOCUMENTS
    blocks = np.where(is_narrow, 1, -(-np.diff(starts, append=len(ids)) // BLOCK))
    of_list = np.repeat(np.arange(len(starts)), blocks)
    nth = np.arange(len(of_list)) - (blocks.cumsum() - blocks)[of_list]
    starts = starts[of_list] + BLOCK * nth
    gaps[starts] = ids[starts]
    data = _Data(postings, starts, gaps, is_narrow[of_list])
    infos = data.infos(postings)
    lists = [MAGIC] * len(blocks)
    for i, mine in enumerate(of_list.tolist()):
        block = infos[i] + data.packed(i)
        is_last = i + 1 == len(of_list) or of_list[i + 1] != mine
        lists[mine] += struct.pack(">i", -len(block) if is_last else len(block)) + block
    return lists


class _Data:
    """What is pickled of many blocks, unpacked, in one array: numbers for the ids, then REST."""

    def __init__(
        self, postings: Postings, starts: np.ndarray, numbers: np.ndarray, is_narrow: np.ndarray
    ) -> None:
        """starts: where each block begins; is_narrow: whether the numbers in it are of one byte each."""
        self._weights, self._gaps, self._first = postings.weights, postings.gaps, starts
        self._counts = np.diff(starts, append=len(numbers))
        self._of_block = np.repeat(np.arange(len(starts)), self._counts)
        self._place = np.arange(len(numbers)) - starts[self._of_block]
        self._heaviest = np.maximum.reduceat(self._weights, starts)
        numbers_kind = np.where(is_narrow, 1, 2)
        weights_kind = np.digitize(self._heaviest, [2, 256])
        numbers_size = self._size(numbers_kind, 3)
        weights_size = self._size(weights_kind, 5)
        values_size = self._measure_values()
        sizes = numbers_size + weights_size + values_size + 2
        self._ends = sizes.cumsum()
        self._starts = self._ends - sizes
        self._rest_at = self._starts + numbers_size
        self._out = np.zeros(int(sizes.sum()), np.uint8)
        self._put(self._starts, numbers_kind, numbers, ord("M"), 3)
        self._put(self._rest_at, weights_kind, self._weights, ord("J"), 5)
        self._put_values(self._rest_at + weights_size, values_size)
        self._out[self._ends - 2], self._out[self._ends - 1] = 0x87, ord(".")

    def infos(self, postings: Postings) -> list[bytes]:
        """The INFO of every block."""
        last = postings.ids[self._first + self._counts - 1]
        shortest = np.minimum.reduceat(postings.lengths, self._first)
        longest = np.maximum.reduceat(postings.lengths, self._first)
        columns = (column.tolist() for column in (self._counts, last, self._heaviest, shortest, longest))
        return [
            _INFO.pack(*b"(M", count, *b"M", last, *b"J", heaviest, *b"K\1K", low, *b"K", high, *b"t.")
            for count, last, heaviest, low, high in zip(*columns, strict=True)
        ]

    def block(self, i: int) -> bytes:
        """A block as it is."""
        return self._bytes[self._starts[i] : self._ends[i]]

    def packed(self, i: int) -> bytes:
        """A block as one deflate stream; of a long one the gaps stay readable, not packed."""
        if self._counts[i] <= PIECE:
            return zlib.compress(self.block(i), PACK_LEVEL)
        rest_at, end, first = int(self._rest_at[i]), int(self._ends[i]), int(self._first[i])
        pieces = self._value_starts[first : first + int(self._counts[i]) : PIECE].tolist()
        deflate = zlib.compressobj(PACK_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = []
        for a, b in pairwise([rest_at, *pieces, end]):
            packed.append(deflate.compress(self._out[a:b]))
            packed[-1] += deflate.flush(zlib.Z_FINISH if b == end else zlib.Z_FULL_FLUSH)
        offsets = list(accumulate(map(len, packed[:-1])))
        plain = self._bytes[self._starts[i] : rest_at]
        plain += struct.pack(f"<BI{len(offsets)}IB", ord("B"), 4 * len(offsets), *offsets, ord("0"))
        check = zlib.adler32(self._out[rest_at:end], zlib.adler32(plain))
        head = b"\x78\x01\x00" + struct.pack("<HH", len(plain), len(plain) ^ 0xFFFF)
        return b"".join((head, plain, *packed, struct.pack(">I", check)))

    @cached_property
    def _bytes(self) -> bytes:
        return self._out.tobytes()

    def _size(self, kind: np.ndarray, stride: int) -> np.ndarray:
        """Bytes of pickled numbers: all 1, a byte each, an opcode each."""
        return np.choose(kind, [1, 5 + self._counts, 2 + stride * self._counts])

    def _put(self, at: np.ndarray, kind: np.ndarray, numbers: np.ndarray, opcode: int, stride: int) -> None:
        """Numbers of every block as `_size` has measured them."""
        out = self._out
        out[at] = np.frombuffer(b"NB(", np.uint8)[kind]
        _put_numbers(out, at[kind == 1] + 1, self._counts[kind == 1], 4)
        out[(at + 1 + stride * self._counts)[kind == 2]] = ord("t")
        for one, lead, each in ((1, 5, 1), (2, 1, stride)):
            mine = np.flatnonzero((kind == one)[self._of_block])
            where = at[self._of_block[mine]] + lead + each * self._place[mine]
            if one == 2:
                out[where] = opcode
                where += 1
            _put_numbers(out, where, numbers[mine], each - (one == 2))

    def _measure_values(self) -> np.ndarray:
        if self._gaps is None:
            self._value_sizes = np.ones(len(self._weights), np.int64)
        else:
            self._first_gaps = self._weights.cumsum() - self._weights
            widest = np.maximum.reduceat(self._gaps, self._first_gaps[self._first])
            form = np.digitize(widest, [1 << 8, 1 << 16])
            form = np.where(self._heaviest > _MOST_POSITIONS[form], 2, form)
            self._form = np.where((self._heaviest == 1) & (form < 2), form + 3, form)[self._of_block]
            self._value_sizes = _FRAMES[self._form] + _STRIDES[self._form] * self._weights
        return np.add.reduceat(self._value_sizes, self._first) + 2

    def _put_values(self, at: np.ndarray, sizes: np.ndarray) -> None:
        """The positions in every document as one pickled byte string each, or nothing."""
        out = self._out
        out[at], out[at + sizes - 1] = ord("("), ord("t")
        before = self._value_sizes.cumsum() - self._value_sizes
        self._value_starts = where = at[self._of_block] + 1 + before - before[self._first][self._of_block]
        if self._gaps is None:
            out[where] = ord("N")
            return
        for form, mark in enumerate(_MARKS):
            rows = np.flatnonzero(self._form == form)
            if not len(rows):
                continue
            mine, weights, sizes = where[rows], self._weights[rows].astype(np.int64), self._value_sizes[rows]
            head = 5 if mark == ord("B") else 2
            out[mine] = ord("B") if mark == ord("B") else ord("C")
            _put_numbers(out, mine + 1, sizes - head, head - 1)
            for byte in range(4):
                out[mine + head + 3 - byte] = weights >> 8 * byte & 255
            out[mine + head + 4] = ord("(") if mark == ord("B") else mark
            if mark == ord("C"):
                out[mine + 7] = weights
            # The last byte of narrow gaps: else stock Whoosh takes a last gap of 46 for it.
            out[mine + sizes - 1] = _ENDS[form]
            lead, stride = _LEADS[form], _STRIDES[form]
            inside = np.arange(int(weights.sum())) - np.repeat(weights.cumsum() - weights, weights)
            gaps = self._gaps[np.repeat(self._first_gaps[rows], weights) + inside]
            at_gap = np.repeat(mine + lead, weights) + stride * inside
            if stride > 1:
                out[at_gap] = ord("M") if stride == 3 else ord("J")
            _put_numbers(out, at_gap + (stride > 1), gaps, int(stride) - (stride > 1))


def _put_numbers(out: np.ndarray, at: np.ndarray, numbers: np.ndarray, size: int) -> None:
    """Little-endian numbers of so many bytes each."""
    for byte in range(size):
        out[at + byte] = numbers >> 8 * byte & 255
