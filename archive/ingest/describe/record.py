"""A description as one plain record, for the command line and for measuring."""

from typing import Any

from archive.gazetteer import industries
from archive.ingest.describe.answers import Answer, Description
from archive.ingest.describe.places import province_names
from archive.persian.dates import Precision


def record_of(description: Description) -> dict[str, Any]:
    """The values by name (provinces and sectors in Persian), then the evidence of each."""
    names, sectors = province_names(), {sector.slug: sector.name for sector in industries()}
    date = description.date.value if description.date else None
    return {
        "title": _value(description.title),
        "kicker": _value(description.kicker),
        "date": str(date.date) if date and date.precision == Precision.DAY else None,
        "agency": description.source.value.name if description.source else None,
        "branch": description.source.value.branch or None if description.source else None,
        "via": description.source.value.via or None if description.source else None,
        "reporter": description.source.value.reporter or None if description.source else None,
        "dateline_city": _value(description.dateline_city),
        "main_province": names[description.main_province.value] if description.main_province else None,
        "provinces": [names[answer.value] for answer in description.provinces],
        "places": [answer.value for answer in description.places],
        "industries": [sectors[answer.value] for answer in description.industries],
        "speakers": [_speaker(speaker, names) for speaker in description.speakers],
        "quotes": [_quotation(quotation, description) for quotation in description.quotations],
        "figures": [_figure(figure) for figure in description.figures],
        "periods": [_period(answer) for answer in description.periods],
        "lead_end": description.lead_end,
        "footer": description.footer or None,
        "evidence": _evidence(description),
    }


def _value(answer: Answer | None) -> Any:
    return answer.value if answer else None


def _speaker(speaker, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": speaker.id,
        "name": speaker.name or None,
        "honorific": speaker.honorific or None,
        "role": speaker.role or None,
        "organisation": speaker.organisation or None,
        "province": names.get(speaker.province),
        "as_printed": speaker.as_printed,
        "other_roles": list(speaker.other_roles),
        "spans": [list(span) for span in speaker.spans],
        "rule": speaker.rule,
        "confidence": speaker.confidence,
    }


def _quotation(quotation, description: Description) -> dict[str, Any]:
    return {
        "speaker": quotation.speaker,
        "verb": quotation.verb,
        "kind": quotation.kind,
        "text": description.parts[quotation.part][quotation.start : quotation.end],
        "part": quotation.part,
        "start": quotation.start,
        "end": quotation.end,
        "inferred": quotation.inferred,
        "rule": quotation.rule,
        "confidence": quotation.confidence,
    }


def _figure(figure) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in figure.__slots__}


def _period(answer: Answer) -> dict[str, Any]:
    first, last = answer.value
    return {
        "first": str(first) if first else None,
        "last": str(last) if last else None,
        "part": answer.part,
        "start": answer.start,
        "end": answer.end,
    }


def _evidence(description: Description) -> dict[str, Any]:
    """Rule, part, offsets and confidence of the fields that hold a single answer or a list of them."""
    fields = (
        "title",
        "kicker",
        "date",
        "source",
        "dateline_city",
        "main_province",
        "provinces",
        "industries",
    )
    return {name: _proof(getattr(description, name)) for name in fields if getattr(description, name)}


def _proof(answer: Answer | tuple[Answer, ...]) -> Any:
    if isinstance(answer, tuple):
        return [_proof(one) for one in answer]
    return [answer.rule, answer.part, answer.start, answer.end, answer.confidence]
