"""Jalali dates: read in every printed form, checked, shown."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.persian.dates import (
    MONTHS,
    Precision,
    days_in_month,
    format_jalali,
    jalali_year_month,
    month_range,
    parse_date,
    year_range,
)

APRIL_27 = datetime.date(2016, 4, 27)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "۸ اردیبهشت ۹۵",
            "8 ارديبهشت 1395",
            "اردیبهشت 8، 1395",
            "هشتم اردیبهشت ۱۳۹۵",
            "۸ اردیبهشت‌ماه سال ۱۳۹۵",
        ),
        *(
            "1395/2/8",
            "1395-02-08",
            "۱۳۹۵/۰۲/۰۸",
            "95/2/8",
            "8/2/1395",
            "1395.2.8",
            "چهارشنبه ۸ اردیبهشت ۱۳۹۵",
        ),
        *("2016-04-27", "date 2016-04-27", "27 آوریل 2016", "2016-04-27T10:20:00+03:30", "1395/2/8 - 10:20"),
        *("تاریخ انتشار: ۸ اردیبهشت ۱۳۹۵", "چهارشنبه 8 اردیبهشت 1395 ساعت 09: 46"),
    ],
)
def test_a_day_is_read_in_every_printed_form(written):
    assert parse_date(written) == (APRIL_27, Precision.DAY)


@pytest.mark.parametrize(
    ("written", "first_day", "precision"),
    [
        ("1395-02", datetime.date(2016, 4, 20), Precision.MONTH),
        ("اردیبهشت ۹۵", datetime.date(2016, 4, 20), Precision.MONTH),
        ("1395", datetime.date(2016, 3, 20), Precision.YEAR),
        ("سال ۱۳۹۵", datetime.date(2016, 3, 20), Precision.YEAR),
        ("", None, Precision.UNKNOWN),
        ("   ", None, Precision.UNKNOWN),
    ],
)
def test_a_partial_date_keeps_what_is_known(written, first_day, precision):
    assert parse_date(written) == (first_day, precision)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("30 اسفند 1402", "۲۹ روز دارد"),
        ("31 مهر 1400", "۳۰ روز دارد"),
        ("1395/13/1", "ماه ۱۳"),
        ("2016-02-30", "میلادی"),
        ("2016-04", "سال، ماه و روز"),
        ("8 اردیبهشت", "نوشته نشده"),
        ("سلام", "تاریخ نیست"),
        ("5", "تاریخ نیست"),
        ("1395/2/8/9", "تاریخ نیست"),
        ("12:30", "تاریخ نیست"),
        ("؟", "تاریخ نیست"),
        ("سال 95 یک سوم یک سوم", "تاریخ نیست"),
        ("سوم سوم ۹۵", "تاریخ نیست"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(written, complaint):
    with pytest.raises(ValueError, match=complaint):
        parse_date(written)


@pytest.mark.parametrize(
    ("short", "year"), [("1 مهر 00", 1400), ("1 مهر 20", 1420), ("1 مهر 21", 1321), ("1 مهر 99", 1399)]
)
def test_a_year_without_its_century_lies_near_today(short, year):
    assert jalali_year_month(parse_date(short).date) == (year, 7)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)))
def test_what_is_shown_reads_back_as_the_same_day(date):
    assert parse_date(format_jalali(date)) == (date, Precision.DAY)


@given(st.integers(1200, 1499), st.integers(1, 12))
def test_months_follow_each_other_without_a_gap(year, month):
    first, last = month_range(year, month)
    assert (last - first).days + 1 == days_in_month(year, month)
    assert jalali_year_month(first) == jalali_year_month(last) == (year, month)


def test_a_year_ends_the_day_before_the_next_begins():
    assert year_range(1403)[1] + datetime.timedelta(days=1) == year_range(1404)[0]


def test_a_month_is_shown_without_its_day():
    assert format_jalali(APRIL_27, Precision.MONTH) == "اردیبهشت ۱۳۹۵"
    assert format_jalali(APRIL_27, Precision.YEAR) == "۱۳۹۵"
    assert format_jalali(None, Precision.UNKNOWN) == ""


def test_every_month_name_is_understood():
    assert [jalali_year_month(parse_date(f"1 {name} 1400").date)[1] for name in MONTHS] == list(range(1, 13))


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_refused(text):
    try:
        found = parse_date(text)
    except ValueError:
        return
    assert (found.date is None) == (found.precision == Precision.UNKNOWN)
