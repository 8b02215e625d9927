"""Batches at the desk: what each would change, page by page; applied, watched and undone from there."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from archive.bulk import batches
from archive.bulk.forms import TableForm
from archive.bulk.values import Wording
from archive.converters import key_of
from archive.models import Batch, BatchChange, BatchState, ChangeState
from archive.persian.display import number
from archive.templatetags.persian import moment

#: Changes on one page of a preview.
PAGE = 50
_PUBLISH = "archive.publish_article"


@admin.register(Batch)
class BatchAdmin(admin.ModelAdmin):
    """Batches are made from a search or a table; here they are looked through, applied and undone."""

    list_display = ["title", "origin", "editor", "made", "state", "articles"]
    list_display_links = ["title"]
    list_filter = ["state"]
    list_select_related = ["editor"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        return request.user.has_perm("archive.change_article")

    def has_add_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def get_urls(self) -> list[URLPattern]:
        verbs = ("apply", "undo", "step", "discard", "leave")
        own = [
            path(
                f"<int:pk>/{verb}/",
                self.admin_site.admin_view(require_POST(getattr(self, f"{verb}_view"))),
                name=f"archive_batch_{verb}",
            )
            for verb in verbs
        ]
        table = path("table/", self.admin_site.admin_view(self.table_view), name="archive_batch_table")
        return [table, *own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> Any:
        # For each batch by itself: joined, the changes of all would be counted to show fifty.
        changes = BatchChange.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
        return super().get_queryset(request).annotate(count=Subquery(changes.values(count=Count("pk"))))

    @admin.display(description="زمان", ordering="made_at")
    def made(self, batch: Batch) -> SafeString:
        return moment(batch.made_at)

    @admin.display(description="خبرها")
    def articles(self, batch: Batch) -> str:
        return number(batch.count or 0)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """What changes in each article, and what can be done with the whole."""
        batch = self._batch(request, object_id)
        shown = request.GET.get("state", "")
        changes = batch.changes.select_related("article").defer("article__body")
        if shown in ChangeState.values:
            changes = changes.filter(state=shown)
        page = Paginator(changes, PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": batch.title,
            "opts": self.opts,
            "batch": batch,
            "progress": progress(batch),
            "shown": shown,
            "page": page,
            "rows": rows(page),
        }
        return TemplateResponse(request, "admin/archive/batch/preview.html", context)

    def table_view(self, request: HttpRequest) -> HttpResponse:
        """A table that was corrected elsewhere: checked row by row, then a preview like any other."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TableForm(request.POST or None, request.FILES or None)
        read = form.reading if form.is_valid() else None
        if read and (not read.errors or "_anyway" in request.POST):
            name = form.cleaned_data["table"].name
            batch = batches.draft(f"جدول {name}", name, request.user, read.edits)
            if _may_run(request, batch):
                if same := len(read.edits) - batch.changes.count():
                    messages.info(request, f"{number(same)} ردیف چیزی را عوض نمی‌کند.")
                return redirect(batch)
            batch.delete()
            form.add_error("table", "«همگانی» را تنها ناشر عوض می‌کند.")
        context = {
            **self.admin_site.each_context(request),
            "title": "ویرایش با جدول",
            "opts": self.opts,
            "form": form,
            "read": read,
            "shown": read.errors[:PAGE] if read else [],
        }
        return TemplateResponse(request, "admin/archive/batch/table.html", context)

    def apply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin to apply a draft."""
        return self._begin(request, pk, batches.start, "این گروه دیگر پیش‌نمایش نیست.")

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin to undo."""
        return self._begin(request, pk, batches.start_undoing, "این گروه را دیگر نمی‌توان بازگرداند.")

    def step_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go on by one step; a script hears how far it is, a browser without one sees it."""
        batch = self._batch(request, pk)
        batches.step(batch)
        batch.refresh_from_db()
        if request.accepts("text/html"):
            return redirect(batch)
        return JsonResponse(progress(batch))

    def leave_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the ticked articles out of a draft, and come back to the same page of it."""
        batch = self._batch(request, pk)
        left = batches.leave_out(batch, list(filter(None, map(key_of, request.POST.getlist("change")))))
        self.message_user(request, f"{number(left)} خبر از این گروه کنار گذاشته شد.", messages.SUCCESS)
        return redirect(f"{batch.get_absolute_url()}?{request.GET.urlencode()}")

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget a draft."""
        batch = self._batch(request, pk)
        if batch.state != BatchState.DRAFT:
            self.message_user(request, "تنها پیش‌نمایش را می‌توان دور انداخت.", messages.ERROR)
            return redirect(batch)
        batch.delete()
        self.message_user(request, "پیش‌نمایش دور انداخته شد؛ هیچ خبری تغییر نکرد.", messages.SUCCESS)
        return redirect("admin:archive_batch_changelist")

    def _begin(self, request: HttpRequest, pk: int, start: Any, refusal: str) -> HttpResponse:
        batch = self._batch(request, pk)
        if start(batch, request.user):
            batches.step(batch)
        else:
            self.message_user(request, refusal, messages.ERROR)
        return redirect(batch)

    def _batch(self, request: HttpRequest, key: str | int) -> Batch:
        """The batch, for those who may; one that shows or hides articles is for who may publish."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = self.get_object(request, str(key))
        if batch is None:
            raise Http404("چنین گروهی نیست.")
        if request.method == "POST" and not _may_run(request, batch):
            raise PermissionDenied
        return batch


def _may_run(request: HttpRequest, batch: Batch) -> bool:
    shows = batch.changes.filter(after__has_key="is_public").exists()
    return not shows or request.user.has_perm(_PUBLISH)


def progress(batch: Batch) -> dict[str, Any]:
    """How many of the changes are in which state, and how far a running batch is."""
    counts = dict(batch.changes.order_by().values_list("state").annotate(Count("pk")))
    rest = counts.get(ChangeState.DONE if batch.state == BatchState.UNDOING else ChangeState.WAITING, 0)
    total = sum(counts.values())
    return {
        "running": batch.is_running,
        "done": total - rest,
        "total": total,
        "words": f"{number(total - rest)} از {number(total)}",
        "states": [
            (state, ChangeState(state).label, counts[state])
            for state in ChangeState.values
            if state in counts
        ],
    }


def rows(changes: list[BatchChange]) -> list[tuple[BatchChange, list[tuple[str, str, str]]]]:
    """Each change with its fields in words: label, before, after."""
    wording = Wording([values for change in changes for values in (change.before, change.after)])
    shown = []
    for change in changes:
        before, after = wording.of(change.before), wording.of(change.after)
        fields = [(label, before[label], now) for label, now in after.items() if before[label] != now]
        shown.append((change, fields))
    return shown
