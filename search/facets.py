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

    `shown` choices are in sight, `most` are listed; more are better found by searching. `by_value` orders
    choices by value rather than by count: -1 newest first, 1 oldest first. `inner` is the facet that only
    makes sense inside a choice of this one: another year forgets the months.
    """

    name: str
    label: str
    shown: int = 6
    most: int = 24
    by_value: int = 0
    inner: str = ""


FACETS = (
    Facet("province", "استان", shown=8, most=31),
    Facet("year", "سال", shown=8, most=40, by_value=-1, inner="month"),
    Facet("month", "ماه", shown=12, most=36, by_value=1),
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
    facet; `share` is the count in percent of the facet's greatest.
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
    """A facet with its choices; `more` are out of sight at first, `hidden` counts those not even listed."""

    facet: Facet
    choices: list[Choice]
    more: list[Choice]
    hidden: int = 0

    @property
    def lists(self) -> list[list[Choice]]:
        """What is in sight, and what is not."""
        return [self.choices, self.more] if self.more else [self.choices]


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
    """The values of each facet that a page lists, in their order: all in use, and those with most reports."""
    return {facet.name: _listed(facet, query, counts[facet.name]) for facet in FACETS}


def _listed(facet: Facet, query: Query, counts: Counts) -> list[str]:
    used = (*query.values(facet.name), *query.values_excluded(facet.name))
    others = sorted((value for value in counts if value), key=lambda value: (-counts[value], value))
    values = list(dict.fromkeys([*used, *others[: facet.most]]))
    if facet.by_value:
        values.sort(reverse=facet.by_value < 0)
    return values


def groups(
    query: Query, counts: Mapping[str, Counts], values: Mapping[str, list[str]], names: Names, url_of: UrlOf
) -> list[Group]:
    """Every facet that can narrow this question further or does so already, in declared order."""
    found = []
    for facet in FACETS:
        if _is_premature(facet, query):
            continue
        choices = _choices(facet, query, counts[facet.name], values[facet.name], names, url_of)
        if choices:
            in_sight, more = _by_sight(choices, facet.shown)
            hidden = {value for value in counts[facet.name] if value}.difference(values[facet.name])
            found.append(Group(facet, in_sight, more, len(hidden)))
    return found


def _is_premature(facet: Facet, query: Query) -> bool:
    """An inner facet waits until something is chosen around it: months of all years mixed tell nothing."""
    around = [outer.name for outer in FACETS if outer.inner == facet.name]
    return bool(around) and not any(query.values(name) for name in (*around, facet.name))


def _by_sight(choices: list[Choice], shown: int) -> tuple[list[Choice], list[Choice]]:
    """The first choices and those in use wherever they stand, and the others.

    A single one more is not worth a click.
    """
    shown = shown if len(choices) > shown + 1 else shown + 1
    in_sight: list[Choice] = []
    more: list[Choice] = []
    for at, choice in enumerate(choices):
        (in_sight if at < shown or choice.is_selected or choice.is_excluded else more).append(choice)
    return in_sight, more


def _choices(
    facet: Facet, query: Query, counts: Counts, values: Iterable[str], names: Names, url_of: UrlOf
) -> list[Choice]:
    greatest = max(counts.values(), default=0) or 1
    asked = asked_without(query, facet.inner) if facet.inner else query

    def choice(value: str) -> Choice:
        selected = facet.name in query.missing if not value else value in query.values(facet.name)
        excluded = value in query.values_excluded(facet.name)
        toggled = asked.dropping if selected or excluded else asked.choosing
        return Choice(
            value=value,
            label=names.get((facet.name, value), value) if value else UNKNOWN,
            count=counts.get(value, 0),
            share=round(100 * counts.get(value, 0) / greatest),
            url=url_of(toggled(facet.name, value)),
            exclude_url=url_of(asked.excluding(facet.name, value)) if value and not excluded else "",
            is_selected=selected,
            is_excluded=excluded,
        )

    missing = [""] if counts.get("") or facet.name in query.missing else []
    return [choice(value) for value in (*values, *missing)]
