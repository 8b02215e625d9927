"""The posting lists that a question needs, each found and decoded once, in all segments together."""

from collections.abc import Sequence

import numpy as np

from search.engines import scoring
from search.engines.scoring import K1
from search.engines.whoosh.hits import DENSE, Hits, nothing
from search.engines.whoosh.postings import Block, StockBlock
from search.engines.whoosh.segment import Segment
from search.engines.whoosh.terms import Place
from search.engines.whoosh.view import View

_NO_IDS, _NO_KEYS = np.zeros(0, np.intp), np.zeros(0, np.int64)


class PostingList:
    """A term's documents in all segments, deleted ones included."""

    def __init__(self, blocks: list[Block | StockBlock]) -> None:
        self._blocks = blocks
        self._asked_for, self._found = _NO_IDS, _NO_KEYS
        parts = [block.ids for block in blocks]
        self.ids = parts[0] if len(parts) == 1 else np.concatenate([_NO_IDS, *parts])

    def frequencies(self) -> np.ndarray:
        """How often each holds the term. Not to be written to."""
        if len(self._blocks) == 1:
            return self._blocks[0].frequencies()
        return np.concatenate([block.frequencies() for block in self._blocks])

    def rows(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which of some sorted ids are here, and where."""
        return _rows(ids, self.ids)

    def positions(self, only: np.ndarray) -> np.ndarray:
        """The sorted position keys (int64) in the sorted documents `only`."""
        if only is not self._asked_for:  # pairs of words ask one after the other for the same
            found = [_NO_KEYS]
            for block in self._blocks:
                first, last = block.ids[0], block.ids[-1]
                _, rows = _rows(only[only.searchsorted(first) : only.searchsorted(last, "right")], block.ids)
                if len(rows):
                    found.append(block.positions(rows))
            self._asked_for, self._found = only, found[-1] if len(found) < 3 else np.concatenate(found)
        return self._found


class Reader:
    """What one question reads of a view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._places: dict[tuple[str, str], tuple[int, list[tuple[Segment, Place, int]]]] = {}
        self._lists: dict[tuple[str, str], PostingList] = {}

    def df(self, field: str, term: str) -> int:
        """In how many documents, deleted ones included, a field holds a term."""
        return self._find(field, term)[0]

    def postings(self, field: str, term: str) -> PostingList:
        """The documents in which a field holds a term."""
        found = self._lists.get((field, term))
        if found is None:
            _, places = self._find(field, term)
            blocks = [block for segment, place, base in places for block in segment.blocks(place, base)]
            found = self._lists[field, term] = PostingList(blocks)
        return found

    def holds(self, field: str, term: str) -> bool:
        """Whether a document that has not been deleted holds the term in a field."""
        view = self.view
        if view.live is None or self.df(field, term) > view.documents - len(view.everything.ids):
            return True
        return bool(view.live[self.postings(field, term).ids].any())

    def hits(self, field: str, term: str, weight: float = 1.0) -> Hits:
        """The documents that hold a term in a field, scored by BM25."""
        view, found = self.view, self.postings(field, term)
        ids = found.ids
        if not len(ids):
            return nothing()
        scores = self._scores(field, len(ids), weight, ids, found.frequencies())
        if view.live is not None:
            keep = view.live[ids]
            ids, scores = ids[keep], scores[keep]
        if len(ids) * DENSE < view.documents:
            return Hits(ids, scores)
        dense = np.zeros(view.documents, np.float32)
        dense[ids] = scores
        return Hits(dense=dense)

    def scores(self, terms: Sequence[tuple[str, str, float]], ids: np.ndarray) -> np.ndarray:
        """What terms, each of a field and with a weight, score together in some sorted documents.

        These are few, so no list is scored as a whole.
        """
        if not len(ids):
            return np.zeros(0, np.float32)
        frequencies, factors = np.zeros((len(terms), len(ids)), np.float32), []
        for row, (field, term, weight) in zip(frequencies, terms, strict=True):
            found = self.postings(field, term)
            there, rows = found.rows(ids)
            if len(there):
                row[there] = found.frequencies()[rows]
            factors.append(self._factor(len(found.ids), weight))
        norms = {field: self.view.norms(field)[ids] for field, _, _ in terms}
        frequencies /= frequencies + np.stack([norms[field] for field, _, _ in terms])
        return (frequencies * np.array(factors)[:, None]).sum(0)

    def _scores(
        self, field: str, df: int, weight: float, ids: np.ndarray, frequencies: np.ndarray
    ) -> np.ndarray:
        scores = self.view.norms(field)[ids]
        scores += frequencies
        np.divide(frequencies, scores, out=scores)
        scores *= self._factor(df, weight)
        return scores

    def _factor(self, df: int, weight: float) -> np.float32:
        return np.float32(weight * scoring.idf(self.view.documents, df) * (K1 + 1))

    def _find(self, field: str, term: str) -> tuple[int, list[tuple[Segment, Place, int]]]:
        """A term's document frequency; segments, where each has it, and the id of its first document."""
        found = self._places.get((field, term))
        if found is None:
            encoded, places, df = term.encode(), [], 0
            for segment, base in zip(self.view.segments, self.view.bases, strict=False):
                if place := segment.find_term(field, encoded):
                    df += place[0]
                    places.append((segment, place, base))
            found = self._places[field, term] = df, places
        return found


def _rows(ids: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of some sorted ids are among others, and where."""
    if not len(among):
        return _NO_IDS, _NO_IDS
    rows = np.minimum(among.searchsorted(ids), len(among) - 1)
    there = (among[rows] == ids).nonzero()[0]
    return there, rows[there]
