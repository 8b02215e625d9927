"""The formats: a head and batches of records become the bytes of a file, as they come."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from search.exports.head import Head
from search.exports.records import Record
from search.exports.tables import Column, defused, row
from search.exports.workbook import workbook

Batches = Iterable[list[Record]]


@dataclass(frozen=True, slots=True)
class Table:
    """What kind of records a file holds, and its columns."""

    name: str
    columns: tuple[Column, ...]


Writer = Callable[[Table, Head, Batches], Iterator[bytes]]


def to_csv(table: Table, head: Head, batches: Batches) -> Iterator[bytes]:
    """The head, the headings, the rows. Without a byte order mark Excel takes Persian for Latin-1."""
    yield "\ufeff".encode()
    yield _csv_lines([[f"# {head}"], [column.heading for column in table.columns]])
    for batch in batches:
        yield _csv_lines(row(table.columns, record) for record in batch)


def to_xlsx(table: Table, head: Head, batches: Batches) -> Iterator[bytes]:
    """A workbook whose sheet runs from right to left."""
    headings = [[defused(str(head))], [column.heading for column in table.columns]]
    rows = ([row(table.columns, record) for record in batch] for batch in batches)
    return workbook(chain([headings], rows))


def to_json(table: Table, head: Head, batches: Batches) -> Iterator[bytes]:
    """One object: the head, and the records under the table's name."""
    yield f'{{"head": {_json(head.as_record())}, "{table.name}": ['.encode()
    between = "\n"
    for batch in batches:
        yield (between + ",\n".join(map(_json, batch))).encode() if batch else b""
        between = ",\n" if batch else between
    yield b"\n]}\n"


def to_jsonl(table: Table, head: Head, batches: Batches) -> Iterator[bytes]:
    """A line for the head, then a line for each record."""
    yield f"{_json({'head': head.as_record()})}\n".encode()
    for batch in batches:
        yield "".join(f"{_json(record)}\n" for record in batch).encode()


def _csv_lines(rows: Iterable[list[object]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    # A lone surrogate cannot be written in UTF-8; `row` has left those of the records out.
    return lines.getvalue().encode("utf-8", "replace")


def _json(record: object) -> str:
    return json.dumps(record, ensure_ascii=False)
