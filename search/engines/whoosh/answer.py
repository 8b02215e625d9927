"""From matching documents to an answer: narrowed, counted by facet, put in order, cut to a page."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from search.documents import FACET_NAMES
from search.engines.scoring import PAIRED
from search.engines.whoosh.evaluate import Evaluator
from search.engines.whoosh.hits import Hits
from search.engines.whoosh.view import View
from search.query import DEEPEST_HIT, Query
from search.results import Hit, Results
from search.tree import pairs_of

#: The code of every document in a facet, and which codes pass.
Test = tuple[np.ndarray, np.ndarray]

_NEVER = -np.iinfo(np.int32).max


def answer(view: View, query: Query, evaluator: Evaluator) -> Results:
    """The results of a question."""
    hits, narrowed = _matches(view, query, evaluator)
    found = _kept(hits, narrowed.values())
    page = _page(view, query, found, evaluator)
    return Results(total=len(found), hits=page, facets=Counts(view, hits, found, narrowed))


def every(view: View, query: Query, evaluator: Evaluator) -> list[int]:
    """The keys of all that was found, in order."""
    hits, narrowed = _matches(view, query, evaluator)
    found = _kept(hits, narrowed.values())
    ids, _ = _ordered(view, query, found, len(found), evaluator) if len(found) else (found.ids, None)
    return view.keys[ids].tolist()


def _matches(view: View, query: Query, evaluator: Evaluator) -> tuple[Hits, dict[str, Test]]:
    """What matches before facets narrow it, and how those do."""
    hits = _in_time(view, query, evaluator.hits(query.tree))
    hits = _kept(hits, [_not_excluded(view, query, name) for name in FACET_NAMES])
    return hits, {name: _passing(view, query, name) for name in FACET_NAMES if _is_narrowed(query, name)}


class Counts(Mapping[str, dict[str, int]]):
    """Facet → value → documents; counted when asked for, so that who wants ten hits pays for no more."""

    def __init__(self, view: View, hits: Hits, found: Hits, narrowed: dict[str, Test]) -> None:
        self._view, self._hits, self._found, self._narrowed = view, hits, found, narrowed
        self._counted: dict[str, dict[str, int]] = {}

    def __getitem__(self, name: str) -> dict[str, int]:
        if name not in FACET_NAMES:
            raise KeyError(name)
        if name not in self._counted:
            self._counted[name] = self._view.facet(name).count(self._selected(name).ids)
        return self._counted[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FACET_NAMES)

    def __len__(self) -> int:
        return len(FACET_NAMES)

    def _selected(self, name: str) -> Hits:
        """What is counted: as if nothing were chosen in the facet itself, which so shows the alternatives."""
        if name not in self._narrowed:
            return self._found
        return _kept(self._hits, [test for other, test in self._narrowed.items() if other != name])


def _kept(hits: Hits, tests: Iterable[Test | None]) -> Hits:
    for codes, passes in filter(None, tests):
        hits = hits.only(passes[codes[hits.ids]])
    return hits


def _is_narrowed(query: Query, name: str) -> bool:
    return bool(query.values(name)) or name in query.missing


def _passing(view: View, query: Query, name: str) -> Test:
    """A facet's codes, and which codes have a value that is chosen, or none where the missing is chosen."""
    facet = view.facet(name)
    return facet.codes, facet.codes_with([*query.values(name), *([""] if name in query.missing else [])])


def _not_excluded(view: View, query: Query, name: str) -> Test | None:
    if not query.values_excluded(name):
        return None
    facet = view.facet(name)
    return facet.codes, ~facet.codes_with(query.values_excluded(name))


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
    ids, scores = _ordered(view, query, found, end, evaluator)
    keys = view.keys[ids[query.offset : end]].tolist()
    return tuple(map(Hit, keys, scores[query.offset : end].tolist()))


def _ordered(
    view: View, query: Query, found: Hits, end: int, evaluator: Evaluator
) -> tuple[np.ndarray, np.ndarray]:
    """The first documents in the order asked for, and their scores."""
    if query.order == "relevance":
        return _by_relevance(view, query, found, end, evaluator)
    days = view.days[found.ids]
    values = days if query.order == "-date" else np.where(days > 0, -days, _NEVER)
    return found.ids[best(view, found.ids, values, end)], np.zeros(end)


def _by_relevance(
    view: View, query: Query, found: Hits, end: int, evaluator: Evaluator
) -> tuple[np.ndarray, np.ndarray]:
    """The best documents, best first, and their scores; pairs of words count among the best PAIRED."""
    pairs = pairs_of(query.tree)
    top = best(view, found.ids, found.scores, max(end, PAIRED) if pairs else end)
    ids, scores = found.ids[top], found.scores[top]
    if pairs:
        first = np.sort(ids[:PAIRED])
        scores[:PAIRED] += evaluator.pair_bonus(pairs, first)[first.searchsorted(ids[:PAIRED])]
        order = best(view, ids[:PAIRED], scores[:PAIRED], PAIRED)
        ids[:PAIRED], scores[:PAIRED] = ids[:PAIRED][order], scores[:PAIRED][order]
    return ids, scores


def best(view: View, ids: np.ndarray, values: np.ndarray, most: int) -> np.ndarray:
    """Where the largest values are, largest first; equals newest first, then by key from the highest."""
    candidates = _candidates(values, most)
    values, ids = values[candidates], ids[candidates]
    order = np.lexsort((-view.keys[ids], -view.days[ids], -values))
    return candidates[order[:most]]


def _candidates(values: np.ndarray, most: int, block: int = 256) -> np.ndarray:
    """Where values are that may be among the `most` largest; maxima of blocks tell how large those are."""
    size = len(values)
    if size <= 2 * most:
        return np.arange(size)
    if size > most * block:
        maxima = np.maximum.reduceat(values, np.arange(0, size, block))
        floor = np.partition(maxima, len(maxima) - most)[len(maxima) - most]
    else:
        floor = np.partition(values, size - most)[size - most]
    return (values >= floor).nonzero()[0]
