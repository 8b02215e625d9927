"""What is kept of near-identical reports."""

from django.db import models


class Band(models.Model):
    """What a report's text is filed under, so that its copies are found."""

    key = models.BigIntegerField(db_index=True, db_column="article_id")
    band = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "search_band"

    def __str__(self) -> str:
        return f"{self.key}: {self.band}"


class Copy(models.Model):
    """A report that was printed elsewhere too: all copies of it bear the least of their keys as group."""

    key = models.BigIntegerField(primary_key=True, db_column="article_id")
    group = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "search_copy"

    def __str__(self) -> str:
        return f"{self.key}: {self.group}"
