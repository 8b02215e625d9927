"""Make an index anew, beside the one that answers."""

from collections.abc import Callable, Iterator

from django.db import connection
from django.db.models import Sum

from search.engines.base import Put
from search.sync import BATCH, Collection, Report, steps
from search.verify import BEYOND

#: Keys whose marks are set together after publishing.
STRIDE = 10_000


def rebuild(collection: Collection, progress: Callable[[int], object] = lambda _: None) -> Report:
    """Fill a fresh index with everything that readers may see, publish it, then bring what changed meanwhile.

    Searching never stops. Interrupted before it is published, nothing has happened. `progress` is told the
    number of documents just put. Raises IndexBusy when another process writes.
    """
    with collection.engine.rebuild() as fresh:
        fresh.apply(_everything(collection, progress))
        fresh.publish()
        _mark_published(collection)
    _count_rows()
    # Whoever met the lock meanwhile has left rows that wait: they are brought here.
    return sum(steps(collection), Report())


def _count_rows() -> None:
    """Tell the database how many rows there are: else it sorts all figures to find the newest."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def needs_rebuild(collection: Collection) -> bool:
    """Whether a sync is not enough.

    An index that is missing, damaged or of another analysis needs a rebuild; so does one that, with nothing
    waiting, holds more or less than the archive, or other revisions: it belongs to another database, or lay
    aside while another index was kept in step.
    """
    health = collection.engine.health()
    if health.state != "ok":
        return True
    if collection.state.objects.waiting().exists():
        return False
    return health.documents != collection.records().count() or _is_another_time(collection)


def _is_another_time(collection: Collection) -> bool:
    """Whether what is held are other revisions. They only grow, so an older state makes their sum less."""
    public = collection.records().order_by().values("pk")
    truth = collection.state.objects.filter(key__in=public).aggregate(Sum("rev"))["rev__sum"]
    return sum(state.revision for state in collection.engine.states(0, BEYOND)) != (truth or 0)


def _everything(collection: Collection, progress: Callable[[int], object]) -> Iterator[Put]:
    """All documents in order of their keys; each batch is read after its revisions, as in a sync."""
    last = 0
    states = collection.state.objects.order_by("key").values_list("key", "rev")
    while revisions := dict(states.filter(key__gt=last)[:BATCH]):
        last = max(revisions)
        yield from map(Put, collection.documents(revisions))
        collection.derive(list(revisions))
        progress(len(revisions))


def _mark_published(collection: Collection) -> None:
    """Believe the fresh index, not our memory, about what it holds."""
    last = collection.state.objects.order_by("key").last()
    for low in range(0, last.key + 1 if last else 0, STRIDE):
        held = collection.engine.states(low, low + STRIDE)
        collection.state.objects.mark({state.key: state.revision for state in held})
