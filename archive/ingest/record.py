"""A description becomes an article: only what differs is written, and nothing that an editor decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Model, QuerySet

from archive.ingest import describe
from archive.ingest.describe import Description
from archive.ingest.registry import Registry, fit
from archive.models import Article, DatePrecision, Figure, Industry, Original, Quotation, ReviewState, Speaker
from archive.models.voices import PRINTED_PARTS

Passage = Quotation | Figure
_HTTP = URLValidator(schemes=["http", "https"])


@dataclass
class Recorder:
    """Writes one description into one article. `kept` are the described fields that an editor decided."""

    article: Article
    original: Original
    description: Description
    registry: Registry
    kept: frozenset[str] = frozenset()

    def write(self) -> None:
        """Bring the article to what the description says."""
        before = {part: getattr(self.article, part) for part in PRINTED_PARTS}
        self._write_columns()
        # `set` writes only what differs.
        if "provinces" not in self.kept:
            self.article.provinces.set(self._province_slugs())
        if "industries" not in self.kept:
            slugs = [answer.value for answer in self.description.industries]
            self.article.industries.set(Industry.objects.filter(slug__in=slugs))
        voices = self._write_speakers()
        self._write_passages("quotations", self._quotations(voices), before)
        self._write_passages("figures", self._figures(voices), before)
        if "speakers" not in self.kept:
            # A voice that the rules no longer hear stays while an editor's quotation or figure is its.
            heard = [voice for voice in voices.values() if voice]
            self.article.speakers.exclude(pk__in=heard).filter(quotations=None, figures=None).delete()

    def _write_columns(self) -> None:
        wanted = self._columns()
        if self.article.review_state == ReviewState.REVIEWED and wanted["body"] != self.article.body:
            wanted["review_state"] = ReviewState.DOUBTFUL  # what was reviewed was another text
        _update(self.article, **wanted)

    def _columns(self) -> dict[str, object]:
        """The columns to set, those decided by editors left out."""
        said = self.description
        columns = {
            "": {
                "original_id": self.original.pk,
                "body": said.body,
                "lead_end": min(said.lead_end, len(said.body)),
                "footer": fit(Article, "footer", said.footer),
            },
            "title": {"title": fit(Article, "title", _value(said.title))},
            "kicker": {"kicker": fit(Article, "kicker", _value(said.kicker))},
            "published_on": self._date(),
            # The address goes with the source: an editor who corrects either decides both.
            "source": {**self._source(), "url": _url(_value(said.url))},
            "dateline": {"dateline_id": self._dateline()},
            "main_province": {"main_province_id": _value(said.main_province) or None},
        }
        return {
            name: value
            for field, values in columns.items()
            if field not in self.kept
            for name, value in values.items()
        }

    def _date(self) -> dict[str, object]:
        answer = self.description.date
        if answer is None:
            return {
                "published_on": None,
                "date_precision": DatePrecision.UNKNOWN,
                "date_as_printed": "",
            }
        printed = self.description.parts.get(answer.part, "")[answer.start : answer.end]
        return {
            "published_on": answer.value.date,
            "date_precision": DatePrecision(answer.value.precision),
            "date_as_printed": fit(Article, "date_as_printed", printed),
        }

    def _source(self) -> dict[str, object]:
        name = self.description.source.value if self.description.source else describe.SourceName("")
        return {
            "source_id": self.registry.source(name),
            "source_branch": fit(Article, "source_branch", name.branch),
            "source_via": fit(Article, "source_via", name.via),
            "reporter": fit(Article, "reporter", name.reporter),
        }

    def _dateline(self) -> int | None:
        city = _value(self.description.dateline_city)
        return self.registry.place(city, self._province_slugs()) if city else None

    def _province_slugs(self) -> list[str]:
        """The provinces, the main one first."""
        answers = filter(None, (self.description.main_province, *self.description.provinces))
        return list(dict.fromkeys(answer.value for answer in answers))

    def _write_speakers(self) -> dict[str, int | None]:
        """The row of each voice, by its id in the description; rows that stay keep their key."""
        written: set[int] = set()
        rows = {(row.person_id, row.person_id or row.office_id): row for row in self.article.speakers.all()}
        voices: dict[str, int | None] = {}
        for position, said in enumerate(self.description.speakers):
            person = self.registry.person(said.name)
            office = self.registry.office(said.role, said.organisation, said.province)
            row = rows.get((person, person or office))
            # Two voices may prove to be one person; the first one's office is the one that was introduced.
            if "speakers" not in self.kept and (person or office) and not (row and row.pk in written):
                row = rows[person, person or office] = row or Speaker(article=self.article, person_id=person)
                _update(
                    row,
                    office_id=office,
                    honorific=fit(Speaker, "honorific", said.honorific),
                    as_printed=fit(Speaker, "as_printed", said.as_printed),
                    position=position,
                )
                written.add(row.pk)
            voices[said.id] = row.pk if row else None
        return voices

    def _write_passages(self, field: str, wanted: Iterable[Passage], before: dict[str, str]) -> None:
        relation = getattr(self.article, field)
        if field not in self.kept:
            replace(relation.all(), wanted)
        elif any(getattr(self.article, part) != text for part, text in before.items()):
            self._follow(relation.all(), before)

    def _follow(self, passages: Iterable[Passage], before: dict[str, str]) -> None:
        """Move an editor's passages to where their words stand in the new text; without words they go."""
        for passage in passages:
            words = before[passage.part][passage.start : passage.end]
            if place := placed(self.article, passage.part, words, passage.start):
                _update(passage, start=place[0], end=place[1])
            else:
                passage.delete()
                _update(self.article, review_state=ReviewState.DOUBTFUL)

    def _place(self, said: describe.Quotation | describe.Figure) -> tuple[int, int] | None:
        words = self.description.parts.get(said.part, "")[said.start : said.end]
        return placed(self.article, said.part, words, said.start)

    def _quotations(self, voices: dict[str, int | None]) -> Iterable[Quotation]:
        for said in self.description.quotations:
            if place := self._place(said):
                yield Quotation(
                    article=self.article,
                    speaker_id=voices.get(said.speaker),
                    kind=said.kind,
                    verb=fit(Quotation, "verb", said.verb),
                    part=said.part,
                    start=place[0],
                    end=place[1],
                    inferred=said.inferred,
                )

    def _figures(self, voices: dict[str, int | None]) -> Iterable[Figure]:
        for said in self.description.figures:
            value, upper = _decimal(said.value), _decimal(said.upper)
            if value is not None and (place := self._place(said)):
                yield Figure(
                    article=self.article,
                    speaker_id=voices.get(said.speaker),
                    value=value,
                    upper=upper if upper is not None and upper >= value else None,
                    unit=fit(Figure, "unit", said.unit),
                    subject=fit(Figure, "subject", said.subject),
                    part=said.part,
                    start=place[0],
                    end=place[1],
                )


def placed(article: Article, part: str, words: str, start: int) -> tuple[int, int] | None:
    """Where words stand in a part of the article; None where they do not.

    They may stand elsewhere than described, or nowhere, when an editor has set the title.
    """
    text = getattr(article, part) if part in PRINTED_PARTS else ""
    if text[start : start + len(words)] != words:
        start = text.find(words)
    return (start, start + len(words)) if words and start >= 0 and part in PRINTED_PARTS else None


def _value(answer: describe.Answer | None) -> str:
    return answer.value if answer else ""


def _url(text: str) -> str:
    """An address that a page may link to, else nothing: «javascript:…» is an address too."""
    try:
        _HTTP(text)
    except ValidationError:
        return ""
    return text if len(text) <= Article._meta.get_field("url").max_length else ""


def _decimal(number: float | int | None) -> Decimal | None:
    """The number as the column holds it (24 digits before the point, 6 after); None where it cannot."""
    try:
        value = Decimal(str(number)).quantize(Decimal("0.000001"))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 24 else None


def _update(row: Model, **values: object) -> None:
    """Save the row if it is new or a value differs."""
    if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def replace(old: QuerySet, wanted: Iterable[Model], ignoring: tuple[str, ...] = ()) -> None:
    """Replace rows as a whole if any differs (but for its key): an unchanged description changes nothing."""
    wanted = list(wanted)
    fields = [
        f.attname for f in old.model._meta.concrete_fields if not f.primary_key and f.name not in ignoring
    ]
    plain = [[getattr(row, name) for name in fields] for row in wanted]
    if [[getattr(row, name) for name in fields] for row in old.order_by("pk")] != plain:
        old.delete()
        old.model.objects.bulk_create(wanted)
