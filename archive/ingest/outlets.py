"""The first words by which an outlet signs its report: «روزنامه X از یزد: …», «ماهنامه X | ۲۵ دی ۱۳۹۹»."""

import re
from typing import NamedTuple

from archive.gazetteer.tables import key_list, word_list
from archive.persian.dates import MONTHS
from archive.persian.spelling import squeeze

# A line of so many words at most can be the outlet's own, without any of the report.
LONGEST_LINE = 11


class Outlet(NamedTuple):
    """An outlet named in line[start:end), in the form in which it is kept; `date` as printed beside it."""

    start: int
    end: int
    name: str
    date: str
    is_whole_line: bool


def _any_spelling(phrases: tuple[str, ...]) -> str:
    """A pattern for the phrases, longest first, with Arabic letters, blanks and half-spaces or without."""
    pattern = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    for letter, forms in (("ی", "[یي]"), ("ک", "[کك]"), ("\\ ", r"[\s\u200c]+"), ("\u200c", r"[\s\u200c]?")):
        pattern = pattern.replace(letter, forms)
    return f"(?:{pattern})"


_WORD = r"(?!(?:از|به|در|را|که|با|برای|مرکز|استان|ها|هاي|های|نگار|نگاران)(?!\w))[^\W\d_]+(?:\u200c[^\W\d_]+)*"
_MARK = r"[-–—:؛|/(]"
_MONTH = _any_spelling(MONTHS)
_DATE = rf"\d{{4}}/\d{{1,2}}/\d{{1,2}}|(?:\d{{1,2}}\s+)?{_MONTH}\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}،\s*\d{{4}}"
_CITY = r"[^\W\d_]+(?:[ \u200c][^\W\d_]+)?"
_KINDS = word_list("outlet-kinds")
# What shows that the name is over: a mark, the line's end, a date, a city, another source.
_END = (
    rf"\s*(?:{_MARK}|$)|\s*،\s*(?:{_DATE})|\s*،\s*{_CITY}\s*[:(]"
    rf"|\s+از\s+{_CITY}\s*(?:{_MARK}|،|$)|\s+(?:مرکز|استان)\s+{_CITY}\s*(?:{_MARK}|،|$)|\s+به\s+نقل\s+از\s"
)
_OUTLET = re.compile(rf"\s*({_any_spelling(_KINDS)})\s+({_WORD}(?:\s+{_WORD}){{0,3}}?)(?={_END})")
# The date stands before the colon that opens the report, behind at most a city or «شماره».
_DATE_BESIDE = re.compile(rf"[^\w:]*(?:[^\W\d_]+[^\w:]+){{0,3}}?({_DATE})(?=\s*(?:[)|:\-–—،]|$))")
_FINITE = key_list("finite")
_KIND_BY_KEY = {re.sub(r"[\s\u200c]", "", kind): kind for kind in _KINDS}
_ARABIC = str.maketrans("يك", "یک")


def kept_name(name: str) -> str:
    """The name with what kind of outlet it is in one spelling: «هفتهنامه X» is «هفته‌نامه X»."""
    match = re.match(rf"({_any_spelling(_KINDS)})(?=\s)", name)
    return f"{_kept_kind(match[1])}{name[match.end() :]}" if match else name


def _kept_kind(printed: str) -> str:
    return _KIND_BY_KEY[re.sub(r"[\s\u200c]", "", printed.translate(_ARABIC))]


def outlet_in(line: str) -> Outlet | None:
    """The outlet that opens the line, or None. Takes time linear in the line."""
    match = _OUTLET.match(line[:200])
    if not match or squeeze(match[2].split()[-1]) in _FINITE:
        return None  # «روزنامه X تعطیل شد» is a sentence about it
    name = " ".join(f"{_kept_kind(match[1])} {match[2]}".translate(_ARABIC).split())
    rest = line[match.end() :]
    date = _DATE_BESIDE.match(rest[:80])
    whole = len(line.split()) <= LONGEST_LINE and not re.search(r"[.:؛!؟]", rest.rstrip(" :"))
    return Outlet(match.start(1), match.end(), name, date[1] if date else "", whole)
