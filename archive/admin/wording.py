"""The values of a form's inputs in words."""

from typing import Any

from django import forms

from archive.forms import JalaliDateField
from archive.persian.dates import format_jalali


def in_words(field: forms.Field, value: Any) -> str:
    """The value of an input, as it is posted, in the words that the form shows; "" for none."""
    if isinstance(field, JalaliDateField):
        return format_jalali(*field.clean(value))
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "، ".join(map(str, field.clean(value or [])))
    if isinstance(field, forms.ModelChoiceField):
        return str(field.clean(value) or "")
    if isinstance(field, forms.BooleanField):
        return "بله" if value else "خیر"
    if isinstance(field, forms.MultipleChoiceField):
        return "، ".join(str(dict(field.choices).get(one, one)) for one in value or [])
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value) or "")
    return str(value or "")
