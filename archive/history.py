"""The history of a record: who changed what, when and why, written where people decide.

Ingesting and describing write none: they are repeatable, and what rules decided tells its rule and version.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from archive.standing import Stand, standing

_BATCH = 500
Standing = dict[int, dict[str, Stand]]


@contextmanager
def recorded(
    rows: Iterable[Model], editor: AbstractBaseUser, why: str = "", names: Collection[str] = ()
) -> Iterator[None]:
    """Whatever changes in these records within the block is one decision of `editor`, or none of it happens.

    How they stood and stand is read from the database, so they may be changed in any way; decisions about one
    record wait for each other. Who changes many says which fields (`names`): reading all of an article takes
    several times as long.
    """
    rows = list(rows)
    by_model: dict[type[Model], list[int]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row.pk)
    with transaction.atomic():
        before = {model: _read(model, keys, names) for model, keys in by_model.items()}
        yield
        for model, keys in by_model.items():
            _write(model, before[model], _read(model, keys, names), editor, why)


def began(row: Model, editor: AbstractBaseUser) -> None:
    """Record that an editor made this."""
    changes = {
        name: {"before": _nothing(stand), "after": stand}
        for name, stand in standing([row])[row.pk].items()
        if stand["words"]
    }
    _records(type(row), {row.pk: changes}, [row], "+", editor, "")


def ended(rows: Iterable[Model], editor: AbstractBaseUser) -> None:
    """Record that an editor is about to delete these."""
    for row in rows:
        _records(type(row), {row.pk: {}}, [row], "-", editor, "")


def _read(model: type[Model], keys: Sequence[int], names: Collection[str]) -> Standing:
    stands: Standing = {}
    for at in range(0, len(keys), _BATCH):
        rows = model.objects.select_for_update().filter(pk__in=keys[at : at + _BATCH])
        stands |= standing(list(rows), names)
    return stands


def _write(model: type[Model], before: Standing, after: Standing, editor: AbstractBaseUser, why: str) -> None:
    """A record for each row that changed; one that was deleted meanwhile has no more history."""
    changes = {key: _differences(before[key], after[key]) for key in before if key in after}
    changed = {key: differences for key, differences in changes.items() if differences}
    for at in range(0, len(changed), _BATCH):
        rows = model.objects.filter(pk__in=list(changed)[at : at + _BATCH])
        _records(model, changed, rows, "~", editor, why)


def _differences(before: dict[str, Stand], after: dict[str, Stand]) -> dict[str, Any]:
    return {
        name: {"before": before[name], "after": after[name]}
        for name in after
        if _decided(before[name]) != _decided(after[name])
    }


def _decided(stand: Stand) -> tuple[Any, str]:
    """What a decision changes: the value, or who vouches for it. Which rule does is none."""
    value = stand["value"]
    if isinstance(value, list):  # a row is another by what it is, not by what its voice is called by now
        value = [_bare(each) if isinstance(each, dict) else each for each in value]
    return value, stand.get("by", {}).get("editor", "")


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("words", "who")}


def _nothing(stand: Stand) -> Stand:
    return {"value": type(stand["value"])(), "words": ""}


def _records(
    model: type[Model],
    changes: dict[int, dict[str, Any]],
    rows: Iterable[Model],
    kind: str,
    editor: AbstractBaseUser,
    why: str,
) -> None:
    record, now = model.history.model, timezone.now()
    record.objects.bulk_create(
        record(
            **{field.attname: getattr(row, field.attname) for field in record.tracked_fields},
            changes=changes[row.pk],
            history_date=now,
            history_type=kind,
            history_user=editor,
            history_change_reason=why[:300],
        )
        for row in rows
    )
