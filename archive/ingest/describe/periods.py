"""Stretches of time that a report speaks of («شش ماهه نخست امسال»), as dates where they can be known."""

import datetime
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.gazetteer.tables import phrase_list
from archive.ingest.describe.answers import Answer
from archive.ingest.describe.reading import Reading
from archive.persian.dates import jalali_year_month, month_range
from archive.persian.numbers import number_at

_FIRST = phrase_list("first-months")
_LAST = phrase_list("last-months")
_THIS_YEAR = phrase_list("this-year")
_LAST_YEAR = phrase_list("last-year")
# «سه ماهه دوم», «نیمه دوم»: which of the equal parts of the year.
_NTH = {"اول": 1, "نخست": 1, "دوم": 2, "سوم": 3, "چهارم": 4}
_SEASONS = {"بهار": 1, "تابستان": 4, "پاییز": 7, "زمستان": 10}


class Period(NamedTuple):
    """The first and last day; both None when only the publication date could tell and it is not known."""

    first: datetime.date | None
    last: datetime.date | None


class _Months(NamedTuple):
    """Months `first` to `last` (1-12) of a year, in words that end before word `end`."""

    first: int
    last: int
    end: int


def periods(readings: Sequence[Reading], published: datetime.date | None) -> tuple[Answer, ...]:
    """Every period of the text, each printing once; «امسال» is the Jalali year of publication."""
    found: dict[str, Answer] = {}
    for reading in readings:
        for answer in _periods_in(reading, published):
            found.setdefault(reading.text[answer.start : answer.end], answer)
    return tuple(found.values())


def _periods_in(reading: Reading, published: datetime.date | None) -> Iterator[Answer]:
    at = 0
    while at < len(reading.keys):
        if not _may_open(reading.keys[at]):
            at += 1
            continue
        months = _months_at(reading.keys, at) or _Months(1, 12, at)
        year = _year_at(reading.keys, months.end, published)
        if year is None:
            at += 1
            continue
        end, jalali = year
        start, stop = reading.words[at].start, reading.words[end - 1].end
        confidence = 0.9 if months.end > at else 0.7
        yield Answer(_dates(months, jalali), "jalali-period", reading.part, start, stop, confidence)
        at = end


@lru_cache(maxsize=65536)
def _may_open(key: str) -> bool:
    """Can a period begin with this word?"""
    year = key.startswith(("سال", "امسال", "پارسال"))
    return year or key in _SEASONS or key in ("نیمه", "نیم") or number_at([key], 0) is not None


def _months_at(keys: Sequence[str], at: int) -> _Months | None:
    """«شش ماهه نخست», «نیمه دوم», «سه ماهه دوم», «پنج ماه پایانی», «تابستان»."""
    if keys[at] in _SEASONS:
        first = _SEASONS[keys[at]]
        return _Months(first, first + 2, at + 1)
    if keys[at] in ("نیمه", "نیم") and (half := _NTH.get("".join(keys[at + 1 : at + 2]), 3)) <= 2:
        return _Months(half * 6 - 5, half * 6, at + 2)
    number = number_at(keys, at, at + 2)
    if number is None or number.value not in range(1, 12) or keys[number.end : number.end + 1] not in _MONTHS:
        return None
    count, after = int(number.value), number.end + 1
    if first := _FIRST.at(keys, after):
        return _Months(1, count, first.end)
    if last := _LAST.at(keys, after):
        return _Months(13 - count, 12, last.end)
    nth = _NTH.get("".join(keys[after : after + 1]), 0)
    if nth and nth * count <= 12:
        return _Months(nth * count - count + 1, nth * count, after + 1)
    return None


_MONTHS = (["ماه"], ["ماهه"], ["ماههی"])


def _year_at(keys: Sequence[str], at: int, published: datetime.date | None) -> tuple[int, int | None] | None:
    """The word after «امسال», «سال گذشته», «سال 95», and the Jalali year, None when it is not known."""
    this_year = jalali_year_month(published)[0] if published else None
    if found := _THIS_YEAR.at(keys, at):
        return found.end, this_year
    if found := _LAST_YEAR.at(keys, at):
        return found.end, this_year and this_year - 1
    if keys[at : at + 1] == ["سال"] and "".join(keys[at + 1 : at + 2]).isdigit():
        year = int(keys[at + 1])
        if 1300 <= year < 1500 or 50 <= year <= 99:
            return at + 2, year if year >= 1300 else 1300 + year
    return None


def _dates(months: _Months, year: int | None) -> Period:
    if year is None:
        return Period(None, None)
    return Period(month_range(year, months.first)[0], month_range(year, months.last)[1])
