"""The names that articles point to: persons, offices, sources, places, provinces, industries."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.history import Remembered
from archive.admin.pairs import MergeableNames
from archive.admin.spelling import AnySpelling
from archive.admin.widgets import TidyTexts
from archive.models import Industry, Office, Person, Place, Province, Source
from archive.persian.numbers import persian_digits
from archive.persian.spelling import clean


class OnePerLineField(forms.JSONField):
    """A list of words kept as JSON, written one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: list[str] | str | None) -> str:
        return value if isinstance(value, str) else "\n".join(value or [])

    def to_python(self, value: str | list[str] | None) -> list[str]:
        if isinstance(value, list):
            return value
        lines = (line.strip() for line in clean(value or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class NameAdmin(TidyTexts, AnySpelling, admin.ModelAdmin):
    """Names in any spelling, each with the number of its articles, which opens them."""

    search_fields = ["name"]
    list_per_page = 50
    show_full_result_count = False
    #: How articles are counted and filtered by this name.
    count = "articles"
    parameter = ""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field:
        if db_field.name in ("aliases", "terms"):
            return OnePerLineField(label=db_field.verbose_name, required=False, help_text="هر سطر یکی")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Names; in the list with the number of their articles, which autocomplete has no use for."""
        names = super().get_queryset(request)
        if request.resolver_match.url_name.endswith("_changelist"):
            # For each name by itself: joined, all of them would be counted to show fifty.
            counted = self.model.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
            articles = counted.annotate(number=Count(self.count, distinct=True)).values("number")
            names = names.annotate(article_count=Subquery(articles))
        return names

    @admin.display(description="خبرها", ordering="article_count")
    def reports(self, row: Model) -> SafeString:
        """How many articles carry this name, as a link to them."""
        url = reverse("admin:archive_article_changelist", query={self.parameter: row.pk})
        return format_html('<a href="{}">{}</a>', url, persian_digits(row.article_count))


@admin.register(Person)
class PersonAdmin(Remembered, MergeableNames, NameAdmin):
    """Persons; their voices in articles are counted once an article."""

    list_display = ["name", "offices", "reports"]
    count, parameter = "speakers__article", "speakers__person"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).prefetch_related("speakers__office")

    @admin.display(description="سمت‌ها")
    def offices(self, person: Person) -> str:
        held = dict.fromkeys(str(voice.office) for voice in person.speakers.all() if voice.office)
        return "، ".join(list(held)[:3])


@admin.register(Office)
class OfficeAdmin(Remembered, MergeableNames, NameAdmin):
    """Offices, whoever holds them."""

    search_fields = ["role", "organisation"]
    list_display = ["__str__", "province", "reports"]
    list_filter = ["province"]
    list_select_related = ["province"]
    autocomplete_fields = ["province"]
    count, parameter = "speakers__article", "speakers__office"


@admin.register(Source)
class SourceAdmin(Remembered, MergeableNames, NameAdmin):
    """Publishers; the slug is their address and follows the name of a new one."""

    prepopulated_fields = {"slug": ["name"]}

    list_display = ["name", "kind", "reports"]
    list_filter = ["kind"]
    parameter = "source__id__exact"


@admin.register(Place)
class PlaceAdmin(Remembered, NameAdmin):
    """Counties, cities, ports and crossings."""

    list_display = ["name", "kind", "province", "reports"]
    list_filter = ["kind", "province"]
    list_select_related = ["province"]
    autocomplete_fields = ["province"]
    parameter = "dateline__id__exact"


class FromGazetteer:
    """Rows that the gazetteer brings after every migration: neither made nor deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Province)
class ProvinceAdmin(FromGazetteer, NameAdmin):
    """The 31 provinces, to look at: what they are called is settled in the gazetteer."""

    list_display = ["name", "iso", "reports"]
    fields = ["name", "slug", "iso"]
    parameter = "provinces__slug__exact"

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return any(request.user.has_perm(f"archive.{verb}_province") for verb in ("view", "change"))


@admin.register(Industry)
class IndustryAdmin(Remembered, NameAdmin):
    """Sectors of trade and their branches, with the words that tell them."""

    list_display = ["name", "parent", "reports"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]
    parameter = "industries__id__exact"
