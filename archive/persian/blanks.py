"""Which words belong together although a blank parts them: «کتاب ها», «می شود», «زیر ساخت»."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from archive.persian.doublets import PHRASE_SEAMS
from archive.persian.segment import AFFIXES, PREFIXES, PREVERBS, Segmenter
from archive.persian.tables import words

REMEMBERED = 50_000  # pairs whose answer is kept in memory
# «می», «نمی», and with a preverb: «برمی گردد».
BEFORE_VERBS = {preverb + prefix: prefix for preverb in ("", *PREVERBS) for prefix in PREFIXES}
# Pronouns that take a plural although they are function words: «آن ها», «این ها».
TAKE_PLURAL = frozenset({"آن", "این"})


class Joiner:
    """Tells which neighbours are one word. Words are folded letters without half-spaces."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter
        self.stemmer = segmenter.stemmer
        self.joins = segmenter.lexicon.joins
        self.compounds = segmenter.lexicon.compounds
        self.opens = self._openers()
        self.function_words = words("function_words.txt") - TAKE_PLURAL
        #: Are these two words one?
        self.join: Callable[[str, str], bool] = lru_cache(REMEMBERED)(self._join)

    def _openers(self) -> dict[str, frozenset[str]]:
        """Map each word that could be one with the next to the first two letters that the next must have."""
        verbs = frozenset(form[:2] for form in self.stemmer.lexicon.continuous_forms)
        opens: defaultdict[str, set[str]] = defaultdict(set)
        for first, second in chain(PHRASE_SEAMS, (join.split(" ") for join in self.joins)):
            opens[first].add(second[:2])
        return {first: frozenset(starts) for first, starts in opens.items()} | dict.fromkeys(
            BEFORE_VERBS, verbs
        )

    def may_join(self, before: str, after: str) -> bool:
        """Are these two words one, or do they belong to a phrase that is one?"""
        return (before, after[:2]) in PHRASE_SEAMS or self.join(before, after)

    def _join(self, before: str, after: str) -> bool:
        if before in BEFORE_VERBS:
            return self.stemmer.continuous(BEFORE_VERBS[before] + after) is not None
        return self._is_compound(before, after) or (after in AFFIXES and self._is_affixed(before, after))

    def _is_compound(self, before: str, after: str) -> bool:
        """«زیر ساخت» and its forms («زیر ساختهای»), mostly written as one word."""
        return any(
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
