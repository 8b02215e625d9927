"""Many small segments made one, deleted documents left out: what single saves leave behind stays bounded."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from search.documents import FACET_NAMES
from search.engines.whoosh.inverter import Inverted, Numbering, invert
from search.engines.whoosh.schema import NUMBERS, POSITIONED, TERM_FIELDS
from search.engines.whoosh.segment import Segment
from search.engines.whoosh.writer import SMALL, Batch

if TYPE_CHECKING:
    from whoosh.codec.whoosh3 import W3Segment

#: When more than MOST_SMALL segments hold fewer than SMALL documents each, so many smallest become one.
#: A saved article thus waits for a merge once in MOST_SMALL times, and mostly for one of a few documents.
MOST_SMALL = 24


def to_merge(infos: Sequence["W3Segment"]) -> list["W3Segment"]:
    """The segments that should become one now; none when there are few.

    What counts is how many documents a segment was written with: the writer keeps arrays to merge for small
    segments alone, and a large one stays large when nearly all of its documents were replaced.
    """
    small = [info for info in infos if info.doc_count_all() < SMALL]
    small.sort(key=lambda info: info.doc_count_all())
    return small[:MOST_SMALL] if len(small) > MOST_SMALL else []


def merged(sources: Sequence[tuple[Segment, "W3Segment"]]) -> Batch:
    """All documents of some segments, one segment after the other, ready to be written as one."""
    kept = []
    for segment, info in sources:
        keep = np.ones(segment.documents, bool)
        keep[np.fromiter(info.deleted_docs(), np.int64)] = False
        kept.append(_Kept(segment, keep, sum(int(each.keep.sum()) for each in kept)))
    return Batch(
        fields={name: _MergedField(name, kept) for name in TERM_FIELDS},
        numbers={name: [n for each in kept for n in each.numbers(name)] for name in NUMBERS},
        facets={name: [v for each in kept for v in each.values(name)] for name in FACET_NAMES},
    )


class _Kept:
    """The documents of a segment that are still there, and their new numbers."""

    def __init__(self, segment: Segment, keep: np.ndarray, base: int) -> None:
        self.segment, self.keep = segment, keep
        self._renumbered = keep.cumsum() - 1 + base

    def numbers(self, name: str) -> list[int]:
        return self.segment.numbers(name)[self.keep].tolist()

    def values(self, name: str) -> Iterator[tuple[str, ...]]:
        codes, entries = self.segment.codes(name)
        return (entries[code] for code in codes[self.keep].tolist())

    def occurrences(self, inverted: Inverted) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """The rank of the term, the new number of the document and the position, one an occurrence."""
        documents = np.repeat(inverted.ids, inverted.weights)
        ranks = np.repeat(np.arange(len(inverted.terms)), np.diff(inverted.ends, prepend=0))
        there = self.keep[documents]
        positions = None if inverted.gaps is None else inverted.positions()[there]
        return np.repeat(ranks, inverted.weights)[there], self._renumbered[documents[there]], positions


class _MergedField:
    """One field of several segments; stands where a writer expects an Inverter."""

    def __init__(self, name: str, kept: list[_Kept]) -> None:
        self._name, self._kept = name, kept

    def invert(self) -> Inverted:
        """Occurrences of every term of every segment, turned round together."""
        numbers = Numbering()
        numbers[""]
        parts = []
        for each in self._kept:
            inverted = each.segment.inverted(self._name)
            ranks, documents, positions = each.occurrences(inverted)
            # A term whose documents are all gone is gone too: only what occurs gets a number.
            here = np.zeros(len(inverted.terms), np.int32)
            occurring = np.unique(ranks)
            here[occurring] = [numbers[inverted.terms[rank].decode()] for rank in occurring.tolist()]
            parts.append((here[ranks], documents, positions))
        of_term, documents, positions = zip(*parts, strict=True)
        places = np.concatenate(positions) if self._name in POSITIONED else None
        total = sum(int(each.keep.sum()) for each in self._kept)
        return invert(
            numbers, np.concatenate(of_term), np.concatenate(documents).astype(np.int32), places, total
        )
