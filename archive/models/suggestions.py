"""What readers think is wrong: waiting for an editor, who accepts or rejects it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from archive.models.articles import Article
from archive.models.evidence import DESCRIBED_FIELDS


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    WAITING = "waiting", "در انتظار"
    ACCEPTED = "accepted", "پذیرفته"
    REJECTED = "rejected", "رد شده"


class SuggestionQuerySet(models.QuerySet["ReaderSuggestion"]):
    """Verbs of suggestions."""

    def waiting(self) -> Self:
        """What an editor has not looked at."""
        return self.filter(state=SuggestionState.WAITING)


class ReaderSuggestion(models.Model):
    """A reader's proposal for one field of a report. Nothing about the reader is kept."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="suggestions", verbose_name="خبر")
    field = models.CharField("میدان", max_length=20, choices=list(DESCRIBED_FIELDS.items()))
    stood = models.TextField("آنچه خواننده دید", blank=True)
    proposed = models.CharField("پیشنهاد", max_length=500)
    note = models.CharField("از کجا می‌داند", max_length=500, blank=True)
    state = models.CharField(
        "وضعیت",
        max_length=10,
        choices=SuggestionState.choices,
        default=SuggestionState.WAITING,
        db_index=True,
    )
    sent_at = models.DateTimeField("زمان", default=timezone.now)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ویراستار",
    )
    decided_at = models.DateTimeField("زمان تصمیم", null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "پیشنهاد خوانندگان"
        verbose_name_plural = "پیشنهادهای خوانندگان"
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(proposed=""), name="suggestion_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.proposed}"
