"""Quantities: value, upper value, unit, what is counted, who said it, which way it moves."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from archive.gazetteer.tables import Unit, key_list, phrase_list, saying_verbs, units
from archive.ingest.describe.answers import Figure, Quotation
from archive.ingest.describe.reading import Reading, tidy
from archive.persian.dates import GREGORIAN_MONTHS, MONTHS
from archive.persian.numbers import SCALES, SMALL, Number, number_at
from archive.persian.spelling import squeeze

# After these a number is a name, a year or a place in a row, not a quantity.
NUMBERED = key_list("numbered")
# After a number these are no counted things.
NOT_COUNTED = key_list("not-counted")
# «یک طرح» is "a plan"; only measures and people are counted from one.
COUNTED_FROM_ONE = frozenset(
    ("percent", "money", "weight", "length", "area", "volume", "energy", "time", "ratio")
)
QUALIFIERS = phrase_list("qualifiers")
FINITE = key_list("finite")
_UP = key_list("up")
_DOWN = key_list("down")
PERCENT = "درصد"
LUNAR_MONTHS = key_list("lunar-months")
_MONTH_KEYS = (
    frozenset(squeeze(name) for name in (*MONTHS, *GREGORIAN_MONTHS))
    | {squeeze(f"{name}ماه") for name in MONTHS}
    | LUNAR_MONTHS
)
_TO = ("تا", "الی")


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
        if not _may_be_number(reading.keys[at]):
            at += 1
            continue
        figure, at = _figure_at(reading, at)
        if figure:
            yield figure


@lru_cache(maxsize=65536)
def _may_be_number(key: str) -> bool:
    """Can a number begin with this word, perhaps behind a little word or printed onto its unit?"""
    if key[0].isdigit() or number_at([key], 0):
        return True
    return bool(_unfused([key], 0)[0]) or any(key[:cut] in SMALL for cut in range(2, min(6, len(key) - 1)))


def _figure_at(reading: Reading, at: int) -> tuple[Figure | None, int]:
    """The quantity that begins with word `at`, and the word to go on with."""
    keys, fused = reading.keys, 0
    number = _number(reading, at)
    if number is None:
        keys_here, fused = _unfused(reading.keys, at)
        number = number_at(keys_here, 0) if keys_here else None
        if number is None:
            return _glued(reading, at)
        number = number._replace(end=at + number.end)
    lower, upper, end = _range(reading, number)
    if (
        _is_numbered(reading, at)
        or _is_weekday(keys, at)
        or _is_time_of_day(keys, at)
        or not _connected(reading, at, end)
    ):
        return None, number.end
    unit, unit_end = (Unit("نسبت", "ratio"), end) if number.part else _unit(reading, end)
    if unit is None or not _is_quantity(reading, at, lower, upper, unit, end):
        return None, max(end, at + 1)
    start = reading.words[at].start + fused
    if unit.kind == "time" and upper is None and keys[unit_end : unit_end + 2] == ["و", "نیم"]:
        lower, unit_end = lower + 0.5, unit_end + 2  # «یک ماه و نیم»
    stop = _unit_stop(reading, end, unit_end)
    qualifier = _qualifier(reading, at)
    return (
        Figure(
            raw=reading.text[start:stop],
            value=lower,
            upper=upper,
            unit=unit.name,
            unit_kind=unit.kind,
            subject=_subject(reading, end, unit_end, unit),
            part=reading.part,
            start=start,
            end=stop,
            qualifier=qualifier,
            direction=_direction(reading, at, unit_end),
            rule="number-unit" if upper is None else "range-unit",
            confidence=_confidence(reading, at, unit),
        ),
        max(unit_end, end),
    )


def _broken_decimal(reading: Reading, at: int) -> Number | None:
    """«4. 5 درصد», «51 /16 درصد»: a decimal that blanks have broken; scale words may follow."""
    keys = reading.keys
    if at + 2 >= len(keys) or not (keys[at].isdigit() and keys[at + 1].isdigit()):
        return None
    if reading.gap(at + 1) not in (". ", " .", " /", "/ ", ". \u200c") or not units().at(keys, at + 2):
        return None
    return Number(float(f"{keys[at]}.{keys[at + 1]}"), at + 2, scale=0)


def _confidence(reading: Reading, at: int, unit: Unit) -> float:
    """Old pages turn the sides of a slash round («6/1» for 1.6), so such values are unsure."""
    if "/" in reading.keys[at]:
        return 0.6
    return 0.95 if unit.kind else 0.8


def _number(reading: Reading, at: int) -> Number | None:
    """The number at a word, cut where punctuation parts its words («5، 6»)."""
    number = _broken_decimal(reading, at) or number_at(reading.keys, at)
    if number is None:
        return None
    for cut in range(at + 1 if number.scale else number.end, number.end):
        if reading.mark(cut):
            return number_at(reading.keys, at, cut)
    return number


# Little words printed onto a number word, by their first letter.
_LITTLE = {"ا": ("از",), "ب": ("به", "با"), "د": ("در",), "و": ("و",), "ت": ("تا",)}


def _unfused(keys: list[str], at: int) -> tuple[list[str], int]:
    """«ازهشت استان»: a number word behind a little word printed onto it."""
    for little in _LITTLE.get(keys[at][:1], ()):
        rest = keys[at][len(little) :]
        if (
            keys[at].startswith(little)
            and keys[at] != "درصد"
            and len(rest) > 1
            and (rest in SMALL or rest in SCALES)
        ):
            return [rest, *keys[at + 1 : at + 12]], len(little)
    return [], 0


def _glued(reading: Reading, at: int) -> tuple[Figure | None, int]:
    """«یکسال», «یکصدسال»: a number word printed onto its unit."""
    key = reading.keys[at]
    for cut in range(2, min(6, len(key) - 1)):
        unit = units().get(key[cut:]) if key[:cut] in SMALL else None
        if unit and unit.kind in ("time", "percent", "money"):
            word = reading.words[at]
            value = SMALL[key[:cut]]
            subject = _subject(reading, at + 1, at + 1, unit)
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


def _range(reading: Reading, number: Number) -> tuple[int | float, int | float | None, int]:
    """«14 تا 15 درصد», «7-5 درصد»: both ends, the lower first; one scale may serve both."""
    at = number.end
    keys = reading.keys
    if at < len(keys) and keys[at] in _TO and not reading.mark(at):
        second = number_at(keys, at + 1)
    elif (
        at < len(keys)
        and SMALL.get(keys[at], 0) == number.value + 1
        and at == number.end
        and number.scale == 1
    ):
        # «سه چهار درصد»
        second = number_at(keys, at)
    elif at < len(keys) and reading.mark(at) in ("-", "–") and keys[at][0].isdigit():
        second = number_at(keys, at)
    else:
        return number.value, None, at
    if second is None:
        return number.value, None, at
    first = (
        number.value * second.scale
        if second.scale and number.scale == 1 and number.value <= second.value / second.scale
        else number.value
    )
    low, high = sorted((first, second.value))
    return low, high, second.end


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


def _unit(reading: Reading, at: int) -> tuple[Unit | None, int]:
    """The unit that follows a number: a listed one, or any noun right behind it."""
    keys = reading.keys
    gap = reading.gap(at)
    if gap.lstrip().startswith(("%", "٪")):
        return Unit("درصد", "percent"), at
    if at >= len(keys) or gap.strip(' \u200c\u00a0«"()') or "\n" in gap:
        return None, at
    if match := units().at(keys, at):
        return match.value, match.end
    if keys[at].startswith(PERCENT):
        return Unit(PERCENT, "percent"), at + 1  # «9 درصدآنها»
    if keys[at] == "تعداد" and at + 1 < len(keys) and not reading.mark(at + 1):
        return _unit(reading, at + 1)
    if not _can_be_counted(keys[at]) or saying_verbs().at(keys, at):
        return None, at
    return Unit(tidy(reading.cut(at, at + 1)), ""), at + 1


def _can_be_counted(key: str) -> bool:
    return (
        len(key) > 1
        and not key[0].isdigit()
        and key not in NOT_COUNTED
        and key not in _MONTH_KEYS
        and key.isalpha()
    )


def _unit_stop(reading: Reading, end: int, unit_end: int) -> int:
    """Where the unit ends in the text; a percent sign is no word."""
    if unit_end == end + 1 and reading.keys[end].startswith(PERCENT) and not units().at(reading.keys, end):
        return reading.words[end].start + len(PERCENT)
    if unit_end > end or not reading.gap(end).lstrip().startswith(("%", "٪")):
        return reading.words[unit_end - 1].end
    last = reading.words[end - 1].end
    sign = min(
        (p for p in (reading.text.find("%", last), reading.text.find("٪", last)) if p >= 0), default=last
    )
    return sign + 1


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


def _qualifier(reading: Reading, at: int) -> str:
    for length in (3, 2, 1):
        if at >= length and (match := QUALIFIERS.at(reading.keys, at - length, at)) and match.end == at:
            return tidy(reading.cut(at - length, at))
    return ""


def _subject(reading: Reading, first: int, unit_end: int, unit: Unit) -> str:
    """What is counted: the unit's noun with its adjectives, or what a measure measures."""
    start = first if unit.kind in ("", "people", "count") else unit_end
    end = unit_end
    while end < min(len(reading.keys), unit_end + 4):
        word = reading.words[end]
        if word.gap.strip(" \u200c\u00a0") or word.key in NOT_COUNTED or word.key[0].isdigit():
            break
        end += 1
    # «مجوز داده شده است», «انجام می‌شود»: the noun before a verb is the verb's
    if end < len(reading.keys) and reading.keys[end] in FINITE:
        end = max(end - 1, unit_end)
    return tidy(reading.cut(start, end))


def _direction(reading: Reading, at: int, unit_end: int) -> str:
    """Up or down, from the nearest word of change in the same clause."""
    after = _clause_words(reading, range(unit_end, min(unit_end + 6, len(reading.keys))))
    before = _clause_words(reading, range(at - 1, max(at - 6, -1), -1))
    for key in (*after, *before):
        if key in _UP:
            return "up"
        if key in _DOWN:
            return "down"
    return ""


def _clause_words(reading: Reading, indices: range) -> list[str]:
    keys = []
    for at in indices:
        gap = reading.words[at].gap if indices.step > 0 else reading.gap(at + 1)
        if gap.strip(" \u200c\u00a0%٪"):
            break
        keys.append(reading.keys[at])
    return keys
