"""The texts as received: to look at, never to change."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.admin.history import Remembered
from archive.counting import ShortPaginator
from archive.models import Original
from archive.templatetags.persian import moment


@admin.register(Original)
class OriginalAdmin(Remembered, admin.ModelAdmin):
    """An original that an article came from cannot be deleted."""

    list_display = ["__str__", "encoding", "received", "used_by"]
    fields = readonly_fields = ["origin", "received", "encoding", "sha256", "used_by", "characters"]
    search_fields = ["origin", "sha256"]
    # As they were received; their keys tell that order by an index.
    ordering = ["-pk"]
    list_per_page = 50
    paginator = ShortPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Original]:
        # The bytes of fifty originals are not needed to list them.
        return super().get_queryset(request).defer("content").prefetch_related("articles")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Original | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Original | None = None) -> bool:
        return any(request.user.has_perm(f"archive.{verb}_original") for verb in ("view", "change"))

    def has_delete_permission(self, request: HttpRequest, obj: Original | None = None) -> bool:
        unused = obj is None or not obj.articles.exists()
        return unused and super().has_delete_permission(request, obj)

    @admin.display(description="زمان دریافت", ordering="received_at")
    def received(self, original: Original) -> str:
        return moment(original.received_at)

    @admin.display(description="خبر", empty_value="هیچ")
    def used_by(self, original: Original) -> SafeString | None:
        links = (
            (reverse("admin:archive_article_change", args=[article.pk]), article)
            for article in original.articles.all()
        )
        return format_html_join("، ", '<a href="{}">{}</a>', links) or None

    @admin.display(description="متن")
    def characters(self, original: Original) -> SafeString:
        return format_html('<pre class="as-received" dir="auto">{}</pre>', original.text)
