"""A document made ready for an engine: analysed once, into the terms of its three fields."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.analysis import Term, analyse
from search.documents import Document

#: Empty positions between title and body, so that no phrase reaches from one into the other.
GAP = 16


@dataclass(frozen=True, slots=True)
class Record:
    """What an engine keeps of a document.

    `text` and `exact` hold one term a position, first of the title, then of the body; "" stands where there
    is no term (a function word in `text`, the gap in both). `title` holds each stem of the title once.
    """

    key: int
    revision: int
    digest: int
    day: int | None
    facets: Mapping[str, tuple[str, ...]]
    text: list[str]
    title: list[str]
    exact: list[str]

    def terms(self, field: str) -> list[str]:
        """The terms of a field."""
        return getattr(self, field)


def record_of(document: Document) -> Record:
    """The record of a document."""
    title, body = analyse(document.title), analyse(document.body)
    return Record(
        key=document.key,
        revision=document.revision,
        digest=document.digest,
        day=document.day,
        facets={name: tuple(dict.fromkeys(values)) for name, values in document.facets.items() if values},
        text=_positioned(title, body, "stem"),
        title=list(dict.fromkeys(term.stem for term in title if term.stem)),
        exact=_positioned(title, body, "exact"),
    )


def _positioned(title: list[Term], body: list[Term], name: str) -> list[str]:
    gap = [""] * GAP if title else []
    return [*(getattr(term, name) for term in title), *gap, *(getattr(term, name) for term in body)]
