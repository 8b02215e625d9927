"""What search engines may index: reports by Jalali year, and pages about something."""

from collections import defaultdict
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Max, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.models import Article, Industry, Office, Person, Province, Source
from archive.persian.dates import jalali_year_month, year_range
from search.naming import heard
from search.once import once_between_changes

UNDATED = "undated"
PAGES = "pages"
#: Addresses in one answer, which is to cost no more than other pages do; the index names as many as it takes.
LIMIT = 500


class Extent(NamedTuple):
    """How many addresses a part has, and when the last of what they show was changed, where that is known."""

    count: int
    latest: datetime | None = None


class CountedSitemap(Sitemap):
    """Whose extent is known: the index and the first page of a part need not read all of it."""

    limit = LIMIT

    def __init__(self, extent: Extent) -> None:
        self._extent = extent

    @property
    def paginator(self) -> Paginator:
        """The pages; their number is not asked for once more."""
        pages = super().paginator
        pages.count = self._extent.count
        return pages

    def get_latest_lastmod(self) -> datetime | None:
        """When the last of it was changed."""
        return self._extent.latest


class ArticleSitemap(CountedSitemap):
    """The reports of a Jalali year, or those without a date."""

    def __init__(self, extent: Extent, year: int | None) -> None:
        super().__init__(extent)
        self._year = year

    def items(self) -> QuerySet[Article]:
        """What readers may see."""
        published = Article.objects.published().only("pk", "updated_at").order_by("pk")
        return published.between(*year_range(self._year)) if self._year else published.undated()

    def lastmod(self, article: Article) -> datetime:
        """When the archive last changed it."""
        return article.updated_at


class PageSitemap(Sitemap):
    """The front page, the directories and the provinces."""

    limit = LIMIT

    def items(self) -> list[str]:
        """Their addresses."""
        directories = ("provinces", "speakers", "offices", "sources", "industries")
        fixed = [
            reverse(name) for name in ("home", "quotations", "figures", "compare", "about", *directories)
        ]
        return [*fixed, *(province.get_absolute_url() for province in Province.objects.all())]

    def location(self, address: str) -> str:
        """As it is."""
        return address


class SubjectSitemap(CountedSitemap):
    """The pages about one kind of subject."""

    def __init__(self, extent: Extent, subjects: QuerySet[Model]) -> None:
        super().__init__(extent)
        self._subjects = subjects

    def items(self) -> QuerySet[Model]:
        """In order of their keys, so that paging is stable."""
        return self._subjects.order_by("pk")


def _heard() -> dict[str, QuerySet[Model]]:
    """What public reports name."""
    public = Article.objects.published()
    among = {
        "speakers": (Person, heard("speaker", OuterRef("pk"))),
        "offices": (Office, heard("office", OuterRef("pk"))),
        "sources": (Source, public.filter(source=OuterRef("pk"))),
        "industries": (Industry, public.filter(industries=OuterRef("pk"))),
    }
    return {name: model.objects.filter(Exists(naming)) for name, (model, naming) in among.items()}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The sitemaps there are."""
    return views.index(request, _sitemaps(), sitemap_url_name="sitemap_section")


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One of them."""
    known = _sitemaps()
    if section not in known:
        raise Http404("چنین نقشه‌ای نیست.")
    return views.sitemap(request, known, section)


def _sitemaps() -> dict[str, Sitemap]:
    extents, subjects = _extents(), _heard()
    sitemaps: dict[str, Sitemap] = {PAGES: PageSitemap()}
    for name, extent in extents.items():
        if name in subjects:
            sitemaps[name] = SubjectSitemap(extent, subjects[name])
        else:
            sitemaps[name] = ArticleSitemap(extent, None if name == UNDATED else int(name))
    return sitemaps


@once_between_changes
def _extents() -> dict[str, Extent]:
    """The parts that hold anything: subjects, years, what has no date."""
    named = {name: Extent(subjects.count()) for name, subjects in _heard().items()}
    found: dict[str, list[Extent]] = defaultdict(list)
    days = Article.objects.published().order_by().values_list("published_on")
    for day, *extent in days.annotate(Count("pk"), Max("updated_at")):
        found[_year_of(day)].append(Extent(*extent))
    dated = {
        year: Extent(sum(each.count for each in found[year]), max(each.latest for each in found[year]))
        for year in sorted(found, key=lambda part: (len(part), part))  # UNDATED is longer than any year
    }
    return {name: extent for name, extent in (named | dated).items() if extent.count}


@lru_cache(maxsize=1 << 14)
def _year_of(day: date | None) -> str:
    """The part that holds the reports of a day."""
    return str(jalali_year_month(day)[0]) if day else UNDATED
