"""Fields of our own, apart from any page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from archive.forms import JalaliDateField, NumberField
from archive.persian.dates import PartialDate, Precision


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_a_date_that_is_shown_is_read_back_as_the_same_date(day):
    field, known = JalaliDateField(), PartialDate(day, Precision.DAY)
    assert not field.has_changed(known, field.prepare_value(known))


@given(st.text(max_size=40))
def test_whatever_is_typed_for_a_date_is_a_date_or_refused_with_a_reason(typed):
    try:
        assert isinstance(JalaliDateField(required=False).clean(typed), PartialDate)
    except ValidationError as error:
        assert error.messages[0]


@given(st.decimals(-(10**12), 10**12, places=6))
def test_a_number_that_is_shown_is_read_back_as_the_same_number(number):
    field = NumberField()
    assert not field.has_changed(number, field.prepare_value(number))


@pytest.mark.parametrize("typed", ["۱۲٬۵۰۰", "12,500", " ١٢٥٠٠ ", "12500.0"])
def test_a_number_is_read_with_any_digits_and_separators(typed):
    assert NumberField().clean(typed) == 12500
