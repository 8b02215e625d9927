"""Any search can be edited as a whole: the question, what is to change, then the desk's preview of it."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from archive.bulk.batches import MOST, draft
from archive.bulk.edits import Edit
from archive.bulk.forms import BulkForm
from archive.bulk.tables import table_file
from archive.models import Article
from archive.persian.display import number
from search.engines import get_engine
from search.exports.head import said
from search.filters import ArticleFilter
from search.query import Query
from search.subjects import search_address
from search.unanswered import line_where_unanswered

TABLES = ("csv", "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@line_where_unanswered
def edit(request: HttpRequest) -> HttpResponse:
    """The reports of a question, for those who may correct them. The parameters are the search page's own."""
    if not request.user.has_perm("archive.change_article"):
        raise PermissionDenied
    asked = ArticleFilter(request.GET)
    query = asked.to_query()
    keys = list(get_engine("articles").keys(query))
    if (suffix := request.GET.get("table")) in TABLES:
        if len(keys) <= MOST:
            return table_file(Article.objects.filter(pk__in=keys), suffix)
        messages.error(request, f"جدول تا {number(MOST)} خبر می‌گیرد؛ جست‌وجو را تنگ‌تر کنید.")
    form = BulkForm(request.user, request.POST or None)
    if form.is_valid() and 0 < len(keys) <= MOST:
        return _previewed(request, form.edit, query, keys)
    context = {
        **admin.site.each_context(request),
        "title": "ویرایش گروهی",
        "form": form,
        "question": said(query),
        "total": len(keys),
        "most": MOST,
        "warnings": asked.warnings,
        "tables": [(each.upper(), f"?{urlencode([*query.to_params(), ('table', each)])}") for each in TABLES],
        "back": search_address().url(query),
    }
    return TemplateResponse(request, "admin/archive/batch/new.html", context)


def _previewed(request: HttpRequest, chosen: Edit, query: Query, keys: list[int]) -> HttpResponse:
    """The desk's preview of one change to all of them."""
    batch = draft(chosen.title, said(query), request.user, dict.fromkeys(map(int, keys), chosen))
    if same := len(keys) - batch.changes.count():
        messages.info(request, f"{number(same)} خبر از پیش همین است و در این فهرست نیست.")
    return redirect(batch)


#: Behind the desk's login.
view = admin.site.admin_view(edit)
