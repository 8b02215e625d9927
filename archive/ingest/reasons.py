"""The evidence of a description, as rows beside the article."""

from collections.abc import Iterator
from functools import cache

from archive import gazetteer
from archive.ingest.describe import Answer, Description, Span
from archive.ingest.record import placed
from archive.ingest.rules import rules_version
from archive.models import Article, Evidence
from archive.models.voices import Part
from archive.persian.dates import format_jalali

_LONGEST = Evidence._meta.get_field("value").max_length


def reasons(article: Article, description: Description, received: str) -> Iterator[Evidence]:
    """Why each field has its value. `received` is the text as it came, which date lines are found in."""
    for field, value, rule, span, confidence in _reasons(description):
        place = _place(article, span, description, received) or (None, None)
        yield Evidence(
            article=article,
            field=field,
            value=value[:_LONGEST],
            rule=rule,
            version=rules_version(),
            part=Part.TEXT if span.part == "head" else span.part,
            start=place[0],
            end=place[1],
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


def _place(article: Article, span: Span, said: Description, received: str) -> tuple[int, int] | None:
    """Where the words of a span stand in what the archive keeps; None if they were said beside it."""
    words = said.parts.get(span.part, "")[span.start : span.end]
    if span.part != "head":
        return placed(article, span.part, words, span.start)
    # A date line is part of no article, only of what came.
    start = received.find(words)
    return (start, start + len(words)) if words and start >= 0 else None


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Provinces and industries by slug."""
    return (
        {province.slug: province.name for province in gazetteer.provinces()},
        {industry.slug: industry.name for industry in gazetteer.industries()},
    )
