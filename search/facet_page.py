"""Every choice of one facet of a listing: what is too long to stand beside it, with search inside."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from archive.persian.spelling import squeeze
from search.address import Address
from search.chips import Chip, chips
from search.facets import (
    Choice,
    Facet,
    all_url,
    asked_without,
    choices_of,
    facet_named,
    in_order,
    missing_of,
)
from search.naming import names_of
from search.pages import Paged
from search.query import Query
from search.tabs import KINDS

PAGE_SIZE = 120


@dataclass(frozen=True)
class FacetPage(Paged):
    """A page of the choices whose names contain `find`, in any spelling; `total` counts those of any name."""

    facet: Facet
    query: Query
    address: Address
    find: str
    total: int
    page: Page
    choices: list[Choice]
    chips: list[Chip]

    @property
    def noun(self) -> str:
        """What one of the records is called that the choices count."""
        return KINDS[self.address.collection][0]

    @property
    def nouns(self) -> str:
        """What many of them are called."""
        return KINDS[self.address.collection][1]

    @property
    def listing_url(self) -> str:
        """The listing that the choices narrow."""
        return self.address.url(self.query)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form that finds a name carries along."""
        return [*self.address.params(self.query), ("choices", self.facet.name)]

    def page_url(self, number: int) -> str:
        """Another page of the choices."""
        find = [("find", self.find)] if self.find else []
        return f"{all_url(self.listing_url, self.facet.name)}&{urlencode([*find, ('at', number)])}"


def facet_page(name: str, query: Query, address: Address, find: str = "", at: str = "") -> FacetPage:
    """The `at`-th page of choices, with a query to the database, two to find. Raises as engines do."""
    facet, query = facet_named(name), query.on_page(1)
    asked = asked_without(query, facet.inner) if facet.inner else query
    counts = address.search(asked.counting()).facets.get(name, {})
    used = {
        each: [*query.values(each), *query.values_excluded(each)]
        for each, _ in (*query.chosen, *query.excluded)
    }
    every = in_order(facet, counts)
    found = _finding(find, name, every) if find else [*every, *missing_of(facet, query, counts)]
    page = Paginator(found, PAGE_SIZE).get_page(at)
    names = names_of({**used, name: [*used.get(name, ()), *filter(None, page)]})
    return FacetPage(
        facet,
        query,
        address,
        find,
        len(every),
        page,
        choices_of(facet, query, counts, page.object_list, names, address.url),
        chips(query, names, address.url, (address.facet, address.value)),
    )


def _finding(find: str, facet: str, values: list[str]) -> list[str]:
    """The values whose names contain what is looked for; this reads every name."""
    names = names_of({facet: values})
    return [value for value in values if squeeze(find) in squeeze(names.get((facet, value), value))]
