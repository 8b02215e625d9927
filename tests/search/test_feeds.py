"""Feeds, the address bar's search and its suggestions, as their readers read them."""

import re
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_article

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, address: str) -> feedparser.FeedParserDict:
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = feedparser.parse(answer.content)
    assert not found.bozo
    return found


def test_a_feed_has_the_reports_of_its_page_newest_first(world, client):
    found = feed(client, "/provinces/yazd.atom")
    assert [entry.title for entry in found.entries] == ["صادرات پسته یزد به چین", "کاشی میبد در بازار عراق"]
    assert found.feed.title == "راسته: یزد"
    assert found.feed.link == "http://testserver/provinces/yazd/"
    assert found.entries[0].link == f"http://testserver/a/{world.pistachios.pk}/"


def test_a_feed_of_words_is_newest_first_too(world, client):
    dates = [entry.get("published", "") for entry in feed(client, "/search.atom?q=یزد").entries]
    assert len(dates) == 3 and dates == sorted(dates, reverse=True)


def test_an_entry_keeps_its_id_whatever_changes(world, client):
    before = feed(client, "/search.atom?q=پسته").entries[0].id
    type(world.pistachios).objects.filter(pk=world.pistachios.pk).update(title="دیگر")
    assert feed(client, "/provinces/yazd.atom").entries[0].id == before


def test_a_feed_tells_the_whole_and_where_the_rest_is(index, client):
    for _ in range(45):
        make_article()
    index()
    first, last = feed(client, "/search.atom"), feed(client, "/search.atom?page=3")
    assert (first.feed.opensearch_totalresults, last.feed.opensearch_startindex) == ("45", "41")
    links = {link.rel: link.href for link in first.feed.links}
    assert links["next"] == "http://testserver/search.atom?page=2" and "previous" not in links
    assert len(last.entries) == 5


@pytest.mark.parametrize("kind", ["speakers/{simin}", "offices/{governor}", "sources/sample-agency"])
def test_everything_with_a_page_can_be_followed(world, client, kind):
    keys = {"simin": world.simin.pk, "governor": world.governor.pk}
    assert feed(client, f"/{kind.format(**keys)}.atom").entries


def test_a_report_that_is_no_longer_public_leaves_the_feed(world, client, index):
    type(world.pistachios).objects.filter(pk=world.pistachios.pk).update(is_public=False)
    assert len(feed(client, "/provinces/yazd.atom").entries) == 1


def test_markup_in_a_text_is_text(index, client):
    make_article("<b>تیتر</b> & «۲ < ۳»", "متن <script>alert(1)</script> که ۲ < ۳ است.")
    index()
    (entry,) = feed(client, "/search.atom").entries
    assert entry.title_detail.type == "text/plain" and entry.title == "<b>تیتر</b> & «۲ < ۳»"
    assert "&lt;script&gt;" in entry.summary


@settings(max_examples=30)
@given(title=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30))
def test_control_characters_survive_as_nothing(db, index, client, title):
    article = make_article(title, "متن")
    index()
    root = ElementTree.fromstring(client.get("/search.atom").content)
    told = root.find(f"{ATOM}entry/{ATOM}title").text or ""
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told)
    article.delete()


def test_the_address_bar_learns_where_to_search(world, client):
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)
    urls = {url.get("type"): url.get("template") for url in root.iter() if url.tag.endswith("}Url")}
    for kind in ("text/html", "application/atom+xml", "application/json", "application/x-suggestions+json"):
        asked = urls[kind].replace("{searchTerms}", "پسته").replace("{startPage?}", "")
        assert client.get(asked).status_code == 200
    assert 'rel="search"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("یز", "یزد"),
        ("سيمين", "سیمین نمونه"),
        ("نمونه", "سیمین نمونه"),
        ("گاهنامه ن", "گاهنامهٔ نمونه"),
        ("صادرات پست", "صادرات پسته"),
    ],
)
def test_names_and_words_are_suggested_in_any_spelling(world, client, typed, suggested):
    asked, texts, notes, urls = client.get("/suggest.json", {"q": typed}).json()
    assert asked == typed and suggested in texts
    assert len(texts) == len(notes) == len(urls) <= 8


@pytest.mark.parametrize("typed", ["", " ", "\0", "*", "((", "x" * 10_000, "«"])
def test_nothing_typed_is_an_error(world, client, typed):
    assert client.get("/suggest.json", {"q": typed}).status_code == 200
