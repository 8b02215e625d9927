"""Numbers as Persian news prints them: digits, words and both mixed («پنج هزار و 700»)."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive.persian.spelling import fold, squeeze
from archive.persian.tokens import tokens

Value = int | float

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ONES = (
    *("صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده", "یازده", "دوازده", "سیزده"),
    *("چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده"),
)
_TENS = ("بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
_HUNDREDS = ("صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد")
SMALL: dict[str, Value] = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: value * 10 for value, word in enumerate(_TENS, start=2)},
    **{word: value * 100 for value, word in enumerate(_HUNDREDS, start=1)},
    **{"یکصد": 100, "هیجده": 18, "نیم": 0.5},
}
SCALES: dict[str, int] = {
    **{"هزار": 10**3, "میلیون": 10**6, "ملیون": 10**6, "میلیارد": 10**9, "بیلیون": 10**12, "تریلیون": 10**12},
    **{"یکهزار": 10**3, "یکمیلیون": 10**6, "یکمیلیارد": 10**9},
}
_PARTS = {
    "دوم": 2,
    "سوم": 3,
    "چهارم": 4,
    "پنجم": 5,
    "ششم": 6,
    "هفتم": 7,
    "هشتم": 8,
    "نهم": 9,
    "دهم": 10,
    "صدم": 100,
}
# «دوسوم», «یک‌چهارم» as one word.
_FUSED_PARTS = {
    one + part: round(value / whole, 6)
    for part, whole in _PARTS.items()
    for value, one in enumerate(_ONES[:10])
    if 0 < value < whole
}
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_DECIMAL = re.compile(r"(?<![0-9])[0-9]++[./][0-9]++")


# «هزار میلیارد» and no further: nobody counts in thousands of thousands of milliards.
LARGEST_SCALE = 10**12


class Number(NamedTuple):
    """A number that ends before word `end`; `scale` is its last scale word's value; `part`: «یک سوم»."""

    value: Value
    end: int
    scale: int = 1
    part: bool = False


def persian_digits(value: object) -> str:
    """The written form of `value` with Persian digits.

    >>> persian_digits(1404)
    '۱۴۰۴'
    """
    return str(value).translate(_PERSIAN)


def parse_number(text: str) -> Value:
    """The number that `text` is. Raises ValueError when it is something else.

    >>> parse_number("پنج هزار و 700")
    5700
    """
    keys = [word_key(token.text) for token in tokens(text)]
    found = number_at(keys, 0) if keys else None
    if found is None or found.end != len(keys):
        raise ValueError(f"«{text.strip()[:40]}» عدد نیست.")
    return found.value


def word_key(word: str) -> str:
    """A token as rules look it up: digits keep their marks, words are squeezed; never empty, even for «ء»."""
    return fold(word) if word[0].isdigit() else squeeze(word) or word


def digits_value(text: str) -> Value | None:
    """The value of a number in digits («1,200», «7.4», «3/5» = 3.5); None for dates, times and codes."""
    if text.isdigit():
        return int(text) if len(text) <= 15 else None
    if _THOUSANDS.fullmatch(text):
        return int(re.sub("[,.]", "", text))
    if _DECIMAL.fullmatch(text):
        return float(text.replace("/", "."))
    return None


def number_at(keys: Sequence[str], start: int, limit: int | None = None) -> Number | None:
    """The number that begins with word `start`: a sum of groups, each a small number times its scales.

    «35 هزار میلیارد» multiplies, «41 میلیارد و 724 میلیون» adds, «3 هزار و 600 میلیارد» counts the thousands
    as thousands of milliards, «هزار و 196» lacks its one, «یک سوم» and «دو و نیم» are parts.
    """
    limit = len(keys) if limit is None else min(limit, len(keys))
    groups: list[tuple[Value, int]] = []
    at = start
    while at < limit:
        group = _group(keys, at, limit)
        if group is None or (groups and group.value >= groups[-1][1] and group.scale <= groups[-1][1]):
            break
        if groups and group.scale > groups[-1][1]:
            # «3 هزار و 600 میلیارد»: the larger scale closes what came before it, too
            total = sum(value for value, _ in groups) * group.scale + group.value
            groups = [(total, group.scale)]
        else:
            groups.append((group.value, group.scale))
        part = group.part and not at > start
        end = at = group.end
        if group.scale == 1 or at + 1 >= limit or keys[at] != "و":
            break
        at += 1
    if not groups:
        return None
    return Number(_plain(sum(value for value, _ in groups)), end, groups[-1][1], part)


def _group(keys: Sequence[str], at: int, limit: int) -> Number | None:
    """«دویست و بیست هزار», «7.4 میلیون», «هزار»: a small number and its scales."""
    small = _small(keys, at, limit)
    value, end = (small.value, small.end) if small else (1, at)
    scale = 1
    while end < limit and keys[end] in SCALES and scale < LARGEST_SCALE:
        scale *= SCALES[keys[end]]
        end += 1
    if end == at:
        return None
    return Number(_plain(value * scale), end, scale, part=bool(small and small.part and scale == 1))


def _small(keys: Sequence[str], at: int, limit: int) -> Number | None:
    key = keys[at]
    if key[:1].isdigit():
        value = digits_value(key)
        return None if value is None else _with_fraction(keys, Number(value, at + 1), limit)
    if key in _FUSED_PARTS:
        return Number(_FUSED_PARTS[key], at + 1, part=True)
    if key not in SMALL:
        return None
    value, end = SMALL[key], at + 1
    if end < limit and keys[end] in _PARTS and value < 10:
        return Number(_plain(value / _PARTS[keys[end]]), end + 1, part=True)
    # «دویست و بیست و پنج»: each word smaller than the one before
    floor = _floor(value)
    while end + 1 < limit and keys[end] == "و" and keys[end + 1] in SMALL:
        part = SMALL[keys[end + 1]]
        if not 1 <= part < floor:
            break
        value, floor, end = value + part, _floor(part), end + 2
    return _with_fraction(keys, Number(value, end), limit)


def _with_fraction(keys: Sequence[str], number: Number, limit: int) -> Number:
    """«دو و نیم», «سه و 67 صدم»."""
    at = number.end
    if at + 2 < limit and keys[at] == "و" and keys[at + 2] in _PARTS and keys[at + 1].isdigit():
        return Number(_plain(number.value + int(keys[at + 1]) / _PARTS[keys[at + 2]]), at + 3)
    if list(keys[number.end : min(number.end + 2, limit)]) == ["و", "نیم"]:
        return Number(number.value + 0.5, number.end + 2)
    return number


def _floor(value: Value) -> int:
    """What may follow with «و»: below 100 after hundreds, below 10 after tens, nothing after ones."""
    return 100 if value >= 100 else 10 if value >= 20 else 0


def _plain(value: Value) -> Value:
    """An int where the value is whole; floats of products lose their dust («7.4 میلیون»)."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
