"""What the search does for the desk: it finds articles, and says whether readers find a change already."""

from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest

from archive.models import Article
from archive.signals import Found, edited, sought
from search.engines import get_engine
from search.engines.base import IndexUnavailable, SearchBusy
from search.filters import ArticleFilter
from search.models import ArticleState

#: With more waiting than this the index has fallen too far behind to be asked.
MOST_UNREAD = 1000
#: So many of the best are listed; whoever finds more adds a word.
MOST_FOUND = 10_000


@receiver(edited)
def tell_whether_findable(request: HttpRequest, article: Article, **_: object) -> None:
    """Say that the index has the change when it has, and plainly that it waits when it has not."""
    if ArticleState.objects.waiting().filter(pk=article.pk).exists():
        messages.warning(request, "جست‌وجو هنوز آن را چنان‌که پیش‌تر بود نشان می‌دهد؛ تغییر در نوبت است.")
    else:
        messages.success(request, "در جست‌وجو هم به‌روز شد.")


@receiver(sought)
def find(words: str, **_: object) -> Found | None:
    """The articles in which the words are found in any spelling, best first, and those that still wait."""
    waiting = list(ArticleState.objects.waiting().values_list("pk", flat=True)[: MOST_UNREAD + 1])
    if len(waiting) > MOST_UNREAD:
        return None
    try:
        keys = get_engine("articles").keys(ArticleFilter({"q": words}).to_query())
    except (IndexUnavailable, SearchBusy):
        return None
    return Found([int(key) for key in keys[:MOST_FOUND]], waiting)
