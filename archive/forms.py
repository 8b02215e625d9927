"""Form fields of our own."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from archive.persian.dates import JALALI_YEARS, PartialDate, format_jalali, jalali_year_month, parse_date
from archive.persian.spelling import clean, fold


class TidyField(forms.CharField):
    """A text without what nobody can see or store: what is pasted may bring marks that hide words."""

    def to_python(self, value: str | None) -> str:
        """What can be seen of it."""
        return clean(super().to_python(value))


class JalaliDateField(forms.Field):
    """A date typed in any form that `parse_date` reads, or nothing; cleans to a PartialDate.

    Its initial value is a PartialDate too, and is shown in Jalali words.
    """

    widget = forms.TextInput

    def prepare_value(self, value: PartialDate | str | None) -> str:
        """The date in Jalali words; what was typed stays as it was typed."""
        if not isinstance(value, PartialDate):
            return value or ""
        # Days so far off that `parse_date` would not believe their Jalali year are shown as they are stored.
        far = value.date and jalali_year_month(value.date)[0] not in JALALI_YEARS
        return value.date.isoformat() if far else format_jalali(*value)

    def to_python(self, value: PartialDate | str | None) -> PartialDate:
        """Read what was typed. Raises ValidationError with the reason in Persian."""
        if isinstance(value, PartialDate):
            return value
        try:
            return parse_date(value or "")
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial: PartialDate | None, data: str | None) -> bool:
        """Whether another date was typed; «۸ اردیبهشت ۹۵» and 2016-04-27 are the same."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """An example in the empty field; the browser is not asked to remember dates."""
        return {"placeholder": "مانند ۸ اردیبهشت ۱۳۹۵", "autocomplete": "off"}


class NumberField(forms.DecimalField):
    """A number typed with any digits and separators: «۵٬۷۰۰٫۵» and 5700.5 are the same."""

    widget = forms.TextInput

    def prepare_value(self, value: Decimal | str | None) -> str | None:
        """The number without idle zeros; what was typed stays as it was typed."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Decimal | str | None) -> Decimal | None:
        """Read what was typed. Raises ValidationError when it is no number."""
        return super().to_python(fold(value).replace(",", "") if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Telephones offer their digits."""
        return {"inputmode": "decimal", "autocomplete": "off"}
