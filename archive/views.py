"""The record's own pages that no search is needed for: a text as received, what readers would mend."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from archive.kept import same_for_all
from archive.models import Article, ReaderSuggestion
from archive.models.evidence import DESCRIBED_FIELDS
from archive.received import LONGEST_SHOWN, visible
from archive.standing import standing
from archive.suggesting import Patience, SuggestionForm, as_lines, keep

#: The forms in which pages can be taken away: the same again, for programs.
FILES = ("csv", "xlsx", "json", "jsonl", "ris", "bib")


@same_for_all
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


@same_for_all
@require_safe
def fields_of_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a report, each field with the way to suggest something else."""
    article = _published(pk)
    stands = standing([article])[article.pk]
    told = [(field, label, stands[field]["words"]) for field, label in DESCRIBED_FIELDS.items()]
    context = {"article": article, "told": told, "sent": "sent" in request.GET}
    return render(request, "archive/improve.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def improve(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """The form for one field; what is sent waits for an editor."""
    article = _published(pk)
    if field not in DESCRIBED_FIELDS:
        raise Http404("چنین میدانی نیست.")
    stood = as_lines(article, field)
    suggestion = ReaderSuggestion(article=article, field=field, stood=stood)
    form = SuggestionForm(request.POST or None, instance=suggestion, stood=stood)
    if form.is_valid():
        patience = Patience(settings.SUGGESTION_RATE) if settings.SUGGESTION_RATE else None
        if patience and not patience.allow_request(request):
            return _too_many(request, article, form, patience)
        if not form.is_trapped:
            keep(form.instance)
        return redirect(f"{reverse('improvements', args=[pk])}?sent")
    return render(request, "archive/improve_field.html", _context(article, form))


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


def _published(pk: int) -> Article:
    return get_object_or_404(Article.objects.published(), pk=pk)


def _context(article: Article, form: SuggestionForm) -> dict[str, Any]:
    return {"article": article, "form": form, "label": DESCRIBED_FIELDS[form.instance.field]}


def _too_many(
    request: HttpRequest, article: Article, form: SuggestionForm, patience: Patience
) -> HttpResponse:
    """Later; what was typed stays in the form."""
    form.add_error(None, "از این نشانی پیشنهادهای بسیاری رسیده است. کمی دیگر بفرستید؛ نوشته‌تان همین‌جاست.")
    response = render(request, "archive/improve_field.html", _context(article, form), status=429)
    response["Retry-After"] = max(1, round(patience.wait() or patience.duration))
    return response
