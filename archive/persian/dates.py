"""Dates as Iran writes them: read, checked and shown in the Jalali calendar, kept as plain dates."""

import datetime
import re
from enum import StrEnum
from typing import NamedTuple

import jdatetime

from archive.persian.numbers import persian_digits
from archive.persian.spelling import ZWNJ, fold

MONTHS = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
# Written as `fold` leaves them: «ژوئن» is «ژوین» here.
GREGORIAN_MONTHS = {
    **{"ژانویه": 1, "فوریه": 2, "مارس": 3, "آوریل": 4, "اوریل": 4, "مه": 5, "می": 5, "ژوین": 6},
    **{"ژوییه": 7, "جولای": 7, "اوت": 8, "آگوست": 8, "سپتامبر": 9, "اکتبر": 10, "نوامبر": 11, "دسامبر": 12},
}
DAY_ORDINALS = (
    *("یکم", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم", "یازدهم", "دوازدهم"),
    *("سیزدهم", "چهاردهم", "پانزدهم", "شانزدهم", "هفدهم", "هجدهم", "نوزدهم", "بیستم", "بیست و یکم"),
    *("بیست و دوم", "بیست و سوم", "بیست و چهارم", "بیست و پنجم", "بیست و ششم", "بیست و هفتم"),
    *("بیست و هشتم", "بیست و نهم", "سی ام", "سی و یکم"),
)
# Words that may stand around a date and say nothing about which day it is.
AROUND = frozenset(
    ("date", "تاریخ", "انتشار", "مورخ", "روز", "ماه", "سال", "ام", "م", "ش", "ه", "شمسی", "میلادی", "شنبه")
    + ("یکشنبه", "یک", "دوشنبه", "دو", "سهشنبه", "سه", "چهارشنبه", "چهار", "پنجشنبه", "پنج", "جمعه", "هجری")
)
# A year without its century: 00-20 are 1400-1420, 21-99 are 1321-1399.
LAST_OF_THIS_CENTURY = 20
JALALI_YEARS = range(1200, 1500)
GREGORIAN_YEARS = range(1800, 2200)

# The hour after a date, with seconds and zone: «T10:20:00+03:30», «ساعت 10:20» (folded: lower case).
_TIME = re.compile(
    r"(?:(?:t|ساعت)\s*+)?[0-9]{1,2}\s?:\s?[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:z|[+-][0-9]{2}:?[0-9]{2})?"
)
_WORD = re.compile(r"[0-9]+|[^\W\d_]+")
_ORDINAL = re.compile(r"\b(?:{})\b".format("|".join(sorted(map(fold, DAY_ORDINALS), key=len, reverse=True))))


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class PartialDate(NamedTuple):
    """A date as far as it is known: the first day of the month or year when only that is known."""

    date: datetime.date | None
    precision: Precision


UNKNOWN_DATE = PartialDate(None, Precision.UNKNOWN)


def parse_date(text: str) -> PartialDate:
    """Read a date in either calendar, whole or partial; an empty text is an unknown date.

    Understands «۸ اردیبهشت ۹۵», «اردیبهشت 8، 1395», «هشتم اردیبهشت ۱۳۹۵», 1395/2/8, 8/2/1395, 1395-02,
    «اردیبهشت ۹۵», 1395, 2016-04-27 and «27 آوریل 2016», with weekdays and words like «تاریخ» around them.
    Raises ValueError with a message for the reader when it is no date or the calendar has no such day.

    >>> parse_date("۸ اردیبهشت ۹۵")
    PartialDate(date=datetime.date(2016, 4, 27), precision=<Precision.DAY: 'day'>)
    """
    plain = _TIME.sub(" ", fold(text).replace(ZWNJ, " "))
    spelled, ordinals = _ORDINAL.subn(_ordinal_to_digits, plain)
    words = _WORD.findall(spelled)
    if not words:
        if text.strip():
            raise ValueError(_not_a_date(text))
        return UNKNOWN_DATE
    numbers = [word for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit() and word not in AROUND]
    if len(names) > 1 or len(numbers) + len(names) > 3 or not numbers or any(len(n) > 4 for n in numbers):
        raise ValueError(_not_a_date(text))
    if names:
        return _with_month_name(text, names[0], numbers)
    if ordinals:
        raise ValueError(_not_a_date(text))  # «یک سوم»: an ordinal is the day of a month that is named
    return _from_numbers(text, numbers)


def _ordinal_to_digits(match: re.Match[str]) -> str:
    return f" {_ORDINAL_DAYS[match[0]]} "


_ORDINAL_DAYS = {fold(ordinal): day for day, ordinal in enumerate(DAY_ORDINALS, start=1)}


def _with_month_name(text: str, name: str, numbers: list[str]) -> PartialDate:
    day, year = (None, numbers[0]) if len(numbers) == 1 else _day_and_year(numbers)
    if len(numbers) == 1 and len(year) < 4 and int(year) <= 31 and text.strip()[:1].isdigit():
        raise ValueError(f"سال «{text.strip()}» نوشته نشده است؛ {_WAYS}")
    if name in _MONTH_NUMBERS:
        return _jalali(_jalali_year(year), _MONTH_NUMBERS[name], day)
    if name in GREGORIAN_MONTHS and day is not None:
        return _gregorian(int(year), GREGORIAN_MONTHS[name], day)
    raise ValueError(_not_a_date(text))


_MONTH_NUMBERS = {fold(name): number for number, name in enumerate(MONTHS, start=1)}


def _day_and_year(numbers: list[str]) -> tuple[int, str]:
    first, second = numbers
    if len(first) > 2 or int(first) > 31:
        first, second = second, first
    return int(first), second


def _from_numbers(text: str, numbers: list[str]) -> PartialDate:
    # 8/2/1395 is turned round; 95/2/8 begins with its year, as forms in Iran do.
    if len(numbers) == 3 and len(numbers[0]) <= 2 and (len(numbers[2]) > 2 or int(numbers[2]) > 31):
        numbers = numbers[::-1]
    year, *rest = numbers
    month, day = [*map(int, rest), None, None][:2]
    if len(year) == 4 and int(year) in GREGORIAN_YEARS:
        if month is None or day is None:
            raise ValueError(f"تاریخ میلادی «{text.strip()}» باید سال، ماه و روز داشته باشد؛ {_WAYS}")
        return _gregorian(int(year), month, day)
    if len(year) in (1, 3) or (len(year) == 2 and not rest):
        raise ValueError(_not_a_date(text))
    return _jalali(_jalali_year(year), month, day)


def _jalali_year(year: str) -> int:
    if len(year) <= 2:
        return (1400 if int(year) <= LAST_OF_THIS_CENTURY else 1300) + int(year)
    if int(year) not in JALALI_YEARS:
        raise ValueError(f"سال {persian_digits(year)} در بازهٔ ۱۲۰۰ تا ۱۴۹۹ نیست؛ {_WAYS}")
    return int(year)


def _jalali(year: int, month: int | None, day: int | None) -> PartialDate:
    if month is None:
        return PartialDate(jdatetime.date(year, 1, 1).togregorian(), Precision.YEAR)
    if not 1 <= month <= 12:
        raise ValueError(f"ماه {persian_digits(month)} وجود ندارد؛ شمارهٔ ماه از ۱ تا ۱۲ است.")
    if day is None:
        return PartialDate(jdatetime.date(year, month, 1).togregorian(), Precision.MONTH)
    if not 1 <= day <= days_in_month(year, month):
        name, days = f"{MONTHS[month - 1]} {persian_digits(year)}", persian_digits(days_in_month(year, month))
        raise ValueError(f"{name} {days} روز دارد و روز {persian_digits(day)} ندارد.")
    return PartialDate(jdatetime.date(year, month, day).togregorian(), Precision.DAY)


def _gregorian(year: int, month: int, day: int) -> PartialDate:
    try:
        return PartialDate(datetime.date(year, month, day), Precision.DAY)
    except ValueError as error:
        written = persian_digits(f"{year}/{month}/{day}")
        raise ValueError(f"روز {written} در تقویم میلادی وجود ندارد.") from error


_WAYS = "مانند «۸ اردیبهشت ۱۳۹۵»، ۱۳۹۵/۲/۸، ۱۳۹۵-۰۲ یا ۲۰۱۶-۰۴-۲۷ بنویسید."


def _not_a_date(text: str) -> str:
    return f"«{text.strip()[:40]}» تاریخ نیست؛ {_WAYS}"


def days_in_month(year: int, month: int) -> int:
    """The number of days of a Jalali month, 29 to 31."""
    if month < 12:
        return 31 if month <= 6 else 30
    return 30 if jdatetime.date(year, 1, 1).isleap() else 29


def format_jalali(date: datetime.date, precision: str = Precision.DAY) -> str:
    """A plain date in Jalali words and Persian digits, as far as it is known; "" for an unknown one.

    >>> format_jalali(datetime.date(2016, 4, 27))
    '۸ اردیبهشت ۱۳۹۵'
    """
    if date is None or precision == Precision.UNKNOWN:
        return ""
    day = jdatetime.date.fromgregorian(date=date)
    parts = [persian_digits(day.day), MONTHS[day.month - 1], persian_digits(day.year)]
    return " ".join(parts[{Precision.DAY: 0, Precision.MONTH: 1, Precision.YEAR: 2}[Precision(precision)] :])


def jalali_year_month(date: datetime.date) -> tuple[int, int]:
    """The Jalali year and month (1-12) that a plain date falls in."""
    day = jdatetime.date.fromgregorian(date=date)
    return day.year, day.month


def month_range(year: int, month: int) -> tuple[datetime.date, datetime.date]:
    """The first and last plain date of a Jalali month. Raises ValueError when there is no such month."""
    last = days_in_month(year, month)
    return jdatetime.date(year, month, 1).togregorian(), jdatetime.date(year, month, last).togregorian()


def year_range(year: int) -> tuple[datetime.date, datetime.date]:
    """The first and last plain date of a Jalali year. Raises ValueError outside 1-9377."""
    return month_range(year, 1)[0], month_range(year, 12)[1]
