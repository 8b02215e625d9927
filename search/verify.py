"""Compare an index with the truth, and let what is wrong be brought again."""

from collections import Counter
from collections.abc import Callable, Iterator

from django.db.models import F
from django.db.models.functions import Greatest

from search.sync import Collection

#: Keys that are compared together.
STRIDE = 1000
#: Greater than any key.
BEYOND = 2**63 - 1


def verify(
    collection: Collection, deep: bool = False, progress: Callable[[int], object] = lambda _: None
) -> int:
    """Heal every record that the index holds wrongly, and return their number; a sync then brings them.

    Compares which records are held and in which revision; `deep` also whether the documents are the same.
    Records that wait are not wrong yet. `progress` is told the number of keys just compared.
    """
    healed = 0
    for low, high in _ranges(collection):
        wrong = _wrong(collection, low, high, deep)
        if wrong:
            # A record may have changed between two looks at it; what is wrong stays wrong.
            again = _wrong(collection, low, high, deep)
            healed += _heal(collection, {key: again[key] for key in wrong.keys() & again.keys()})
        progress(min(high - low, STRIDE))
    return healed


def _ranges(collection: Collection) -> Iterator[tuple[int, int]]:
    last = collection.state.objects.order_by("key").last()
    top = (last.key // STRIDE + 1) * STRIDE if last else 0
    yield from ((low, low + STRIDE) for low in range(0, top, STRIDE))
    yield top, BEYOND


def _wrong(collection: Collection, low: int, high: int, deep: bool) -> dict[int, int]:
    """The keys that are held wrongly, each with the revision held (0 when none is)."""
    states = list(collection.engine.states(low, high))
    held, times = {state.key: state for state in states}, Counter(state.key for state in states)
    marks = collection.state.objects.filter(key__gte=low, key__lt=high)
    revisions = dict(marks.settled().values_list("key", "rev"))
    waiting = set(marks.waiting().values_list("key", flat=True))
    public = set(collection.records().filter(pk__gte=low, pk__lt=high).values_list("pk", flat=True))
    digests = {d.key: d.digest for d in collection.documents(revisions)} if deep else {}

    def is_right(key: int) -> bool:
        if key not in held or key not in public:
            return key not in held and key not in public
        revision, digest = held[key].revision, held[key].digest
        return times[key] == 1 and revision == revisions.get(key) and digest == digests.get(key, digest)

    return {
        key: held[key].revision if key in held else 0
        for key in (held.keys() | public) - waiting
        if not is_right(key)
    }


def _heal(collection: Collection, held: dict[int, int]) -> int:
    """Let records wait, in a revision above the one that the index holds."""
    states = collection.state.objects
    states.bulk_create(
        (collection.state(key=key, rev=revision) for key, revision in held.items()), ignore_conflicts=True
    )
    for key, revision in held.items():
        states.filter(key=key).update(rev=Greatest(F("rev"), revision) + 1, indexed_rev=0)
    return len(held)
