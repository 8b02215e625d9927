"""From matching documents to an answer: narrowed, counted by facet, put in order, cut to a page."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from search.documents import FACET_NAMES
from search.engines import budget
from search.engines.scoring import PAIRED
from search.engines.whoosh.evaluate import Evaluator
from search.engines.whoosh.hits import Hits
from search.engines.whoosh.ordering import best, best_scored
from search.engines.whoosh.view import View
from search.query import DEEPEST_HIT, Query
from search.results import Hit, Results
from search.tree import pairs_of

#: The code of every document in a facet, and which codes pass.
Test = tuple[np.ndarray, np.ndarray]

_LAST_DAY = np.iinfo(np.int32).max


class Answer:
    """A question put to a view. What would cost too much is made simpler first, and `results` tell of it."""

    def __init__(self, view: View, query: Query) -> None:
        self._view, self._query = view, query
        self._tree, most_expansions, self._notes = budget.within(query.tree, Evaluator(view).cost)
        self._evaluator = Evaluator(view, most_expansions)
        hits = _in_time(view, query, self._evaluator.hits(self._tree))
        self._hits = _kept(hits, [_not_excluded(view, query, name) for name, _ in query.excluded])
        narrowing = {name for name, _ in query.chosen} | set(query.missing)
        self._narrowed = {name: _passing(view, query, name) for name in narrowing}
        self._found = _kept(self._hits, self._narrowed.values())

    def results(self) -> Results:
        """The total, the page that was asked for, and the counts."""
        counts = Counts(self._view, self._hits, self._found, self._narrowed)
        page = self._page()  # by day, it lists all that was found: then they need not be counted
        return Results(total=len(self._found), hits=page, facets=counts, notes=self._notes)

    def keys(self) -> list[int]:
        """The keys of all that was found, in order."""
        ids, _ = self._ordered(len(self._found))
        return self._view.keys[ids].tolist()

    def _page(self) -> tuple[Hit, ...]:
        query = self._query
        end = min(query.offset + query.size, DEEPEST_HIT)
        if query.offset >= end:
            return ()
        ids, scores = self._ordered(end)
        keys = self._view.keys[ids[query.offset : end]].tolist()
        return tuple(map(Hit, keys, scores[query.offset : end].tolist()))

    def _ordered(self, most: int) -> tuple[np.ndarray, np.ndarray]:
        """The first documents in the order asked for, and their scores."""
        if self._query.order == "relevance":
            return self._by_relevance(most)
        ids = self._found.ids
        days = self._view.days[ids]
        values = days if self._query.order == "-date" else np.where(days > 0, -days, -_LAST_DAY)
        return ids[best(self._view, ids, values, most)], np.zeros(most)

    def _by_relevance(self, most: int) -> tuple[np.ndarray, np.ndarray]:
        """The best documents, best first, and their scores; pairs of words count among the best PAIRED."""
        pairs = pairs_of(self._tree)
        ids, scores = best_scored(self._view, self._found, max(most, PAIRED) if pairs else most)
        if pairs:
            first = np.sort(ids[:PAIRED])
            scores[:PAIRED] += self._evaluator.pair_bonus(pairs, first)[first.searchsorted(ids[:PAIRED])]
            order = best(self._view, ids[:PAIRED], scores[:PAIRED], PAIRED)
            ids[:PAIRED], scores[:PAIRED] = ids[:PAIRED][order], scores[:PAIRED][order]
        return ids, scores


class Counts(Mapping[str, dict[str, int]]):
    """Facet → value → documents; counted when asked for, so that who wants ten hits pays for no more."""

    def __init__(self, view: View, hits: Hits, found: Hits, narrowed: dict[str, Test]) -> None:
        self._view, self._hits, self._found, self._narrowed = view, hits, found, narrowed
        self._counted: dict[str, dict[str, int]] = {}

    def __getitem__(self, name: str) -> dict[str, int]:
        if name not in FACET_NAMES:
            raise KeyError(name)
        if name not in self._counted:
            self._counted[name] = self._count(name)
        return self._counted[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FACET_NAMES)

    def __len__(self) -> int:
        return len(FACET_NAMES)

    def _count(self, name: str) -> dict[str, int]:
        """Count as if nothing were chosen in the facet itself, which so shows the alternatives."""
        selected = self._found
        if name in self._narrowed:
            selected = _kept(self._hits, [test for other, test in self._narrowed.items() if other != name])
        if selected is self._view.everything:
            return dict(self._view.counts_of_everything(name))
        return self._view.facet(name).count(selected.ids)


def _kept(hits: Hits, tests: Iterable[Test]) -> Hits:
    for codes, passes in tests:
        hits = hits.only(passes[codes[hits.ids]])
    return hits


def _passing(view: View, query: Query, name: str) -> Test:
    """A facet's codes, and which codes have a value that is chosen, or none where the missing is chosen."""
    facet = view.facet(name)
    return facet.codes, facet.codes_with([*query.values(name), *([""] if name in query.missing else [])])


def _not_excluded(view: View, query: Query, name: str) -> Test:
    facet = view.facet(name)
    return facet.codes, ~facet.codes_with(query.values_excluded(name))


def _in_time(view: View, query: Query, hits: Hits) -> Hits:
    if query.after is None and query.before is None:
        return hits
    days = view.days[hits.ids]
    first = query.after.toordinal() if query.after else 1
    last = query.before.toordinal() if query.before else _LAST_DAY
    return hits.only((days >= first) & (days <= last))
