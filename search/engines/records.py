"""A document made ready for an engine: analysed once, into the terms of its three fields."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.analysis import stems_and_exacts
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
    title_stems, title_exacts = stems_and_exacts(document.title)
    body_stems, body_exacts = stems_and_exacts(document.body)
    return Record(
        key=document.key,
        revision=document.revision,
        digest=document.digest,
        day=document.day,
        facets={name: tuple(dict.fromkeys(values)) for name, values in document.facets.items() if values},
        text=_positioned(title_stems, body_stems),
        title=list(dict.fromkeys(filter(None, title_stems))),
        exact=_positioned(title_exacts, body_exacts),
    )


def _positioned(title: list[str], body: list[str]) -> list[str]:
    return [*title, *([""] * GAP if title else []), *body]
