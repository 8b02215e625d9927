"""Inflection comes off, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.lexicon import shipped
from archive.persian.stem import shipped_stemmer
from archive.persian.verbs import continuous_forms, simple_forms

stem = shipped_stemmer().stem
LETTERS = "آابپتجخدرزسشعغفقکگلمنوهی"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("گمرکهایشان", "گمرک"),
        ("نمایندگان", "نماینده"),
        ("مدیرمان", "مدیر"),
        ("جلسات", "جلسه"),
        ("صنعتی", "صنعت"),
        ("برنامهای", "برنامه"),
        ("شدهاند", "شد"),
        ("میفروشند", "فروخت"),
        ("نمیرسد", "رسید"),
        ("معادن", "معدن"),
        ("بزرگترین", "بزرگ"),
        ("سهام", "سهام"),
        ("صادرات", "صادرات"),
        ("مالی", "مالی"),
    ],
)
def test_a_word_and_its_stem(word, expected):
    assert stem(word) == expected


def test_every_word_of_the_lexicon_has_a_stem_that_is_its_own_stem():
    known = shipped().counts.keys() | shipped().forms.keys()
    assert not [word for word in known if stem(stem(word)) != stem(word)]


@given(st.text(LETTERS, min_size=1, max_size=20))
def test_a_stem_of_anything_is_its_own_stem_and_no_longer_than_a_form_needs(word):
    assert stem(stem(word)) == stem(word)
    assert stem(word)


def test_verbs_have_their_forms():
    assert {"رسید", "نرسیدند", "رسیده", "برسد", "رسیدن"} <= set(simple_forms("رسید", "رس"))
    assert {"گوید", "گفتند", "گفته"} <= set(continuous_forms("گفت", "گو"))
    assert "نیامد" in set(simple_forms("آمد", "آ"))


@pytest.mark.slow
def test_no_verb_form_is_missing_that_hazm_knows():
    conjugation = pytest.importorskip("hazm").Conjugation()
    forms = set(simple_forms("رساند", "رسان"))
    assert forms.issuperset(conjugation.perfective_past("رساند"))
    assert forms.issuperset(conjugation.negative_perfective_past("رساند"))
