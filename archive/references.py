"""What a bibliography needs to know of a report, or of somebody's words in it."""

from dataclasses import dataclass
from datetime import date

from archive.citation import jalali_words, said_words
from archive.models import Article, DatePrecision, Quotation
from archive.persian.dates import jalali_year_month, month_range, year_range
from archive.persian.display import typeset
from archive.persian.spelling import clean


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing that can be cited; "" and None are what the archive does not know.

    `days` are the first and last Gregorian day on which it may have been published: the same where the day is
    known, the ends of a Jalali month or year where only that is, because neither is a Gregorian one.
    """

    key: str
    title: str
    publisher: str
    reporter: str
    days: tuple[date, date] | None
    jalali: str
    address: str
    place: str = ""
    abstract: str = ""
    words: str = ""
    speaker: str = ""

    @property
    def day(self) -> date | None:
        """The day, where it is known."""
        return self.days[0] if self.days and self.days[0] == self.days[1] else None

    @property
    def year(self) -> int | None:
        """The Gregorian year, where it is certain."""
        return self.days[0].year if self.days and self.days[0].year == self.days[1].year else None

    @property
    def note(self) -> str:
        """What has no field of its own in reference managers: the Jalali date, the words, who said them."""
        said = f"{self.words} ({self.speaker})" if self.speaker else self.words
        return ". ".join(part for part in (self.jalali, said) if part)


def reference(article: Article, address: str) -> Reference:
    """A report, kept at an absolute address."""
    return Reference(
        key=f"rasteh-{article.pk}",
        title=_line(typeset(article.headline)),
        publisher=_line("، ".join(part for part in (_source(article), article.source_branch) if part)),
        reporter=_line(article.reporter),
        days=days_of(article),
        jalali=jalali_words(article.published_on, article.date_precision),
        address=address,
        place=_line(article.dateline.name) if article.dateline else "",
        abstract=_line(article.lead),
    )


def quotation_reference(quotation: Quotation, number: int, address: str) -> Reference:
    """Somebody's words: the report's `number`-th quotation, kept at the absolute address of the report."""
    report = reference(quotation.article, f"{address}#q{number}")
    return Reference(
        key=f"{report.key}-q{number}",
        title=report.title,
        publisher=report.publisher,
        reporter=report.reporter,
        days=report.days,
        jalali=report.jalali,
        address=report.address,
        place=report.place,
        words=_line(said_words(quotation)),
        speaker=_line(str(quotation.speaker or "")),
    )


def days_of(article: Article) -> tuple[date, date] | None:
    """The first and last day on which a report may have been published."""
    day = article.published_on
    if day is None:
        return None
    match article.date_precision:
        case DatePrecision.YEAR:
            return year_range(jalali_year_month(day)[0])
        case DatePrecision.MONTH:
            return month_range(*jalali_year_month(day))
        case _:
            return day, day


def _source(article: Article) -> str:
    return article.source.name if article.source else ""


def _line(text: str) -> str:
    """Formats of one field a line break at anything else."""
    return " ".join(clean(text).split())
