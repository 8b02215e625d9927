"""The list of articles: its columns, its filters, and what is done to many at once."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.filters import (
    DecidedByFilter,
    DeliveryFilter,
    JalaliMonthFilter,
    JalaliYearFilter,
    MissingFilter,
    ProvinceFilter,
    SourceFilter,
    UnsureFilter,
)
from archive.admin.spelling import AnySpelling
from archive.bulk.tables import table_file
from archive.counting import ShortPaginator
from archive.doubt import reckon
from archive.history import recorded
from archive.models import Article, Evidence, ReviewState, Source, Speaker
from archive.persian.numbers import persian_digits
from archive.signals import seek
from archive.templatetags.persian import percent, published

#: Voices named in a row of the list; a report with more says how many more.
MOST_VOICES = 2


def _none(words: str) -> SafeString:
    """What a cell says when its article lacks what the column shows."""
    return format_html('<span class="none">{}</span>', words)


class ArticleList(ChangeList):
    """The list with everything its columns show, in a fixed number of queries."""

    def get_results(self, request: HttpRequest) -> None:
        """One page. An index tells which articles it has, and only these are read."""
        super().get_results(request)
        found = Article.objects.filter(pk__in=self.result_list.values("pk"))
        voices = Speaker.objects.select_related("person", "office")
        where = Evidence.objects.filter(field="main_province")
        self.result_list = (
            found.order_by(*self.result_list.query.order_by)
            .select_related("source", "main_province")
            .prefetch_related(
                "provinces", Prefetch("speakers", voices), Prefetch("evidence", where, to_attr="why_there")
            )
        )


class ArticleTable(AnySpelling):
    """How a ModelAdmin lists articles."""

    list_display = ["titled", "where", "voices", "when", "published_by", "state"]
    list_filter = [
        "review_state",
        MissingFilter,
        UnsureFilter,
        JalaliYearFilter,
        JalaliMonthFilter,
        ProvinceFilter,
        SourceFilter,
        DeliveryFilter,
        DecidedByFilter,
        "is_public",
    ]
    # The most doubtful first; of those alike the newest.
    ordering = ["-doubt", "-pk"]
    search_fields = ["title", "kicker", "body__icontains"]
    search_help_text = "واژه‌ها با هر املا"
    list_per_page = 50
    paginator = ShortPaginator
    # Counting all rows beside the found ones is one slow query more, and says little.
    show_full_result_count = False
    actions = ["mark_reviewed", "publish", "unpublish", "as_csv", "as_xlsx"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Persons and offices lead to their articles."""
        named = lookup in ("speakers__person", "speakers__office")
        return named or super().lookup_allowed(lookup, value, request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleList

    def action_checkbox(self, article: Article) -> SafeString:
        """Django's own renders a widget's template for each row: a tenth of the page's time."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="برگزیدن: {}">',
            ACTION_CHECKBOX_NAME,
            article.pk,
            article.headline,
        )

    @admin.display(description="تیتر")
    def titled(self, article: Article) -> str:
        return article.headline

    @admin.display(description="استان", empty_value=_none("بی‌استان"))
    def where(self, article: Article) -> SafeString | None:
        others = [p.name for p in article.provinces.all() if p.pk != article.main_province_id]
        names = _few([article.main_province.name, *others] if article.main_province else others, 1)
        return format_html("{} {}", names, _sure(article.why_there)) if names else None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """What readers would find; of what the index does not hold, what the database finds."""
        found = seek(search_term) if search_term.strip() else None
        if found is None:
            return super().get_search_results(request, queryset, search_term)
        unindexed = Article.objects.filter(Q(is_public=False) | Q(pk__in=found.unread)).order_by()
        others, _ = super().get_search_results(request, unindexed, search_term)
        return queryset.filter(Q(pk__in=found.keys) | Q(pk__in=others.values("pk"))), False

    @admin.display(description="گویندگان", empty_value=_none("بی‌گوینده"))
    def voices(self, article: Article) -> str | None:
        return _few([str(voice.person or voice.office) for voice in article.speakers.all()], MOST_VOICES)

    @admin.display(description="تاریخ", ordering="published_on", empty_value=_none("بی‌تاریخ"))
    def when(self, article: Article) -> SafeString | None:
        return published(article) if article.published_on else None

    @admin.display(description="منبع", empty_value=_none("بی‌منبع"))
    def published_by(self, article: Article) -> Source | None:
        return article.source

    @admin.display(description="بازبینی", ordering="review_state")
    def state(self, article: Article) -> SafeString:
        pill = format_html(
            '<span class="pill {}">{}</span>', article.review_state, article.get_review_state_display()
        )
        withheld = format_html(' <span class="pill withheld">{}</span>', "پنهان")
        return pill if article.is_public else pill + withheld

    @admin.action(description="بازبینی شد", permissions=["change"])
    def mark_reviewed(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._set(request, articles, "review_state", ReviewState.REVIEWED)

    @admin.action(description="به خوانندگان نشان داده شود", permissions=["publish"])
    def publish(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._set(request, articles, "is_public", True)

    @admin.action(description="از خوانندگان پنهان شود", permissions=["publish"])
    def unpublish(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        self._set(request, articles, "is_public", False)

    @admin.action(description="جدول CSV برای ویرایش", permissions=["change"])
    def as_csv(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse:
        return table_file(articles, "csv")

    @admin.action(description="جدول XLSX برای ویرایش", permissions=["change"])
    def as_xlsx(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse:
        return table_file(articles, "xlsx")

    def _set(self, request: HttpRequest, articles: QuerySet[Article], name: str, value: Any) -> None:
        """Set one column; article by article, because whoever follows them listens to their saves."""
        articles = list(articles.exclude(**{name: value}))
        with recorded(articles, request.user, names=[name]):
            for article in articles:
                setattr(article, name, value)
                article.save(update_fields=[name, "updated_at"])
            reckon(Article.objects.filter(pk__in=[article.pk for article in articles]))
        self.message_user(request, f"{persian_digits(len(articles))} خبر تغییر کرد.", messages.SUCCESS)


def _sure(reasons: list[Evidence]) -> SafeString | str:
    """How sure what was found is, or that somebody decided it."""
    if not reasons:
        return ""
    surest = max(reasons, key=lambda reason: reason.confidence)
    words = "تصمیم ویراستار" if surest.editor_id else percent(surest.confidence)
    return format_html('<span class="sure">{}</span>', words)


def _few(names: list[str], most: int) -> str | None:
    """The first names, and how many more there are; None for none."""
    if not names:
        return None
    more = f" و {persian_digits(len(names) - most)} دیگر" if len(names) > most else ""
    return "، ".join(names[:most]) + more
