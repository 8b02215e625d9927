"""A reader's tree to the documents that match it, a whole set at a time."""

from collections.abc import Iterable
from functools import partial

import numpy as np

from search.engines.expansion import MOST_EXPANSIONS, commonest, slips
from search.engines.scoring import PAIR_WEIGHT, WEIGHTS
from search.engines.whoosh.hits import Hits, intersection, nothing, union, without
from search.engines.whoosh.places import Pair, are_members, standing
from search.engines.whoosh.reader import Reader
from search.engines.whoosh.view import View
from search.tree import And, Fuzzy, Leaf, Near, Node, Not, Or, Phrase, Prefix, Word, words_of

#: Where so many times fewer documents are left than a word has, only they are looked up among its own.
FAR_FEWER = 8


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
                return Hits(ids, self._scores(node.words, ids))
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
        return sum(self._df(word) for word in words_of(leaf))

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
                bonus[there] += PAIR_WEIGHT * self._scores(pair, ids[there])
        return bonus

    def _df(self, word: Word) -> int:
        field, term = ("exact", word.exact) if word.verbatim else ("text", word.stem)
        return self._reader.df(field, term)

    def _expanded(self, node: Prefix | Fuzzy, most: int) -> list[str]:
        if isinstance(node, Prefix):
            return commonest(self.view.terms("exact", node.letters), most)
        known = ((word, self._reader.df("exact", word)) for word in slips(node.letters))
        return commonest(((word, df) for word, df in known if df), most)

    def _all(self, parts: tuple[Node, ...]) -> Hits:
        """What all parts match; the rarest word first, for few documents are quickly looked up among many."""
        words = sorted((part for part in parts if isinstance(part, Word)), key=self._df)
        others = [self.hits(part) for part in parts if not isinstance(part, Word | Not)]
        found = intersection(others, self.view.documents) if others else None
        for word in words:
            if found is not None and found.size * FAR_FEWER < self._df(word) and not self._is_kept(word):
                scores = self._scores([word], found.ids)
                found = Hits(found.ids, found.scores + scores).only(scores > 0)
            else:
                hits = self.hits(word)
                found = intersection([found, hits], self.view.documents) if found is not None else hits
        unwanted = [self.hits(part.part) for part in parts if isinstance(part, Not)]
        return without(self.view.everything if found is None else found, unwanted)

    def _any(self, terms: list[tuple[str, str, float]]) -> Hits:
        return (
            union([self._reader.hits(*term) for term in terms], self.view.documents) if terms else nothing()
        )

    def _scores(self, words: Iterable[Word], ids: np.ndarray) -> np.ndarray:
        """The sum of what some words score in some sorted documents."""
        total = np.zeros(len(ids), np.float32)
        for word in words:
            if self._is_kept(word):
                total += self.hits(word).scores_of(ids)
                continue
            for field, term, weight in _fields(word):
                there, scores = self._reader.scores(field, term, weight, ids)
                total[there] += scores
        return total

    def _is_kept(self, node: Node) -> bool:
        return self.view.is_kept((node, self.most_expansions))


def _fields(word: Word) -> list[tuple[str, str, float]]:
    """Where a word is looked for: field, term, weight."""
    if word.verbatim:
        return [("exact", word.exact, 1.0)]
    return [
        (field, word.exact if field == "exact" else word.stem, weight) for field, weight in WEIGHTS.items()
    ]
