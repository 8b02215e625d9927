"""The same question answered with reports, with quotations or with figures: tabs over every listing."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.addresses import path_to
from archive.partial import leave_unkept
from search.engines import get_engine
from search.engines.base import EngineError
from search.query import Query

#: What is listed → one and many of it, and the page that lists it.
KINDS = {
    "articles": ("خبر", "خبرها", "search"),
    "quotations": ("نقل‌قول", "نقل‌قول‌ها", "quotations"),
    "figures": ("رقم", "رقم‌ها", "figures"),
}
_COUNTED = ("articles", "quotations")


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of answer; `count` is None where counting would cost as much as answering."""

    label: str
    url: str
    count: int | None = None
    is_current: bool = False


def tabs(query: Query, current: str, known: Mapping[str, int]) -> list[Tab]:
    """The tabs over a question; totals that are `known` already are not counted again."""
    asked = query.sorted_by("")
    return [
        Tab(label, asked.to_url(path_to(page)), _total(asked, kind, known), kind == current)
        for kind, (label, _, page) in KINDS.items()
    ]


def _total(query: Query, kind: str, known: Mapping[str, int]) -> int | None:
    if kind in known or kind not in _COUNTED:
        return known.get(kind)
    try:
        return get_engine(kind).search(query.counting()).total
    except EngineError:
        leave_unkept()
        return None
