"""Names that prove to be one: the other stays, so that its address and its spelling still lead somewhere."""

from typing import Self

from django.db import models
from django.db.models import F, Q


class MergeableQuerySet(models.QuerySet):
    """Verbs of names."""

    def kept(self) -> Self:
        """The names that stand for themselves."""
        return self.filter(merged_into=None)


class Mergeable(models.Model):
    """A name that may have been merged into another (archive/merging.py)."""

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name="یکی شده با",
        editable=False,
    )

    objects = MergeableQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def stays(self) -> Self:
        """The name that this one goes by now: itself, unless it was merged, perhaps more than once."""
        return self.merged_into.stays if self.merged_into else self


def not_into_itself(model: str) -> models.CheckConstraint:
    """Nothing is merged into itself."""
    condition = Q(merged_into=None) | ~Q(merged_into=F("id"))
    return models.CheckConstraint(condition=condition, name=f"{model}_not_merged_into_itself")
