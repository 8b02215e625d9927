"""How a browser's address bar searches the archive (OpenSearch 1.1) and what it suggests while one types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive.persian.display import number
from search.facets import label_of
from search.suggestions import suggest
from search.unanswered import line_where_unanswered

DESCRIPTION_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS_TYPE = "application/x-suggestions+json"


@require_safe
@cache_control(public=True, max_age=86400)
def description(request: HttpRequest) -> HttpResponse:
    """The addresses to search at, as templates."""
    search = request.build_absolute_uri(reverse("search"))
    context = {
        "icon": request.build_absolute_uri(static("img/icon.svg")),
        "self": request.build_absolute_uri(),
        "search": search,
        "files": search.rstrip("/"),
        "suggest": request.build_absolute_uri(reverse("suggest")),
    }
    return render(
        request, "search/opensearch.xml", context, content_type=f"{DESCRIPTION_TYPE}; charset=utf-8"
    )


@require_safe
@line_where_unanswered
@cache_control(public=True, max_age=60)
def suggestions(request: HttpRequest) -> HttpResponse:
    """What may be meant: texts, what they are, and their pages, side by side (OpenSearch Suggestions 1.1)."""
    typed = request.GET.get("q", "")
    found = suggest(typed)
    told = [
        typed,
        [each.text for each in found],
        [f"{label_of(each.facet)}، {number(each.count)} خبر" if each.facet else "" for each in found],
        [request.build_absolute_uri(each.url) for each in found],
    ]
    return JsonResponse(
        told, safe=False, json_dumps_params={"ensure_ascii": False}, content_type=SUGGESTIONS_TYPE
    )
