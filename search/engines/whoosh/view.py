"""All segments of one committed state, seen as one collection. A view never changes."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from heapq import merge
from itertools import count, groupby, repeat, takewhile
from operator import itemgetter, methodcaller
from typing import TypeVar

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.documents import FACET_NAMES
from search.engines.base import USUAL, Weights
from search.engines.scoring import K1, LENGTHS, B
from search.engines.whoosh.cache import Cache, Sized
from search.engines.whoosh.filing import Filing
from search.engines.whoosh.hits import Hits
from search.engines.whoosh.home import Folder, Manifest
from search.engines.whoosh.segment import Segment

_LENGTHS = np.array(LENGTHS, np.float64)
_NOTHING = np.zeros(0, np.uint8)
_serials = count()
T = TypeVar("T", bound=Sized)


def open_segment(folder: Folder, info: W3Segment) -> Segment:
    """A segment of a folder, opened."""
    return Segment(folder.path / f"{info.segment_id()}.seg", info.doc_count_all(), info._fieldlengths)


class View:
    """Segments side by side: a document's id is its place in its segment, plus all documents before."""

    def __init__(
        self, folder: Folder, manifest: Manifest, cache: Cache, before: "View | None" = None
    ) -> None:
        """Open the segments of a manifest; those that `before` has open already are used again."""
        self.folder, self.manifest, self.cache = folder, manifest, cache
        self.serial = next(_serials)  # terms' scores change with every commit, so views share none
        if damaged := folder.damaged_files(manifest):
            raise ValueError(f"not as written: {', '.join(damaged)}")
        self.infos: list[W3Segment] = folder.segments(manifest)
        opened = {s.name: s for s in before.segments} if before and before.folder.path == folder.path else {}
        self.segments = [opened.get(info.segment_id()) or open_segment(folder, info) for info in self.infos]
        self.bases = np.cumsum([0, *(segment.documents for segment in self.segments)]).tolist()
        self.documents = self.bases[-1]
        self._field_norms: dict[str, np.ndarray] = {}
        self._weighed: tuple[Weights | None, np.ndarray] = (None, _NOTHING)
        # What is laid out already of all documents: of those of the first segments, where the view before has
        # the same, it is copied as a whole. A commit thus costs little more than what it adds.
        self._laid: dict[str, np.ndarray] = {}
        self._filing = Filing.under(FACET_NAMES)
        if before:
            same = takewhile(
                lambda both: both[0] is both[1], zip(self.segments, before.segments, strict=False)
            )
            documents = sum(segment.documents for segment, _ in same)
            self._laid = {name: column[:documents] for name, column in dict(before._laid).items()}
            self._filing = before._filing.first(documents)

    @cached_property
    def live(self) -> np.ndarray | None:
        """One truth a document, or None when all are there."""
        if not any(info.has_deletions() for info in self.infos):
            return None
        live = np.ones(self.documents, bool)
        for base, info in zip(self.bases, self.infos, strict=False):
            live[base + np.fromiter(info.deleted_docs(), np.int64)] = False
        return live

    @cached_property
    def everything(self) -> Hits:
        """Every document, each with the score 1."""
        ids = np.arange(self.documents) if self.live is None else self.live.nonzero()[0]
        return Hits(ids, np.ones(len(ids), np.float32))

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made of this view, from the cache if it is there."""
        return self.cache.fetch((self.serial, key), make)

    def number(self, name: str) -> np.ndarray:
        """A number of every document (schema.NUMBERS)."""
        return self._column(name, methodcaller("numbers", name))

    @cached_property
    def days(self) -> np.ndarray:
        """The day of every document, 0 for none."""
        return self.number("day")

    @cached_property
    def keys(self) -> np.ndarray:
        """The key of every document."""
        return self.number("key")

    def weights_of(self, weights: Weights) -> np.ndarray:
        """The weight of every document, 0 for none. The last ones are kept: pages ask for the same again."""
        weighed = self._weighed
        if weighed[0] is not weights:
            by_key = map(weights.get, self.keys.tolist(), repeat(0))
            weighed = self._weighed = weights, np.fromiter(by_key, np.int64, self.documents)
        return weighed[1]

    @cached_property
    def filing(self) -> Filing:
        """What every document is filed under."""
        if rest := self._segments_after(len(self._filing)):
            columns = [[segment.codes(name) for name in FACET_NAMES] for segment in rest]
            self._filing = self._filing.extended(columns)
        return self._filing

    @cached_property
    def counts_of_everything(self) -> dict[str, dict[str, int]]:
        """How many of all documents have each value of each facet."""
        return self.filing.count(self.everything.ids)

    def terms(self, field: str, letters: str = "") -> Iterator[tuple[str, int]]:
        """The terms of a field that begin with some letters, in order, with document frequencies."""
        merged = merge(*(segment.terms(field, letters) for segment in self.segments))
        for term, same in groupby(merged, itemgetter(0)):
            yield term, sum(df for _, df in same)

    @cached_property
    def usual_words(self) -> list[tuple[str, int]]:
        """The stems that one document in USUAL holds, with their document frequencies.

        Such a word is usual in at least one of the segments too: only few of a large archive's are read.
        """
        counts: Counter[str] = Counter()
        for segment in self.segments:
            counts.update(segment.usual_words)
        for segment in self.segments:
            # Of a small segment all words are usual.
            for word in counts.keys() - segment.usual_words.keys() if segment.documents > USUAL else ():
                counts[word] += segment.df(word)
        return sorted((word, df) for word, df in counts.items() if df * USUAL >= self.documents)

    def find(self, key: int) -> tuple[int, int] | None:
        """The segment (its place) and the document there that hold a key."""
        for i in range(len(self.segments) - 1, -1, -1):
            document = self.segments[i].find(key)
            if document is not None and not self.infos[i].is_deleted(document):
                return i, document
        return None

    def norms(self, field: str) -> np.ndarray:
        """K1 · (1 - B + B · length / average length) of every document."""
        if field not in self._field_norms:
            average = sum(s.total_lengths.get(field, 0) for s in self.segments) / self.documents or 1
            table = (K1 * (1 - B + B * _LENGTHS / average)).astype(np.float32)
            lengths = self._column(f"{field} length", methodcaller("lengths", field))
            self._field_norms[field] = table[lengths]
        return self._field_norms[field]

    def _column(self, name: str, read: Callable[[Segment], np.ndarray]) -> np.ndarray:
        """What segments have of their documents, one segment after the other."""
        laid = self._laid.get(name, _NOTHING)
        if len(laid) < self.documents:
            rest = map(read, self._segments_after(len(laid)))
            self._laid[name] = laid = np.concatenate([laid, *rest])
        return laid

    def _segments_after(self, documents: int) -> list[Segment]:
        """The segments behind so many documents."""
        return [
            segment for segment, base in zip(self.segments, self.bases, strict=False) if base >= documents
        ]
