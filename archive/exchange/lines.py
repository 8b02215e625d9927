"""A record as a line of JSON, and back; Django's own serializer knows how each kind of field is told."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.core.serializers.base import DeserializationError, DeserializedObject
from django.core.serializers.python import Deserializer, Serializer
from django.db.models import Model

from archive.exchange.tables import Table


def to_lines(table: Table, objects: Iterable[Model]) -> Iterator[str]:
    """A line for each object: its key and its fields by name; references are ids, to editors user names."""
    for told in Serializer().serialize(objects, fields=table.fields, use_natural_foreign_keys=True):
        lists = {name: sorted(told["fields"][name]) for name in table.lists}
        line = {**({table.id: told["pk"]} if table.key == "pk" else {}), **told["fields"], **lists}
        yield json.dumps(line, ensure_ascii=False, default=_plain) + "\n"


def from_lines(table: Table, lines: Iterable[str]) -> Iterator[DeserializedObject]:
    """The objects, not yet saved. Raises ValueError with the number of a line that cannot be read."""
    for number, line in enumerate(lines, start=1):
        try:
            fields = json.loads(line)
            key = fields.pop(table.id, None)
            told = {"model": table.model._meta.label_lower, "pk": key, "fields": fields}
            yield from Deserializer([told])
        except (ValueError, KeyError, AttributeError, DeserializationError) as error:
            raise ValueError(f"{table.filename}, line {number}: {error}") from error


def _plain(value: object) -> str:
    """To the microsecond, where Django's encoder for JSON stops at milliseconds."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{value!r} cannot be written as JSON")
