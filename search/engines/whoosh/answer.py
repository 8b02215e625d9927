"""From matching documents to an answer: narrowed, counted by facet, put in order, cut to a page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from search.documents import FACET_NAMES
from search.engines import budget
from search.engines.base import Weights
from search.engines.scoring import PAIRED
from search.engines.whoosh.evaluate import Evaluator
from search.engines.whoosh.hits import Hits
from search.engines.whoosh.ordering import best, first, first_scored
from search.engines.whoosh.view import View
from search.query import DEEPEST_HIT, Query
from search.results import Hit, Results
from search.tree import Node, Word, pairs_of

_LAST_DAY = np.iinfo(np.int32).max


@dataclass(slots=True)
class Plan:
    """A question's tree as it is evaluated, what would cost too much made simpler, and what matches it."""

    tree: Node | None
    notes: tuple[str, ...]
    hits: Hits
    pairs: list[tuple[Word, Word]]
    is_asked_again: bool = False

    @property
    def nbytes(self) -> int:
        """Memory; the view has its list of all documents anyway."""
        return 1_000 + (self.hits.nbytes if self.tree else 0)


class Answer:
    """A question put to a view."""

    def __init__(self, view: View, query: Query, weights: Weights | None = None) -> None:
        self._view, self._query = view, query
        self._weights = None if weights is None else view.weights_of(weights)
        tree = query.tree
        self._evaluator: Evaluator | None = None
        self._plan = view.kept(("plan", tree), lambda: self._make_plan(tree))
        self._hits = self._plan.hits
        # Which documents pass, as one truth for each: always, and what is chosen in a facet.
        self._always = [_excluding(view, name, values) for name, values in query.excluded]
        if query.after or query.before:
            self._always.append(_in_time(view, query))
        if self._weights is not None:
            self._always.append(self._weights > 0)
        self._chosen: dict[str, np.ndarray] = {}
        if query.chosen or query.missing:
            narrowing = {name for name, _ in query.chosen}.union(query.missing)
            self._chosen = {name: _choosing(view, query, name) for name in narrowing}
        self._found = self._hits.within([*self._always, *self._chosen.values()])

    def results(self) -> Results:
        """The total, the page that was asked for, and the counts."""
        page = self._page()  # by day, it lists all that was found: then they need not be counted
        total = len(self._found) if self._weights is None else int(self._weights[self._found.ids].sum())
        return Results(total, page, Counts(self._counts), self._plan.notes, self._view.serial)

    def keys(self) -> list[int]:
        """The keys of all that was found, in order."""
        view = self._view
        if self._found is view.everything:  # most who want a whole answer want the whole archive
            return view.keys[view.kept(("in order", self._query.order), self._in_order)].tolist()
        return view.keys[self._in_order()].tolist()

    def _make_plan(self, tree: Node | None) -> Plan:
        evaluator = self._evaluator = Evaluator(self._view)
        tree, evaluator.most_expansions, notes = budget.within(tree, evaluator.cost, self._view.documents)
        return Plan(tree, notes, evaluator.find(tree), pairs_of(tree))

    def _page(self) -> tuple[Hit, ...]:
        query = self._query
        start = query.offset
        end = min(start + query.size, DEEPEST_HIT)
        rows = self._first(end)[start:] if start < end else []
        if query.order == "relevance":
            return tuple([Hit(key, score) for score, _, key in rows])
        return tuple([Hit(key) for _, _, key in rows])

    def _in_order(self) -> np.ndarray:
        """All documents that were found, in the order asked for."""
        ids = best(self._view, self._found.ids, self._values(), len(self._found))
        if self._is_paired:
            some = np.sort(ids[:PAIRED])
            ids[:PAIRED] = best(self._view, some, self._paired_scores(some), PAIRED)
        return ids

    def _first(self, most: int) -> list[tuple[float, int, int]]:
        """The first documents in the order asked for: what orders them, their day and key."""
        view, found = self._view, self._found
        if self._is_paired:
            return self._paired(most)
        if self._query.order == "relevance":
            return first_scored(view, found, most)
        return first(view, found.ids, self._values(), most)

    def _values(self) -> np.ndarray:
        """What orders the documents that were found."""
        if self._query.order == "relevance":
            return self._found.scores
        days = self._view.days[self._found.ids]
        return np.where(days > 0, -days, -_LAST_DAY) if self._query.order == "date" else days

    @property
    def _is_paired(self) -> bool:
        return self._query.order == "relevance" and bool(self._plan.pairs)

    def _paired(self, most: int) -> list[tuple[float, int, int]]:
        """By score; pairs of words count among the best PAIRED."""
        view, found = self._view, self._found
        ids, others = found.ids, []
        if len(ids) > PAIRED:
            ids = np.sort(best(view, ids, found.scores, PAIRED))
            others = first(view, found.ids, found.scores, most)[PAIRED:] if most > PAIRED else []
        return first(view, ids, self._paired_scores(ids), min(most, PAIRED)) + others

    def _paired_scores(self, ids: np.ndarray) -> np.ndarray:
        """The scores of sorted documents, with what they gain by pairs."""
        plan, evaluator = self._plan, self._evaluator or Evaluator(self._view)
        bonus = evaluator.pair_bonus(plan.pairs, ids, plan.is_asked_again)
        plan.is_asked_again = True
        return self._found.scores_of(ids) + bonus

    def _counts(self) -> dict[str, dict[str, int]]:
        """A facet is counted as if nothing were chosen in it, which so shows the alternatives."""
        view = self._view
        if self._found is view.everything and self._weights is None:
            return {name: dict(counts) for name, counts in view.counts_of_everything.items()}
        counts = view.filing.count(self._records(self._found))
        for name in self._chosen:
            others = [passes for other, passes in self._chosen.items() if other != name]
            found = self._hits.within([*self._always, *others])
            counts[name] = view.filing.count_one(name, self._records(found))
        return counts

    def _records(self, found: Hits) -> np.ndarray:
        """The documents, each as often as it stands for a record."""
        return found.ids if self._weights is None else np.repeat(found.ids, self._weights[found.ids])


class Counts(Mapping[str, dict[str, int]]):
    """Facet → value → documents; counted when asked for, so that who wants ten hits pays for no more."""

    def __init__(self, count: Callable[[], dict[str, dict[str, int]]]) -> None:
        self._count = count
        self._counted: dict[str, dict[str, int]] | None = None

    def __getitem__(self, name: str) -> dict[str, int]:
        if self._counted is None:
            self._counted = self._count()
        return self._counted[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FACET_NAMES)

    def __len__(self) -> int:
        return len(FACET_NAMES)


def _choosing(view: View, query: Query, name: str) -> np.ndarray:
    """Documents that have a value that is chosen, or none where the missing is chosen."""
    values = (*query.values(name), *([""] if name in query.missing else []))
    return view.kept((name, values), lambda: view.filing.having(name, values))


def _excluding(view: View, name: str, values: tuple[str, ...]) -> np.ndarray:
    return view.kept(("not", name, values), lambda: ~view.filing.having(name, values))


def _in_time(view: View, query: Query) -> np.ndarray:
    first = query.after.toordinal() if query.after else 1
    last = query.before.toordinal() if query.before else _LAST_DAY
    return view.kept((first, last), lambda: (view.days >= first) & (view.days <= last))
