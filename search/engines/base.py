"""The seam: what every search engine promises. Its promises are the tests in tests/contract."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from search.documents import Document
from search.query import Query
from search.results import Results


@dataclass(frozen=True, slots=True)
class Put:
    """Add a document, or replace the one with its key."""

    document: Document


@dataclass(frozen=True, slots=True)
class Drop:
    """Forget a document; an unknown key is fine.

    Where several write at once, a `revision` also keeps out every older state of it that comes late.
    """

    key: int
    revision: int = 0


Change = Put | Drop

#: A word that not one document in so many holds is more likely a slip than what was meant.
USUAL = 5000

#: For how many records a document stands, by its key; each number is above zero.
Weights = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class State:
    """What the engine holds of one document."""

    key: int
    revision: int
    digest: int


@dataclass(frozen=True, slots=True)
class Health:
    """How the index is.

    `state` is "ok", "missing", "stale" (made by another analysis or schema), "damaged" or "unreachable".
    """

    state: str
    documents: int = 0
    bytes: int = 0
    fingerprint: str = ""
    message: str = ""


class EngineError(Exception):
    """Something the engine could not do; the message says what, in English."""


class IndexBusy(EngineError):
    """Another process is writing; the change waits for the next sync."""


class IndexUnavailable(EngineError):
    """There is no index that can be read; browsing goes on from the database."""


class SearchBusy(EngineError):
    """Too many questions at once; this one may be asked again in a moment."""


class Rebuild(Protocol):
    """A fresh index being filled beside the live one. Searching never notices until `publish`."""

    def apply(self, changes: Iterable[Change]) -> None:
        """Put documents into the fresh index."""

    def publish(self) -> None:
        """Make the fresh index the live one, at once and durably."""


class SearchEngine(Protocol):
    """Stores documents and answers questions.

    No engine word crosses this seam: no query strings, no highlight markup, no capability flags.
    """

    def apply(self, changes: Iterable[Change]) -> None:
        """Put and drop; durable on return.

        The write lock is taken *before* the first change is drawn from `changes`, so a lazy iterable may read
        each record as late as possible (docs/indexing.md). A key that comes twice counts once, the last time.
        A document never replaces one of a higher revision.

        Raises IndexBusy when another writer holds the lock, IndexUnavailable when what is there cannot be
        read and must be rebuilt first. Where there is no index at all, an empty one is made.
        """

    def search(self, query: Query, weights: Weights | None = None) -> Results:
        """Exact total, one page of hits, counts of every facet. Raises IndexUnavailable or SearchBusy.

        With weights, total and counts are those of the records that documents stand for; a document without
        one is no match.
        """

    def keys(self, query: Query) -> Sequence[int]:
        """Every match in the order of the question, whatever its page: for files that hold the whole answer.

        Raises IndexUnavailable or SearchBusy.
        """

    def suggest(self, prefix: str, n: int = 8) -> list[str]:
        """Words of the index that begin like `prefix` in any spelling, commonest first."""

    def usual_words(self) -> list[tuple[str, int]]:
        """The stems that one document in USUAL holds, and in how many; material for «منظورتان این بود؟»."""

    def states(self, low: int, high: int) -> Iterator[State]:
        """What is held of the keys `low <= key < high`, by key; for check and heal."""

    def rebuild(self) -> AbstractContextManager[Rebuild]:
        """Hold the write lock and fill a fresh index; left without `publish`, nothing has happened."""

    def health(self, deep: bool = False) -> Health:
        """How the index is; never raises. `deep` reads every byte and compares checksums."""
