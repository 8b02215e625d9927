"""What is compared: up to four things of one kind, among which reports, counted how."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from search.directory import TITLES
from search.facets import asked_without, label_of
from search.fields import MOST_VALUES, IdsField, one_line
from search.filters import ArticleFilter
from search.moved import MERGEABLE, stays_of
from search.query import Query

MOST_THINGS = 4
#: What can be compared. Everything but words is a facet.
KINDS = ("province", "speaker", "office", "industry", "source", "words")
#: Facets whose values are keys of records.
KEYED = ("speaker", "office")
_OTHERS = {
    "province": "استان‌های دیگر",
    "speaker": "گویندگان دیگر",
    "office": "سمت‌های دیگر",
    "industry": "صنعت‌های دیگر",
    "source": "منبع‌های دیگر",
    "words": "واژه‌های دیگر",
}
_UNKNOWN_KIND = "تنها استان، گوینده، سمت، صنعت، منبع و واژه را می‌توان مقایسه کرد؛ استان‌ها را می‌بینید."
_UNKNOWN_MEASURE = "شمار یا سهم را می‌توان مقایسه کرد؛ شمار را می‌بینید."
_TOO_MANY = "چهار تا با هم مقایسه می‌شوند؛ چهار تای نخست را می‌بینید."


@dataclass(frozen=True)
class Comparing:
    """The question of a comparison.

    `values` are facet values as URLs carry them, or searches where `kind` is "words". `base` narrows what is
    counted of each: the rest of a search, without years, which are the axis.
    """

    kind: str = KINDS[0]
    values: tuple[str, ...] = ()
    base: Query = Query()
    is_share: bool = False

    @property
    def parameter(self) -> str:
        """The parameter that carries the things."""
        return "q" if self.kind == "words" else self.kind

    @property
    def label(self) -> str:
        """What one of the things is called."""
        return label_of(self.kind) if self.kind != "words" else "واژه"

    def to_params(self) -> list[tuple[str, str]]:
        """The whole question as URL parameters, in their one order."""
        things = [(self.parameter, value) for value in self.values]
        measure = [("measure", "share")] if self.is_share else []
        return [("by", self.kind), *things, *self.base.to_params(), *measure]

    def url(self, path: str = "") -> str:
        """The written form of the question."""
        return f"{path or reverse('compare')}?{urlencode(self.to_params())}"

    @property
    def invitation(self) -> str:
        """What a link to it from elsewhere says."""
        return f"مقایسه با {_OTHERS[self.kind]}" if self.values else f"مقایسهٔ {TITLES[KINDS[0]]}"

    @property
    def archive(self) -> Query:
        """What shares are parts of: every report of the days asked for."""
        return Query().between(self.base.after, self.base.before)

    def query(self, value: str) -> Query:
        """The search for one of the things."""
        return self.base.saying(value) if self.kind == "words" else self.base.choosing(self.kind, value)

    def of(self, values: Iterable[str]) -> "Comparing":
        """The same comparison of other things."""
        return replace(self, values=tuple(values))

    def among(self, base: Query) -> "Comparing":
        """The same comparison among other reports."""
        return replace(self, base=base)

    def by(self, kind: str) -> "Comparing":
        """Things of another kind among the same reports; words that narrowed become a thing themselves."""
        if kind == "words":
            return replace(
                self, kind=kind, values=tuple(filter(None, [self.base.words])), base=self.base.saying("")
            )
        return replace(self, kind=kind, values=(), base=asked_without(self.base, kind))

    def measured(self, is_share: bool) -> "Comparing":
        """The same comparison in counts, or in shares of each year's reports."""
        return replace(self, is_share=is_share)


def comparing(query: Query) -> Comparing:
    """What a reader who sees the answer to `query` would compare: what it chooses first, else its words."""
    base = _without_time(query)
    for kind in KINDS[:-1]:
        if values := query.values(kind):
            return Comparing(kind, values[:MOST_THINGS], asked_without(base, kind))
    return Comparing().among(base).by("words") if query.words else Comparing().among(base)


def read(params: QueryDict) -> tuple[Comparing, list[str]]:
    """The question that parameters ask, as far as they can be read, and what could not be, in Persian."""
    kind = params.get("by") or _likely(params)
    measure = params.get("measure", "count")
    warnings = [
        *([_UNKNOWN_KIND] if kind not in KINDS else []),
        *([_UNKNOWN_MEASURE] if measure not in ("count", "share") else []),
    ]
    asked = Comparing(kind if kind in KINDS else KINDS[0], is_share=measure == "share")
    typed = [one_line(value) for value in params.getlist(asked.parameter)[:MOST_VALUES]]
    values = _staying(
        asked.kind, [(asked.kind in KEYED and IdsField().read(value)) or value for value in typed if value]
    )
    rest = params.copy()
    rest.pop(asked.parameter, None)
    narrowed = ArticleFilter(rest)
    base = asked_without(_without_time(narrowed.to_query()), asked.kind)
    warnings += [*narrowed.warnings, *([_TOO_MANY] if len(values) > MOST_THINGS else [])]
    return asked.of(values[:MOST_THINGS]).among(base), warnings


def _staying(kind: str, values: list[str]) -> list[str]:
    """The values, each once; a name that was merged is the one that stays."""
    named = IdsField().to_python(values) if kind in KEYED else values
    stays = stays_of({kind: named}) if kind in MERGEABLE else {}
    return list(dict.fromkeys(stays.get((kind, value), value) for value in values))


def _likely(params: QueryDict) -> str:
    """The kind that the parameters name things of."""
    named = (kind for kind in KINDS[:-1] if kind in params)
    return next(named, "words" if "q" in params else KINDS[0])


def _without_time(query: Query) -> Query:
    """Years are the axis, and a comparison has no order, pages or rows."""
    for facet in ("year", "month"):
        query = asked_without(query, facet)
    return query.sorted_by("").folding(True)
