"""Did you mean: the known words nearest to an unknown one."""

from collections import Counter
from collections.abc import Iterable

MOST_EDITS = 2


def nearest(word: str, vocabulary: Iterable[tuple[str, int]], n: int = 3) -> list[tuple[str, int]]:
    """Return up to `n` (word, count) pairs of `vocabulary` that `word` may have been meant for.

    Words of up to four letters may differ by one edit, longer ones by two; fewer edits come first, then
    higher counts. `word` itself is never among them.

    >>> nearest("گمرگ", [("گمرک", 40), ("گاو", 9), ("گرگ", 2)])
    [('گمرک', 40), ('گرگ', 2)]
    """
    most = 1 if len(word) <= 4 else MOST_EDITS
    lengths, letters = range(len(word) - most, len(word) + most + 1), Counter(word)
    different, counts = set(letters), letters.items()
    found = []
    for known, count in vocabulary:
        # Each edit changes the length by one at most, and takes or brings one letter at most.
        if len(known) not in lengths or len(different.difference(known)) > most:
            continue
        shared = sum([min(times, known.count(letter)) for letter, times in counts])
        if shared < max(len(word), len(known)) - most:
            continue
        edits = distance(word, known, most)
        if 0 < edits <= most:
            found.append((edits, -count, known))
    return [(known, -count) for _, count, known in sorted(found)[:n]]


def distance(one: str, other: str, most: int) -> int:
    """Return the Damerau-Levenshtein distance (optimal string alignment), or `most + 1` if it is greater.

    Edits are: insert, delete or replace a letter, swap two neighbours.
    """
    before, above = [], list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            edits = min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                edits = min(edits, before[j - 2] + 1)
            row.append(edits)
        # A swap looks two rows back, so only two rows beyond the bound end the search.
        if min(row) > most and min(above) > most:
            return most + 1
        before, above = above, row
    return min(above[-1], most + 1)
