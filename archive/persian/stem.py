"""Words to stems: inflection comes off step by step, each step checked against the lexicon."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.persian.lexicon import Lexicon, shipped
from archive.persian.tables import rows, words
from archive.persian.verbs import PARTICIPLE

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_STEPS = 8
CONTINUOUS = ("می", "نمی")
REMEMBERED = 50_000  # words whose stem is kept in memory
# What follows a silent heh: «شدهاند», «خانهام», «برنامهای»; with the heh, some look like plurals («کتابهای»).
AFTER_HEH = ("ایم", "اید", "اند", "ام", "اش", "ات", "ای")
HEH_WITH_ENDING = tuple(f"ه{ending}" for ending in AFTER_HEH)
AMBIGUOUS = frozenset({"ایم", "ام", "اش", "ات", "ای"})


class Ending(NamedTuple):
    """A row of endings.tsv."""

    letters: str
    restored: str
    shortest: int
    base_is: str
    taken_of: str


@cache
def endings() -> dict[str, list[list[Ending]]]:
    """Return the endings by their last letter, in order; rows of the same ending stand together."""
    groups: dict[str, list[list[Ending]]] = {}
    for letters, restored, shortest, base_is, taken_of in rows("endings.tsv"):
        ending = Ending(letters, restored, int(shortest), base_is, taken_of)
        same_letter = groups.setdefault(letters[-1], [])
        if (
            same_letter
            and same_letter[-1][-1].letters == letters
            and same_letter[-1][-1].taken_of == taken_of
        ):
            same_letter[-1].append(ending)
        else:
            same_letter.append([ending])
    return groups


@lru_cache(REMEMBERED)
def endings_of(tail: str, inflected: bool) -> list[tuple[str, list[Ending]]]:
    """Return those of `endings` that a word with these last two letters may have, each with its letters."""
    return [
        (group[0].letters, group)
        for group in endings().get(tail[-1], ())
        if tail.endswith(group[0].letters[-2:]) and (inflected or group[0].taken_of == "all")
    ]


class Stemmer:
    """Takes inflection off words, as far as the lexicon knows what is left."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        #: Words that have no rule: broken plurals and what only looks inflected.
        self.table = dict(rows("broken_plurals.tsv")) | {word: word for word in lexicon.places}
        self.table |= {word: word for word in words("protected.txt")}
        #: The stem of a folded word without half-spaces; a stem is its own stem.
        self.stem: Callable[[str], str] = lru_cache(REMEMBERED)(self._stem)
        #: A word without one ending, or the word as it is.
        self.step: Callable[[str], str] = lru_cache(REMEMBERED)(self._step)

    def base(self, word: str) -> str | None:
        """Return the stem of an inflected word if it is a known word, else None."""
        stem = self.stem(word)
        return stem if stem != word and stem in self.lexicon.counts else None

    def _stem(self, word: str) -> str:
        if word in self.lexicon.stems:
            return self.lexicon.stems[word]
        for _ in range(MOST_STEPS):
            shorter = self.step(word)
            if shorter == word:
                break
            word = shorter
        return word

    def _step(self, word: str) -> str:
        if word in self.table:
            return self.table[word]
        inflected = word not in self.lexicon.headwords
        if inflected or word[-1] == PARTICIPLE:
            verb = self.verb(word)
            if verb:
                return verb
        if len(word) < 4:
            return word
        return (inflected and self._before_heh(word)) or self._shorter(word, inflected) or word

    def verb(self, word: str) -> str | None:
        """Return the verb of which `word` is a form, with or without «می», else None."""
        return self.continuous(word) or self.lexicon.verb_forms.get(word)

    def continuous(self, word: str) -> str | None:
        """Return the verb of which `word` is a form with «می» or «نمی», else None."""
        if not word.startswith(CONTINUOUS):  # nearly all words, so say it at once
            return None
        for prefix in CONTINUOUS:
            if word.startswith(prefix) and (verb := self.lexicon.continuous_forms.get(word[len(prefix) :])):
                return verb
        return None

    def _before_heh(self, word: str) -> str | None:
        """«شدهاند» is «شده» with «اند»; «برنامهای» is «برنامه» with «ای», not «برنام» with «های»."""
        if not word.endswith(HEH_WITH_ENDING):
            return None
        for ending in AFTER_HEH:
            if word.endswith(f"ه{ending}"):
                with_heh = word[: -len(ending)]
                if self._is_known_heh(with_heh) and not (
                    ending in AMBIGUOUS and self._prefers_plural(with_heh[:-1])
                ):
                    return with_heh
        return None

    def _is_known_heh(self, word: str) -> bool:
        return len(word) > 2 and (self._known(word) or word in self.lexicon.verb_forms)

    def _known(self, word: str) -> bool:
        return word in self.lexicon.counts or word in self.lexicon.compounds

    def _prefers_plural(self, word: str) -> bool:
        return word in self.lexicon.counts and word not in self.lexicon.heh

    def _shorter(self, word: str, inflected: bool) -> str | None:
        for letters, group in endings_of(word[-2:], inflected):
            if word.endswith(letters):
                stump = word[: -len(letters)]
                bases = [stump + ending.restored for ending in group if self._fits(stump, ending)]
                if bases:
                    return max(bases, key=lambda base: self.lexicon.counts.get(base, 0))
        return None

    def _fits(self, stump: str, ending: Ending) -> bool:
        base = stump + ending.restored
        if len(stump) < ending.shortest:
            return False
        if ending.base_is == "headword":
            return base in self.lexicon.headwords
        if self._known(base) or (ending.base_is == "any" and len(base) >= 3):
            return True
        return ending.base_is == "form" and self.base(base) is not None


@cache
def shipped_stemmer() -> Stemmer:
    """Return the stemmer over the shipped lexicon."""
    return Stemmer(shipped())
