"""The files: the question of the page, its whole answer, streamed."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.models import Article, Quotation
from archive.visitors import address_of
from search.address import Address
from search.directory import TITLES
from search.engines import get_engine
from search.exports import kinds, tables, words
from search.exports.files import Table
from search.exports.gate import InTurn
from search.exports.head import Head, said
from search.exports.kinds import FORMATS, KINDS, Format, Kind
from search.exports.records import Record, in_batches
from search.exports.twins import twin
from search.fields import IdsField
from search.figures.question import figure_question, narrow, narrowing_chips
from search.filters import ArticleFilter
from search.query import Query
from search.subjects import quotations_address, search_address, subject
from search.suggestions import Suggestion, named
from search.unanswered import line_where_unanswered

#: Reports that can be picked one by one.
MOST_PICKED = 500
_AS_IS = {"ensure_ascii": False}


@require_safe
def search_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Everything, or what is asked for."""
    return _file(request, search_address(), suffix, "articles")


@require_safe
def subject_file(request: HttpRequest, facet: str, value: str | int, suffix: str) -> HttpResponseBase:
    """The reports of one province, speaker, office, source or industry."""
    return _file(request, subject(facet, value).address, suffix, "articles")


@require_safe
@line_where_unanswered
def directory_file(request: HttpRequest, facet: str, suffix: str) -> HttpResponseBase:
    """All provinces, speakers, offices, sources or industries with the number of their reports."""
    form = FORMATS[suffix]
    if form.write is None:
        raise Http404("نام‌ها ارجاع ندارند.")
    names = named(facet, request.GET.get("find", ""))
    head = Head(f"همهٔ {TITLES[facet]}", request.build_absolute_uri(), timezone.localdate(), len(names))
    content = form.write(Table("entries", tables.ENTRIES), head, in_batches(names, entries, site_of(request)))
    return as_file(form, content, f"rasteh-{facet}-{head.asked_on.isoformat()}.{suffix}")


def entries(names: Sequence[Suggestion], site: str) -> list[Record]:
    """Names of a directory for programs."""
    return [
        {"value": name.value, "name": name.text, "count": name.count, "address": f"{site}{name.url}"}
        for name in names
    ]


@require_safe
def quotations_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """The quotations that the parameters of a search ask for."""
    return _file(request, quotations_address(), suffix, "quotations")


@require_safe
def figures_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """The figures of the reports that are asked for, with the unit and values of the page."""
    question, warnings = figure_question(request.GET)
    kind = kinds.figures(lambda: question.of_reports, lambda figures: narrow(figures, request.GET).qs)
    asked = said(question.query, narrowing_chips(question))
    # A file holds its figures as their reports stand, whatever the table is sorted by.
    return _answer(request, kind, suffix, question.address, question.query.sorted_by(""), asked, warnings)


@require_safe
def article_file(request: HttpRequest, pk: int, suffix: str) -> HttpResponseBase:
    """One report; as JSON, with its quotations and figures."""
    if not Article.objects.published().filter(pk=pk).exists():
        raise Http404("چنین خبری در بایگانی نیست.")
    if suffix == "json":
        return JsonResponse(words.whole_article(pk, site_of(request)), json_dumps_params=_AS_IS)
    return _picked(request, [pk], f"خبر {pk}", suffix)


@require_safe
def quotation_file(request: HttpRequest, pk: int, number: int, suffix: str) -> HttpResponseBase:
    """One quotation, by its number in its report."""
    said = Quotation.objects.filter(article=pk, article__is_public=True).order_by("start", "pk")
    keys = said.values_list("pk", flat=True)[number - 1 : number] if number else ()
    if not keys:
        raise Http404("چنین نقل‌قولی در بایگانی نیست.")
    kind = KINDS["quotations"]
    form = _chosen(kind, suffix)
    head = Head(f"نقل‌قول {number} از خبر {pk}", request.build_absolute_uri(), timezone.localdate(), 1)
    return _streamed(request, kind, form, head, list(keys), f"rasteh-{pk}-q{number}.{suffix}")


@require_safe
def picked_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Reports picked one by one: ?id=12&id=15."""
    typed = map(IdsField().read, request.GET.getlist("id")[:MOST_PICKED])
    keys = [int(key) for key in dict.fromkeys(filter(None, typed))]
    return _picked(request, keys, "خبرهای برگزیده", suffix)


def _picked(request: HttpRequest, keys: list[int], question: str, suffix: str) -> HttpResponseBase:
    kind = KINDS["articles"]
    form = _chosen(kind, suffix)
    found = list(Article.objects.published().filter(pk__in=keys).values_list("pk", flat=True))
    keys = [key for key in keys if key in found]
    head = Head(question, request.build_absolute_uri(), timezone.localdate(), len(keys))
    return _streamed(request, kind, form, head, keys, f"rasteh-{'-'.join(map(str, keys[:3]))}.{suffix}")


def _file(request: HttpRequest, address: Address, suffix: str, name: str) -> HttpResponseBase:
    asked = ArticleFilter(request.GET)
    query = address.above(asked.to_query())
    if not address.holds(query):
        return redirect(twin(address.url(query), suffix))
    return _answer(request, KINDS[name], suffix, address, query, said(query), asked.warnings)


@line_where_unanswered
def _answer(
    request: HttpRequest,
    kind: Kind,
    suffix: str,
    address: Address,
    query: Query,
    asked: str,
    warnings: Sequence[str],
) -> HttpResponseBase:
    form = _chosen(kind, suffix)
    keys = kind.having(get_engine(kind.collection).keys(query))
    again = request.build_absolute_uri(address.url(query.on_page(1)))
    head = Head(asked, again, timezone.localdate(), kind.count(keys), tuple(warnings))
    return _streamed(
        request, kind, form, head, keys, f"rasteh-{kind.table.name}-{head.asked_on.isoformat()}.{suffix}"
    )


def _chosen(kind: Kind, suffix: str) -> Format:
    form = FORMATS[suffix]
    if form.cite and not kind.cite:
        raise Http404("به این شکل نمی‌توان ارجاع داد.")
    return form


@line_where_unanswered
def _streamed(
    request: HttpRequest, kind: Kind, form: Format, head: Head, keys: Sequence[int], filename: str
) -> HttpResponseBase:
    if request.method != "GET":
        return as_file(form, iter(()), filename)
    content = InTurn(_content(kind, form, head, keys, site_of(request)), address_of(request))
    return as_file(form, content, filename)


def as_file(form: Format, content: Iterable[bytes], filename: str) -> HttpResponseBase:
    """What was written, streamed under a name."""
    response = StreamingHttpResponse(content, content_type=form.content_type)
    place = "attachment" if form.is_download else "inline"
    response["Content-Disposition"] = f'{place}; filename="{filename}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _content(kind: Kind, form: Format, head: Head, keys: Sequence[int], site: str) -> Iterator[bytes]:
    if form.cite:
        return form.cite(kind.cite(keys, site))
    return form.write(kind.table, head, in_batches(keys, kind.read, site))


def site_of(request: HttpRequest) -> str:
    """The archive's own address: "https://host"."""
    return request.build_absolute_uri("/").rstrip("/")
