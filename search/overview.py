"""What the archive holds, at a glance: counted by the index, named by the database."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Mod

from archive.addresses import path_to
from archive.models import Article, Person, Quotation, Speaker
from archive.models.voices import QuotationKind
from search.choropleth import Choropleth, choropleth
from search.engines import get_engine
from search.facets import facet_named, in_order
from search.naming import names_of
from search.once import once_between_changes
from search.query import Query, choices
from search.sparkline import Sparkline, sparkline
from search.timeline import Timeline, timeline

MOST_NEWEST = 6
MOST_VOICES = 6
MOST_INDUSTRIES = 12
MOST_TRENDS = 8
MOST_EXAMPLES = 4
#: A quotation of the day has so many characters: long enough to say something, short enough to be read.
QUOTABLE = (60, 260)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Something with reports: its name, their number, where they are, and a word to stand beside it."""

    name: str
    count: int
    url: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """A province's reports over the years."""

    province: Ranked
    curve: Sparkline


class Overview:
    """The parts of the front page. Each is worked out when it is first asked for, and once.

    Raises IndexUnavailable.
    """

    def __init__(self, today: date) -> None:
        self._today = today
        self._results = get_engine().search(Query(sort="-date"))
        self._counts = self._results.facets

    @property
    def total(self) -> int:
        """The number of reports."""
        return self._results.total

    @property
    def voices_total(self) -> int:
        """The number of persons who speak."""
        return self._total("speaker")

    @property
    def sources_total(self) -> int:
        """The number of sources."""
        return self._total("source")

    @cached_property
    def years(self) -> range:
        """The Jalali years from the first report to the last; gaps between them are in it."""
        held = [int(year) for year in self._counts["year"] if year]
        return range(min(held), max(held) + 1) if held else range(0)

    @cached_property
    def newest(self) -> list[Article]:
        """The newest reports."""
        articles = Article.objects.published().select_related("source", "main_province")
        return articles.in_order_of(self._results.keys[:MOST_NEWEST])

    @cached_property
    def provinces(self) -> list[Ranked]:
        """Every province with reports, most first."""
        return self._ranked("province", self._top("province"))

    @cached_property
    def industries(self) -> list[Ranked]:
        """The industries with most reports."""
        return self._ranked("industry", self._top("industry", MOST_INDUSTRIES))

    @cached_property
    def voices(self) -> list[Ranked]:
        """The most heard persons, each with the office last held."""
        counts = self._counts["speaker"]
        return [
            Ranked(
                voice.name,
                counts[str(voice.pk)],
                voice.get_absolute_url(),
                self._names.get(("office", str(voice.office)), ""),
            )
            for voice in self._persons
        ]

    @cached_property
    def map(self) -> Choropleth:
        """The provinces, shaded by their reports."""
        return choropleth(self._counts["province"], lambda slug: path_to("province", slug))

    @cached_property
    def timeline(self) -> Timeline | None:
        """The reports of each month or year."""
        search = path_to("search")
        return timeline(Query(), self._counts["month"], self._counts["year"], lambda q: q.to_url(search))

    @cached_property
    def quotation(self) -> Quotation | None:
        """One of the newest reports' quotations, another one every day."""
        return _quotation_of_the_day(self._results.keys, self._today)

    @cached_property
    def trends(self) -> list[Trend]:
        """The provinces with most reports over the same years; none while there is one year only."""
        slugs = self._top("province", MOST_TRENDS) if len(self.years) > 1 else []
        return [
            Trend(province, self._curve(slug)) for slug, province in zip(slugs, self.provinces, strict=False)
        ]

    @cached_property
    def examples(self) -> list[str]:
        """Searches worth trying: names of what the archive holds, and only those that find something."""
        ranked = (*self.industries[:2], *self.voices[:1], *self.industries[2:], *self.voices[1:])
        names = (something.name for something in ranked)
        found = (name for name in names if get_engine().search(Query(words=name, size=1)).total)
        return [name for name, _ in zip(found, range(MOST_EXAMPLES), strict=False)]

    @cached_property
    def _persons(self) -> list[Person]:
        held = Speaker.objects.filter(person=OuterRef("pk"), office__isnull=False, article__is_public=True)
        last = held.order_by(F("article__published_on").desc(nulls_last=True), "-pk").values("office")[:1]
        keys = [int(value) for value in self._top("speaker", MOST_VOICES)]
        persons = Person.objects.annotate(office=Subquery(last)).in_bulk(keys)
        return [persons[key] for key in keys if key in persons]

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        return names_of(
            {
                "province": self._top("province"),
                "industry": self._top("industry", MOST_INDUSTRIES),
                "office": [str(person.office) for person in self._persons if person.office],
            }
        )

    def _top(self, facet: str, most: int | None = None) -> list[str]:
        """The values with most reports; the missing is none."""
        return in_order(facet_named(facet), self._counts[facet], most)

    def _total(self, facet: str) -> int:
        """How many values have reports."""
        return len(self._counts[facet].keys() - {""})

    def _ranked(self, facet: str, values: list[str]) -> list[Ranked]:
        return [
            Ranked(self._names[facet, value], self._counts[facet][value], path_to(facet, value))
            for value in values
            if (facet, value) in self._names
        ]

    def _curve(self, province: str) -> Sparkline:
        query = Query(chosen=choices({"province": [province]}), size=1)
        counts = get_engine().search(query).facets["year"]
        return sparkline([counts.get(str(year), 0) for year in self.years])


#: The overview of a day.
overview = once_between_changes(Overview)


def _quotation_of_the_day(keys: list[int], today: date) -> Quotation | None:
    direct = Quotation.objects.filter(article__in=keys, kind=QuotationKind.DIRECT).exclude(
        speaker__person=None
    )
    quotable = direct.alias(length=F("end") - F("start")).filter(length__range=QUOTABLE)
    # Days shuffle the keys: multiplied, then cut by a prime, they come in another order.
    shuffled = quotable.order_by(Mod(F("pk") * today.toordinal(), 997), "pk")
    return shuffled.select_related("article", "speaker__person", "speaker__office").first()
