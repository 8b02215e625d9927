"""Reading a report: who said what, where, when and how much, each answer with its evidence."""

from collections.abc import Mapping

from archive.ingest.describe.answers import Answer, Description, Figure, Quotation, SourceName, Span, Speaker
from archive.ingest.describe.date import date_of
from archive.ingest.describe.dateline import dateline_of
from archive.ingest.describe.figures import figures
from archive.ingest.describe.headlines import headline
from archive.ingest.describe.industries import industries_of
from archive.ingest.describe.organisations import complete
from archive.ingest.describe.periods import periods
from archive.ingest.describe.places import place_answers, places_in, province_of_text
from archive.ingest.describe.provinces import provinces_of
from archive.ingest.describe.quotations import quotations
from archive.ingest.describe.reading import Reading
from archive.ingest.describe.source import source_of
from archive.ingest.describe.speakers import Cast
from archive.ingest.parse import Parsed, parse

__all__ = [
    "Answer",
    "Description",
    "Figure",
    "Quotation",
    "SourceName",
    "Span",
    "Speaker",
    "describe",
    "describe_text",
]


def describe_text(text: str, hints: Mapping[str, str] | None = None) -> Description:
    """Take a report's text apart and describe it."""
    return describe(parse(text, hints), hints)


def describe(parsed: Parsed, hints: Mapping[str, str] | None = None) -> Description:
    """Everything the text says, and the facts given beside it in `hints` (date, source, url).

    Pure and deterministic: the same text gives an equal description. Takes time linear in the text.
    """
    hints = hints or {}
    kicker, title, body = (Reading(part, parsed.part(part)) for part in ("kicker", "title", "body"))
    cast = Cast()
    in_title = quotations(title, cast)
    in_body = quotations(body, cast)
    in_title = headline(kicker, title, cast, in_title) + in_title
    quotes = tuple(in_title + in_body)
    readings = (kicker, title, body)
    named = [(reading, list(places_in(reading))) for reading in readings]
    complete(cast, body, named)
    date = date_of(parsed, hints)
    source = source_of(title) or source_of(body)
    dateline, dateline_province = _dateline(title, body, source)
    speakers = cast.speakers(
        lambda voice: province_of_text(f"{voice.role} {voice.organisation} {voice.place}")
    )
    main, provinces = provinces_of(named, dateline, dateline_province, speakers)
    return Description(
        title=_whole("title", parsed),
        kicker=_whole("kicker", parsed),
        lead_end=parsed.lead_end,
        body=parsed.body,
        footer=parsed.footer,
        date=date,
        source=source or _given("source", hints),
        url=_given("url", hints),
        dateline_city=dateline,
        main_province=main,
        provinces=provinces,
        places=place_answers(named),
        industries=industries_of(readings),
        speakers=speakers,
        quotations=quotes,
        figures=figures(readings, quotes),
        periods=periods(readings, date.value.date if date else None),
        parts={part: parsed.part(part) for part in ("kicker", "title", "body", "head")},
    )


def _dateline(title: Reading, body: Reading, source: Answer | None) -> tuple[Answer | None, str]:
    """The dateline stands beside the agency's credit; derived titles hold both."""
    first, second = (title, body) if source and source.part == "title" else (body, title)
    found = dateline_of(first, source)
    return found if found[0] else dateline_of(second, source)


def _whole(part: str, parsed: Parsed) -> Answer | None:
    text = parsed.part(part)
    rule = "given-title" if part == "title" and parsed.title_given else f"{part}-line"
    return Answer(text, rule, part, 0, len(text)) if text else None


def _given(name: str, hints: Mapping[str, str]) -> Answer | None:
    text = hints.get(name, "").strip()
    if not text:
        return None
    return Answer(SourceName(text) if name == "source" else text, f"given-{name}", "given", 0, len(text))
