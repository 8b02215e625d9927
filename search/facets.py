"""The facets, declared once; and their choices as a template needs them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from search.naming import Names
from search.query import Query
from search.results import Results

UNKNOWN = "نامشخص"

#: The choices of a facet with their counts; "" is what has no value.
Counts = Mapping[str, int]
UrlOf = Callable[[Query], str]


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a listing.

    `shown` choices stand beside a listing, all on a page of their own. `by_value` orders choices by value
    rather than by count: -1 newest first, 1 oldest first. `inner` is the facet that only makes sense inside
    a choice of this one: another year forgets the months.
    """

    name: str
    label: str
    shown: int = 6
    by_value: int = 0
    inner: str = ""


FACETS = (
    Facet("province", "استان", shown=8),
    Facet("year", "سال", shown=8, by_value=-1, inner="month"),
    Facet("month", "ماه", shown=12, by_value=1),
    Facet("speaker", "گوینده"),
    Facet("office", "سمت"),
    Facet("source", "منبع"),
    Facet("industry", "صنعت"),
)
_BY_NAME = {facet.name: facet for facet in FACETS}


def facet_named(name: str) -> Facet:
    """The facet with this name. Raises KeyError."""
    return _BY_NAME[name]


def label_of(name: str) -> str:
    """What a facet is called; a name that is no facet's is its own label."""
    return _BY_NAME[name].label if name in _BY_NAME else name


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, ready to be shown.

    `url` chooses it, or drops it where it is chosen or excluded; `exclude_url` asks for everything else, ""
    where that cannot be asked. `count` is the total of the list that opens when it alone is chosen in its
    facet; `share` is the count in percent of the greatest of the facet's values.
    """

    value: str
    label: str
    count: int
    share: int
    url: str
    exclude_url: str = ""
    is_selected: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A facet with the choices beside a listing; `more` counts the others, which `all_url` shows too."""

    facet: Facet
    choices: list[Choice]
    more: int = 0
    all_url: str = ""


def asked_without(query: Query, name: str) -> Query:
    """The question with nothing chosen in a facet, by value or missing; exclusions stay."""
    for value in query.values(name):
        query = query.dropping(name, value)
    return query.dropping(name, "")


def count(query: Query, search: Callable[[Query], Results], results: Results) -> dict[str, Counts]:
    """The counts of every facet. A facet with an inner one is counted as if nothing were chosen in that."""
    counts = {facet.name: results.facets.get(facet.name, {}) for facet in FACETS}
    for facet in FACETS:
        wider = asked_without(query, facet.inner) if facet.inner else query
        if wider.chosen != query.chosen or wider.missing != query.missing:
            counts[facet.name] = search(wider).facets.get(facet.name, {})
    return counts


def listed(query: Query, counts: Mapping[str, Counts]) -> dict[str, list[str]]:
    """The values of each facet that stand beside a listing: all in use, and the first of the others."""
    return {facet.name: _listed(facet, query, counts[facet.name]) for facet in FACETS}


def _listed(facet: Facet, query: Query, counts: Counts) -> list[str]:
    used = (*query.values(facet.name), *query.values_excluded(facet.name))
    every = in_order(facet, counts, facet.shown + 2)
    # A single one more is not worth a click.
    others = every[: facet.shown] if len(every) > facet.shown + 1 else every
    values = list(dict.fromkeys([*used, *others]))
    if facet.by_value:
        values.sort(reverse=facet.by_value < 0)
    return values


def in_order(facet: Facet, counts: Counts, most: int | None = None) -> list[str]:
    """The first values, or all: those with most reports first, or by themselves where the facet says so."""
    values = [value for value in counts if value]
    if facet.by_value:
        return sorted(values, reverse=facet.by_value < 0)[:most]
    if most and len(values) > most:
        # Of thousands of names few are shown; numbers are sorted in a fraction of the time of names.
        least = sorted(map(counts.__getitem__, values))[-most]
        values = [value for value in values if counts[value] >= least]
    return sorted(values, key=lambda value: (-counts[value], value))[:most]


def groups(
    query: Query, counts: Mapping[str, Counts], values: Mapping[str, list[str]], names: Names, url_of: UrlOf
) -> list[Group]:
    """Every facet that can narrow this question further or does so already, in declared order."""
    found = []
    for facet in FACETS:
        if _is_premature(facet, query):
            continue
        known = counts[facet.name]
        missing = missing_of(facet, query, known)
        shown = choices_of(facet, query, known, [*values[facet.name], *missing], names, url_of)
        if shown:
            more = len(known.keys() - {"", *values[facet.name]})
            found.append(
                Group(facet, shown, more, all_url(url_of(query.on_page(1)), facet.name) if more else "")
            )
    return found


def missing_of(facet: Facet, query: Query, counts: Counts) -> list[str]:
    """«نامشخص» as a value, where there is such a choice."""
    return [""] if counts.get("") or facet.name in query.missing else []


def all_url(url: str, facet: str) -> str:
    """Where every choice of a facet is shown, for the listing at an address."""
    return f"{url}{'&' if '?' in url else '?'}choices={facet}"


def _is_premature(facet: Facet, query: Query) -> bool:
    """An inner facet waits until something is chosen around it: months of all years mixed tell nothing."""
    around = [outer.name for outer in FACETS if outer.inner == facet.name]
    return bool(around) and not any(query.values(name) for name in (*around, facet.name))


def choices_of(
    facet: Facet, query: Query, counts: Counts, values: Iterable[str], names: Names, url_of: UrlOf
) -> list[Choice]:
    """The choices for some values of a facet; "" is the missing."""
    greatest = max({**counts, "": 0}.values()) or 1
    asked = asked_without(query, facet.inner) if facet.inner else query

    def choice(value: str) -> Choice:
        selected = facet.name in query.missing if not value else value in query.values(facet.name)
        excluded = value in query.values_excluded(facet.name)
        toggled = asked.dropping if selected or excluded else asked.choosing
        return Choice(
            value=value,
            label=names.get((facet.name, value), value) if value else UNKNOWN,
            count=counts.get(value, 0),
            share=min(100, round(100 * counts.get(value, 0) / greatest)),
            url=url_of(toggled(facet.name, value)),
            exclude_url=url_of(asked.excluding(facet.name, value)) if value and not excluded else "",
            is_selected=selected,
            is_excluded=excluded,
        )

    return [choice(value) for value in values]
