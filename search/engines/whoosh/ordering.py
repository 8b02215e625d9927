"""Which of many documents come first."""

import numpy as np

from search.engines.whoosh.hits import Hits
from search.engines.whoosh.view import View

#: No more documents than these are sorted without arrays, which cost more to set up.
FEW = 60


def first(view: View, ids: np.ndarray, values: np.ndarray, most: int) -> list[tuple[float, int, int]]:
    """The value, day and key of the documents of the largest values, in order.

    Largest first; equals newest first, then by key from the highest.
    """
    some = _candidates(values, most)
    if some is not None:
        ids, values = ids[some], values[some]
    days, keys = view.days[ids], view.keys[ids]
    if len(ids) <= FEW:
        return sorted(zip(values.tolist(), days.tolist(), keys.tolist(), strict=True), reverse=True)[:most]
    order = np.lexsort((keys, days, values))[: -most - 1 : -1]
    columns = (column[order].tolist() for column in (values, days, keys))
    return list(zip(*columns, strict=True))


def first_scored(view: View, hits: Hits, most: int) -> list[tuple[float, int, int]]:
    """The same of the highest scores."""
    if hits.dense is None:
        return first(view, hits.ids, hits.scores, most)
    some = _candidates(hits.dense, most)  # a document's id is its place: no need to list who matches
    ids = view.everything.ids if some is None else some
    return [row for row in first(view, ids, hits.dense[ids], most) if row[0] > 0]


def best(view: View, ids: np.ndarray, values: np.ndarray, most: int) -> np.ndarray:
    """The documents of the largest values, in the same order."""
    some = _candidates(values, most)
    if some is not None:
        ids, values = ids[some], values[some]
    order = np.lexsort((view.keys[ids], view.days[ids], values))
    return ids[order[: -most - 1 : -1]]


def _candidates(values: np.ndarray, most: int, block: int = 256) -> np.ndarray | None:
    """Where values are that may be among the `most` largest; None for everywhere.

    Maxima of blocks tell how large those are.
    """
    size = len(values)
    if size <= max(2 * most, FEW):
        return None
    is_large = size > most * block
    largest = np.maximum.reduceat(values, np.arange(0, size, block)) if is_large else values.copy()
    at = len(largest) - most
    largest.partition(at)
    return (values >= largest[at]).nonzero()[0]
