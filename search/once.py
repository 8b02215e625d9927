"""What is worked out once between two changes of the archive, by each process for itself."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from archive.partial import watched
from archive.snapshots import snapshot

Made = TypeVar("Made")


def once_between_changes(make: Callable[..., Made]) -> Callable[..., Made]:
    """Keep what a function last made, until anything is committed or other arguments are asked for.

    The archive is looked at before: what is committed while the function works is another state to the next
    who asks. Inside a transaction nothing is kept, nor is what lacks a part.
    """
    last: tuple[object, Made] | None = None

    @wraps(make)
    def made(*asked: object) -> Made:
        nonlocal last
        state = snapshot()
        kept = last
        if state is not None and kept and kept[0] == (state, asked):
            return kept[1]
        with watched() as lacks:
            new = make(*asked)
            if state is not None and not lacks():
                last = (state, asked), new
        return new

    return made
