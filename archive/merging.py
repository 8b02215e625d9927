"""Two names become one, and two again: every row that moves is noted, so that it can move back."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from archive.history import recorded
from archive.models import Article, Figure, NameKind, NamePair, PairState, Quotation, Speaker
from archive.persian.numbers import persian_digits
from archive.persian.spelling import squeeze

#: What a merge did to rows: {"table", "column", "before", "after", "keys"}, or {"table", "row"} of a row that
#: was deleted, or {"aliases"} that the kept name got.
Note = dict[str, Any]

_TABLES: dict[str, type[Model]] = {
    model._meta.model_name: model for model in (Article, Speaker, Quotation, Figure)
}
_CHUNK = 500


class CannotMerge(ValueError):
    """These names cannot be merged or parted; the message says why, in Persian."""


@transaction.atomic
def merge(pair: NamePair, kept: int, editor: AbstractBaseUser, why: str = "") -> None:
    """Let the other name go: all that was its is the kept one's, its address and spelling lead there.

    Raises CannotMerge.
    """
    names = {name.pk: name for name in _locked(pair)}
    if len(names) < 2 or kept not in names or any(name.merged_into_id for name in names.values()):
        raise CannotMerge("یکی از این دو دیگر نیست یا پیش‌تر با نام دیگری یکی شده است.")
    stays, goes = names.pop(kept), *names.values()
    with recorded([stays, goes, pair], editor, why):
        notes = [*_MOVES[pair.kind](stays, goes), *_join_aliases(stays, goes)]
        goes.merged_into = stays
        goes.save()
        stays.save()
        _decide(pair, PairState.MERGED, editor, why, kept=kept, moved=notes)
    of_gone = Q(first=goes.pk) | Q(second=goes.pk)
    NamePair.objects.waiting().filter(of_gone, kind=pair.kind).delete()


@transaction.atomic
def part(pair: NamePair, editor: AbstractBaseUser, why: str = "") -> list[str]:
    """Undo a merge, row by row. What somebody changed since stays so, and is told. Raises CannotMerge."""
    names = {name.pk: name for name in _locked(pair)}
    stays = names.get(pair.kept)
    goes = next((name for name in names.values() if name.merged_into_id == pair.kept), None)
    if pair.state != PairState.MERGED or stays is None or goes is None:
        raise CannotMerge("این دو اکنون یکی نیستند.")
    if stays.merged_into:
        raise CannotMerge(f"«{stays}» خود با «{stays.merged_into}» یکی شده است؛ نخست آن را جدا کنید.")
    left: list[str] = []
    with recorded([stays, goes, pair], editor, why):
        for note in reversed(pair.moved):
            left += _taken_back(note, stays)
        goes.merged_into = None
        goes.save()
        stays.save()
        _decide(pair, PairState.OPEN, editor, why, kept=None, moved=[])
    return left


@transaction.atomic
def keep_apart(pair: NamePair, editor: AbstractBaseUser, why: str = "") -> None:
    """Remember that these are two: they are not proposed again. Raises CannotMerge for merged ones."""
    if pair.state == PairState.MERGED:
        raise CannotMerge("این دو یکی شده‌اند؛ نخست آن‌ها را جدا کنید.")
    with recorded([pair], editor, why):
        _decide(pair, PairState.APART, editor, why, kept=None)


def _decide(pair: NamePair, state: PairState, editor: AbstractBaseUser, why: str, **values: Any) -> None:
    now = {"state": state, "editor": editor, "why": why[:300], "decided_at": timezone.now()}
    for name, value in (now | values).items():
        setattr(pair, name, value)
    pair.save()


def _locked(pair: NamePair) -> list[Model]:
    """Both names and the pair as they are now; nobody else merges them meanwhile."""
    pair.refresh_from_db(from_queryset=NamePair.objects.select_for_update())
    return list(pair.model.objects.select_for_update().filter(pk__in=[pair.first, pair.second]))


def _move_person(stays: Model, goes: Model) -> list[Note]:
    of_goes = Speaker.objects.filter(person=goes)
    both = _beside(of_goes, Speaker.objects.filter(person=stays))
    return [*_join_voices(both), *_move(of_goes, "person_id", goes.pk, stays.pk)]


def _move_office(stays: Model, goes: Model) -> list[Note]:
    of_goes = Speaker.objects.filter(office=goes)
    unnamed = Speaker.objects.filter(office=stays, person=None)
    both = _beside(of_goes.filter(person=None), unnamed)
    return [*_join_voices(both), *_move(of_goes, "office_id", goes.pk, stays.pk)]


def _move_source(stays: Model, goes: Model) -> list[Note]:
    return _move(Article.objects.filter(source=goes), "source_id", goes.pk, stays.pk)


_MOVES: dict[str, Callable[[Model, Model], list[Note]]] = {
    NameKind.PERSON: _move_person,
    NameKind.OFFICE: _move_office,
    NameKind.SOURCE: _move_source,
}


def _beside(going: QuerySet[Speaker], staying: QuerySet[Speaker]) -> list[tuple[Speaker, Speaker]]:
    """Voices that prove to be one voice of the same report, as (going, staying)."""
    by_article = {voice.article_id: voice for voice in staying}
    found = going.filter(article__in=list(by_article))
    return [(voice, by_article[voice.article_id]) for voice in found]


def _join_voices(both: Iterable[tuple[Speaker, Speaker]]) -> list[Note]:
    """The voice that stays says what both said, and holds the office that only the other was given."""
    notes: list[Note] = []
    for goes, stays in both:
        for passages in (Quotation.objects, Figure.objects):
            notes += _move(passages.filter(speaker=goes), "speaker_id", goes.pk, stays.pk)
        if stays.office_id is None and goes.office_id:
            notes += _move(Speaker.objects.filter(pk=stays.pk), "office_id", None, goes.office_id)
        row = {field.attname: getattr(goes, field.attname) for field in Speaker._meta.concrete_fields}
        notes.append({"table": "speaker", "row": row})
        goes.delete()
    return notes


def _move(rows: QuerySet, column: str, before: int | None, after: int) -> list[Note]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return []
    table = rows.model._meta.model_name
    _update(rows.model, keys, column, before, after)
    return [{"table": table, "column": column, "before": before, "after": after, "keys": keys}]


def _update(model: type[Model], keys: list[int], column: str, before: int | None, after: int | None) -> int:
    """Give the rows that still have one value the other; returns how many."""
    values = {column: after} | ({"updated_at": timezone.now()} if model is Article else {})
    return sum(
        model.objects.filter(**{column: before}, pk__in=keys[at : at + _CHUNK]).update(**values)
        for at in range(0, len(keys), _CHUNK)
    )


def _join_aliases(stays: Model, goes: Model) -> list[Note]:
    """What the other was called, the kept one is called too."""
    if not hasattr(stays, "aliases"):
        return []
    known = {squeeze(name) for name in (stays.name, *stays.aliases)}
    new = [name for name in dict.fromkeys([goes.name, *goes.aliases]) if squeeze(name) not in known]
    stays.aliases = [*stays.aliases, *new]
    return [{"aliases": new}] if new else []


def _taken_back(note: Note, stays: Model) -> list[str]:
    """Undo one note; returns what could not be, in words."""
    if "aliases" in note:
        stays.aliases = [name for name in stays.aliases if name not in note["aliases"]]
        return []
    model = _TABLES[note["table"]]
    if "row" in note:
        return _made_again(model, note["row"])
    back = _update(model, note["keys"], note["column"], note["after"], note["before"])
    left = len(note["keys"]) - back
    label = model._meta.verbose_name
    return [f"{persian_digits(left)} {label} پس از آن ویرایش شده بود و همان‌گونه ماند."] if left else []


def _made_again(model: type[Model], row: dict[str, Any]) -> list[str]:
    try:
        with transaction.atomic():
            if Article.objects.filter(pk=row["article_id"]).exists():
                model.objects.create(**row)
                return []
    except IntegrityError:
        pass
    return [f"یک {model._meta.verbose_name} بازنگشت، زیرا خبرِ آن پس از آن ویرایش شده است."]
