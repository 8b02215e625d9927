"""What an editor takes back is gone at once from everywhere, and what was never published is nowhere."""

from collections.abc import Iterator
from time import process_time
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from archive.models import Figure, Industry, Original, Quotation, Source
from search.engines import forget_engines
from search.sync import sync
from tests.editors import Editor
from tests.factories import make_article, make_office

pytestmark = pytest.mark.django_db

#: Words that stand in no other report, each in another field.
SECRETS = {
    "title": "بوریاکوب",
    "kicker": "پرده‌نشینان",
    "body": "شوکرانیه",
    "person": "شهریارنام",
    "role": "میرآبدارباشی",
    "source": "خبرنامه‌ٔ دوردست",
    "industry": "کلاه‌نمدین",
    "subject": "ترنج‌دوزی",
    "reporter": "گزارشگربانو",
}
BODY = "شوکرانیه گفت: «این سخن پوشیده بماند.» فروش به ۱۲۳۴۵ تن رسید و قالی هم رفت."
LISTS = (
    *("/", "/search/", "/search/?q=قالی", "/search/?q=قالی&sort=date", "/search/?speaker={person}"),
    *("/search/?office={office}", "/search/?source=far", "/search/?q=بوریاکو", "/quotations/", "/figures/"),
    *("/figures/?unit=تن", "/speakers/", "/speakers/?find=شهر", "/offices/", "/sources/", "/industries/"),
    *("/provinces/", "/provinces/ilam/", "/industries/felt/", "/sources/far/", "/suggest.json?q=بوریا"),
    *("/suggest.json?q=شهر", "/suggest.json?q=شوکر", "/search.atom", "/provinces/ilam.atom", "/search.csv"),
    *("/search.json", "/search.jsonl", "/search.ris", "/search.bib", "/search.txt", "/quotations.csv"),
    *(
        "/figures.csv",
        "/speakers.csv",
        "/offices.json",
        "/a.csv?id={pk}",
        "/sitemap.xml",
    ),
    *("/sitemap-1404.xml", "/api/v1/articles", "/api/v1/quotations", "/api/v1/figures", "/api/v1/persons"),
    *("/api/v1/offices", "/api/v1/facets", "/api/v1/suggest?q=بوریا", "/a/{kin}/", "/a/{kin}/?q=قالی"),
    *("/compare/?by=speaker&speaker={person}", "/compare.csv?by=office&office={office}"),
)
OWN = (
    *("/sitemap-speakers.xml", "/sitemap-offices.xml", "/sitemap-sources.xml"),
    *("/a/{pk}/", "/a/{pk}/?q=قالی", "/a/{pk}.json", "/a/{pk}.ris", "/a/{pk}.csv", "/a/{pk}/original/"),
    *(
        "/a/{pk}/improve/",
        "/a/{pk}/improve/title/",
        "/a/{pk}/original/bytes/",
        "/a/{pk}/q1.ris",
        "/api/v1/articles/{pk}",
        "/speakers/{person}/",
    ),
    *("/speakers/{person}.atom", "/speakers/{person}.csv", "/offices/{office}/", "/offices/{office}.json"),
)
#: What even a page that names nobody would tell: the report's own number in an address, its figure.
TRACES = ("/speakers/{person}/", "/a/{pk}/", "/a/{pk}.", "۱۲٬۳۴۵", "12345")
#: The name of an outlet or a sector is the archive's own, not a report's.
PUBLIC_NAMES = ("/search/?source=far", "/sources/far/", "/industries/felt/")


@pytest.fixture(scope="module", params=["memory:", "whoosh:"])
def taken_back(request, tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Every surface before and after an editor withholds the report with the desk's own button."""
    folder = tmp_path_factory.mktemp("index")
    with django_db_blocker.unblock(), override_settings(SEARCH_URL=request.param, INDEX_DIR=folder):
        forget_engines()
        told = make_secret_report()
        sync()
        before = read_all(told)
        editor, begun = Editor(), process_time()
        editor.act("unpublish", told.article)
        after = read_all(told, *LISTS[:1])
        told.seconds = process_time() - begun
        after |= read_all(told)
        call_command("flush", verbosity=0, interactive=False)
        forget_engines()
    told.before, told.after = before, after
    return told


@transaction.atomic
def make_secret_report() -> SimpleNamespace:
    far = Source.objects.create(name=SECRETS["source"], slug="far")
    office = make_office(SECRETS["role"])
    article = make_article(
        f"تیتر {SECRETS['title']}",
        BODY,
        on="1404-05-05",
        province="ilam",
        speakers=(SECRETS["person"],),
        kicker=SECRETS["kicker"],
        source=far,
        reporter=SECRETS["reporter"],
        original=Original.objects.create(content=BODY.encode(), encoding="utf-8"),
    )
    article.industries.add(Industry.objects.create(slug="felt", name=SECRETS["industry"]))
    voice = article.speakers.get()
    voice.office = office
    voice.save()
    start = BODY.index("این سخن")
    Quotation.objects.create(article=article, speaker=voice, start=start, end=start + 20)
    at = BODY.index("۱۲۳۴۵")
    Figure.objects.create(
        article=article, value=12345, unit="تن", subject=SECRETS["subject"], start=at, end=at + 5
    )
    kin = make_article(
        "قالی ایلام",
        BODY.replace(SECRETS["body"], "او").replace("۱۲۳۴۵", "بسیار"),
        on="1404-05-05",
        province="ilam",
    )
    return SimpleNamespace(
        article=article,
        keys={"pk": article.pk, "kin": kin.pk, "person": voice.person_id, "office": office.pk},
    )


def read_all(told: SimpleNamespace, *only: str) -> dict[str, tuple[int, str]]:
    pages = {}
    for page in only or (*LISTS, *OWN):
        answer = Client().get(page.format(**told.keys))
        pages[page] = (answer.status_code, b"".join(answer).decode())
    return pages


def traces(told: SimpleNamespace, text: str) -> list[str]:
    wanted = [*SECRETS.values(), *(trace.format(**told.keys) for trace in TRACES)]
    return [trace for trace in wanted if trace in text]


@pytest.mark.parametrize("page", LISTS)
def test_no_list_file_feed_or_suggestion_tells_of_it(taken_back, page):
    status, text = taken_back.after[page]
    public = {SECRETS["source"], SECRETS["industry"]} if page in PUBLIC_NAMES else set()
    assert status == 200
    assert set(traces(taken_back, text)) <= public


@pytest.mark.parametrize("page", OWN)
def test_its_own_pages_and_those_of_whom_only_it_knows_are_gone(taken_back, page):
    assert taken_back.before[page][0] == 200
    status, text = taken_back.after[page]
    assert status == 404 and traces(taken_back, text) == []


def test_it_was_everywhere_before(taken_back):
    told = [page for page in LISTS if traces(taken_back, taken_back.before[page][1])]
    silent = {"/sitemap.xml", "/a/{kin}/", "/a/{kin}/?q=قالی", "/provinces/"}  # they only count it
    assert set(LISTS) - set(told) <= silent


def test_it_took_less_than_a_second_of_work(taken_back):
    assert taken_back.seconds < 1  # of CPU: what else the machine does is no matter


def test_what_counted_it_counts_one_less(taken_back):
    assert '"total": 2' in taken_back.before["/api/v1/articles"][1]
    assert '"total": 1' in taken_back.after["/api/v1/articles"][1]
