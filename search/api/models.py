"""Editors' tokens: what a program shows instead of a password. Only their digests are kept."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

_PREFIX = "rasteh_"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Verbs of tokens."""

    def for_editors(self) -> Self:
        """Tokens of people who may still enter the desk."""
        return self.filter(user__is_active=True, user__is_staff=True)

    def named_by(self, token: str) -> "ApiToken | None":
        """The one that a program shows."""
        return self.for_editors().select_related("user").filter(digest=digest_of(token)).first()


class ApiToken(models.Model):
    """One program's key to what its editor may do."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name="ویراستار"
    )
    name = models.CharField("برنامه", max_length=100)
    digest = models.CharField("اثر انگشت", max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("ساخته در", default=timezone.now, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "نشانهٔ دسترسی"
        verbose_name_plural = "نشانه‌های دسترسی"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="api_token_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.name}"


def make_token(user: models.Model, name: str) -> str:
    """A new token, shown this once. An older one of the same name ends."""
    token = _PREFIX + token_urlsafe(32)
    ApiToken.objects.update_or_create(
        user=user, name=name, defaults={"digest": digest_of(token), "created_at": timezone.now()}
    )
    return token


def digest_of(token: str) -> str:
    """A token is long and random: a plain hash of it tells nothing."""
    return sha256(token.encode()).hexdigest()
