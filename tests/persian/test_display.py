"""Text and numbers as the page sets them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.display import number, scaled, typeset


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("سال 1404", "سال ۱۴۰۴"),
        ("٤٥٦ تن", "۴۵۶ تن"),
        ("2.5% سود", "۲٫۵٪ سود"),
        ("1395.2.8", "۱۳۹۵.۲.۸"),
        ("12.", "۱۲."),
        ("پخش‌کننده MP3 و G20", "پخش‌کننده MP3 و G20"),
        ("https://example.org/news/1404 در 3 بند", "https://example.org/news/1404 در ۳ بند"),
        ("می‌شود", "می‌شود"),
        ("", ""),
    ],
)
def test_printed_text_is_set_with_persian_digits(printed, shown):
    assert typeset(printed) == shown


@given(st.text())
def test_setting_moves_no_offset(text):
    assert len(typeset(text)) == len(text)


@given(st.text())
def test_setting_twice_changes_nothing(text):
    assert typeset(typeset(text)) == typeset(text)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "۰"),
        (5700, "۵٬۷۰۰"),
        ("1.50", "۱٫۵"),
        (Decimal("1E+6"), "۱٬۰۰۰٬۰۰۰"),
        (-12, "-۱۲"),
        (0.25, "۰٫۲۵"),
    ],
)
def test_numbers_have_thousands_and_no_idle_zeros(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(
    ("value", "digits", "word"),
    [
        (850, "۸۵۰", ""),
        (2_000_000, "۲", "میلیون"),
        (41_700_000_000, "۴۱٫۷", "میلیارد"),
        (3_000_000_000_000, "۳", "هزار میلیارد"),
        (1_234_567, "۱٬۲۳۴٬۵۶۷", ""),
        (1_234_567_000, "۱٬۲۳۴٫۵۶۷", "میلیون"),
    ],
)
def test_great_numbers_are_shortened_only_where_nothing_is_lost(value, digits, word):
    assert scaled(Decimal(value)) == (digits, word)
