"""The front page: everything on it is a link into the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.kept import leave_unkept, same_for_all
from archive.models import Article
from search.engines.base import IndexUnavailable, SearchBusy
from search.overview import MOST_NEWEST, Overview


@same_for_all
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The archive at a glance; without an index it still shows the newest reports."""
    try:
        # The parts of the overview are worked out while the page is rendered.
        overview = Overview()
        return render(request, "search/home.html", {"overview": overview, "newest": overview.newest})
    except (IndexUnavailable, SearchBusy):
        leave_unkept()
        newest = Article.objects.published().newest().select_related("source", "main_province")
        context = {"newest": newest[:MOST_NEWEST], "is_index_missing": True}
        return render(request, "search/home.html", context)
