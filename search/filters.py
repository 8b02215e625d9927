"""URL to Query: every parameter read and checked. Bad values become warnings, never errors."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from functools import cache, cached_property

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from archive.models import Article, DatePrecision
from archive.persian.dates import PartialDate, month_range, year_range
from search import fields
from search.documents import FACET_NAMES
from search.facets import label_of
from search.moved import MERGEABLE, stays_of
from search.query import DEEPEST_HIT, PAGE_SIZE, SORTS, Query, choices

#: Where the database keeps the years and months.
DATE = "published_on"
_IN_A_MONTH = Q(published_on__isnull=False) & ~Q(date_precision=DatePrecision.YEAR)
#: When a record has any value in a facet, said to the database.
HAS = {
    "province": Q(provinces__isnull=False),
    "speaker": Q(speakers__person__isnull=False),
    "office": Q(speakers__office__isnull=False),
    "source": Q(source__isnull=False),
    "industry": Q(industries__isnull=False),
    "year": Q(published_on__isnull=False),
    "month": _IN_A_MONTH,
}


class ValuesFilter(django_filters.Filter):
    """Any of the values; what the index does for a chosen facet, said to the database."""

    field_class = fields.ValuesField

    def filter(self, queryset: QuerySet, values: list[str] | None) -> QuerySet:
        """The records with one of the values, or those without any of them when the filter excludes."""
        if not values:
            return queryset
        if self.field_name == DATE:  # of which a record has one
            return self.get_method(queryset)(self.condition(values))
        # A subquery, so that a record with two of the values comes once.
        wanted = queryset.model.objects.filter(self.condition(values)).values("pk")
        return self.get_method(queryset)(pk__in=wanted)

    def condition(self, values: list[str]) -> Q:
        """The values as a condition."""
        return Q(**{f"{self.field_name}__in": values})


class IdsFilter(ValuesFilter):
    """Any of some keys."""

    field_class = fields.IdsField


class YearsFilter(ValuesFilter):
    """Any of some Jalali years."""

    field_class = fields.YearsField

    def condition(self, values: list[str]) -> Q:
        """The days of the years."""
        return _any(Q(published_on__range=year_range(int(year))) for year in values)


class MonthsFilter(ValuesFilter):
    """Any of some Jalali months; a date of which only the year is known lies in none."""

    field_class = fields.MonthsField

    def condition(self, values: list[str]) -> Q:
        """The days of the months."""
        months = (month_range(*map(int, month.split("-"))) for month in values)
        return _IN_A_MONTH & _any(Q(published_on__range=days) for days in months)


class MissingFilter(ValuesFilter):
    """Without a value in any of some facets."""

    field_class = fields.FacetNamesField

    def condition(self, values: list[str]) -> Q:
        """Nothing where the facets look."""
        return _any(~HAS[name] for name in values)


class WordsFilter(django_filters.Filter):
    """Words. The database finds none of them: it does not know that two spellings are one word."""

    field_class = fields.WordsField

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        """Everything."""
        return queryset


class DayFilter(django_filters.Filter):
    """A first or last day."""

    field_class = fields.PartialDateField

    def filter(self, queryset: QuerySet, value: PartialDate | None) -> QuerySet:
        """The records from that day on, or up to it."""
        if value is None:
            return queryset
        day = value.date if self.lookup_expr == "gte" else fields.last_day(value)
        return queryset.filter(**{f"{self.field_name}__{self.lookup_expr}": day})


#: For each facet, the filter that reads its values and where the database keeps them.
FACET_FILTERS: dict[str, tuple[type[ValuesFilter], str]] = {
    "province": (ValuesFilter, "provinces__slug"),
    "speaker": (IdsFilter, "speakers__person_id"),
    "office": (IdsFilter, "speakers__office_id"),
    "source": (ValuesFilter, "source__slug"),
    "industry": (ValuesFilter, "industries__slug"),
    "year": (YearsFilter, DATE),
    "month": (MonthsFilter, DATE),
}


class ListingForm(forms.Form):
    """The parameters that do not narrow: order, page, spelling."""

    sort = forms.ChoiceField(
        choices=[(sort, sort) for sort in SORTS],
        required=False,
        error_messages={"invalid_choice": "چنین ترتیبی نیست؛ ترتیب همیشگی به کار رفت."},
    )
    page = fields.NumberField(
        min_value=1,
        required=False,
        error_messages={
            "invalid": "شمارهٔ صفحه عدد نیست؛ صفحهٔ نخست را می‌بینید.",
            "min_value": "صفحه‌ها از ۱ شماره می‌خورند؛ صفحهٔ نخست را می‌بینید.",
        },
    )
    exact = forms.ChoiceField(
        choices=[("1", "فقط عین عبارت")],
        required=False,
        error_messages={"invalid_choice": "برای «فقط عین عبارت» تنها exact=1 معنا دارد."},
    )
    fold = forms.ChoiceField(
        choices=[("no", "خبرهای همسان جدا از هم")],
        required=False,
        error_messages={"invalid_choice": "خبرهای همسان را تنها fold=no از هم جدا نشان می‌دهد."},
    )
    #: Whether a name was asked for that was merged into another.
    has_moved = False

    def clean(self) -> dict[str, object]:
        """What was read; whoever asks for a name that was merged asks for the one that stays."""
        read = super().clean()
        stays = stays_of({facet: [*read[facet], *read[f"not.{facet}"]] for facet in MERGEABLE})
        for facet in {facet for facet, _ in stays}:
            for name in (facet, f"not.{facet}"):
                read[name] = list(dict.fromkeys(stays.get((facet, value), value) for value in read[name]))
        self.has_moved = bool(stays)
        return read


class ReadableFilterSet(django_filters.FilterSet):
    """A set of filters of which those count whose values can be read."""

    def get_form_class(self) -> type[forms.Form]:
        """The form that reads the values, the same for every address."""
        return _form_class(type(self))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Narrow by what could be read; what does not narrow is no filter."""
        for name, narrowing in self.filters.items():
            queryset = narrowing.filter(queryset, self.form.cleaned_data.get(name))
        return queryset

    @property
    def warnings(self) -> list[str]:
        """What could not be read, each with its reason, in Persian."""
        return [message for messages in self.form.errors.values() for message in messages]


@cache
def _form_class(of: type[ReadableFilterSet]) -> type[forms.Form]:
    """Made once: a form of twenty fields takes longer to make than to read an address with."""
    # Of copies: a filter keeps its field, and another thread may just be copying the filters themselves.
    fields = {name: narrowing.field for name, narrowing in deepcopy(of.base_filters).items()}
    return type(f"{of.__name__}Form", (of._meta.form,), fields)


class ArticleFilter(ReadableFilterSet):
    """The parameters of a listing. `to_query` asks the index; `qs` asks the database when there is none."""

    q = WordsFilter()
    missing = MissingFilter()
    after = DayFilter(field_name="published_on", lookup_expr="gte")
    before = DayFilter(field_name="published_on", lookup_expr="lte")

    class Meta:
        model = Article
        fields: list[str] = []
        form = ListingForm

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """The declared ones, and for each facet one that chooses and one that excludes."""
        filters = super().get_filters()
        for name, (kind, column) in FACET_FILTERS.items():
            # No form shows them, and a label of their own spares working one out.
            filters[name] = kind(field_name=column, label="")
            filters[f"not.{name}"] = kind(field_name=column, label="", exclude=True)
        return filters

    @cached_property
    def _read(self) -> dict[str, object]:
        """The values that can be read."""
        self.form.full_clean()
        return self.form.cleaned_data

    def to_query(self) -> Query:
        """The question that the parameters ask, as far as they can be read."""
        read = self._read
        after, before = _days(read.get("after"), read.get("before"))
        return Query(
            words=read["q"],
            chosen=choices({name: read[name] for name in FACET_NAMES}),
            excluded=choices({name: read[f"not.{name}"] for name in FACET_NAMES}),
            missing=tuple(sorted(read["missing"])),
            after=after,
            before=before,
            sort=read.get("sort", ""),
            page=min(read.get("page") or 1, DEEPEST_HIT // PAGE_SIZE),
            exact=bool(read.get("exact")),
            fold=not read.get("fold"),
        )

    @property
    def has_moved(self) -> bool:
        """Whether a name was asked for that was merged since: the question has another address now."""
        return bool(self._read) and self.form.has_moved

    @property
    def warnings(self) -> list[str]:
        """What could not be read, each with its reason, in Persian."""
        said = super().warnings
        for name, field in self.form.fields.items():
            if isinstance(field, fields.ValuesField):
                typed = field.widget.value_from_datadict(self.form.data, self.form.files, name)
                label = label_of(name.removeprefix("not."))
                said += [f"«{value[:40]}» برای «{label}» معنا ندارد." for value in field.refusals(typed)]
        return said


def _days(after: PartialDate | None, before: PartialDate | None) -> tuple[date | None, date | None]:
    """First and last day; who says them the wrong way round means the same."""
    if after and before and after.date > fields.last_day(before):
        after, before = before, after
    return after and after.date, before and fields.last_day(before)


def _any(conditions: Iterable[Q]) -> Q:
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole
