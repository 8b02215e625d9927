"""The smaller parts of the engine, each alone."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.engines.base import Put
from search.engines.expansion import slips
from search.engines.scoring import LENGTHS, length_byte
from search.engines.whoosh.cache import Cache
from search.engines.whoosh.columns import codes_column, read_codes
from search.engines.whoosh.filing import FEW, Filing
from search.engines.whoosh.hits import DENSE, Hits, intersection, union, without
from search.engines.whoosh.terms import EXTENT, FACTS, TermFile, term_file
from search.engines.whoosh.view import View
from search.tree import is_one_edit_away
from tests.engines.conftest import sample_documents

DOCUMENTS = 60


@given(st.integers(0, 120_000))
def test_lengths_are_rounded_as_stock_whoosh_rounds_them(length):
    assert length_byte(length) == length_to_byte(length)


def test_the_bytes_of_lengths_are_stock_whooshs():
    assert [byte_to_length(byte) for byte in range(256)] == LENGTHS


def term_file_of(terms: list[bytes]) -> TermFile:
    """Terms of which each has other facts than the next; every third keeps its postings in its record."""
    facts = np.zeros(len(terms), FACTS)
    facts["df"], facts["in_record"] = np.arange(len(terms)) + 1, np.arange(len(terms)) % 3 == 0
    values = [each.tobytes() + EXTENT.pack(i * 7, 1) for i, each in enumerate(facts)]
    return TermFile(memoryview(b"".join(term_file(["a", "b"], [terms, []], [values, []]))))


@given(st.lists(st.text("ابپتث", min_size=1, max_size=6), unique=True, max_size=200))
def test_a_term_file_finds_its_terms_and_no_others(words):
    terms = sorted(word.encode() for word in words)
    file = term_file_of(terms)
    found = [file.find("a", term) for term in terms]
    assert [df for df, _, _ in found] == [i + 1 for i in range(len(terms))]
    assert [at for _, in_record, at in found if not in_record] == [i * 7 for i in range(len(terms)) if i % 3]
    assert file.find("a", b"other") is None and file.find("b", b"x") is None and file.find("c", b"x") is None
    assert [term for term, _ in file.starting("a", "اب".encode())] == [
        term for term in terms if term.startswith("اب".encode())
    ]


@given(st.sets(st.text("ابپتث", min_size=1, max_size=6), max_size=200), st.floats(0, 210))
def test_a_term_file_tells_which_terms_are_frequent(words, least):
    terms = sorted(word.encode() for word in words)
    file = term_file_of(terms)
    assert file.frequent("a", least) == [(term, df) for df, term in enumerate(terms, start=1) if df >= least]
    assert file.frequent("b", least) == file.frequent("c", least) == []


def test_full_hash_tables_are_searched_to_the_right_end():
    file = term_file_of([b"%05d" % i for i in range(0, 20_000, 2)])
    assert all(bool(file.find("a", b"%05d" % i)) == (i % 2 == 0) for i in range(20_000))


values = st.lists(st.sampled_from(["yazd", "gilan", "fars", "qom"]), unique=True, max_size=3).map(tuple)


@given(st.lists(values, min_size=1, max_size=60), st.lists(st.sampled_from("abc").map(tuple), min_size=60))
def test_facets_count_what_their_columns_hold(filed, others):
    segment = []
    for values in (filed, others[: len(filed)]):
        codes, entries = read_codes(memoryview(codes_column(values)), len(values))
        assert [entries[code] for code in codes] == values
        segment.append((codes, entries))
    filing = Filing.under(["province", "letter"]).extended([segment, segment])
    for ids in (np.arange(2 * len(filed)), np.arange(min(len(filed), FEW - 1)), np.arange(0)):
        there = [filed[i % len(filed)] for i in ids.tolist()]
        counted = Counter(value for each in there for value in each or ("",))
        assert filing.count(ids)["province"] == filing.count_one("province", ids) == counted
        assert sum(filing.count(ids)["letter"].values()) == len(ids)
        assert filing._by_facet(filing._frequencies_of_many(ids)) == filing.count(ids)
    passes = filing.having("province", ["yazd", ""])[: len(filed)]
    assert passes.tolist() == [not each or "yazd" in each for each in filed]


segments = st.lists(st.lists(values, min_size=1, max_size=9), max_size=6)


@given(segments, segments, st.integers(0, 20))
def test_a_filing_that_grows_counts_like_one_laid_out_at_once(first, then, kept):
    def columns(segments):
        return [[read_codes(memoryview(codes_column(each)), len(each))] for each in segments]

    before = Filing.under(["province"]).extended(columns(first))
    before._frequencies_of_many(np.arange(len(before)))  # lays out what is kept from one to the next
    kept = sum(map(len, first[:kept]))
    grown = before.first(kept).extended(columns(then))
    filed = [values for each in first for values in each][:kept] + [
        values for each in then for values in each
    ]
    counted = Counter(value for values in filed for value in values or ("",))
    everything = np.arange(len(filed))
    assert grown.count(everything)["province"] == counted
    assert grown._by_facet(grown._frequencies_of_many(everything))["province"] == counted


@st.composite
def hits(draw) -> Hits:
    ids = np.array(sorted(draw(st.sets(st.integers(0, DOCUMENTS - 1)))), np.intp)
    scores = np.array([draw(st.integers(1, 9)) for _ in ids], np.float32)
    if len(ids) * DENSE < DOCUMENTS or draw(st.booleans()):
        return Hits(ids, scores)
    dense = np.zeros(DOCUMENTS, np.float32)
    dense[ids] = scores
    return Hits(dense=dense)


def as_dict(hits: Hits) -> dict[int, float]:
    return dict(zip(hits.ids.tolist(), hits.scores.tolist(), strict=True))


@given(st.lists(hits(), min_size=1, max_size=4))
def test_sets_are_joined_as_dicts_would_be(sets):
    dicts = [as_dict(each) for each in sets]
    either = set().union(*dicts)
    all_of = set.intersection(*(set(each) for each in dicts))
    total = {i: sum(each.get(i, 0) for each in dicts) for i in either}
    assert as_dict(union(sets, DOCUMENTS)) == total
    assert as_dict(intersection(sets, DOCUMENTS)) == {i: total[i] for i in all_of}
    first, *others = dicts
    assert as_dict(without(sets[0], sets[1:])) == {
        i: score for i, score in first.items() if not any(i in other for other in others)
    }


def test_a_cache_never_holds_more_than_its_bytes():
    cache = Cache(10_000)
    for i in range(100):
        cache.fetch(i, lambda: np.zeros(50))
        assert cache.used <= 10_000
    assert 99 in cache and 0 not in cache


def test_what_was_used_lately_stays_in_the_cache():
    cache = Cache(5_000)
    for i in range(20):
        cache.fetch("often", lambda: np.zeros(50))
        cache.fetch(i, lambda: np.zeros(50))
    assert "often" in cache


@pytest.mark.parametrize("word", ["پسته", "صادرات", "ab"])
def test_slips_are_one_edit_away(word):
    some = list(slips(word))
    assert len(set(some)) == len(some)
    assert all(is_one_edit_away(word, other) and is_one_edit_away(other, word) for other in some)


@given(st.text("ابپ", max_size=5), st.text("ابپ", max_size=5))
def test_one_edit_away_is_what_slips_say(word, other):
    assert is_one_edit_away(word, other) == (other in set(slips(word)) or (not other and len(word) < 2))


def test_words_that_begin_alike_are_looked_up_once_between_two_changes(engine, monkeypatch):
    asked, terms = [], View.terms
    monkeypatch.setattr(View, "terms", lambda view, *named: asked.append(named) or terms(view, *named))
    assert engine.suggest("ا") == engine.suggest("ا") != []
    assert len(asked) == 1
    engine.apply([Put(sample_documents(151)[-1])])
    assert engine.suggest("ا") and len(asked) == 2
