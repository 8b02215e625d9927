"""A reader's suggestion becomes an editor's decision, or is rejected."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from archive.editing import decide, provinces_with
from archive.history import recorded
from archive.ingest.registry import Registry, keys_by_name
from archive.models import Article, Industry, Office, Province, ReaderSuggestion, Source, SuggestionState
from archive.naming import EditorsRegistry
from archive.persian.dates import parse_date
from archive.persian.spelling import clean, squeeze
from archive.reverting import put
from archive.standing import standing

#: What readers write where there is nothing to be known.
_NOTHING = {squeeze(word) for word in ("نامعلوم", "ندارد", "هیچ", "خالی", "-")}


class Unreadable(ValueError):
    """The archive cannot tell which value is meant; the message says why, in Persian."""


@transaction.atomic
def accept(suggestion: ReaderSuggestion, editor: AbstractBaseUser) -> None:
    """Give the field the proposed value, as this editor's decision. Raises Unreadable or Irreversible."""
    _take(suggestion)
    article = Article.objects.select_for_update().get(pk=suggestion.article_id)
    values = _values(article, suggestion.field, suggestion.proposed, editor)
    why = ": ".join(filter(None, ("پیشنهاد خوانندگان", suggestion.note)))
    with recorded([article], editor, why):
        for name, value in values.items():
            put(article, name, value)
        decide(article, values, editor)
    _settle(suggestion, SuggestionState.ACCEPTED, editor)


@transaction.atomic
def reject(suggestion: ReaderSuggestion, editor: AbstractBaseUser) -> None:
    """Leave the field as it is. Raises Unreadable when it was decided meanwhile."""
    _take(suggestion)
    _settle(suggestion, SuggestionState.REJECTED, editor)


def _take(suggestion: ReaderSuggestion) -> None:
    """Nobody else decides it from here on, and nobody has."""
    suggestion.refresh_from_db(from_queryset=ReaderSuggestion.objects.select_for_update())
    if suggestion.state != SuggestionState.WAITING:
        raise Unreadable("دربارهٔ این پیشنهاد پیش‌تر تصمیم گرفته شده است.")


def _settle(suggestion: ReaderSuggestion, state: SuggestionState, editor: AbstractBaseUser) -> None:
    suggestion.state, suggestion.editor, suggestion.decided_at = state, editor, timezone.now()
    suggestion.save(update_fields=["state", "editor", "decided_at"])


def _values(article: Article, field: str, proposed: str, editor: AbstractBaseUser) -> dict[str, Any]:
    """The fields that change, with values as archive.reverting puts them."""
    if field in ("quotations", "figures"):
        raise Unreadable("نقل‌قول و رقم از متن بریده می‌شوند؛ در فرم خبر اصلاحشان کنید.")
    try:
        if field == "main_province":
            return _main_province(article, clean(proposed))
        if field == "speakers":
            return {field: _speakers(article, proposed, EditorsRegistry(editor))}
        return {field: _READERS[field](article, proposed)}
    except ValueError as error:
        raise Unreadable(str(error)) from error


def _main_province(article: Article, words: str) -> dict[str, Any]:
    slug = None if squeeze(words) in _NOTHING else _province(words)
    provinces = article.provinces.values_list("pk", flat=True)
    return {"main_province": slug, "provinces": provinces_with(slug, article.main_province_id, provinces)}


def _line(article: Article, proposed: str) -> str:
    return " ".join(proposed.split())


def _date(article: Article, proposed: str) -> list[str | None]:
    day, precision = parse_date("" if squeeze(proposed) in _NOTHING else proposed)
    return [day.isoformat() if day else None, precision]


def _province(words: str) -> str:
    slug = keys_by_name(Province).get(squeeze(words).removeprefix(squeeze("استان")))
    if slug is None:
        raise ValueError(f"استانی به نام «{words}» نیست.")
    return slug


def _provinces(article: Article, proposed: str) -> list[str]:
    return [_province(words) for words in _parts(proposed)]


def _industries(article: Article, proposed: str) -> list[int]:
    known = keys_by_name(Industry)
    return [_found(known, words, "صنعت") for words in _parts(proposed)]


def _source(article: Article, proposed: str) -> int | None:
    if squeeze(proposed) in _NOTHING:
        return None
    return _found(keys_by_name(Source), proposed, "منبع")


def _dateline(article: Article, proposed: str) -> int | None:
    if squeeze(proposed) in _NOTHING:
        return None
    city = clean(proposed)
    found = Registry().place(city, article.provinces.values_list("pk", flat=True))
    if found is None:
        raise ValueError(f"«{city}» را نمی‌توان یک جای معین دانست.")
    return found


def _speakers(article: Article, proposed: str, registry: Registry) -> list[dict[str, Any]]:
    """Line by line: a line that stands already is that voice; another one is who it says, in its place."""
    voices = standing([article])[article.pk]["speakers"]["value"]
    by_words = {squeeze(voice["words"]): voice for voice in voices}
    lines = [line for line in map(clean, proposed.splitlines()) if squeeze(line)]
    taken = {by_words[squeeze(line)]["id"] for line in lines if squeeze(line) in by_words}
    free = [voice for voice in voices if voice["id"] not in taken]
    rows = []
    for position, line in enumerate(lines):
        known = by_words.get(squeeze(line))
        row = known or {**(free.pop(0) if free else {}), **_voice(line, registry)}
        rows.append({**row, "position": position})
    return rows


def _voice(line: str, registry: Registry) -> dict[str, int | None]:
    """«نام، سمت»; «؟، سمت» for somebody whose name is not told."""
    name, _, office = (part.strip() for part in line.partition("،"))
    person = None if squeeze(name) in ("", *_NOTHING) else registry.person(name)
    if person is None and not office:
        raise ValueError(f"«{line}» نه نام دارد و نه سمت.")
    return {"person_id": person, "office_id": _office(office, registry) if office else None}


def _office(words: str, registry: Registry) -> int | None:
    newest_first = Office.objects.select_related("merged_into").order_by("-pk")
    known = {squeeze(str(office)): office for office in newest_first}
    office = known.get(squeeze(words))
    return office.stays.pk if office else registry.office(words, "", "")


def _parts(proposed: str) -> list[str]:
    parts = map(clean, re.split("[،,؛\n]", proposed))
    return [part for part in parts if squeeze(part) and squeeze(part) not in _NOTHING]


def _found(known: dict[str, int], words: str, what: str) -> int:
    if key := known.get(squeeze(words)):
        return key
    raise ValueError(f"{what}ی به نام «{clean(words)}» در بایگانی نیست.")


_READERS: dict[str, Callable[[Article, str], Any]] = {
    "title": _line,
    "kicker": _line,
    "published_on": _date,
    "provinces": _provinces,
    "industries": _industries,
    "source": _source,
    "dateline": _dateline,
}
