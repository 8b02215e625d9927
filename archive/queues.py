"""What waits for an editor: declared once, counted on the desk and filtered in the list."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, Model, OuterRef, Q
from django.urls import reverse

from archive.counting import count_short
from archive.models import (
    Article,
    Evidence,
    NamePair,
    PairState,
    ReaderSuggestion,
    ReviewState,
    Speaker,
    SuggestionState,
)


@dataclass(frozen=True, slots=True)
class Queue:
    """Articles that lack something or were put aside; `parameter=value` is its filter in the list."""

    parameter: str
    value: str
    label: str
    condition: Q | Exists

    @property
    def key(self) -> str:
        """A name for this queue's count."""
        return f"{self.parameter}_{self.value}"

    @property
    def url(self) -> str:
        """The list of its articles."""
        return f"{reverse('admin:archive_article_changelist')}?{urlencode({self.parameter: self.value})}"


_OF_THIS_ARTICLE = {"article": OuterRef("pk")}
_IN_A_PROVINCE = Exists(Article.provinces.through.objects.filter(**_OF_THIS_ARTICLE))
_WITH_A_VOICE = Exists(Speaker.objects.filter(**_OF_THIS_ARTICLE))

MISSING = (
    Queue("missing", "date", "بی‌تاریخ", Q(published_on=None)),
    Queue("missing", "province", "بی‌استان", Q(main_province=None) & ~Q(_IN_A_PROVINCE)),
    Queue("missing", "voice", "بی‌گوینده", ~Q(_WITH_A_VOICE)),
    Queue("missing", "source", "بی‌منبع", Q(source=None)),
)
UNSURE = Queue(
    "unsure",
    "speakers",
    "گویندهٔ نامطمئن",
    Exists(Evidence.objects.unsure("speakers").filter(**_OF_THIS_ARTICLE)),
)
REVIEW = tuple(
    Queue("review_state__exact", state.value, state.label, Q(review_state=state))
    for state in (ReviewState.DOUBTFUL, ReviewState.UNREVIEWED)
)


@dataclass(frozen=True, slots=True)
class Errand:
    """Rows of another table that wait for an editor; on the desk it looks like a Queue."""

    key: str
    label: str
    model: type[Model]
    state: str

    @property
    def url(self) -> str:
        """The list of its rows."""
        name = f"admin:archive_{self.model._meta.model_name}_changelist"
        return reverse(name, query={"state__exact": self.state})


ERRANDS = (
    Errand("suggestions", "پیشنهاد خوانندگان", ReaderSuggestion, SuggestionState.WAITING),
    Errand("pairs", "نام شاید تکراری", NamePair, PairState.OPEN),
)


def errands(may_look: Callable[[type[Model]], bool]) -> list[tuple[Errand, int]]:
    """Those that this editor may look at, with the number of rows that wait."""
    return [(each, each.model.objects.waiting().count()) for each in ERRANDS if may_look(each.model)]


def waiting() -> list[tuple[Queue, int]]:
    """Every queue with the number of its articles, as far as their list counts them.

    One by one, each by its own index: together they would read every article.
    """
    queues = (*MISSING, UNSURE, *REVIEW)
    return [(queue, count_short(Article.objects.filter(queue.condition))) for queue in queues]
