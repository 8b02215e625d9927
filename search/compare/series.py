"""One thing over the years: its reports in figures and as bars on a scale that all things share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from archive.persian.display import number
from archive.persian.numbers import persian_digits
from search.facets import Counts
from search.query import Query
from search.results import Results
from search.timeline import Bar, bar

#: Of fewer reports than this a year's share says little: a single one is more than a fifth. Statistical
#: offices do not publish cells of fewer than five either.
THIN = 5
#: The axis shows so many years; the table has them all.
MOST_YEARS = 30
#: So much of the height a bar has at least: one report of thousands is still seen.
LEAST_PART = 0.015
#: A scale ends at one of these times a power of ten, so that its half is a round number too.
_ENDS = (2, 4, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Cell:
    """The reports of one thing in one year, of `held` in the whole archive; `url` lists them, if any.

    The year "" is that of undated reports.
    """

    year: str
    count: int
    held: int
    url: str

    @property
    def percent(self) -> float:
        """The part of the year's reports, 0 to 100."""
        return 100 * self.count / self.held if self.held else 0.0

    @property
    def share(self) -> str:
        """The same as people read it."""
        return percentage(self.percent)

    @property
    def told(self) -> str:
        """The cell in words: a bar says them when it is pointed at."""
        among = f"{self.share} از {number(self.held)} خبر آن سال{' (کم‌پوشش)' if self.is_thin else ''}"
        return f"{persian_digits(self.year)}: {number(self.count)} خبر، {among}"

    @property
    def is_thin(self) -> bool:
        """Whether the archive holds too few reports of the year to compare by."""
        return bool(self.year) and self.held < THIN


@dataclass(frozen=True, slots=True)
class Series:
    """One thing: all its reports, and those of every year that the archive holds; "" are the undated."""

    label: str
    total: int
    url: str
    without_url: str
    cells: Mapping[str, Cell]

    def bars(self, axis: Sequence[str], scale: float, is_share: bool) -> list[Bar]:
        """The cells that are not empty, drawn."""
        return [
            bar(place, len(axis), max(LEAST_PART, (cell.percent if is_share else cell.count) / scale), cell)
            for place, year in enumerate(axis)
            if (cell := self.cells.get(year)) and cell.count
        ]


def series(label: str, query: Query, found: Results, held: Counts, without_url: str) -> Series:
    """What was found of one thing, beside what the archive holds (its reports by year)."""
    search, counts = reverse("search"), found.facets["year"]

    def cell(year: str) -> Cell:
        count = counts.get(year, 0)
        return Cell(year, count, held[year], query.choosing("year", year).to_url(search) if count else "")

    return Series(
        label=label,
        total=found.total,
        url=query.to_url(search),
        without_url=without_url,
        cells={year: cell(year) for year in held},
    )


def axis_of(held: Counts) -> list[str]:
    """The years from the first that the archive holds to the last, gaps too, oldest first."""
    years = sorted(int(year) for year in held if year)
    return [str(year) for year in range(years[0], years[-1] + 1)][-MOST_YEARS:] if years else []


def scale_of(values: Iterable[float]) -> float:
    """The least round number that no value is above: 2, 4, 6, 8 or 10 times a power of ten."""
    greatest, power = max(values, default=0), 1.0
    while greatest > _ENDS[-1] * power:
        power *= 10
    while 0 < greatest <= _ENDS[-1] * power / 10 and power > 0.01:
        power /= 10
    return next(end * power for end in _ENDS if greatest <= end * power)


def percentage(percent: float) -> str:
    """Percent to one decimal: «۳٫۴٪»; what is there is never nothing."""
    return "کمتر از ۰٫۱٪" if 0 < percent < 0.05 else f"{number(round(percent, 1))}٪"
