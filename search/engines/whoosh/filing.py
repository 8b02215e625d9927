"""What all documents are filed under, every facet beside the others, so that one pass counts them all."""

from array import array
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from math import prod

import numpy as np

#: Fewer documents than these are counted one by one.
FEW = 30
#: More documents than these are counted in several facets together, which may have so many codes together.
MANY = 1 << 15
MOST_TOGETHER = 1 << 13

#: A facet of a segment: the codes of the documents, and the values that each code stands for.
Column = tuple[np.ndarray, Sequence[tuple[str, ...]]]


class Numbering:
    """One facet's codes and values, numbered as they come. A code is for a document's values together."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, ...]] = []
        self.values: dict[str, int] = {}
        self._known: dict[tuple[str, ...], int] = {}
        # Which code has which value, pair by pair.
        self._codes, self._of_code = array("q"), array("q")

    def __len__(self) -> int:
        return max(len(self.entries), len(self.values))

    def copy(self) -> "Numbering":
        """One that grows alone."""
        new = Numbering()
        for name, held in self.__dict__.items():
            setattr(new, name, held[:] if isinstance(held, array) else held.copy())
        return new

    def number(self, column: Column) -> np.ndarray:
        """The codes of a segment's documents; a document without values has the value ""."""
        codes, entries = column
        return np.array([self._code(entry or ("",)) for entry in entries], np.int32)[codes]

    @property
    def pairs(self) -> np.ndarray:
        """Two rows: codes, and the values they have."""
        return np.array([self._codes, self._of_code])

    def _code(self, entry: tuple[str, ...]) -> int:
        if entry not in self._known:
            code = self._known[entry] = len(self.entries)
            self.entries.append(entry)
            self._codes.extend([code] * len(entry))
            self._of_code.extend(self.values.setdefault(value, len(self.values)) for value in entry)
        return self._known[entry]


class Filing:
    """A row of codes for every document, a facet each, numbered through all facets, as values are.

    A filing never changes: `extended` makes the next one. Each facet has room for more numbers than it needs,
    so that what is laid out for a million documents can stay when one more has a value that is new.
    """

    def __init__(
        self,
        facets: dict[str, Numbering],
        ends: np.ndarray,
        rows: np.ndarray,
        joint: Sequence[np.ndarray] = (),
    ) -> None:
        """ends: where the numbers of each facet end; joint: `_joint_codes` of each group, once asked for."""
        self._facets, self._rows, self._joint = facets, rows, joint
        self._place = {name: i for i, name in enumerate(facets)}
        self._rooms = np.diff(ends, prepend=0)
        self._ends, self._starts, self._size = ends, ends - self._rooms, int(ends[-1])

    @classmethod
    def under(cls, names: Collection[str]) -> "Filing":
        """No documents yet, under these facets."""
        facets = {name: Numbering() for name in names}
        return cls(facets, np.zeros(len(names), np.int64), np.zeros((0, len(names)), np.uint16))

    def __len__(self) -> int:
        return len(self._rows)

    def first(self, documents: int) -> "Filing":
        """The first documents alone."""
        if not documents:
            return Filing.under(self._place)  # with it go numbers that nothing needs any more
        joint = [codes[:documents] for codes in self._joint]
        return Filing(self._facets, self._ends, self._rows[:documents], joint)

    def extended(self, segments: Iterable[Sequence[Column]]) -> "Filing":
        """These documents, then those of some segments, which have a column for each facet."""
        facets = {name: facet.copy() for name, facet in self._facets.items()}
        added = [
            np.stack(
                [facet.number(column) for facet, column in zip(facets.values(), columns, strict=True)], 1
            )
            for columns in segments
        ]
        sizes = np.array([len(facet) for facet in facets.values()])
        ends = np.where(sizes > self._rooms, sizes + sizes // 8 + 1, self._rooms).cumsum()
        new = Filing(facets, ends, self._rows)
        stays = (ends == self._ends).all()
        parts = [self._rows if stays else self._rows + (new._starts - self._starts)]
        parts += [codes + new._starts for codes in added]
        kind = np.uint16 if new._size <= 1 << 16 else np.int32
        new._rows = np.concatenate([part.astype(kind, copy=False) for part in parts])
        if stays:  # else the codes of several facets together are other ones too, made when asked for
            fresh = new._rows[len(self) :]
            both = zip(new._groups, self._joint, strict=False)
            new._joint = [np.concatenate([codes, new._joint_codes(group, fresh)]) for group, codes in both]
        return new

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
        facet, place = self._facets[name], self._place[name]
        codes, of_code = facet.pairs
        wanted = np.zeros(len(facet.values), bool)
        wanted[[facet.values[value] for value in values if value in facet.values]] = True
        codes, rows = codes[wanted[of_code]] + self._starts[place], self._rows[:, place]
        if len(codes) == 1:  # mostly; three times as fast
            return rows == codes[0]
        passes = np.zeros(self._size, bool)
        passes[codes] = True
        return passes[rows]

    def _frequencies(self, codes: np.ndarray) -> np.ndarray:
        return np.bincount(codes.ravel(), minlength=self._size)

    def _frequencies_of_many(self, ids: np.ndarray) -> np.ndarray:
        self._joint = self._joint or [self._joint_codes(group, self._rows) for group in self._groups]
        counts = np.empty(self._size, np.int64)
        for group, codes in zip(self._groups, self._joint, strict=True):
            shape = self._rooms[group]
            table = np.bincount(codes[ids], minlength=prod(shape)).reshape(shape)
            for axis, place in enumerate(group):
                others = tuple(i for i in range(len(shape)) if i != axis)
                counts[self._starts[place] : self._ends[place]] = table.sum(others)
        return counts

    @cached_property
    def _groups(self) -> list[list[int]]:
        """Facets, by place, whose codes make one number a document."""
        sizes = self._rooms.tolist()
        groups: list[list[int]] = []
        for place in sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True):
            fitting = (g for g in groups if prod(sizes[i] for i in [*g, place]) <= MOST_TOGETHER)
            group = next(fitting, None)
            if group is None:
                groups.append(group := [])
            group.append(place)
        return groups

    def _joint_codes(self, group: list[int], rows: np.ndarray) -> np.ndarray:
        codes = [rows[:, i].astype(np.intp) - self._starts[i] for i in group]
        shape = self._rooms[group]
        return np.ravel_multi_index(codes, shape).astype(np.uint16 if prod(shape) <= 1 << 16 else np.int32)

    def _by_facet(self, counts: np.ndarray) -> dict[str, dict[str, int]]:
        """How often each code occurs, as counts of values."""
        names, of_code = self._values
        if of_code is not None:
            codes, values = of_code
            counts = np.bincount(values, counts[codes], self._size).astype(np.int64)
        there = counts.nonzero()[0]
        values, counts = names[there].tolist(), counts[there].tolist()
        counted, start = {}, 0
        for name, end in zip(self._place, there.searchsorted(self._ends).tolist(), strict=True):
            counted[name] = dict(zip(values[start:end], counts[start:end], strict=False))
            start = end
        return counted

    @cached_property
    def _values(self) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray] | None]:
        """The value of each number; and which code has which value, None where the two are the same."""
        names = np.empty(self._size, object)
        pairs = [np.zeros((2, 0), np.int64)]
        for facet, start in zip(self._facets.values(), self._starts.tolist(), strict=True):
            names[start : start + len(facet.values)] = list(facet.values)
            pairs.append(facet.pairs + start)
        codes, values = np.concatenate(pairs, 1)
        return names, None if (codes == values).all() else (codes, values)

    def _count_few(self, ids: np.ndarray) -> dict[str, dict[str, int]]:
        """One by one: an array costs more to set up than it saves."""
        counted = {}
        columns = (self._rows.take(ids, 0) - self._starts).T.tolist()
        for name, facet, codes in zip(self._place, self._facets.values(), columns, strict=True):
            counts = counted[name] = {}
            for code in codes:
                for value in facet.entries[code]:
                    counts[value] = counts.get(value, 0) + 1
        return counted
