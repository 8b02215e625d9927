"""A reader's tree to the documents that match it, a whole set at a time."""

from functools import partial

import numpy as np

from search.engines.expansion import MOST_EXPANSIONS, commonest, slips
from search.engines.scoring import PAIR_WEIGHT, WEIGHTS
from search.engines.whoosh.hits import Hits, intersection, nothing, union, without
from search.engines.whoosh.places import Pair, are_members, standing, term_of
from search.engines.whoosh.reader import Reader
from search.engines.whoosh.view import View
from search.tree import And, Fuzzy, Leaf, Near, Node, Not, Or, Phrase, Prefix, Word, words_of


class Evaluator:
    """One question's answers, for one view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.most_expansions = MOST_EXPANSIONS
        self._reader = Reader(view)

    def find(self, node: Node | None) -> Hits:
        """The documents that match a node, with their scores; all of them for None."""
        match node:
            case None:
                return self.view.everything
            case Word():
                return self._any(_fields(node))
            case Prefix() | Fuzzy():
                return self._any([("exact", word, 1.0) for word in self.expansions(node)])
            case Phrase() | Near():
                ids = standing(self._reader, node)
                if self.view.live is not None:
                    ids = ids[self.view.live[ids]]
                return Hits(ids, self._reader.scores([f for word in node.words for f in _fields(word)], ids))
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return union([self.hits(part) for part in parts], self.view.documents)
            case Not(part):
                return without(self.view.everything, [self.hits(part)])

    def hits(self, node: Node) -> Hits:
        """What `find` finds, from the cache if it is there."""
        return self.view.kept((node, self.most_expansions), partial(self.find, node))

    def cost(self, leaf: Leaf, most_expansions: int) -> int:
        """Postings behind a leaf, told from document frequencies alone."""
        if isinstance(leaf, Prefix | Fuzzy):
            words = self._expanded(leaf, most_expansions)
            return sum(self._reader.df("exact", word) for word in words)
        return sum(self._reader.df(*term_of(word)) for word in words_of(leaf))

    def expansions(self, node: Prefix | Fuzzy) -> list[str]:
        """The words of the index that a prefix or a misspelt word stands for."""
        return self._expanded(node, self.most_expansions)

    def pair_bonus(self, pairs: list[Pair], ids: np.ndarray, all_documents: bool) -> np.ndarray:
        """What sorted documents gain because words asked for side by side stand side by side in them.

        all_documents: find and keep all such documents, for who will ask again.
        """
        bonus = np.zeros(len(ids), np.float32)
        for pair in pairs:
            if all_documents:
                standing_there = self.view.kept(pair, partial(standing, self._reader, pair))
            else:
                standing_there = standing(self._reader, pair, ids)
            there = are_members(ids, standing_there).nonzero()[0]
            if len(there):
                some = ids[there]
                bonus[there] += PAIR_WEIGHT * sum(self.hits(word).scores_of(some) for word in pair)
        return bonus

    def _expanded(self, node: Prefix | Fuzzy, most: int) -> list[str]:
        if isinstance(node, Prefix):
            return commonest(self.view.terms("exact", node.letters), most)
        known = ((word, self._reader.df("exact", word)) for word in slips(node.letters))
        return commonest(((word, df) for word, df in known if df), most)

    def _all(self, parts: tuple[Node, ...]) -> Hits:
        asked = [self.hits(part) for part in parts if not isinstance(part, Not)]
        unwanted = [self.hits(part.part) for part in parts if isinstance(part, Not)]
        found = intersection(asked, self.view.documents) if asked else self.view.everything
        return without(found, unwanted)

    def _any(self, terms: list[tuple[str, str, float]]) -> Hits:
        found = [self._reader.hits(*term) for term in terms]
        return union(found, self.view.documents) if found else nothing()


def _fields(word: Word) -> list[tuple[str, str, float]]:
    """Where a word is looked for: field, term, weight."""
    if word.verbatim:
        return [("exact", word.exact, 1.0)]
    return [
        (field, word.exact if field == "exact" else word.stem, weight) for field, weight in WEIGHTS.items()
    ]
