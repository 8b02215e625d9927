"""Numbers in digits, in words and in both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.numbers import digits_value, parse_number, persian_digits


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("پنج هزار و 700", 5700),
        ("۳هزار", 3000),
        ("هزار و 196", 1196),
        ("یک هزار و 500", 1500),
        ("یکهزار", 1000),
        ("دویست و بیست و پنج", 225),
        ("سی و یک", 31),
        ("35 هزار میلیارد", 35_000_000_000_000),
        ("49 هزار و 300 میلیارد", 49_300_000_000_000),
        ("41 میلیارد و 724 میلیون و 83 هزار و 988", 41_724_083_988),
        ("۷.۴ میلیون", 7_400_000),
        ("3/5", 3.5),
        ("1,200,000", 1_200_000),
        ("1.200.000", 1_200_000),
        ("دو و نیم میلیون", 2_500_000),
        ("یک چهارم", 0.25),
        ("دوسوم", 0.666667),
        ("سه و 67 صدم", 3.67),
    ],
)
def test_a_number_is_understood(written, value):
    assert parse_number(written) == value


@pytest.mark.parametrize(
    "written", ["", "کارخانه", "5 و 6", "12/3/1395", "دو کارخانه", "سی و چهل", "1395/2/8"]
)
def test_what_is_no_single_number_is_refused(written):
    with pytest.raises(ValueError, match="عدد نیست"):
        parse_number(written)


@pytest.mark.parametrize("code", ["3017/6012/5", "10:20", "1.2.3", "1" * 40])
def test_codes_and_times_have_no_value(code):
    assert digits_value(code) is None


ONES = ["یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه"]
TENS = ["بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
HUNDREDS = ["صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]


@given(st.integers(1, 9), st.integers(2, 9), st.integers(1, 9))
def test_hundreds_tens_and_ones_add_up(hundreds, tens, ones):
    words = f"{HUNDREDS[hundreds - 1]} و {TENS[tens - 2]} و {ONES[ones - 1]}"
    assert parse_number(words) == hundreds * 100 + tens * 10 + ones


@given(st.integers(1, 999), st.integers(1, 999))
def test_digits_and_scale_words_mix(thousands, rest):
    assert parse_number(f"{persian_digits(thousands)} هزار و {rest}") == thousands * 1000 + rest
