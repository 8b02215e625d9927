"""What all documents are filed under, every facet beside the others, so that one pass counts them all."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import prod

import numpy as np

#: Fewer documents than these are counted one by one.
FEW = 30
#: More documents than these are counted in several facets together, which may have so many codes together.
MANY = 1 << 15
MOST_TOGETHER = 1 << 12

#: A facet as segments have it: the codes of the documents, and the values that each code stands for.
Column = tuple[np.ndarray, Sequence[tuple[str, ...]]]


class Filing:
    """A row of codes for every document, a facet each. A code stands for a document's values together.

    Codes and values are numbered through all facets; a document without values has the value "".
    """

    def __init__(self, facets: Mapping[str, Sequence[Column]]) -> None:
        """facets: the columns of every facet, segment by segment."""
        self._place = {name: i for i, name in enumerate(facets)}
        self._entries: list[tuple[str, ...]] = []
        self._starts = [0]  # of the codes of each facet
        values: list[str] = []
        self._numbers: list[dict[str, int]] = []  # of the values of each facet
        columns, pairs = [], []
        for segments in facets.values():
            codes, entries = _joined(segments)
            columns.append(codes + len(self._entries))
            numbers: dict[str, int] = {}
            for code, entry in enumerate(entries, len(self._entries)):
                pairs += [(code, numbers.setdefault(value, len(values) + len(numbers))) for value in entry]
            self._entries += entries
            values += numbers
            self._numbers.append(numbers)
            self._starts.append(len(self._entries))
        self._size = len(self._entries)
        self._values = np.array(values, object)
        self._rows = np.stack(columns, 1).astype(np.uint16 if self._size <= 1 << 16 else np.int32)
        self._ends = np.cumsum([len(numbers) for numbers in self._numbers])
        # Which code has which value: where documents have one value each, the two are the same.
        self._codes, self._of_code = np.array(pairs).T
        self._is_single = len(pairs) == self._size and bool((self._codes == self._of_code).all())

    def count(self, ids: np.ndarray) -> dict[str, dict[str, int]]:
        """Facet → value → how many of the documents have it; "" counts those that have none."""
        if len(ids) < FEW:
            return self._count_few(ids)
        if len(ids) > MANY:
            return self._by_facet(self._frequencies_of_many(ids))
        return self._by_facet(self._frequencies(self._rows.take(ids, 0)))

    def count_one(self, name: str, ids: np.ndarray) -> dict[str, int]:
        """The same for one facet."""
        return self._by_facet(self._frequencies(self._rows.T[self._place[name]][ids]))[name]

    def having(self, name: str, values: Iterable[str]) -> np.ndarray:
        """One truth a document: whether it has one of the values; "" is had by those that have none."""
        numbers = self._numbers[self._place[name]]
        wanted = np.isin(self._of_code, [numbers[value] for value in values if value in numbers])
        passes = np.zeros(self._size, bool)
        passes[self._codes[wanted]] = True
        return passes[self._rows[:, self._place[name]]]

    def _frequencies(self, codes: np.ndarray) -> np.ndarray:
        return np.bincount(codes.ravel(), minlength=self._size)

    def _frequencies_of_many(self, ids: np.ndarray) -> np.ndarray:
        counts = np.empty(self._size, np.int64)
        for places, shape, codes in self._groups:
            table = np.bincount(codes[ids], minlength=prod(shape)).reshape(shape)
            for axis, place in enumerate(places):
                others = tuple(i for i in range(len(shape)) if i != axis)
                counts[self._starts[place] : self._starts[place + 1]] = table.sum(others)
        return counts

    @cached_property
    def _groups(self) -> list[tuple[list[int], list[int], np.ndarray]]:
        """Facets, by place, whose codes make one number a document; how many codes each has; the numbers."""
        sizes = np.diff(self._starts).tolist()
        groups: list[list[int]] = []
        for place in sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True):
            fitting = (g for g in groups if prod(sizes[i] for i in [*g, place]) <= MOST_TOGETHER)
            group = next(fitting, None)
            if group is None:
                groups.append(group := [])
            group.append(place)
        return [(group, [sizes[i] for i in group], self._joint_codes(group, sizes)) for group in groups]

    def _joint_codes(self, places: list[int], sizes: list[int]) -> np.ndarray:
        codes = [self._rows[:, i].astype(np.intp) - self._starts[i] for i in places]
        shape = [sizes[i] for i in places]
        return np.ravel_multi_index(codes, shape).astype(np.uint16 if prod(shape) <= 1 << 16 else np.int32)

    def _by_facet(self, counts: np.ndarray) -> dict[str, dict[str, int]]:
        """How often each code occurs, as counts of values."""
        if not self._is_single:
            counts = np.bincount(self._of_code, counts[self._codes]).astype(np.int64)
        there = counts.nonzero()[0]
        values, counts = self._values[there].tolist(), counts[there].tolist()
        counted, start = {}, 0
        for name, end in zip(self._place, there.searchsorted(self._ends).tolist(), strict=True):
            counted[name] = dict(zip(values[start:end], counts[start:end], strict=False))
            start = end
        return counted

    def _count_few(self, ids: np.ndarray) -> dict[str, dict[str, int]]:
        """One by one: an array costs more to set up than it saves."""
        counted = {}
        entries = self._entries
        for name, codes in zip(self._place, self._rows.take(ids, 0).T.tolist(), strict=True):
            counts = counted[name] = {}
            for code in codes:
                for value in entries[code]:
                    counts[value] = counts.get(value, 0) + 1
        return counted


def _joined(segments: Sequence[Column]) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """One facet's codes in all segments, numbered alike, and what they stand for; code 0 for nothing."""
    numbers: dict[tuple[str, ...], int] = {(): 0}
    parts = [np.zeros(0, np.int32)]
    for codes, entries in segments:
        here = np.array([numbers.setdefault(entry, len(numbers)) for entry in entries], np.int32)
        parts.append(here[codes])
    return np.concatenate(parts), [entry or ("",) for entry in numbers]
