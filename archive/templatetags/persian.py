"""What templates say in Persian: digits, numbers, dates, initials. Built in: no page needs to load it."""

import re
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.models import Article, DatePrecision
from archive.persian.dates import format_jalali, jalali_year_month, month_range, year_range
from archive.persian.display import number, typeset
from archive.persian.numbers import persian_digits
from archive.persian.spelling import ZWNJ
from archive.rules_in_words import in_words
from archive.wording import name_of

register = template.Library()

#: As archive/citation.py isolates it.
_ISO_DATE = re.compile("\\([\u2066][0-9-]{10}[\u2069]\\)")


register.filter("rule", in_words)
register.filter("called", name_of)


@register.filter
def fa(value: object) -> str:
    """Any text with Persian digits: 1404 → ۱۴۰۴."""
    return persian_digits(value)


@register.filter(name="typeset")
def typeset_text(text: object) -> str:
    """Printed text with Persian digits, but for those of Latin words and addresses."""
    return typeset(str(text))


@register.filter(name="number")
@lru_cache(maxsize=4096)  # a page of results prints hundreds of counts, most of them small
def grouped_number(value: float | Decimal | str) -> str:
    """A number in Persian digits and thousands: 5700 → ۵٬۷۰۰."""
    return number(value)


@register.filter
def percent(share: float) -> str:
    """A share of one as a whole percentage: 0.9 → ۹۰٪."""
    return persian_digits(f"{share:.0%}").replace("%", "٪")


@register.filter
def unbroken(text: str) -> SafeString | str:
    """A citation whose ISO date stays on one line: broken at a hyphen it would read as if shuffled."""
    if (date := _ISO_DATE.search(text)) is None:
        return text
    parts = text[: date.start()], date[0], text[date.end() :]
    return format_html('{}<span class="whole">{}</span>{}', *parts)


@register.filter
def moment(when: datetime) -> SafeString:
    """A point in time in Tehran: its Jalali day and its hour."""
    local = timezone.localtime(when)
    words = f"{format_jalali(local.date())}، ساعت {persian_digits(local.strftime('%H:%M'))}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.filter
def published(article: Article) -> SafeString:
    """When a report was published, in Jalali words as far as it is known, for people and for machines."""
    if article.published_on is None:
        return format_html('<span class="undated">{}</span>', "تاریخ نامعلوم")
    words = format_jalali(article.published_on, article.date_precision)
    if article.date_precision != DatePrecision.DAY:
        # HTML's <time> knows Gregorian months and years only, and a Jalali one is neither.
        return format_html("<span>{}</span>", words)
    return format_html('<time datetime="{}">{}</time>', article.published_on.isoformat(), words)


@register.filter
def iso(article: Article) -> str:
    """The Gregorian date in ISO 8601, an interval where only its Jalali month or year is known, or "".

    An interval may be broken behind its slash, where a browser would not.
    """
    if article.published_on is None:
        return ""
    if article.date_precision == DatePrecision.DAY:
        return article.published_on.isoformat()
    year, month = jalali_year_month(article.published_on)
    known = year_range(year) if article.date_precision == DatePrecision.YEAR else month_range(year, month)
    return format_html("{}/<wbr>{}", *(day.isoformat() for day in known))


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and last word, side by side but not joined."""
    words = name.split()
    return ZWNJ.join(word[0] for word in dict.fromkeys((*words[:1], *words[-1:])))
