"""Periods are dates where the publication date, or the year in print, tells them."""

import datetime

import pytest

from archive.ingest.describe import describe_text
from archive.persian.dates import format_jalali

PUBLISHED = {"date": "1395-05-20"}


def periods(text, hints=PUBLISHED):
    described = describe_text(text, hints)
    return [
        (described.body[answer.start : answer.end], *map(format_jalali, answer.value))
        for answer in described.periods
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("شش ماهه نخست امسال", "۱ فروردین ۱۳۹۵", "۳۱ شهریور ۱۳۹۵"),
        ("پنج ماه نخست سال جاری", "۱ فروردین ۱۳۹۵", "۳۱ مرداد ۱۳۹۵"),
        ("سه ماهه دوم سال گذشته", "۱ تیر ۱۳۹۴", "۳۱ شهریور ۱۳۹۴"),
        ("نیمه دوم سال 94", "۱ مهر ۱۳۹۴", "۲۹ اسفند ۱۳۹۴"),
        ("2 ماه پایانی سال ۱۳۹۳", "۱ بهمن ۱۳۹۳", "۲۹ اسفند ۱۳۹۳"),
        ("تابستان امسال", "۱ تیر ۱۳۹۵", "۳۱ شهریور ۱۳۹۵"),
        ("سال 92", "۱ فروردین ۱۳۹۲", "۲۹ اسفند ۱۳۹۲"),
    ],
)
def test_a_period_becomes_dates(text, first, last):
    assert periods(f"صادرات در {text} بیشتر شد.") == [(text, first, last)]


def test_without_a_publication_date_this_year_stays_open():
    described = describe_text("صادرات در شش ماهه نخست امسال بیشتر شد.")
    assert [answer.value for answer in described.periods] == [(None, None)]


@pytest.mark.parametrize(
    "text", ["شش ماه طول کشید.", "سه ماهه بود.", "هوای بهار خوب است.", "سال‌ها گذشت.", "15 ماه نخست"]
)
def test_a_length_of_time_is_no_period(text):
    assert periods(text) == []


def test_a_period_ends_after_it_begins():
    [answer] = describe_text("در سال 1403 رشد کرد.").periods
    assert answer.value.first < answer.value.last == datetime.date(2025, 3, 20)
