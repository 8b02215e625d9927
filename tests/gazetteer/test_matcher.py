"""Listed phrases are found in running words, whatever the spacing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.gazetteer.matcher import Phrases, key_of
from archive.persian.tokens import tokens

PLACES = Phrases({"آذربایجان غربی": "west", "آذربایجان": "old", "سیستان و بلوچستان": "sistan", "یزد": "yazd"})


def keys(text):
    return [key_of(token.text) for token in tokens(text)]


@given(st.text(max_size=20) | st.sampled_from(["ء", "اجزا ء", "ﹰ", "\ufc5e"]))
def test_every_word_has_a_key(text):
    assert all(keys(text))


def found(text):
    return [match.value for match in PLACES.find(keys(text))]


@pytest.mark.parametrize(
    "written",
    [
        "آذربایجان غربی",
        "آذربایجانغربی",
        "آذربایجان‌غربی",
        "آذربايجان غربي",
        "از آذربایجان غربی",
        "وآذربایجانغربی",
    ],
)
def test_a_name_is_found_in_any_spacing(written):
    assert found(written) == ["west"]


def test_the_longest_name_wins():
    assert found("آذربایجان و سیستان و بلوچستان") == ["old", "sistan"]


def test_a_short_word_is_not_taken_apart():
    assert found("بهیزد ایزد") == []


def test_a_phrase_does_not_cross_its_limit():
    assert PLACES.at(keys("آذربایجان غربی"), 0, limit=1).value == "old"


@given(st.lists(st.sampled_from(["آذربایجان", "غربی", "و", "بلوچستان", "سیستان", "یزد", "کفش"]), max_size=12))
def test_matches_never_overlap_and_go_left_to_right(words):
    matches = list(PLACES.find(words))
    assert all(one.end <= other.start for one, other in zip(matches, matches[1:], strict=False))
