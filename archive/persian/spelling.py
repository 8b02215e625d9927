"""One spelling for text that is compared, and clean text for what is stored."""

import re
import unicodedata

ZWNJ = "\u200c"

# Letters that news sites write in several ways, each with the one form we compare.
# Whatever is not named here is folded by its Unicode properties (see _Fold).
LETTERS = {
    "ی": "يىۍێېےئ",  # Arabic yeh and its kin; the hamza's seat counts, not the hamza
    "ک": "كڪګڬڭڮ",
    "ه": "ةۀۂۃەہھ",
    "ا": "أإٱٲٳ",  # آ stays: it marks where a word starts («درآمد») until terms are made
    "و": "ؤۆۇۈۋ",
    "": "ءـ",  # bare hamza («املاء»), tatweel
    ZWNJ: "\u200b\u00ac\u00ad",  # what converters put where a half-space was
    ".": "٫",
    ",": "٬",
    "%": "٪",
}


class _Fold(dict[int, str]):
    """A table for `str.translate` that works out each character once, when it is first met.

    Every character is folded to characters that fold to themselves, so folding twice changes nothing.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        step = _fold_once(char)
        self[code] = step if step == char else "".join(self[ord(c)] for c in step)
        return self[code]


def _fold_once(char: str) -> str:
    """Fold by Unicode properties: marks and controls go, digits become ASCII, forms become letters."""
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf"}:  # diacritics, bidi marks, joiners
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(char))
    # NFKC opens ligatures and presentation forms (ﻻ, ﷼); NFD sets accents free to be dropped.
    form = unicodedata.normalize("NFKC", char)
    return (unicodedata.normalize("NFD", form) if form.isascii() or ord(char) < 0x2000 else form).casefold()


FOLD = _Fold({ord(char): target for target, chars in LETTERS.items() for char in chars})
FOLD.update({ord(char): char for char in (ZWNJ, "آ", "\n", "\t")})


def fold(text: str) -> str:
    """Return `text` in one spelling, for comparing only, never for storing or showing.

    Letters, digits and blanks get one form, case and diacritics go, ZWNJ and آ stay. Idempotent.
    The length may change; use `fold_with_offsets` where the way back is needed.

    >>> fold("كتابِ ۱۴۰۴")
    'کتاب 1404'
    """
    return text.translate(FOLD)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return `fold(text)` and, for each of its characters, the offset in `text` that it came from.

    One more offset, `len(text)`, closes the list: `folded[i:j]` came from `text[offsets[i]:offsets[j]]`,
    together with the diacritics that follow its letters.
    """
    folded, offsets = [], []
    for at, char in enumerate(text):
        piece = FOLD[ord(char)]
        folded.append(piece)
        offsets.extend([at] * len(piece))
    return "".join(folded), [*offsets, len(text)]


def squeeze(text: str) -> str:
    """Return the key under which names are compared whatever their spelling and spacing.

    >>> squeeze("آذربايجان‌ غربی") == squeeze("اذربایجانغربی")
    True
    """
    return "".join(filter(str.isalnum, fold(text))).replace("آ", "ا")


_UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"  # controls but \t and \n
    r"|[\u202a-\u202e\u2066-\u2069]"  # bidi embeddings, overrides and isolates can hide what is written
    r"|[\ufeff\ufffe\uffff\ud800-\udfff]"  # byte order marks, non-characters, lone surrogates
)


def clean(text: str) -> str:
    """Return what was typed or received without what nobody can see or store; composed (NFC). Idempotent.

    Keeps line ends, tabs, ZWNJ and ZWJ.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))
