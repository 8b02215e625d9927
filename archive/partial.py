"""Whether what is being made lacks something that it would have another time, and so must not be kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_lacks: ContextVar[bool] = ContextVar("lacks", default=False)


def leave_unkept() -> None:
    """Called where something lacks one of its parts, or has an old one: the next may be luckier."""
    _lacks.set(True)


@contextmanager
def watched() -> Iterator[Callable[[], bool]]:
    """Tells whether `leave_unkept` was called within; whoever watches around it is told too."""
    token = _lacks.set(False)
    try:
        yield _lacks.get
    finally:
        lacks = _lacks.get()
        _lacks.reset(token)
        if lacks:
            leave_unkept()
