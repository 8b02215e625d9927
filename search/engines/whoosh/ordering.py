"""Which of many documents come first."""

import numpy as np

from search.engines.whoosh.hits import Hits
from search.engines.whoosh.view import View

#: Fewer values than these are simply sorted: to choose among them first takes longer.
FEW = 150


def best_scored(view: View, hits: Hits, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The documents of the highest scores, best first, and their scores."""
    if hits.dense is None:
        top = best(view, hits.ids, hits.scores, most)
        return hits.ids[top], hits.scores[top]
    candidates = _candidates(hits.dense, most)  # a document's id is its place: no need to list who matches
    top = candidates[best(view, candidates, hits.dense[candidates], most)]
    top = top[hits.dense[top] > 0]
    return top, hits.dense[top]


def best(view: View, ids: np.ndarray, values: np.ndarray, most: int) -> np.ndarray:
    """Where the largest values are, largest first; equals newest first, then by key from the highest."""
    candidates = _candidates(values, most)
    values, ids = values[candidates], ids[candidates]
    order = np.lexsort((-view.keys[ids], -view.days[ids], -values))
    return candidates[order[:most]]


def _candidates(values: np.ndarray, most: int, block: int = 256) -> np.ndarray:
    """Where values are that may be among the `most` largest; maxima of blocks tell how large those are."""
    size = len(values)
    if size <= max(2 * most, FEW):
        return np.arange(size)
    if size > most * block:
        maxima = np.maximum.reduceat(values, np.arange(0, size, block))
        floor = np.partition(maxima, len(maxima) - most)[len(maxima) - most]
    else:
        floor = np.partition(values, size - most)[size - most]
    return (values >= floor).nonzero()[0]
