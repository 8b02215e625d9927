"""Which words of the index a prefix or a misspelt word stands for; the same in every engine."""

from collections.abc import Iterable, Iterator
from heapq import nsmallest

#: More words than these never stand behind one prefix or slip: the commonest count.
MOST_EXPANSIONS = 64

ALPHABET = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآabcdefghijklmnopqrstuvwxyz0123456789"


def commonest(terms: Iterable[tuple[str, int]], most: int = MOST_EXPANSIONS) -> list[str]:
    """The terms of the highest document frequency; equals in the order of their letters."""
    return [term for term, _ in nsmallest(most, terms, key=lambda item: (-item[1], item[0]))]


def slips(word: str) -> Iterator[str]:
    """The word itself and everything one letter away: left out, added, changed, or two neighbours swapped.

    Some seventy candidates a letter: a term table is asked for each of them instead of being read.
    """
    yield word
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    seen = {word}
    for left, right in halves:
        candidates = [left + letter + right for letter in ALPHABET]
        if right:
            candidates += [left + right[1:], *(left + letter + right[1:] for letter in ALPHABET)]
        if len(right) > 1:
            candidates.append(left + right[1] + right[0] + right[2:])
        for candidate in candidates:
            if candidate and candidate not in seen:
                seen.add(candidate)
                yield candidate
