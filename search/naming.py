"""What facet values are called, whatever their number in one query."""

from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from django.db.models import CharField, Exists, F, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast

from archive.models import Industry, Office, Person, Province, Source, Speaker
from archive.persian.dates import MONTHS
from archive.persian.numbers import persian_digits

#: facet → its model, the column of its values, the columns that its name is made of
_RECORDS: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "province": (Province, "slug", ("name",)),
    "speaker": (Person, "pk", ("name",)),
    "office": (Office, "pk", ("role", "organisation")),
    "source": (Source, "slug", ("name",)),
    "industry": (Industry, "slug", ("name",)),
}
#: What the archive knows only because somebody spoke in a report: facet → the voice's column.
HEARD = {"speaker": "person", "office": "office"}

Names = Mapping[tuple[str, str], str]
#: Of a facet of which more are asked for, all are read: SQLite knows no more than 32,766 variables.
MOST_ASKED_FOR = 1000


def names_of(values: Mapping[str, Collection[str]]) -> Names:
    """The name of each (facet, value) that has one, read with one query at most."""
    times = ((facet, value) for facet in ("year", "month") for value in values.get(facet, ()))
    names = {(facet, value): name_of_time(value) for facet, value in times}
    wanted = [_rows(facet, values[facet]) for facet in _RECORDS if values.get(facet)]
    if wanted:
        first, *others = wanted
        asked = {facet: frozenset(some) for facet, some in values.items()}
        names |= {
            (facet, value): _name(facet, *parts)
            for facet, value, *parts in first.union(*others, all=True)
            if value in asked[facet]
        }
    return names


def _rows(facet: str, values: Collection[str]) -> QuerySet:
    """(facet, value, first part of the name, second part or "") of these values at least."""
    _, key, _ = _RECORDS[facet]
    rows = _all_rows(facet)
    return rows if len(values) > MOST_ASKED_FOR else rows.filter(**{f"{key}__in": values})


@cache
def _all_rows(facet: str) -> QuerySet:
    """The same of every value: putting five such queries together takes longer than running them."""
    model, key, columns = _RECORDS[facet]
    parts = [*map(F, columns), Value("")][:2]
    known = model.objects.filter(Exists(heard(facet, OuterRef("pk")))) if facet in HEARD else model.objects
    return known.order_by().values_list(*(Cast(part, CharField()) for part in (Value(facet), F(key), *parts)))


def heard(facet: str, key: object) -> QuerySet[Speaker]:
    """The voices of a person or office in what readers may see: who has none, readers are not told of."""
    return Speaker.objects.filter(**{HEARD[facet]: key, "article__is_public": True})


@lru_cache(maxsize=1 << 14)
def _name(facet: str, *parts: str) -> str:
    """The name as the model itself says it, where it is made of parts."""
    model, _, columns = _RECORDS[facet]
    return str(model(**dict(zip(columns, parts, strict=True)))) if len(columns) > 1 else parts[0]


def name_of_time(value: str) -> str:
    """A year or month in words: "1404-08" is «آبان ۱۴۰۴»."""
    year, _, month = value.partition("-")
    return " ".join([*([MONTHS[int(month) - 1]] if month else []), persian_digits(year)])
