"""Who said what, and how much: persons, offices, and their words and figures in a report."""

from typing import Self

from django.db import models
from django.db.models import Q

from archive.addresses import path_to
from archive.models.articles import Article
from archive.models.merged import Mergeable, not_into_itself
from archive.models.places import Province
from archive.models.records import Records
from archive.quoting import between_marks


class Person(Mergeable):
    """Someone who speaks in reports, under one name; a merged person redirects to the one that stays."""

    name = models.CharField("نام", max_length=200, db_index=True)
    aliases = models.JSONField("نام‌های دیگر", default=list, blank=True)

    history = Records()

    class Meta:
        verbose_name = "شخص"
        verbose_name_plural = "اشخاص"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            not_into_itself("person"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("speaker", self.pk)


class Office(Mergeable):
    """A role in an organisation, whoever holds it."""

    role = models.CharField("سمت", max_length=200)
    organisation = models.CharField("سازمان", max_length=300, blank=True)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name="استان"
    )

    history = Records()

    class Meta:
        verbose_name = "سمت"
        verbose_name_plural = "سمت‌ها"
        ordering = ["role", "organisation"]
        constraints = [
            # Two constraints where one with NULLS NOT DISTINCT would do: SQLite does not know that.
            models.UniqueConstraint(
                fields=["role", "organisation", "province"],
                condition=Q(province__isnull=False),
                name="office_once_in_province",
            ),
            models.UniqueConstraint(
                fields=["role", "organisation"],
                condition=Q(province=None),
                name="office_once_without_province",
            ),
            models.CheckConstraint(condition=~Q(role=""), name="office_has_a_role"),
            not_into_itself("office"),
        ]

    def __str__(self) -> str:
        # «استاندار، استانداری یزد» says one thing twice: an office named after its role is enough.
        if self.organisation.startswith(f"{self.role}ی "):
            return f"{self.role} {self.organisation.removeprefix(f'{self.role}ی ')}"
        return f"{self.role} {self.organisation}".strip()

    def get_absolute_url(self) -> str:
        return path_to("office", self.pk)


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    """Verbs of voices."""

    def named(self) -> Self:
        """Voices whose person is known."""
        return self.exclude(person=None)


class Speaker(models.Model):
    """A voice in one report: a person, an office, or a person holding an office at that date."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="speakers", verbose_name="خبر")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="speakers", verbose_name="شخص"
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="speakers", verbose_name="سمت"
    )
    honorific = models.CharField("لقب", max_length=50, blank=True)
    as_printed = models.CharField("چنان‌که چاپ شده", max_length=500, blank=True)
    position = models.PositiveSmallIntegerField("ترتیب", default=0)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = "گوینده"
        verbose_name_plural = "گویندگان"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(office__isnull=False),
                name="speaker_is_somebody",
                violation_error_message="گوینده باید شخص یا سمت داشته باشد.",
            ),
            models.UniqueConstraint(
                fields=["article", "person"], condition=Q(person__isnull=False), name="speaker_person_once"
            ),
            models.UniqueConstraint(
                fields=["article", "office"], condition=Q(person=None), name="speaker_unnamed_office_once"
            ),
        ]

    def __str__(self) -> str:
        return "، ".join(str(part) for part in (self.person, self.office) if part)


class Part(models.TextChoices):
    """Which text of an article offsets count in."""

    KICKER = "kicker", "روتیتر"
    TITLE = "title", "تیتر"
    BODY = "body", "متن"
    TEXT = "text", "متن دریافتی"
    GIVEN = "given", "همراه خبر"


#: The texts that an article keeps, so that words can be cut out of them.
PRINTED_PARTS = {part.value: part.label for part in (Part.KICKER, Part.TITLE, Part.BODY)}


class QuotationKind(models.TextChoices):
    """How words are given."""

    DIRECT = "direct", "مستقیم"
    INDIRECT = "indirect", "غیرمستقیم"
    HEADLINE = "headline", "در تیتر"


class Quotation(models.Model):
    """Words of a report attributed to a voice; `start` and `end` cut them out of the article's part."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="quotations", verbose_name="خبر")
    speaker = models.ForeignKey(
        Speaker, models.SET_NULL, null=True, blank=True, related_name="quotations", verbose_name="گوینده"
    )
    kind = models.CharField(
        "گونه", max_length=10, choices=QuotationKind.choices, default=QuotationKind.DIRECT
    )
    verb = models.CharField("فعل", max_length=100, blank=True)
    part = models.CharField("جا", max_length=10, choices=PRINTED_PARTS, default=Part.BODY)
    start = models.PositiveIntegerField("آغاز")
    end = models.PositiveIntegerField("پایان")
    inferred = models.BooleanField("گوینده به قرینه", default=False)

    class Meta:
        verbose_name = "نقل‌قول"
        verbose_name_plural = "نقل‌قول‌ها"
        ordering = ["article", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=models.F("end")), name="quotation_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=QuotationKind.values), name="quotation_kind_known"),
            models.CheckConstraint(
                condition=Q(part__in=list(PRINTED_PARTS)), name="quotation_part_is_printed"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The words as printed."""
        return getattr(self.article, self.part)[self.start : self.end]

    @property
    def words(self) -> str:
        """The words as readers see them: whoever shows them puts «» around all but indirect ones."""
        return self.text if self.kind == QuotationKind.INDIRECT else between_marks(self.text)


class Figure(models.Model):
    """A number of a report with its unit and what it counts."""

    article = models.ForeignKey(
        Article, models.CASCADE, db_index=False, related_name="figures", verbose_name="خبر"
    )
    speaker = models.ForeignKey(
        Speaker, models.SET_NULL, null=True, blank=True, related_name="figures", verbose_name="گوینده"
    )
    value = models.DecimalField("مقدار", max_digits=30, decimal_places=6)
    upper = models.DecimalField("تا", max_digits=30, decimal_places=6, null=True, blank=True)
    unit = models.CharField("یکا", max_length=100, blank=True)
    subject = models.CharField("چه چیز", max_length=300, blank=True)
    part = models.CharField("جا", max_length=10, choices=PRINTED_PARTS, default=Part.BODY)
    start = models.PositiveIntegerField("آغاز")
    end = models.PositiveIntegerField("پایان")

    class Meta:
        verbose_name = "رقم"
        verbose_name_plural = "رقم‌ها"
        ordering = ["article", "start", "pk"]
        # Figures are counted, by unit and by report, without a look at the figures themselves.
        indexes = [
            models.Index(fields=["unit", "article", "value", "upper"], name="figure_by_unit"),
            models.Index(fields=["article", "unit", "value", "upper"], name="figure_by_article"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=models.F("end")), name="figure_not_empty"),
            models.CheckConstraint(condition=Q(part__in=list(PRINTED_PARTS)), name="figure_part_is_printed"),
            models.CheckConstraint(
                condition=Q(upper=None) | Q(upper__gte=models.F("value")), name="figure_upper_above_value"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The figure as printed."""
        return getattr(self.article, self.part)[self.start : self.end]
