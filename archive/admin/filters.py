"""Filters of the article list: what is missing or unsure, when and where, how it came, who decided."""

from collections.abc import Iterable
from operator import itemgetter

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.timezone import localtime

from archive.converters import key_of
from archive.doubt import FACTS
from archive.gazetteer import provinces
from archive.models import Article, Delivery, Evidence, Source
from archive.models.evidence import DESCRIBED_FIELDS
from archive.persian.dates import (
    JALALI_YEARS,
    MONTHS,
    format_jalali,
    jalali_year_month,
    month_range,
    year_range,
)
from archive.persian.numbers import persian_digits
from archive.queues import MISSING
from archive.wording import name_of

#: Deliveries offered, the latest first.
LATEST = 12
#: Sources offered: a large archive has hundreds, and most of them a report or two.
OFFERED = 30

Choices = Iterable[tuple[str, str]]


class MissingFilter(admin.SimpleListFilter):
    """Articles without a date, a province, a voice, a source."""

    title = "کمبود"
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        return [(queue.value, queue.label) for queue in MISSING]

    def queryset(self, request: HttpRequest, articles: QuerySet[Article]) -> QuerySet[Article]:
        for queue in MISSING:
            if queue.value == self.value():
                return articles.filter(queue.condition)
        return articles


class UnsureFilter(admin.SimpleListFilter):
    """Articles of which a rule that is often wrong decided something."""

    title = "نامطمئن"
    parameter_name = "unsure"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        return [(field, DESCRIBED_FIELDS[field]) for field in FACTS]

    def queryset(self, request: HttpRequest, articles: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() in FACTS:
            unsure = Evidence.objects.unsure(self.value()).order_by().values("article")
            # Of a sum SQLite looks for no row: it goes through the list in its order until the page is full,
            # and does not first fetch all that are unsure, which may be half of the archive.
            return articles.alias(key=F("pk") + 0).filter(key__in=unsure)
        return articles


class JalaliYearFilter(admin.SimpleListFilter):
    """Articles of one Jalali year, newest year first."""

    title = "سال"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        days = Article.objects.exclude(published_on=None).order_by("published_on").values("published_on")
        # Each end is one step into the index; MIN and MAX together would read all of it.
        ends = {"first": Subquery(days[:1]), "last": Subquery(days.reverse()[:1])}
        asking = get_user_model().objects.filter(pk=request.user.pk)
        first, last = asking.values_list(*ends.values()).get()
        if first is None:
            return []
        first, last = jalali_year_month(first)[0], jalali_year_month(last)[0]
        return [(str(year), persian_digits(year)) for year in range(last, first - 1, -1)]

    def queryset(self, request: HttpRequest, articles: QuerySet[Article]) -> QuerySet[Article]:
        # `value()` may be anything somebody typed into the address; only offered years are asked for.
        if self.value() in dict(self.lookup_choices):
            return articles.between(*year_range(int(self.value())))
        return articles


class JalaliMonthFilter(admin.SimpleListFilter):
    """Articles of one month of the chosen Jalali year; offered only once a year is chosen."""

    title = "ماه"
    parameter_name = "month"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        self.year = key_of(request.GET.get(JalaliYearFilter.parameter_name, ""))
        offered = self.year in JALALI_YEARS
        return [(str(number), name) for number, name in enumerate(MONTHS, start=1)] if offered else []

    def queryset(self, request: HttpRequest, articles: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() in dict(self.lookup_choices):
            return articles.between(*month_range(self.year, int(self.value())))
        return articles


class ProvinceFilter(admin.SimpleListFilter):
    """Articles that concern a province, mainly or among others."""

    title = "استان"
    parameter_name = "provinces__slug__exact"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        return sorted(((province.slug, province.name) for province in provinces()), key=itemgetter(1))

    def queryset(self, request: HttpRequest, articles: QuerySet[Article]) -> QuerySet[Article]:
        if self.value():
            concerned = Article.provinces.through.objects.filter(province=self.value())
            return articles.filter(pk__in=concerned.values("article"))
        return articles


class SourceFilter(admin.SimpleListFilter):
    """Articles of a source; those with the most are offered, the others' own list leads to theirs."""

    title = "منبع"
    parameter_name = "source__id__exact"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        counted = (
            Article.objects.order_by().filter(source__isnull=False).values("source").annotate(n=Count("pk"))
        )
        chosen = key_of(request.GET.get(self.parameter_name, ""))
        offered = Q(pk__in=counted.order_by("-n", "source").values("source")[:OFFERED]) | Q(pk=chosen)
        return [(str(pk), name) for pk, name in Source.objects.filter(offered).values_list("pk", "name")]

    def queryset(self, request: HttpRequest, articles: QuerySet[Article]) -> QuerySet[Article]:
        return _chosen(self, articles, "source")


class DeliveryFilter(admin.SimpleListFilter):
    """Articles that came in one run of `ingest`, of the latest."""

    title = "دریافت"
    parameter_name = "delivery"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        return [
            (str(delivery.pk), f"{format_jalali(localtime(delivery.began_at).date())}، {delivery.origin}")
            for delivery in Delivery.objects.all()[:LATEST]
        ]

    def queryset(self, request: HttpRequest, articles: QuerySet[Article]) -> QuerySet[Article]:
        return _chosen(self, articles, "delivery")


def _chosen(chosen: admin.SimpleListFilter, articles: QuerySet[Article], column: str) -> QuerySet[Article]:
    """The articles with the chosen key; what is no key chooses nothing."""
    key = key_of(chosen.value() or "")
    return articles if key is None else articles.filter(**{column: key})


class DecidedByFilter(admin.SimpleListFilter):
    """Articles in which an editor decided something, any editor or a certain one, or nobody did."""

    title = "تصمیم ویراستار"
    parameter_name = "decided"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Choices:
        editors = get_user_model().objects.filter(Exists(Evidence.objects.filter(editor=OuterRef("pk"))))
        names = [(str(editor.pk), name_of(editor)) for editor in editors]
        return [("any", "دارد"), ("none", "ندارد"), *names]

    def queryset(self, request: HttpRequest, articles: QuerySet[Article]) -> QuerySet[Article]:
        decisions = Evidence.objects.by_editors().order_by().values("article")
        if self.value() == "none":
            return articles.exclude(pk__in=decisions)
        if self.value() == "any":
            return articles.filter(pk__in=decisions)
        if self.value() in dict(self.lookup_choices):
            return articles.filter(pk__in=decisions.filter(editor=int(self.value())))
        return articles
