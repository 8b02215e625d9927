"""The front page."""

import re
from datetime import date

import pytest
from django.urls import reverse

from archive.models import Article, Quotation
from search.engines import get_engine
from search.engines.base import IndexUnavailable
from search.overview import Overview
from search.query import Query
from tests.factories import make_article

pytestmark = pytest.mark.django_db

HOME_QUERIES = 4
TODAY = date(2025, 11, 22)


@pytest.fixture
def page(client, world) -> str:
    return client.get(reverse("home")).content.decode()


def test_the_page_counts_what_the_archive_holds(page):
    assert '<dt>خبر</dt><dd><a href="/search/">۶</a></dd>' in page
    assert '<dt>گوینده</dt><dd><a href="/speakers/">۲</a></dd>' in page


def test_every_province_with_reports_is_on_the_map_and_in_the_list(page):
    assert 'href="/provinces/yazd/" class="prov q5"><title>یزد: ۲ خبر</title>' in page
    assert '<a href="/provinces/yazd/">یزد <span>۲</span></a>' in page


def test_counts_shown_are_the_totals_of_the_lists_they_open(client, page):
    shown = re.findall(r'<a href="(/provinces/[^"]+)">[^<]+ <span>([۰-۹]+)</span>', page)
    assert shown
    for address, count in shown:
        assert f"<b>{count}</b> خبر" in client.get(address).content.decode()


def test_newest_reports_come_first_and_the_undated_last(world):
    assert [article.pk for article in Overview(TODAY).newest] == [
        world.pistachios.pk,
        world.tiles.pk,
        world.saffron.pk,
        world.kiwis.pk,
        world.strangers.pk,
        world.shoes.pk,
    ]


def test_the_most_heard_voices_stand_with_the_office_they_last_held(page, world):
    voice = page[page.index(world.simin.get_absolute_url()) :]
    assert "استاندار یزد" in voice[: voice.index("</li>")]


def test_examples_are_names_from_the_archive_that_find_something(world):
    examples = Overview(TODAY).examples
    assert examples
    assert all(get_engine().search(Query(words=example)).total for example in examples)


def test_a_quotation_of_the_newest_reports_stands_on_the_page(client, world):
    words = "سیمین نمونه گفت: بازار عراق جای رشد دارد و باید به آن بیشتر از این رسید."
    world.tiles.body = words
    world.tiles.save()
    Quotation.objects.create(
        article=world.tiles, speaker=world.tiles.speakers.first(), start=0, end=len(words)
    )
    assert f"<p>«{words}»</p>" in client.get(reverse("home")).content.decode()


def test_the_years_run_from_the_first_to_the_last_with_the_gaps(world):
    assert list(Overview(TODAY).years) == [1399, 1400, 1401, 1402, 1403, 1404]


def test_what_is_not_public_is_not_counted(client, world, index):
    Article.objects.filter(pk=world.kiwis.pk).update(is_public=False)
    index()
    page = client.get(reverse("home")).content.decode()
    assert "کیوی" not in page
    assert '/provinces/gilan/">' not in page


def test_an_empty_archive_explains_itself(client, index):
    page = client.get(reverse("home")).content.decode()
    assert "بایگانی هنوز خالی است" in page


def test_an_archive_of_one_undated_report_has_a_front_page(client, index):
    make_article("", "", province="")
    index()
    assert client.get(reverse("home")).status_code == 200


def test_without_an_index_the_newest_reports_can_still_be_read(client, world, monkeypatch):
    def search(query: Query) -> None:
        raise IndexUnavailable("no index")

    monkeypatch.setattr(get_engine(), "search", search)
    page = client.get(reverse("home")).content.decode()
    assert "جست‌وجو در حال آماده‌شدن است" in page
    assert world.pistachios.title in page


def test_the_page_needs_few_queries(client, world, django_assert_num_queries):
    with django_assert_num_queries(HOME_QUERIES):
        client.get(reverse("home"))
