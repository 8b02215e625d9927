"""One change to many articles at once: what was to change, what did, and how it can be undone."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from archive.models.articles import Article

#: How long a batch can be undone.
UNDONE_WITHIN = timedelta(days=30)


class BatchState(models.TextChoices):
    """How far a batch is; between two states some of its changes are made and others wait."""

    DRAFT = "draft", "پیش‌نمایش"
    APPLYING = "applying", "در حال انجام"
    APPLIED = "applied", "انجام‌شده"
    UNDOING = "undoing", "در حال بازگشت"
    UNDONE = "undone", "بازگردانده"


class Batch(models.Model):
    """A change that an editor makes to many articles; nothing happens to them while it is a draft."""

    title = models.CharField("تغییر", max_length=300)
    #: The question whose articles these are, or the name of the table that they came in.
    origin = models.CharField("از کجا", max_length=2000, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ویراستار"
    )
    state = models.CharField(
        "وضعیت", max_length=10, choices=BatchState.choices, default=BatchState.DRAFT, db_index=True
    )
    made_at = models.DateTimeField("زمان", default=timezone.now)
    applied_at = models.DateTimeField("انجام در", null=True, blank=True)

    class Meta:
        verbose_name = "ویرایش گروهی"
        verbose_name_plural = "ویرایش‌های گروهی"
        ordering = ["-pk"]
        # Who may change articles may change many.
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("admin:archive_batch_change", args=[self.pk])

    @property
    def may_be_undone(self) -> bool:
        """Whether it is applied, and not too long ago."""
        return self.state == BatchState.APPLIED and timezone.now() - self.applied_at < UNDONE_WITHIN

    @property
    def is_running(self) -> bool:
        """Whether some of its changes are made, or undone, and others not yet."""
        return self.state in (BatchState.APPLYING, BatchState.UNDOING)


class ChangeState(models.TextChoices):
    """What became of one article's change."""

    WAITING = "waiting", "در انتظار"
    REFUSED = "refused", "ناشدنی"
    DONE = "done", "انجام شد"
    OVERTAKEN = "overtaken", "پیش از آن ویرایش شده بود"
    UNDONE = "undone", "بازگشت"
    LEFT = "left", "پس از آن ویرایش شده بود و ماند"


class BatchChangeQuerySet(models.QuerySet["BatchChange"]):
    """Verbs of a batch's changes."""

    def waiting(self) -> Self:
        """Those still to be made."""
        return self.filter(state=ChangeState.WAITING)

    def done(self) -> Self:
        """Those made and not undone."""
        return self.filter(state=ChangeState.DONE)


class BatchChange(models.Model):
    """What a batch changes in one article: values by field as archive.bulk.values reads them."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="changes", verbose_name="ویرایش گروهی")
    article = models.ForeignKey(Article, models.CASCADE, related_name="batch_changes", verbose_name="خبر")
    before = models.JSONField("پیش‌تر", default=dict)
    after = models.JSONField("اکنون", default=dict)
    #: The reasons that the change took away, to be brought back by undoing it.
    reasons = models.JSONField(default=list)
    #: Keys of the evidence that the change left: while it stands, nobody has decided anew.
    decided = models.JSONField(default=list)
    state = models.CharField("چه شد", max_length=10, choices=ChangeState.choices, default=ChangeState.WAITING)
    note = models.CharField("دلیل", max_length=300, blank=True)

    objects = BatchChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "تغییر"
        verbose_name_plural = "تغییرها"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["batch", "article"], name="batch_changes_an_article_once")
        ]
        indexes = [models.Index(fields=["batch", "state"])]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.get_state_display()}"
