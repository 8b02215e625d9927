"""Records as the rows of a table: one cell a column, formulas defused, labels rather than keys."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from search.exports.records import Record

Cell = str | int | float | None
#: Spreadsheets run a cell that begins so; blanks and direction marks before it do not stop them.
_FORMULA = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠\t\r]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Several values in a cell.
_AND = "؛ "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Persian heading, and what a record has in it."""

    heading: str
    of: Callable[[Record], Cell]


def row(columns: tuple[Column, ...], record: Record) -> list[Cell]:
    """A record's cells, none of which a spreadsheet would run."""
    return [defused(column.of(record)) for column in columns]


def defused(cell: Cell) -> Cell:
    """Text that begins like a formula gets an apostrophe before it, as OWASP advises; numbers are numbers.

    Characters that no file format of text may hold are left out.
    """
    if not cell or not isinstance(cell, str):
        return cell
    cell = _UNPRINTABLE.sub("", cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _name(value: Record | None) -> str:
    return value["name"] if value else ""


def _names(values: list[Record]) -> str:
    return _AND.join(value["name"] for value in values)


def _voice(speaker: Record | None) -> str:
    parts = (_name(speaker["person"]), _name(speaker["office"])) if speaker else ()
    return "، ".join(part for part in parts if part)


_DATES = (
    Column("تاریخ", lambda record: record["published"]),
    Column("تاریخ هجری", lambda record: record["jalali"]),
    Column("تاریخ میلادی", lambda record: record["published_on"]),
)

ARTICLES = (
    Column("شناسه", lambda record: record["id"]),
    Column("نشانی", lambda record: record["address"]),
    Column("روتیتر", lambda record: record["kicker"]),
    Column("تیتر", lambda record: record["headline"]),
    *_DATES,
    Column("دقت تاریخ", lambda record: record["date_precision"]),
    Column("منبع", lambda record: _name(record["source"])),
    Column("دفتر", lambda record: record["source_branch"]),
    Column("خبرنگار", lambda record: record["reporter"]),
    Column("استان اصلی", lambda record: _name(record["main_province"])),
    Column("استان‌ها", lambda record: _names(record["provinces"])),
    Column("شهر", lambda record: record["dateline"]),
    Column("صنعت‌ها", lambda record: _names(record["industries"])),
    Column("گویندگان", lambda record: _AND.join(map(_voice, record["speakers"]))),
    Column("نشانی در منبع", lambda record: record["url"]),
    Column("متن", lambda record: record["body"]),
)


def _of_report(column: Column) -> Column:
    return Column(column.heading, lambda record: column.of(record["report"]))


_REPORT = tuple(
    map(
        _of_report,
        (
            *_DATES,
            Column("خبر", lambda report: report["headline"]),
            Column("منبع", lambda report: _name(report["source"])),
            Column("استان اصلی", lambda report: _name(report["main_province"])),
        ),
    )
)

QUOTATIONS = (
    Column("شناسه", lambda record: record["id"]),
    Column("نشانی", lambda record: record["address"]),
    Column("گوینده", lambda record: _voice(record["speaker"])),
    Column("سخن", lambda record: record["words"]),
    Column("فعل", lambda record: record["verb"]),
    Column("گونه", lambda record: record["kind"]),
    Column("گوینده به قرینه", lambda record: "بله" if record["inferred"] else ""),
    *_REPORT,
)

ENTRIES = (
    Column("شناسه", lambda record: record["value"]),
    Column("نام", lambda record: record["name"]),
    Column("شمار خبرها", lambda record: record["count"]),
    Column("نشانی", lambda record: record["address"]),
)

FIGURES = (
    Column("شناسه", lambda record: record["id"]),
    Column("نشانی", lambda record: record["report"]["address"]),
    Column("مقدار", lambda record: record["value"]),
    Column("تا", lambda record: record["upper"]),
    Column("یکا", lambda record: record["unit"]),
    Column("چه چیز", lambda record: record["subject"]),
    Column("چنان‌که چاپ شده", lambda record: record["words"]),
    Column("گوینده", lambda record: _voice(record["speaker"])),
    *_REPORT,
)
