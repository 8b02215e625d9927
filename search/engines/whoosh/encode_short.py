"""Short posting lists, all at once: most terms are rare, and a list at a time would take most of the time.

Every list is one unpacked block (postings.py describes the bytes). Sizes are worked out first, then each kind
of byte is laid where it belongs, for all lists together.
"""

import numpy as np

from search.engines.whoosh.postings import INFO_SIZE, MAGIC

_HEADER = np.dtype(
    [
        ("magic", "S4"),
        ("size", ">i4"),
        ("protocol", "u1", 2),
        ("mark_count", "u1", 2),
        ("count", "<i4"),
        ("of_last", "u1"),
        ("last", "<i4"),
        ("of_heaviest", "u1"),
        ("heaviest", ">f8"),
        ("packed", "u1", 2),
        ("of_shortest", "u1"),
        ("shortest", "u1"),
        ("of_longest", "u1"),
        ("longest", "u1"),
        ("end", "u1", 2),
        ("data", "u1", 4),
        ("first", "<i4"),
    ]
)
_CONSTANTS = {
    "magic": MAGIC,
    "protocol": (0x80, 4),
    "mark_count": (ord("("), ord("J")),
    "of_last": ord("J"),
    "of_heaviest": ord("G"),
    "packed": (ord("K"), 0),
    "of_shortest": ord("K"),
    "of_longest": ord("K"),
    "end": (ord("t"), ord(".")),
    "data": (0x80, 4, ord("("), ord("J")),
}
_STRIDES, _OPCODES = np.array([2, 3, 5]), np.frombuffer(b"KMJ", np.uint8)


def encode_short_lists(
    rows: np.ndarray, ids: np.ndarray, weights: np.ndarray, gaps: np.ndarray | None
) -> tuple[bytes, np.ndarray]:
    """Many lists, each of one block: their bytes, and the size of each.

    rows: statistics of the terms (terms.ROW); ids, weights, gaps: all their postings, one after the other.
    No weight may be over 239.
    """
    counts = rows["df"].astype(np.int64)
    of_list = np.repeat(np.arange(len(rows)), counts)
    starts = counts.cumsum() - counts
    steps = np.diff(ids, prepend=0)
    steps[starts] = 0
    width = np.digitize(np.maximum.reduceat(steps, starts), [1 << 8, 1 << 16])
    strides = _STRIDES[width]
    has_weights = rows["heaviest"] > 1
    ids_size = strides * (counts - 1) + 1
    weights_size = np.where(has_weights, 5 + counts, 1)
    values = _Values(weights, gaps, of_list, starts)
    sizes = _HEADER.itemsize + ids_size + weights_size + values.sizes + 2
    ends = sizes.cumsum()
    at = ends - sizes
    out = np.zeros(int(ends[-1]), np.uint8)

    header = _headers(rows, sizes)
    out[at[:, None] + np.arange(_HEADER.itemsize)] = header.view(np.uint8).reshape(len(rows), -1)
    at = at + _HEADER.itemsize
    rest = np.ones(len(ids), bool)
    rest[starts] = False
    mine = of_list[rest]
    where = at[mine] + strides[mine] * (np.flatnonzero(rest) - starts[mine] - 1)
    out[where] = _OPCODES[width[mine]]
    for byte in range(4):
        fits = strides[mine] > byte + 1
        out[where[fits] + 1 + byte] = steps[rest][fits] >> 8 * byte & 255
    at = at + ids_size
    out[at - 1] = ord("t")
    out[at] = np.where(has_weights, ord("B"), ord("N"))
    heavy = at[has_weights]
    out[heavy + 1] = counts[has_weights]  # a short list has fewer than 256 documents
    mine = has_weights[of_list]
    out[(at[of_list] + 5 + np.arange(len(ids)) - starts[of_list])[mine]] = weights[mine]
    at = at + weights_size
    values.put(out, at)
    out[ends - 2], out[ends - 1] = 0x87, ord(".")
    return out.tobytes(), sizes


def _headers(rows: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    header = np.zeros(len(rows), _HEADER)
    for name, value in _CONSTANTS.items():
        header[name] = value
    header["size"] = 8 - sizes  # of what follows, negative for the last block
    header["count"] = rows["df"]
    for name in ("last", "heaviest", "shortest", "longest", "first"):
        header[name] = rows[name]
    return header


class _Values:
    """The positions in each document, a pickled byte string each; or none at all."""

    def __init__(
        self, weights: np.ndarray, gaps: np.ndarray | None, of_list: np.ndarray, starts: np.ndarray
    ) -> None:
        self._weights, self._gaps, self._of_list, self._starts = weights, gaps, of_list, starts
        if gaps is None:
            self.sizes = np.ones(len(starts), np.int64)
            return
        self._first_gaps = weights.cumsum() - weights
        widest = np.maximum.reduceat(gaps, self._first_gaps[starts])
        self._is_wide = (widest > 255)[of_list]
        self._value_sizes = np.where(self._is_wide, 12 + 5 * weights, 9 + weights)
        self.sizes = np.add.reduceat(self._value_sizes, starts) + 2

    def put(self, out: np.ndarray, at: np.ndarray) -> None:
        """Lay the values of every list where it wants them."""
        if self._gaps is None:
            out[at] = ord("N")
            return
        out[at], out[at + self.sizes - 1] = ord("("), ord("t")
        before = self._value_sizes.cumsum() - self._value_sizes
        where = at[self._of_list] + 1 + before - before[self._starts][self._of_list]
        out[where + self._value_sizes - 1] = ord(".")
        for wide, put in ((False, self._put_narrow), (True, self._put_wide)):
            rows = np.flatnonzero(self._is_wide == wide)
            if len(rows):
                weights = self._weights[rows].astype(np.int64)
                own = weights.cumsum() - weights
                inside = np.arange(int(weights.sum())) - np.repeat(own, weights)
                gaps = self._gaps[np.repeat(self._first_gaps[rows], weights) + inside]
                put(out, where[rows], weights, np.repeat(where[rows], weights), inside, gaps)

    @staticmethod
    def _put_narrow(
        out: np.ndarray,
        at: np.ndarray,
        weights: np.ndarray,
        at_of_gap: np.ndarray,
        inside: np.ndarray,
        gaps: np.ndarray,
    ) -> None:
        out[at] = out[at + 6] = ord("C")
        out[at + 1] = weights + 7
        out[at + 5] = out[at + 7] = weights
        out[at_of_gap + 8 + inside] = gaps

    @staticmethod
    def _put_wide(
        out: np.ndarray,
        at: np.ndarray,
        weights: np.ndarray,
        at_of_gap: np.ndarray,
        inside: np.ndarray,
        gaps: np.ndarray,
    ) -> None:
        out[at], out[at + 9], out[at + 10 + 5 * weights] = ord("B"), ord("("), ord("t")
        out[at + 8] = weights
        out[at_of_gap + 10 + 5 * inside] = ord("J")
        for byte in range(4):
            out[at + 1 + byte] = 7 + 5 * weights >> 8 * byte & 255
            out[at_of_gap + 11 + 5 * inside + byte] = gaps >> 8 * byte & 255


if _HEADER.itemsize != 8 + INFO_SIZE + 8:
    raise AssertionError("the header must be as postings.py reads it")
