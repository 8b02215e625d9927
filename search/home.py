"""The front page: everything on it is a link into the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.kept import same_for_all
from archive.models import Article
from archive.partial import leave_unkept
from search.engines.base import IndexUnavailable, SearchBusy
from search.overview import MOST_NEWEST, overview


@same_for_all
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The archive at a glance; without an index it still shows the newest reports."""
    try:
        # The parts of the overview are worked out while the page is rendered.
        glance = overview(timezone.localdate())
        return render(request, "search/home.html", {"overview": glance, "newest": glance.newest})
    except (IndexUnavailable, SearchBusy):
        leave_unkept()
        newest = Article.objects.published().newest().select_related("source", "main_province")
        context = {"newest": newest[:MOST_NEWEST], "is_index_missing": True}
        return render(request, "search/home.html", context)
