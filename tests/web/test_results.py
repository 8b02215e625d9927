"""The pages of results, as readers meet them."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from archive.models import Source
from search.engines import get_engine
from search.engines.base import IndexUnavailable, SearchBusy
from search.engines.budget import COMMON_WORDS_DROPPED, FEWER_EXPANSIONS
from search.engines.memory import MemoryEngine
from tests.factories import make_article

pytestmark = pytest.mark.django_db

#: The subject and its tenures, labels, reports, their provinces and voices.
LISTING_QUERIES = 6


def get(client, **params) -> str:
    response = client.get(reverse("search"), params)
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    """What a reader reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_search_shows_the_report_with_its_words_marked(client, world):
    page = get(client, q="پسته")
    assert "صادرات <mark>پسته</mark> یزد به چین" in page
    assert "۱ خبر" in plain(page)


def test_the_spellings_searched_for_are_told(client, world):
    told = "همهٔ املاها: «سرمایه\u200cگذاری»، «سرمایه گذاری»، «سرمایهگذاری»"
    assert told in plain(get(client, q="سرمایه گذاری")).replace("« ", "«").replace(" »", "»")
    assert "همهٔ املاها:" not in plain(get(client, q="پسته"))


def test_a_date_stands_in_both_calendars(client, world):
    page = get(client, q="پسته")
    assert '<time datetime="2025-10-24">۲ آبان ۱۴۰۴</time>' in page and "2025-10-24</bdi>" in page


def test_a_report_without_a_date_says_so(client, world):
    assert "تاریخ نامعلوم" in get(client, q="کفش")


@pytest.mark.parametrize(
    "typed",
    [
        "صنعت؟",
        "«",
        '"',
        "((",
        "*",
        "**",
        "-",
        "یا",
        "~",
        "صادرات " * 1500,
        "پسته\x00",
        "\ud800",
        "<script>",
        "'--",
    ],
)
def test_nothing_typed_is_an_error(client, world, typed):
    assert client.get(reverse("search"), {"q": typed.encode("utf-8", "surrogatepass")}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "year=abc&month=1404-99&speaker=-1&office=99999999999999999999&after=ژ&before=0&sort=x&page=x&exact=x",
        "province=atlantis&source=%00&industry=%FF%FE&not.province=%ED%A0%80&missing=x",
        "&".join(f"province=p{n}" for n in range(200)),
        "page=499",
        "=&&=x&?",
    ],
)
def test_no_address_is_an_error(client, world, address):
    assert client.get(f"/search/?{address}", follow=True).status_code == 200


def test_a_bad_value_is_a_chip_with_a_warning(client, world):
    page = get(client, year="abc", q="پسته")
    assert 'class="bad"' in page and "«abc» برای «سال» معنا ندارد." in page


def test_a_day_that_cannot_be_read_stays_in_its_box(client, world):
    page = get(client, after="دیروز")
    assert 'name="after" value="دیروز"' in page and 'class="bad"' in page


def test_days_are_shown_as_a_reader_would_type_them(client, world):
    assert 'name="after" value="۱۳۹۵/۰۲/۰۸"' in get(client, after="2016-04-27")


def test_typed_markup_stays_text(client, world):
    page = get(client, q='"><script>alert(1)</script>', province="<b>x</b>")
    assert "<script>alert" not in page and "<b>x</b>" not in page


def test_a_title_with_markup_stays_text(client, index):
    make_article("<b>پسته</b> & کفش")
    index()
    assert "&lt;b&gt;<mark>پسته</mark>&lt;/b&gt; &amp; کفش" in get(client, q="پسته")


def test_a_page_after_the_last_leads_to_the_last(client, world):
    response = client.get(reverse("search"), {"q": "یزد", "page": 400})
    assert response.status_code == 302 and "page" not in response.url


def test_pages_have_links_and_say_where_the_reader_is(client, index):
    for number in range(45):
        make_article(f"پسته {number}")
    index()
    page = get(client, q="پسته", page="۲")
    assert 'aria-current="page"' in page and "صفحهٔ ۲ از ۳" in plain(page)
    assert 'rel="prev"' in page and 'rel="next"' in page and '<ol class="plain cards" start="21">' in page


def test_chips_take_away_what_narrows(client, world):
    page = get(client, q="صادرات", province="yazd", year="1404")
    assert 'href="/search/?q=%D8%B5%D8%A7%D8%AF%D8%B1%D8%A7%D8%AA&amp;year=1404"' in page
    assert "پاک کردن همه" in page


def test_the_box_keeps_what_narrows(client, world):
    page = get(client, q="صادرات", province="yazd")
    assert page.count('<input type="hidden" name="province" value="yazd">') == 2


def test_nothing_found_explains_itself(client, world):
    said = plain(get(client, q="گمرک زعفزان"))
    assert "خبری پیدا نشد" in said and "منظورتان این بود؟ گمرک زعفران ۱ خبر" in said


def test_an_empty_archive_is_a_page_too(client, index):
    assert "خبری پیدا نشد" in get(client)


def test_every_page_is_one_of_a_kind(client, world):
    page = get(client, q="یزد", province="yazd")
    assert page.count("<h1") == 1 and 'dir="rtl"' in page and "<title>«یزد» · راسته</title>" in page
    assert "style=" not in page and "onclick" not in page
    assert '<link rel="canonical" href="http://testserver/search/?q=' in page


def test_headings_come_in_order(client, world):
    for params in ({"q": "یزد"}, {"q": "گمرک زعفزان"}):
        levels = [int(level) for level in re.findall(r"<h([1-6])", get(client, **params))]
        assert all(below - above <= 1 for above, below in zip(levels, levels[1:], strict=False))


def test_deep_narrowings_are_not_for_search_engines(client, world):
    assert "noindex" in get(client, province="yazd", year="1404")
    assert "noindex" not in get(client, province="yazd")


def test_a_listing_stays_within_its_queries(client, index, django_assert_max_num_queries):
    source, _ = Source.objects.get_or_create(slug="sample", defaults={"name": "نمونه"})
    for number in range(30):
        make_article(
            f"پسته {number}",
            on="1404-08-02",
            province="yazd",
            speakers=("یک نمونه", "دو نمونه"),
            source=source,
        )
    index()
    with django_assert_max_num_queries(LISTING_QUERIES):
        get(client, q="پسته", province="yazd", year="1404", month="1404-08")


class BusyEngine(MemoryEngine):
    """An engine that is asked too much at once."""

    def search(self, query):
        raise SearchBusy("busy")


@pytest.mark.parametrize("name", ["search", "speakers"])
def test_who_asks_when_too_many_ask_is_told_to_wait(client, world, monkeypatch, name):
    monkeypatch.setattr("search.listing.get_engine", lambda _: BusyEngine())
    monkeypatch.setattr("search.directory.get_engine", BusyEngine)
    response = client.get(reverse(name))
    assert response.status_code == 503 and response.headers["Retry-After"] == "5"
    assert "یک لحظه درنگ کنید" in response.content.decode()


class SimplifyingEngine(MemoryEngine):
    """An engine that makes every question simpler."""

    def search(self, query):
        return replace(get_engine().search(query), notes=(FEWER_EXPANSIONS, COMMON_WORDS_DROPPED))


def test_a_question_made_simpler_says_so(client, world, monkeypatch):
    monkeypatch.setattr("search.listing.get_engine", lambda _: SimplifyingEngine())
    assert get(client, q="صادرات").count('class="note"') == 2


class GoneEngine(MemoryEngine):
    """An engine whose index cannot be read."""

    def search(self, query):
        raise IndexUnavailable("gone")


@pytest.fixture
def no_index(world, monkeypatch):
    for module in ("search.listing", "search.directory"):
        monkeypatch.setattr(f"{module}.get_engine", lambda *_: GoneEngine())


def test_without_an_index_the_page_says_so_and_browses_the_database(client, no_index):
    response = client.get(reverse("search"), {"q": "پسته", "province": "gilan"})
    said = plain(response.content.decode())
    assert response.status_code == 503
    assert "جست‌وجو اکنون در دسترس نیست" in said and "کیوی گیلان روانهٔ هند شد" in said and "کفش" not in said


def test_without_an_index_a_province_still_lists_its_reports(client, no_index):
    response = client.get("/provinces/yazd/")
    assert response.status_code == 503 and "کاشی میبد" in response.content.decode()


def test_without_an_index_directories_say_so(client, no_index):
    assert client.get(reverse("speakers")).status_code == 503
