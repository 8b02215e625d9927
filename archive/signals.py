"""What the archive announces to whoever reads it, and what it asks of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.dispatch import Signal

#: An editor saved an article, and it is committed. Arguments: `request`, `article`.
edited = Signal()

#: Somebody at the desk looks for articles. Argument: `words`. Whoever can search answers with `Found`, or
#: with None while it cannot.
sought = Signal()


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that hold the words, and those of which the index does not know yet whether they do."""

    keys: Sequence[int]
    unread: Sequence[int]


def seek(words: str) -> Found | None:
    """Ask whoever can search; None when nobody can now."""
    answers = (answer for _, answer in sought.send(None, words=words))
    return next((answer for answer in answers if answer is not None), None)
