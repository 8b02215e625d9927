"""What a listing can be about as a whole: a province, a speaker, an office, a source, an industry."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, Max, Min, Model, OuterRef, QuerySet
from django.http import Http404

from archive.addresses import path_to
from archive.gazetteer import provinces
from archive.models import Industry, Office, Person, Province, Source, Speaker
from archive.models.merged import Mergeable
from archive.persian.dates import jalali_year_month
from archive.persian.numbers import persian_digits
from search.address import Address
from search.naming import HEARD, heard

_MODELS: dict[str, tuple[type[Model], str]] = {
    "province": (Province, "slug"),
    "speaker": (Person, "pk"),
    "office": (Office, "pk"),
    "source": (Source, "slug"),
    "industry": (Industry, "slug"),
}
#: facet → what its page tells beside its name
_BESIDE = {"office": "province", "industry": "parent"}
#: facet → its column and the other's in a voice, and what the other's name is made of
_HELD = {
    "speaker": ("person", "office", ("role", "organisation")),
    "office": ("office", "person", ("name",)),
}
_FACET_OF = {"person": "speaker", "office": "office"}
MOST_TENURES = 8
#: What stands before the name in a title: «استان یزد».
_TITLES = {"province": "استان ", "industry": "صنعت "}


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who held an office, or which office somebody held, and in which years it was heard of."""

    name: str
    url: str
    years: str


@dataclass(frozen=True)
class Subject:
    """One thing with a page of its own; `facet` and `value` choose its reports."""

    facet: str
    value: str
    record: Model

    @property
    def title(self) -> str:
        """Its name as a heading."""
        return f"{_TITLES.get(self.facet, '')}{self.record}"

    @property
    def address(self) -> Address:
        """Its page."""
        return Address(self.record.get_absolute_url(), self.facet, self.value)

    @property
    def facts(self) -> list[str]:
        """What the archive knows of it beside its reports."""
        aliases = getattr(self.record, "aliases", [])
        also = [f"همچنین با نام {'، '.join(map(str, aliases))}"] if aliases else []
        return [*_FACTS.get(self.facet, lambda record: [])(self.record), *also]

    @property
    def tenures_label(self) -> str:
        """What the tenures are."""
        return "سمت‌ها" if self.facet == "speaker" else "چه کسانی"

    @cached_property
    def tenures(self) -> list[Tenure]:
        """For a speaker the offices held, for an office those who held it, last heard of first."""
        if self.facet not in _HELD:
            return []
        own, other, columns = _HELD[self.facet]
        heard = Speaker.objects.filter(
            **{own: self.record, f"{other}__isnull": False, "article__is_public": True}
        )
        spans = heard.order_by().values_list(other, *(f"{other}__{column}" for column in columns))
        rows = spans.annotate(Min("article__published_on"), Max("article__published_on"))
        latest_first = sorted(rows, key=lambda row: row[-1] or date.min, reverse=True)
        return [_tenure(_MODELS[_FACET_OF[other]][0], columns, row) for row in latest_first[:MOST_TENURES]]


def subject(facet: str, value: str | int) -> Subject:
    """The one thing; a merged name is the one that stays. Raises Http404."""
    model, key = _MODELS[facet]
    record = _known(facet).filter(**{key: value}).first()
    if isinstance(record, Mergeable) and record.merged_into_id:
        record = _known(facet).filter(pk=record.stays.pk).first()
    if record is None:
        raise Http404("چنین چیزی در بایگانی نیست.")
    if facet in HEARD and not record.is_heard:
        raise Http404("چنین کسی یا سمتی در خبرهای همگانی نیست.")
    return Subject(facet, str(getattr(record, key)), record)


def _known(facet: str) -> QuerySet[Model]:
    """Everything of a kind, each annotated with whether readers hear of it, where that is to be asked."""
    records = _MODELS[facet][0].objects.select_related(_BESIDE.get(facet))
    return records.annotate(is_heard=Exists(heard(facet, OuterRef("pk")))) if facet in HEARD else records


def search_address() -> Address:
    """The page of everything."""
    return Address(path_to("search"))


def quotations_address() -> Address:
    """The page of all quotations."""
    return Address(path_to("quotations"), collection="quotations")


def _tenure(model: type[Model], columns: tuple[str, ...], row: tuple) -> Tenure:
    key, *parts, first, last = row
    held = model(pk=key, **dict(zip(columns, parts, strict=True)))
    return Tenure(str(held), held.get_absolute_url(), _span(first, last))


def _span(first: date | None, last: date | None) -> str:
    """The Jalali years between two days: «۱۳۹۵», «۱۳۹۵ تا ۱۳۹۸»."""
    years = dict.fromkeys(jalali_year_month(day)[0] for day in (first, last) if day)
    return persian_digits(" تا ".join(map(str, years)))


def _province_facts(province: Province) -> list[str]:
    known = {row.slug: row for row in provinces()}.get(province.slug)
    return [f"مرکز استان: {known.capital}"] if known else []


def _office_facts(office: Office) -> list[str]:
    return [f"استان {office.province}"] if office.province else []


def _industry_facts(industry: Industry) -> list[str]:
    return [f"شاخه‌ای از {industry.parent}"] if industry.parent else []


_FACTS: dict[str, Callable[[Model], list[str]]] = {
    "province": _province_facts,
    "office": _office_facts,
    "source": lambda source: [source.get_kind_display()],
    "industry": _industry_facts,
}
