"""One facet of all documents, and how it is counted."""

from collections.abc import Iterable

import numpy as np

#: Fewer documents than these are counted one by one: an array costs more to set up than it saves.
FEW = 30


class Facet:
    """A code for every document; a code stands for the values of a document together, code 0 for none."""

    def __init__(self, segments: list[tuple[np.ndarray, list[tuple[str, ...]]]]) -> None:
        """segments: codes of the documents, and the values of each code, as segments have them."""
        entries: dict[tuple[str, ...], int] = {(): 0}
        parts = []
        for codes, values in segments:
            here = np.array([entries.setdefault(entry, len(entries)) for entry in values])
            parts.append(here[codes])
        kind = np.uint8 if len(entries) <= 1 << 8 else np.uint16 if len(entries) <= 1 << 16 else np.int32
        self.codes = np.concatenate(parts).astype(kind) if parts else np.zeros(0, kind)
        self._size = len(entries)
        self._entries = [entry or ("",) for entry in entries]
        numbers: dict[str, int] = {"": 0}
        pairs = [
            (code, numbers.setdefault(value, len(numbers)))
            for code, entry in enumerate(self._entries)
            for value in entry
        ]
        self._numbers = numbers
        self._values = np.array(list(numbers), object)
        # Which code has which value: where documents have one value each, the two are the same.
        self._codes, self._of_code = np.array(pairs).T
        self._is_single = len(numbers) == len(entries) and bool((self._codes == self._of_code).all())

    def count(self, ids: np.ndarray) -> dict[str, int]:
        """How many of the documents have each value; "" counts those that have none."""
        if len(ids) < FEW:
            return self._count_few(ids)
        counts = np.bincount(self.codes[ids], minlength=self._size)
        if not self._is_single:
            counts = np.bincount(self._of_code, counts[self._codes]).astype(np.int64)
        there = counts.nonzero()[0]
        return dict(zip(self._values[there].tolist(), counts[there].tolist(), strict=True))

    def _count_few(self, ids: np.ndarray) -> dict[str, int]:
        counts: dict[str, int] = {}
        for code in self.codes[ids].tolist():
            for value in self._entries[code]:
                counts[value] = counts.get(value, 0) + 1
        return counts

    def codes_with(self, values: Iterable[str]) -> np.ndarray:
        """For each code, whether it has one of the values; "" is had by those that have none."""
        wanted = [self._numbers[value] for value in values if value in self._numbers]
        is_wanted = np.zeros(len(self._numbers), bool)
        is_wanted[wanted] = True
        has = np.zeros(self._size, bool)
        has[self._codes[is_wanted[self._of_code]]] = True
        return has
