"""What pages say to programs: embedded metadata and linked data, none of it hidden from readers."""

import json
import re
from html import unescape

import html5lib
import pytest

from archive.models import Quotation, Source
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(index, client):
    """The page of a report with a hostile title."""
    source = Source.objects.create(name="گاهنامهٔ نمونه", slug="sample")
    title = "کفش </script><b> & \u2028 «ارزان»"
    report = make_article(
        title, on="1395-2-8", province="yazd", speakers=("بهرام نمونه",), source=source, reporter="سیمین"
    )
    Quotation.objects.create(article=report, speaker=report.speakers.get(), start=22, end=46)
    index()
    return client.get(f"/a/{report.pk}/").content.decode()


def meta(page: str) -> dict[str, str]:
    head = html5lib.parse(page, namespaceHTMLElements=False).find("head")
    return {tag.get("name") or tag.get("property"): tag.get("content") for tag in head.iter("meta")}


def linked(page: str) -> list[dict]:
    return [json.loads(block) for block in re.findall(r'ld\+json">(.*?)</script>', page, re.S)]


#: Tags of scholarly papers by which Zotero's «Embedded Metadata» translator sets the item's type, even
#: against the page's own `z:itemType`.
OF_PAPERS = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
#: Where that translator takes each field from, the first tag that is there.
FIELDS = {
    "title": ("citation_title", "DC.title", "og:title"),
    "creators": ("citation_author", "DC.creator"),
    "date": ("citation_date", "citation_publication_date", "DC.date", "article:published_time"),
    "publicationTitle": ("citation_journal_title", "prism.publicationName", "og:site_name"),
    "language": ("citation_language", "DC.language"),
    "url": ("citation_public_url", "og:url"),
}


def as_zotero_reads(page: str) -> dict[str, str]:
    found = meta(page)
    item_type = next((OF_PAPERS[name] for name in found if name in OF_PAPERS), found.get("z:itemType"))
    taken = {field: next((found[n] for n in names if n in found), "") for field, names in FIELDS.items()}
    return {"itemType": item_type, **taken}


def test_zotero_reads_a_page_as_the_newspaper_article_that_it_is(page):
    assert as_zotero_reads(page) == {
        "itemType": "newspaperArticle",
        "title": "کفش </script><b> & «ارزان»",
        "creators": "سیمین",
        "date": "2016/04/27",
        "publicationTitle": "گاهنامهٔ نمونه",
        "language": "fa",
        "url": re.search(r'rel="canonical" href="([^"]+)"', page)[1],
    }


def test_zotero_takes_no_byline_or_date_from_elsewhere_on_a_page(index, client):
    named = {"speakers": ("بهرام نمونه",), "province": "yazd"}
    undated, _ = make_article("پستهٔ یزد", **named), make_article("پستهٔ یزد", on="1395-2-8", **named)
    for _ in range(4):
        make_article("دیگر")
    index()
    page = client.get(f"/a/{undated.pk}/").content.decode()
    assert "خبرهای نزدیک" in page and "اردیبهشت ۱۳۹۵" in page
    assert not re.search(r'<time[^>]+datetime|class="[^"]*(?:byline|vcard)|rel="author"', page)


def test_the_report_is_a_news_article_with_what_schema_org_requires(page):
    article, way = linked(page)
    assert (article["@type"], article["datePublished"]) == ("NewsArticle", "2016-04-27")
    assert article["headline"] == "کفش </script><b> & «ارزان»"
    assert article["contentLocation"] == [{"@type": "AdministrativeArea", "name": "یزد"}]
    assert [each["name"] for each in way["itemListElement"]][:2] == ["راسته", "یزد"]
    assert all(each["item"].startswith("http://testserver/") for each in way["itemListElement"])


def test_nothing_is_told_to_programs_that_readers_cannot_see(page):
    seen = " ".join(unescape(re.sub("<[^>]+>", " ", page.partition("<body")[2])).split())
    article, _ = linked(page)
    (said,) = article["hasPart"]
    told = [article["headline"], article["publisher"]["name"], article["author"][0]["name"], said["text"]]
    assert all(text in seen for text in told)
    assert said["spokenByCharacter"] == {"@type": "Person", "name": "بهرام نمونه"}


def test_a_year_of_irans_calendar_is_not_told_as_a_date(index, client):
    report = make_article(on="1395")
    index()
    page = client.get(f"/a/{report.pk}/").content.decode()
    assert "datePublished" not in linked(page)[0] and "citation_publication_date" not in meta(page)


def test_every_form_that_a_page_offers_is_there(world, client):
    for address in ("/search/?q=یزد", "/provinces/yazd/", f"/a/{world.tiles.pk}/"):
        page = client.get(address).content.decode()
        forms = re.findall(r'href="([^"]+\.(?:csv|xlsx|json|jsonl|ris|bib|csl\.json|txt|atom)[^"]*)"', page)
        assert len(forms) > 3
        assert {client.get(unescape(form)).status_code for form in forms} == {200}
