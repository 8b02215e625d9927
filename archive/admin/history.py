"""History that tells what stood before and what stands now, in the words of the form."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import Truncator

from archive.forms import JalaliDateField
from archive.persian.dates import format_jalali

EMPTY = "خالی"


def in_words(field: forms.Field, value: Any) -> str:
    """The value of an input, as it is posted, in the words that the form shows; "" for none."""
    if isinstance(field, JalaliDateField):
        return format_jalali(*field.clean(value))
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "، ".join(map(str, field.clean(value or [])))
    if isinstance(field, forms.ModelChoiceField):
        return str(field.clean(value) or "")
    if isinstance(field, forms.BooleanField):
        return _YES_NO[bool(value)]
    if isinstance(field, forms.MultipleChoiceField):
        return "، ".join(str(dict(field.choices).get(one, one)) for one in value or [])
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value) or "")
    return str(value or "")


_YES_NO = {True: "بله", False: "خیر"}


def changes_of(form: forms.ModelForm, message: list[dict]) -> list[dict]:
    """Django's change message of a saved form, with the old and the new value of each changed field."""
    for entry in message:
        # The form's own entry names no object; those of its inlines do.
        if "name" not in (changed := entry.get("changed", {"name": ""})):
            changed["fields"] = [_change(form, name) for name in form.changed_data]
    return message


def _change(form: forms.ModelForm, name: str) -> str:
    field = form.fields[name]
    before = field.prepare_value(form.get_initial_for_field(field, name))
    return sentence(str(field.label), in_words(field, before), in_words(field, form[name].value()))


def became(model: type[models.Model], name: str, before: Any, after: Any) -> dict:
    """A change message for one column set by an action."""
    column = model._meta.get_field(name)
    words = _YES_NO if isinstance(column, models.BooleanField) else dict(column.choices)
    return {"changed": {"fields": [sentence(column.verbose_name, words[before], words[after])]}}


def sentence(label: str, before: str, after: str) -> str:
    """What a field was and what it is."""
    shown = [Truncator(words).chars(80) or EMPTY for words in (before, after)]
    return f"{label} (از «{shown[0]}» به «{shown[1]}»)"
