"""Words that have two common spellings, brought to one."""

import re

from archive.persian.spelling import ZWNJ
from archive.persian.tables import rows

# A star stands for any ending.
WHOLE = {other: ours for other, ours in rows("doublets.tsv") if not other.endswith("*") and " " not in other}
STARTS = {other[:-1]: ours[:-1] for other, ours in rows("doublets.tsv") if other.endswith("*")}
_match_start = re.compile("|".join(sorted(STARTS, key=len, reverse=True))).match


def one_spelling(letters: str) -> str:
    """Return a folded word without half-spaces in the spelling that we compare.

    >>> one_spelling("مسیولان"), one_spelling("گفتوگوها")
    ('مسوولان', 'گفتگوها')
    """
    start = _match_start(letters)
    if start:
        return STARTS[start[0]] + letters[start.end() :]
    return WHOLE.get(letters, letters)


# «گفت و گو» is one word although it is written as three. Endings may follow, other letters may not.
_THREE = [other.split(" ") for other, _ in rows("doublets.tsv") if " " in other]
_GAP = rf"[\s{ZWNJ}]"
PHRASES = "|".join(
    rf"{first}{_GAP}{{0,3}}{middle}{_GAP}{{0,3}}{last}(?:{ZWNJ}?(?:[یي]|یی|ها[یي]?|هایی))?(?!\w)"
    for first, middle, last in _THREE
)
# What in a phrase stands before a blank, and how what stands after it begins, in two letters.
PHRASE_SEAMS = {
    (before, after[:2])
    for first, middle, last in _THREE
    for before, after in ((first, middle), (first, middle + last), (middle, last), (first + middle, last))
}
