"""Citations of any number of reports or quotations, as they come."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from archive import bibliography
from archive.citation import citation, quotation_citation
from archive.models import Article, Quotation
from archive.references import Reference, quotation_reference, reference
from search.exports.records import BATCH, permalink
from search.exports.words import quotation_numbers

#: What a citation tells of a report.
_CITED = (
    *("title", "body", "lead_end", "published_on", "date_precision", "reporter", "source_branch"),
    *("source__name", "dateline__name"),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing to cite, for programs or in Persian words: a file asks for one of the two."""

    reference: Callable[[], Reference]
    words: Callable[[], str]


def article(report: Article, site: str) -> Cited:
    """A report."""
    address = permalink(site, report.pk)
    return Cited(partial(reference, report, address), partial(citation, report, address))


def quotation(said: Quotation, number: int, site: str) -> Cited:
    """Somebody's words, the `number`-th of their report."""
    address = permalink(site, said.article_id)
    return Cited(
        partial(quotation_reference, said, number, address),
        partial(quotation_citation, said, f"{address}#q{number}"),
    )


def articles(keys: Sequence[int], site: str) -> Iterator[Cited]:
    """The reports with these keys, in their order, a batch at a time."""
    shown = Article.objects.published().select_related("source", "dateline").only(*_CITED)
    return (article(report, site) for batch in _batches(keys) for report in shown.in_order_of(batch))


def quotations(keys: Sequence[int], site: str) -> Iterator[Cited]:
    """The quotations with these keys, in their order."""
    shown = Quotation.objects.filter(article__is_public=True).select_related(
        "article__source", "article__dateline", "speaker__person", "speaker__office"
    )
    for batch in _batches(keys):
        found = shown.in_bulk(batch)
        numbers = quotation_numbers({said.article_id for said in found.values()})
        yield from (quotation(found[key], numbers[key], site) for key in batch if key in found)


def to_ris(cited: Iterable[Cited]) -> Iterator[bytes]:
    """Records one after the other."""
    return (bibliography.ris(each.reference()).encode() for each in cited)


def to_bibtex(cited: Iterable[Cited]) -> Iterator[bytes]:
    """Entries one after the other."""
    return (bibliography.bibtex(each.reference()).encode() for each in cited)


def to_csl(cited: Iterable[Cited]) -> Iterator[bytes]:
    """One array of items."""
    before = "["
    for each in cited:
        yield f"{before}{json.dumps(bibliography.csl(each.reference()), ensure_ascii=False)}".encode()
        before = ",\n"
    yield b"[]\n" if before == "[" else b"]\n"


def to_text(cited: Iterable[Cited]) -> Iterator[bytes]:
    """A citation a line, as it is pasted into a Persian text."""
    return (f"{each.words()}\n".encode() for each in cited)


CiteWriter = Callable[[Iterable[Cited]], Iterator[bytes]]


def _batches(keys: Sequence[int]) -> Iterator[list[int]]:
    return (list(keys[at : at + BATCH]) for at in range(0, len(keys), BATCH))
