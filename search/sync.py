"""Bring the index to the truth (docs/decisions.md, "The index follows the truth")."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db import models, transaction

from archive.models import Article, Quotation
from search.copies.groups import regroup
from search.documents import Document, article_document, quotation_document
from search.engines import get_engine
from search.engines.base import Change, Drop, EngineError, IndexBusy, IndexUnavailable, Put, SearchEngine
from search.models import ArticleState, QuotationState, State

logger = logging.getLogger(__name__)

BATCH = 200
#: So many changes a save brings to the index by itself; more wait for `manage.py index sync`.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Collection:
    """Records of one kind that are searched together: where their marks are, and how they are pictured.

    `derive` works out what else hangs on these records; it is called with their keys.
    """

    name: str
    state: type[State]
    records: Callable[[], models.QuerySet]
    picture: Callable[[models.Model, int], Document]
    derive: Callable[[list[int]], object] = lambda keys: None

    @property
    def engine(self) -> SearchEngine:
        """Where the collection is searched."""
        return get_engine(self.name)

    def documents(self, revisions: Mapping[int, int]) -> Iterator[Document]:
        """The pictures, as of now, of those among the keys of `revisions` that readers may see."""
        for record in self.records().filter(pk__in=list(revisions)).order_by("pk"):
            yield self.picture(record, revisions[record.pk])


def _articles() -> models.QuerySet:
    return (
        Article.objects.published()
        .select_related("source")
        .prefetch_related("provinces", "industries__parent", "speakers__person", "speakers__office")
    )


def _quotations() -> models.QuerySet:
    return (
        Quotation.objects.filter(article__is_public=True)
        .select_related("article__source", "speaker__person", "speaker__office")
        .prefetch_related("article__provinces", "article__industries__parent")
    )


COLLECTIONS = (
    Collection("articles", ArticleState, _articles, article_document, regroup),
    Collection("quotations", QuotationState, _quotations, quotation_document),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a sync did."""

    put: int = 0
    dropped: int = 0

    def __add__(self, other: "Report") -> "Report":
        return Report(self.put + other.put, self.dropped + other.dropped)

    def __str__(self) -> str:
        return f"put {self.put}, dropped {self.dropped}"


def sync(batch: int = BATCH) -> Report:
    """Bring both collections to the truth. Raises IndexBusy or IndexUnavailable; nothing is lost then."""
    return sum((step for collection in COLLECTIONS for step in steps(collection, batch)), Report())


def steps(collection: Collection, batch: int = BATCH) -> Iterator[Report]:
    """Bring a collection to the truth, a durable batch at a time; stopped at any point, the rest waits.

    Ends only when nothing waits but what other workers have taken. So another process whose sync met
    IndexBusy meanwhile may rely on this one: its rows are seen here.
    Raises RuntimeError inside a transaction.
    """
    with transaction.atomic(durable=True):
        pass  # an index that had seen a change could not forget it when the change is rolled back
    health = collection.engine.health()
    if health.state == "missing":
        # An index that has gone holds nothing, whatever its marks say.
        collection.state.objects.filter(indexed_rev__gt=0).update(indexed_rev=0)
        collection.engine.apply(())
    elif health.state == "unreachable":
        raise IndexUnavailable(f"the index of {collection.name} cannot be reached: {health.message}")
    elif health.state != "ok":
        raise IndexUnavailable(f"the index of {collection.name} is {health.state}: manage.py index rebuild")
    while collection.state.objects.waiting().exists():
        step = _step(collection, batch)
        if step == Report():
            return  # others have taken all that waits
        yield step


def nudge() -> None:
    """After a save: make it searchable at once. Trouble with the index never troubles the save."""
    try:
        for collection in COLLECTIONS:
            _nudge(collection)
    except IndexBusy:
        logger.debug("Another process writes the index, and will see what waits.")
    except EngineError as error:
        logger.warning("Changes wait for the index: %s", error)


def _nudge(collection: Collection) -> None:
    """A bounded sync: a save must not begin a large index, nor carry a long queue."""
    if collection.engine.health().state == "missing" and collection.records().count() > AT_ONCE:
        raise IndexUnavailable(f"there is no index of {collection.name}: manage.py index rebuild")
    done = 0
    for step in steps(collection, BATCH):
        done += step.put + step.dropped
        if done >= AT_ONCE:
            logger.warning("Many changes of %s wait for: manage.py index sync", collection.name)
            return


def _step(collection: Collection, batch: int) -> Report:
    """One batch: take, read revisions, read records, write, mark; this order is the proof."""
    taken: dict[int, int] = {}
    put: set[int] = set()

    def changes() -> Iterator[Change]:
        # Drawn by the engine once it holds its lock. Records are read after their revisions: what is indexed
        # may be newer than its label, never older.
        taken.update(collection.state.objects.take(batch))
        for document in collection.documents(taken):
            put.add(document.key)
            yield Put(document)
        # Before the marks: what is marked as taken has been derived from too.
        collection.derive(list(taken))
        yield from (Drop(key, taken[key]) for key in taken.keys() - put)

    try:
        collection.engine.apply(changes())
        with transaction.atomic():
            collection.state.objects.mark(taken)
    finally:
        collection.state.objects.release()
    return Report(len(put), len(taken) - len(put))
