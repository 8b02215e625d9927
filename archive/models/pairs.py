"""Two names that may be one: proposed by the archive or by an editor, merged or kept apart by an editor."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from archive.models.records import Records
from archive.models.sources import Source
from archive.models.voices import Office, Person


class NameKind(models.TextChoices):
    """Which names can be merged."""

    PERSON = "person", "شخص"
    OFFICE = "office", "سمت"
    SOURCE = "source", "منبع"


MODELS: dict[str, type[models.Model]] = {
    NameKind.PERSON: Person,
    NameKind.OFFICE: Office,
    NameKind.SOURCE: Source,
}


class PairReason(models.TextChoices):
    """Why two names may be one."""

    SAME_NAME = "same-name", "یک نام‌اند، جدا از لقب و املا"
    SURNAME = "surname", "در همان سمت، یکی تنها نام خانوادگی دارد"
    SAME_OFFICE = "same-office", "یک سمت‌اند، با املای دیگر"
    NO_PROVINCE = "no-province", "یک سمت‌اند، و یکی استان ندارد"
    KNOWN_ALIAS = "known-alias", "نام یکی، نام دیگرِ آن یکی است"
    SAME_SOURCE = "same-source", "یک نام‌اند، جدا از «خبرگزاری» و مانند آن"
    BY_HAND = "by-hand", "ویراستاری آن‌ها را کنار هم گذاشته است"


class PairState(models.TextChoices):
    """What was decided."""

    OPEN = "open", "در انتظار"
    MERGED = "merged", "یکی شده"
    APART = "apart", "دو تا هستند"


class PairQuerySet(models.QuerySet["NamePair"]):
    """Verbs of pairs."""

    def waiting(self) -> Self:
        """What an editor has not decided."""
        return self.filter(state=PairState.OPEN)


class NamePair(models.Model):
    """Two names of a kind, the older first. What was decided is remembered: it is not proposed again."""

    kind = models.CharField("گونه", max_length=10, choices=NameKind.choices)
    first = models.PositiveBigIntegerField("یکی")
    second = models.PositiveBigIntegerField("دیگری")
    reason = models.CharField("چرا شاید یکی باشند", max_length=20, choices=PairReason.choices)
    state = models.CharField(
        "وضعیت", max_length=10, choices=PairState.choices, default=PairState.OPEN, db_index=True
    )
    #: The one of both that stays, and every row that the other gave it (archive/merging.py).
    kept = models.PositiveBigIntegerField("آنکه می‌ماند", null=True, blank=True)
    moved = models.JSONField("جابه‌جا شده", default=list, blank=True, editable=False)
    proposed_at = models.DateTimeField("زمان پیشنهاد", default=timezone.now)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ویراستار",
    )
    why = models.CharField("چرا", max_length=300, blank=True)
    decided_at = models.DateTimeField("زمان تصمیم", null=True, blank=True)

    history = Records(excluded_fields=["moved"])
    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = "نام همسان"
        verbose_name_plural = "نام‌های همسان"
        ordering = ["-proposed_at", "-pk"]
        permissions = [("merge_namepair", "یکی کردن نام‌ها و جدا کردنشان")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_older_first"),
            models.CheckConstraint(
                condition=Q(state=PairState.MERGED, kept__isnull=False)
                | Q(state__in=[PairState.OPEN, PairState.APART], kept=None),
                name="pair_merged_into_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {' = '.join(str(name) for name in self.names)}"

    @property
    def model(self) -> type[models.Model]:
        """Whose rows both are."""
        return MODELS[self.kind]

    @property
    def names(self) -> list[models.Model]:
        """Both rows; one that was deleted is left out."""
        found = self.model.objects.in_bulk([self.first, self.second])
        return [found[key] for key in (self.first, self.second) if key in found]
