"""Pages about one province, speaker, office, source or industry, and the lists of them all."""

import re

import pytest
from django.urls import reverse

from archive.models import Person, Source
from search.directory import alphabetical
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def get(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def titles(html: str) -> set[str]:
    return {plain(title) for title in re.findall(r"<h2>(.*?)</h2>", html)}


@pytest.mark.parametrize(
    "about, heading, found",
    [
        (lambda world: world.pistachios.main_province, "استان یزد", {"pistachios", "tiles"}),
        (lambda world: world.simin, "سیمین نمونه", {"pistachios", "tiles"}),
        (lambda world: world.governor, "استاندار یزد", {"pistachios"}),
        (lambda world: world.agency, "خبرگزاری نمونه", {"tiles", "saffron"}),
        (lambda world: world.saffron.industries.get(slug="saffron"), "صنعت زعفران", {"saffron"}),
    ],
)
def test_each_has_a_page_with_its_reports(client, world, about, heading, found):
    page = get(client, about(world).get_absolute_url())
    assert re.search(rf"<h1>(<bdi>)?{heading}", page)
    assert titles(page) == {getattr(world, name).title for name in found}


def test_a_province_page_narrows_below_its_own_address(client, world):
    page = get(client, "/provinces/yazd/")
    assert 'href="/provinces/yazd/?year=1404"' in page and "سیمین نمونه" in page


def test_a_second_province_leaves_the_page_for_the_search(client, world):
    response = client.get("/provinces/yazd/?province=gilan")
    assert response.status_code == 302 and response.url == "/search/?province=gilan&province=yazd"


def test_a_speaker_page_tells_the_offices_with_their_years(client, world):
    assert "سمت‌ها: استاندار یزد ۱۴۰۴" in plain(get(client, world.simin.get_absolute_url()))


def test_an_office_page_tells_who_held_it(client, world):
    assert "چه کسانی: سیمین نمونه ۱۴۰۴" in plain(get(client, world.governor.get_absolute_url()))


def test_a_merged_person_leads_to_the_one_that_stays(client, world):
    old = Person.objects.create(name="س. نمونه", merged_into=world.simin)
    response = client.get(f"{old.get_absolute_url()}?year=1404")
    assert response.status_code == 301 and response.url == f"{world.simin.get_absolute_url()}?year=1404"


def test_a_source_with_a_persian_address_has_its_page(client, index):
    source = Source.objects.create(name="پیک نمونه", slug="پیک-نمونه")
    make_article("خبر پیک", source=source)
    index()
    assert "خبر پیک" in get(client, source.get_absolute_url())


@pytest.mark.parametrize(
    "address",
    [
        "/provinces/atlantis/",
        "/speakers/999999/",
        f"/speakers/{'9' * 40}/",
        "/offices/0/",
        "/sources/x/",
        "/industries/x/",
    ],
)
def test_what_the_archive_does_not_know_is_not_found(client, world, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "about", [lambda w: w.simin, lambda w: w.governor, lambda w: w.agency, lambda w: w.tiles.main_province]
)
def test_each_page_costs_few_queries(client, world, about, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        get(client, f"{about(world).get_absolute_url()}?year=1404&month=1404-08")


def test_all_provinces_are_listed_also_those_without_reports(client, world):
    page = get(client, reverse("provinces"))
    assert page.count('class="f name"') == 31 and "هنوز خبری نیست" in page


@pytest.mark.parametrize("name", ["speakers", "offices", "sources", "industries"])
def test_the_others_are_listed_with_their_counts(client, world, name):
    page = get(client, reverse(name))
    assert page.count("<h1") == 1 and page.count('class="f name"') >= 2


def test_a_name_is_found_in_any_spelling(client, world):
    page = get(client, f"{reverse('provinces')}?find=آذربايجانشرقي")
    assert page.count('class="f name"') == 1 and "آذربایجان شرقی" in page


def test_a_name_that_is_nowhere_is_said_to_be_nowhere(client, world):
    assert "نامی با «<bdi>آتلانتیس</bdi>» نیست." in get(client, f"{reverse('speakers')}?find=آتلانتیس")


def test_who_looks_for_no_letter_finds_every_name(client, world):
    page = get(client, f"{reverse('provinces')}?find=-")
    assert page.count('class="f name"') == 31


def test_the_count_of_a_listed_name_is_its_page(client, world):
    assert "سیمین نمونه ۲ خبر" in plain(get(client, reverse("speakers")))


def test_names_are_listed_by_the_persian_alphabet():
    names = ["یزد", "گیلان", "پردیس", "اراک", "آبادان", "چابهار", "ژاله", "بم"]
    expected = ["آبادان", "اراک", "بم", "پردیس", "چابهار", "ژاله", "گیلان", "یزد"]
    assert sorted(names, key=alphabetical) == expected


@pytest.mark.parametrize(
    "params", ["page=x", "page=99", "find=%00", "find=%ED%A0%80", "sort=x", "find=" + "پ" * 500]
)
def test_no_parameter_of_a_list_is_an_error(client, world, params):
    get(client, f"{reverse('speakers')}?{params}")
