"""Who published a report, and what trade it is about."""

from django.db import models

from archive.addresses import path_to
from archive.models.merged import Mergeable, not_into_itself
from archive.models.records import Records


class SourceKind(models.TextChoices):
    """What kind of publisher a source is."""

    AGENCY = "agency", "خبرگزاری"
    NEWSPAPER = "newspaper", "روزنامه و نشریه"
    BROADCASTER = "broadcaster", "صدا و سیما"
    SITE = "site", "پایگاه خبری"
    OFFICE = "office", "روابط عمومی"


class Source(Mergeable):
    """An agency, a paper, a broadcaster or a site."""

    name = models.CharField("نام", max_length=200, unique=True)
    slug = models.SlugField("نشانی", max_length=200, unique=True, allow_unicode=True)
    kind = models.CharField("گونه", max_length=20, choices=SourceKind.choices, default=SourceKind.AGENCY)
    aliases = models.JSONField("نام‌های دیگر", default=list, blank=True)

    history = Records()

    class Meta:
        verbose_name = "منبع"
        verbose_name_plural = "منبع‌ها"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=SourceKind.values), name="source_kind_known"),
            not_into_itself("source"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("source", self.slug)


class Industry(models.Model):
    """A sector of trade, or a branch of one; `terms` are the words that tell it."""

    slug = models.SlugField("نشانی", unique=True)
    name = models.CharField("نام", max_length=100, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="branches", verbose_name="بخش بالاتر"
    )
    terms = models.JSONField("واژه‌ها", default=list, blank=True)

    history = Records()

    class Meta:
        verbose_name = "صنعت"
        verbose_name_plural = "صنعت‌ها"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("industry", self.slug)
