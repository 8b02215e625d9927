"""What is worked out once between two changes of the archive, by each process for itself."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar

from archive.snapshots import snapshot

Made = TypeVar("Made")


def once_between_changes(make: Callable[..., Made]) -> Callable[..., Made]:
    """Keep what a function last made, until anything is committed or other arguments are asked for.

    The archive is looked at before: what is committed while the function works is another state to the next
    who asks. Inside a transaction nothing is kept.
    """

    @lru_cache(maxsize=1)
    def kept(_state: Hashable, *asked: Hashable) -> Made:
        return make(*asked)

    @wraps(make)
    def made(*asked: Hashable) -> Made:
        state = snapshot()
        return make(*asked) if state is None else kept(state, *asked)

    return made
