"""Turning the pages of anything that is listed."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator


@dataclass(frozen=True, slots=True)
class Link:
    """A neighbouring question."""

    label: str
    url: str
    is_current: bool = False


class Paged:
    """The links between pages, for what has a `page` and knows the address of every other (`page_url`)."""

    page: Page

    def page_url(self, number: int) -> str:
        """The address of another page of the same answer."""
        raise NotImplementedError

    @property
    def pages(self) -> list[Link]:
        """The first and last pages and those around this one; without a url where some are left out."""
        numbers = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [self._page_link(number) for number in numbers]

    @property
    def previous_url(self) -> str:
        """The page before, "" on the first."""
        return self.page_url(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """The page after, "" on the last."""
        return self.page_url(self.page.number + 1) if self.page.has_next() else ""

    def _page_link(self, number: int | str) -> Link:
        if number == Paginator.ELLIPSIS:
            return Link(str(number), url="")
        return Link(str(number), self.page_url(number), number == self.page.number)
