"""What a number counts: its unit, the noun behind it, what limits it, which way it moves."""

from archive.gazetteer.tables import Unit, key_list, phrase_list, saying_verbs, units
from archive.ingest.describe.reading import Reading, tidy
from archive.persian.dates import GREGORIAN_MONTHS, MONTHS
from archive.persian.spelling import squeeze

# After a number these are no counted things.
NOT_COUNTED = key_list("not-counted")
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


def unit_after(reading: Reading, at: int) -> tuple[Unit | None, int]:
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
        return unit_after(reading, at + 1)
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


def unit_stop(reading: Reading, end: int, unit_end: int) -> int:
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


def qualifier_before(reading: Reading, at: int) -> str:
    for length in (3, 2, 1):
        if at >= length and (match := QUALIFIERS.at(reading.keys, at - length, at)) and match.end == at:
            return tidy(reading.cut(at - length, at))
    return ""


def subject_after(reading: Reading, first: int, unit_end: int, unit: Unit) -> str:
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


def direction_of(reading: Reading, at: int, unit_end: int) -> str:
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
