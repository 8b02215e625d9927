"""The whole question as one frozen value whose written form is the URL."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from urllib.parse import quote_plus

from search.documents import FACET_NAMES
from search.language import Node, parse

PAGE_SIZE = 20
#: No page lies deeper than this many hits: whoever wants more narrows, or takes the file.
DEEPEST_HIT = 10_000

SORTS = ("relevance", "-date", "date")

#: facet name → its values, in canonical order
Choices = tuple[tuple[str, tuple[str, ...]], ...]


def choices(values: Mapping[str, Iterable[str]]) -> Choices:
    """Facet values in their one canonical order: facets as declared, values sorted, none twice."""
    return tuple(
        (name, tuple(sorted(set(values[name])))) for name in FACET_NAMES if name in values and values[name]
    )


@dataclass(frozen=True)
class Query:
    """What a reader asks: words, facets chosen, excluded or missing, days, order, page.

    `fold` shows near-identical reports of a page as one; it finds neither more nor less.
    Values are immutable; `choosing`, `dropping` … return the neighbouring question, always on its first page.
    `to_url()` is canonical: equal questions have equal URLs.
    """

    words: str = ""
    chosen: Choices = ()
    excluded: Choices = ()
    missing: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    sort: str = ""
    page: int = 1
    exact: bool = False
    fold: bool = True
    size: int = PAGE_SIZE

    @cached_property
    def tree(self) -> Node | None:
        """The words, understood; None asks for everything."""
        return parse(self.words, exact=self.exact)

    @property
    def order(self) -> str:
        """The sort in force: as asked, else by relevance when words are asked for, else newest first."""
        return self.sort or ("relevance" if self.tree is not None else "-date")

    @property
    def offset(self) -> int:
        """How many hits come before this page."""
        return (self.page - 1) * self.size

    def values(self, name: str) -> tuple[str, ...]:
        """The values chosen in a facet."""
        return dict(self.chosen).get(name, ())

    def values_excluded(self, name: str) -> tuple[str, ...]:
        """The values excluded in a facet."""
        return dict(self.excluded).get(name, ())

    def choosing(self, name: str, value: str) -> "Query":
        """The question with one more value chosen, and no longer excluded; "" chooses the missing."""
        if not value:
            return self._with(missing=tuple(sorted({*self.missing, name})))
        return self._with(
            chosen=_adding(self.chosen, name, value), excluded=_removing(self.excluded, name, value)
        )

    def excluding(self, name: str, value: str) -> "Query":
        """The question without any record that has this value."""
        return self._with(
            chosen=_removing(self.chosen, name, value), excluded=_adding(self.excluded, name, value)
        )

    def dropping(self, name: str, value: str) -> "Query":
        """The question with one value neither chosen nor excluded; "" no longer asks for the missing."""
        if not value:
            return self._with(missing=tuple(n for n in self.missing if n != name))
        return self._with(
            chosen=_removing(self.chosen, name, value), excluded=_removing(self.excluded, name, value)
        )

    def clearing(self) -> "Query":
        """The words alone."""
        return self._with(chosen=(), excluded=(), missing=(), after=None, before=None)

    def saying(self, words: str) -> "Query":
        """The same narrowing for other words."""
        return self._with(words=words)

    def sorted_by(self, sort: str) -> "Query":
        """The same question in another order."""
        return self._with(sort=sort)

    def folding(self, fold: bool) -> "Query":
        """The same page with copies folded together, or each by itself."""
        return replace(self, fold=fold)

    def between(self, after: date | None, before: date | None) -> "Query":
        """The question narrowed to days from `after` to `before`, both included."""
        return self._with(after=after, before=before)

    def on_page(self, page: int) -> "Query":
        """Another page of the same answer."""
        return self if page == self.page else replace(self, page=page)

    def counting(self) -> "Query":
        """The same question asked for its counts only, for which order and page are no matter."""
        return replace(self, sort="", page=1, size=1)

    def to_params(self) -> list[tuple[str, str]]:
        """The question as URL parameters, in their one canonical order, defaults left out."""
        params = [("q", self.words)] if self.words else []
        params += [(name, value) for name, values in self.chosen for value in values]
        params += [(f"not.{name}", value) for name, values in self.excluded for value in values]
        params += [("missing", name) for name in self.missing]
        params += [
            (name, day.isoformat()) for name, day in (("after", self.after), ("before", self.before)) if day
        ]
        params += [("exact", "1")] if self.exact else []
        params += [] if self.fold else [("fold", "no")]
        params += [("sort", self.sort)] if self.sort else []
        params += [("page", str(self.page))] if self.page > 1 else []
        return params

    def to_url(self, path: str = "", besides: tuple[str, str] = ("", "")) -> str:
        """The written form of the question below a path, which may say one of its parameters already."""
        asked = self.to_params()
        params = "&".join([f"{name}={_quoted(value)}" for name, value in asked if (name, value) != besides])
        return f"{path}?{params}" if params else path

    def _with(self, **changes: object) -> "Query":
        return replace(self, page=1, **changes)


#: A page writes hundreds of addresses, made of the same few values.
_quoted = lru_cache(maxsize=4096)(quote_plus)


def _adding(old: Choices, name: str, value: str) -> Choices:
    values = dict(old)
    return choices({**values, name: (*values.get(name, ()), value)})


def _removing(old: Choices, name: str, value: str) -> Choices:
    values = dict(old)
    if value not in values.get(name, ()):
        return old
    return choices({**values, name: [v for v in values[name] if v != value]})
