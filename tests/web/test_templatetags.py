"""What templates say in Persian."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from archive.models import Article, DatePrecision


def shown(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


def article(on: date | None, precision: str) -> Article:
    return Article(published_on=on, date_precision=precision)


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{{ value|fa }}", 1404, "۱۴۰۴"),
        ("{{ value|fa }}", "<b>1", "&lt;b&gt;۱"),
        ("{{ value|number }}", 5700, "۵٬۷۰۰"),
        ("{{ value|typeset }}", "3 تن & MP3", "۳ تن &amp; MP3"),
        (
            "{{ value|unbroken }}",
            "<۸ (\u20662016-04-27\u2069)",
            '&lt;۸ <span class="whole">(\u20662016-04-27\u2069)</span>',
        ),
        ("{{ value|unbroken }}", "بی‌تاریخ. <", "بی‌تاریخ. &lt;"),
        ("{{ value|percent }}", 0.9, "۹۰٪"),
        ("{{ value|initials }}", "حسین رستگار", "ح‌ر"),
        ("{{ value|initials }}", "سیدمحمد علی صدفی‌نژاد", "س‌ص"),
        ("{{ value|initials }}", "نگار", "ن"),
        ("{{ value|initials }}", "", ""),
    ],
)
def test_filters(template, value, text):
    assert shown(template, value=value) == text


def test_a_date_is_told_in_jalali_for_people_and_iso_for_machines():
    told = shown("{{ a|published }} {{ a|iso }}", a=article(date(2016, 4, 27), DatePrecision.DAY))
    assert told == '<time datetime="2016-04-27">۸ اردیبهشت ۱۳۹۵</time> 2016-04-27'


def test_a_month_is_told_without_a_day_and_its_iso_is_an_interval():
    told = shown("{{ a|published }} {{ a|iso }}", a=article(date(2016, 4, 20), DatePrecision.MONTH))
    assert told == "<span>اردیبهشت ۱۳۹۵</span> 2016-04-20/<wbr>2016-05-20"


def test_a_year_reaches_to_its_last_day():
    assert (
        shown("{{ a|iso }}", a=article(date(2016, 3, 20), DatePrecision.YEAR)) == "2016-03-20/<wbr>2017-03-20"
    )


def test_a_report_without_a_date_says_so():
    told = shown("{{ a|published }}{{ a|iso }}", a=article(None, DatePrecision.UNKNOWN))
    assert told == '<span class="undated">تاریخ نامعلوم</span>'


def test_a_moment_is_told_in_tehran():
    told = shown("{{ when|moment }}", when=datetime(2026, 3, 20, 21, 0, tzinfo=UTC))
    assert told == '<time datetime="2026-03-21T00:30+03:30">۱ فروردین ۱۴۰۵، ساعت ۰۰:۳۰</time>'
