"""A saved search: a question kept as structure, and which reports were already told about."""

from typing import Self

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from archive.models import Article
from search.filters import ArticleFilter
from search.query import Query


class Frequency(models.TextChoices):
    """How often a reader wants to hear."""

    DAILY = "daily", "هر روز"
    WEEKLY = "weekly", "هر هفته"


#: Shorter than a day and a week, so that a timer that comes a little early does not skip one.
PAUSES = {
    Frequency.DAILY: timezone.timedelta(hours=20),
    Frequency.WEEKLY: timezone.timedelta(days=6, hours=20),
}


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Verbs of saved searches."""

    def due(self) -> Self:
        """Those whose readers want to hear now, and can."""
        now, waiting = timezone.now(), models.Q(last_sent_at=None)
        for frequency, pause in PAUSES.items():
            waiting |= models.Q(frequency=frequency, last_sent_at__lte=now - pause)
        return self.filter(waiting, user__is_active=True).exclude(user__email="")


class SavedSearch(models.Model):
    """One question that one reader follows.

    `question` holds the parameters of its address, [[name, value], …] in canonical order: it is read like any
    address, so it keeps its meaning whatever engine answers.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", verbose_name="خواننده"
    )
    question = models.JSONField("پرسش", default=list)
    frequency = models.CharField(
        "چند وقت یک بار", max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY
    )
    created_at = models.DateTimeField("از", default=timezone.now)
    last_sent_at = models.DateTimeField("واپسین نامه", null=True, blank=True)
    told = models.ManyToManyField(Article, related_name="+", verbose_name="گفته‌شده")

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "جست‌وجوی دنبال‌شده"
        verbose_name_plural = "جست‌وجوهای دنبال‌شده"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "question"], name="saved_search_once"),
            models.CheckConstraint(
                condition=models.Q(frequency__in=Frequency.values), name="saved_search_frequency_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.question}"

    def get_absolute_url(self) -> str:
        return self.query.to_url(reverse("search"))

    @property
    def query(self) -> Query:
        """The question."""
        params = QueryDict(mutable=True)
        for name, value in self.question:
            params.appendlist(name, value)
        return ArticleFilter(params).to_query()
