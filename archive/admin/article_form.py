"""The form in which an article's metadata is corrected."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from archive.admin.evidence import decisions, reasons
from archive.admin.merging import MergingForm
from archive.editing import provinces_with
from archive.forms import JalaliDateField
from archive.models import Article, DatePrecision, Evidence
from archive.persian.dates import PartialDate, Precision


class ArticleForm(MergingForm):
    """An article's fields, each with the reason for its value; the date is typed as Iran writes it."""

    published_on = JalaliDateField(label="تاریخ انتشار", required=False)
    given_back = forms.MultipleChoiceField(
        label="به قاعده‌ها بازگردد",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="آنچه ویراستاری تعیین کرده است هیچ قاعده‌ای تغییر نمی‌دهد، مگر آن را این‌جا بازگردانید.",
    )

    class Meta:
        model = Article
        fields = ()  # The admin names those that the user may see.

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        self.evidence = list(Evidence.objects.filter(article=self.instance).select_related("editor"))
        if "published_on" in self.fields:  # Those who may only look get a form without fields.
            self.initial["published_on"] = _date_of(self.instance)
            self.fields["given_back"].choices = decisions(self.evidence)
        lines = self._lines()
        for name, line in lines.items():
            if name in self.fields:
                self.fields[name].help_text = line
        #: What is told under rows: why voices are there; passages are marked, so only who decided them.
        decided = {row.field for row in self.evidence if row.editor_id}
        self.reasons_of_rows = {name: lines[name] for name in lines if name in decided | {"speakers"}}

    def clean(self) -> dict[str, Any]:
        """Take the typed date apart, and keep the main province among the provinces."""
        cleaned = super().clean()
        if isinstance(cleaned.get("published_on"), PartialDate):
            date, precision = cleaned["published_on"]
            cleaned["published_on"] = date
            self.instance.date_precision = DatePrecision(precision)
        where = {"main_province", "provinces"}
        if where & set(self.changed_data) and where <= cleaned.keys():
            # The one that it replaces goes if nobody chose it.
            before = None if "provinces" in self.changed_data else self.initial.get("main_province")
            main, provinces = cleaned["main_province"], [province.pk for province in cleaned["provinces"]]
            cleaned["provinces"] = provinces_with(main and main.pk, before, provinces)
        return cleaned

    def _lines(self) -> dict[str, SafeString]:
        """What is told beneath each field; the date's in both calendars and as printed."""
        lines = reasons(self.instance, self.evidence)
        context = {"article": self.instance, "reasons": lines.get("published_on", "")}
        return {**lines, "published_on": render_to_string("admin/archive/article/date.html", context)}


def _date_of(article: Article) -> PartialDate:
    return PartialDate(article.published_on, Precision(article.date_precision))
