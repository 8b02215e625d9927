"""The evidence of a description, as rows beside the article."""

from collections.abc import Iterator
from functools import cache

from archive import gazetteer
from archive.ingest.describe import Answer, Description, Span
from archive.models import Article, Evidence
from archive.models.voices import Part
from archive.persian.dates import format_jalali

_LONGEST = Evidence._meta.get_field("value").max_length


def reasons(article: Article, description: Description, received: str) -> Iterator[Evidence]:
    """Why each field has its value. `received` is the text as it came, which date lines are found in."""
    for field, value, rule, span, confidence in _reasons(description):
        part, start, end = _in_part(span, description, received)
        yield Evidence(
            article=article,
            field=field,
            value=value[:_LONGEST],
            rule=rule,
            part=part,
            start=start if start < end else None,
            end=end if start < end else None,
            confidence=confidence,
        )


def _reasons(said: Description) -> Iterator[tuple[str, str, str, Span, float]]:
    """Field, value in words, rule, span, confidence."""
    provinces, industries = _names()
    single = (
        ("title", said.title, str),
        ("kicker", said.kicker, str),
        ("published_on", said.date, lambda date: format_jalali(date.date, date.precision)),
        ("source", said.source, lambda source: source.name),
        ("dateline", said.dateline_city, str),
        ("main_province", said.main_province, provinces.get),
    )
    answers = [(field, answer, in_words) for field, answer, in_words in single if answer]
    answers += [("provinces", answer, provinces.get) for answer in said.provinces]
    answers += [("industries", answer, industries.get) for answer in said.industries]
    for field, answer, in_words in answers:
        yield field, in_words(answer.value) or "", answer.rule, _span(answer), answer.confidence
    for voice in said.speakers:
        words = " ".join(filter(None, (voice.name, voice.role, voice.organisation)))
        span = voice.spans[0] if voice.spans else Span("", 0, 0)
        yield "speakers", words, voice.rule, span, voice.confidence
    for field, passages in (("quotations", said.quotations), ("figures", said.figures)):
        for passage in passages:
            words = said.parts[passage.part][passage.start : passage.end]
            span = Span(passage.part, passage.start, passage.end)
            yield field, words, passage.rule, span, passage.confidence


def _span(answer: Answer) -> Span:
    return Span(answer.part, answer.start, answer.end)


def _in_part(span: Span, said: Description, received: str) -> Span:
    """The span in a part that the archive keeps: a date line is part of no article, only of what came."""
    if span.part != "head":
        return span
    at = received.find(said.parts["head"])
    return Span(Part.TEXT, at + span.start, at + span.end) if at >= 0 else Span(Part.TEXT, 0, 0)


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Provinces and industries by slug."""
    return (
        {province.slug: province.name for province in gazetteer.provinces()},
        {industry.slug: industry.name for industry in gazetteer.industries()},
    )
