"""The figures of the reports that answer a question: a table to be sorted and narrowed by unit and value."""

from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.safestring import SafeString

from archive.models import Article, Figure
from archive.paragraphs import paragraph_of
from archive.persian.display import number, scaled
from search.chips import Chip, chips
from search.engines import get_engine
from search.excerpts import passage_around
from search.facets import Group, count, groups, listed
from search.figure_question import DEFAULT_ORDER, FigureAddress, FigureFilter, FigureQuestion
from search.filters import ArticleFilter
from search.items import OF_ARTICLES
from search.naming import names_of
from search.pages import Paged
from search.query import DEEPEST_HIT, Query
from search.tabs import Tab, tabs

ROWS = 40
MOST_UNITS = 60
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
    """A figure in the table; `url` leads to its paragraph, `sentence` has it marked."""

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
    """The table that an address asks for, in five queries. Raises IndexUnavailable or SearchBusy."""
    asked = _of_reports(params)
    query = asked.to_query()
    figures, is_cut = _figures(asked, query)
    narrowed = narrow(figures, params)
    question = _question(narrowed, query)
    engine = get_engine()
    counts = count(query, engine.search, engine.search(query))
    values = listed(query, counts)
    names = names_of(values)
    total = narrowed.qs.count()
    page = Paginator(range(min(total, DEEPEST_HIT)), ROWS).get_page(query.page)
    # Sorted by themselves: to sort whole reports along with their figures takes several times as long.
    keys = list(narrowed.qs.values_list("pk", flat=True)[page.object_list.start : page.object_list.stop])
    return FigureTable(
        question=question,
        total=total,
        page=page,
        rows=[_row(figure, query.on_page(1)) for figure in _whole(keys)],
        units=_units(figures),
        chips=[*chips(question.query, names, question.address.url), *narrowing_chips(question)],
        groups=groups(question.query, counts, values, names, question.address.url),
        warnings=[*asked.warnings, *narrowed.warnings],
        typed={name: params.get(name, "") for name in ("min", "max")},
        is_cut=is_cut,
    )


def figure_question(params: QueryDict) -> tuple[FigureQuestion, list[str]]:
    """What an address asks of figures, and what of it could not be read."""
    asked, narrowed = _of_reports(params), narrow(Figure.objects.none(), params)
    return _question(narrowed, asked.to_query()), [*asked.warnings, *narrowed.warnings]


def narrow(figures: QuerySet[Figure], params: QueryDict) -> FigureFilter:
    """The figures with the unit and values asked for."""
    return FigureFilter(params, figures.annotate(greatest=Coalesce("upper", "value")))


def _of_reports(params: QueryDict) -> ArticleFilter:
    reports = params.copy()
    reports.pop("sort", None)  # figures have an order of their own
    return ArticleFilter(reports, Article.objects.published())


def _figures(asked: ArticleFilter, query: Query) -> tuple[QuerySet, bool]:
    """The figures of the reports that answer, and whether there are more reports.

    Only the index knows where words stand.
    """
    if query.tree is not None:
        keys = get_engine().keys(query)
        found = Article.objects.published().filter(pk__in=keys[:DEEPEST_HIT]).order_by().values("pk")
        return Figure.objects.filter(article__in=found), len(keys) > DEEPEST_HIT
    if query == Query(page=query.page):
        # Of all reports few are withheld, and an index holds these.
        withheld = Article.objects.filter(is_public=False).order_by().values("pk")
        return Figure.objects.exclude(article__in=withheld), False
    return Figure.objects.filter(article__in=asked.qs.order_by().values("pk")), False


def _question(narrowed: FigureFilter, query: Query) -> FigureQuestion:
    narrowed.form.full_clean()
    read = narrowed.form.cleaned_data
    order = (read.get("sort") or [""])[0]
    return FigureQuestion(replace(query, sort=order), read.get("unit", ""), read.get("min"), read.get("max"))


def _whole(keys: list[int]) -> list[Figure]:
    """The figures with these keys, in their order, with everything that a row shows, in one query."""
    figures = Figure.objects.select_related(
        "article__source", "article__main_province", "speaker__person", "speaker__office"
    )
    found = figures.only(
        *_OF_FIGURES,
        *(f"article__{column}" for column in OF_ARTICLES),
        *(f"speaker__{column}" for column in _OF_SPEAKERS),
    ).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _row(figure: Figure, query: Query) -> Row:
    article = figure.article
    paragraph = paragraph_of(article.body, figure.part, figure.start)
    place = f"#p{paragraph}" if paragraph else ""
    return Row(
        figure,
        _digits(figure),
        passage_around(getattr(article, figure.part), figure.start, figure.end).marked,
        f"{query.to_url(article.get_absolute_url())}{place}",
    )


def _digits(figure: Figure) -> str:
    """The value as a reader says it: «۴۱٫۷ میلیارد», a range with both its ends."""
    ends = [value for value in (figure.value, figure.upper) if value is not None]
    return " تا ".join(" ".join(part for part in scaled(value) if part) for value in ends)


def _units(figures: QuerySet) -> list[tuple[str, int]]:
    named = figures.exclude(unit="").order_by().values_list("unit").annotate(count=Count("pk"))
    return list(named.order_by("-count", "unit")[:MOST_UNITS])


def narrowing_chips(question: FigureQuestion) -> list[Chip]:
    """The chips of what only figures are narrowed by."""
    own = (
        ("unit", question.unit),
        ("least", question.least is not None and f"از {number(question.least)}"),
        ("most", question.most is not None and f"تا {number(question.most)}"),
    )
    return [Chip(text, question.without(name).url(), question.query) for name, text in own if text]
