"""The answer to a question, in plain values."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hit:
    """A matching record; the higher the score the better (0.0 where order is by date)."""

    key: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """The exact total, one page of hits, and how many matches each facet value has.

    `facets[name][value]` counts the matches as if nothing were chosen in that facet itself, so that a chosen
    facet keeps showing its alternatives. The value "" counts the matches that have none («نامشخص»). An engine
    may count a facet only when it is asked for.
    `notes` says, in codes that the page translates, where the engine simplified the question.
    `state` is the same while the index holds the same: what was derived from the archive after it was read
    may be kept until it changes. An engine that cannot tell gives another one every time.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    state: Hashable = field(default_factory=object, compare=False)

    @property
    def keys(self) -> list[int]:
        """The records of this page, best first."""
        return [hit.key for hit in self.hits]
