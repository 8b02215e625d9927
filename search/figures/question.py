"""What can be asked of figures: the question that their reports answer, and a unit, values, an order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

import django_filters
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property

from archive.addresses import path_to
from archive.models import Article, Figure
from archive.persian.display import number
from search import fields
from search.address import Address
from search.chips import Chip
from search.engines import get_engine
from search.engines.base import Weights
from search.figures.counting import everything, figures_per_report
from search.filters import ArticleFilter, ReadableFilterSet
from search.query import Query
from search.results import Results

#: What a reader may sort by, as it is called in an address, and where the database keeps it.
ORDERS = {
    "value": "value",
    "unit": "unit",
    "province": "article__main_province__name",
    "date": "article__published_on",
}
DEFAULT_ORDER = "-date"


class UnitFilter(django_filters.Filter):
    """A unit as the archive names it."""

    field_class = fields.WordsField


class AmountFilter(django_filters.Filter):
    """A number in any digits."""

    field_class = fields.AmountField


class LeastFilter(AmountFilter):
    """A number that the value reaches, or of a range the upper end."""

    def filter(self, queryset: QuerySet, value: Decimal | None) -> QuerySet:
        """The figures that reach it."""
        return queryset if value is None else queryset.filter(Q(value__gte=value) | Q(upper__gte=value))


class FigureOrder(django_filters.OrderingFilter):
    """One of ORDERS; whoever has no province or date comes last."""

    def filter(self, queryset: QuerySet, value: list[str] | None) -> QuerySet:
        """The figures in that order, those of a report as they stand in it."""
        asked = (value or [DEFAULT_ORDER])[0]
        column = F(ORDERS[asked.removeprefix("-")])
        first = column.desc(nulls_last=True) if asked.startswith("-") else column.asc(nulls_last=True)
        return queryset.order_by(first, "-article_id", "start", "pk")


class FigureFilter(ReadableFilterSet):
    """What narrows figures beside their reports."""

    unit = UnitFilter()
    min = LeastFilter()
    max = AmountFilter(field_name="value", lookup_expr="lte")
    sort = FigureOrder(
        fields=[(column, name) for name, column in ORDERS.items()],
        error_messages={"invalid_choice": "چنین ترتیبی نیست؛ ترتیب همیشگی به کار رفت."},
    )

    class Meta:
        model = Figure
        fields: list[str] = []


@dataclass(frozen=True)
class FigureQuestion:
    """What is asked of figures. `query` chooses their reports, and carries the order and the page."""

    query: Query
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """The parameters that only figures have."""
        amounts = (("min", self.least), ("max", self.most))
        told = [(name, f"{amount.normalize():f}") for name, amount in amounts if amount is not None]
        return [*([("unit", self.unit)] if self.unit else []), *told]

    def to_params(self) -> list[tuple[str, str]]:
        """The whole question as parameters, in their one order."""
        return [*self.query.to_params(), *self.narrowing]

    @property
    def of_any_unit(self) -> "FigureQuestion":
        """The same question whatever the unit."""
        return replace(self, unit="") if self.unit else self

    @cached_property
    def of_reports(self) -> Weights:
        """How many such figures each report has. Raises IndexUnavailable or SearchBusy."""
        if not self.narrowing:
            return everything().of_reports
        return figures_per_report(narrow(Figure.objects.all(), dict(self.narrowing)).qs)

    @property
    def address(self) -> "FigureAddress":
        """Where figures narrowed like these are listed."""
        return FigureAddress(path_to("figures"), collection="figures", question=self)

    def url(self, path: str = "") -> str:
        """The written form of the question; whoever knows the table's path spares looking it up."""
        asked, narrowed = self.query.to_url(path or path_to("figures")), urlencode(self.narrowing)
        return f"{asked}{'&' if '?' in asked else '?'}{narrowed}" if narrowed else asked

    def asking(self, query: Query) -> "FigureQuestion":
        """The same narrowing for another question."""
        return replace(self, query=query)

    def without(self, name: str) -> "FigureQuestion":
        """The question without its unit, least or most."""
        return replace(self, query=self.query.on_page(1), **{name: "" if name == "unit" else None})


@dataclass(frozen=True, slots=True)
class FigureAddress(Address):
    """The table of figures: whichever reports are asked for, it keeps its unit and values."""

    question: FigureQuestion = FigureQuestion(Query())

    def search(self, query: Query) -> Results:
        """The reports that have such figures; total and counts are those of the figures."""
        return get_engine().search(query, self.question.of_reports)

    def url(self, query: Query) -> str:
        """The address of a question about reports, with what narrows figures."""
        return self.question.asking(query).url(self.path)

    def params(self, query: Query) -> list[tuple[str, str]]:
        """What a form on this page carries along."""
        return self.question.asking(query).to_params()


def figure_question(params: QueryDict) -> tuple[FigureQuestion, list[str]]:
    """What an address asks of figures, and what of it could not be read."""
    asked, narrowed = about_reports(params), narrow(Figure.objects.none(), params)
    return question_of(narrowed, asked.to_query()), [*asked.warnings, *narrowed.warnings]


def narrow(figures: QuerySet[Figure], params: Mapping[str, str]) -> FigureFilter:
    """The figures with the unit and values asked for."""
    return FigureFilter(params, figures)


def about_reports(params: QueryDict) -> ArticleFilter:
    """What an address asks of the reports; figures have an order of their own."""
    reports = params.copy()
    reports.pop("sort", None)
    return ArticleFilter(reports, Article.objects.published())


def question_of(narrowed: FigureFilter, query: Query) -> FigureQuestion:
    """The question of some reports with what narrows their figures."""
    narrowed.form.full_clean()
    read = narrowed.form.cleaned_data
    order = (read.get("sort") or [""])[0]
    return FigureQuestion(replace(query, sort=order), read.get("unit", ""), read.get("min"), read.get("max"))


def narrowing_chips(question: FigureQuestion) -> list[Chip]:
    """The chips of what only figures are narrowed by."""
    own = (
        ("unit", question.unit),
        ("least", question.least is not None and f"از {number(question.least)}"),
        ("most", question.most is not None and f"تا {number(question.most)}"),
    )
    return [Chip(text, question.without(name).url(), question.query) for name, text in own if text]
