"""The quotations that answer a question, as readers meet them."""

import re

import pytest

from archive.models import Quotation
from archive.models.voices import QuotationKind
from search.address import Address
from search.engines import get_engine
from search.facets import asked_without
from search.listing import listing
from search.query import Query, choices
from tests.factories import make_article

pytestmark = pytest.mark.django_db

QUOTATIONS = Address("/quotations/", collection="quotations")
LISTING_QUERIES = 6


def say(article, words, speaker=None, **fields):
    start = article.body.index(words)
    return Quotation.objects.create(
        article=article, speaker=speaker, start=start, end=start + len(words), **fields
    )


@pytest.fixture
def said(world, index):
    """Two voices: Simin of Yazd on tiles, nobody knows who on saffron."""
    simin = world.tiles.speakers.get(person=world.simin)
    say(world.tiles, "صادرات کاشی یزد بیشتر شد.", simin, verb="گفت")
    say(world.tiles, "بازار عراق جای رشد دارد.", simin, inferred=True)
    say(world.saffron, "تبریز و یزد هم خریدار بودند.", kind=QuotationKind.INDIRECT)
    index()
    return world


def get(client, address="/quotations/", **params) -> str:
    response = client.get(address, params)
    assert response.status_code == 200
    return response.content.decode()


def test_a_quotation_shows_its_words_its_voice_and_leads_to_its_place(client, said):
    page = get(client, q="عراق")
    assert "«بازار <mark>عراق</mark> جای رشد دارد.»" in page and "۱</b> نقل‌قول" in page
    assert f'href="{said.simin.get_absolute_url()}"' in page and "گوینده به قرینه" in page
    assert re.search(rf'href="/a/{said.tiles.pk}/\?q=[^"#]+#q2"', page)


def test_a_report_leads_on_through_the_quotations_that_its_reader_came_from(client, said):
    items = listing(Query("یزد"), QUOTATIONS).items
    place = client.get(items[0].url.partition("#")[0]).context["place"]
    assert (place.noun, place.number, place.previous) == ("نقل‌قول", 1, "")
    assert client.get(place.next).url == items[1].url
    last = client.get(items[1].url.partition("#")[0]).context["place"]
    assert client.get(last.next).url == place.listing == "/quotations/?q=%DB%8C%D8%B2%D8%AF"


def test_a_voice_is_found_by_its_name(client, said):
    assert get(client, q="سیمین نمونه").count("<blockquote") == 2


def test_words_given_in_substance_stand_without_quotation_marks(client, said):
    page = get(client, province="razavi-khorasan")
    assert "«تبریز" not in page and "نقل به مضمون" in page and "گوینده نامعلوم" in page


@pytest.mark.parametrize("address", ["/quotations/", "/a/{}/", "/a/{}/q1.txt", "/a/{}/q1.ris"])
def test_words_printed_in_quotation_marks_are_shown_in_one_pair(client, index, address):
    report = make_article("پسته", "سیمین نمونه گفت: «پسته امسال زود رسید.» باران هم آمد.")
    say(report, "«پسته امسال زود رسید.»")
    index()
    page = b"".join(client.get(address.format(report.pk))).decode()
    assert "«پسته امسال زود رسید" in page and "««" not in page and "»»" not in page


def test_reports_and_quotations_are_tabs_over_one_question(client, said):
    for address in ("/search/", "/quotations/"):
        page = get(client, address, q="یزد", province="yazd")
        links = re.findall(r'<nav class="tabs".*?</nav>', page, re.DOTALL)[0]
        assert "خبر <span" in links and 'نقل‌قول <span class="ct">۱</span>' in links
        assert 'href="/quotations/?q=%DB%8C%D8%B2%D8%AF&amp;province=yazd"' in links


def test_the_tab_of_a_province_leads_to_its_quotations(client, said):
    assert 'href="/quotations/?province=yazd"' in get(client, "/provinces/yazd/")


def test_the_view_of_an_address_has_a_page_of_its_own(client, said):
    answer = client.get("/search/", {"q": "یزد", "view": "quotations"})
    assert answer.status_code == 302 and answer.url == "/quotations/?q=%DB%8C%D8%B2%D8%AF"
    assert client.get("/search/", {"view": "everything"}).status_code == 200


def test_a_count_of_a_facet_is_the_length_of_the_list_it_opens(said):
    for query in (Query(), Query("یزد"), Query(chosen=choices({"province": ["yazd"]}))):
        for group in listing(query, QUOTATIONS).groups:
            for choice in group.choices:
                asked = asked_without(query, group.facet.name).choosing(group.facet.name, choice.value)
                assert choice.count == get_engine("quotations").search(asked).total


def test_a_quotation_of_a_report_withdrawn_since_is_not_shown(client, said):
    type(said.tiles).objects.filter(pk=said.tiles.pk).update(is_public=False)
    assert "<blockquote" not in get(client, q="عراق")


def test_no_quotation_found_explains_itself(client, said):
    page = get(client, q="نیست‌درجهان")
    assert "نقل‌قولی پیدا نشد" in page and "همهٔ نقل‌قول‌های بایگانی" in page


def test_quotations_can_be_taken_away_but_not_followed(client, said):
    page = get(client, q="یزد")
    assert "/quotations.csv?q=" in page and ".atom" not in page
    assert client.get("/quotations.csv", {"q": "یزد"}).status_code == 200


def test_the_page_of_quotations_stays_within_its_queries(client, index, django_assert_max_num_queries):
    for number in range(25):
        article = make_article(
            f"پسته {number}",
            "کسی گفت: پسته خوب است.",
            on="1404-08-02",
            province="yazd",
            speakers=("یک نمونه",),
        )
        say(article, "پسته خوب است.", article.speakers.get())
    index()
    with django_assert_max_num_queries(LISTING_QUERIES):
        assert get(client, q="پسته", province="yazd").count("<blockquote") == 20
