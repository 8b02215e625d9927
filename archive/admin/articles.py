"""The list of articles and the form that corrects one."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from archive import editing
from archive.admin.article_form import ArticleForm
from archive.admin.filters import DecidedByFilter, JalaliMonthFilter, JalaliYearFilter, MissingFilter
from archive.admin.history import EMPTY, became, changes_of
from archive.admin.inlines import FigureInline, QuotationInline, SpeakerInline
from archive.admin.redescribing import describe_again
from archive.admin.report import report_of
from archive.admin.spelling import AnySpelling
from archive.admin.widgets import CalmWidgets
from archive.ingest.load import Loaded
from archive.models import Article, ReviewState, Source
from archive.models.evidence import DESCRIBED_FIELDS
from archive.persian.numbers import persian_digits
from archive.signals import edited
from archive.templatetags.persian import moment, published

#: Voices named in a row of the list; a report with more says how many more.
MOST_VOICES = 2


def _none(words: str) -> SafeString:
    """What a cell says when its article lacks what the column shows."""
    return format_html('<span class="none">{}</span>', words)


class ArticleList(ChangeList):
    """The list with everything its columns show, in a fixed number of queries."""

    def get_queryset(self, request: HttpRequest, **kwargs: Any) -> QuerySet[Article]:
        return super().get_queryset(request, **kwargs).for_listing()


@admin.register(Article)
class ArticleAdmin(CalmWidgets, AnySpelling, admin.ModelAdmin):
    """Articles come in by `manage.py ingest`; here their metadata is corrected."""

    form = ArticleForm
    inlines = [SpeakerInline, QuotationInline, FigureInline]
    autocomplete_fields = ["source", "dateline", "main_province", "provinces", "industries"]
    readonly_fields = ["received", "added", "changed"]
    list_display = ["titled", "where", "voices", "when", "published_by", "state"]
    list_filter = [
        "review_state",
        MissingFilter,
        JalaliYearFilter,
        JalaliMonthFilter,
        ("provinces", admin.RelatedFieldListFilter),
        ("source", admin.RelatedOnlyFieldListFilter),
        DecidedByFilter,
        "is_public",
    ]
    search_fields = ["title", "kicker", "body__icontains"]
    search_help_text = "واژه‌های تیتر با هر املا، واژه‌های متن چنان‌که چاپ شده"
    list_per_page = 50
    # Counting all rows beside the found ones is one slow query more, and says little.
    show_full_result_count = False
    actions = ["mark_reviewed", "publish", "unpublish"]
    fieldsets = [
        (None, {"fields": ["kicker", "title", ("review_state", "is_public")]}),
        ("کِی و کجا", {"fields": ["published_on", "main_province", "provinces", "dateline"]}),
        ("از کجا رسیده", {"fields": ["source", ("source_branch", "source_via"), "reporter", "url"]}),
        ("دربارهٔ چه", {"fields": ["industries"]}),
        ("تصمیم‌های ویراستاران", {"fields": ["given_back"]}),
        ("پرونده", {"fields": ["received", "added", "changed"], "classes": ["collapse"]}),
    ]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Persons and offices lead to their articles."""
        named = lookup in ("speakers__person", "speakers__office")
        return named or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleList

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        """Without the decisions where there are none, or where the user may not take them back."""
        if self.has_change_permission(request, obj) and obj and obj.evidence.by_editors().exists():
            return self.fieldsets
        return [(name, options) for name, options in self.fieldsets if "given_back" not in options["fields"]]

    def get_deleted_objects(self, articles: Iterable[Article], request: HttpRequest) -> tuple:
        """The articles, and how many rows go with each; the rows one by one would say little."""
        _, counts, lacking, protected = super().get_deleted_objects(articles, request)
        for relation in (Article.provinces, Article.industries):
            counts.pop(relation.through._meta.verbose_name_plural, None)
        return [article.headline for article in articles], counts, lacking, protected

    # --- the list

    @admin.display(description="تیتر", ordering="title")
    def titled(self, article: Article) -> str:
        return article.headline

    @admin.display(description="استان", ordering="main_province__name", empty_value=_none("بی‌استان"))
    def where(self, article: Article) -> str | None:
        others = [p.name for p in article.provinces.all() if p.pk != article.main_province_id]
        return _few([article.main_province.name, *others] if article.main_province else others, 1)

    @admin.display(description="گویندگان", empty_value=_none("بی‌گوینده"))
    def voices(self, article: Article) -> str | None:
        return _few([str(voice.person or voice.office) for voice in article.speakers.all()], MOST_VOICES)

    @admin.display(description="تاریخ", ordering="published_on", empty_value=_none("بی‌تاریخ"))
    def when(self, article: Article) -> SafeString | None:
        return published(article) if article.published_on else None

    @admin.display(description="منبع", ordering="source__name", empty_value=_none("بی‌منبع"))
    def published_by(self, article: Article) -> Source | None:
        return article.source

    @admin.display(description="بازبینی", ordering="review_state")
    def state(self, article: Article) -> SafeString:
        pill = format_html(
            '<span class="pill {}">{}</span>', article.review_state, article.get_review_state_display()
        )
        return (
            pill
            if article.is_public
            else pill + format_html(' <span class="pill hidden-one">{}</span>', "پنهان")
        )

    # --- the form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form with the report beside it, and under voices, quotations and figures why they are there."""
        form = context["adminform"].form
        # A refused form has changed the instance, and marks fit the text that is stored.
        stored = Article.objects.get(pk=form.instance.pk) if form.errors else form.instance
        context["report"] = report_of(stored, form.evidence)
        for rows in context["inline_admin_formsets"]:
            rows.reasons = form.reasons_of_rows.get(rows.formset.prefix, "")
        return super().render_change_form(request, context, *args, **kwargs)

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

    # --- what saving means

    def save_model(self, request: HttpRequest, article: Article, form: ModelForm, change: bool) -> None:
        if "_reviewed" in request.POST:
            article.review_state = ReviewState.REVIEWED
        super().save_model(request, article, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Iterable[BaseInlineFormSet], change: bool
    ) -> None:
        """Every described field that the editor changed is the editor's from now on."""
        super().save_related(request, form, formsets, change)
        names = [*form.changed_data, *(formset.prefix for formset in formsets if formset.has_changed())]
        if "main_province" in names:
            names.append("provinces")
        article = form.instance
        # Sent after the index, which listens to the saves above, had its turn.
        transaction.on_commit(lambda: edited.send(ArticleAdmin, request=request, article=article))
        for part in {"kicker", "title"}.intersection(form.changed_data):
            editing.follow(article, part, form.initial[part])
        editing.decide(article, names, request.user)
        if given_back := form.cleaned_data.get("given_back"):
            editing.give_back(article, given_back)
            self._tell_changes(request, describe_again(article))

    def _tell_changes(self, request: HttpRequest, described: Loaded | None) -> None:
        for field, (_, now) in described.changes.items() if described else ():
            words = f"{DESCRIBED_FIELDS.get(field, 'متن')}: «{Truncator(now).chars(80) or EMPTY}»"
            self.message_user(request, f"قاعده‌ها تعیین کردند: {words}", messages.INFO)

    def construct_change_message(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], add: bool = False
    ) -> list[dict]:
        return changes_of(form, super().construct_change_message(request, form, formsets, add))

    # --- what is done to many at once

    @admin.action(description="بازبینی شد", permissions=["change"])
    def mark_reviewed(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._set(request, articles, "review_state", ReviewState.REVIEWED)

    @admin.action(description="به خوانندگان نشان داده شود", permissions=["change"])
    def publish(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._set(request, articles, "is_public", True)

    @admin.action(description="از خوانندگان پنهان شود", permissions=["change"])
    def unpublish(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._set(request, articles, "is_public", False)

    @transaction.atomic
    def _set(self, request: HttpRequest, articles: QuerySet[Article], name: str, value: Any) -> None:
        """Set one column, article by article: `update()` would leave no history."""
        changed = 0
        for article in articles.exclude(**{name: value}):
            before = getattr(article, name)
            setattr(article, name, value)
            article.save(update_fields=[name, "updated_at"])
            self.log_change(request, article, [became(Article, name, before, value)])
            changed += 1
        self.message_user(request, f"{persian_digits(changed)} خبر تغییر کرد.", messages.SUCCESS)


def _few(names: list[str], most: int) -> str | None:
    """The first names, and how many more there are; None for none."""
    if not names:
        return None
    more = f" و {persian_digits(len(names) - most)} دیگر" if len(names) > most else ""
    return "، ".join(names[:most]) + more
