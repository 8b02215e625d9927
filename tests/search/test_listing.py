"""One listing, whatever its form: what it counts is what it opens, and what fails explains itself."""

import re
from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Quotation
from search.address import Address
from search.engines import get_engine
from search.facets import asked_without, facet_named
from search.filters import ArticleFilter
from search.items import items
from search.listing import Listing, listing
from search.query import Query, choices
from tests.factories import make_article

SEARCH = Address("/search/")
YAZD = Address("/provinces/yazd/", "province", "yazd")


def page_of(query: Query = Query(), address: Address = SEARCH) -> Listing:  # noqa: B008
    return listing(query, address)


def question(url: str) -> Query:
    """What an address asks, its page's own subject included."""
    path, _, params = url.partition("?")
    params = QueryDict(params, mutable=True)
    if found := re.fullmatch(r"/provinces/([a-z-]+)/", path):
        params.appendlist("province", found[1])
    return ArticleFilter(params).to_query()


def total(query: Query) -> int:
    return get_engine().search(query).total


def test_reports_come_with_marked_titles_and_excerpts(world):
    (item,) = page_of(Query("پسته")).items
    assert item.article == world.pistachios
    assert "<mark>پسته</mark>" in item.title and "<mark>پسته</mark>" in item.excerpt.marked
    assert item.url.startswith(world.pistachios.get_absolute_url() + "?q=")


def test_an_excerpt_that_does_not_say_who_speaks_names_them(index):
    article = make_article(
        body="سیمین نمونه از راه دور گفت: «سیمان ارزان شد.» وی افزود: پسته گران شد.",
        speakers=("سیمین نمونه",),
    )
    for words in ("سیمان ارزان شد.", "پسته گران شد."):
        at = article.body.index(words)
        Quotation.objects.create(
            article=article, speaker=article.speakers.get(), start=at, end=at + len(words)
        )
    index()
    assert str(items([article.pk], Query("پسته"))[0].voice) == "سیمین نمونه"
    assert items([article.pk], Query("سیمان"))[0].voice is None


@pytest.mark.parametrize("words", ["یزد", "استان يزد", "استانیزد"])
def test_the_page_of_what_was_typed_comes_first(world, words):
    assert [link.url for link in page_of(Query(words)).namesakes] == ["/provinces/yazd/"]


def test_a_person_who_is_asked_for_has_a_page(world):
    assert [link.label for link in page_of(Query("بهرام نمونه")).namesakes] == ["گوینده بهرام نمونه"]
    assert page_of(Query("صادرات")).namesakes == []


def test_a_listing_costs_few_queries(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        page = page_of(Query("صادرات", choices({"year": ["1403"], "month": ["1403-05"]})))
        assert [str(voice) for item in page.items for voice in item.speakers]


def test_newest_first_without_words_and_the_undated_last(world):
    found = [item.article for item in page_of().items]
    assert found[0] == world.pistachios and found[-1] == world.shoes


def test_relevance_is_no_order_without_words(world):
    assert [sort.label for sort in page_of().sorts] == ["تازه‌ترین", "کهن‌ترین"]
    assert page_of(Query("یزد")).sorts[0].is_current


def test_pages_are_links(world):
    page = page_of(Query(size=2, page=2))
    assert [link.label for link in page.pages] == ["1", "2", "3"]
    assert (page.previous_url, page.next_url) == ("/search/", "/search/?page=3")
    assert page.first_number == 3


def test_a_page_after_the_last_knows_the_last(world):
    page = page_of(Query(size=2, page=9))
    assert page.is_beyond and page.last_url == "/search/?page=3"


def test_what_a_page_is_about_is_no_chip(world):
    page = page_of(Query(chosen=choices({"province": ["yazd"]})), YAZD)
    assert page.total == 2 and not page.chips and page.url == "/provinces/yazd/"


def test_another_province_leads_from_the_page_of_one_to_the_search(world):
    page = page_of(Query(chosen=choices({"province": ["yazd"]})), YAZD)
    gilan = next(region for region in page.map.regions if region.shape.slug == "gilan")
    assert gilan.url == "/search/?province=gilan&province=yazd"


def test_clearing_stays_on_the_page(world):
    page = page_of(Query("صادرات", choices({"province": ["yazd"], "year": ["1404"]})), YAZD)
    assert question(page.clear_url) == Query("صادرات", choices({"province": ["yazd"]}))


def test_an_unpublished_report_that_the_index_still_holds_is_not_shown(world):
    type(world.pistachios).objects.filter(pk=world.pistachios.pk).update(is_public=False)
    assert page_of(Query("پسته")).items == []


def test_zero_hits_say_which_word_failed_and_what_was_meant(world):
    zero = page_of(Query("گمرک زعفزان")).zero
    assert zero.failing == ["زعفزان"]
    assert [(way.text, way.count) for way in zero.meant] == [("گمرک زعفران", 1)]
    assert [(way.text, way.count) for way in zero.without_words] == [("گمرک", 1)]


def test_words_that_only_fail_together_are_counted_apart(world):
    zero = page_of(Query("کیوی پسته")).zero
    assert [(way.text, way.count) for way in zero.words] == [("کیوی", 1), ("پسته", 1)]
    assert not zero.failing and not zero.meant


def test_a_phrase_that_fails_is_offered_as_words(world):
    zero = page_of(Query("«یزد پسته»")).zero
    assert ("یزد پسته", 1) in [(way.text, way.count) for way in zero.without_words]


def test_a_filter_that_empties_the_list_is_offered_for_removal(world):
    zero = page_of(Query("پسته", choices({"province": ["gilan"], "year": ["1404"]}))).zero
    assert [(way.text, way.count) for way in zero.without_chips] == [("گیلان", 1)]
    assert [way.count for way in zero.anywhere] == [1]


def test_the_words_left_out_are_not_blamed(world):
    zero = page_of(Query("پسته -یزد")).zero
    assert [way.text for way in zero.words] == ["پسته"]


STATES = st.builds(
    Query,
    words=st.sampled_from(["", "صادرات", "یزد -پسته", "کفش یا زعفران", "هیچ‌جا", "«بازار عراق»"]),
    chosen=st.fixed_dictionaries(
        {},
        optional={
            "province": st.sets(st.sampled_from(["yazd", "gilan", "south-khorasan", "qom"]), max_size=2),
            "year": st.sets(st.sampled_from(["1403", "1404", "1399"]), max_size=2),
            "month": st.sets(st.sampled_from(["1403-05", "1404-08"]), max_size=2),
            "source": st.sets(st.sampled_from(["sample-agency", "atlantis"]), max_size=1),
            "industry": st.sets(st.sampled_from(["pistachio", "saffron"]), max_size=1),
        },
    ).map(choices),
    excluded=st.fixed_dictionaries(
        {}, optional={"province": st.sets(st.sampled_from(["yazd", "razavi-khorasan"]), max_size=1)}
    ).map(choices),
    missing=st.sets(st.sampled_from(["province", "speaker", "month", "source"]), max_size=1).map(tuple),
    after=st.none() | st.dates().filter(lambda day: 2018 < day.year < 2026),
)


@pytest.mark.parametrize("address", [SEARCH, YAZD], ids=["search", "province"])
@settings(max_examples=40)
@given(state=STATES)
def test_every_count_is_the_length_of_the_list_it_opens(world, address, state):
    if address.facet and not address.holds(state):
        state = replace(state, chosen=choices({"province": ["yazd"]}), excluded=(), missing=())
    page = page_of(state, address)
    for group in page.groups:
        facet = group.facet
        alone = asked_without(asked_without(state, facet.name), facet.inner or facet.name)
        for choice in group.choices:
            if not choice.is_excluded:
                assert choice.count == total(alone.choosing(facet.name, choice.value))
    for tick in page.timeline.ticks if page.timeline else []:
        name = "month" if " " in tick.name else "year"
        if not state.values(name) and name not in state.missing:
            assert tick.count == total(question(tick.url))


@settings(max_examples=40)
@given(state=STATES)
def test_every_choice_toggles_itself_and_nothing_else_of_its_facet(world, state):
    for group in page_of(state).groups:
        for choice in group.choices:
            asked = question(choice.url)
            before = set(state.values(group.facet.name)) | set(state.values_excluded(group.facet.name))
            after = set(asked.values(group.facet.name)) | set(asked.values_excluded(group.facet.name))
            assert before ^ after == ({choice.value} if choice.value else set())
            assert facet_named(group.facet.name) is group.facet


@settings(max_examples=40)
@given(state=STATES)
def test_every_way_out_of_nothing_counts_what_it_opens(world, state):
    zero = page_of(state).zero
    if zero:
        ways = [*zero.words, *zero.meant, *zero.without_words, *zero.without_chips, *zero.anywhere]
        assert all(way.count == total(question(way.url)) for way in ways)
