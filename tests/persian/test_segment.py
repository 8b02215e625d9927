"""Fused words are cut, correct ones are left."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.lexicon import shipped
from archive.persian.segment import Segmenter, shipped_segmenter
from archive.persian.stem import Stemmer

split = shipped_segmenter().split
LETTERS = "آابپتجخدرزسشعغفقکگلمنوهی"


@pytest.mark.parametrize(
    ("fused", "words"),
    [
        ("سرمایهگذاریهای", "سرمایه گذاریهای"),
        ("ازمدیران", "از مدیران"),
        ("دربخش", "در بخش"),
        ("وصادرات", "و صادرات"),
        ("آذربایجانغربی", "آذربایجان غربی"),
        ("برمیگردد", "بر میگردد"),
        ("جعفرصادق", "جعفر صادق"),
        ("شهرکهای", "شهرکهای"),
        ("صادرات", "صادرات"),
        ("صنایعدستی", "صنایع دستی"),
        ("سیمرهپور", "سیمره پور"),
        ("سروازاد", "سرو آزاد"),
        ("استعمران", "استعمران"),
    ],
)
def test_a_fused_word_is_cut_into_its_words(fused, words):
    assert split(fused) == tuple(words.split())


@given(st.text(LETTERS, min_size=1, max_size=30))
def test_the_pieces_are_the_word(letters):
    assert "".join(split(letters)).replace("آ", "ا") == letters.replace("آ", "ا")


def test_the_stems_worked_out_beforehand_are_those_of_the_rules():
    """Whoever changes a table or a rule learns the lexicon again."""
    lexicon = replace(shipped(), stems={})
    assert shipped().stems == Segmenter(lexicon, Stemmer(lexicon)).stems()


def test_a_madda_left_out_is_put_back():
    assert split("ازمایشگاههای") == ("آزمایشگاههای",)


def test_half_spaces_tell_where_an_ending_starts():
    name, plural = (shipped_segmenter().words(parts)[0].base for parts in (["نام", "های"], ["نامه", "ای"]))
    assert (name, plural) == ("نام", "نامه")
