"""What may stand in an address."""

from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The number of a record. One larger than a database can hold is the number of nothing: not found."""

    regex = "[0-9]{1,18}"
