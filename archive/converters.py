"""What may stand in an address."""

import re

from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The number of a record. One larger than a database can hold is the number of nothing: not found."""

    regex = "[0-9]{1,18}"


def key_of(text: str) -> int | None:
    """The number of a record as a form or the rest of an address brings it; None for what is none."""
    return int(text) if re.fullmatch(KeyConverter.regex, text) else None
