"""Where a text might answer a question, told from a glance at its letters: no sentence is taken apart."""

import re
from functools import lru_cache
from string import ascii_letters

from archive.persian.spelling import LETTERS
from search.tree import Node, Prefix, leaves, words_of

#: So many letters of a word are looked at.
GLANCE = 3
ANYTHING = re.compile("")
#: Letters, signs and digits, each with whatever else is folded to it.
_SHAPES = {
    **{letter: letter + shapes for letter, shapes in LETTERS.items()},
    **{str(digit): f"{digit}{chr(0x6F0 + digit)}{chr(0x660 + digit)}" for digit in range(10)},
    **{letter: letter + letter.upper() for letter in ascii_letters},
    "ا": f"آا{LETTERS['ا']}",
}


@lru_cache(maxsize=256)
def beginnings(tree: Node | None) -> re.Pattern:
    """How nearly all forms of a question's words begin.

    A form with other letters («گوید» for «گفت») is overlooked: whoever finds nothing looks everywhere.
    """
    asked = list(leaves(tree, negated=False))
    words = [word.stem or word.exact for leaf in asked for word in words_of(leaf)]
    words += [leaf.letters for leaf in asked if isinstance(leaf, Prefix)]
    if len(words) < len(asked):
        return ANYTHING  # a misspelt word may begin in any way
    return re.compile("|".join({_in_any_shape(word[:GLANCE]) for word in words}))


def _in_any_shape(letters: str) -> str:
    return "".join(f"[{_SHAPES[letter]}]" if letter in _SHAPES else re.escape(letter) for letter in letters)
