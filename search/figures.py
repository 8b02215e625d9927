"""The figures of the reports that answer a question: a table to be sorted and narrowed by unit and value."""

from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from archive.gazetteer import provinces
from archive.models import Article, Figure
from archive.paragraphs import paragraph_of
from archive.persian.display import number, scaled
from search.address import Address
from search.chips import Chip, chips
from search.documents import FACET_NAMES
from search.engines import get_engine
from search.excerpts import passage_around
from search.figure_question import DEFAULT_ORDER, FigureFilter, FigureQuestion
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
    def address(self) -> Address:
        """Where figures are."""
        return Address(reverse("figures"))

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
        """The figures of the same reports; a suffix makes it a file. "" where files would hold more."""
        if self.question.narrowing:
            return ""
        return self.query.sorted_by("").to_url(reverse("figures"))

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
        own = {"unit", "min", "max", *self.chosen}
        return [(name, value) for name, value in self.carried if name not in own]

    @property
    def chosen(self) -> dict[str, str]:
        """The province and the year, where no more than one is chosen and the form can show it."""
        values = {name: self.query.values(name) for name in ("province", "year")}
        return {name: "".join(value) for name, value in values.items() if len(value) < 2}

    @property
    def provinces(self) -> list[tuple[str, str]]:
        """Slug and name of every province, for the form."""
        return sorted(((each.slug, each.name) for each in provinces()), key=lambda each: each[1])

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
    reports = params.copy()
    reports.pop("sort", None)  # figures have an order of their own
    asked = ArticleFilter(reports, Article.objects.published())
    query = asked.to_query()
    articles, is_cut = _articles(asked, query)
    figures = Figure.objects.filter(article__in=articles)
    narrowed = FigureFilter(params, figures.annotate(greatest=Coalesce("upper", "value")))
    question = _question(narrowed, query)
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
        chips=_chips(question),
        warnings=[*asked.warnings, *narrowed.warnings],
        typed={name: params.get(name, "") for name in ("min", "max")},
        is_cut=is_cut,
    )


def _articles(asked: ArticleFilter, query: Query) -> tuple[QuerySet, bool]:
    """The reports that answer, and whether there are more. Only the index knows where words stand."""
    if query.tree is None:
        return asked.qs.order_by().values("pk"), False
    keys = get_engine().keys(query)
    found = Article.objects.published().filter(pk__in=keys[:DEEPEST_HIT])
    return found.order_by().values("pk"), len(keys) > DEEPEST_HIT


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


def _chips(question: FigureQuestion) -> list[Chip]:
    query = question.query
    used = {name: [*query.values(name), *query.values_excluded(name)] for name in FACET_NAMES}
    found = chips(query, names_of(used), lambda asked: question.asking(asked).url())
    own = (
        ("unit", question.unit),
        ("least", question.least is not None and f"از {number(question.least)}"),
        ("most", question.most is not None and f"تا {number(question.most)}"),
    )
    return [*found, *(Chip(text, question.without(name).url(), query) for name, text in own if text)]
