"""One segment of the index as arrays over its mapped file. It never changes; deletions are kept beside it."""

import mmap
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import numpy as np

from search.engines.base import USUAL
from search.engines.whoosh.columns import read_codes
from search.engines.whoosh.inverter import Inverted
from search.engines.whoosh.postings import Block, StockBlock, plain_loads, read_blocks, read_record
from search.engines.whoosh.schema import NUMBERS
from search.engines.whoosh.terms import Place, TermFile


class Segment:
    """A segment's files, each found in one compound file (as our writer and stock Whoosh make it)."""

    def __init__(self, path: Path, documents: int, total_lengths: dict[str, int]) -> None:
        self.name = path.stem
        self.documents = documents
        self.total_lengths = total_lengths
        with path.open("rb") as file:
            self._map = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        directory_at = int.from_bytes(self._map[:8], "big")
        self._directory = plain_loads(bytes(self._map[directory_at:]))
        self._records, self._postings = self._file(".trm"), self._file(".pst")
        self._terms = TermFile(self._records)
        self._dfs: dict[str, int] = {}

    def find_term(self, field: str, term: bytes) -> Place | None:
        """In how many documents, deleted ones included, a field holds a term; where `blocks` finds them."""
        return self._terms.find(field, term)

    def blocks(self, place: Place, base: int) -> Iterable[Block | StockBlock]:
        """A posting list, its documents counted from `base`."""
        df, in_record, at = place
        if in_record:
            return [read_record(self._records, at, df, base)]
        return read_blocks(self._postings, at, base)

    def terms(self, field: str, letters: str = "") -> Iterator[tuple[str, int]]:
        """The terms of a field that begin with some letters, in order, with document frequencies."""
        return ((term.decode(), df) for term, df in self._terms.starting(field, letters.encode()))

    @cached_property
    def usual_words(self) -> dict[str, int]:
        """The stems that one document in USUAL holds, with document frequencies."""
        frequent = self._terms.frequent("text", self.documents / USUAL)
        return {term.decode(): df for term, df in frequent}

    def df(self, stem: str) -> int:
        """In how many documents, deleted ones included, a stem stands; kept, it is asked after every save."""
        if stem not in self._dfs:
            place = self.find_term("text", stem.encode())
            self._dfs[stem] = place[0] if place else 0
        return self._dfs[stem]

    def inverted(self, field: str) -> Inverted:
        """All postings of a field, kept so in small segments."""
        return Inverted.unpacked(bytes(self._file(f".{field}.inverted")))

    def lengths(self, field: str) -> np.ndarray:
        """The length of a field in every document, as a byte (scoring.LENGTHS)."""
        out = np.zeros(self.documents, np.uint8)
        if self._has(f"._{field}_len.col"):
            lengths = np.frombuffer(self._file(f"._{field}_len.col"), np.uint8)
            out[: len(lengths)] = lengths
        return out

    def numbers(self, name: str) -> np.ndarray:
        """A number column (schema.NUMBERS), 0 where there is none."""
        out = np.zeros(self.documents, NUMBERS[name].replace(">", "="))
        if self._has(f".{name}.col"):
            values = np.frombuffer(self._file(f".{name}.col"), NUMBERS[name])
            out[: len(values)] = values
        return out

    def codes(self, name: str) -> tuple[np.ndarray, list[tuple[str, ...]]]:
        """A facet: every document's code, and the values that each code stands for."""
        if not self._has(f".{name}.col"):
            return np.zeros(self.documents, np.uint16), [()]
        return read_codes(self._file(f".{name}.col"), self.documents)

    @cached_property
    def keys(self) -> np.ndarray:
        """The key of every document."""
        return self.numbers("key")

    @cached_property
    def _by_key(self) -> np.ndarray:
        return self.keys.argsort(kind="stable")

    @cached_property
    def _revisions(self) -> np.ndarray:
        return self.numbers("revision")

    def revision(self, document: int) -> int:
        """The revision of a document."""
        return int(self._revisions[document])

    def find(self, key: int) -> int | None:
        """The last document that was written under a key."""
        at = int(self.keys.searchsorted(key, "right", sorter=self._by_key)) - 1
        document = int(self._by_key[at]) if at >= 0 else -1
        return document if document >= 0 and self.keys[document] == key else None

    def _has(self, ending: str) -> bool:
        return self.name + ending in self._directory

    def _file(self, ending: str) -> memoryview:
        entry = self._directory[self.name + ending]
        return self._map[entry["offset"] : entry["offset"] + entry["length"]]
