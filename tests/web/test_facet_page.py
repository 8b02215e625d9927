"""All choices of a facet, for whichever listing they narrow."""

import pytest

from search import facet_page as module
from search.address import Address
from search.facet_page import facet_page
from search.query import Query, choices
from tests.factories import make_article

pytestmark = pytest.mark.django_db
SEARCH = Address("/search/")


def get(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def many(index):
    for number in range(9):
        make_article(f"پسته {number}", speakers=(f"سیمین نمونهٔ {chr(0x627 + number)}",), province="yazd")
    index()


def test_a_long_facet_leads_to_all_its_choices(client, many):
    page = get(client, "/provinces/yazd/?q=پسته")
    assert "۳ مورد دیگر" in page
    assert 'href="/provinces/yazd/?q=%D9%BE%D8%B3%D8%AA%D9%87&amp;choices=speaker"' in page


def test_choices_lead_back_into_their_listing(client, many):
    page = get(client, "/provinces/yazd/?choices=speaker")
    assert page.count('<li class="choice">') == 9 and 'href="/provinces/yazd/?speaker=' in page


def test_reports_without_a_value_are_a_choice_too(client, world):
    page = get(client, "/search/?choices=speaker")
    assert 'href="/search/?missing=speaker"' in page and "نامشخص" in page
    assert "missing=speaker" not in get(client, "/search/?choices=speaker&find=نمونه")


def test_choices_of_quotations_count_quotations(client, world):
    assert "<h1>گوینده در همهٔ نقل‌قول‌ها</h1>" in get(client, "/quotations/?choices=speaker")


def test_a_choice_is_found_in_any_spelling(world):
    page = facet_page("province", Query(), SEARCH, find="آذربايجانشرقي")
    assert [choice.label for choice in page.choices] == ["آذربایجان شرقی"] and page.total > 1


def test_a_name_that_is_nowhere_is_said_to_be_nowhere(client, world):
    assert "نامی با «<bdi>آتلانتیس</bdi>» نیست." in get(client, "/search/?choices=source&find=آتلانتیس")


def test_months_of_another_year_are_not_chosen_with_it(world):
    asked = Query(chosen=choices({"year": ["1403"], "month": ["1403-05"]}))
    other = next(choice for choice in facet_page("year", asked, SEARCH).choices if choice.value == "1404")
    assert (other.count, other.url) == (1, "/search/?year=1403&year=1404")


def test_many_choices_have_pages(client, many, monkeypatch):
    monkeypatch.setattr(module, "PAGE_SIZE", 4)
    page = get(client, "/search/?choices=speaker&at=2")
    assert page.count('<li class="choice">') == 4 and "choices=speaker&amp;at=3" in page


@pytest.mark.parametrize("address", ["choices=atlantis", "choices=speaker&at=x", "choices=year&find=%00"])
def test_no_address_is_an_error(client, world, address):
    get(client, f"/search/?{address}")
