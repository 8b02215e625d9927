"""A batch is drafted, then applied or undone step by step; what others edited meanwhile is left alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive.bulk.edits import Edit
from archive.bulk.values import Wording, read, write
from archive.doubt import reckon
from archive.editing import decide_all, described
from archive.history import recorded
from archive.keeping import kept, restored
from archive.models import Article, Batch, BatchChange, BatchState, ChangeState, Evidence
from archive.models.evidence import DESCRIBED_FIELDS

#: Articles of one batch; whoever has more narrows the question.
MOST = 10_000
#: Changes made in one step, which is one transaction and one request.
STEP = 250
#: Fields of which one says nothing without the other.
TOGETHER = (("published_on", "date_precision"), ("main_province", "provinces"))


@transaction.atomic
def draft(title: str, origin: str, editor: AbstractBaseUser, edits: Mapping[int, Edit]) -> Batch:
    """Work out what each edit would change in its article, by key; those that are so already stay out."""
    batch = Batch.objects.create(title=title[:300], origin=origin[:2000], editor=editor)
    for keys in _in_steps(list(edits)):
        articles = _articles(keys).in_bulk()
        changes = (_drafted(batch, articles[key], edits[key]) for key in keys if key in articles)
        BatchChange.objects.bulk_create(_noting_decisions([change for change in changes if change]))
    return batch


@transaction.atomic
def leave_out(batch: Batch, changes: Collection[int]) -> int:
    """Take changes, by their keys, out of a draft; returns how many. What has begun stays whole."""
    if not Batch.objects.select_for_update().filter(pk=batch.pk, state=BatchState.DRAFT).exists():
        return 0
    return batch.changes.filter(pk__in=changes).delete()[0]


def start(batch: Batch, editor: AbstractBaseUser | None = None) -> bool:
    """Begin to apply a draft; False if it is none any longer.

    Whoever begins it decides, and not who drafted it; without `editor` that is the same.
    """
    who = editor or batch.editor
    return _becomes(batch, BatchState.DRAFT, BatchState.APPLYING, applied_at=timezone.now(), editor=who)


def start_undoing(batch: Batch, editor: AbstractBaseUser | None = None) -> bool:
    """Begin to undo what was applied; False if that is too long ago or under way already."""
    who = editor or batch.editor
    return batch.may_be_undone and _becomes(batch, BatchState.APPLIED, BatchState.UNDOING, editor=who)


@transaction.atomic
def step(batch: Batch) -> int:
    """Make, or undo, the next changes of a running batch; returns how many are still to come."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_running:
        return 0
    applying = batch.state == BatchState.APPLYING
    waiting = batch.changes.waiting() if applying else batch.changes.done()
    changes = list(waiting[:STEP])
    articles = _articles([change.article_id for change in changes]).select_for_update(of=("self",)).in_bulk()
    changes = [change for change in changes if change.article_id in articles]  # the others were just deleted
    for change in changes:
        change.article = articles[change.article_id]
    names = {name for change in changes for name in (*change.after, *_changed(change))} - {"date_precision"}
    why = batch.title if applying else f"بازگشت: {batch.title}"
    with recorded(articles.values(), batch.editor, why, names):
        (_apply if applying else _undo)(batch, changes)
    BatchChange.objects.bulk_update(changes, ["state", "reasons", "decided"])
    rest = waiting.count()
    if not rest:
        _becomes(batch, batch.state, BatchState.APPLIED if applying else BatchState.UNDONE)
    return rest


def _becomes(batch: Batch, before: BatchState, after: BatchState, **values: object) -> bool:
    changed = Batch.objects.filter(pk=batch.pk, state=before).update(state=after, **values)
    batch.refresh_from_db()
    return bool(changed)


def _drafted(batch: Batch, article: Article, edit: Edit) -> BatchChange | None:
    before = read(article, edit.names)
    try:
        after = {**before, **edit.change(before)}
    except ValueError as error:
        refused = {"state": ChangeState.REFUSED, "note": str(error)}
        return BatchChange(batch=batch, article=article, before=before, after=before, **refused)
    names = {name for name in after if after[name] != before[name]}
    names |= {other for pair in TOGETHER if names.intersection(pair) for other in pair if other in after}
    # What stays as it is may be edited by others without standing in the way of an undo.
    before, after = ({name: values[name] for name in after if name in names} for values in (before, after))
    return BatchChange(batch=batch, article=article, before=before, after=after) if names else None


def _noting_decisions(changes: list[BatchChange]) -> list[BatchChange]:
    """Say where somebody has decided before: that is to be seen before it is decided anew."""
    wanted = {"article__in": [change.article_id for change in changes], "field__in": DESCRIBED_FIELDS}
    decided = defaultdict(set)
    for article, field in Evidence.objects.by_editors().filter(**wanted).values_list("article", "field"):
        decided[article].add(field)
    for change in changes:
        if not change.note and decided[change.article_id].intersection(described(_changed(change))):
            change.note = "پیش‌تر ویراستاری آن را تعیین کرده است."
    return changes


def _apply(batch: Batch, changes: Sequence[BatchChange]) -> None:
    """Write the values, record who decided them, keep the reasons that this takes away."""
    wording = Wording([values for change in changes for values in (change.before, change.after)])
    alike: dict[tuple[str, ...], list[BatchChange]] = defaultdict(list)
    for change in changes:
        stands = read(change.article, change.before) == change.before
        change.state = ChangeState.DONE if stands and wording.knows(change.after) else ChangeState.OVERTAKEN
        if change.state == ChangeState.DONE:
            alike[_changed(change)].append(change)
    for names, group in alike.items():
        reasons = _evidence(group, names)
        for change in group:
            change.reasons = [kept(change.article, row) for row in reasons[change.article_id]]
        write([(change.article, change.after) for change in group])
        decided = defaultdict(list)
        for row in decide_all(list(_articles([change.article_id for change in group])), names, batch.editor):
            decided[row.article_id].append(row.pk)
        for change in group:
            change.decided = decided[change.article_id]


def _undo(batch: Batch, changes: Sequence[BatchChange]) -> None:
    """Bring back values and reasons where nobody has decided anew; elsewhere leave what stands."""
    wording = Wording([values for change in changes for values in (change.before, change.after)])
    evidence = _evidence(changes, DESCRIBED_FIELDS)
    for change in changes:
        fields = described(_changed(change))
        decided = [row.pk for row in evidence[change.article_id] if row.field in fields]
        stands = read(change.article, change.after) == change.after and decided == change.decided
        change.state = ChangeState.UNDONE if stands and wording.knows(change.before) else ChangeState.LEFT
    undone = [change for change in changes if change.state == ChangeState.UNDONE]
    write([(change.article, change.before) for change in undone])
    Evidence.objects.filter(pk__in=[key for change in undone for key in change.decided]).delete()
    Evidence.objects.bulk_create(
        restored(change.article, reason) for change in undone for reason in change.reasons
    )
    reckon(Article.objects.filter(pk__in=[change.article_id for change in changes]))


def _changed(change: BatchChange) -> tuple[str, ...]:
    """The fields that have another value; provinces are decided with the main one."""
    names = [name for name, value in change.after.items() if value != change.before[name]]
    return tuple([*names, "provinces"] if "main_province" in names and "provinces" not in names else names)


def _evidence(changes: Sequence[BatchChange], names: Iterable[str]) -> dict[int, list[Evidence]]:
    rows = defaultdict(list)
    wanted = {"article__in": [change.article_id for change in changes], "field__in": described(names)}
    for row in Evidence.objects.filter(**wanted).order_by("pk"):
        rows[row.article_id].append(row)
    return rows


def _articles(keys: Iterable[int]) -> QuerySet[Article]:
    """The articles with all that can be changed in many."""
    return Article.objects.filter(pk__in=keys).for_listing().prefetch_related("industries")


def _in_steps(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[at : at + STEP] for at in range(0, len(keys), STEP))
