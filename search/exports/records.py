"""Reports as plain values for other programs, a batch at a time: files and the API tell the same."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

import jdatetime
from django.db.models import QuerySet, Value

from archive.models import Article, DatePrecision, Industry, Office, Province, Speaker
from archive.persian.dates import format_jalali
from search.keys import OneOf

T = TypeVar("T")
Record = dict[str, object]
#: The records with some keys, in their order; those that have gone are left out. `site` is "https://host".
Reader = Callable[[Sequence[int], str], list[Record]]

#: Rows read at once: few enough for the first byte to come soon, enough that queries weigh little.
BATCH = 250

_COLUMNS = (
    *("pk", "kicker", "title", "body", "lead_end", "published_on", "date_precision"),
    *("source__slug", "source__name", "source_branch", "source_via", "reporter", "url"),
    *("dateline__name", "main_province__slug", "main_province__name", "review_state", "updated_at"),
)


def in_batches(
    keys: Sequence[T], read: Callable[[Sequence[T], str], list[Record]], site: str
) -> Iterator[list[Record]]:
    """The records with these keys, however many, never more than a batch of them in memory."""
    return (read(keys[at : at + BATCH], site) for at in range(0, len(keys), BATCH))


def articles(keys: Sequence[int], site: str) -> list[Record]:
    """Reports with all that describes them, in three queries."""
    rows = {
        row["pk"]: row for row in Article.objects.published().filter(pk__in=OneOf(keys)).values(*_COLUMNS)
    }
    labels, voices = _labels(rows), _voices(rows)
    return [_article(rows[key], labels[key], voices[key], site) for key in keys if key in rows]


def permalink(site: str, key: int) -> str:
    """Where a report stays. (`reverse` would cost more than all else that a row needs.)"""
    return f"{site}/a/{key}/"


def dates(published_on: date | None, precision: str) -> Record:
    """A date in both calendars, as far as it is known."""
    jalali, words = _jalali(published_on, precision)
    return {
        "published_on": published_on.isoformat() if published_on else None,
        "date_precision": precision,
        "jalali": jalali,
        "published": words,
    }


@lru_cache(maxsize=10_000)
def office(role: str, organisation: str) -> str:
    """What an office is called."""
    return str(Office(role=role, organisation=organisation))


@lru_cache(maxsize=10_000)
def _jalali(day: date | None, precision: str) -> tuple[str | None, str]:
    """A plain date as "1395-02-08", "1395-02" or "1395", and in Persian words."""
    if day is None:
        return None, ""
    jalali = jdatetime.date.fromgregorian(date=day)
    form = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%Y-%m"}.get(precision, "%Y-%m-%d")
    return jalali.strftime(form), format_jalali(day, precision)


def _article(row: Record, labels: Record, voices: list[Record], site: str) -> Record:
    return {
        "id": row["pk"],
        "address": permalink(site, row["pk"]),
        "headline": row["title"] or Article(body=row["body"]).headline,
        "kicker": row["kicker"],
        "lead": row["body"][: row["lead_end"]].strip(),
        "body": row["body"],
        **dates(row["published_on"], row["date_precision"]),
        "source": _named(row["source__slug"], row["source__name"]),
        "source_branch": row["source_branch"],
        "source_via": row["source_via"],
        "reporter": row["reporter"],
        "url": row["url"],
        "dateline": row["dateline__name"] or "",
        "main_province": _named(row["main_province__slug"], row["main_province__name"]),
        "provinces": labels["province"],
        "industries": labels["industry"],
        "speakers": voices,
        "review_state": row["review_state"],
        "updated_at": row["updated_at"].isoformat(timespec="seconds"),
    }


def _named(slug: str | None, name: str | None) -> Record | None:
    return {"slug": slug, "name": name} if slug else None


def _labels(keys: Sequence[int]) -> defaultdict[int, dict[str, list[Record]]]:
    """Provinces and industries of each report, in one query."""
    found = defaultdict(lambda: {"province": [], "industry": []})
    provinces, industries = _of(Province, "province", keys), _of(Industry, "industry", keys)
    for article, kind, slug, name in sorted(provinces.union(industries, all=True)):
        found[article][kind].append({"slug": slug, "name": name})
    return found


def _of(model: type[Province | Industry], kind: str, keys: Sequence[int]) -> QuerySet:
    rows = model.objects.order_by().filter(articles__in=OneOf(keys))
    return rows.values_list("articles__pk", Value(kind), "slug", "name")


def _voices(keys: Sequence[int]) -> defaultdict[int, list[Record]]:
    """Who speaks in each report, in one query."""
    found = defaultdict(list)
    speakers = Speaker.objects.filter(article__in=OneOf(keys)).order_by("article", "position", "pk")
    columns = ("article_id", "person_id", "person__name", "office_id", "office__role", "office__organisation")
    for article, person, name, held, role, organisation in speakers.values_list(*columns):
        found[article].append(voice(person, name, held, role, organisation))
    return found


def voice(
    person: int | None, name: str | None, held: int | None, role: str | None, organisation: str | None
) -> Record:
    """A person, an office, or a person in an office."""
    return {
        "person": {"id": person, "name": name} if person else None,
        "office": {"id": held, "name": office(role, organisation)} if held else None,
    }
