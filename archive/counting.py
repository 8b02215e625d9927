"""A list counts no further than anybody turns its pages."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import QuerySet

#: Rows that a list counts and pages through; in more than these one looks with filters.
MOST_LISTED = 10_000


def count_short(rows: QuerySet) -> int:
    """How many rows there are, at most one more than `MOST_LISTED`."""
    return rows.order_by()[: MOST_LISTED + 1].count()


class ShortPaginator(Paginator):
    """Pages of the first `MOST_LISTED` rows: to count a hundred thousand is slow, and says little."""

    object_list: QuerySet

    @cached_property
    def count(self) -> int:
        """How many there are, or `MOST_LISTED`."""
        return min(self._counted, MOST_LISTED)

    @property
    def has_more(self) -> bool:
        """Whether there are rows that no page shows."""
        return self._counted > MOST_LISTED

    @cached_property
    def _counted(self) -> int:
        return count_short(self.object_list)
