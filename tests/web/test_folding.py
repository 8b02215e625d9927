"""Near-identical reports are one row that opens, and each by itself when asked for."""

import re

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Article
from search.engines import get_engine
from search.items import items
from search.query import Query, choices
from tests.copies import ANOTHER, REPORT, reprint


@pytest.fixture
def copies(index):
    """A report that four outlets ran, one of them in another province's name, and another report."""
    made = [
        reprint("one", on="1404-08-01", province="yazd"),
        reprint("two", on="1404-08-02", province="yazd", body=REPORT.replace("\u200c", "")),
        reprint("three", on="1404-08-03", province="fars", title="پسته به هند رسید"),
        reprint("four", on="1404-08-04", province="yazd"),
        reprint("one", on="1404-08-05", body=ANOTHER, title="گندم در بندر"),
    ]
    index()
    return made


def get(client, **params) -> str:
    return client.get(reverse("search"), params).content.decode()


def rows(query: Query = Query()):  # noqa: B008
    return items(get_engine().search(query).keys, query)


def test_copies_are_one_row_with_the_best_of_them_first(copies):
    wheat, pistachios = rows()
    assert wheat.copies == [] and pistachios.article == copies[3]
    assert [copy.article for copy in pistachios.copies] == [copies[2], copies[1], copies[0]]


def test_the_row_names_the_other_outlets_and_their_dates_and_opens_each(client, copies):
    page = get(client)
    folded = re.search(r"<details class=\"copies\">.*?</details>", page, re.DOTALL)[0]
    assert "+۳ رسانهٔ دیگر" in folded and "three" in folded and "۳ آبان ۱۴۰۴" in folded
    assert f'href="/a/{copies[2].pk}/' in folded and "پسته به هند رسید" in folded


def test_a_report_names_the_other_outlets_that_ran_it(client, copies, django_assert_max_num_queries):
    Article.objects.filter(pk=copies[1].pk).update(is_public=False)
    with django_assert_max_num_queries(6):
        answer = client.get(copies[0].get_absolute_url())
    assert answer.context["copies"] == [copies[2], copies[3]]
    assert "همین خبر در جاهای دیگر" in answer.content.decode() and copies[2] not in answer.context["related"]


def test_totals_and_counts_are_those_of_reports(client, copies):
    assert "<b>۵</b> خبر" in get(client) and "<b>۳</b> خبر" in get(client, province="yazd")


def test_only_copies_that_answer_are_folded(copies):
    (row,) = rows(Query(chosen=choices({"province": ["yazd"]})))
    assert [copy.article for copy in row.copies] == [copies[1], copies[0]]


def test_folding_can_be_switched_off_and_on_again_in_the_address(client, copies):
    assert 'href="/search/?q=%D9%BE%D8%B3%D8%AA%D9%87&amp;fold=no"' in get(client, q="پسته")
    apart = get(client, q="پسته", fold="no")
    assert 'class="copies"' not in apart and apart.count('<li class="card">') == 4
    assert 'href="/search/?q=%D9%BE%D8%B3%D8%AA%D9%87"' in apart


def test_where_nothing_is_folded_there_is_no_switch(client, world):
    assert "همسان" not in get(client)


def test_a_value_that_means_nothing_is_told(client, copies):
    assert "fold=no" in get(client, fold="perhaps") and 'class="copies"' in get(client, fold="perhaps")


def test_copies_of_one_outlet_are_not_called_outlets(index):
    for day in (1, 2):
        reprint("one", on=f"1404-08-0{day}")
    index()
    (row,) = rows()
    assert row.copies_noun == "نسخهٔ دیگر"


@settings(max_examples=25)
@given(
    size=st.integers(1, 4),
    narrow=st.sampled_from([(), ("yazd",), ("fars", "yazd")]),
    words=st.sampled_from(["", "پسته", "وی"]),
)
def test_the_pages_hold_every_report_once_folded_or_not(copies, size, narrow, words):
    query = Query(words, choices({"province": narrow}), size=size)
    total = get_engine().search(query).total
    shown = []
    for page in range(1, -(-total // size) + 1):
        for row in rows(query.on_page(page)):
            shown += [row.article.pk, *(copy.article.pk for copy in row.copies)]
    assert len(shown) == len(set(shown)) == total <= Article.objects.count()
