"""Quotations and figures as plain values, each with the report that it stands in."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.db.models import QuerySet

from archive.models import Figure, Quotation
from search.exports import records
from search.exports.records import Record, voice
from search.keys import OneOf

_SPEAKER = ("speaker__person_id", "speaker__person__name", "speaker__office_id")
_OFFICE = ("speaker__office__role", "speaker__office__organisation")
#: What a quotation tells of its report.
_OF_REPORT = (
    *("id", "address", "headline", "published_on", "date_precision", "jalali", "published"),
    *("source", "main_province", "provinces", "industries"),
)


def quotations(keys: Sequence[int], site: str) -> list[Record]:
    """The quotations with these keys, in their order, in five queries."""
    columns = ("pk", "article_id", "kind", "verb", "part", "start", "end", "inferred", *_SPEAKER, *_OFFICE)
    among = Quotation.objects.filter(article__is_public=True)
    rows = {row["pk"]: row for row in among.filter(pk__in=OneOf(keys)).values(*columns)}
    reports = _reports(rows.values(), site)
    numbers = quotation_numbers(reports)
    return [
        _quotation(rows[key], reports[rows[key]["article_id"]], numbers[key])
        for key in keys
        if key in rows and rows[key]["article_id"] in reports
    ]


def whole_article(key: int, site: str) -> Record:
    """A published report with its quotations and figures. Raises LookupError."""
    said = Quotation.objects.filter(article=key).order_by("start", "pk").values_list("pk", flat=True)
    found = records.articles([key], site)
    if not found:
        raise LookupError(f"there is no published report {key}")
    (report,) = found
    return {
        **report,
        "quotations": [_without_report(each) for each in quotations(list(said), site)],
        "figures": [_without_report(each) for each in figures_of([key], site)],
    }


def _without_report(record: Record) -> Record:
    return {name: value for name, value in record.items() if name != "report"}


def figures_of(
    articles: Sequence[int], site: str, narrow: Callable[[QuerySet], QuerySet] = lambda figures: figures
) -> list[Record]:
    """The figures of these reports, in four queries, in the order of the reports and of their texts.

    `narrow` leaves out those that are not asked for.
    """
    columns = ("article_id", "value", "upper", "unit", "subject", "part", "start", "end", *_SPEAKER, *_OFFICE)
    figures = narrow(Figure.objects.filter(article__in=OneOf(articles))).order_by("article", "start", "pk")
    by_report = defaultdict(list)
    for row in figures.values("pk", *columns):
        by_report[row["article_id"]].append(row)
    telling = records.articles([key for key in articles if key in by_report], site)
    return [_figure(row, report) for report in telling for row in by_report[report["id"]]]


def _reports(rows: Iterable[Record], site: str) -> dict[int, Record]:
    keys = list(dict.fromkeys(row["article_id"] for row in rows))
    return {report["id"]: report for report in records.articles(keys, site)}


def quotation_numbers(articles: Iterable[int]) -> dict[int, int]:
    """The number of every quotation of some reports: its permalink is #q2."""
    counted, numbers = Counter(), {}
    of_reports = Quotation.objects.filter(article__in=OneOf(articles)).order_by("article", "start", "pk")
    for key, article in of_reports.values_list("pk", "article_id"):
        counted[article] += 1
        numbers[key] = counted[article]
    return numbers


def _quotation(row: Record, report: Record, number: int) -> Record:
    return {
        "id": row["pk"],
        "address": f"{report['address']}#q{number}",
        "words": _cut(row, report),
        "kind": row["kind"],
        "verb": row["verb"],
        "speaker": _speaker(row),
        "inferred": row["inferred"],
        "report": {name: report[name] for name in _OF_REPORT},
    }


def _figure(row: Record, report: Record) -> Record:
    return {
        "id": row["pk"],
        "value": _number(row["value"]),
        "upper": _number(row["upper"]),
        "unit": row["unit"],
        "subject": row["subject"],
        "words": _cut(row, report),
        "speaker": _speaker(row),
        "report": {name: report[name] for name in _OF_REPORT},
    }


def _speaker(row: Record) -> Record | None:
    parts = [row[column] for column in (*_SPEAKER, *_OFFICE)]
    return voice(*parts) if any(parts) else None


def _cut(row: Record, report: Record) -> str:
    """The words as printed; a report in whose title somebody speaks has one, and it is its headline."""
    part = {"title": "headline"}.get(row["part"], row["part"])
    return report[part][row["start"] : row["end"]]


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
