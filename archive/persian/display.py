"""Printed text as the page sets it. Nothing moves: every offset into the text stays true."""

import re
from decimal import Decimal

from archive.persian.numbers import persian_digits

# A word with Latin letters keeps its digits: «MP3», addresses.
# The look back keeps it linear: a word is tried once, from its first letter.
_LATIN_WORD_OR_DIGITS = re.compile(r"((?<![^\s«»()،؛])[^\s«»()،؛A-Za-z]*+[A-Za-z][^\s«»()،؛]*+)|[0-9٠-٩]+")
# The Arabic digits look like Persian ones, except for three.
_PERSIAN = dict(zip(map(ord, "0123456789٠١٢٣٤٥٦٧٨٩"), "۰۱۲۳۴۵۶۷۸۹" * 2, strict=True))
_LATIN = re.compile(r"[A-Za-z]")
# One point between digits is a decimal point; two are a date.
_DECIMAL = re.compile(r"(?<![.۰-۹])([۰-۹]++)\.(?=[۰-۹]++(?![.۰-۹]))")
_POINT_IN_NUMBER = re.compile(r"\.[۰-۹]")
_PERCENT = re.compile(r"(?<=[۰-۹])%")


def typeset(text: str) -> str:
    """The text with Persian digits, decimal points and percent signs, as long as before.

    >>> typeset("2.5% سهم MP3")
    '۲٫۵٪ سهم MP3'
    """
    # Pages set thousands of texts, and few have any of this: to look for it first saves most of the time.
    if _LATIN.search(text):
        text = _LATIN_WORD_OR_DIGITS.sub(lambda found: found[1] or found[0].translate(_PERSIAN), text)
    else:
        for code, digit in _PERSIAN.items():
            text = text.replace(chr(code), digit)
    text = _DECIMAL.sub(r"\1٫", text) if _POINT_IN_NUMBER.search(text) else text
    return _PERCENT.sub("٪", text) if "%" in text else text


_SEPARATORS = str.maketrans({",": "٬", ".": "٫"})
_SCALES = ((10**12, "هزار میلیارد"), (10**9, "میلیارد"), (10**6, "میلیون"))


def number(value: float | Decimal | str) -> str:
    """A number as Persian prints it, in thousands and without idle zeros.

    >>> number("5700.50")
    '۵٬۷۰۰٫۵'
    """
    value = Decimal(str(value))
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return persian_digits(f"{value:,.{places}f}".translate(_SEPARATORS))


def scaled(value: Decimal) -> tuple[str, str]:
    """A great number's digits and its number word, exact to the last digit; a small one has no word.

    >>> scaled(Decimal(41_700_000_000))
    ('۴۱٫۷', 'میلیارد')
    """
    for scale, word in _SCALES:
        if abs(value) >= scale and not value * 1000 % scale:
            return number(value / scale), word
    return number(value), ""
