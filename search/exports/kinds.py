"""What can be taken away, and in which formats: the registry behind every suffix of an address."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet

from search.engines.base import Weights
from search.exports import citing, files, records, tables, words
from search.exports.citing import Cited
from search.exports.files import Table
from search.exports.records import Reader


@dataclass(frozen=True, slots=True)
class Kind:
    """Records that are listed together.

    `collection` answers the question; `having` keeps of its answer what has records, `count` says how many.
    """

    table: Table
    collection: str
    read: Reader
    count: Callable[[Sequence[int]], int]
    cite: Callable[[Sequence[int], str], Iterator[Cited]] | None = None
    having: Callable[[Sequence[int]], Sequence[int]] = tuple


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: `write` makes it of records, `cite` of citations."""

    content_type: str
    write: files.Writer | None = None
    cite: citing.CiteWriter | None = None
    is_download: bool = True


def figures(of_reports: Callable[[], Weights], narrow: Callable[[QuerySet], QuerySet]) -> Kind:
    """The figures of reports, narrowed by themselves too; `of_reports` tells how many a report has."""
    return Kind(
        Table("figures", tables.FIGURES),
        "articles",
        partial(words.figures_of, narrow=narrow),
        count=lambda keys: sum(map(of_reports().__getitem__, keys)),
        having=lambda keys: list(filter(of_reports().__contains__, keys)),
    )


KINDS = {
    "articles": Kind(Table("articles", tables.ARTICLES), "articles", records.articles, len, citing.articles),
    "quotations": Kind(
        Table("quotations", tables.QUOTATIONS), "quotations", words.quotations, len, citing.quotations
    ),
}

FORMATS = {
    "csv": Format("text/csv; charset=utf-8", write=files.to_csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write=files.to_xlsx),
    "json": Format("application/json", write=files.to_json, is_download=False),
    "jsonl": Format("application/jsonl; charset=utf-8", write=files.to_jsonl),
    "ris": Format("application/x-research-info-systems; charset=utf-8", cite=citing.to_ris),
    "bib": Format("application/x-bibtex; charset=utf-8", cite=citing.to_bibtex),
    "csl.json": Format("application/vnd.citationstyles.csl+json", cite=citing.to_csl),
    "txt": Format("text/plain; charset=utf-8", cite=citing.to_text, is_download=False),
}
