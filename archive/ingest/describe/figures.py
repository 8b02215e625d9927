"""Quantities: value, upper value, unit, what is counted, who said it, which way it moves."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.gazetteer.tables import Unit, key_list, units
from archive.ingest.describe.amounts import may_be_number, number_in, range_from, unfused
from archive.ingest.describe.answers import Figure, Quotation
from archive.ingest.describe.counted import (
    direction_of,
    qualifier_before,
    subject_after,
    unit_after,
    unit_stop,
)
from archive.ingest.describe.reading import Reading
from archive.persian.numbers import SMALL, Number, number_at

# After these a number is a name, a year or a place in a row, not a quantity.
NUMBERED = key_list("numbered")
# «یک طرح» is "a plan"; only measures and people are counted from one.
COUNTED_FROM_ONE = frozenset(
    ("percent", "money", "weight", "length", "area", "volume", "energy", "time", "ratio")
)


def figures(readings: Sequence[Reading], quotes: Sequence[Quotation]) -> tuple[Figure, ...]:
    """The quantities of a report, each printing once, with the speaker whose words hold it."""
    seen: dict[str, str] = {}
    found = []
    for reading in readings:
        for figure in figures_in(reading):
            known = seen.get(figure.raw)
            # «بیش از 60 درصد» and «بالای 60 درصد» are two statements, «20 درصد» and «تقریبا 20 درصد» one.
            if known is None or (known and figure.qualifier and known != figure.qualifier):
                seen[figure.raw] = figure.qualifier
                found.append(replace(figure, speaker=_speaker(figure, quotes)))
    return tuple(found)


def _speaker(figure: Figure, quotes: Sequence[Quotation]) -> str:
    holding = (q for q in quotes if q.part == figure.part and q.start <= figure.start and figure.end <= q.end)
    return next((quotation.speaker for quotation in holding), "")


def figures_in(reading: Reading) -> Iterator[Figure]:
    """Every quantity of one part, in order; repetitions too."""
    at = 0
    while at < len(reading.keys):
        if not may_be_number(reading.keys[at]):
            at += 1
            continue
        figure, at = _figure_at(reading, at)
        if figure:
            yield figure


def _number_at(reading: Reading, at: int) -> tuple[Number | None, int]:
    """The number that begins with word `at`, and the letters printed onto it («ازهشت»: 2)."""
    if number := number_in(reading, at):
        return number, 0
    keys, fused = unfused(reading.keys, at)
    number = number_at(keys, 0) if keys else None
    return (number._replace(end=at + number.end), fused) if number else (None, 0)


def _figure_at(reading: Reading, at: int) -> tuple[Figure | None, int]:
    """The quantity that begins with word `at`, and the word to go on with."""
    keys = reading.keys
    number, fused = _number_at(reading, at)
    if number is None:
        return _glued(reading, at)
    lower, upper, end = range_from(reading, number)
    if _is_name_or_time(reading, at, end):
        return None, number.end
    unit, unit_end = (Unit("نسبت", "ratio"), end) if number.part else unit_after(reading, end)
    if unit is None or not _is_quantity(reading, at, lower, upper, unit, end):
        return None, max(end, at + 1)
    start = reading.words[at].start + fused
    if unit.kind == "time" and upper is None and keys[unit_end : unit_end + 2] == ["و", "نیم"]:
        lower, unit_end = lower + 0.5, unit_end + 2  # «یک ماه و نیم»
    stop = unit_stop(reading, end, unit_end)
    qualifier = qualifier_before(reading, at)
    return (
        Figure(
            raw=reading.text[start:stop],
            value=lower,
            upper=upper,
            unit=unit.name,
            unit_kind=unit.kind,
            subject=subject_after(reading, end, unit_end, unit),
            part=reading.part,
            start=start,
            end=stop,
            qualifier=qualifier,
            direction=direction_of(reading, at, unit_end),
            rule="number-unit" if upper is None else "range-unit",
            confidence=_confidence(reading, at, unit),
        ),
        max(unit_end, end),
    )


def _is_name_or_time(reading: Reading, at: int, end: int) -> bool:
    """«اصل 44», «سه‌شنبه», «ساعت 21 و 26 دقیقه», «3017/6012»."""
    called = _is_numbered(reading, at) or _is_weekday(reading.keys, at) or _is_time_of_day(reading.keys, at)
    return called or not _connected(reading, at, end)


def _confidence(reading: Reading, at: int, unit: Unit) -> float:
    """Old pages turn the sides of a slash round («6/1» for 1.6), so such values are unsure."""
    if "/" in reading.keys[at]:
        return 0.6
    return 0.95 if unit.kind else 0.8


def _glued(reading: Reading, at: int) -> tuple[Figure | None, int]:
    """«یکسال», «یکصدسال»: a number word printed onto its unit."""
    key = reading.keys[at]
    for cut in range(2, min(6, len(key) - 1)):
        unit = units().get(key[cut:]) if key[:cut] in SMALL else None
        if unit and unit.kind in ("time", "percent", "money"):
            word = reading.words[at]
            value = SMALL[key[:cut]]
            subject = subject_after(reading, at + 1, at + 1, unit)
            raw = reading.text[word.start : word.end]
            return Figure(
                raw,
                value,
                None,
                unit.name,
                unit.kind,
                subject,
                reading.part,
                word.start,
                word.end,
                rule="glued",
            ), at + 1
    return None, at + 1


def _is_numbered(reading: Reading, at: int) -> bool:
    before = reading.keys[at - 1] if at else ""
    return before in NUMBERED and not reading.words[at].gap.strip(" \u200c\u00a0(")


def _is_time_of_day(keys: list[str], at: int) -> bool:
    """«ساعت 21 و 26 دقیقه»."""
    return keys[at - 1 : at] == ["و"] and keys[at - 3 : at - 2] == ["ساعت"]


def _is_weekday(keys: list[str], at: int) -> bool:
    return "".join(keys[at + 1 : at + 2]).startswith("شنبه")


def _connected(reading: Reading, at: int, end: int) -> bool:
    """A number that is part of a code or date («3017/6012», «1395/2/8») is no quantity."""
    gap = reading.gap(end)
    return not gap.startswith(("/", ":", "_")) and not (at and reading.words[at].gap.endswith(("/", "_")))


def _is_quantity(
    reading: Reading, at: int, value: int | float, upper: int | float | None, unit: Unit, end: int
) -> bool:
    if unit.kind == "" and reading.keys[at] == "یک" and value == 1:
        return False
    if reading.keys[at] == "یک" and value == 1 and unit.kind not in COUNTED_FROM_ONE and unit.name != "نفر":
        return False
    if reading.keys[at] == "نه" and not unit.kind:
        return False  # «نه خوب و نه بد»
    is_year = upper is None and isinstance(value, int) and (1300 <= value <= 1450 or 1900 <= value <= 2100)
    return not (
        is_year
        and unit.kind == ""
        and end == at + 1
        and reading.keys[at].isdigit()
        and len(reading.keys[at]) == 4
    )
