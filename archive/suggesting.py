"""What a reader may say about a report: a quiet form for each field, its limits, what is kept of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

from archive.forms import TidyField
from archive.models import Article, ReaderSuggestion
from archive.standing import ROWS, standing, words_of_row
from archive.visitors import address_of

#: How a value is written so that an editor accepts it with one click.
EXAMPLES = {
    "published_on": "مانند ۸ اردیبهشت ۱۳۹۵ یا 2016-04-27",
    "main_province": "نام یک استان",
    "provinces": "نام استان‌ها، با «،» میانشان",
    "industries": "نام صنعت‌ها، با «،» میانشان",
    "dateline": "نام شهر",
    "source": "نام خبرگزاری، روزنامه یا پایگاه",
    "speakers": "هر گوینده در یک سطر: نام، سمت",
    "quotations": "کدام نقل‌قول، و چه باید باشد",
    "figures": "کدام رقم، و چه باید باشد",
}
#: Their present value stands in the form to be mended; the others are short enough to be written anew.
_MENDED = ("title", "kicker", "speakers")
_MOST_WAITING = 50


class Patience(AnonRateThrottle):
    """How many suggestions one address may send; counted in Django's cache."""

    scope = "suggestions"

    def get_cache_key(self, request: HttpRequest) -> str:
        """By the address that limits go by everywhere."""
        return self.cache_format % {"scope": self.scope, "ident": address_of(request)}


class SuggestionForm(forms.ModelForm):
    """A proposal for one field. `website` is a trap: people do not see it, programs fill it in."""

    website = forms.CharField(required=False)

    class Meta:
        model = ReaderSuggestion
        fields = ("proposed", "note")
        field_classes = {"proposed": TidyField, "note": TidyField}

    def __init__(self, *args: Any, stood: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stood = stood
        field = self.instance.field
        proposed, note = self.fields["proposed"], self.fields["note"]
        proposed.label, proposed.help_text = "چه باید باشد؟", EXAMPLES.get(field, "")
        note.label, note.help_text = "از کجا می‌دانید؟", "اگر بخواهید؛ مانند بند خبر یا نشانی صفحه‌ای"
        for each in (proposed, note):
            each.widget = forms.Textarea(attrs={"rows": 3, "maxlength": each.max_length, "dir": "auto"})
        proposed.widget.attrs["aria-describedby"] = "id_proposed_helptext"
        note.widget.attrs["aria-describedby"] = "id_note_helptext"
        if field in _MENDED:
            proposed.initial = stood

    def clean_proposed(self) -> str:
        """Something else than what stands."""
        proposed = self.cleaned_data["proposed"].strip()
        if proposed == self.stood.strip():
            raise ValidationError("همین اکنون هم همین است.")
        return proposed

    @property
    def is_trapped(self) -> bool:
        """Whether no person filled it in."""
        return bool(self.cleaned_data.get("website"))


def as_lines(article: Article, field: str) -> str:
    """The value of a field as a reader sees and writes it: voices one a line."""
    stand = standing([article])[article.pk][field]
    return "\n".join(map(words_of_row, stand["value"])) if field in ROWS else stand["words"]


def keep(suggestion: ReaderSuggestion) -> None:
    """Store it, unless it waits already, or more wait for its report than anybody will read."""
    waiting = ReaderSuggestion.objects.waiting().filter(article=suggestion.article)
    same = {"field": suggestion.field, "proposed": suggestion.proposed}
    if not waiting.filter(**same).exists() and waiting.count() < _MOST_WAITING:
        suggestion.save()
