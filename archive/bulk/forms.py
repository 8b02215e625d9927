"""The form that says what is to become of many articles at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model

from archive.bulk import edits
from archive.bulk.batches import MOST
from archive.bulk.edits import Edit
from archive.bulk.tables import Reading, from_table
from archive.forms import JalaliDateField
from archive.models import Article, Industry, ReviewState, Speaker
from archive.persian.dates import PartialDate, Precision, format_jalali

Cleaned = dict[str, Any]
#: Bytes of a table that comes in.
LARGEST_TABLE = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to change articles: what it needs to know, and the edit that it makes."""

    key: str
    group: str
    label: str
    needs: tuple[str, ...]
    make: Callable[[Cleaned], Edit]
    permission: str = "archive.change_article"


_NO_DATE = PartialDate(None, Precision.UNKNOWN)
_PUBLISH = "archive.publish_article"

KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "main_province",
            "استان",
            "استان اصلی شود",
            ("province",),
            lambda told: edits.set_main_province(f"استان اصلی: {told['province']}", told["province"].pk),
        ),
        Kind(
            "add_province",
            "استان",
            "به استان‌ها افزوده شود",
            ("province",),
            lambda told: edits.add_key(f"افزودن استان {told['province']}", "provinces", told["province"].pk),
        ),
        Kind(
            "remove_province",
            "استان",
            "از استان‌ها برداشته شود",
            ("province",),
            lambda told: edits.remove_province(f"برداشتن استان {told['province']}", told["province"].pk),
        ),
        Kind(
            "source",
            "منبع",
            "منبع همه شود",
            ("source",),
            lambda told: edits.set_value(f"منبع: {told['source']}", "source", told["source"].pk),
        ),
        Kind(
            "no_source",
            "منبع",
            "منبع نامعلوم شود",
            (),
            lambda told: edits.set_value("منبع نامعلوم", "source", None),
        ),
        Kind(
            "add_industry",
            "صنعت",
            "به صنعت‌ها افزوده شود",
            ("industry",),
            lambda told: edits.add_key(f"افزودن صنعت {told['industry']}", "industries", told["industry"].pk),
        ),
        Kind(
            "remove_industry",
            "صنعت",
            "از صنعت‌ها برداشته شود",
            ("industry",),
            lambda told: edits.remove_key(
                f"برداشتن صنعت {told['industry']}", "industries", told["industry"].pk
            ),
        ),
        Kind(
            "date",
            "تاریخ انتشار",
            "تاریخ همه شود",
            ("date",),
            lambda told: edits.set_date(f"تاریخ: {format_jalali(*told['date'])}", told["date"]),
        ),
        Kind(
            "no_date",
            "تاریخ انتشار",
            "تاریخ نامعلوم شود",
            (),
            lambda told: edits.set_date("تاریخ نامعلوم", _NO_DATE),
        ),
        Kind(
            "person",
            "گوینده",
            "یک شخص جای دیگری بنشیند",
            ("person", "new_person"),
            lambda told: edits.replace_person(
                f"{told['new_person']} به جای {told['person']}", told["person"].pk, told["new_person"].pk
            ),
        ),
        Kind(
            "office",
            "گوینده",
            "یک سمت جای دیگری بنشیند",
            ("office", "new_office"),
            lambda told: edits.replace_office(
                f"{told['new_office']} به جای {told['office']}", told["office"].pk, told["new_office"].pk
            ),
        ),
        Kind(
            "review_state",
            "بازبینی",
            "وضعیت بازبینی شود",
            ("review_state",),
            lambda told: edits.set_value(
                f"بازبینی: {ReviewState(told['review_state']).label}", "review_state", told["review_state"]
            ),
        ),
        Kind(
            "publish",
            "نمایش",
            "به خوانندگان نشان داده شود",
            (),
            lambda told: edits.set_value("نشان دادن به خوانندگان", "is_public", True),
            _PUBLISH,
        ),
        Kind(
            "withhold",
            "نمایش",
            "از خوانندگان پنهان شود",
            (),
            lambda told: edits.set_value("پنهان کردن از خوانندگان", "is_public", False),
            _PUBLISH,
        ),
    )
}


def _named(model: type[Model], name: str, label: str) -> forms.ModelChoiceField:
    """A name chosen by typing it, in any spelling."""
    column = model._meta.get_field(name)
    names = column.remote_field.model.objects
    widget = AutocompleteSelect(column, admin.site, attrs={"data-placeholder": "—"})
    return forms.ModelChoiceField(names.all(), label=label, required=False, widget=widget)


class BulkForm(forms.Form):
    """What to change, chosen among those kinds that the editor may, and what to change it to."""

    change = forms.ChoiceField(label="چه شود", error_messages={"required": "بگویید چه تغییر کند."})
    date = JalaliDateField(label="تاریخ", required=False)
    review_state = forms.ChoiceField(label="وضعیت", choices=[("", "—"), *ReviewState.choices], required=False)

    def __init__(self, editor: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model, column, label in (
            ("province", Article, "main_province", "استان"),
            ("source", Article, "source", "منبع"),
            ("industry", Industry, "parent", "صنعت"),
            ("person", Speaker, "person", "این شخص"),
            ("new_person", Speaker, "person", "شود این شخص"),
            ("office", Speaker, "office", "این سمت"),
            ("new_office", Speaker, "office", "شود این سمت"),
        ):
            self.fields[name] = _named(model, column, label)
        self.kinds = [kind for kind in KINDS.values() if editor.has_perm(kind.permission)]
        self.fields["change"].choices = [(kind.key, kind.label) for kind in self.kinds]

    def clean(self) -> Cleaned:
        """Ask for what the chosen kind needs."""
        told = super().clean()
        kind = KINDS.get(told.get("change"))
        for name in kind.needs if kind else ():
            value = told.get(name)
            if name not in self.errors and (not value or value == _NO_DATE):
                self.add_error(name, "این را بنویسید.")
        return told

    @property
    def edit(self) -> Edit:
        """The edit that was asked for; of a valid form."""
        return KINDS[self.cleaned_data["change"]].make(self.cleaned_data)

    def groups(self) -> list[dict[str, Any]]:
        """The kinds as the page shows them: those that need the same stand together."""
        groups: dict[str, dict[str, Any]] = {}
        for kind in self.kinds:
            group = groups.setdefault(kind.group, {"label": kind.group, "kinds": [], "fields": {}})
            group["kinds"].append(
                {"key": kind.key, "label": kind.label, "chosen": self["change"].value() == kind.key}
            )
            group["fields"].update({name: self[name] for name in kind.needs})
        return list(groups.values())


class TableForm(forms.Form):
    """A table of articles; its rows are checked when the form is."""

    table = forms.FileField(
        label="جدول (CSV یا XLSX)",
        error_messages={"required": "جدولی برگزینید.", "empty": "این پرونده تهی است."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    reading: Reading

    def clean_table(self) -> UploadedFile:
        """Read it. Raises ValidationError when it is no table of articles."""
        file: UploadedFile = self.cleaned_data["table"]
        suffix = file.name.rpartition(".")[2].lower()
        if suffix not in ("csv", "xlsx"):
            raise ValidationError("جدول باید CSV یا XLSX باشد.")
        if file.size > LARGEST_TABLE:
            raise ValidationError("جدول از ۵ مگابایت بزرگ‌تر است؛ آن را چند تکه کنید.")
        try:
            self.reading = from_table(file.read(), suffix)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if self.reading.total > MOST:
            raise ValidationError("جدول بیش از ۱۰٬۰۰۰ ردیف دارد؛ آن را چند تکه کنید.")
        return file
