"""Why a field has its value: which words of the report, by which rule, or which editor."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from archive.models.articles import Article
from archive.models.voices import Part

#: The fields of an article that are decided by rules or by editors, and so have evidence.
DESCRIBED_FIELDS = {
    "title": "تیتر",
    "kicker": "روتیتر",
    "published_on": "تاریخ انتشار",
    "source": "منبع",
    "dateline": "شهر خبر",
    "main_province": "استان اصلی",
    "provinces": "استان‌ها",
    "industries": "صنعت‌ها",
    "speakers": "گویندگان",
    "quotations": "نقل‌قول‌ها",
    "figures": "رقم‌ها",
}


#: A rule less confident than this is often wrong (docs/describing.md).
UNSURE_BELOW = 0.9


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Verbs of evidence."""

    def by_editors(self) -> Self:
        """What people decided."""
        # `exclude(editor=None)` says NOT (… IS NULL), for which no index is used.
        return self.filter(editor__isnull=False)

    def by_rules(self) -> Self:
        """What rules decided."""
        return self.filter(editor=None)

    def unsure(self, field: str) -> Self:
        """Reasons for a field that are often wrong."""
        return self.filter(field=field, confidence__lt=UNSURE_BELOW)


class Evidence(models.Model):
    """One reason for one field. A field with an editor's evidence is never again decided by a rule."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="evidence", verbose_name="خبر")
    field = models.CharField("میدان", max_length=20, choices=list(DESCRIBED_FIELDS.items()))
    value = models.CharField("مقدار", max_length=300, blank=True)
    rule = models.CharField("قاعده", max_length=100, blank=True)
    #: Of the rules that first said so (archive/ingest/rules.py).
    version = models.CharField("ویراست قاعده‌ها", max_length=20, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ویراستار",
    )
    part = models.CharField("جا", max_length=10, choices=Part.choices, blank=True)
    start = models.PositiveIntegerField("آغاز", null=True, blank=True)
    end = models.PositiveIntegerField("پایان", null=True, blank=True)
    confidence = models.FloatField("اطمینان", default=1.0)
    decided_at = models.DateTimeField("زمان", default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "گواه"
        verbose_name_plural = "گواه‌ها"
        ordering = ["field", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rule="", editor__isnull=False) | (~Q(rule="") & Q(editor=None)),
                name="evidence_from_a_rule_or_an_editor",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="evidence_confidence_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__lt=models.F("end")),
                name="evidence_span_not_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "field", "confidence"], name="evidence_of_field"),
            models.Index(fields=["field", "confidence", "article"], name="evidence_by_confidence"),
            # People decide little of what rules do.
            models.Index(fields=["article"], condition=Q(editor__isnull=False), name="evidence_by_editors"),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.rule or self.editor}"
