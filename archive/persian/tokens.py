"""Words and numbers with their places in the original text."""

import re
from typing import NamedTuple

# Arabic-script letters with their presentation forms; the gaps are punctuation, marks and digits.
ARABIC = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfc\ufe70-\ufefc"
)
# Combining marks, which belong to the letter before them.
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
# What may stand inside a word: marks, tatweel, half-spaces and their substitutes, bidi marks.
INNER = MARKS + "\u0640\u00ac\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"

# Possessive quantifiers never give back what they took: time stays linear in the text's length.
PERSIAN = rf"[{ARABIC}]++(?:[{INNER}]++[{ARABIC}]++)*+[{MARKS}]*+"
OTHER = rf"(?:[^\W\d_\u0640{ARABIC}][{MARKS}]*+)++"
NUMBER = r"\d++(?:[.,/:٫٬]\d++)*+"
TOKEN = re.compile(f"{PERSIAN}|{OTHER}|{NUMBER}")


class Token(NamedTuple):
    """A word or number; `text` is `original[start:end]`, offsets count code points."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the words and numbers of `text` in order, half-spaces inside words kept.

    A number ends where letters start: «۳هزار» is two tokens.

    >>> [token.text for token in tokens("۳هزار تن پسته‌ی یزد، 2.5 M")]
    ['۳', 'هزار', 'تن', 'پسته\u200cی', 'یزد', '2.5', 'M']
    """
    return [Token(match[0], match.start(), match.end()) for match in TOKEN.finditer(text)]
