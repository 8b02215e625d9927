"""In which documents of a segment words stand as a phrase, near each other, or side by side."""

import numpy as np

from search.engines.scoring import PAIR_SLOP
from search.engines.whoosh.postings import POSITION_BITS
from search.engines.whoosh.segment import Segment
from search.tree import Near, Phrase, Word

#: Two words of which the second follows the first.
Pair = tuple[Word, Word]


def standing(segment: Segment, words: Phrase | Near | Pair, ids: np.ndarray) -> np.ndarray:
    """The documents among sorted `ids`, all of which hold all the words, where they stand as asked for."""
    starts = {Phrase: _phrase_starts, Near: _near_starts, tuple: _pair_starts}[type(words)]
    documents = starts(segment, words, ids) >> POSITION_BITS
    return documents[np.append(True, documents[1:] != documents[:-1])] if len(documents) else documents


def _phrase_starts(segment: Segment, phrase: Phrase, ids: np.ndarray) -> np.ndarray:
    """Where a phrase begins: the rarest word's places are shifted onto the others'."""
    places = zip(phrase.offsets, (_places(segment, word, ids) for word in phrase.words), strict=True)
    (shift, keys), *others = sorted(places, key=lambda item: len(item[1]))
    for offset, keys_there in others:
        keys = keys[are_members(keys + (offset - shift), keys_there)]
    return keys - shift


def _near_starts(segment: Segment, near: Near, ids: np.ndarray) -> np.ndarray:
    """Where a stretch that holds all words begins."""
    places = [_places(segment, word, ids) for word in near.words]
    starts = np.unique(np.concatenate(places))
    for keys in places:
        starts = starts[_next(keys, starts, "left") < starts + near.distance]
    return starts


def _pair_starts(segment: Segment, pair: Pair, ids: np.ndarray) -> np.ndarray:
    """Where the first of two words stands shortly before the second."""
    first, second = (_places(segment, word, ids) for word in pair)
    return first[_next(second, first, "right") <= first + PAIR_SLOP]


def _places(segment: Segment, word: Word, ids: np.ndarray) -> np.ndarray:
    field, term = ("exact", word.exact) if word.verbatim else ("text", word.stem)
    return segment.positions(field, term.encode(), ids)


def _next(keys: np.ndarray, after: np.ndarray, side: str) -> np.ndarray:
    """The next of some sorted keys at or after ("left"), or after ("right"), each of others."""
    return np.append(keys, np.iinfo(np.int64).max)[keys.searchsorted(after, side)]


def are_members(keys: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Which of the sorted keys are among other sorted keys."""
    if not len(of):
        return np.zeros(len(keys), bool)
    return of[np.minimum(of.searchsorted(keys), len(of) - 1)] == keys
