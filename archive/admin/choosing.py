"""Words that an editor chose in a report: where they stand, and what date, voice or figure they tell."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from archive.editing import Place
from archive.forms import NumberField
from archive.ingest.describe import describe_text
from archive.ingest.describe.places import province_of_text
from archive.ingest.record import placed
from archive.ingest.registry import Registry
from archive.models import Article, Office, Person, Province
from archive.persian.dates import format_jalali, parse_date
from archive.persian.spelling import clean

#: Fields of one value for which words can be chosen.
PLACED = ("published_on", "main_province")
#: Longer words are no name and no date.
LONGEST = 300


class PlaceField(forms.JSONField):
    """Where chosen words stand, as the page's script tells it: part, start, and the words themselves."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[str, Any] | None:
        """The part, start and words. Raises ValidationError when they make no sense."""
        told = super().clean(value)
        if told is None:
            return None
        shapes = {"part": str, "start": int, "words": str}
        if not isinstance(told, dict) or any(not isinstance(told.get(k), t) for k, t in shapes.items()):
            raise ValidationError("جای واژه‌ها خوانده نشد؛ دوباره برگزینیدشان.")
        return {name: told[name] for name in shapes}


def place_in(article: Article, told: dict[str, Any]) -> Place | None:
    """Where chosen words stand in the article as it is now; None where they no longer do."""
    found = placed(article, told["part"], told["words"], max(told["start"], 0))
    return Place(part=told["part"], start=found[0], end=found[1]) if found else None


def chosen_places(request: HttpRequest, article: Article) -> dict[str, list[Place]]:
    """For fields that hold one value, the words that were chosen for them in the page that was sent."""
    places: dict[str, list[Place]] = {}
    for name in PLACED:
        try:
            told = PlaceField(required=False).clean(request.POST.get(f"place-{name}", ""))
        except ValidationError:
            continue  # The value itself is in its field; only the words that tell it are lost.
        if told and (place := place_in(article, told)):
            places[name] = [place]
    return places


def chosen_rows(article: Article, formsets: Iterable[BaseFormSet]) -> dict[str, list[Place]]:
    """For voices, quotations and figures, the words that were chosen for new rows."""
    places: dict[str, list[Place]] = {}
    for formset in formsets:
        told = [form.cleaned_data.get("place") for form in formset.forms if form not in formset.deleted_forms]
        if found := [place for each in told if each and (place := place_in(article, each))]:
            places[formset.prefix] = found
    return places


class Choosing:
    """A ModelAdmin that reads the words that an editor chose, by the rules that read reports."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.words_view))
        return [path("words/", view, name="archive_article_words"), *super().get_urls()]

    def words_view(self, request: HttpRequest) -> JsonResponse:
        """What the words say; {"error": …} where they say nothing of the kind."""
        if not self.has_change_permission(request):
            return JsonResponse({"error": "اجازه ندارید."}, status=403)
        words, read = clean(request.GET.get("words", ""))[:LONGEST], READERS.get(request.GET.get("as", ""))
        try:
            said = read(words) if read else {"error": "چنین خواندنی نیست."}
        except ValueError as error:
            said = {"error": str(error)}
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def _date(words: str) -> dict[str, Any]:
    date = parse_date(words)
    if date.date is None:
        raise ValueError("در این واژه‌ها تاریخی نیست.")
    return {"text": format_jalali(*date)}


def _province(words: str) -> dict[str, Any]:
    slug = province_of_text(words)
    province = Province.objects.filter(slug=slug).first() if slug else None
    if province is None:
        raise ValueError("این واژه‌ها نام استانی یا جایی در یک استان نیست.")
    return {"id": province.pk, "text": province.name}


def _figure(words: str) -> dict[str, Any]:
    figures = describe_text(words).figures
    if not figures:
        raise ValueError("در این واژه‌ها رقمی نیست.")
    said = figures[0]
    numbers = {name: getattr(said, name) for name in ("value", "upper")}
    written = {
        name: "" if number is None else NumberField().prepare_value(NumberField().to_python(str(number)))
        for name, number in numbers.items()
    }
    return {**written, "unit": said.unit, "subject": said.subject}


def _voice(words: str) -> dict[str, Any]:
    voice = read_voice(words, Registry(may_add=False))
    return {
        "person": _option(Person, voice["person"]),
        "office": _option(Office, voice["office"]),
        "honorific": voice["honorific"],
    }


READERS = {"date": _date, "province": _province, "figure": _figure, "voice": _voice}


def read_voice(words: str, registry: Registry) -> dict[str, Any]:
    """The keys of the person and the office that words name, and the honorific.

    Raises ValueError with a reason in Persian when the words name nobody.
    """
    # The rules find voices by what they do, so these words speak.
    said = next(iter(describe_text(f"{words} گفت: «صادرات بیشتر شد.»").speakers), None)
    if said is None or not (said.name or said.role or said.organisation):
        raise ValueError("در این واژه‌ها نام یا سمتی شناخته نشد.")
    person = registry.person(said.name)
    office = registry.office(said.role, said.organisation, said.province)
    return {"person": person, "office": office, "honorific": said.honorific}


def _option(model: type[Person | Office], key: int | None) -> dict[str, Any] | None:
    row = model.objects.filter(pk=key).first() if key else None
    return {"id": row.pk, "text": str(row)} if row else None
