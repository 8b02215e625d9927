"""How many figures each report has and how many there are of each unit."""

from collections import Counter
from collections.abc import Hashable, Set
from functools import cached_property, lru_cache
from heapq import nsmallest

from django.db.models import Count, QuerySet

from archive.models import Article, Figure
from search.engines import get_engine
from search.engines.base import Weights
from search.keys import OneOf
from search.query import Query

#: A longer list of choices is read by nobody; the rarer units are reached by the address.
MOST_UNITS = 60


class Everything:
    """The figures of the whole archive: their number in each report that has any, and of each unit."""

    @cached_property
    def of_reports(self) -> Weights:
        """The reports' numbers."""
        return figures_per_report(Figure.objects.all())

    @cached_property
    def units(self) -> Counter[str]:
        """All units."""
        return Counter(dict(_by_unit(public())))


def everything() -> Everything:
    """What the archive holds; kept while the index holds the same. Raises IndexUnavailable or SearchBusy.

    Every change of a figure makes its report wait for the index (search/triggers.py). The index is asked
    first: whatever the database tells after that, a later change of it is another state.
    """
    return _everything(get_engine().search(Query(size=1)).state)


@lru_cache(maxsize=1)
def _everything(state: Hashable) -> Everything:
    return Everything()


def figures_per_report(figures: QuerySet[Figure]) -> Weights:
    """How many of some figures each report has; of those withheld too, which no index knows."""
    return dict(figures.order_by().values_list("article").annotate(Count("pk")))


def units(figures: QuerySet[Figure]) -> dict[str, int]:
    """The commonest units of some figures, commonest first."""
    return dict(_by_unit(figures).order_by("-count", "unit")[:MOST_UNITS])


def units_of(reports: Set[int], others: Set[int]) -> dict[str, int]:
    """The same of the figures of some reports; `others` are all the others that have any.

    Raises IndexUnavailable or SearchBusy.
    """
    if len(reports) < len(others):
        return units(Figure.objects.filter(article__in=OneOf(reports)))
    # Of nearly all reports it takes less to count what the others have.
    rest = Figure.objects.filter(article__in=OneOf(others), article__is_public=True)
    left = everything().units - Counter(dict(_by_unit(rest)) if others else ())
    return dict(nsmallest(MOST_UNITS, left.items(), key=lambda item: (-item[1], item[0])))


def _by_unit(figures: QuerySet[Figure]) -> QuerySet:
    """Each unit with the number of its figures, in no order."""
    return figures.order_by().exclude(unit="").values_list("unit").annotate(count=Count("pk"))


def public() -> QuerySet[Figure]:
    """The figures that readers may see."""
    # Of all reports few are withheld, and an index holds these.
    withheld = Article.objects.filter(is_public=False).order_by().values("pk")
    return Figure.objects.exclude(article__in=withheld)
