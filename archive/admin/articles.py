"""Articles at the desk: the form that corrects one, and what saving it means."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.db import transaction
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from archive import editing
from archive.admin.article_form import ArticleForm
from archive.admin.article_list import ArticleTable
from archive.admin.choosing import PLACED, Choosing, chosen_places, chosen_rows
from archive.admin.history import EMPTY, Remembered
from archive.admin.inlines import FigureInline, QuotationInline, SpeakerInline
from archive.admin.queueing import Queued
from archive.admin.redescribing import describe_again
from archive.admin.report import report_of
from archive.admin.widgets import CalmWidgets
from archive.ingest.load import Loaded
from archive.models import Article, ReviewState
from archive.models.evidence import DESCRIBED_FIELDS
from archive.signals import edited
from archive.templatetags.persian import moment


@admin.register(Article)
class ArticleAdmin(Queued, Choosing, Remembered, CalmWidgets, ArticleTable, admin.ModelAdmin):
    """Articles come in by `manage.py ingest`; here their metadata is corrected."""

    form = ArticleForm
    inlines = [SpeakerInline, QuotationInline, FigureInline]
    autocomplete_fields = ["source", "dateline", "main_province", "provinces", "industries"]
    readonly_fields = ["received", "added", "changed"]
    fieldsets = [
        (None, {"fields": ["kicker", "title", ("review_state", "is_public")]}),
        ("کِی و کجا", {"fields": ["published_on", "main_province", "provinces", "dateline"]}),
        ("از کجا رسیده", {"fields": ["source", ("source_branch", "source_via"), "reporter", "url"]}),
        ("دربارهٔ چه", {"fields": ["industries"]}),
        ("تصمیم‌های ویراستاران", {"fields": ["given_back"]}),
        ("پرونده", {"fields": ["received", "added", "changed"], "classes": ["collapse"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Who decides what readers see."""
        return request.user.has_perm("archive.publish_article")

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """What the form only shows; whether readers see the article, to those who may not decide it."""
        return [*self.readonly_fields, *([] if self.has_publish_permission(request) else ["is_public"])]

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        """Without the decisions where there are none, or where the user may not take them back."""
        if self.has_change_permission(request, obj) and obj and obj.evidence.by_editors().exists():
            return self.fieldsets
        return [(name, options) for name, options in self.fieldsets if "given_back" not in options["fields"]]

    def get_deleted_objects(self, articles: Iterable[Article], request: HttpRequest) -> tuple:
        """The articles, and how many rows go with each; the rows one by one would say little."""
        _, counts, lacking, protected = super().get_deleted_objects(articles, request)
        # Rows that only tie an article to a name have no name themselves.
        ties = {
            model._meta.verbose_name_plural for model in apps.get_models(True) if model._meta.auto_created
        }
        counts = {rows: count for rows, count in counts.items() if rows not in ties}
        return [article.headline for article in articles], counts, lacking, protected

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form with the report beside it, and under voices, quotations and figures why they are there."""
        form = context["adminform"].form
        # A refused form has changed the instance, and marks fit the text that is stored.
        stored = Article.objects.get(pk=form.instance.pk) if form.is_bound else form.instance
        context["report"] = report_of(stored, form.evidence)
        context["chosen"] = [(name, words) for name in PLACED if (words := request.POST.get(f"place-{name}"))]
        for rows in context["inline_admin_formsets"]:
            rows.reasons = form.reasons_of_rows.get(rows.formset.prefix, "")
        response = super().render_change_form(request, context, *args, **kwargs)
        if form.is_bound:
            # A refused form leaves nothing behind, nor the names that reading it has added.
            transaction.set_rollback(True)
        return response

    @admin.display(description="متن دریافتی")
    def received(self, article: Article) -> SafeString | str:
        if article.original is None:
            return "ندارد"
        url = reverse("admin:archive_original_change", args=[article.original_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, article.original)

    @admin.display(description="افزوده در")
    def added(self, article: Article) -> str:
        return moment(article.created_at)

    @admin.display(description="دگرگون در")
    def changed(self, article: Article) -> str:
        return moment(article.updated_at)

    def save_model(self, request: HttpRequest, article: Article, form: ModelForm, change: bool) -> None:
        if "_reviewed" in request.POST:
            article.review_state = ReviewState.REVIEWED
        super().save_model(request, article, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Iterable[BaseInlineFormSet], change: bool
    ) -> None:
        """Every described field that the editor changed is the editor's from now on."""
        super().save_related(request, form, formsets, change)
        places = {**chosen_places(request, form.instance), **chosen_rows(form.instance, formsets)}
        rows = [formset.prefix for formset in formsets if formset.has_changed()]
        names = [*form.changed_data, *rows, *places]
        if "main_province" in names:
            names.append("provinces")
        article = form.instance
        # Sent after the index, which listens to the saves above, had its turn.
        transaction.on_commit(lambda: edited.send(ArticleAdmin, request=request, article=article))
        for part in {"kicker", "title"}.intersection(form.changed_data):
            editing.follow(article, part, form.initial[part])
        editing.decide(article, names, request.user, places)
        if given_back := form.cleaned_data.get("given_back"):
            editing.give_back(article, given_back)
            self._tell_changes(request, describe_again(article))

    def _tell_changes(self, request: HttpRequest, described: Loaded | None) -> None:
        if described is None:
            return
        if described.reason:
            self.message_user(request, described.reason, messages.WARNING)
        for field, (_, now) in described.changes.items():
            words = f"{DESCRIBED_FIELDS.get(field, 'متن')}: «{Truncator(now).chars(80) or EMPTY}»"
            self.message_user(request, f"قاعده‌ها تعیین کردند: {words}", messages.INFO)
