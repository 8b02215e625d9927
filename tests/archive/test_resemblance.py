"""Copies of a text are known whatever their spelling; texts on one matter are not taken for copies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.resemblance import ALIKE, BINS, bands, resemblance, shingles
from tests.copies import ANOTHER, REPORT

SENTENCES = REPORT.split(". ")


def likeness(other: str) -> float:
    return resemblance(shingles(REPORT), shingles(other))


@pytest.mark.parametrize(
    "spelled",
    [
        REPORT.replace("\u200c", " "),
        REPORT.replace("\u200c", ""),
        REPORT.replace("ی", "ي").replace("ک", "ك"),
        REPORT.replace("۴۲", "42").replace(". ", ".\n\n"),
        REPORT.replace("به گفتهٔ", "به گفته"),
    ],
)
def test_another_spelling_is_the_same_text(spelled):
    assert likeness(spelled) == 1


def test_a_sentence_more_or_less_is_a_copy_and_half_a_text_is_none():
    assert ALIKE < likeness(". ".join(SENTENCES[:-1])) < 1
    assert ALIKE < likeness(f"به گزارش خبرگزاری نمونه، {REPORT}") < 1
    assert likeness(". ".join(SENTENCES[:2])) < ALIKE


def test_texts_on_one_matter_are_not_copies():
    assert likeness(ANOTHER) == 0


def test_a_short_text_is_no_copy_of_itself():
    assert shingles("صادرات پسته افزایش یافت.") == frozenset() and likeness("") == 0


@given(st.sets(st.integers(0, 2**32 - 1), max_size=300), st.sets(st.integers(0, 2**32 - 1), max_size=50))
def test_bands_are_keys_that_a_database_holds_and_depend_on_nothing_but_the_text(text, more):
    keys = bands(text)
    assert len(keys) <= BINS // 2 and all(0 <= key < 2**63 for key in keys)
    assert bands(frozenset(sorted(text))) == keys
    assert resemblance(text, text | more) == (len(text) / len(text | more) if text else 0)


def test_what_is_alike_shares_a_band():
    copy = shingles(". ".join(SENTENCES[:-1]))
    assert set(bands(shingles(REPORT))) & set(bands(copy))
    assert not set(bands(shingles(REPORT))) & set(bands(shingles(ANOTHER)))
