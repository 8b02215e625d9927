"""A reader's tree to the documents that match it, a whole set at a time."""

from functools import partial

import numpy as np

from search.engines.expansion import MOST_EXPANSIONS, commonest, slips
from search.engines.scoring import PAIR_WEIGHT, WEIGHTS
from search.engines.whoosh.hits import Hits, intersection, nothing, union, without
from search.engines.whoosh.places import Pair, are_members
from search.engines.whoosh.view import View
from search.tree import And, Fuzzy, Leaf, Near, Node, Not, Or, Phrase, Prefix, Word, words_of


class Evaluator:
    """Answers for one view."""

    def __init__(self, view: View, most_expansions: int = MOST_EXPANSIONS) -> None:
        self.view = view
        self.most_expansions = most_expansions
        self._is_asked_again = False

    def hits(self, node: Node | None) -> Hits:
        """The documents that match a node, with their scores; all of them for None. Leaves are cached."""
        match node:
            case Word():
                return self.view.kept(node, partial(self._word, node))
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return union([self.hits(part) for part in parts], self.view.documents)
            case Not(part):
                return without(self.view.everything, [self.hits(part)])
            case Phrase() | Near():
                return self.view.kept(node, partial(self._where, node))
            case Prefix() | Fuzzy():
                return self.view.kept((node, self.most_expansions), partial(self._any, node))
            case _:
                return self.view.everything

    def cost(self, leaf: Leaf, most_expansions: int) -> int:
        """Postings behind a leaf, told from document frequencies alone."""
        if isinstance(leaf, Prefix | Fuzzy):
            words = self._expanded(leaf, most_expansions)
            return sum(self.view.df("exact", word) for word in words)
        terms = [("exact", word.exact) if word.verbatim else ("text", word.stem) for word in words_of(leaf)]
        return sum(self.view.df(field, term) for field, term in terms)

    def expansions(self, node: Prefix | Fuzzy) -> list[str]:
        """The words of the index that a prefix or a misspelt word stands for."""
        return self._expanded(node, self.most_expansions)

    def pair_bonus(self, pairs: list[Pair], ids: np.ndarray) -> np.ndarray:
        """What sorted documents gain because words asked for side by side stand side by side in them."""
        bonus = np.zeros(len(ids), np.float32)
        paired = self._paired if self._is_asked_again else self._paired_among
        self._is_asked_again = True
        for pair in pairs:
            there = are_members(ids, paired(pair, ids)).nonzero()[0]
            if len(there):
                some = ids[there]
                bonus[there] += PAIR_WEIGHT * sum(self.hits(word).scores_of(some) for word in pair)
        return bonus

    def _paired_among(self, pair: Pair, ids: np.ndarray) -> np.ndarray:
        """The documents among sorted `ids` where a pair of words stands side by side."""
        return self.view.standing(pair, ids, keep=False)

    def _paired(self, pair: Pair, _: np.ndarray) -> np.ndarray:
        """All such documents, kept: what is asked a second time will be asked again."""
        return self.view.kept(pair, lambda: self.view.standing(pair, self._all(pair).ids))

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

    def _where(self, node: Phrase | Near) -> Hits:
        """Documents that hold all words of a phrase, where they stand so."""
        both = intersection([self.hits(word) for word in node.words], self.view.documents)
        return both.only(are_members(both.ids, self.view.standing(node, both.ids)))
