"""When reports appeared: a histogram over Jalali months or years. Time runs from right to left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.persian.dates import MONTHS
from search.facets import Counts, UrlOf, asked_without
from search.naming import name_of_time
from search.query import Query

# The drawing's own units; the style sheet stretches it to the page.
WIDTH = 900
HEIGHT = 120
#: The part of its slot that a bar fills.
FILL = 0.82
#: Longer spans are drawn by year: thinner bars could neither be seen nor hit.
MOST_YEARS_BY_MONTH = 16

#: A stretch of time: the facet it belongs to and its value there.
Slot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tick:
    """A month or year: where it is on the axis, what it holds, and the link that chooses or drops it."""

    label: str
    name: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A time drawn, and what it stands for: a tick, or whatever else has a time.

    `x` is the left edge of its slot, `slot` wide; the bar hangs from `y` to the axis.
    """

    tick: Any
    x: float
    y: float
    slot: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The histogram, ready for the template. `first` and `last` are its years, for the script that drags."""

    bars: list[Bar]
    ticks: list[Tick]
    first: int
    last: int
    greatest: int
    is_monthly: bool
    width: int = WIDTH
    height: int = HEIGHT


def timeline(query: Query, months: Counts, years: Counts, url_of: UrlOf) -> Timeline | None:
    """The histogram of the chosen years, else of all years that have reports; None where nothing is dated."""
    counts = {"month": months, "year": years}
    dated = query.values("year") or [year for year, count in years.items() if year and count]
    if not dated:
        return None
    span = range(min(map(int, dated)), max(map(int, dated)) + 1)
    by_year = [("year", str(year)) for year in span]
    by_month = [("month", f"{year}-{month:02}") for year in span for month in range(1, len(MONTHS) + 1)]
    slots = by_month if len(span) <= MOST_YEARS_BY_MONTH else by_year
    greatest = max(counts[facet].get(value, 0) for facet, value in slots)
    if not greatest:
        return None
    return Timeline(
        bars=[
            bar(place, len(slots), counts[slot[0]][slot[1]] / greatest, _tick(slot, query, counts, url_of))
            for place, slot in enumerate(slots)
            if counts[slot[0]].get(slot[1])
        ],
        ticks=[_tick(slot, query, counts, url_of) for slot in (by_month if len(span) == 1 else by_year)],
        first=span[0],
        last=span[-1],
        greatest=greatest,
        is_monthly=slots is by_month,
    )


def _tick(slot: Slot, query: Query, counts: Mapping[str, Counts], url_of: UrlOf) -> Tick:
    facet, value = slot
    chosen = value in query.values(facet)
    asked = asked_without(query, "month") if facet == "year" else query
    url = url_of((asked.dropping if chosen else asked.choosing)(facet, value))
    name = name_of_time(value)
    return Tick(name.split(" ")[0], name, counts[facet].get(value, 0), url, chosen)


def bar(place: int, places: int, part: float, tick: Any) -> Bar:
    """The bar of the `place`-th of all slots, oldest first; `part` of the height is filled."""
    slot = WIDTH / places
    height = HEIGHT * part
    return Bar(
        tick=tick,
        x=round(WIDTH - (place + 1) * slot, 2),
        y=round(HEIGHT - height, 2),
        slot=round(slot, 2),
        width=round(slot * FILL, 2),
        height=round(height, 2),
    )
