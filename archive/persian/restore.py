"""Half-spaces put back where a site lost them, for reading only; nothing stored or searched depends on it."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from archive.persian.segment import AFFIXES, PREFIXES, Segmenter, shipped_segmenter
from archive.persian.spelling import ZWNJ, fold
from archive.persian.tables import words
from archive.persian.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

REMEMBERED = 50_000  # words whose restored form is kept in memory
LONGEST_FIRST = sorted(AFFIXES - {"م", "ت", "ش", "ی"}, key=len, reverse=True)


class Restorer:
    """Writes fused words as books do: «می‌شود», «شهرک‌های», «سرمایه‌گذاری», «از هشت»."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter
        self.lexicon = segmenter.lexicon
        self.function_words = words("function_words.txt")
        #: A word with its half-spaces. Only words whose letters fold one to one are restored; others, with
        #: half-spaces or marks, are left.
        self.word: Callable[[str], str] = lru_cache(REMEMBERED)(self._word)

    def restore(self, text: str) -> str:
        """Return `text` with half-spaces restored; taken out again, the text is as it was."""
        return TOKEN.sub(lambda match: self.word(match[0]), text)

    def _word(self, raw: str) -> str:
        folded = fold(raw)
        if len(folded) != len(raw) or not folded.isalpha() or folded.isascii() or len(folded) < 4:
            return raw
        pieces = [part for piece in self.segmenter.split(folded) for part in self._affixes_apart(piece)]
        return self._spread(raw, pieces)

    def _affixes_apart(self, piece: str) -> list[str]:
        """Set «می» and endings off from a word that is not in the dictionary with them."""
        lexicon, stemmer = self.lexicon, self.segmenter.stemmer
        if piece in lexicon.headwords or len(piece) < 4:
            return [piece]
        for prefix in PREFIXES:
            if piece.startswith(prefix) and stemmer.continuous(piece):
                return [prefix, piece[len(prefix) :]]
        for ending in LONGEST_FIRST:
            base = piece.removesuffix(ending)
            if base != piece and stemmer.step(piece) == base and _sets_off(base, ending):
                return [base, ending]
        return [piece]

    def _spread(self, raw: str, pieces: list[str]) -> str:
        """Write the pieces of a fused word with half-spaces, or blanks around function words."""
        written, at = "", 0
        for before, piece in zip(["", *pieces], pieces, strict=False):
            if before:
                attached = before in PREFIXES or piece in AFFIXES
                apart = not attached and not self.function_words.isdisjoint({before, piece})
                written += " " if apart else ZWNJ
            written += raw[at : at + len(piece)]
            at += len(piece)
        return written


def _sets_off(base: str, ending: str) -> bool:
    """«ها» and «تر» stand off; clitics only after a silent heh: «شده‌اند», but «کشورمان»."""
    return ending.startswith(("ها", "تر")) or base.endswith("ه")


@cache
def _shipped_restorer() -> Restorer:
    return Restorer(shipped_segmenter())


def restore(text: str) -> str:
    """Return `text` with the half-spaces that were lost in print, for display only.

    Letters, signs and their order never change: only half-spaces are put in, and blanks around function
    words that were fused with their neighbours («ازهشت»).
    """
    return _shipped_restorer().restore(text)


def restore_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return `restore(text)` and, for each character of `text`, the offset in it at which it stands."""
    restored, offsets, at = restore(text), [], 0
    for char in text:
        while restored[at] != char:  # what is put in stands between letters, so it is never taken for one
            at += 1
        offsets.append(at)
        at += 1
    return restored, offsets


def lost_half_spaces(text: str) -> bool:
    """Tell whether `restore` would change `text`."""
    word = _shipped_restorer().word
    return any(word(match[0]) != match[0] for match in TOKEN.finditer(text))
