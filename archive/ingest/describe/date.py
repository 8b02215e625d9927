"""When the report was published: as given beside it, as printed in a date line, else not known."""

import datetime
from collections.abc import Mapping

from archive.ingest.describe.answers import Answer
from archive.ingest.parse import Parsed
from archive.persian.dates import Precision, parse_date


def date_of(parsed: Parsed, hints: Mapping[str, str]) -> Answer | None:
    """The publication date (a PartialDate), the given one first; dates told inside the report are none."""
    return _given(hints.get("date", "")) or _printed(parsed.date_line)


def _given(text: str) -> Answer | None:
    found = _read(text)
    return Answer(found, "given-date", "given", 0, len(text)) if found else None


def _printed(line: str) -> Answer | None:
    _, label, rest = line.rpartition(":") if "تاریخ" in line or "زمان" in line else ("", "", line)
    found = _read(rest)
    start = len(line) - len(rest.lstrip())
    rule = "gregorian-date-line" if found and str(found.date) in line else "jalali-date-line"
    return Answer(found, rule, "head", start, len(line)) if found else None


def _read(text: str):
    try:
        found = parse_date(text)
    except ValueError:
        return None
    # A report of the future is a misprint.
    in_future = found.date and found.date > datetime.date.today() + datetime.timedelta(days=366)
    return None if found.precision == Precision.UNKNOWN or in_future else found
