"""The map of the provinces, shaded by how much each holds: a facet that can be pointed at."""

import json
from bisect import bisect_left
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.persian.numbers import persian_digits

SHADES = 5
#: Where no circle of this radius fits (in units of the map, which is 1000 wide) a name is printed small …
SMALL = 45.0
#: … and where not even this one fits, not at all; a name of several words stands in two lines.
TOO_SMALL = {1: 20.0, 2: 25.0}


@dataclass(frozen=True, slots=True)
class Shape:
    """A province, whose outline is in static/img/iran.svg, with a point and its room for the name."""

    slug: str
    name: str
    x: float
    y: float
    room: float

    @property
    def lines(self) -> list[str]:
        """The name as the map prints it: in two lines where it has several words, not at all without room."""
        lines = self.name.split(" ", maxsplit=1)
        return lines if self.room >= TOO_SMALL[len(lines)] else []

    @property
    def is_small(self) -> bool:
        """Whether the name must be printed small."""
        return self.room < SMALL


@dataclass(frozen=True, slots=True)
class Region:
    """A province on one map: its count if told, its shade (0 to 5), where a click leads ("" nowhere)."""

    shape: Shape
    count: int | None
    shade: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choropleth:
    """A shaded map, ready for the template; `legend` gives each shade in use its fewest and most."""

    view_box: str
    regions: tuple[Region, ...]
    legend: tuple[tuple[int, str], ...]


def choropleth(
    counts: Mapping[str, int] | None, url: Callable[[str], str], chosen: Container[str] = ()
) -> Choropleth:
    """Shade the provinces by quintile of their counts.

    `counts` are by slug, and a province without one has none; None shows where and does not count at all.
    `url` tells where a slug's click leads, `chosen` are outlined.
    """
    drawing, known = _drawing(), counts or {}
    held = sorted(known[shape.slug] for shape in drawing.shapes if known.get(shape.slug))

    def region(shape: Shape) -> Region:
        count = None if counts is None else known.get(shape.slug, 0)
        return Region(shape, count, _shade(count, held), url(shape.slug), shape.slug in chosen)

    return Choropleth(drawing.view_box, _chosen_last(tuple(map(region, drawing.shapes))), _legend(held))


def _shade(count: int | None, held: list[int]) -> int:
    """The quintile of a count among all that are not zero; equal counts share the lowest of theirs."""
    return bisect_left(held, count) * SHADES // len(held) + 1 if count else 0


def _chosen_last(regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """SVG paints in order: an outline must not be covered by a neighbour."""
    return tuple(sorted(regions, key=lambda region: region.is_chosen))


def _legend(held: list[int]) -> tuple[tuple[int, str], ...]:
    ranges: dict[int, list[int]] = {}
    for count in held:
        ranges.setdefault(_shade(count, held), []).append(count)
    return tuple((shade, _range(members[0], members[-1])) for shade, members in ranges.items())


def _range(low: int, high: int) -> str:
    return persian_digits(low if low == high else f"{low}–{high}")


@dataclass(frozen=True, slots=True)
class _Drawing:
    view_box: str
    shapes: tuple[Shape, ...]


@cache
def _drawing() -> _Drawing:
    data = json.loads((Path(__file__).parent / "data" / "map.json").read_text(encoding="utf-8"))
    shapes = (Shape(p["slug"], p["name"], p["cx"], p["cy"], p["r"]) for p in data["provinces"])
    return _Drawing(data["viewBox"], tuple(shapes))
