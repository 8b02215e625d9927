"""The chips over a listing: everything that narrows it, each with the link that takes it away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.persian.dates import format_jalali
from search.facets import UNKNOWN, UrlOf, asked_without, facet_named
from search.naming import Names, names_of
from search.query import Query

#: (facet, value) that a page is about and so cannot take away.
Fixed = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chip:
    """One narrowing: `text` says it, `url` asks without it, `query` is that question."""

    text: str
    url: str
    query: Query
    excludes: bool = False


def chips(query: Query, names: Names, url_of: UrlOf, fixed: Fixed = ("", "")) -> list[Chip]:
    """The chips of a question, in canonical order."""
    return [
        Chip(text, url_of(without), without, excludes)
        for text, without, excludes in _narrowings(query, names, fixed)
    ]


def told(query: Query, narrowed: Iterable[Chip]) -> str:
    """A question and its chips in one line: «پسته»، یزد، به‌جز گیلان; "" for everything."""
    words = [f"«{query.words}»"] if query.words else []
    return "، ".join([*words, *(f"به‌جز {chip.text}" if chip.excludes else chip.text for chip in narrowed)])


def names_asked(query: Query) -> Names:
    """The names of all that a question chooses or leaves out."""
    asked: dict[str, list[str]] = {}
    for name, values in (*query.chosen, *query.excluded):
        asked.setdefault(name, []).extend(values)
    return names_of(asked)


def unknown(query: Query) -> list[str]:
    """What is asked for that the archive has no name of, in Persian."""
    names = names_asked(query)
    return [
        f"{facet_named(name).label} «{value}» در بایگانی نیست."
        for name, values in (*query.chosen, *query.excluded)
        for value in values
        if (name, value) not in names
    ]


def _narrowings(query: Query, names: Names, fixed: Fixed) -> Iterator[tuple[str, Query, bool]]:
    for name, values in query.chosen:
        inner = facet_named(name).inner
        asked = asked_without(query, inner) if inner else query
        for value in values:
            if (name, value) != fixed:
                yield _named(name, value, names), asked.dropping(name, value), False
    for name, values in query.excluded:
        for value in values:
            yield _named(name, value, names), query.dropping(name, value), True
    for name in query.missing:
        yield f"{facet_named(name).label} {UNKNOWN}", query.dropping(name, ""), False
    if query.exact:
        yield "فقط عین عبارت", replace(query, exact=False, page=1), False
    if query.after:
        yield f"از {format_jalali(query.after)}", query.between(None, query.before), False
    if query.before:
        yield f"تا {format_jalali(query.before)}", query.between(query.after, None), False


def _named(name: str, value: str, names: Names) -> str:
    """The value's name, of a bare year or an unknown value with what it is."""
    label, known = facet_named(name).label, names.get((name, value))
    if not known:
        return f"{label} «{value}» (ناشناخته)"
    return f"{label} {known}" if name == "year" else known
