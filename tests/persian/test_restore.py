"""Half-spaces put back for display."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.restore import lost_half_spaces, restore, restore_with_offsets
from archive.persian.spelling import ZWNJ


@pytest.mark.parametrize(
    ("printed", "restored"),
    [
        ("سرمایهگذاری در شهرکهای صنعتی", "سرمایه|گذاری در شهرک|های صنعتی"),
        ("گفته میشود", "گفته می|شود"),
        ("نمیرسد", "نمی|رسد"),
        ("آذربایجانغربی", "آذربایجان|غربی"),
        ("ازهشت استان", "از هشت استان"),
        ("مهمترین کالاها", "مهم|ترین کالا|ها"),
        ("عقبماندهایم", "عقب|مانده|ایم"),
        ("سرمایه‌گذاری", "سرمایه|گذاری"),
        ("کارخانه و کشورمان", "کارخانه و کشورمان"),
        ("ISO 9001", "ISO 9001"),
    ],
)
def test_half_spaces_lost_in_print_come_back(printed, restored):
    assert restore(printed) == restored.replace("|", ZWNJ)


ANY_SPELLING = st.text("سرمایهگذاریمشودهاآ \u200c\u064e.12a", max_size=40)


@given(ANY_SPELLING)
def test_nothing_but_half_spaces_and_blanks_is_put_in(text):
    def letters(written):
        return [char for char in written if char not in f" {ZWNJ}"]

    assert letters(restore(text)) == letters(text)


@given(ANY_SPELLING)
def test_every_character_is_found_again_where_it_went(text):
    restored, offsets = restore_with_offsets(text)
    assert [restored[at] for at in offsets] == list(text)
    assert lost_half_spaces(text) == (restored != text)


@given(ANY_SPELLING)
def test_restoring_twice_changes_nothing_more(text):
    assert restore(restore(text)) == restore(text)
