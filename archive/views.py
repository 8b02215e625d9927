"""The record's own pages that no search is needed for: a text as received, what robots may read."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.models import Article
from archive.received import LONGEST_SHOWN, visible

#: The forms in which pages can be taken away: the same again, for programs.
FILES = ("csv", "xlsx", "json", "jsonl", "ris", "bib")


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a report as it was received, with how it came."""
    article = _with_original(request, pk)
    text = article.original.text
    context = {
        "article": article,
        "original": article.original,
        "bytes": len(article.original.content),
        "text": visible(text[:LONGEST_SHOWN]),
        "is_cut": len(text) > LONGEST_SHOWN,
    }
    return render(request, "archive/original.html", context)


@require_safe
def original_bytes(request: HttpRequest, pk: int) -> HttpResponse:
    """The very bytes. Always a download: a browser must never run what somebody sent in."""
    found = _with_original(request, pk).original
    headers = {"Content-Disposition": f'attachment; filename="{pk}-{found.sha256[:8]}.txt"'}
    return HttpResponse(bytes(found.content), content_type="application/octet-stream", headers=headers)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that look where icons used to be."""
    return redirect(static("img/icon.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Robots may read everything but the endless combinations of facets, files, and what only people need."""
    lines = [
        "User-agent: *",
        "Disallow: /*&*&",
        *(f"Disallow: /*.{suffix}" for suffix in FILES),
        "Disallow: /api/",
        "Disallow: /a/*/original/",
        "Disallow: /a/*/improve/",
        "Disallow: /admin/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def readable(request: HttpRequest) -> QuerySet[Article]:
    """The reports that this reader may see: the published ones; editors see all."""
    may_preview = request.user.is_staff and request.user.has_perm("archive.view_article")
    return Article.objects.all() if may_preview else Article.objects.published()


def _with_original(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(readable(request).select_related("original"), pk=pk)
    if article.original is None:
        raise Http404("این خبر متن دریافتی ندارد.")
    return article
