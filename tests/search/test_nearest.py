"""Did you mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.nearest import distance, nearest

KNOWN = {
    "گمرک": 40,
    "گاو": 9,
    "گرگ": 2,
    "صادرات": 100,
    "واردات": 80,
    "زعفران": 7,
    "پسته": 30,
    "بسته": 31,
}.items()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("گمرگ", ["گمرک", "گرگ"]),
        ("صادارت", ["صادرات"]),
        ("زغفران", ["زعفران"]),
        ("پستۀ", ["پسته"]),
        ("خیار", []),
    ],
)
def test_an_unknown_word_is_offered_its_nearest_known_ones(typed, meant):
    assert [word for word, _ in nearest(typed, KNOWN)] == meant


def test_the_word_itself_is_not_offered():
    assert nearest("پسته", KNOWN) == [("بسته", 31)]


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("ab", "ab", 0), ("ab", "ba", 1), ("abc", "ac", 1), ("abc", "axc", 1), ("abcd", "cdab", 3)],
)
def test_edits_are_counted(one, other, edits):
    assert distance(one, other, 2) == edits


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_the_same_both_ways(one, other):
    assert distance(one, other, 2) == distance(other, one, 2)


@given(st.text("abcd", min_size=1, max_size=6), st.sets(st.text("abcd", min_size=1, max_size=7)))
def test_no_word_near_enough_is_overlooked(typed, known):
    most = 1 if len(typed) <= 4 else 2
    near = {word for word in known if 0 < distance(typed, word, most) <= most}
    assert {word for word, _ in nearest(typed, [(word, 1) for word in known], n=len(known))} == near
