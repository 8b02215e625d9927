"""Numbers as they stand in a report: fused, broken, in ranges."""

from functools import lru_cache

from archive.gazetteer.tables import units
from archive.ingest.describe.reading import Reading
from archive.persian.numbers import SCALES, SMALL, Number, number_at

_TO = ("تا", "الی")
# Little words printed onto a number word, by their first letter.
_LITTLE = {"ا": ("از",), "ب": ("به", "با"), "د": ("در",), "و": ("و",), "ت": ("تا",)}


@lru_cache(maxsize=65536)
def may_be_number(key: str) -> bool:
    """Can a number begin with this word, perhaps behind a little word or printed onto its unit?"""
    if key[0].isdigit() or number_at([key], 0):
        return True
    return bool(unfused([key], 0)[0]) or any(key[:cut] in SMALL for cut in range(2, min(6, len(key) - 1)))


def number_in(reading: Reading, at: int) -> Number | None:
    """The number at a word, cut where punctuation parts its words («5، 6»)."""
    number = _broken_decimal(reading, at) or number_at(reading.keys, at)
    if number is None:
        return None
    for cut in range(at + 1 if number.scale else number.end, number.end):
        if reading.mark(cut):
            return number_at(reading.keys, at, cut)
    return number


def _broken_decimal(reading: Reading, at: int) -> Number | None:
    """«4. 5 درصد», «51 /16 درصد»: a decimal that blanks have broken; scale words may follow."""
    keys = reading.keys
    if at + 2 >= len(keys) or not (keys[at].isdigit() and keys[at + 1].isdigit()):
        return None
    if reading.gap(at + 1) not in (". ", " .", " /", "/ ", ". \u200c") or not units().at(keys, at + 2):
        return None
    return Number(float(f"{keys[at]}.{keys[at + 1]}"), at + 2, scale=0)


def unfused(keys: list[str], at: int) -> tuple[list[str], int]:
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


def range_from(reading: Reading, number: Number) -> tuple[int | float, int | float | None, int]:
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
