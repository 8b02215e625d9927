"""The formats: a head and batches of records become the bytes of a file, as they come."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile

from search.exports.head import Head
from search.exports.records import Record
from search.exports.tables import Column, defused, row

Batches = Iterable[list[Record]]
#: Excel's own limits.
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
_BLOCK = 1 << 16


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
    """A sheet that runs from right to left. It comes when it is whole: a workbook's index is written last."""
    from openpyxl import Workbook  # 10 MB that only those who want a workbook should pay

    book = Workbook(write_only=True)
    sheet = book.create_sheet("راسته")
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "A3"
    sheet.append([defused(str(head))])
    sheet.append([column.heading for column in table.columns])
    for records in _first(batches, MOST_ROWS - 2):
        for record in records:
            sheet.append([_fitting(cell) for cell in row(table.columns, record)])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        yield from iter(lambda: file.read(_BLOCK), b"")


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


def _first(batches: Batches, most: int) -> Iterator[list[Record]]:
    """The records that a sheet can hold."""
    for batch in batches:
        if most <= 0:
            return
        yield batch[:most]
        most -= len(batch)


def _fitting(cell: object) -> object:
    return f"{cell[: LONGEST_CELL - 1]}…" if isinstance(cell, str) and len(cell) > LONGEST_CELL else cell
