"""A reason that goes, as JSON: it can come back beside the words that it was found in."""

from collections.abc import Mapping
from typing import Any

from archive.ingest.record import placed
from archive.models import Article, Evidence
from archive.models.voices import PRINTED_PARTS

_COLUMNS = ("field", "value", "rule", "version", "part", "start", "end", "confidence")


def kept(article: Article, reason: Evidence) -> dict[str, Any]:
    """The reason with its words, which may stand elsewhere when it comes back."""
    told = {name: getattr(reason, name) for name in _COLUMNS}
    told |= {"editor": reason.editor_id, "decided_at": reason.decided_at.isoformat()}
    told["original"] = article.original_id
    if reason.part in PRINTED_PARTS and reason.start is not None:
        told["words"] = getattr(article, reason.part)[reason.start : reason.end]
    return told


def restored(article: Article, told: Mapping[str, Any]) -> Evidence:
    """The reason again, not saved; without a place where its words are gone."""
    columns = {name: told[name] for name in (*_COLUMNS, "decided_at") if name in told}
    start, end = _place(article, told) or (None, None)
    return Evidence(article=article, editor_id=told.get("editor"), **{**columns, "start": start, "end": end})


def _place(article: Article, told: Mapping[str, Any]) -> tuple[int, int] | None:
    if told["part"] in PRINTED_PARTS:
        return placed(article, told["part"], told.get("words", ""), told["start"] or 0)
    return (told["start"], told["end"]) if told.get("original") == article.original_id else None
