"""Which words belong together although a blank parts them: «کتاب ها», «می شود», «زیر ساخت»."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain, product

from archive.persian.doublets import PHRASE_SEAMS
from archive.persian.segment import AFFIXES, PREFIXES, PREVERBS, Segmenter
from archive.persian.tables import words

REMEMBERED = 50_000  # pairs whose answer is kept in memory
# «می», «نمی», and with a preverb: «برمی گردد».
BEFORE_VERBS = {preverb + prefix: prefix for preverb in ("", *PREVERBS) for prefix in PREFIXES}
# Pronouns that take a plural although they are function words: «آن ها», «این ها».
TAKE_PLURAL = frozenset({"آن", "این"})
AFFIX = 1  # the bit of all affixes: any word may stand before them


class Joiner:
    """Tells which neighbours are one word. Words are folded letters without half-spaces."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter
        self.stemmer = segmenter.stemmer
        self.joins = segmenter.lexicon.joins
        self.compounds = segmenter.lexicon.compounds
        self._begins, self._opens = self._seams()
        self.function_words = words("function_words.txt") - TAKE_PLURAL
        #: Are these two words one?
        self.join: Callable[[str, str], bool] = lru_cache(REMEMBERED)(self._join)
        #: Are they one, or do they belong to a phrase that is one?
        self.may_join: Callable[[str, str], bool] = lru_cache(REMEMBERED)(self._may_join)

    def _seams(self) -> tuple[dict[str, int], dict[str, int]]:
        """Give a bit to each two letters with which a word can go on after a blank.

        Returns these bits, and for each word that can stand before such a blank those that may follow.
        """
        seams = chain(
            PHRASE_SEAMS,
            (join.split(" ") for join in self.joins),
            product(BEFORE_VERBS, {form[:2] for form in self.stemmer.lexicon.continuous_forms}),
        )
        begins: dict[str, int] = {}
        opens: defaultdict[str, int] = defaultdict(lambda: AFFIX)
        for first, second in seams:
            opens[first] |= begins.setdefault(second[:2], 2 << len(begins))
        return begins, dict(opens)

    def opens(self, word: str) -> int:
        """Return the bits of which `begins` of the next word must have one, for both to be one word."""
        return self._opens.get(word, AFFIX)

    def begins(self, word: str) -> int:
        """Return the bits that tell how `word` begins, and whether it is an affix."""
        return self._begins.get(word[:2], 0) | (AFFIX if word in AFFIXES else 0)

    def _may_join(self, before: str, after: str) -> bool:
        return (before, after[:2]) in PHRASE_SEAMS or self.join(before, after)

    def _join(self, before: str, after: str) -> bool:
        if before in BEFORE_VERBS:
            return self.stemmer.continuous(BEFORE_VERBS[before] + after) is not None
        return self._is_compound(before, after) or (after in AFFIXES and self._is_affixed(before, after))

    def _is_compound(self, before: str, after: str) -> bool:
        """«زیر ساخت» and its forms («زیر ساختهای»), mostly written as one word."""
        return before in self._opens and any(
            word.startswith(before) and f"{before} {word[len(before) :]}" in self.joins
            for word in self._shorter_and_shorter(before + after)
        )

    def _shorter_and_shorter(self, word: str) -> Iterator[str]:
        yield word
        while (shorter := self.stemmer.step(word)) != word:
            word = shorter
            yield word

    def _is_affixed(self, before: str, affix: str) -> bool:
        """An affix belongs to the word before it if the two have that word's stem."""
        if not before or before in self.function_words or before + affix in self.compounds:
            return False
        last = self.segmenter.split(before)[-1]
        return self.stemmer.stem(last + affix) == self.stemmer.stem(last)
