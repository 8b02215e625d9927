"""What the history of a record is made of: django-simple-history's rows, written where people decide."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


class Changed(models.Model):
    """What one decision changed, in a row of history.

    `changes` maps the name of a field to {"before": …, "after": …}, each {"value": …, "words": …} and, for a
    described field, "by": which rules or which editor it was then (archive/standing.py). A row tells a change
    whole, whatever programs changed between it and the row before.
    """

    changes = models.JSONField("دگرگونی‌ها", default=dict)

    class Meta:
        abstract = True


class Records(HistoricalRecords):
    """History that archive.history writes, and not every save: ingesting 100,000 reports costs no row."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            bases=[Changed],
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.CharField(max_length=300, blank=True, default=""),
            user_model=settings.AUTH_USER_MODEL,
            **options,
        )

    def post_save(self, *args: object, **kwargs: object) -> None:
        """Nothing: see the class."""

    pre_delete = post_delete = m2m_changed = post_save
