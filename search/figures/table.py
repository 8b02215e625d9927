"""The figures of the reports that answer a question: a table to be sorted and narrowed by unit and value."""

from collections.abc import Set
from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from archive.models import Figure
from search.chips import Chip, chips
from search.engines import get_engine
from search.facets import Group, count, groups, listed
from search.figures.counting import public, units, units_of
from search.figures.question import (
    DEFAULT_ORDER,
    FigureAddress,
    FigureQuestion,
    figure_question,
    narrow,
    narrowing_chips,
)
from search.figures.rows import Row, rows
from search.keys import OneOf
from search.naming import names_of
from search.pages import Paged
from search.query import DEEPEST_HIT, Query
from search.results import Results
from search.stepping import ROWS
from search.tabs import KINDS, Tab, tabs

#: A first click on a heading shows the greatest and newest first, but names from their beginning.
_FIRST = {"value": "-value", "unit": "unit", "province": "province", "date": "-date"}
#: The headings of the columns, and what each sorts by.
_COLUMNS = (
    ("مقدار", "value"),
    ("یکا", "unit"),
    ("چه چیز", ""),
    ("چه کسی", ""),
    ("استان", "province"),
    ("تاریخ", "date"),
    ("جمله", ""),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column to sort by; `direction` is "ascending", "descending" or "" while another one sorts."""

    label: str
    url: str = ""
    direction: str = ""


@dataclass(frozen=True)
class FigureTable(Paged):
    """A page of the table; `total` counts all its rows.

    `units` are the commonest of the reports' figures with their numbers; `typed` is what stands in
    the boxes, also where it cannot be read.
    """

    question: FigureQuestion
    total: int
    page: Page
    rows: list[Row]
    units: dict[str, int]
    chips: list[Chip]
    groups: list[Group]
    warnings: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def noun(self) -> str:
        """What the facets count."""
        return KINDS["figures"][0]

    @property
    def deepest(self) -> int:
        """How many figures can be paged through where that is fewer than all, else 0."""
        return DEEPEST_HIT if self.total > DEEPEST_HIT else 0

    @property
    def query(self) -> Query:
        """The question that the reports answer."""
        return self.question.query

    @property
    def address(self) -> FigureAddress:
        """Where figures narrowed like these are."""
        return self.question.address

    @property
    def url(self) -> str:
        """The one address of this page."""
        return self.question.url()

    def page_url(self, number: int) -> str:
        """Another page of the table."""
        return self.question.asking(self.query.on_page(number)).url()

    @property
    def clear_url(self) -> str:
        """The words alone."""
        return FigureQuestion(self.query.clearing()).url()

    @property
    def files_url(self) -> str:
        """The same figures, in their first order; a suffix makes it a file."""
        return self.question.asking(self.query.sorted_by("")).url()

    @property
    def tabs(self) -> list[Tab]:
        """The other kinds of answer to the same question."""
        return tabs(self.query, "figures", {"figures": self.total})

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the box for words carries along."""
        return self.question.asking(self.query.on_page(1)).to_params()

    @property
    def carried_by_form(self) -> list[tuple[str, str]]:
        """What the form that narrows carries along beside its own fields."""
        return [(name, value) for name, value in self.carried if name not in ("unit", "min", "max")]

    @property
    def headings(self) -> list[Heading]:
        """The columns."""
        return [self._heading(label, name) for label, name in _COLUMNS]

    def _heading(self, label: str, name: str) -> Heading:
        if not name:
            return Heading(label)
        current = self.query.sort or DEFAULT_ORDER
        other = {name: f"-{name}", f"-{name}": name}.get(current, _FIRST[name])
        direction = {name: "ascending", f"-{name}": "descending"}.get(current, "")
        return Heading(label, self.question.asking(self.query.sorted_by(other)).url(), direction)


def figure_table(params: QueryDict) -> FigureTable:
    """The table that an address asks for, in five queries. Raises IndexUnavailable or SearchBusy."""
    question, warnings = figure_question(params)
    query, address = question.query, question.address
    results = address.search(_of_index(query, query.page * ROWS["figures"]))
    page = Paginator(range(min(results.total, DEEPEST_HIT)), ROWS["figures"]).get_page(query.page)
    counts = count(query.counting(), address.search, results)
    values = listed(query, counts)
    names = names_of(values)
    having = question.of_any_unit.of_reports.keys()
    reports = _reports(question, having)
    return FigureTable(
        question=question,
        total=results.total,
        page=page,
        rows=rows(question, _figures(question, reports), page.object_list, _by_date(query, results)),
        units=_units(question, having, reports, results.total),
        chips=[*chips(query, names, address.url), *narrowing_chips(question)],
        groups=groups(query, counts, values, names, address.url),
        warnings=warnings,
        typed={name: params.get(name, "") for name in ("min", "max")},
    )


def nth_figure(params: QueryDict, number: int) -> str:
    """The address of the `number`-th figure that an address asks for, "" where there are not so many."""
    question, _ = figure_question(params)
    results = question.address.search(_of_index(question.query, number))
    places = range(number - 1, min(number, DEEPEST_HIT))
    figures = _figures(question, _reports(question, question.of_any_unit.of_reports.keys()))
    found = rows(question, figures, places, _by_date(question.query, results))
    return found[0].url if found else ""


def _of_index(query: Query, places: int) -> Query:
    """What the index is asked for the figures at the first places: by date, as many reports."""
    if _is_by_date(query):
        return replace(query, sort=query.sort or DEFAULT_ORDER, page=1, size=places)
    return query.counting()


def _by_date(query: Query, results: Results) -> list[int]:
    return results.keys if _is_by_date(query) else []


def _is_by_date(query: Query) -> bool:
    return query.sort.removeprefix("-") in ("", "date")


def _reports(question: FigureQuestion, having: Set[int]) -> Set[int]:
    """Which of the reports that have figures answer."""
    query = question.query.sorted_by("")
    return having if _is_everything(query) else set(having).intersection(get_engine().keys(query))


def _figures(question: FigureQuestion, reports: Set[int]) -> QuerySet[Figure]:
    """The figures of the reports that answer, of any unit."""
    return public() if _is_everything(question.query) else Figure.objects.filter(article__in=OneOf(reports))


def _is_everything(query: Query) -> bool:
    return replace(query, sort="", page=1, fold=True) == Query()


def _units(question: FigureQuestion, having: Set[int], reports: Set[int], total: int) -> dict[str, int]:
    """How many of the figures have each unit, whichever is chosen; that one even where it is rare."""
    if narrowing := dict(question.of_any_unit.narrowing):
        found = units(narrow(_figures(question, reports), narrowing).qs)
    else:
        found = units_of(reports, having - reports)
    return found | ({question.unit: total} if question.unit else {})
