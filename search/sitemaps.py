"""What search engines may index: reports by Jalali year, and pages about something."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Exists, Max, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.models import Article, Industry, Office, Person, Province, Source, Speaker
from archive.persian.dates import jalali_year_month, year_range

UNDATED = "undated"
PAGES = "pages"
#: Addresses in one answer, which is to cost no more than other pages do; the index names as many as it takes.
LIMIT = 500


class ArticleSitemap(Sitemap):
    """The reports of a Jalali year, or those without a date."""

    limit = LIMIT

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


class SubjectSitemap(Sitemap):
    """The pages about one kind of subject."""

    limit = LIMIT

    def __init__(self, subjects: QuerySet[Model]) -> None:
        self._subjects = subjects

    def items(self) -> QuerySet[Model]:
        """In order of their keys, so that paging is stable."""
        return self._subjects.order_by("pk")


def _heard() -> dict[str, QuerySet[Model]]:
    """What public reports name."""
    # Of all reports few are withheld, and an index holds these.
    heard = Speaker.objects.exclude(article__in=Article.objects.filter(is_public=False).values("pk"))
    public = Article.objects.published()
    among = {
        "speakers": (Person, heard.filter(person=OuterRef("pk"))),
        "offices": (Office, heard.filter(office=OuterRef("pk"))),
        "sources": (Source, public.filter(source=OuterRef("pk"))),
        "industries": (Industry, public.filter(industries=OuterRef("pk"))),
    }
    subjects = {name: model.objects.filter(Exists(naming)) for name, (model, naming) in among.items()}
    return {name: some for name, some in subjects.items() if some.exists()}


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
    subjects = {name: SubjectSitemap(among) for name, among in _heard().items()}
    return {PAGES: PageSitemap(), **subjects, **sitemaps, **undated}
