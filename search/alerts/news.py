"""What is new for a question, and what a reader would have heard lately."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from archive.models import Article
from search.alerts.models import SavedSearch
from search.engines import get_engine
from search.query import Query

#: What a reader is shown before deciding: so many came in so many days.
PREVIEW_DAYS = 30


def news(saved: SavedSearch) -> list[int]:
    """The reports that came to the archive since the search was saved and were not told yet, newest first.

    A report that is corrected or published later than it came is news then. Raises IndexUnavailable.
    """
    came = _came_since(saved.created_at).exclude(pk__in=saved.told.values("pk"))
    return _matching(saved.query, came)


def lately(query: Query) -> int:
    """How many reports that answer came in the last days. Raises IndexUnavailable."""
    return len(_matching(query, _came_since(timezone.now() - timedelta(days=PREVIEW_DAYS))))


def _came_since(moment: datetime) -> QuerySet[Article]:
    return Article.objects.published().filter(created_at__gt=moment)


def _matching(query: Query, came: QuerySet[Article]) -> list[int]:
    among = set(came.values_list("pk", flat=True))
    if not among:
        return []
    return [key for key in get_engine().keys(query.sorted_by("-date")) if key in among]
