"""How a report is cited in Persian prose."""

from archive.models import Article, DatePrecision
from archive.persian.dates import format_jalali


def citation(article: Article, address: str) -> str:
    """Who published what when, and where the archive keeps it; what is not known is left out."""
    parts = [_publisher(article), f"«{article.headline}»", _date(article), f"بایگانی راسته، {address}"]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _publisher(article: Article) -> str:
    name = article.source.name if article.source else ""
    return "، ".join(part for part in (article.reporter, name, article.source_branch) if part)


def _date(article: Article) -> str:
    if article.published_on is None:
        return "بی‌تاریخ"
    words = format_jalali(article.published_on, article.date_precision)
    exact = article.date_precision == DatePrecision.DAY
    return f"{words} ({article.published_on.isoformat()})" if exact else words
