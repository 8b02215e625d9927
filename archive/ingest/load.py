"""Bring raw items into the archive: sources → parse → describe → load."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import islice

from django.db import InterfaceError, OperationalError, transaction

from archive.doubt import reckon
from archive.editing import in_words
from archive.ingest.describe import Description, describe_text
from archive.ingest.reasons import reasons
from archive.ingest.record import Recorder, replace
from archive.ingest.registry import Registry, fit
from archive.ingest.sources import RawItem, Refusal, decode, received_before
from archive.models import Article, Delivery, Original
from archive.models.evidence import DESCRIBED_FIELDS

#: Items that share a transaction, and so a nudge to whoever follows the archive.
BATCH = 50


class Outcome(StrEnum):
    """What became of an item."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Described:
    """An item, read and described; `encoding` is that of what was received."""

    item: RawItem
    encoding: str
    description: Description


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one item; of an updated one, which values changed (before, after) by field.

    `pk` is the article's, where it was written.
    """

    origin: str
    outcome: Outcome
    reason: str = ""
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    pk: int | None = None


class Report(Counter[Outcome]):
    """How many items had which outcome."""

    def __str__(self) -> str:
        return ", ".join(f"{outcome} {self[outcome]}" for outcome in Outcome)

    @property
    def is_failure(self) -> bool:
        """Whether nothing at all could be read."""
        return self[Outcome.REFUSED] == self.total()


def ingest(
    items: Iterable[RawItem | Refusal],
    *,
    again: bool = False,
    dry_run: bool = False,
    tell: Callable[[Loaded], object] = lambda _: None,
) -> Report:
    """Bring items into the archive, a batch a transaction; stopped anywhere, whole batches stay.

    An item whose bytes the archive has is left alone, unless `again`: then its description is made anew.
    With `dry_run` nothing is kept. `tell` hears of every item once its batch is committed.
    """
    report, delivery = Report(), Delivery()
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        for loaded in _ingest_batch(batch, again, dry_run, delivery):
            report[loaded.outcome] += 1
            tell(loaded)
    return report


def kept_items() -> Iterator[RawItem | Refusal]:
    """Every item of the archive as it was received, to be described again."""
    for pk in list(Article.objects.exclude(original=None).order_by("pk").values_list("pk", flat=True)):
        # One by one and freshly: this runs long, and others go on editing.
        if (
            article := Article.objects.select_related("original")
            .filter(pk=pk, original__isnull=False)
            .first()
        ):
            original = article.original
            yield received_before(article.item_key or "", original.origin, bytes(original.content))


def load(described: Described, registry: Registry | None = None, *, again: bool = False) -> Loaded:
    """Make or update the article of an item, within the caller's transaction.

    What an editor decided stays; of the rest only what differs is written.
    """
    item = described.item
    article = _article_of(item) or Article(item_key=item.key or None)
    is_new, original = article.pk is None, _original(described)
    is_as_received = article.original == original
    if is_as_received and not again:
        return Loaded(item.origin, Outcome.UNCHANGED)
    before = {} if is_new else _in_words(article)
    kept = frozenset() if is_new else frozenset(article.evidence.by_editors().values_list("field", flat=True))
    Recorder(article, original, described.description, registry or Registry(), kept).write()
    _write_reasons(article, original, described.description, kept)
    if is_new:
        return Loaded(item.origin, Outcome.CREATED, pk=article.pk)
    changes = _changes(before, _in_words(Article.objects.get(pk=article.pk)))
    outcome = Outcome.UNCHANGED if is_as_received and not changes else Outcome.UPDATED
    return Loaded(item.origin, outcome, changes=changes, pk=article.pk)


def _write_reasons(article: Article, original: Original, said: Description, kept: frozenset[str]) -> None:
    """Why each field has its value, but for the fields that an editor decided (`kept`)."""
    replace(
        article.evidence.by_rules(),
        (row for row in reasons(article, said, original.text) if row.field not in kept),
        # What newer rules find the same way was still first found by the older ones.
        ignoring=("decided_at", "version"),
    )


def _ingest_batch(
    batch: list[RawItem | Refusal], again: bool, dry_run: bool, delivery: Delivery
) -> list[Loaded]:
    # Described before the transaction begins: editors do not wait while we read.
    known = set() if again else _known(batch)
    readied = [_ready(item, known) for item in batch]
    with transaction.atomic():
        registry = Registry()
        loaded = []
        for one in readied:
            if isinstance(one, Described):
                one, registry = _load_safely(one, registry, again)
            loaded.append(one)
        keys = [one.pk for one in loaded if one.pk]
        reckon(Article.objects.filter(pk__in=keys))
        if dry_run:
            transaction.set_rollback(True)
        else:
            _deliver([one for one in loaded if one.outcome == Outcome.CREATED], delivery)
    return loaded


def _deliver(created: list[Loaded], delivery: Delivery) -> None:
    """Note which run brought the new articles; a run that brings none leaves no trace."""
    if not created:
        return
    if delivery.pk is None:
        delivery.origin = fit(Delivery, "origin", created[0].origin)
        delivery.save()
    Article.objects.filter(pk__in=[one.pk for one in created]).update(delivery=delivery)


def _known(batch: list[RawItem | Refusal]) -> set[tuple[str, str]]:
    """Key and fingerprint of the batch's items that the archive has exactly so."""
    prints = [_fingerprint(item) for item in batch if isinstance(item, RawItem)]
    rows = Article.objects.filter(original__sha256__in=prints).values_list("item_key", "original__sha256")
    return {(key or "", fingerprint) for key, fingerprint in rows}


def _ready(item: RawItem | Refusal, known: set[tuple[str, str]]) -> Described | Loaded:
    """The item described, or what became of it already."""
    if isinstance(item, Refusal):
        return Loaded(item.origin, Outcome.REFUSED, item.reason)
    if (item.key, _fingerprint(item)) in known:
        return Loaded(item.origin, Outcome.UNCHANGED)
    try:
        return read(item)
    except ValueError as error:
        return Loaded(item.origin, Outcome.REFUSED, str(error))
    except Exception as error:  # one report that trips a rule must not stop the others
        return Loaded(item.origin, Outcome.REFUSED, f"خواندنش خطا داد: {error!r}")


def read(item: RawItem) -> Described:
    """Read and describe an item. Raises ValueError with a message for people if it says nothing."""
    text, _ = decode(item.content)
    description = describe_text(text, item.hints)
    if not any(description.parts.values()):
        raise ValueError("چیزی برای خواندن در آن نیست.")
    return Described(item, decode(item.received)[1], description)


def _load_safely(described: Described, registry: Registry, again: bool) -> tuple[Loaded, Registry]:
    """Load within a savepoint: an item that fails takes with it only what it made itself."""
    try:
        with transaction.atomic():
            return load(described, registry, again=again), registry
    except (OperationalError, InterfaceError):
        raise  # the database fails, not the item
    except Exception as error:
        refused = Loaded(described.item.origin, Outcome.REFUSED, f"ذخیره نشد: {error!r}")
        # The registry may name rows that were just rolled back.
        return refused, Registry()


def _article_of(item: RawItem) -> Article | None:
    """The article that this item made: the same key, or else the very same bytes.

    Its row stays locked: an editor who saves it meanwhile is waited for, or waits.
    """
    articles = Article.objects.select_related("original").select_for_update(of=("self",))
    found = articles.filter(item_key=item.key).first() if item.key else None
    return found or articles.filter(original__sha256=_fingerprint(item)).first()


def _original(described: Described) -> Original:
    item = described.item
    original, _ = Original.objects.get_or_create(
        sha256=_fingerprint(item),
        defaults={
            "content": item.received,
            "encoding": described.encoding,
            "origin": fit(Original, "origin", item.origin),
        },
    )
    return original


def _fingerprint(item: RawItem) -> str:
    return sha256(item.received).hexdigest()


def _in_words(article: Article) -> dict[str, str]:
    """Every value as editors read it, the text too, and who said what."""
    passages = {"quotations": article.quotations, "figures": article.figures}
    return {
        "body": article.body,
        **{field: in_words(article, field) for field in DESCRIBED_FIELDS},
        **{
            field: "، ".join(f"{row.speaker or '؟'}: {row}" for row in rows.select_related("speaker"))
            for field, rows in passages.items()
        },
    }


def _changes(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {field: (before[field], after[field]) for field in before if before[field] != after[field]}
