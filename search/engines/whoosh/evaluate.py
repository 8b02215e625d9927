"""A reader's tree to the documents that match it, a whole set at a time."""

from collections.abc import Callable
from functools import partial

import numpy as np

from search.engines.expansion import MOST_EXPANSIONS, commonest, slips
from search.engines.scoring import PAIR_SLOP, PAIR_WEIGHT, WEIGHTS
from search.engines.whoosh.hits import Hits, intersection, nothing, union, without
from search.engines.whoosh.postings import POSITION_BITS
from search.engines.whoosh.view import View
from search.tree import And, Fuzzy, Leaf, Near, Node, Not, Or, Phrase, Prefix, Word, words_of


class Evaluator:
    """Answers for one view."""

    def __init__(self, view: View, most_expansions: int = MOST_EXPANSIONS) -> None:
        self.view = view
        self.most_expansions = most_expansions

    def hits(self, node: Node | None) -> Hits:
        """The documents that match a node, with their scores; all of them for None. Leaves are cached."""
        match node:
            case Word():
                return self.view.fetch(node, partial(self._word, node))
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return union([self.hits(part) for part in parts], self.view.documents)
            case Not(part):
                return without(self.view.everything, [self.hits(part)])
            case Phrase():
                return self.view.fetch(node, partial(self._where, node, self._phrase_starts))
            case Near():
                return self.view.fetch(node, partial(self._where, node, self._near_starts))
            case Prefix() | Fuzzy():
                return self.view.fetch((node, self.most_expansions), partial(self._any, node))
            case _:
                return self.view.everything

    def cost(self, leaf: Leaf, most_expansions: int) -> int:
        """Postings behind a leaf, told from document frequencies alone."""
        return self.view.cost(leaf, most_expansions, self._cost)

    def _cost(self, leaf: Leaf, most_expansions: int) -> int:
        if isinstance(leaf, Prefix | Fuzzy):
            words = self._expanded(leaf, most_expansions)
            return sum(self.view.df("exact", word) for word in words)
        terms = [("exact", word.exact) if word.verbatim else ("text", word.stem) for word in words_of(leaf)]
        return sum(self.view.df(field, term) for field, term in terms)

    def expansions(self, node: Prefix | Fuzzy) -> list[str]:
        """The words of the index that a prefix or a misspelt word stands for."""
        return self._expanded(node, self.most_expansions)

    def pair_bonus(self, pairs: list[tuple[Word, Word]], ids: np.ndarray) -> np.ndarray:
        """What sorted documents gain because words asked for side by side stand side by side in them."""
        bonus = np.zeros(len(ids), np.float32)
        words = {word for pair in pairs for word in pair}
        places = {word: self._places(word, ids) for word in words}
        for a, b in pairs:
            first, second = places[a], places[b]
            if len(first) and len(second):
                at = second.searchsorted(first, "right")
                at[at == len(second)] = 0
                follows = (second[at] > first) & (second[at] <= first + PAIR_SLOP)
                if follows.any():
                    there = ids.searchsorted(_documents(first[follows], ids))
                    scores = self.hits(a).scores_of(ids[there]) + self.hits(b).scores_of(ids[there])
                    bonus[there] += np.float32(PAIR_WEIGHT) * scores
        return bonus

    def _expanded(self, node: Prefix | Fuzzy, most: int) -> list[str]:
        if isinstance(node, Prefix):
            return commonest(self.view.terms("exact", node.letters), most)
        known = ((word, self.view.df("exact", word)) for word in slips(node.letters))
        return commonest(((word, df) for word, df in known if df), most)

    def _all(self, parts: tuple[Node, ...]) -> Hits:
        asked = [self.hits(part) for part in parts if not isinstance(part, Not)]
        unwanted = [self.hits(part.part) for part in parts if isinstance(part, Not)]
        hits = intersection(asked, self.view.documents) if asked else self.view.everything
        return without(hits, unwanted)

    def _word(self, word: Word) -> Hits:
        if word.verbatim:
            return self.view.term("exact", word.exact)
        fields = [("text", word.stem), ("title", word.stem), ("exact", word.exact)]
        return union(
            [self.view.term(field, term, WEIGHTS[field]) for field, term in fields], self.view.documents
        )

    def _any(self, node: Prefix | Fuzzy) -> Hits:
        words = self.expansions(node)
        if not words:
            return nothing()
        return union([self.view.term("exact", word) for word in words], self.view.documents)

    def _where(self, node: Phrase | Near, starts: Callable[[Node, np.ndarray], np.ndarray]) -> Hits:
        """Documents that hold all words of a phrase, where `starts` finds it."""
        both = intersection([self.hits(word) for word in node.words], self.view.documents)
        if not len(both):
            return both
        found = _documents(starts(node, both.ids), both.ids)
        return both.only(both.ids.searchsorted(found))

    def _phrase_starts(self, phrase: Phrase, ids: np.ndarray) -> np.ndarray:
        """Where a phrase begins: the rarest word's places are shifted onto the others'."""
        places = zip(phrase.offsets, (self._places(word, ids) for word in phrase.words), strict=True)
        (shift, keys), *others = sorted(places, key=lambda item: len(item[1]))
        for offset, keys_there in others:
            keys = keys[_are_members(keys + (offset - shift), keys_there)]
        return keys - shift

    def _near_starts(self, near: Near, ids: np.ndarray) -> np.ndarray:
        """Where a stretch that holds all words begins."""
        places = [self._places(word, ids) for word in near.words]
        starts = np.unique(np.concatenate(places))
        for keys in places:
            if not len(keys):
                return keys
            at = keys.searchsorted(starts)
            nearest = keys[np.minimum(at, len(keys) - 1)]
            starts = starts[(nearest >= starts) & (nearest < starts + near.distance)]
        return starts

    def _places(self, word: Word, ids: np.ndarray) -> np.ndarray:
        field, term = ("exact", word.exact) if word.verbatim else ("text", word.stem)
        return self.view.positions(field, term, ids)


def _documents(keys: np.ndarray, among: np.ndarray) -> np.ndarray:
    """The documents of sorted position keys, each once, if they are among some sorted documents."""
    documents = keys >> POSITION_BITS
    documents = documents[np.concatenate((documents[:1] >= 0, documents[1:] != documents[:-1]))]
    return documents[_are_members(documents, among)]


def _are_members(keys: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Which of the sorted keys are among other sorted keys."""
    if not len(of):
        return np.zeros(len(keys), bool)
    at = of.searchsorted(keys)
    at[at == len(of)] = 0
    return of[at] == keys
