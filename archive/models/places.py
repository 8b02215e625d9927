"""Provinces, counties and cities."""

from django.db import models

from archive.addresses import path_to
from archive.models.records import Records


class Province(models.Model):
    """One of the 31 provinces, keyed by its ASCII slug because ISO codes were renumbered in 2020."""

    slug = models.SlugField("نشانی", primary_key=True)
    iso = models.CharField("کد ایزو", max_length=5, unique=True, help_text="ISO 3166-2:IR، ویراست ۲۰۲۰")
    name = models.CharField("نام", max_length=50, unique=True)

    class Meta:
        verbose_name = "استان"
        verbose_name_plural = "استان‌ها"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(iso__regex=r"^IR-[0-9]{2}$"), name="province_iso_form")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("province", self.slug)


class PlaceKind(models.TextChoices):
    """What a place is; a county and its city of the same name are one place."""

    CAPITAL = "capital", "مرکز استان"
    COUNTY = "county", "شهرستان"
    CITY = "city", "شهر"
    ISLAND = "island", "جزیره"
    PORT = "port", "بندر"
    BORDER = "border", "گذرگاه مرزی"
    WORKS = "works", "منطقهٔ صنعتی"


class Place(models.Model):
    """A county, a city, an island, a port or a crossing, in its province."""

    kind = models.CharField("گونه", max_length=10, choices=PlaceKind.choices)
    name = models.CharField("نام", max_length=100, db_index=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="places", verbose_name="استان")
    latitude = models.FloatField("عرض جغرافیایی", null=True, blank=True)
    longitude = models.FloatField("طول جغرافیایی", null=True, blank=True)

    history = Records()

    class Meta:
        verbose_name = "جا"
        verbose_name_plural = "جاها"
        ordering = ["name", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "province"], name="place_once_in_province"),
            models.CheckConstraint(condition=models.Q(kind__in=PlaceKind.values), name="place_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()}، {self.province})"
