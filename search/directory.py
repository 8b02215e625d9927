"""All provinces, speakers, offices, sources or industries, each with the count of its reports."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from archive.addresses import path_to
from archive.gazetteer import provinces
from archive.persian.spelling import fold, squeeze
from search.choropleth import Choropleth, choropleth
from search.engines import get_engine
from search.facets import Counts, facet_named
from search.naming import names_of
from search.query import Query

PAGE_SIZE = 120
TITLES = {
    "province": "استان‌ها",
    "speaker": "گویندگان",
    "office": "سمت‌ها",
    "source": "منبع‌ها",
    "industry": "صنعت‌ها",
}
_ALPHABET = {letter: place for place, letter in enumerate("آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One of them: its name, its reports, its page; `share` is the count in percent of the greatest."""

    label: str
    count: int
    share: int
    url: str


@dataclass(frozen=True, slots=True)
class Directory:
    """A page of them, most reports first or by name; `find` is what their names must contain."""

    facet: str
    title: str
    label: str
    total: int
    page: Page
    find: str
    is_by_name: bool
    map: Choropleth | None


def directory(facet: str, find: str = "", by_name: bool = False, page: str | None = None) -> Directory:
    """List the values of a facet, with one query to the database. Raises IndexUnavailable."""
    counts = get_engine().search(Query(size=1)).facets[facet]
    values = _values(facet, counts)
    weights = {} if by_name else counts
    if squeeze(find) or by_name:
        found = _by_name(facet, values, find, weights)
    else:
        found = sorted(values, key=lambda value: (-counts.get(value, 0), value))
    shown = Paginator(found, PAGE_SIZE).get_page(page)
    names = _names(facet, list(shown))
    in_order = sorted(names, key=lambda value: _order(weights.get(value, 0), names[value]))
    greatest = max({**counts, "": 0}.values()) or 1
    shown.object_list = [
        _entry(facet, value, names[value], counts.get(value, 0), greatest) for value in in_order
    ]
    return Directory(
        facet,
        TITLES[facet],
        facet_named(facet).label,
        len(values),
        shown,
        find,
        by_name,
        choropleth(counts, _province_page) if facet == "province" else None,
    )


def _entry(facet: str, value: str, name: str, count: int, greatest: int) -> Entry:
    return Entry(name, count, round(100 * count / greatest), path_to(facet, value))


def _by_name(facet: str, values: list[str], find: str, counts: Counts) -> list[str]:
    """The values whose names contain what is looked for, by their names; this reads every name."""
    wanted = squeeze(find)
    names = {value: name for value, name in _names(facet, values).items() if wanted in squeeze(name)}
    return sorted(names, key=lambda value: _order(counts.get(value, 0), names[value]))


def alphabetical(name: str) -> list[int]:
    """A key that sorts by the Persian alphabet; code points would put «پ» after «ی»."""
    return [_ALPHABET.get(letter, ord(letter) - 0x110000) for letter in fold(name)]


def _values(facet: str, counts: Counts) -> list[str]:
    """All provinces, also those without reports; of the others, those that are heard of."""
    return [p.slug for p in provinces()] if facet == "province" else [value for value in counts if value]


def _names(facet: str, values: list[str]) -> Mapping[str, str]:
    return {value: name for (_, value), name in names_of({facet: values}).items()}


def _order(count: int, name: str) -> tuple[int, list[int]]:
    """Most reports first, then by the alphabet."""
    return -count, alphabetical(name)


def _province_page(slug: str) -> str:
    return path_to("province", slug)
