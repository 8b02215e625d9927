"""Which revision of each record the index should hold, and which it does hold."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from search.alerts.models import SavedSearch
from search.api.models import ApiToken
from search.copies.models import Band, Copy

__all__ = ["ApiToken", "ArticleState", "Band", "Copy", "QuotationState", "SavedSearch", "State"]

#: The rows that still have to reach the index.
WAITING = Q(indexed_rev__lt=F("rev"))


class StateQuerySet(models.QuerySet["State"]):
    """Verbs of the index's marks."""

    def waiting(self) -> Self:
        """Records that changed since the index last took them, the youngest first."""
        return self.filter(WAITING).order_by("-key")

    def settled(self) -> Self:
        """Records that the index has taken as they are."""
        return self.exclude(WAITING)

    def mark(self, revisions: dict[int, int]) -> None:
        """Note that the index durably holds these records in at least these revisions."""
        keys_of: dict[int, list[int]] = {}
        for key, revision in revisions.items():
            keys_of.setdefault(revision, []).append(key)
        for revision, keys in keys_of.items():
            self.filter(key__in=keys, indexed_rev__lt=revision).update(indexed_rev=revision)


class State(models.Model):
    """One record's marks.

    Only the database's triggers raise `rev` (search/triggers.py), only the sync raises `indexed_rev`. The row
    outlives its record, so that a deletion reaches the index too.
    """

    rev = models.BigIntegerField()
    indexed_rev = models.BigIntegerField(default=0)

    objects = StateQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk}: {self.indexed_rev} of {self.rev}"


class ArticleState(State):
    """The marks of an article."""

    key = models.BigIntegerField(primary_key=True, db_column="article_id")

    class Meta:
        db_table = "search_state"
        indexes = [models.Index(fields=["key"], condition=WAITING, name="search_state_waiting")]


class QuotationState(State):
    """The marks of a quotation, which has a document of its own."""

    key = models.BigIntegerField(primary_key=True, db_column="quotation_id")

    class Meta:
        db_table = "search_quotation_state"
        indexes = [models.Index(fields=["key"], condition=WAITING, name="search_quotation_waiting")]
