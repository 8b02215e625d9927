"""A report as received, and as the archive understands it."""

from datetime import date
from hashlib import sha256
from typing import Self

from django.db import models
from django.utils import timezone

from archive.addresses import path_to
from archive.models.places import Place, Province
from archive.models.records import Records
from archive.models.sources import Industry, Source


class Original(models.Model):
    """The bytes as received. Never changed: a new version of a report is a new original."""

    sha256 = models.CharField("اثر انگشت", max_length=64, unique=True, editable=False)
    content = models.BinaryField("محتوا", editable=False)
    encoding = models.CharField("کدگذاری", max_length=20, editable=False)
    origin = models.CharField("از کجا", max_length=1000, blank=True, editable=False)
    received_at = models.DateTimeField("زمان دریافت", default=timezone.now, editable=False)

    history = Records(excluded_fields=["content"])

    class Meta:
        verbose_name = "متن دریافتی"
        verbose_name_plural = "متن‌های دریافتی"
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.origin or self.sha256[:12]

    def save(self, **kwargs: object) -> None:
        self.sha256 = sha256(self.content).hexdigest()
        super().save(**kwargs)

    @property
    def text(self) -> str:
        """The bytes as characters, nothing else changed."""
        return bytes(self.content).decode(self.encoding, errors="replace")


class Delivery(models.Model):
    """One run of `ingest` that brought articles; a later run that only updates them is none of theirs."""

    began_at = models.DateTimeField("زمان", default=timezone.now)
    origin = models.CharField("از کجا", max_length=1000, blank=True)

    class Meta:
        verbose_name = "دریافت"
        verbose_name_plural = "دریافت‌ها"
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.origin


class DatePrecision(models.TextChoices):
    """How much of a date is known; `published_on` is then the first day of the month or Jalali year."""

    DAY = "day", "روز"
    MONTH = "month", "ماه"
    YEAR = "year", "سال"
    UNKNOWN = "unknown", "نامعلوم"


class ReviewState(models.TextChoices):
    """Whether an editor has looked at the metadata."""

    UNREVIEWED = "unreviewed", "بازبینی‌نشده"
    REVIEWED = "reviewed", "بازبینی‌شده"
    DOUBTFUL = "doubtful", "نیازمند بررسی"


class ArticleQuerySet(models.QuerySet["Article"]):
    """The archive's verbs."""

    def published(self) -> Self:
        """What readers may see."""
        return self.filter(is_public=True)

    def between(self, first: date, last: date) -> Self:
        """Reports published from `first` to `last`, both included; those without a date are left out."""
        return self.filter(published_on__range=(first, last))

    def undated(self) -> Self:
        """Reports whose text tells no date."""
        return self.filter(published_on=None)

    def newest(self) -> Self:
        """By date, newest first, the undated last."""
        return self.order_by(models.F("published_on").desc(nulls_last=True), "-pk")

    def for_listing(self) -> Self:
        """With everything that a list of reports shows, in a fixed number of queries."""
        return self.select_related("source", "main_province").prefetch_related(
            "provinces", "speakers__person", "speakers__office"
        )

    def in_order_of(self, keys: list[int]) -> "list[Article]":
        """The reports with these keys, in their order; those that have gone are left out."""
        found = {article.pk: article for article in self.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


class Article(models.Model):
    """One report. Offsets everywhere are code points into `body`, which begins with the lead."""

    original = models.ForeignKey(
        Original,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="articles",
        verbose_name="متن دریافتی",
    )
    #: Which item of its origin this is ("id:…", "url:…", "file:…"): a corrected report updates itself.
    item_key = models.CharField("کلید", max_length=1000, unique=True, null=True, blank=True, editable=False)

    delivery = models.ForeignKey(
        Delivery,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="articles",
        verbose_name="دریافت",
    )

    kicker = models.CharField("روتیتر", max_length=500, blank=True)
    title = models.CharField("تیتر", max_length=1000, blank=True)
    body = models.TextField("متن", blank=True)
    lead_end = models.PositiveIntegerField("پایان لید", default=0, editable=False)
    footer = models.CharField("پایانه", max_length=500, blank=True)

    published_on = models.DateField("تاریخ انتشار", null=True, blank=True)
    date_precision = models.CharField(
        "دقت تاریخ", max_length=10, choices=DatePrecision.choices, default=DatePrecision.UNKNOWN
    )
    date_as_printed = models.CharField("تاریخ چاپ‌شده", max_length=100, blank=True)

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="منبع"
    )
    source_branch = models.CharField("دفتر", max_length=200, blank=True)
    source_via = models.CharField("به نقل از", max_length=300, blank=True)
    reporter = models.CharField("خبرنگار", max_length=200, blank=True)
    url = models.URLField("نشانی خبر", max_length=1000, blank=True)

    dateline = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="شهر خبر"
    )
    main_province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="استان اصلی",
    )
    provinces = models.ManyToManyField(Province, blank=True, related_name="articles", verbose_name="استان‌ها")
    industries = models.ManyToManyField(Industry, blank=True, related_name="articles", verbose_name="صنعت‌ها")

    review_state = models.CharField(
        "بازبینی", max_length=20, choices=ReviewState.choices, default=ReviewState.UNREVIEWED
    )
    #: Hundredths of doubtful facts, derived by archive.doubt: editors begin with the most doubtful.
    doubt = models.PositiveSmallIntegerField("تردید", default=400, editable=False)
    is_public = models.BooleanField("همگانی", default=True, help_text="خوانندگان این خبر را می‌بینند")
    created_at = models.DateTimeField("افزوده در", auto_now_add=True)
    updated_at = models.DateTimeField("دگرگون در", auto_now=True)

    # The text is the original's and no editor's; a copy in every row of history would say nothing.
    history = Records(
        excluded_fields=[
            *("item_key", "delivery", "body", "lead_end", "footer", "doubt", "created_at", "updated_at")
        ]
    )
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "خبر"
        verbose_name_plural = "خبرها"
        ordering = ["-pk"]
        permissions = [("publish_article", "نشان دادن به خوانندگان و پنهان کردن")]
        constraints = [
            # Pages and files link to it, and «javascript:…» is an address too.
            models.CheckConstraint(
                condition=models.Q(url="")
                | models.Q(url__startswith="http://")
                | models.Q(url__startswith="https://"),
                name="article_url_is_of_the_web",
                violation_error_message="نشانی خبر با http:// یا https:// آغاز می‌شود.",
            ),
            models.CheckConstraint(
                condition=models.Q(published_on=None, date_precision=DatePrecision.UNKNOWN)
                | models.Q(published_on__isnull=False)
                & models.Q(date_precision__in=[DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR]),
                name="article_date_and_precision_agree",
                violation_error_message="تاریخ و دقت تاریخ با هم نمی‌خوانند.",
            ),
            models.CheckConstraint(
                condition=models.Q(review_state__in=ReviewState.values), name="article_review_state_known"
            ),
        ]
        indexes = [
            # The desk's order, with what its filters ask: a filter that few pass need not read the articles.
            models.Index(
                fields=[
                    *("-doubt", "-id", "published_on", "main_province", "source"),
                    *("review_state", "is_public", "delivery"),
                ],
                name="article_most_doubtful",
            ),
            # With what the map of the site tells of a report, which then need not be read.
            models.Index(
                fields=["published_on", "-doubt", "-id", "is_public", "updated_at"], name="article_by_date"
            ),
            models.Index(fields=["main_province", "-doubt", "-id"], name="article_by_province"),
            models.Index(fields=["review_state", "-doubt", "-id"], name="article_by_review"),
            # Few are withheld, and to look for them in all of a large table is slow.
            models.Index(fields=["id"], condition=models.Q(is_public=False), name="article_withheld"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return path_to("article", self.pk)

    @property
    def headline(self) -> str:
        """The title, or where the report has none, how its text begins."""
        return self.title or self.beginning or "بی‌عنوان"

    @property
    def beginning(self) -> str:
        """The first words of the body, whole words, at most 90 characters."""
        first_line = self.body.strip().partition("\n")[0]
        if len(first_line) <= 90:
            return first_line
        return first_line[:90].rpartition(" ")[0] + "…"

    @property
    def lead(self) -> str:
        """The part of the body that sums the report up."""
        return self.body[: self.lead_end].strip()
