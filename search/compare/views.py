"""The comparison as a page and as a file."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.kept import same_for_all
from search.compare.answer import Comparison, compare
from search.compare.question import read
from search.exports.files import Table
from search.exports.head import Head
from search.exports.kinds import FORMATS
from search.exports.records import Record
from search.exports.tables import Column
from search.exports.views import as_file
from search.unanswered import line_where_unanswered, page_where_unanswered

TABLE = Table(
    "counts",
    (
        Column("نام", lambda record: record["name"]),
        Column("سال", lambda record: record["year"] or "بدون تاریخ"),
        Column("شمار خبر", lambda record: record["count"]),
        Column("همهٔ خبرهای بایگانی از آن سال", lambda record: record["held"]),
        Column("سهم (درصد)", lambda record: record["percent"]),
        Column("کم‌پوشش", lambda record: "بله" if record["thin"] else ""),
        Column("نشانی", lambda record: record["address"]),
    ),
)


@same_for_all
@require_safe
@page_where_unanswered
def comparison(request: HttpRequest) -> HttpResponse:
    """Up to four things side by side over the years."""
    asked, warnings = read(request.GET)
    if not all(value for _, values in request.GET.lists() for value in values):
        return redirect(asked.url())  # the boxes that were left empty are not part of the address
    return render(request, "search/compare.html", {"page": compare(asked, warnings)})


@require_safe
@line_where_unanswered
def comparison_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Every figure of the page, a row for each thing and year."""
    form = FORMATS[suffix]
    if form.write is None:
        raise Http404("به یک مقایسه نمی‌توان چنین ارجاع داد.")
    page = compare(*read(request.GET))
    records = list(_records(page, request))
    address = request.build_absolute_uri(page.url)
    head = Head(page.heading, address, timezone.localdate(), len(records), tuple(page.warnings))
    content = form.write(TABLE, head, [records])
    return as_file(form, content, f"rasteh-compare-{head.asked_on.isoformat()}.{suffix}")


def _records(page: Comparison, request: HttpRequest) -> Iterator[Record]:
    """Oldest first, the undated last."""
    for one in page.series:
        for cell in sorted(one.cells.values(), key=lambda cell: cell.year or "~"):
            yield {
                "name": one.label,
                "year": int(cell.year) if cell.year else None,
                "count": cell.count,
                "held": cell.held,
                "percent": round(cell.percent, 2),
                "thin": cell.is_thin,
                "address": request.build_absolute_uri(cell.url) if cell.url else "",
            }
