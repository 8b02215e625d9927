"""How one parameter of an address is read: cleaned, checked, in the form that the index knows."""

import re
from datetime import date
from decimal import Decimal

from django import forms

from archive.persian.dates import (
    JALALI_YEARS,
    PartialDate,
    Precision,
    jalali_year_month,
    month_range,
    parse_date,
    year_range,
)
from archive.persian.numbers import parse_number
from archive.persian.spelling import clean, fold
from search.documents import FACET_NAMES
from search.language import LONGEST_TEXT

#: Values read of one parameter; whoever ticks more wants everything.
MOST_VALUES = 60
LONGEST_VALUE = 200
#: What a stored figure can hold (archive.models.Figure).
GREATEST_AMOUNT = 10**24
SMALLEST_AMOUNT = Decimal("0.000001")
#: «missing=date» is what readers and other programs say; undated reports are those without a year.
MISSING_ALIASES = {"date": "year"}


class WordsField(forms.CharField):
    """What is searched for, on one line; cut rather than refused."""

    def to_python(self, value: str | None) -> str:
        """The text without what nobody can see or store."""
        return one_line(value or "", LONGEST_TEXT)


class ValuesField(forms.Field):
    """A parameter that may come several times. Values that cannot be are left out (see `refusals`)."""

    widget = forms.MultipleHiddenInput

    def to_python(self, values: list[str] | None) -> list[str]:
        """The values that can be, each once."""
        read = (self.read(value) for value in _typed(values))
        return list(dict.fromkeys(value for value in read if value))

    def refusals(self, values: list[str] | None) -> list[str]:
        """The values that cannot be, as typed."""
        return [value for value in _typed(values) if not self.read(value)]

    def read(self, value: str) -> str:
        """The value in the form the index knows, or "" when it cannot be one: here, a slug in any letters."""
        return value if re.fullmatch(r"[\w-]+", value) else ""


class IdsField(ValuesField):
    """Keys of records, no longer than a database holds."""

    def read(self, value: str) -> str:
        """The number in ASCII digits."""
        digits = fold(value)
        return str(int(digits)) if re.fullmatch(r"[0-9]{1,18}", digits) else ""


class YearsField(ValuesField):
    """Jalali years."""

    def read(self, value: str) -> str:
        """The year in ASCII digits: "1404"."""
        digits = fold(value)
        return digits if re.fullmatch(r"[0-9]{4}", digits) and int(digits) in JALALI_YEARS else ""


class MonthsField(ValuesField):
    """Jalali months."""

    def read(self, value: str) -> str:
        """The month as "1404-08"."""
        found = re.fullmatch(r"([0-9]{4})[-/]([0-9]{1,2})", fold(value))
        known = found and int(found[1]) in JALALI_YEARS and 1 <= int(found[2]) <= 12
        return f"{found[1]}-{int(found[2]):02}" if known else ""


class FacetNamesField(ValuesField):
    """Names of facets."""

    def read(self, value: str) -> str:
        """The facet's own name."""
        name = MISSING_ALIASES.get(value, value)
        return name if name in FACET_NAMES else ""


class PartialDateField(forms.CharField):
    """A date in either calendar, whole or partial."""

    def to_python(self, value: str | None) -> PartialDate | None:
        """The date as far as it is given; None for nothing."""
        try:
            found = parse_date(one_line(value or ""))
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error
        return found if found.date else None


class NumberField(forms.IntegerField):
    """A whole number in any digits."""

    def to_python(self, value: str | None) -> int | None:
        """The number, or None for nothing."""
        return super().to_python(fold(one_line(value or "", 18)))


class AmountField(forms.CharField):
    """A number in any digits or in words, with or without thousands: «۵٬۰۰۰», «۵ میلیون»."""

    def to_python(self, value: str | None) -> Decimal | None:
        """The number as a figure stores it, or None for nothing."""
        typed = one_line(value or "")
        try:
            number = parse_number(typed) if typed else None
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error
        if number is not None and number >= GREATEST_AMOUNT:
            raise forms.ValidationError("عددی به این بزرگی در بایگانی نیست.", code="max_value")
        return None if number is None else Decimal(str(number)).quantize(SMALLEST_AMOUNT)


def last_day(found: PartialDate) -> date:
    """The last day of a date as far as it is known: «۱۳۹۵» reaches to the end of its Esfand."""
    year, month = jalali_year_month(found.date)
    match found.precision:
        case Precision.YEAR:
            return year_range(year)[1]
        case Precision.MONTH:
            return month_range(year, month)[1]
        case _:
            return found.date


def one_line(text: str, longest: int = LONGEST_VALUE) -> str:
    """A text without controls and line ends, cut to a length."""
    return " ".join(clean(text).split())[:longest]


def _typed(values: list[str] | None) -> list[str]:
    typed = (one_line(value) for value in (values or [])[:MOST_VALUES])
    return [value for value in typed if value]
