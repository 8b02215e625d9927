"""In which documents words stand as a phrase, near each other, or side by side."""

import numpy as np

from search.engines.scoring import PAIR_SLOP
from search.engines.whoosh.postings import POSITION_BITS
from search.engines.whoosh.reader import PostingList, Reader
from search.tree import Near, Phrase, Word

#: Two words of which the second follows the first.
Pair = tuple[Word, Word]


def standing(reader: Reader, words: Phrase | Near | Pair, only: np.ndarray | None = None) -> np.ndarray:
    """The documents, deleted ones included, where words stand as asked for; of sorted `only` if given."""
    each = words if isinstance(words, tuple) else words.words
    lists = [reader.postings(*term_of(word)) for word in each]
    if only is None:
        only = _common(lists)
    places = [found.positions(only) for found in lists]
    documents = _starts(words, places) >> POSITION_BITS
    return documents[np.append(True, documents[1:] != documents[:-1])] if len(documents) else documents


def term_of(word: Word) -> tuple[str, str]:
    """The field whose positions tell where a word stands, and its term there."""
    return ("exact", word.exact) if word.verbatim else ("text", word.stem)


def _common(lists: list[PostingList]) -> np.ndarray:
    """The documents that are in all lists."""
    rarest, *others = sorted(lists, key=lambda found: len(found.ids))
    ids = rarest.ids
    for found in others:
        if len(ids):
            ids = ids[found.rows(ids)[0]]
    return ids


def _starts(words: Phrase | Near | Pair, places: list[np.ndarray]) -> np.ndarray:
    """The position keys where words that have these places begin to stand as asked for."""
    if isinstance(words, Phrase):
        return _phrase_starts(words, places)
    return _near_starts(words, places) if isinstance(words, Near) else _pair_starts(*places)


def _phrase_starts(phrase: Phrase, places: list[np.ndarray]) -> np.ndarray:
    """Where a phrase begins: the rarest word's places are shifted onto the others'."""
    (shift, keys), *others = sorted(zip(phrase.offsets, places, strict=True), key=lambda item: len(item[1]))
    for offset, keys_there in others:
        keys = keys[are_members(keys + (offset - shift), keys_there)]
    return keys - shift


def _near_starts(near: Near, places: list[np.ndarray]) -> np.ndarray:
    """Where a stretch that holds all words begins."""
    starts = np.unique(np.concatenate(places))
    for keys in places:
        starts = starts[_next(keys, starts, "left") < starts + near.distance]
    return starts


def _pair_starts(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Where the first of two words stands shortly before the second."""
    return first[_next(second, first, "right") <= first + PAIR_SLOP]


def _next(keys: np.ndarray, after: np.ndarray, side: str) -> np.ndarray:
    """The next of some sorted keys at or after ("left"), or after ("right"), each of others."""
    return np.append(keys, np.iinfo(np.int64).max)[keys.searchsorted(after, side)]


def are_members(keys: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Which of the sorted keys are among other sorted keys."""
    if not len(of):
        return np.zeros(len(keys), bool)
    return of[np.minimum(of.searchsorted(keys), len(of) - 1)] == keys
