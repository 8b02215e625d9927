"""The report beside the form: numbered paragraphs, with the words marked that metadata came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from archive.admin.evidence import has_place
from archive.models import Article, Evidence
from archive.models.voices import Part
from archive.paragraphs import paragraphs

#: How the words of a field are marked: as when, where, who, what was said, how much, which trade, by whom.
KINDS = {
    "published_on": "when",
    "dateline": "where",
    "main_province": "where",
    "provinces": "where",
    "speakers": "who",
    "quotations": "said",
    "figures": "much",
    "industries": "trade",
    "source": "source",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of one part of an article that tell its `field`: `key` is where links lead to."""

    part: str
    start: int
    end: int
    kind: str
    key: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """An article's text as editors read it; each paragraph with its permalink's number and its offset."""

    kicker: SafeString
    title: SafeString
    paragraphs: list[tuple[int, int, SafeString]]


def report_of(article: Article, evidence: Iterable[Evidence]) -> Report:
    """The text of `article` with its evidence, quotations and figures marked."""
    marks = sorted([*_of_evidence(evidence), *_of_voices(article)], key=lambda mark: (mark.start, -mark.end))
    in_part = {part: [mark for mark in marks if mark.part == part] for part in Part}
    return Report(
        kicker=mark_words(article.kicker, in_part[Part.KICKER], 0, len(article.kicker)),
        title=mark_words(article.title, in_part[Part.TITLE], 0, len(article.title)),
        paragraphs=[
            (number, start, mark_words(article.body, in_part[Part.BODY], start, end))
            for number, start, end in paragraphs(article.body)
        ],
    )


def _of_evidence(evidence: Iterable[Evidence]) -> list[Mark]:
    return [
        Mark(row.part, row.start, row.end, KINDS[row.field], f"e{row.pk}", row.field)
        for row in evidence
        if has_place(row) and row.field in KINDS
    ]


def _of_voices(article: Article) -> list[Mark]:
    said = [(row, "quotations", "q") for row in article.quotations.all()]
    counted = [(row, "figures", "f") for row in article.figures.all()]
    return [
        Mark(row.part, row.start, row.end, KINDS[field], f"{key}{row.pk}", field)
        for row, field, key in said + counted
    ]


def mark_words(text: str, marks: Sequence[Mark], start: int, end: int) -> SafeString:
    """`text[start:end]` as HTML, marks inside marks; one that crosses another's end is cut there.

    `marks` are sorted by start, the longer first. Only the piece that a mark begins in carries its key.
    """
    pieces, at = [], start
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    while inside:
        mark, *inside = inside
        if mark.end <= at:
            continue
        first, last = max(mark.start, at), min(mark.end, end)
        within = [other for other in inside if other.start < last]
        pieces += [escape(text[at:first]), _marked(mark, first, mark_words(text, within, first, last))]
        at = last
    return mark_safe("".join(pieces) + escape(text[at:end]))  # noqa: S308 (every piece is escaped)


def _marked(mark: Mark, first: int, words: SafeString) -> SafeString:
    told = format_html(' data-field="{}"', mark.field) if mark.field else ""
    if mark.key and first == mark.start:
        return format_html('<mark class="{}" id="{}"{}>{}</mark>', mark.kind, mark.key, told, words)
    return format_html('<mark class="{}"{}>{}</mark>', mark.kind, told, words)
