"""How many figures each report has and how many there are of each unit."""

from collections.abc import Hashable
from functools import cached_property, lru_cache

from django.db.models import Count, QuerySet

from archive.models import Article, Figure
from search.engines import get_engine
from search.engines.base import Weights
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
    def units(self) -> dict[str, int]:
        """The units."""
        return units(public())


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
    alike = figures.order_by().exclude(unit="").values_list("unit").annotate(count=Count("pk"))
    return dict(alike.order_by("-count", "unit")[:MOST_UNITS])


def public() -> QuerySet[Figure]:
    """The figures that readers may see."""
    # Of all reports few are withheld, and an index holds these.
    withheld = Article.objects.filter(is_public=False).order_by().values("pk")
    return Figure.objects.exclude(article__in=withheld)
