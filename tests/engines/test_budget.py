"""A question that would cost too much is made simpler, and says so."""

import pytest

from search.engines import budget
from search.engines.base import Put
from search.engines.expansion import MOST_EXPANSIONS
from search.engines.whoosh.engine import WhooshEngine
from search.query import Query
from search.tree import And, Not, Or, Phrase, Prefix, Word
from tests.contract.conftest import document

A, B, C = (Word(name, name) for name in "abc")
COSTS = {A: 10, B: 20, C: 100}


def cost(leaf, most_expansions):
    return most_expansions if isinstance(leaf, Prefix) else COSTS.get(leaf, 30)


@pytest.mark.parametrize(
    ("tree", "most", "left", "notes"),
    [
        (And((A, B)), 30, And((A, B)), ()),
        (And((A, B, C)), 30, And((A, B)), (budget.COMMON_WORDS_DROPPED,)),
        (Or((A, C)), 30, A, (budget.COMMON_WORDS_DROPPED,)),
        (And((A, Not(C))), 30, A, (budget.COMMON_WORDS_DROPPED,)),
        (And((A, Or((B, C)))), 30, And((A, B)), (budget.COMMON_WORDS_DROPPED,)),
        (And((A, Phrase((B, C), (0, 1)))), 100, A, (budget.COMMON_WORDS_DROPPED,)),
        (And((A, Prefix("p"))), 30, And((A, Prefix("p"))), (budget.FEWER_EXPANSIONS,)),
        (C, 30, C, ()),
        (None, 30, None, ()),
    ],
)
def test_the_dearest_words_go_until_the_rest_is_cheap_enough(tree, most, left, notes):
    assert budget.within(tree, cost, 1_000, most)[::2] == (left, notes)


def test_no_word_of_a_small_index_is_too_dear():
    def never(leaf, most_expansions):
        raise AssertionError("nothing needs to be counted")

    assert budget.within(And((A, C)), never, documents=15, budget=30) == (And((A, C)), MOST_EXPANSIONS, ())


def test_a_reader_is_told(tmp_path, monkeypatch):
    engine = WhooshEngine(tmp_path / "articles")
    engine.apply([Put(document(key, body="پسته" if key % 5 else "پسته کیوی")) for key in range(1, 21)])
    assert engine.search(Query("پسته کیوی")).notes == ()
    monkeypatch.setattr(budget.within, "__defaults__", (10,))
    results = WhooshEngine(tmp_path / "articles").search(Query("پسته کیوی"))
    assert (results.total, results.notes) == (4, (budget.COMMON_WORDS_DROPPED,))
