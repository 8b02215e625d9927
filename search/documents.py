"""The index's own small picture of a record: what can be found in it and counted by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from archive.persian.dates import Precision, jalali_year_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archive.models import Article, Industry, Quotation, Speaker

#: The facets that every document is filed under; several values a facet are allowed.
FACET_NAMES = ("province", "speaker", "office", "source", "industry", "year", "month")


@dataclass(frozen=True, slots=True)
class Document:
    """One record as the engine sees it: an article, or a quotation with its speaker as title.

    `key` is the record's id in the database, `revision` the state of the record that this picture shows.
    `day` is the proleptic Gregorian ordinal (`date.toordinal`) of publication, or None.
    `facets` maps a name of FACET_NAMES to its values; a facet without values is missing.
    """

    key: int
    revision: int
    title: str
    body: str
    facets: Mapping[str, tuple[str, ...]]
    day: int | None = None

    @property
    def digest(self) -> int:
        """63 bits of everything but the revision, so that two indexes can be compared by sums."""
        facets = sorted((name, tuple(values)) for name, values in self.facets.items() if values)
        picture = repr((self.key, self.title, self.body, facets, self.day)).encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(picture, digest_size=8).digest(), "big") >> 1


def article_document(article: "Article", revision: int) -> Document:
    """The picture of a report: its words, and the names of its voices in the archive's own spelling.

    The names stand after the body: a voice is found by its name and office even where the report prints
    them otherwise. What a reader is shown is cut from the article itself.
    """
    speakers = list(article.speakers.all())
    return Document(
        key=article.pk,
        revision=revision,
        title=_lines(article.kicker, article.title),
        body=_lines(article.body, *_names(speakers)),
        facets={**_facets(article), **_voices(speakers)},
        day=_day(article),
    )


def quotation_document(quotation: "Quotation", revision: int) -> Document:
    """The picture of somebody's words: who said them is the title, the report's facets are theirs."""
    speakers = [quotation.speaker] if quotation.speaker else []
    return Document(
        key=quotation.pk,
        revision=revision,
        title=_lines(*_names(speakers)),
        body=quotation.text,
        facets={**_facets(quotation.article), **_voices(speakers)},
        day=_day(quotation.article),
    )


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _day(article: "Article") -> int | None:
    return article.published_on.toordinal() if article.published_on else None


def _facets(article: "Article") -> dict[str, tuple[str, ...]]:
    """Values are what URLs carry: slugs and ids, "1404" and "1404-08"."""
    industries = article.industries.all()
    return {
        "province": _once(
            article.main_province_id, *sorted(province.pk for province in article.provinces.all())
        ),
        "source": _once(article.source and article.source.slug),
        # A report on a branch is a report on its sector.
        "industry": _once(
            *sorted(slug for industry in industries for slug in (industry.slug, _sector(industry)) if slug)
        ),
        **_calendar(article),
    }


def _sector(industry: "Industry") -> str:
    return industry.parent.slug if industry.parent else ""


def _calendar(article: "Article") -> dict[str, tuple[str, ...]]:
    """The Jalali year and month, as far as the date is known."""
    if article.published_on is None:
        return {}
    year, month = jalali_year_month(article.published_on)
    if article.date_precision == Precision.YEAR:
        return {"year": (f"{year}",)}
    return {"year": (f"{year}",), "month": (f"{year}-{month:02}",)}


def _voices(speakers: "Iterable[Speaker]") -> dict[str, tuple[str, ...]]:
    """Persons and offices, by id."""
    return {
        "speaker": _once(*(speaker.person_id for speaker in speakers)),
        "office": _once(*(speaker.office_id for speaker in speakers)),
    }


def _names(speakers: "Iterable[Speaker]") -> "Iterator[str]":
    for speaker in speakers:
        if speaker.person:
            yield from (speaker.person.name, *speaker.person.aliases)
        if speaker.office:
            yield str(speaker.office)


def _once(*values: object) -> tuple[str, ...]:
    """The values as text, each once, without the missing."""
    return tuple(dict.fromkeys(str(value) for value in values if value is not None))
