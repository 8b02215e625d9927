"""Reports, quotations, figures and facets: the listings of the pages, in pages of their own."""

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Query as Params
from ninja import Router, Schema
from pydantic import Field, create_model

from archive.models import Figure
from search.api import paging, schemas
from search.api.problems import STATUSES, Problem
from search.chips import unknown
from search.documents import FACET_NAMES
from search.engines import get_engine
from search.exports import records, words
from search.exports.views import site_of
from search.facets import UNKNOWN
from search.figures.counting import public
from search.figures.question import figure_question, narrow
from search.filters import ArticleFilter
from search.naming import names_of
from search.query import PAGE_SIZE, Query

router = Router(tags=["listings"])
#: Values listed of each facet.
MOST_VALUES = 100
PROBLEMS = {STATUSES: Problem}

_CHOSEN: dict[str, Any] = {
    name: (list[str], Field([], alias=name, description=f"{what} any of these values."))
    for facet in FACET_NAMES
    for name, what in ((facet, "With"), (f"not.{facet}", "Without"))
}
_Chosen = create_model(
    "Chosen", __base__=Schema, **{name.replace(".", "_"): field for name, field in _CHOSEN.items()}
)


class Asked(_Chosen):
    """The question, in the parameters of the pages."""

    q: str = Field("", description="Words, in the language of docs/searching.md.", examples=["صادرات پسته"])
    missing: list[str] = Field([], description="Without any value in these facets.", examples=[["year"]])
    after: str = Field("", description="First day, in either calendar.", examples=["1403-01-01"])
    before: str = Field("", description="Last day, in either calendar.", examples=["2025-03-20"])
    exact: str = Field("", description="1 to find the very spelling only.")


class AskedPage(Asked):
    """A page of the answer."""

    sort: Literal["", "relevance", "-date", "date"] = Field("", description="Relevance needs words.")
    limit: int = Field(PAGE_SIZE, ge=1, le=paging.MOST)
    cursor: str = Field("", description="From `next`; opaque.")


class AskedFigures(AskedPage):
    """A page of figures, narrowed by themselves too."""

    unit: str = Field("", description="Of this unit, as the archive names it.", examples=["تن"])
    min: str = Field("", description="At least so much; of a range, its upper end.", examples=["5000"])
    max: str = Field("", description="At most so much, in any digits or in words.", examples=["۵ میلیون"])


@router.get("/articles", response={200: schemas.Articles, **PROBLEMS}, summary="Reports")
def articles(request: HttpRequest, asked: Params[AskedPage]) -> dict[str, object]:
    """The reports that answer, without their texts."""
    page, keys = _page(request, asked, "articles")
    return {**page, "articles": records.articles(keys, site_of(request))}


@router.get("/articles/{key:id}", response={200: schemas.WholeArticle, **PROBLEMS}, summary="A report")
def article(request: HttpRequest, id: int) -> dict[str, object]:
    """One report with its text, quotations and figures."""
    try:
        return words.whole_article(id, site_of(request))
    except LookupError as error:
        raise Http404 from error


@router.get("/quotations", response={200: schemas.Quotations, **PROBLEMS}, summary="Quotations")
def quotations(request: HttpRequest, asked: Params[AskedPage]) -> dict[str, object]:
    """The quotations whose words or speakers answer."""
    page, keys = _page(request, asked, "quotations")
    return {**page, "quotations": words.quotations(keys, site_of(request))}


@router.get("/figures", response={200: schemas.Figures, **PROBLEMS}, summary="Figures")
def figures(request: HttpRequest, asked: Params[AskedFigures]) -> dict[str, object]:
    """The figures asked for in the reports that answer; `limit` and `total` count reports."""
    params = request.GET.copy()
    params.pop("sort", None)  # here it orders reports
    question, warnings = figure_question(params)

    def wanted(figures: QuerySet[Figure]) -> QuerySet[Figure]:
        return narrow(figures, params).qs

    holding = None
    if question.narrowing:
        holding = set(wanted(Figure.objects.all()).order_by().values_list("article", flat=True).distinct())
    if question.unit and not public().filter(unit=question.unit).exists():
        warnings.append(f"یکای «{question.unit}» در بایگانی نیست.")
    page, keys = _page(request, asked, "articles", holding, warnings)
    return {**page, "figures": words.figures_of(keys, site_of(request), wanted)}


@router.get("/facets", response={200: schemas.Facets, **PROBLEMS}, summary="Counts")
def facets(request: HttpRequest, asked: Params[Asked]) -> dict[str, object]:
    """How many of the reports that answer fall on each province, year, voice … (the most frequent values)."""
    read = ArticleFilter(request.GET)
    query = read.to_query()
    results = get_engine().search(query.counting())
    counts = {name: _most(results.facets[name].items()) for name in FACET_NAMES}
    names = names_of({name: [value for value, _ in listed if value] for name, listed in counts.items()})
    return {
        "total": results.total,
        "warnings": [*read.warnings, *unknown(query)],
        "facets": {
            facet: [
                {"value": value, "name": names.get((facet, value), value or UNKNOWN), "count": count}
                for value, count in listed
            ]
            for facet, listed in counts.items()
        },
    }


def _page(
    request: HttpRequest,
    asked: AskedPage,
    collection: str,
    among: Container[int] | None = None,
    warnings: list[str] | None = None,
) -> tuple[dict[str, object], list[int]]:
    """What a page tells of itself, and the keys of its records, only those `among` some if any are given.

    `warnings`, when given, stand in the place of its own of what could not be read.
    """
    read = ArticleFilter(request.GET)
    query = read.to_query()
    total, start, keys = _window(query, asked, collection, among)
    told = {
        "total": total,
        "next": paging.next_url(request, start + len(keys), keys[-1], total) if keys else None,
        "warnings": [*(read.warnings if warnings is None else warnings), *unknown(query)],
    }
    return told, keys


def _window(
    query: Query, asked: AskedPage, collection: str, among: Container[int] | None
) -> tuple[int, int, list[int]]:
    """How many records answer, where the page begins and its keys. Only the first page is spared all keys."""
    engine = get_engine(collection)
    if among is None and not asked.cursor:
        results = engine.search(replace(query, page=1, size=asked.limit))
        return results.total, 0, results.keys
    found = [key for key in engine.keys(query) if among is None or key in among]
    start = paging.start(asked.cursor, found)
    return len(found), start, found[start : start + asked.limit]


def _most(counts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
