"""Documents' terms turned round, with NumPy: for each term its documents and positions."""

import pickle
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.scoring import LENGTHS
from search.engines.whoosh.postings import plain_loads

_LENGTHS = np.array(LENGTHS)
_ARRAYS = ("ends", "ids", "weights", "gaps", "lengths")


class Numbering(defaultdict):
    """Things → small numbers, in the order in which they are first met."""

    def __missing__(self, thing: object) -> int:
        number = self[thing] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Inverted:
    """The postings of a field, term by term.

    terms: sorted, UTF-8; ends: where each term's postings end in `ids` and `weights`; gaps: positions in each
    document as differences, `weights` of them a posting, or None; lengths: words of each document, as bytes.
    """

    terms: list[bytes]
    ends: np.ndarray
    ids: np.ndarray
    weights: np.ndarray
    gaps: np.ndarray | None
    lengths: np.ndarray
    total_length: int

    def packed(self) -> bytes:
        """What `unpacked` reads."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        kept = {name: array.astype(np.int32).tobytes() for name, array in arrays.items() if array is not None}
        return pickle.dumps(kept | {"terms": self.terms, "total_length": self.total_length}, 4)

    @classmethod
    def unpacked(cls, data: bytes) -> "Inverted":
        """What `packed` wrote."""
        kept = plain_loads(data)
        arrays = {name: np.frombuffer(kept[name], np.int32) if name in kept else None for name in _ARRAYS}
        return cls(terms=kept["terms"], total_length=kept["total_length"], **arrays)

    def positions(self) -> np.ndarray:
        """All positions, one after the other."""
        run = self.gaps.cumsum()
        first = self.weights.cumsum() - self.weights
        return (run - np.repeat(run[first] - self.gaps[first], self.weights)).astype(np.int32)


class Inverter:
    """Collects one field of documents that come in order."""

    def __init__(self, positioned: bool) -> None:
        self._positioned = positioned
        self._numbers = Numbering()
        self._numbers[""]  # number 0: a position without a term
        self._terms = array("i")
        self._sizes = array("i")

    def __len__(self) -> int:
        return len(self._terms)

    def add(self, terms: Sequence[str]) -> None:
        """The terms of the next document, one a position."""
        self._terms.extend(map(self._numbers.__getitem__, terms))
        self._sizes.append(len(terms))

    def invert(self) -> Inverted:
        """Turn round what was collected, and forget it."""
        sizes, numbers = np.array(self._sizes, np.int32), np.array(self._terms, np.int32)
        # In 32 bits all along, and little twice: this is where writing takes most of its memory.
        del self._terms
        docs = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        positions = np.arange(len(docs), dtype=np.int32)
        positions -= np.repeat(sizes.cumsum(dtype=np.int32) - sizes, sizes)
        is_term = numbers > 0
        if not is_term.all():
            numbers, docs, positions = numbers[is_term], docs[is_term], positions[is_term]
        return invert(self._numbers, numbers, docs, positions if self._positioned else None, len(sizes))


def invert(
    numbers_of: dict[str, int],
    numbers: np.ndarray,
    docs: np.ndarray,
    positions: np.ndarray | None,
    documents: int,
) -> Inverted:
    """Occurrences, given document by document in the order of positions, as postings; they are written to."""
    terms = sorted(numbers_of.keys() - {""})
    rank = np.zeros(len(terms) + 1, np.int32)
    rank[np.fromiter(map(numbers_of.__getitem__, terms), np.int64, len(terms))] = np.arange(len(terms))
    lengths = np.bincount(docs, minlength=documents)
    numbers[:] = rank[numbers]
    order = _stable_order(numbers, len(terms))
    ranks, docs = numbers[order], docs[order]
    is_first = np.ones(len(ranks), bool)
    is_first[1:] = (ranks[1:] != ranks[:-1]) | (docs[1:] != docs[:-1])
    firsts = np.flatnonzero(is_first)
    gaps = None
    if positions is not None:
        positions = positions[order]
        gaps = np.diff(positions, prepend=np.int32(0))
        gaps[firsts] = positions[firsts]
    return Inverted(
        terms=[term.encode() for term in terms],
        ends=np.bincount(ranks[firsts], minlength=len(terms)).cumsum(),
        ids=docs[firsts],
        weights=np.diff(firsts, append=len(ranks)).astype(np.int32),
        gaps=gaps,
        lengths=np.searchsorted(_LENGTHS, lengths).clip(max=255).astype(np.uint8),
        total_length=int(lengths.sum()),
    )


def _stable_order(numbers: np.ndarray, top: int) -> np.ndarray:
    """The stable order of small numbers. NumPy sorts 16 bits by radix, which is fast: larger go twice."""
    low = np.argsort((numbers & 0xFFFF).astype(np.uint16), kind="stable").astype(np.int32)
    if top <= 1 << 16:
        return low
    return low[np.argsort((numbers >> 16).astype(np.uint16)[low], kind="stable")]
