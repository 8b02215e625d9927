"""Words that have two common spellings, brought to one."""

import re
from functools import cache

from archive.persian.spelling import ZWNJ
from archive.persian.tables import rows


@cache
def _table() -> tuple[dict[str, str], re.Pattern[str], dict[str, str]]:
    whole, starts = {}, {}
    for other, ours in rows("doublets.tsv"):
        if other.endswith("*"):
            starts[other[:-1]] = ours[:-1]
        elif " " not in other:
            whole[other] = ours
    return whole, re.compile("|".join(sorted(starts, key=len, reverse=True))), starts


def one_spelling(letters: str) -> str:
    """Return a folded word without half-spaces in the spelling that we compare.

    >>> one_spelling("مسیولان"), one_spelling("گفتوگوها")
    ('مسوولان', 'گفتگوها')
    """
    whole, pattern, starts = _table()
    if letters in whole:
        return whole[letters]
    match = pattern.match(letters)
    return starts[match[0]] + letters[match.end() :] if match else letters


# «گفت و گو» is one word although it is written as three. Endings may follow, other letters may not.
_GAP = rf"[\s{ZWNJ}]"
PHRASES = "|".join(
    rf"{first}{_GAP}{{1,3}}{middle}{_GAP}{{0,3}}{last}(?:{ZWNJ}?(?:[یي]|یی|ها[یي]?|هایی))?(?!\w)"
    for first, middle, last in (other.split(" ") for other, _ in rows("doublets.tsv") if " " in other)
)
