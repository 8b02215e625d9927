"""What a question may cost, known before a posting is read: no question may keep the others waiting.

The cost of a leaf is the number of postings behind it; a posting of a phrase costs more, because its
positions are read. A question over the budget is made simpler, commonest word first, and its reader is told.
"""

from collections.abc import Callable
from dataclasses import replace

from search.engines.expansion import MOST_EXPANSIONS
from search.tree import And, Leaf, Near, Node, Or, Phrase, leaves, words_of

#: Postings: some hundred milliseconds of a slow processor.
BUDGET = 6_000_000
PHRASE_COST = 4
FEWEST_EXPANSIONS = 8

#: Codes for Results.notes; the page says them in Persian.
FEWER_EXPANSIONS = "fewer-expansions"
COMMON_WORDS_DROPPED = "common-words-dropped"

Cost = Callable[[Leaf, int], int]


def within(
    tree: Node | None, cost: Cost, documents: int, budget: int = BUDGET
) -> tuple[Node | None, int, tuple[str, ...]]:
    """The tree made to cost at most the budget, how many words may stand behind a prefix, and notes on it.

    `cost(leaf, most_expansions)` counts the postings of a leaf; no word has more than there are `documents`.
    """
    dearest = (
        sum((len(words_of(leaf)) or MOST_EXPANSIONS) * weight(leaf) for leaf in leaves(tree)) * documents
    )
    if dearest <= budget or _total(tree, cost, MOST_EXPANSIONS) <= budget:
        return tree, MOST_EXPANSIONS, ()
    notes = []
    if _total(tree, cost, FEWEST_EXPANSIONS) < _total(tree, cost, MOST_EXPANSIONS):
        notes.append(FEWER_EXPANSIONS)
    while _total(tree, cost, FEWEST_EXPANSIONS) > budget:
        lighter = _without(tree, max(leaves(tree), key=lambda leaf: cost(leaf, FEWEST_EXPANSIONS)))
        if lighter is None:
            break  # one word alone is always answered
        tree = lighter
        notes.append(COMMON_WORDS_DROPPED)
    return tree, FEWEST_EXPANSIONS, tuple(dict.fromkeys(notes))


def weight(leaf: Leaf) -> int:
    """How much dearer a posting of a leaf is than one of a word."""
    return PHRASE_COST if isinstance(leaf, Phrase | Near) else 1


def _total(tree: Node | None, cost: Cost, most_expansions: int) -> int:
    return sum(cost(leaf, most_expansions) * weight(leaf) for leaf in leaves(tree))


def _without(tree: Node, leaf: Leaf) -> Node | None:
    """The tree without a leaf, and without what then has no parts; None when nothing remains."""
    if tree == leaf:
        return None
    if isinstance(tree, And | Or):
        parts = tuple(part for each in tree.parts if (part := _without(each, leaf)) is not None)
        return replace(tree, parts=parts) if len(parts) > 1 else next(iter(parts), None)
    if hasattr(tree, "part"):
        part = _without(tree.part, leaf)
        return None if part is None else replace(tree, part=part)
    return tree
