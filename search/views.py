"""The pages of results: ask, search, arrange, render."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.kept import same_for_all
from archive.models import Article
from search.address import Address
from search.directory import directory as list_directory
from search.documents import FACET_NAMES
from search.engines.base import IndexUnavailable
from search.facet_page import facet_page
from search.fields import one_line
from search.figures.question import figure_question
from search.figures.table import figure_table, nth_figure
from search.filters import ArticleFilter
from search.items import items
from search.listing import listing
from search.query import PAGE_SIZE, Query
from search.quotations import nth_quotation
from search.stepping import place_asked_for
from search.subjects import Subject, quotations_address, search_address, subject
from search.unanswered import page_where_unanswered

#: What ?view= may ask for instead of reports; each has a page of its own.
VIEWS = ("quotations", "figures")


@same_for_all
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything, or what is asked for."""
    return _listing(request, search_address())


@same_for_all
@require_safe
@page_where_unanswered
def quotations(request: HttpRequest) -> HttpResponse:
    """Who said what: every quotation, or those asked for."""
    if number := place_asked_for(request.GET):
        query = ArticleFilter(request.GET).to_query()
        return redirect(nth_quotation(query, number) or quotations_address().url(query))
    return _listing(request, quotations_address())


@same_for_all
@require_safe
@page_where_unanswered
def figures(request: HttpRequest) -> HttpResponse:
    """How much of what: a table of the figures of the reports asked for."""
    if (number := place_asked_for(request.GET)) and (url := nth_figure(request.GET, number)):
        return redirect(url)
    if (facet := request.GET.get("choices")) in FACET_NAMES:
        question, _ = figure_question(request.GET)
        return _choices(request, facet, question.query, question.address)
    return render(request, "search/figures.html", {"page": figure_table(request.GET)})


@same_for_all
@require_safe
def about(request: HttpRequest, facet: str, value: str | int) -> HttpResponse:
    """The reports of one province, speaker, office, source or industry, headed by what is known of it."""
    found = subject(facet, value)
    if found.value != str(value):  # it has been merged into another
        return redirect(f"{found.address.path}?{request.GET.urlencode()}".rstrip("?"), permanent=True)
    return _listing(request, found.address, found)


@same_for_all
@require_safe
@page_where_unanswered
def directory(request: HttpRequest, facet: str) -> HttpResponse:
    """All provinces, speakers, offices, sources or industries."""
    find = one_line(request.GET.get("find", ""), 100)
    page = list_directory(facet, find, request.GET.get("sort") == "name", request.GET.get("page"))
    return render(request, "search/directory.html", {"directory": page})


@page_where_unanswered
def _listing(request: HttpRequest, address: Address, about: Subject | None = None) -> HttpResponse:
    asked = ArticleFilter(request.GET)
    query = address.above(asked.to_query())
    if (view := request.GET.get("view")) in VIEWS:
        return redirect(query.to_url(reverse(view)))
    if asked.has_moved or not address.holds(query):
        return redirect(address.url(query), permanent=asked.has_moved)
    try:
        if (facet := request.GET.get("choices")) in FACET_NAMES:
            return _choices(request, facet, query, address, about)
        page = listing(query, address, asked.warnings)
    except IndexUnavailable:
        return _from_the_database(request, query, address, about)
    if page.is_beyond:
        return redirect(page.last_url)
    # A day that could not be read stays in its box, to be mended.
    days = {name: getattr(page, name) or request.GET.get(name, "") for name in ("after", "before")}
    return render(request, "search/results.html", {"page": page, "about": about, "days": days})


def _choices(
    request: HttpRequest, facet: str, query: Query, address: Address, about: Subject | None = None
) -> HttpResponse:
    """Every choice of one facet of a listing."""
    find = one_line(request.GET.get("find", ""), 100)
    page = facet_page(facet, query, address, find, request.GET.get("at", ""))
    return render(request, "search/choices.html", {"page": page, "about": about})


def _from_the_database(
    request: HttpRequest, query: Query, address: Address, about: Subject | None
) -> HttpResponse:
    """There is no index to be read: the newest reports that pass the filters, whatever the words."""
    asked = ArticleFilter(QueryDict(query.to_url().removeprefix("?")), Article.objects.published())
    pages = Paginator(asked.qs.newest().values_list("pk", flat=True), PAGE_SIZE)
    page = pages.get_page(query.page)
    context = {
        "page": page,
        "items": items(list(page), query),
        "about": about,
        "query": query,
        "address": address,
        "previous_url": address.url(query.on_page(page.number - 1)),
        "next_url": address.url(query.on_page(page.number + 1)),
    }
    return render(request, "search/unavailable.html", context, status=503)
