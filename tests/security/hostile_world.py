"""An archive into which somebody has written hostile texts, one into every field, and every page over it."""

from types import SimpleNamespace

from django.contrib.auth.models import User
from django.db import transaction

from archive.models import Article, Figure, Industry, Office, Original, Person, Quotation, Source, Speaker
from search.alerts.models import SavedSearch
from tests.factories import make_article
from tests.security.payloads import ODD, XSS

TEXTS = (*XSS, *ODD)
LISTS = (
    *("/", "/search/", "/search/?page=2", "/search/?page=3", "/quotations/", "/quotations/?page=2"),
    *("/figures/", "/speakers/", "/offices/", "/sources/", "/industries/", "/provinces/", "/about/"),
    *("/search/?sort=date", "/search/?q=پیش", "/login/?next=javascript:alert(1)", "/compare/"),
)
FILES = tuple(
    f"/{name}.{suffix}"
    for name, suffixes in {
        "search": ("csv", "xlsx", "json", "jsonl", "ris", "bib", "csl.json", "txt", "atom"),
        "quotations": ("csv", "xlsx", "json", "jsonl", "ris", "bib"),
        "figures": ("csv", "xlsx", "json", "jsonl"),
        "speakers": ("csv", "xlsx", "json"),
        "offices": ("csv", "json"),
        "sources": ("csv", "json"),
        "industries": ("csv", "json"),
        "api/v1/articles?limit=100&format": ("json",),
        "api/v1/quotations?limit=100&format": ("json",),
        "api/v1/persons?limit=100&format": ("json",),
        "api/v1/offices?limit=100&format": ("json",),
        "api/v1/figures?limit=100&format": ("json",),
        "api/v1/facets?q=پیش&format": ("json",),
        "sitemap": ("xml",),
        "sitemap-speakers": ("xml",),
    }.items()
    for suffix in suffixes
)
_DESK = ("article", "person", "office", "source", "industry", "original")


@transaction.atomic  # one commit, so one sync
def make_hostile_world() -> SimpleNamespace:
    """Articles, each with another text in each of its fields; and an editor who follows hostile searches."""
    editor = User.objects.create_user("sara", is_staff=True, is_superuser=True)
    articles = [_article(number) for number in range(len(TEXTS))]
    saved = [
        SavedSearch.objects.create(user=editor, question=[["q", " ".join(text.split())]]) for text in XSS[:45]
    ]
    return SimpleNamespace(editor=editor, articles=articles, saved=saved)


def _article(number: int) -> Article:
    def text(step: int, longest: int) -> str:
        return TEXTS[(number + step) % len(TEXTS)][:longest]

    own = TEXTS[number]
    source = Source.objects.create(
        name=f"{text(1, 190)} {number}", slug=f"source-{number}", aliases=[text(2, 90)]
    )
    industry = Industry.objects.create(
        name=f"{text(3, 90)} {number}", slug=f"industry-{number}", terms=[text(4, 90)]
    )
    body = f"پیش {own} پس\n\n{text(5, 900)}\n\nاستاندار گفت: «{text(6, 900)}» و ۵۰۰۰ تن"
    article = make_article(
        text(0, 900),
        body,
        on=f"1404-0{number % 6 + 1}-1{number % 9}",
        province="yazd",
        kicker=text(7, 490),
        footer=text(8, 490),
        date_as_printed=text(9, 90),
        source=source,
        source_branch=text(10, 190),
        source_via=text(11, 290),
        reporter=text(12, 190),
        url=f"https://evil.example/{text(13, 900)}",
        original=Original.objects.create(content=own.encode(), encoding="utf-8", origin=text(14, 190)),
    )
    article.industries.add(industry)
    person = Person.objects.create(name=f"{text(15, 190)} {number}", aliases=[text(16, 90), text(17, 90)])
    office = Office.objects.create(role=f"{text(18, 180)} {number}", organisation=text(19, 290))
    speaker = Speaker.objects.create(
        article=article, person=person, office=office, as_printed=text(20, 490), honorific=text(21, 49)
    )
    start = body.index("«") + 1
    end = body.rindex("»")
    said = {"article": article, "speaker": speaker, "start": start, "end": end}
    Quotation.objects.create(**said, verb=text(22, 90))
    Figure.objects.create(**said, value=number + 1, unit=text(23, 90), subject=text(24, 290))
    return article


def pages_of(article: Article) -> list[str]:
    """Every page about one article and what belongs to it."""
    voice = article.speakers.get()
    return [
        f"/a/{article.pk}/",
        f"/a/{article.pk}/?q=پیش",
        f"/a/{article.pk}/original/",
        f"/a/{article.pk}/improve/",
        f"/a/{article.pk}/improve/title/",
        f"/speakers/{voice.person_id}/",
        f"/offices/{voice.office_id}/",
        f"/sources/{article.source.slug}/",
        f"/industries/{article.industries.get().slug}/",
        f"/search/?speaker={voice.person_id}&not.source={article.source.slug}",
    ]


def files_of(article: Article) -> list[str]:
    """Every file of one article."""
    of_it = (
        f"/a/{article.pk}.{suffix}" for suffix in ("json", "ris", "bib", "csl.json", "csv", "xlsx", "txt")
    )
    return [*of_it, f"/a/{article.pk}/q1.ris", f"/api/v1/articles/{article.pk}"]


def desk_pages_of(article: Article) -> list[str]:
    """Every page of the desk about one article and what belongs to it."""
    voice = article.speakers.get()
    keys = {
        "article": article.pk,
        "person": voice.person_id,
        "office": voice.office_id,
        "source": article.source_id,
        "industry": article.industries.get().pk,
        "original": article.original_id,
    }
    return [
        f"/admin/archive/{name}/{key}/{page}/" for name, key in keys.items() for page in ("change", "history")
    ]


def desk_lists() -> list[str]:
    """The desk's lists, searched for something hostile too."""
    lists = [f"/admin/archive/{name}/" for name in _DESK]
    return [
        "/admin/",
        "/search/edit/?q=پیش",
        *lists,
        *(f"{page}?q=<script>alert(1)</script>" for page in lists),
    ]
