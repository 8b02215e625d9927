"""What search engines may index: reports by Jalali year, and pages about something."""

from datetime import datetime
from itertools import chain

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.models import Article, Industry, Office, Person, Province, Source
from archive.persian.dates import jalali_year_month, year_range

UNDATED = "undated"
PAGES = "pages"


class ArticleSitemap(Sitemap):
    """The reports of a Jalali year, or those without a date."""

    def __init__(self, year: int | None) -> None:
        self._year = year

    def items(self) -> QuerySet[Article]:
        """What readers may see."""
        published = Article.objects.published().only("pk", "updated_at").order_by("pk")
        return published.between(*year_range(self._year)) if self._year else published.undated()

    def lastmod(self, article: Article) -> datetime:
        """When the archive last changed it."""
        return article.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Asked of the database; the index would else read every report."""
        return self.items().aggregate(latest=Max("updated_at"))["latest"]


class PageSitemap(Sitemap):
    """The front page, the directories, and every page that is about something with reports."""

    def items(self) -> list[str]:
        """Their addresses."""
        directories = ("provinces", "speakers", "offices", "sources", "industries")
        fixed = [
            reverse(name) for name in ("home", "quotations", "figures", "compare", "about", *directories)
        ]
        return [*fixed, *(record.get_absolute_url() for record in chain(Province.objects.all(), *_heard()))]

    def location(self, address: str) -> str:
        """As it is."""
        return address


def _heard() -> list[QuerySet[Model]]:
    """What public reports name; order by key, so that paging is stable."""
    paths = {
        Person: "speakers__article",
        Office: "speakers__article",
        Source: "articles",
        Industry: "articles",
    }
    return [
        model.objects.filter(**{f"{path}__is_public": True}).order_by("pk").distinct()
        for model, path in paths.items()
    ]


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
    published = Article.objects.published().order_by()
    days = published.exclude(published_on=None).values_list("published_on", flat=True).distinct()
    years = sorted({jalali_year_month(day)[0] for day in days})
    sitemaps = {str(year): ArticleSitemap(year) for year in years}
    undated = {UNDATED: ArticleSitemap(None)} if published.undated().exists() else {}
    return {PAGES: PageSitemap(), **sitemaps, **undated}
