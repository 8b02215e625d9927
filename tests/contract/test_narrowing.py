"""Facets, dates, order and pages, on every engine."""

from dataclasses import replace
from datetime import date

import pytest

from search.documents import FACET_NAMES
from search.query import DEEPEST_HIT, Query
from tests.contract.conftest import DAY, document, put


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query().choosing("province", "yazd"), {1, 3}),
        (Query().choosing("province", "yazd").choosing("province", "gilan"), {1, 2, 3}),
        (Query().choosing("province", "yazd").choosing("year", "1403"), {1}),
        (Query().choosing("province", "nowhere"), set()),
        (Query().excluding("province", "yazd"), {2}),
        (Query().excluding("province", "khorasan").excluding("province", "gilan"), {1}),
        (Query().choosing("year", ""), {3}),
        (Query().choosing("year", "").choosing("year", "1404"), {2, 3}),
        (Query().choosing("speaker", ""), {1, 2, 3}),
        (Query("صادرات").choosing("province", "gilan"), {2}),
        (Query().between(date.fromordinal(DAY), date.fromordinal(DAY)), {1}),
        (Query().between(date.fromordinal(DAY + 1), None), {2}),
        (Query().between(None, date.fromordinal(DAY + 100)), {1, 2}),
        (Query("-صادرات").between(None, date.fromordinal(DAY + 100)), set()),
    ],
)
def test_narrowing_finds(archive, query, found):
    results = archive.search(query)
    assert set(results.keys) == found
    assert results.total == len(found)


def test_facets_count_what_was_found_and_what_is_missing(archive):
    facets = archive.search(Query("صادرات یا زعفران")).facets
    assert facets["province"] == {"yazd": 2, "gilan": 1, "khorasan": 1}
    assert facets["year"] == {"1403": 1, "1404": 1, "": 1}
    assert facets["speaker"] == {"": 3}


def test_a_chosen_facet_still_counts_its_alternatives(archive):
    facets = archive.search(Query().choosing("province", "gilan")).facets
    assert facets["province"] == {"yazd": 2, "gilan": 1, "khorasan": 1}
    assert facets["year"] == {"1404": 1}


def test_a_missing_value_that_is_chosen_still_counts_the_values(archive):
    facets = archive.search(Query().choosing("year", "")).facets
    assert facets["year"] == {"1403": 1, "1404": 1, "": 1}
    assert facets["province"] == {"khorasan": 1, "yazd": 1}


def test_what_is_excluded_is_counted_nowhere(archive):
    facets = archive.search(Query().excluding("province", "khorasan")).facets
    assert facets["province"] == {"yazd": 1, "gilan": 1}


def test_dates_narrow_every_count(archive):
    facets = archive.search(Query().between(date.fromordinal(DAY), None)).facets
    assert facets["year"] == {"1403": 1, "1404": 1}


def test_newest_first_ends_with_the_undated(archive):
    assert archive.search(Query(sort="-date")).keys == [2, 1, 3]
    assert archive.search(Query()).keys == [2, 1, 3]


def test_oldest_first_ends_with_the_undated(archive):
    assert archive.search(Query(sort="date")).keys == [1, 2, 3]


def test_equals_come_newest_first_then_by_key_from_the_highest(engine):
    put(
        engine,
        *(document(key, body="پسته", day=day) for key, day in [(1, 5), (2, 9), (3, 9), (4, None), (5, 5)]),
    )
    assert engine.search(Query("پسته")).keys == [3, 2, 5, 1, 4]
    assert engine.search(Query(sort="date")).keys == [5, 1, 3, 2, 4]


def test_pages_cut_one_list(engine):
    put(engine, *(document(key, body="پسته " * (key % 7 + 1)) for key in range(1, 60)))
    for query in (Query("پسته", size=100), Query(size=100)):
        whole = engine.search(query).keys
        pages = [engine.search(Query(query.words, size=20).on_page(page)) for page in (1, 2, 3, 4)]
        assert [key for page in pages for key in page.keys] == whole
        assert all(page.total == 59 for page in pages)


def test_no_page_lies_deeper_than_the_limit(archive):
    results = archive.search(Query().on_page(DEEPEST_HIT))
    assert results.hits == () and results.total == 3


def test_all_keys_come_in_the_order_of_the_pages(engine):
    put(
        engine,
        *(document(key, body="پسته یزد " + "پسته " * (key % 7), day=DAY + key % 5) for key in range(1, 60)),
    )
    for query in (Query("پسته"), Query("پسته یزد"), Query(sort="date"), Query("نیست"), Query(page=3)):
        assert list(engine.keys(query)) == engine.search(replace(query, page=1, size=60)).keys


def test_a_document_stands_for_as_many_records_as_its_weight(archive):
    found = archive.search(Query().choosing("province", "yazd"), {1: 3, 2: 5, 7: 9})
    assert (found.total, found.keys) == (3, [1])
    assert found.facets["province"] == {"yazd": 3, "gilan": 5}
    assert found.facets["year"] == {"1403": 3}


def test_where_every_document_has_a_weight_facets_count_records_too(archive):
    found = archive.search(Query(), {1: 3, 2: 5, 3: 2})
    assert found.total == 10 and found.facets["year"] == {"1403": 3, "1404": 5, "": 2}


def test_without_any_weight_nothing_is_found(archive):
    found = archive.search(Query("صادرات"), {})
    assert (found.total, found.hits) == (0, ()) and not any(found.facets[name] for name in FACET_NAMES)


def test_many_records_are_counted_as_few(engine):
    put(engine, *(document(key, body="پسته", province=f"p{key % 3}") for key in range(1, 60)))
    for weight in (1, 2, 1000):
        found = engine.search(Query("پسته", size=100), dict.fromkeys(range(1, 58), weight))
        assert (found.total, len(found.keys)) == (57 * weight, 57)
        assert found.facets["province"] == {f"p{i}": 19 * weight for i in range(3)}


def test_an_index_says_whether_it_holds_the_same(archive):
    before = [archive.search(Query(words)).state for words in ("پسته", "کیوی")]
    put(archive, document(4, body="پسته"))
    assert archive.search(Query("پسته")).state not in before
