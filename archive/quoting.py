"""Words between quotation marks, which print may have put around them already."""

import re

# Around the whole; one that lost its partner too. «One» and «another» are two.
_MARKS = re.compile(r'"([^"]*+)"[.،؛]?|“([^“”]*+)”[.،؛]?|«?((?:[^«»]++|«[^«»]*+»)*+)»?[.،؛]?')
_INNER = str.maketrans("«»", "“”")


def between_marks(text: str) -> str:
    """Words as they stand between «»: the marks that print put around them go, those inside become others.

    >>> between_marks("«پسته «نوبر» رسید.»")
    'پسته “نوبر” رسید.'
    """
    found = _MARKS.fullmatch(text.strip())
    return (found[found.lastindex].strip() if found else text).translate(_INNER)
