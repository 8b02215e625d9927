"""From matching documents to an answer: narrowed, counted by facet, put in order, cut to a page."""

from collections.abc import Iterable

import numpy as np

from search.documents import FACET_NAMES
from search.engines.scoring import PAIRED
from search.engines.whoosh.evaluate import Evaluator
from search.engines.whoosh.hits import Hits
from search.engines.whoosh.view import View
from search.query import DEEPEST_HIT, Query
from search.results import Hit, Results

_NEVER = -np.iinfo(np.int32).max


def answer(view: View, query: Query, evaluator: Evaluator) -> Results:
    """The results of a question."""
    hits = _in_time(view, query, evaluator.hits(query.tree))
    narrowed = {name: _passing(view, query, name) for name in FACET_NAMES if _is_narrowed(query, name)}
    excluded = [_not_excluded(view, query, name) for name in FACET_NAMES if query.values_excluded(name)]
    hits = _kept(hits, excluded)
    found = _kept(hits, narrowed.values())
    counts = {}
    for name in FACET_NAMES:
        # A facet is counted as if nothing were chosen in it, so that it keeps showing the alternatives.
        others = [passing for other, passing in narrowed.items() if other != name]
        selected = _kept(hits, others) if name in narrowed else found
        counts[name] = count(view, selected.ids, name)
    return Results(total=len(found), hits=_page(view, query, found, evaluator), facets=counts)


def count(view: View, ids: np.ndarray, name: str) -> dict[str, int]:
    """How many of the documents have each value of a facet; "" counts those that have none."""
    codes, entries = view.facet(name)
    by_code = np.bincount(codes[ids], minlength=len(entries))
    counts: dict[str, int] = {}
    for code in by_code.nonzero()[0].tolist():
        for value in entries[code] or ("",):
            counts[value] = counts.get(value, 0) + int(by_code[code])
    return counts


def _kept(hits: Hits, tests: Iterable[tuple[np.ndarray, np.ndarray]]) -> Hits:
    for codes, passes in tests:
        hits = hits.only(passes[codes[hits.ids]])
    return hits


def _is_narrowed(query: Query, name: str) -> bool:
    return bool(query.values(name)) or name in query.missing


def _passing(view: View, query: Query, name: str) -> tuple[np.ndarray, np.ndarray]:
    """A facet's codes, and which codes have a value that is chosen, or none where the missing is chosen."""
    codes, entries = view.facet(name)
    chosen, missing = set(query.values(name)), name in query.missing
    return codes, np.array([bool(chosen & set(entry)) if entry else missing for entry in entries])


def _not_excluded(view: View, query: Query, name: str) -> tuple[np.ndarray, np.ndarray]:
    codes, entries = view.facet(name)
    return codes, np.array([not set(query.values_excluded(name)) & set(entry) for entry in entries])


def _in_time(view: View, query: Query, hits: Hits) -> Hits:
    if query.after is None and query.before is None:
        return hits
    days = view.days[hits.ids]
    first = query.after.toordinal() if query.after else 1
    last = query.before.toordinal() if query.before else np.iinfo(np.int32).max
    return hits.only((days >= first) & (days <= last))


def _page(view: View, query: Query, found: Hits, evaluator: Evaluator) -> tuple[Hit, ...]:
    end = min(query.offset + query.size, DEEPEST_HIT)
    if query.offset >= end or not len(found):
        return ()
    if query.order == "relevance":
        ids, scores = _by_relevance(view, query, found, end, evaluator)
    else:
        ids = found.ids
        days = view.days[ids]
        key = days if query.order == "-date" else np.where(days > 0, -days, _NEVER)
        ids, scores = ids[best(key, days, view.keys[ids], end)], np.zeros(end)
    keys = view.keys[ids[query.offset : end]].tolist()
    return tuple(map(Hit, keys, scores[query.offset : end].tolist()))


def _by_relevance(
    view: View, query: Query, found: Hits, end: int, evaluator: Evaluator
) -> tuple[np.ndarray, np.ndarray]:
    """The best documents, best first, and their scores; pairs of words count among the best PAIRED."""
    ids, scores = found.ids, found.scores
    most = max(end, PAIRED)
    top = best(scores, view.days[ids], view.keys[ids], most)
    ids, scores = ids[top], scores[top]
    first = np.sort(ids[:PAIRED])
    bonus = evaluator.pair_bonus(query.tree, first)
    if bonus is not None:
        scores[:PAIRED] += bonus[first.searchsorted(ids[:PAIRED])]
        order = np.lexsort((-view.keys[ids[:PAIRED]], -view.days[ids[:PAIRED]], -scores[:PAIRED]))
        ids[:PAIRED], scores[:PAIRED] = ids[:PAIRED][order], scores[:PAIRED][order]
    return ids, scores


def best(values: np.ndarray, days: np.ndarray, keys: np.ndarray, most: int) -> np.ndarray:
    """Where the largest values are, largest first; equals newest first, then by key from the highest."""
    candidates = _at_least_as_good(values, most)
    order = np.lexsort((-keys[candidates], -days[candidates], -values[candidates]))
    return candidates[order[:most]]


def _at_least_as_good(values: np.ndarray, most: int, block: int = 256) -> np.ndarray:
    """Where values are that may be among the `most` largest; maxima of blocks tell how large those are."""
    size = len(values)
    if size <= most:
        return np.arange(size)
    if size > most * block:
        maxima = np.maximum.reduceat(values, np.arange(0, size, block))
        floor = np.partition(maxima, len(maxima) - most)[len(maxima) - most]
    else:
        floor = np.partition(values, size - most)[size - most]
    return np.flatnonzero(values >= floor)
