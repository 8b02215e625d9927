"""Values in words, as people read them; "" for none."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet


def value_in_words(value: Any, choices: Any = ()) -> str:
    """A value that is no date: a choice's label, yes or no, several side by side, or what it calls itself.

    `choices` are (value, label) pairs, not in groups.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "بله" if value else "خیر"
    if isinstance(value, list | QuerySet):
        return "، ".join(value_in_words(each, choices) for each in value)
    return str(dict(choices).get(value, value))


def name_of(user: AbstractBaseUser | None) -> str:
    """What somebody is called at the desk; «؟» for who is known no longer."""
    return (user.get_full_name() or user.get_username()) if user else "؟"
