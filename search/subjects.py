"""What a listing can be about as a whole: a province, a speaker, an office, a source, an industry."""

from dataclasses import dataclass

from django.db.models import Model
from django.http import Http404
from django.urls import reverse

from archive.models import Industry, Office, Person, Province, Source
from search.address import Address

_MODELS: dict[str, tuple[type[Model], str]] = {
    "province": (Province, "slug"),
    "speaker": (Person, "pk"),
    "office": (Office, "pk"),
    "source": (Source, "slug"),
    "industry": (Industry, "slug"),
}
#: What stands before the name in a title: «استان یزد».
_TITLES = {"province": "استان ", "industry": "صنعت "}


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing with a page of its own; `facet` and `value` choose its reports."""

    facet: str
    value: str
    record: Model

    @property
    def title(self) -> str:
        """Its name as a heading."""
        return f"{_TITLES.get(self.facet, '')}{self.record}"

    @property
    def address(self) -> Address:
        """Its page."""
        return Address(self.record.get_absolute_url(), self.facet, self.value)


def subject(facet: str, value: str | int) -> Subject:
    """The one thing; a merged person is the one that stays. Raises Http404."""
    model, key = _MODELS[facet]
    record = model.objects.filter(**{key: value}).first()
    if record is None:
        raise Http404("چنین چیزی در بایگانی نیست.")
    stays = getattr(record, "merged_into", None)
    return Subject(facet, str((stays or record).pk if key == "pk" else value), stays or record)


def search_address() -> Address:
    """The page of everything."""
    return Address(reverse("search"))
