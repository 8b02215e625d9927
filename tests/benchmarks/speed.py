"""How fast the engine is beside tantivy, SQLite FTS5 and stock Whoosh: one run, peers interleaved.

    python -m tests.benchmarks.speed --quick --json speed.jsonl          20,000 generated records, under 50 s
    python -m tests.benchmarks.speed --records NEWS.jsonl.xz             real records (id, title, body)
    python -m tests.benchmarks.speed --documents 1000000 --words 60      generated ones

Every engine holds the same terms in the same three fields and is asked the same questions; totals are
compared too. Times are medians over questions of each question's median over rounds; a ratio is the median
of ratios question by question. The machine's speed drifts: the ratios are the figures.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

import numpy as np  # noqa: E402

from search.documents import Document  # noqa: E402
from search.engines.base import Put  # noqa: E402
from tests.benchmarks import speed_corpus  # noqa: E402
from tests.benchmarks.speed_corpus import FUNCTION_WORDS, Corpus  # noqa: E402
from tests.benchmarks.speed_peers import (  # noqa: E402
    Fts5,
    Ours,
    Peer,
    Question,
    Stock,
    Tantivy,
    median,
    timed,
)

BUILDERS = {"ours": Ours, "tantivy": Tantivy, "fts5": Fts5}
QUESTIONS = 12
#: Rounds: the slow peers are asked less often.
ROUNDS = {"ours": 5, "cold": 3, "tantivy": 5, "fts5": 2, "postgres": 2, "stock": 1}
SLOW = ("fts5", "postgres", "stock")
SLOW_QUESTIONS = 4


def main() -> None:
    """Measure what the command line asks for."""
    options = parse_arguments()
    if options.build:
        return build(options.build, Path(options.work))
    out = open(options.json, "w") if options.json else nullcontext(sys.stdout)  # noqa: SIM115
    with tempfile.TemporaryDirectory() as folder, out as file:
        for each in measure(options, Path(options.work or folder)):
            print(json.dumps(each), file=file, flush=True)


def parse_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="20,000 records, fewer rounds, under 50 s")
    parser.add_argument(
        "--records", type=Path, help="JSON lines with title and body; else they are generated"
    )
    parser.add_argument("--documents", type=int, default=100_000, help="how many, at most")
    parser.add_argument("--words", type=int, default=250, help="words of a generated document, on average")
    parser.add_argument("--json", help="write one object a line here")
    parser.add_argument("--work", help="folder for the indexes, kept and used again")
    parser.add_argument("--postgres", help="connection string of an empty database, to ask PostgreSQL too")
    parser.add_argument("--without", nargs="*", default=[], help="peers to leave out: fts5, stock")
    parser.add_argument("--build", help=argparse.SUPPRESS)
    return parser.parse_args()


def measure(options: argparse.Namespace, work: Path) -> Iterator[dict]:
    """Every row of the table."""
    work.mkdir(parents=True, exist_ok=True)
    documents = 20_000 if options.quick else options.documents
    if not (work / "corpus").exists():
        make = speed_corpus.real if options.records else speed_corpus.generated
        words = 60 if options.quick else options.words
        corpus = make(options.records, documents) if options.records else make(documents, words)
        corpus.save(work / "corpus")
    corpus = speed_corpus.load(work / "corpus")
    yield from writing(work, options.without)
    asking = Asking(work, corpus, options)
    yield from asking.rows()
    yield from saving(work, corpus)
    yield from opening(work)


def row(work: str, ours: float, peer: str, theirs: float, ratio: float | None = None) -> dict:
    """A line of the table."""
    ratio = ratio if ratio is not None else ours / theirs if theirs else None
    return {
        "work": work,
        "ours_us": round(ours, 1),
        "peer": peer,
        "peer_us": round(theirs, 1),
        "ratio": round(ratio, 4) if ratio is not None else None,
    }


# Writing.


def writing(work: Path, without: list[str]) -> Iterator[dict]:
    """CPU, size and peak memory of building each index in a process of its own."""
    facts = {name: built(name, work) for name in ("records", *BUILDERS) if name not in without}
    reading = facts.pop("records")
    for name, its in facts.items():
        if name == "ours":
            continue
        ours = facts["ours"]
        yield row("index cpu", ours["cpu"] - reading["cpu"], name, its["cpu"] - reading["cpu"])
        yield row("index bytes", ours["bytes"], name, its["bytes"])
        yield row("index peak bytes", ours["peak"], name, its["peak"])


def built(name: str, work: Path) -> dict:
    """Build an index, unless a run before has, and tell what it took (CPU in microseconds)."""
    facts = work / f"{name}.json"
    if not facts.exists():
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.speed", "--build", name]
        subprocess.run([*command, "--work", str(work)], check=True)
    return json.loads(facts.read_text())


def build(name: str, work: Path) -> None:
    """In a process of its own: build one index and write down what it took."""
    corpus = speed_corpus.load(work / "corpus", streamed=True)
    before = cpu()
    path = work / name
    if name == "records":
        for _ in corpus.records():
            pass
    else:
        BUILDERS[name].build(corpus.records(), path)
    facts = {
        "cpu": cpu() - before,
        "bytes": sum(
            f.stat().st_size for f in [path, *path.rglob("*")] if f.is_file() and not f.is_symlink()
        ),
        "peak": peak(),
    }
    (work / f"{name}.json").write_text(json.dumps(facts))


def peak() -> int:
    """The most memory in bytes that this process has held; of getrusage it would be its parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def cpu() -> float:
    """Microseconds of processor time that this process has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1e6


# Asking.


class Asking:
    """The questions, and everybody who answers them."""

    def __init__(self, work: Path, corpus: Corpus, options: argparse.Namespace) -> None:
        self.corpus = corpus
        self.random = random.Random(5)  # noqa: S311
        self.peers = {
            "ours": Ours(work / "ours"),
            "cold": Ours(work / "ours", cold=True),
            "tantivy": Tantivy(work / "tantivy"),
            "fts5": None if "fts5" in options.without else Fts5(work / "fts5"),
            "postgres": _postgres(options.postgres, corpus) if options.postgres else None,
            "stock": None if "stock" in options.without else Stock(work / "ours"),
        }
        self.peers = {name: peer for name, peer in self.peers.items() if peer}
        self.questions = QUESTIONS // (2 if options.quick else 1)
        self.df = self._document_frequencies()

    def rows(self) -> Iterator[dict]:
        """Every class of question, with facets; then the top ten alone."""
        for name, questions in self._classes().items():
            yield from self._compare(f"facets {name}", questions)
        for name in ("mid", "common", "and3", "or3", "phrase", "phrase common"):
            questions = self._classes()[name]
            yield from self._compare(f"top {name}", [without_facets(q, "relevance") for q in questions])
        for name in ("mid", "common", "or3"):
            questions = self._classes()[name]
            yield from self._compare(f"date {name}", [without_facets(q, "-date") for q in questions])

    def _compare(self, work: str, questions: list[Question]) -> Iterator[dict]:
        times: dict[str, list[float]] = {name: [] for name in self.peers}
        for i, question in enumerate(questions):
            asks = {name: peer.prepare(question) for name, peer in self.peers.items()}
            if i >= SLOW_QUESTIONS:
                asks = {name: ask for name, ask in asks.items() if name not in SLOW}
            for name, taken in in_turn(work, question, asks).items():
                times[name].append(taken)
        for name in self.peers:
            if name not in ("ours", "cold"):
                yield compared(work, times["ours"], name, times[name])
        yield compared(f"{work}, cold", times["cold"], "tantivy", times["tantivy"])

    def _classes(self) -> dict[str, list[Question]]:
        self.random.seed(5)
        size, sample = len(self.corpus), self.random.sample
        rare, mid = self._band(5, 50), self._band(size // 500, size // 100)
        wide, common = self._band(size // 100, size // 4), self._band(size // 10, size)
        days = sorted(self.corpus.days[[size * 3 // 10, size * 7 // 10]].tolist())
        times = range(self.questions)
        return {
            "rare": [Question("and", tuple(sample(rare, 1))) for _ in times],
            "mid": [Question("and", tuple(sample(mid, 1))) for _ in times],
            "common": [Question("and", tuple(sample(common, 1))) for _ in times],
            "and3": [Question("and", tuple(sample(wide, 3))) for _ in times],
            "or3": [Question("or", tuple(sample(wide, 3))) for _ in times],
            "phrase": [Question("phrase", self._phrase(20, size // 50)) for _ in times],
            "phrase common": [Question("phrase", self._phrase(size // 50, size)) for _ in times],
            "filter": [Question("and", tuple(sample(common, 1)), "province-1", tuple(days)) for _ in times],
            "all": [Question("all")],
        }

    def _document_frequencies(self) -> np.ndarray:
        corpus = self.corpus
        documents = np.repeat(np.arange(len(corpus)), np.diff(corpus.ends, prepend=0))
        pairs = np.unique(corpus.tokens.astype(np.int64) * len(corpus) + documents)
        return np.bincount(pairs // len(corpus), minlength=len(corpus.words))

    def _band(self, least: int, most: int) -> list[str]:
        found = np.flatnonzero((self.df >= least) & (self.df <= most))
        return [self.corpus.words[i] for i in found[found >= FUNCTION_WORDS]]

    def _phrase(self, least: int, most: int) -> tuple[str, ...]:
        while True:
            document = self.corpus.document(self.random.randrange(len(self.corpus)))[12:]
            pairs = [
                pair for pair in pairwise(document) if min(pair) >= FUNCTION_WORDS and pair[0] != pair[1]
            ]
            if pairs:
                pair = self.random.choice(pairs)
                if least < min(self.df[n] for n in pair) < most:
                    return tuple(self.corpus.words[n] for n in pair)


def _postgres(conninfo: str, corpus: Corpus) -> Peer:
    from tests.benchmarks.speed_postgres import Postgres

    Postgres.build(corpus.records(), conninfo)
    return Postgres(conninfo)


def without_facets(question: Question, order: str) -> Question:
    """The top ten alone."""
    return Question(question.kind, question.words, order=order, facets=False)


def in_turn(work: str, question: Question, asks: dict[str, Callable[[], int]]) -> dict[str, float]:
    """Every peer's median time, asked in turn; who disagrees on the total is told of."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    totals = {}
    for attempt in range(max(ROUNDS.values()) + 1):
        for name, ask in asks.items():
            if attempt <= ROUNDS[name]:
                taken, totals[name] = timed(ask)
                if attempt or ROUNDS[name] == 1:  # the first round warms up
                    times[name].append(taken)
    if len(set(totals.values())) > 1:
        print(f"totals differ: {work} {question} {totals}", file=sys.stderr)
    return {name: median(each) for name, each in times.items()}


def compared(work: str, ours: list[float], peer: str, theirs: list[float]) -> dict:
    """A row: medians, and the median of the ratios question by question."""
    ratios = [mine / its for mine, its in zip(ours, theirs, strict=False)]
    return row(work, median(ours), peer, median(theirs), median(ratios))


# Saving one article, and opening.


def saving(work: Path, corpus: Corpus) -> Iterator[dict]:
    """One article put, until a search has found it; beside tantivy's add, commit and reload."""
    for name in ("ours", "tantivy"):
        shutil.copytree(work / name, work / "saving" / name, symlinks=True)
    peer, tantivy_peer = Ours(work / "saving" / "ours"), Tantivy(work / "saving" / "tantivy")
    writer = tantivy_peer.index.writer(heap_size=64 << 20, num_threads=1)
    question = peer.prepare(Question("and", (corpus.words[FUNCTION_WORDS],)))
    times: dict[str, list[float]] = {"ours": [], "tantivy": []}
    text = " ".join(corpus.words[n] for n in corpus.document(0))
    for i in range(60):
        start = time.perf_counter()
        document = Document(key=i + 1, revision=2 + i, title="پسته", body=text, facets={}, day=1)
        peer.engine.apply([Put(document)])
        question()
        times["ours"].append((time.perf_counter() - start) * 1e6)
        start = time.perf_counter()
        writer.add_document(tantivy_document(i, text))
        writer.commit()
        tantivy_peer.index.reload()
        tantivy_peer.index.searcher()
        times["tantivy"].append((time.perf_counter() - start) * 1e6)
    yield row("save one", median(times["ours"]), "tantivy", median(times["tantivy"]))
    shutil.rmtree(work / "saving")
    worst = [float(np.percentile(times[name], 99)) for name in ("ours", "tantivy")]
    yield row("save one, p99", worst[0], "tantivy", worst[1])


def tantivy_document(key: int, text: str) -> object:
    """One document of tantivy's."""
    import tantivy

    document = tantivy.Document()
    document.add_integer("key", key)
    document.add_integer("day", 1)
    document.add_text("text", text)
    document.add_text("exact", text)
    return document


_OPEN = """
import os, sys, time, json
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
import django; django.setup()
from tests.benchmarks.speed_peers import Ours, Tantivy, Question
from pathlib import Path
name, work, word = sys.argv[1:]
peer = {"ours": Ours, "tantivy": Tantivy}[name]
def uss():
    return sum(int(l.split()[1]) for l in open("/proc/self/smaps_rollup") if l.startswith("Private")) * 1024
before, start = uss(), time.perf_counter()
peer(Path(work) / name).prepare(Question("and", (word,)))()
print(json.dumps([(time.perf_counter() - start) * 1e6, uss() - before]))
"""


def opening(work: Path) -> Iterator[dict]:
    """From a fresh process with everything imported to the first answer, and the memory it took."""
    corpus = speed_corpus.load(work / "corpus")
    facts = {}
    for name in ("ours", "tantivy"):
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            _OPEN,
            name,
            str(work),
            corpus.words[FUNCTION_WORDS * 5],
        ]
        runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(3)]
        facts[name] = [median([run[i] for run in runs]) for i in (0, 1)]
    yield row("open and answer", facts["ours"][0], "tantivy", facts["tantivy"][0])
    yield row("memory after the first answer, bytes", facts["ours"][1], "tantivy", facts["tantivy"][1])


if __name__ == "__main__":
    main()
