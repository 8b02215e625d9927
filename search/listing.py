"""One listing: the question asked, the answer found, facets and excerpts arranged for any form of page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

import jdatetime
from django.core.paginator import Page, Paginator

from archive.addresses import path_to
from archive.persian.numbers import persian_digits
from search.address import Address
from search.analysis import spellings
from search.chips import Chip, chips
from search.choropleth import Choropleth, choropleth
from search.compare.question import comparing
from search.engines import get_engine
from search.engines.budget import COMMON_WORDS_DROPPED, FEWER_EXPANSIONS
from search.facets import Choice, Counts, Group, count, groups, label_of, listed
from search.items import Item, items
from search.naming import names_of
from search.pages import Link, Paged
from search.query import DEEPEST_HIT, SORTS, Query
from search.quotations import QuotationItem, quotation_items
from search.results import Results
from search.suggestions import bearing
from search.tabs import KINDS, Tab, tabs
from search.timeline import Timeline, timeline
from search.zero import Zero, explain

SORT_LABELS = {"relevance": "ارتباط", "-date": "تازه‌ترین", "date": "کهن‌ترین"}
NOTES = {
    FEWER_EXPANSIONS: "واژه‌های بسیاری با این حرف‌ها آغاز می‌شوند؛ پرتکرارترین‌ها جست‌وجو شدند.",
    COMMON_WORDS_DROPPED: "پرتکرارترین واژه‌های پرسش کنار گذاشته شدند تا پاسخ زود برسد.",
}
#: What tells most of a page about one of these at a glance. (Offices and speakers have their tenures beside.)
DIGESTS = {
    "province": ("speaker", "office", "industry"),
    "speaker": ("province", "industry", "source"),
    "office": ("province", "industry", "source"),
    "source": ("province", "speaker", "industry"),
    "industry": ("province", "speaker", "office"),
}
MOST_DIGEST = 5
_ITEMS = {"articles": items, "quotations": quotation_items}


@dataclass(frozen=True)
class Listing(Paged):
    """Everything that a page, a feed, a file or a program is told about one question."""

    query: Query
    address: Address
    results: Results
    items: list[Item] | list[QuotationItem]
    groups: list[Group]
    chips: list[Chip]
    counts: dict[str, Counts]
    timeline: Timeline | None
    zero: Zero | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many records answer."""
        return self.results.total

    @property
    def noun(self) -> str:
        """What one of the records is called."""
        return KINDS[self.address.collection][0]

    @property
    def nouns(self) -> str:
        """What many of them are called."""
        return KINDS[self.address.collection][1]

    @property
    def all_url(self) -> str:
        """Where all of them are listed."""
        return path_to(KINDS[self.address.collection][2])

    @property
    def has_feed(self) -> bool:
        """Whether readers can be told of what is new: of reports they can."""
        return self.address.collection == "articles"

    @property
    def tabs(self) -> list[Tab]:
        """The other kinds of answer to the same question."""
        return tabs(self.query, self.address.collection, {self.address.collection: self.total})

    @cached_property
    def url(self) -> str:
        """The one address of this question."""
        return self.address.url(self.query)

    @property
    def files_url(self) -> str:
        """The question whatever its page; a suffix makes it a file."""
        return self.address.url(self.query.on_page(1))

    @property
    def params(self) -> str:
        """The whole question, what the page is about included, as parameters."""
        return urlencode(self.query.on_page(1).to_params())

    @cached_property
    def page(self) -> Page:
        """Where this page stands among the others; its numbers are `elided` for display."""
        pages = Paginator(range(min(self.total, DEEPEST_HIT)), self.query.size)
        return pages.get_page(self.query.page)

    @property
    def is_beyond(self) -> bool:
        """Whether the reader asked for a page after the last one."""
        return self.query.page > self.page.paginator.num_pages

    @property
    def last_url(self) -> str:
        """The last page."""
        return self.address.url(self.query.on_page(self.page.paginator.num_pages))

    def page_url(self, number: int) -> str:
        """Another page of the answer."""
        return self.address.url(self.query.on_page(number))

    @property
    def sorts(self) -> list[Link]:
        """The orders; by relevance only where there are words to be relevant to."""
        orders = SORTS if self.query.tree is not None else SORTS[1:]
        return [
            Link(SORT_LABELS[sort], self.address.url(self.query.sorted_by(sort)), sort == self.query.order)
            for sort in orders
        ]

    @cached_property
    def spellings(self) -> list[str]:
        """How the compounds asked for may be written in what is found: half-spaced, in two, fused."""
        return [] if self.query.exact else spellings(self.query.words)

    @property
    def spelling(self) -> Link | None:
        """The same words in exactly their spelling, or in every spelling again; None without words."""
        if self.query.tree is None:
            return None
        other = replace(self.query, exact=not self.query.exact, page=1)
        return Link("فقط عین عبارت", self.address.url(other), self.query.exact)

    @property
    def foldings(self) -> list[Link]:
        """Copies in one row, or each by itself; nothing where nothing is folded."""
        if self.query.fold and not any(getattr(item, "copies", ()) for item in self.items):
            return []
        return [
            Link(label, self.address.url(self.query.folding(fold)), self.query.fold == fold)
            for label, fold in (("در یک ردیف", True), ("جدا", False))
        ]

    @property
    def comparison(self) -> Link:
        """The same question over the years, beside others of its kind."""
        asked = comparing(self.query)
        return Link(asked.invitation, asked.url())

    @property
    def clear_url(self) -> str:
        """The words alone, on this page."""
        return self.address.below(self.query).clearing().to_url(self.address.path)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What a form that asks for other words or days carries along."""
        below = self.address.below(self.query).between(None, None)
        return below.to_params()

    @property
    def after(self) -> str:
        """The first day as a reader would type it, or ""."""
        return _typed(self.query.after)

    @property
    def before(self) -> str:
        """The last day as a reader would type it, or ""."""
        return _typed(self.query.before)

    @property
    def first_number(self) -> int:
        """The number of the first report on this page among all."""
        return self.query.offset + 1

    @property
    def deepest(self) -> int:
        """How many reports can be paged through where that is fewer than all, else 0."""
        return DEEPEST_HIT if self.total > DEEPEST_HIT else 0

    @property
    def notes(self) -> list[str]:
        """Where the question was made simpler so that it could be answered."""
        return [NOTES[note] for note in self.results.notes]

    @property
    def years(self) -> tuple[str, str] | None:
        """The first and last Jalali year in which something was found, unless years were asked for."""
        asked = self.query.values("year") or self.query.values("month") or "year" in self.query.missing
        found = [] if asked else sorted(year for year, count in self.counts["year"].items() if year and count)
        return (found[0], found[-1]) if found else None

    @property
    def digest(self) -> list[tuple[str, list[Choice]]]:
        """The facets that tell most of what this page is about: a label and its most frequent values."""
        told = [group for group in self.groups if group.facet.name in DIGESTS.get(self.address.facet, ())]
        return [(group.facet.label, [c for c in group.choices if c.value][:MOST_DIGEST]) for group in told]

    @property
    def namesakes(self) -> list[Link]:
        """The pages of whatever is called what the reader typed."""
        return [
            Link(f"{label_of(found.facet)} {found.text}", found.url) for found in bearing(self.query.words)
        ]

    @property
    def map(self) -> Choropleth:
        """The provinces shaded by this answer, each a link that chooses or drops it."""
        return choropleth(self.counts["province"], self._province_url, self.query.values("province"))

    @property
    def provinces(self) -> int:
        """In how many provinces something was found, unless provinces were asked for."""
        if self.query.values("province") or "province" in self.query.missing:
            return 0
        return sum(1 for slug, found in self.counts["province"].items() if slug and found)

    def _province_url(self, slug: str) -> str:
        chosen = slug in self.query.values("province")
        return self.address.url((self.query.dropping if chosen else self.query.choosing)("province", slug))


def listing(query: Query, address: Address, warnings: Iterable[str] = ()) -> Listing:
    """Ask, find and arrange, with four queries to the database. Raises IndexUnavailable."""
    engine = get_engine(address.collection)
    results = engine.search(query)
    counts = count(query, engine.search, results)
    values = listed(query, counts)
    names = names_of(values)
    chipped = chips(query, names, address.url, (address.facet, address.value))
    return Listing(
        query=query,
        address=address,
        results=results,
        items=_ITEMS[address.collection](results.keys, query),
        groups=groups(query, counts, values, names, address.url),
        chips=chipped,
        counts=counts,
        timeline=timeline(query, counts["month"], counts["year"], address.url),
        zero=explain(query, chipped, engine, address.url) if not results.total else None,
        warnings=list(warnings),
    )


def _typed(day: date | None) -> str:
    return persian_digits(jdatetime.date.fromgregorian(date=day).strftime("%Y/%m/%d")) if day else ""
