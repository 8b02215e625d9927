"""How fast a node indexes and answers: `python -m tests.cluster.nodes 1 python -m tests.cluster.speed`.

Two workers bring generated articles, from their texts, then with the terms at hand; then one reader asks.
Times are of this machine and this moment; processor seconds tell what a core can do.
"""

import json
import os
import resource
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from multiprocessing import Process
from pathlib import Path
from statistics import median, quantiles

from search.engines.base import Put
from search.engines.opensearch import write
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.records import record_of
from tests.cluster import material
from tests.cluster.nodes import DATA
from tests.cluster.running import clear, new_url

WORKERS = 2
BATCH = 1000
QUESTIONS = 200


def main() -> None:
    """Measure, and print one JSON line a measure."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    articles = parser.parse_args().articles
    documents = material.generated_documents(articles)
    some = documents[: max(articles // 5, 1)]
    engine = OpenSearchEngine(new_url(), "articles")
    say("from texts", len(some), *timed(lambda: bring(engine, some)))
    ask(engine, some)
    clear(engine)
    known = {document.key: record_of(document) for document in documents}
    write.record_of = lambda document: known[document.key]
    say("with terms at hand", articles, *timed(lambda: bring(engine, documents)))
    health = engine.health()
    print(json.dumps({"documents": health.documents, "bytes a document": health.bytes / health.documents}))
    ask(engine, documents)
    clear(engine)


def bring(engine: OpenSearchEngine, documents: tuple) -> None:
    """Index documents by workers that begin together and each have every second batch."""
    engine.apply([])
    batches = [documents[at : at + BATCH] for at in range(0, len(documents), BATCH)]
    workers = [Process(target=apply, args=(engine, batches[n::WORKERS])) for n in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def apply(engine: OpenSearchEngine, batches: Iterable[tuple]) -> None:
    """What one worker does."""
    for batch in batches:
        engine.apply(map(Put, batch))


def ask(engine: OpenSearchEngine, documents: tuple) -> None:
    """Time questions of every form, one after the other, each of them new to the node."""
    engine.client.indices.refresh(index=engine.indices.live)
    for name, seed in (("first questions", 3), ("questions", 4)):
        times: dict[str, list[float]] = {}
        used = _nodes()
        for query in material.generated_questions(documents, QUESTIONS, seed):
            start = time.perf_counter()
            engine.search(query)
            kind = "prefix or slip" if query.words.endswith(("*", "~")) else "other"
            times.setdefault(kind, []).append(1000 * (time.perf_counter() - start))
        print(
            json.dumps(
                {"articles": len(documents), "node's processor ms": 1000 * (_nodes() - used) / QUESTIONS}
            )
        )
        for kind, some in times.items():
            p95 = quantiles(some, n=20)[-1]
            print(json.dumps({name: kind, "asked": len(some), "median ms": median(some), "p95 ms": p95}))


def timed(work) -> tuple[float, float, float]:
    """Seconds that work takes: by the clock, of our processes, of the nodes."""
    start, ours, theirs = time.perf_counter(), _children(), _nodes()
    work()
    return time.perf_counter() - start, _children() - ours, _nodes() - theirs


def say(what: str, articles: int, seconds: float, ours: float, theirs: float) -> None:
    """Print how fast articles were indexed."""
    figures = {
        "articles": articles,
        "articles a second": articles / seconds,
        "our processor ms an article": 1000 * ours / articles,
        "the node's": 1000 * theirs / articles,
    }
    print(json.dumps({what: figures}), flush=True)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _nodes() -> float:
    """Processor seconds of all nodes, from their /proc/PID/stat."""
    used = 0
    for file in DATA.glob("node-*.pid"):
        fields = Path(f"/proc/{file.read_text()}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
