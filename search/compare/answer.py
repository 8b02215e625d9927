"""A comparison worked out: named, counted and arranged for a page or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from archive.persian.display import number
from archive.persian.spelling import squeeze
from search.chips import Chip, chips, told
from search.compare.question import KEYED, KINDS, MOST_THINGS, Comparing
from search.compare.series import THIN, Cell, Series, axis_of, percentage, scale_of, series
from search.directory import TITLES
from search.engines import get_engine
from search.facets import Counts, facet_named, in_order
from search.fields import IdsField
from search.naming import Names, names_of
from search.pages import Link
from search.query import Query
from search.suggestions import named
from search.timeline import HEIGHT, WIDTH, Bar, bar

#: So many things can be picked from a list; where there are more, a name can be typed.
MOST_OPTIONS = 60
MOST_MORE = 8
#: Years are printed below an axis so often that they do not touch.
MOST_LABELS = 6
_WORDS = "واژه‌ها"


@dataclass(frozen=True)
class Comparison:
    """Everything that the page and its files say.

    `held` are the archive's own reports by year, `options` the values to pick from with their names. Where
    nothing was asked for, the things with most reports are an example.
    """

    question: Comparing
    series: list[Series]
    held: Counts
    options: list[tuple[str, str]]
    chips: list[Chip]
    is_example: bool = False
    warnings: list[str] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT
    thin: int = THIN

    @property
    def url(self) -> str:
        """The one address of this comparison."""
        return self.question.url()

    @property
    def clear_url(self) -> str:
        """The same things among all reports."""
        return self.question.among(Query()).url()

    @property
    def title(self) -> str:
        """The things by name: «یزد، فارس»."""
        return "، ".join(one.label for one in self.series)

    @property
    def noun(self) -> str:
        """What is compared: «استان‌ها»."""
        return TITLES.get(self.question.kind, _WORDS)

    @property
    def heading(self) -> str:
        """What is compared by name, and among which reports."""
        return "؛ ".join(filter(None, [f"مقایسهٔ {self.noun}: {self.title}", self.among]))

    @property
    def among(self) -> str:
        """What narrows all of it: «صادرات»، زعفران."""
        return told(self.question.base, self.chips)

    @property
    def kinds(self) -> list[Link]:
        """What else can be compared among the same reports."""
        asked = self.question
        return [Link(TITLES.get(kind, _WORDS), asked.by(kind).url(), kind == asked.kind) for kind in KINDS]

    @property
    def measures(self) -> list[Link]:
        """Counts, or shares of each year's reports."""
        asked = self.question
        return [
            Link(label, asked.measured(is_share).url(), asked.is_share == is_share)
            for label, is_share in (("شمار خبر", False), ("سهم از خبرهای هر سال", True))
        ]

    @cached_property
    def axis(self) -> list[str]:
        """The years drawn, oldest first."""
        return axis_of(self.held)

    @cached_property
    def scale(self) -> float:
        """Where the axis of every panel ends."""
        drawn = (one.cells[year] for one in self.series for year in self.axis if year in one.cells)
        if self.question.is_share:
            return scale_of(cell.percent for cell in drawn)
        return scale_of([2, *(cell.count for cell in drawn)])  # half a report is none

    @property
    def ticks(self) -> list[str]:
        """The end, the middle and the foot of the scale."""
        written = percentage if self.question.is_share else number
        return [written(part * self.scale) for part in (1, 0.5, 0)]

    @property
    def labels(self) -> list[str]:
        """What is printed below each year of the axis, "" where there is no room; the last year always is."""
        step = -(-len(self.axis) // MOST_LABELS)
        return ["" if (len(self.axis) - 1 - at) % step else year for at, year in enumerate(self.axis)]

    @property
    def panels(self) -> list[tuple[Series, list[Bar]]]:
        """Each thing with its bars."""
        return [(one, one.bars(self.axis, self.scale, self.question.is_share)) for one in self.series]

    @property
    def gaps(self) -> list[Bar]:
        """The years of the axis of which the archive holds nothing."""
        return [
            bar(at, len(self.axis), 1, year) for at, year in enumerate(self.axis) if not self.held.get(year)
        ]

    @property
    def rows(self) -> list[tuple[Cell, list[Cell]]]:
        """The table: the archive's own reports of a year and those of each thing, newest first."""
        whole, search = self.question.archive, reverse("search")
        return [
            (
                Cell(year, self.held[year], self.held[year], whole.choosing("year", year).to_url(search)),
                [one.cells[year] for one in self.series],
            )
            for year in sorted(self.held, reverse=True)
        ]

    @property
    def has_thin(self) -> bool:
        """Whether the archive holds few reports of one of the years."""
        return any(self.held.get(year, THIN) < THIN for year in self.axis)

    @property
    def held_total(self) -> int:
        """The archive's own reports."""
        return sum(self.held.values())

    @property
    def slots(self) -> range:
        """The numbers of the boxes for further things."""
        return range(len(self.question.values) + 1, MOST_THINGS + 1)

    @property
    def is_typed(self) -> bool:
        """Whether there are more things than a list can offer."""
        return self.question.kind == "words" or len(self.options) >= MOST_OPTIONS

    @property
    def more(self) -> list[Link]:
        """The things with most reports, each a link that adds it."""
        values = self.question.values
        others = [(value, name) for value, name in self.options if value not in values] if self.slots else []
        return [Link(name, self.question.of((*values, value)).url()) for value, name in others[:MOST_MORE]]


def compare(asked: Comparing, warnings: list[str]) -> Comparison:
    """Count and arrange, with one query to the database unless names were typed. Raises IndexUnavailable."""
    archive = get_engine().search(asked.archive.counting()).facets
    offered = {asked.kind: _most(asked.kind, archive, MOST_OPTIONS)} if asked.kind != "words" else {}
    names = names_of(_unnamed(asked, offered or {"industry": _most("industry", archive, 2)}))
    asked, names, unknown = _known(asked, names)
    shown = asked if asked.values else asked.of(_example(asked.kind, names, offered))
    held = {year: count for year, count in archive["year"].items() if count}
    return Comparison(
        question=asked,
        series=[_series(shown, value, names, held) for value in shown.values],
        held=held,
        options=[
            (v, names[kind, v]) for kind, values in offered.items() for v in values if (kind, v) in names
        ],
        chips=chips(asked.base, names, lambda query: asked.among(query).url()),
        is_example=shown is not asked,
        warnings=[*warnings, *unknown],
    )


def _series(shown: Comparing, value: str, names: Names, held: Counts) -> Series:
    """One of the things compared, counted."""
    query = shown.query(value)
    return series(
        value if shown.kind == "words" else names[shown.kind, value],
        query,
        get_engine().search(query.counting()),
        held,
        shown.of(other for other in shown.values if other != value).url(),
    )


def _most(facet: str, counts: Mapping[str, Counts], most: int) -> list[str]:
    """The values with most reports."""
    return in_order(facet_named(facet), counts[facet], most)


def _unnamed(asked: Comparing, offered: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Every value whose name the page prints, by facet."""
    values: dict[str, list[str]] = {facet: list(some) for facet, some in offered.items()}
    for facet, some in ((asked.kind, asked.values), *asked.base.chosen, *asked.base.excluded):
        values.setdefault(facet, []).extend(IdsField().to_python(some) if facet in KEYED else some)
    return values


def _known(asked: Comparing, names: Names) -> tuple[Comparing, Names, list[str]]:
    """The things that there are; what is no value may be a name in any spelling. Says what is neither."""
    if asked.kind == "words":
        return asked, names, []
    known, names, unknown = [], dict(names), []
    for value in asked.values:
        if (asked.kind, value) in names:
            known.append(value)
            continue
        alike = named(asked.kind, value)
        if found := [name for name in alike if squeeze(name.text) == squeeze(value)]:
            names[asked.kind, found[0].value] = found[0].text
            known.append(found[0].value)
        else:
            meant = "، ".join(f"«{name.text}»" for name in alike[:3])
            unknown.append(f"{asked.label} «{value}» در بایگانی نیست{f'؛ شاید {meant}' if meant else ''}.")
    return asked.of(dict.fromkeys(known)), names, unknown


def _example(kind: str, names: Names, offered: Mapping[str, list[str]]) -> list[str]:
    """The things with most reports; of words, what the greatest trades are called."""
    if kind == "words":
        return [name for (facet, _), name in names.items() if facet == "industry"][:2]
    return [value for value in offered[kind] if (kind, value) in names][:MOST_THINGS]
