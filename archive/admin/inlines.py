"""The voices, quotations and figures of an article, edited with it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Max, QuerySet
from django.http import HttpRequest

from archive.admin.choosing import PlaceField, place_in, read_voice
from archive.admin.merging import MergingForm
from archive.admin.widgets import CalmWidgets
from archive.forms import NumberField
from archive.models import Article, Figure, Office, Person, Quotation, Speaker
from archive.naming import EditorsRegistry


class PartOfArticle(CalmWidgets):
    """Rows that belong to their article: who may see or change it may see or change them."""

    form = MergingForm
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return request.user.has_perm("archive.view_article") or self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return request.user.has_perm("archive.change_article")

    has_add_permission = has_delete_permission = has_change_permission


class VoiceForm(MergingForm):
    """A voice; of a new one the words as printed are enough, the rules read who that is."""

    place = PlaceField(required=False)
    #: In whose name a person or an office that is not known yet is added; the inline knows.
    editor: AbstractBaseUser

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("place", None)

    def clean(self) -> dict[str, Any]:
        """Read the words where neither person nor office is chosen."""
        told = super().clean()
        words = told.get("as_printed", "")
        if self.errors or told.get("person") or told.get("office") or not words:
            return told
        try:
            read = read_voice(words, EditorsRegistry(self.editor))
        except ValueError as error:
            self.add_error("as_printed", str(error))
            return told
        told["person"] = Person.objects.filter(pk=read["person"]).first()
        told["office"] = Office.objects.filter(pk=read["office"]).first()
        told["honorific"] = told.get("honorific") or read["honorific"]
        return told


class VoicesFormSet(forms.BaseInlineFormSet):
    """The voices of one article, in the order in which they speak."""

    def clean(self) -> None:
        """Refuse a voice that another row already is: the database would, and not in Persian."""
        taken = {_identity(speaker): speaker.pk for speaker in self.instance.speakers.all()}
        for form in self.forms:
            if form in self.deleted_forms or not form.has_changed() or form.errors:
                continue
            speaker = form.instance
            if taken.setdefault(_identity(speaker), speaker.pk or id(form)) != (speaker.pk or id(form)):
                form.add_error(None, "این گوینده در ردیف دیگری هست؛ نخست آن ردیف را حذف و ذخیره کنید.")

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Speaker:
        """A voice that an editor adds comes after the others."""
        last = self.instance.speakers.aggregate(last=Max("position"))["last"]
        form.instance.position = 0 if last is None else last + 1
        return super().save_new(form, commit)


def _identity(speaker: Speaker) -> tuple[int | None, int | None]:
    """What may stand only once in an article: a person, or an office whose holder is not named."""
    return speaker.person_id, None if speaker.person_id else speaker.office_id


class SpeakerInline(PartOfArticle, admin.StackedInline):
    """Who speaks: a person, an office, or both."""

    model = Speaker
    form = VoiceForm
    formset = VoicesFormSet
    autocomplete_fields = ["person", "office"]
    fields = [("person", "office"), ("honorific", "as_printed")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        return super().get_queryset(request).select_related("person", "office__province")

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.editor = request.user
        return formset


class SpokenFormSet(forms.BaseInlineFormSet):
    """Rows of one article, each of which may name one of its voices."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Offer the article's voices, asked for once and not once a row."""
        super().add_fields(form, index)
        if "speaker" in form.fields:
            form.fields["speaker"].queryset = Speaker.objects.filter(article=self.instance)
            form.fields["speaker"].choices = self._voices()

    def _voices(self) -> list[tuple[Any, str]]:
        if not hasattr(self, "_voice_choices"):
            voices = self.instance.speakers.select_related("person", "office")
            names = ((voice.pk, str(voice.person or voice.office)) for voice in voices)
            self._voice_choices = [("", "—"), *names]
        return self._voice_choices


class PassageForm(MergingForm):
    """Words of the text and what they are; a new row says where the words stand, an old one stays there."""

    place = PlaceField(error_messages={"required": "نخست واژه‌ها را در متن برگزینید."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("place", None)

    def clean(self) -> dict[str, Any]:
        """Find the chosen words in the text as it is now."""
        told = super().clean()
        if chosen := told.get("place"):
            place = place_in(self.instance.article, chosen)
            if place is None:
                self.add_error(None, "متن خبر در این میان عوض شده و این واژه‌ها دیگر در آن نیست.")
            for name, value in (place or {}).items():
                setattr(self.instance, name, value)
        return told


class Spoken(PartOfArticle):
    """Words of the text that a voice may have said; they are marked where they stand, never retyped.

    New ones are chosen in the text, by script.
    """

    form = PassageForm
    formset = SpokenFormSet
    classes = ["collapse"]
    ordering = ["part", "start"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        # `text` cuts the words out of the article.
        return super().get_queryset(request).select_related("article")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "speaker":
            field.widget.can_add_related = field.widget.can_change_related = False
        return field


class QuotationInline(Spoken, admin.StackedInline):
    """What was said, by whom."""

    model = Quotation
    fields = [("speaker", "kind", "verb", "inferred")]


class FigureForm(PassageForm):
    """A figure, its numbers typed as Iran writes them."""

    class Meta:
        model = Figure
        fields = ()
        field_classes = {"value": NumberField, "upper": NumberField}


class FigureInline(Spoken, admin.StackedInline):
    """How much of what, according to whom."""

    model = Figure
    form = FigureForm
    fields = [("value", "upper", "unit"), ("subject", "speaker")]
