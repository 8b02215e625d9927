"""Which revision of each record the index should hold, and which it does hold."""

from typing import Self
from zlib import crc32

from django.db import connections, models
from django.db.models import F, Q

from search.alerts.models import SavedSearch
from search.api.models import ApiToken
from search.copies.models import Band, Copy

__all__ = ["ApiToken", "ArticleState", "Band", "Copy", "QuotationState", "SavedSearch", "State"]

#: So many workers find something to take each when much waits.
MOST_WORKERS = 16
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

    def take(self, most: int) -> dict[int, int]:
        """The revisions of records that wait and that no other worker has taken, the youngest first.

        On PostgreSQL they are ours until `release`, so that workers share what waits. Elsewhere the index has
        one writer at a time, and nobody to share with.
        """
        waiting = self.waiting().values_list("key", "rev")
        if connections[self.db].vendor != "postgresql":
            return dict(waiting[:most])
        candidates, params = waiting[: most * MOST_WORKERS].query.sql_with_params()
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"SELECT key, rev FROM ({candidates}) AS candidates (key, rev) "  # noqa: S608 (our own query)
                "WHERE pg_try_advisory_lock(%s, (key %% 2147483647)::int) LIMIT %s",
                [*params, crc32(self.model._meta.db_table.encode()) >> 1, most],
            )
            return dict(cursor.fetchall())

    def release(self) -> None:
        """Let others take what we have taken; the end of a connection does the same."""
        if connections[self.db].vendor == "postgresql":
            with connections[self.db].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")

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
