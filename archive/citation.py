"""How a report, or somebody's words in it, is cited in Persian prose."""

from functools import lru_cache

from archive.models import Article, DatePrecision, Quotation
from archive.models.voices import QuotationKind
from archive.persian.dates import format_jalali
from archive.persian.display import typeset

#: Of thousands of reports that are cited together, many are of the same day.
jalali_words = lru_cache(maxsize=10_000)(format_jalali)


def citation(article: Article, address: str) -> str:
    """Who published what when, and where the archive keeps it; what is not known is left out."""
    title, kept = f"«{typeset(article.headline)}»", f"بایگانی راسته، {_left_to_right(address)}"
    parts = (_publisher(article), title, _date(article), kept)
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def quotation_citation(quotation: Quotation, address: str) -> str:
    """Who said what, in which report, kept at the address of the words."""
    said = ": ".join(part for part in (str(quotation.speaker or ""), said_words(quotation)) if part)
    return f"{said}. در: {citation(quotation.article, address)}"


def said_words(quotation: Quotation) -> str:
    """The words on one line, in quotation marks unless the report gives only their sense."""
    words = " ".join(typeset(quotation.words).split()).rstrip(".،؛ ")
    return words if quotation.kind == QuotationKind.INDIRECT else f"«{words}»"


def _publisher(article: Article) -> str:
    name = article.source.name if article.source else ""
    return "، ".join(part for part in (article.reporter, name, article.source_branch) if part)


def _date(article: Article) -> str:
    if article.published_on is None:
        return "بی‌تاریخ"
    words = jalali_words(article.published_on, article.date_precision)
    exact = article.date_precision == DatePrecision.DAY
    return f"{words} ({_left_to_right(article.published_on.isoformat())})" if exact else words


def _left_to_right(text: str) -> str:
    """Isolated, because a citation is pasted where no markup goes and 2016-04-27 would read 27-04-2016."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
