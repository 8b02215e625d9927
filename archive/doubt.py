"""How doubtful an article is: how many of the facts that readers narrow by are missing or probably wrong."""

from django.db.models import (
    Case,
    FloatField,
    Min,
    OuterRef,
    PositiveSmallIntegerField,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Round

from archive.models import Article, Evidence, ReviewState

#: The facts that are doubted. What nobody vouches for counts whole, what a rule found by the rest of its
#: confidence (of several voices the least sure), what an editor decided not at all.
FACTS = ("published_on", "main_province", "speakers", "source")
_WHOLE = PositiveSmallIntegerField()


def reckon(articles: QuerySet[Article]) -> int:
    """Bring `Article.doubt` to what the evidence says; returns how many changed. A reviewed one has none.

    No history and no `updated_at`: it is derived.
    """
    return articles.exclude(doubt=_doubt()).update(doubt=_doubt())


def _doubt() -> Case:
    """Hundredths of facts, 0 to 400, as an expression over an article."""
    sure = sum((_confidence(fact) for fact in FACTS), Value(0.0))
    hundredths = Round((Value(float(len(FACTS))) - sure) * Value(100.0))
    reviewed = When(review_state=ReviewState.REVIEWED, then=Value(0, output_field=_WHOLE))
    return Case(reviewed, default=Cast(hundredths, _WHOLE), output_field=_WHOLE)


def _confidence(fact: str) -> Combinable:
    rows = Evidence.objects.filter(article=OuterRef("pk"), field=fact).order_by().values("field")
    least = rows.annotate(least=Min("confidence")).values("least")
    return Coalesce(Subquery(least), Value(0.0), output_field=FloatField())
