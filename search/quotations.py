"""The quotations on a page of a listing, each with who said it and the report that it stands in."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from archive.models import Article, Quotation, Speaker
from search.engines import get_engine
from search.excerpts import excerpt
from search.exports.words import quotation_numbers
from search.items import OF_ARTICLES
from search.query import Query
from search.stepping import stepping_url

#: Whoever says more is read on in the report.
LONGEST_QUOTATION = 600
_OF_QUOTATIONS = ("kind", "verb", "part", "start", "end", "inferred")
_OF_SPEAKERS = ("person__name", "office__role", "office__organisation")


@dataclass(frozen=True, slots=True)
class QuotationItem:
    """One quotation of a listing, its words marked; `url` leads to its place in the report, and on."""

    quotation: Quotation
    article: Article
    speaker: Speaker | None
    words: SafeString
    url: str


def quotation_items(keys: list[int], query: Query) -> list[QuotationItem]:
    """The quotations with these keys, in their order, in two queries; only those of public reports."""
    among = Quotation.objects.filter(article__is_public=True).select_related(
        "article__source", "article__main_province", "speaker__person", "speaker__office"
    )
    shown = among.only(
        *_OF_QUOTATIONS,
        *(f"article__{column}" for column in OF_ARTICLES),
        *(f"speaker__{column}" for column in _OF_SPEAKERS),
    )
    found = shown.in_bulk(keys)
    numbers = quotation_numbers({quotation.article_id for quotation in found.values()})
    return [
        _item(found[key], numbers[key], place, query)
        for place, key in enumerate(keys, query.offset + 1)
        if key in found
    ]


def nth_quotation(query: Query, place: int) -> str:
    """The address of the `place`-th quotation that answers, "" where there are not so many."""
    query = replace(query, page=place, size=1)
    items = quotation_items(get_engine("quotations").search(query).keys, query)
    return items[0].url if items else ""


def _item(quotation: Quotation, number: int, place: int, query: Query) -> QuotationItem:
    article, asked = quotation.article, query.on_page(1).to_params()
    return QuotationItem(
        quotation,
        article,
        quotation.speaker,
        excerpt(quotation.words, query.tree, LONGEST_QUOTATION).marked,
        stepping_url(article.get_absolute_url(), asked, "quotations", place, f"q{number}"),
    )
