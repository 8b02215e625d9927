"""Where a question lives: on the search page, or on the page of the one thing it is about."""

from dataclasses import dataclass

from archive.addresses import path_to
from search.engines import get_engine
from search.query import Query
from search.results import Results


@dataclass(frozen=True, slots=True)
class Address:
    """A page of listings. `path` with `facet` fixed to `value` is the page of a province, a speaker …

    `collection` is what the page lists: "articles", "quotations" or "figures".
    """

    path: str
    facet: str = ""
    value: str = ""
    collection: str = "articles"

    def search(self, query: Query) -> Results:
        """The answer to a question here. Raises IndexUnavailable or SearchBusy."""
        return get_engine(self.collection).search(query)

    def holds(self, query: Query) -> bool:
        """Whether the question is still about the page's one thing and nothing else of its kind."""
        return not self.facet or (
            query.values(self.facet) == (self.value,)
            and not query.values_excluded(self.facet)
            and self.facet not in query.missing
        )

    def above(self, query: Query) -> Query:
        """What is asked on this page, with the page's own."""
        return query.choosing(self.facet, self.value).on_page(query.page) if self.facet else query

    def below(self, query: Query) -> Query:
        """What the question adds to this page's own."""
        return query.dropping(self.facet, self.value).on_page(query.page) if self.facet else query

    def url(self, query: Query) -> str:
        """The address of a question: on this page while it holds, else on the search page."""
        if self.holds(query):
            return query.to_url(self.path, besides=(self.facet, self.value))
        return query.to_url(path_to("search"))

    def params(self, query: Query) -> list[tuple[str, str]]:
        """What a form on this page carries along."""
        return self.below(query).to_params()
