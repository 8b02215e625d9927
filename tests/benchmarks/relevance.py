"""Measures how well the analysis ranks: nDCG@10 under one BM25, beside Lucene's and hazm's chains.

    python -m tests.benchmarks.relevance --questions DIR --topics DIR [--json FILE] [--development]

Each DIR holds docs.jsonl, queries.jsonl and qrels.tsv, packed by xz or not. Of the questions, those of the
test splits count; with --development, the others. Ours is what the engine ranks by: stems, exact words and
neighbouring stems, weighted as below; the weights were chosen on the development questions.
"""

import sys
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))  # it runs as a script too, from anywhere

from search.analysis import stems_and_exacts
from tests.benchmarks.bm25 import BM25, ndcg, randomisation_test
from tests.benchmarks.measures import ZWNJ, Result, open_text, records, report
from tests.benchmarks.peers_analysis import Hazm, Lucene

WEIGHTS = (1.0, 0.3, 0.2)  # of stems, exact words, neighbouring stems
TEST_SPLITS = ("-test-", "-eval-")

Spelling = Callable[[str], str]
Fields = Callable[[str], tuple[list[str], ...]]


class Collection(NamedTuple):
    """Documents, and questions with the grades of the documents (by index) that answer them."""

    documents: list[str]
    questions: list[tuple[str, dict[int, int]]]


def main() -> None:
    """Read the arguments, print and write the results."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--topics", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--development", action="store_true", help="questions that are for tuning")
    report(measures(parser.parse_args()), parser.parse_args().json)


def measures(options: object) -> Iterator[Result]:
    """Yield all results."""
    if options.questions:
        wanted = is_development if options.development else is_test
        questions = read(options.questions, wanted)
        yield from compare("questions", questions, "clean", as_printed, as_printed)
        yield from compare("questions", questions, "documents fused", fused, as_printed)
        yield from compare("questions", questions, "documents fused, queries spaced", fused, spaced)
        yield from compare("questions", questions, "documents spaced, queries fused", spaced, fused)
    if options.topics:
        topics = read(options.topics, lambda key: True)
        hazm_fused = HazmFused()
        yield from compare("topics", topics, "clean", as_printed, as_printed)
        yield from compare("topics", topics, "documents fused", hazm_fused, as_printed)
        yield from compare("topics", topics, "queries fused", as_printed, hazm_fused)
        yield from compare("topics", topics, "documents and queries fused", hazm_fused, hazm_fused)


def is_test(key: str) -> bool:
    """Is a question of a test split?"""
    return any(split in key for split in TEST_SPLITS)


def is_development(key: str) -> bool:
    """Is a question free to be tuned on?"""
    return not is_test(key)


def read(folder: Path, wanted: Callable[[str], bool]) -> Collection:
    """Read a collection, questions without an answer left out."""
    documents = list(records(_file(folder, "docs.jsonl")))
    at = {document["id"]: number for number, document in enumerate(documents)}
    answers: dict[str, dict[int, int]] = defaultdict(dict)
    with open_text(_file(folder, "qrels.tsv")) as lines:
        for query, *_, document, grade in map(str.split, lines):
            if document in at and int(grade) > 0:
                answers[query][at[document]] = int(grade)
    questions = [
        (query["text"], answers[query["id"]])
        for query in records(_file(folder, "queries.jsonl"))
        if query["id"] in answers and wanted(query["id"])
    ]
    return Collection([_text(document) for document in documents], questions)


def _file(folder: Path, name: str) -> Path:
    return packed if (packed := folder / f"{name}.xz").exists() else folder / name


def _text(document: dict) -> str:
    parts = (document.get(name) for name in ("kicker", "title", "body", "text"))
    return "\n".join(part for part in parts if part)


def as_printed(text: str) -> str:
    """The text itself."""
    return text


def fused(text: str) -> str:
    """As sites print it that lose half-spaces."""
    return text.replace(ZWNJ, "")


def spaced(text: str) -> str:
    """As people type who have no half-space."""
    return text.replace(ZWNJ, " ")


class HazmFused:
    """Texts with blanks for half-spaces, fused: hazm's normaliser joins what it knows, then the joints go."""

    def __init__(self) -> None:
        from hazm import Normalizer

        self.normalize = Normalizer().normalize

    def __call__(self, text: str) -> str:
        """Return the fused text."""
        return fused(self.normalize(text))


def our_fields(text: str) -> tuple[list[str], ...]:
    """The stems, the exact words and the neighbouring stems of a text."""
    terms = [pair for pair in zip(*stems_and_exacts(text), strict=True) if pair[0]]
    stems = [stem for stem, _ in terms]
    return stems, [exact for _, exact in terms], [f"{one} {other}" for one, other in pairwise(stems)]


def compare(
    measure: str, collection: Collection, condition: str, documents: Spelling, queries: Spelling
) -> Iterator[Result]:
    """Yield our nDCG@10 beside each peer's, with the p of the paired randomisation test."""
    respelled = Collection(
        [documents(text) for text in collection.documents],
        [(queries(text), answers) for text, answers in collection.questions],
    )
    ours = gains(our_fields, WEIGHTS, respelled)
    stems = gains(lambda text: our_fields(text)[:1], WEIGHTS[:1], respelled)
    for name, peer in (("Lucene", Lucene()), ("hazm", Hazm())):
        theirs = gains(lambda text, peer=peer: (peer(text),), (1.0,), respelled)
        for label, values in (("nDCG@10", ours), ("nDCG@10, stems alone", stems)):
            p = randomisation_test(values, theirs)
            yield Result(f"{label}, {measure}", condition, mean(values), name, mean(theirs), p)


def gains(fields: Fields, weights: tuple[float, ...], collection: Collection) -> list[float]:
    """Return the nDCG@10 of each question."""
    indexes = [BM25(terms) for terms in zip(*map(fields, collection.documents), strict=True)]
    values = []
    for question, answers in collection.questions:
        asked = zip(weights, indexes, fields(question), strict=True)
        values.append(ndcg(sum(weight * index.scores(terms) for weight, index, terms in asked), answers))
    return values


if __name__ == "__main__":
    main()
