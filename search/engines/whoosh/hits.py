"""Sets of matching documents with their scores, and how they are joined."""

from collections.abc import Sequence

import numpy as np

#: A set with more than one in DENSE documents is kept as one score for every document of the index.
DENSE = 12


class Hits:
    """Documents and scores: sorted `ids` with `scores`, or `dense`, a score a document (0: no match)."""

    __slots__ = ("_count", "_ids", "_scores", "dense", "size")

    def __init__(
        self, ids: np.ndarray | None = None, scores: np.ndarray | None = None, dense: np.ndarray | None = None
    ) -> None:
        self._ids, self._scores, self.dense = ids, scores, dense
        self.size = len(ids if dense is None else dense)
        self._count = self.size if dense is None else None

    def __len__(self) -> int:
        if self._count is None:
            self._count = int(np.count_nonzero(self.dense > 0)) if self._ids is None else len(self._ids)
        return self._count

    @property
    def ids(self) -> np.ndarray:
        """The sorted documents."""
        if self._ids is None:
            self._ids = (self.dense > 0).nonzero()[0]  # of truths, five times as fast as of numbers
        return self._ids

    @property
    def scores(self) -> np.ndarray:
        """Their scores."""
        if self._scores is None:
            self._scores = self.dense[self.ids]
        return self._scores

    @property
    def nbytes(self) -> int:
        """Memory, once both forms have been asked for."""
        return 12 * len(self) + (0 if self.dense is None else self.dense.nbytes)

    def vector(self, documents: int) -> np.ndarray:
        """A score for every document. Not to be written to."""
        if self.dense is not None:
            return self.dense
        vector = np.zeros(documents, np.float32)
        vector[self._ids] = self._scores
        return vector

    def only(self, keep: np.ndarray) -> "Hits":
        """Those of the documents for which `keep` (one truth a document of the set) holds."""
        there = keep.nonzero()[0]  # numbers pick twice as fast as truths
        return Hits(self.ids[there], self.scores[there])

    def within(self, masks: Sequence[np.ndarray]) -> "Hits":
        """Those of the documents that all masks (one truth a document of the index) let pass."""
        if not masks:
            return self
        keep = masks[0][self.ids]
        for mask in masks[1:]:
            keep &= mask[self.ids]
        return self if keep.all() else self.only(keep)

    def scores_of(self, ids: np.ndarray) -> np.ndarray:
        """The scores of some documents, 0 for those that do not match."""
        if self.dense is not None:
            return self.dense[ids]
        if not len(self._ids):
            return np.zeros(len(ids), np.float32)
        at = np.minimum(self._ids.searchsorted(ids), len(self._ids) - 1)
        return self._scores[at] * (self._ids[at] == ids)


def nothing() -> Hits:
    """No document."""
    return Hits(np.zeros(0, np.intp), np.zeros(0, np.float32))


def intersection(sets: Sequence[Hits], documents: int) -> Hits:
    """Documents in all sets; their scores are added up."""
    first, *others = sorted(sets, key=lambda hits: (hits.dense is not None, hits.size))
    if first.dense is not None:
        total, in_all = first.dense.copy(), first.dense > 0
        for other in others:
            total += other.dense
            in_all &= other.dense > 0
        return Hits(dense=total * in_all)
    ids, scores = first.ids, first.scores
    for other in others:
        # Looking up few among many is quick; many among many are laid out as a vector.
        is_far_longer = other.dense is not None or other.size > 30 * len(ids)
        found = other.scores_of(ids) if is_far_longer else other.vector(documents)[ids]
        keep = found.nonzero()[0]
        ids, scores = ids[keep], scores[keep] + found[keep]
    return Hits(ids, scores)


def union(sets: Sequence[Hits], documents: int) -> Hits:
    """Documents in any of the sets; their scores are added up."""
    if len(sets) == 1:
        return sets[0]
    if all(hits.dense is None for hits in sets) and sum(hits.size for hits in sets) * 20 < documents:
        return _sparse_union(sets)
    dense = [hits.dense for hits in sets if hits.dense is not None]
    total = dense[0].copy() if dense else np.zeros(documents, np.float32)
    for vector in dense[1:]:
        total += vector
    for hits in sets:
        if hits.dense is None:
            total[hits.ids] += hits.scores
    return Hits(dense=total)


def _sparse_union(sets: Sequence[Hits]) -> Hits:
    ids = np.concatenate([hits.ids for hits in sets])
    scores = np.concatenate([hits.scores for hits in sets])
    if not len(ids):
        return nothing()
    order = ids.argsort(kind="stable")
    ids = ids[order]
    is_first = np.empty(len(ids), bool)
    is_first[0] = True
    np.not_equal(ids[1:], ids[:-1], out=is_first[1:])
    firsts = is_first.nonzero()[0]
    return Hits(ids[firsts], np.add.reduceat(scores[order], firsts))


def without(hits: Hits, others: Sequence[Hits]) -> Hits:
    """Documents of the first set that are in none of the others."""
    for other in others:
        hits = hits.only(other.scores_of(hits.ids) <= 0)
    return hits
