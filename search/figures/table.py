"""The figures of the reports that answer a question: a table to be sorted and narrowed by unit and value."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString

from archive.models import Article, Figure
from archive.paragraphs import paragraph_of
from archive.persian.display import scaled
from search.chips import Chip, chips
from search.engines import get_engine
from search.excerpts import passage_around
from search.facets import Counts, Group, count, groups, listed
from search.figures.question import (
    DEFAULT_ORDER,
    FigureAddress,
    FigureQuestion,
    figure_question,
    narrow,
    narrowing_chips,
    of_reports,
    question_of,
)
from search.filters import ArticleFilter
from search.items import OF_ARTICLES
from search.naming import names_of
from search.pages import Paged
from search.query import DEEPEST_HIT, Query
from search.stepping import ROWS, stepping_url
from search.tabs import Tab, tabs

MOST_UNITS = 60
#: So many reports are looked through for each row; most have a figure or more.
NEWEST_A_ROW = 10
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
_OF_FIGURES = ("value", "upper", "unit", "subject", "part", "start", "end")
_OF_SPEAKERS = ("person__name", "office__role", "office__organisation")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in the table; `url` leads to its paragraph, and on; `sentence` has it marked."""

    figure: Figure
    digits: str
    sentence: SafeString
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column to sort by; `direction` is "ascending", "descending" or "" while another one sorts."""

    label: str
    url: str = ""
    direction: str = ""


@dataclass(frozen=True)
class FigureTable(Paged):
    """A page of the table; `total` counts all its rows.

    `units` are those of the reports' figures with their numbers, commonest first; `typed` is what stands in
    the boxes, also where it cannot be read.
    """

    question: FigureQuestion
    total: int
    page: Page
    rows: list[Row]
    units: list[tuple[str, int]]
    chips: list[Chip]
    groups: list[Group]
    warnings: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False

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
    """The table that an address asks for, in four queries. Raises IndexUnavailable or SearchBusy."""
    asked = of_reports(params)
    query = asked.to_query()
    reports, is_cut = _reports(asked, query)
    narrowed = narrow(_figures_of(reports), params)
    question = question_of(narrowed, query)
    units = _units(reports, params)
    total = units.get(question.unit, 0) if question.unit else sum(units.values())
    page = Paginator(range(min(total, DEEPEST_HIT)), ROWS["figures"]).get_page(query.page)
    counts = _counts(query)
    values = listed(query, counts)
    names = names_of(values)
    return FigureTable(
        question=question,
        total=total,
        page=page,
        rows=_rows(reports, params, page.object_list, question),
        units=[(unit, count) for unit, count in units.items() if unit][:MOST_UNITS],
        chips=[*chips(question.query, names, question.address.url), *narrowing_chips(question)],
        groups=groups(question.query, counts, values, names, question.address.url),
        warnings=[*asked.warnings, *narrowed.warnings],
        typed={name: params.get(name, "") for name in ("min", "max")},
        is_cut=is_cut,
    )


def nth_figure(params: QueryDict, number: int) -> str:
    """The address of the `number`-th figure that an address asks for, "" where there are not so many."""
    asked = of_reports(params)
    reports, _ = _reports(asked, asked.to_query())
    question, _ = figure_question(params)
    rows = _rows(reports, params, range(number - 1, min(number, DEEPEST_HIT)), question)
    return rows[0].url if rows else ""


def _counts(query: Query) -> dict[str, Counts]:
    """The reports that answer, by facet."""
    engine = get_engine()
    return count(query, engine.search, engine.search(query.counting()))


def _reports(asked: ArticleFilter, query: Query) -> tuple[QuerySet[Article] | None, bool]:
    """The reports that answer in no order, None for all there are; and whether there are more of them.

    Only the index knows where words stand.
    """
    if query.tree is not None:
        keys = get_engine().keys(query)
        found = Article.objects.published().filter(pk__in=keys[:DEEPEST_HIT])
        return found.order_by(), len(keys) > DEEPEST_HIT
    return None if query == Query(page=query.page) else asked.qs.order_by(), False


def _figures_of(reports: QuerySet[Article] | None) -> QuerySet[Figure]:
    if reports is None:
        # Of all reports few are withheld, and an index holds these.
        withheld = Article.objects.filter(is_public=False).order_by().values("pk")
        return Figure.objects.exclude(article__in=withheld)
    return Figure.objects.filter(article__in=reports.values("pk"))


def _units(reports: QuerySet[Article] | None, params: QueryDict) -> dict[str, int]:
    """How many figures have each unit, whichever is chosen, commonest first; "" are those without."""
    others = params.copy()
    others.pop("unit", None)
    figures = narrow(_figures_of(reports), others).qs
    alike = figures.order_by().values_list("unit").annotate(count=Count("pk"))
    return dict(alike.order_by("-count", "unit"))


def _rows(
    reports: QuerySet[Article] | None, params: QueryDict, places: range, question: FigureQuestion
) -> list[Row]:
    """The rows at some places of the table, in two or three queries."""
    keys = []
    if reports is not None and question.query.sort in ("", DEFAULT_ORDER):
        # Of thousands of figures by date, those of the newest reports nearly always fill the page.
        keys = _keys(reports.newest()[: places.stop * NEWEST_A_ROW], params, places)
    if len(keys) < len(places):
        keys = _keys(reports, params, places)
    found = _whole(keys)
    numbered = enumerate(keys, places.start + 1)
    return [_row(found[key], number, question) for number, key in numbered if key in found]


def _keys(reports: QuerySet[Article] | None, params: QueryDict, places: range) -> list[int]:
    """The figures at some places, by themselves: to sort whole reports along takes several times as long."""
    figures = narrow(_figures_of(reports), params).qs
    return list(figures.values_list("pk", flat=True)[places.start : places.stop])


def _whole(keys: list[int]) -> dict[int, Figure]:
    """The figures with these keys, with everything that a row shows."""
    figures = Figure.objects.select_related(
        "article__source", "article__main_province", "speaker__person", "speaker__office"
    )
    return figures.only(
        *_OF_FIGURES,
        *(f"article__{column}" for column in OF_ARTICLES),
        *(f"speaker__{column}" for column in _OF_SPEAKERS),
    ).in_bulk(keys)


def _row(figure: Figure, number: int, question: FigureQuestion) -> Row:
    article = figure.article
    paragraph = paragraph_of(article.body, figure.part, figure.start)
    fragment = f"p{paragraph}" if paragraph else ""
    asked = question.asking(question.query.on_page(1)).to_params()
    return Row(
        figure,
        _digits(figure),
        passage_around(getattr(article, figure.part), figure.start, figure.end).marked,
        stepping_url(article.get_absolute_url(), asked, "figures", number, fragment),
    )


def _digits(figure: Figure) -> str:
    """The value as a reader says it: «۴۱٫۷ میلیارد», a range with both its ends."""
    ends = [value for value in (figure.value, figure.upper) if value is not None]
    return " تا ".join(" ".join(part for part in scaled(value) if part) for value in ends)
