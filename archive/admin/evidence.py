"""Why a field has its value: a line beside each field, and the decisions that can be taken back."""

from itertools import groupby

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.models import Article, Evidence
from archive.models.voices import PRINTED_PARTS, Part
from archive.templatetags.persian import moment
from archive.wording import name_of

#: Reasons told beside a field; the others are still marked in the text.
MOST = 3


def has_place(evidence: Evidence) -> bool:
    """Whether its words stand in the text that the form shows."""
    return evidence.part in PRINTED_PARTS and evidence.start is not None


def words_of(article: Article, evidence: Evidence) -> str:
    """The words of the report that a rule went by, or its value where the article's text has none."""
    if has_place(evidence):
        return getattr(article, evidence.part)[evidence.start : evidence.end]
    if evidence.part == Part.TEXT and evidence.start is not None and article.original:
        return article.original.text[evidence.start : evidence.end]
    return evidence.value


def reasons(article: Article, rows: list[Evidence]) -> dict[str, SafeString]:
    """For each described field with evidence, a line that tells it; `rows` is the article's evidence."""
    by_field = groupby(sorted(rows, key=lambda row: row.field), key=lambda row: row.field)
    return {field: _line(article, list(group)) for field, group in by_field}


def _line(article: Article, rows: list[Evidence]) -> SafeString:
    rows.sort(key=lambda row: (-row.confidence, row.start or 0))
    told = [
        {"evidence": row, "words": words_of(article, row), "in_text": has_place(row)} for row in rows[:MOST]
    ]
    return render_to_string("admin/archive/article/reasons.html", {"told": told, "more": len(rows[MOST:])})


def decisions(rows: list[Evidence]) -> list[tuple[str, SafeString]]:
    """The fields that editors decided, as choices that say who, what and when."""
    # One decision may have several places in the text.
    decided = {row.field: row for row in rows if row.editor_id}
    return [
        (
            row.field,
            format_html(
                "{}: «{}»، <bdi>{}</bdi>، {}",
                row.get_field_display(),
                row.value or "خالی",
                name_of(row.editor),
                moment(row.decided_at),
            ),
        )
        for row in decided.values()
    ]
