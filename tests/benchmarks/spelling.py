"""Measures that any spelling gives the same terms, beside Lucene's and hazm's chains.

    python -m tests.benchmarks.spelling NEWS.jsonl.xz [--json FILE] [--hold-out 5] [--speed]

Every Nth record of NEWS is the test set; the shipped lexicon was learned without every 5th
(`manage.py lexicon learn … --leave-out 5`).
"""

import gc
import random
import re
import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[2]))  # it runs as a script too, from anywhere

from archive.gazetteer import places, provinces
from archive.persian.lexicon import shipped
from archive.persian.segment import Segmenter
from archive.persian.spelling import fold, squeeze
from archive.persian.stem import Stemmer
from archive.persian.tables import words
from archive.persian.tokens import TOKEN, tokens
from search.analyser import Analyser
from search.analysis import stems_and_exacts
from tests.benchmarks.measures import ZWNJ, Result, records, report, table
from tests.benchmarks.peers_analysis import Hazm, Lucene

Analysis = Callable[[str], list[str]]

FUNCTION_WORDS = words("function_words.txt")
QUERIES = 1000
HALF_SPACED_OUTLET = 0.03  # half-spaces for each blank, in texts whose outlet uses them
FEW_TEXTS = 6000
TURN = 1000  # texts that one analysis reads before it is the other's turn


def main() -> None:
    """Read the arguments, print and write the results."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("news", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--hold-out", type=int, default=5)
    parser.add_argument("--speed", action="store_true", help="nothing but words a second")
    options = parser.parse_args()
    held_out = [text for at, text in enumerate(texts(options.news)) if at % options.hold_out == 0]
    report((of_speed if options.speed else measures)(held_out), options.json)


def texts(path: Path) -> Iterator[str]:
    """Yield title and body of each record."""
    for record in records(path):
        yield f"{record.get('title') or ''}\n{record.get('body') or ''}"


def ours(text: str) -> list[str]:
    """Our terms, function words left out."""
    return [stem for stem in stems_and_exacts(text)[0] if stem]


def measures(held_out: list[str]) -> Iterator[Result]:
    """Yield all results, quick ones first."""
    peers: list[tuple[str, Analysis]] = [("Lucene", Lucene()), ("hazm", Hazm())]
    long = [text for text in held_out if len(text) > 300]
    half_spaced = [text for text in long if text.count(ZWNJ) >= HALF_SPACED_OUTLET * text.count(" ")]
    for name, peer in peers:
        yield from of_tables(name, peer)
        yield from of_words(name, peer, half_spaced)
        yield from of_queries(name, peer, long, half_spaced)
    yield from of_speed(held_out)


def spellings(text: str) -> tuple[str, str, str]:
    """A text with half-spaces, fused and with blanks."""
    return text, text.replace(ZWNJ, ""), text.replace(ZWNJ, " ")


def same(analysis: Analysis, variants: Iterable[str]) -> bool:
    """Does the analysis give one answer for all of these?"""
    return len({tuple(analysis(variant)) for variant in variants}) == 1


def of_tables(name: str, peer: Analysis) -> Iterator[Result]:
    """Our own tables: compounds, variants, inflection, words to be kept apart, names of places."""

    def each(measure: str, value: Callable[[Analysis], float]) -> Result:
        return Result(measure, "own table", value(ours), name, value(peer))

    compounds, variants = table("compounds.txt"), [line.split("\t") for line in table("variants.tsv")]
    groups = [line.split() for line in table("inflected.txt")]
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    apart = [line.split("\t") for line in table("distinct.tsv")]
    names = {place.name for place in places()} | {province.name for province in provinces()}
    yield each(
        "compounds in three spellings", lambda f: share(same(f, spellings(word)) for word in compounds)
    )
    yield each("letter variants", lambda f: share(same(f, pair) for pair in variants))
    yield each("inflected pairs missed", lambda f: share(not same(f, pair) for pair in pairs))
    yield each(
        "words merged that must not be", lambda f: sum(same(f, pair) and f(pair[0]) != [] for pair in apart)
    )
    yield each("names of places changed", lambda f: sum(not kept(f, place) for place in names))


def share(answers: Iterable[bool]) -> float:
    """Return the share of yes."""
    given = list(answers)
    return sum(given) / len(given)


def kept(analysis: Analysis, name: str) -> bool:
    """Are all letters of a name still there? Function words inside names («و») may go."""
    letters = squeeze("".join(analysis(name)))
    said = " ".join(word for word in name.split() if word not in FUNCTION_WORDS)
    return letters in (squeeze(name), squeeze(said))


def of_words(name: str, peer: Analysis, held_out: list[str]) -> Iterator[Result]:
    """Half-spaced words of unseen news, each as often as it occurs."""
    written = Counter(
        token.text
        for text in held_out
        for token in tokens(text)
        if ZWNJ in token.text and not token.text.isascii()
    )

    def value(analysis: Analysis, *which: int) -> float:
        good = (n for word, n in written.items() if same(analysis, [spellings(word)[at] for at in which]))
        return sum(good) / written.total()

    for condition, which in (
        ("all three spellings", (0, 1, 2)),
        ("half-space = fused", (0, 1)),
        ("half-space = blank", (0, 2)),
    ):
        yield Result("unseen half-spaced words", condition, value(ours, *which), name, value(peer, *which))


def of_queries(name: str, peer: Analysis, documents: list[str], half_spaced: list[str]) -> Iterator[Result]:
    """1,000 short queries around a half-spaced word: do three spellings find the same documents?"""
    queries = list(short_queries(half_spaced))
    fused = [text.replace(ZWNJ, "") for text in documents]
    for condition, collection in (("documents fused", fused), ("documents as printed", documents)):
        values = [identical(analysis, queries, collection) for analysis in (ours, peer)]
        yield Result("identical result lists", condition, values[0], name, values[1])


def short_queries(documents: list[str]) -> Iterator[str]:
    """Cut one to three words around a half-spaced word that is no verb with «می» out of random documents."""
    chance = random.Random(7)
    for text in chance.sample(documents, len(documents))[:QUERIES]:
        written = re.findall(r"[^\W\d_]+(?:\u200c+[^\W\d_]+)*", text)
        places = [
            at for at, word in enumerate(written) if ZWNJ in word and not fold(word).startswith(("می", "نمی"))
        ]
        if places:
            first = max(0, chance.choice(places) - chance.randint(0, 1))
            query = " ".join(written[first : first + chance.choice((1, 2, 2, 3))])
            if ZWNJ in query:
                yield query


def identical(analysis: Analysis, queries: list[str], documents: list[str]) -> float:
    """Return the share of queries whose three spellings find the same documents (all terms must occur)."""
    postings = defaultdict(set)
    for at, text in enumerate(documents):
        for term in set(analysis(text)):
            postings[term].add(at)

    def found(query: str) -> frozenset[int]:
        sets = [postings.get(term, set()) for term in set(analysis(query))]
        return frozenset(set.intersection(*sets)) if sets else frozenset()

    return share(len(set(map(found, spellings(query)))) == 1 for query in queries)


def of_speed(held_out: list[str]) -> Iterator[Result]:
    """Words a second of one processor, beside hazm's normaliser, tokeniser and lemmatiser in the same run.

    Cold: nothing is remembered at the start. Warm: the same texts once more. The floors are what Python takes
    to cut texts at blanks, or to fold them and find the words in them, and to look each word up.
    """
    texts = random.Random(7).sample(held_out, len(held_out))
    few, hazm = texts[:FEW_TEXTS], Hazm(defaults=True)
    hazm("یک")
    gc.freeze()  # neither is to wait while the garbage collector walks through what the other has loaded
    yield from rates(f"cold, {len(texts):,} texts", fresh_analyser().columns, hazm, texts)
    analyser = fresh_analyser()
    yield from rates(f"cold, {len(few):,} texts", analyser.columns, hazm, few)
    yield from rates("warm", analyser.columns, hazm, few)
    yield from rates("warm, with places", analyser.terms, hazm, few)
    seen = dict.fromkeys(word for text in few for word in [*text.split(), *TOKEN.findall(fold(text))])
    yield from rates("floor, cut at blanks", lambda text: list(map(seen.get, text.split())), hazm, few)
    yield from rates(
        "floor, folded", lambda text: [seen.get(word[0]) for word in TOKEN.finditer(fold(text))], hazm, few
    )


def fresh_analyser() -> Analyser:
    """An analyser that remembers nothing."""
    return Analyser(Segmenter(shipped(), Stemmer(shipped())))


def rates(
    condition: str, analysis: Callable[[str], object], peer: Callable[[str], object], texts: list[str]
) -> Iterator[Result]:
    """Yield both speeds and their ratio; the two take turns, so that a busy machine slows both."""
    seconds = [0.0, 0.0]
    for first in range(0, len(texts), TURN):
        for at, function in enumerate((analysis, peer)):
            start = process_time()
            for text in texts[first : first + TURN]:
                function(text)
            seconds[at] += process_time() - start
    size = sum(len(tokens(text)) for text in texts)
    ours, theirs = (size / each for each in seconds)
    yield Result("words a second", condition, ours, "hazm", theirs)
    yield Result("words a second, ratio", condition, ours / theirs, "hazm", 1.0)


if __name__ == "__main__":
    main()
