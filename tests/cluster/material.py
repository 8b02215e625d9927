"""Documents and questions to compare engines by: generated ones, and real ones from a named folder."""

import json
import lzma
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from archive.persian.segment import shipped_segmenter
from search.documents import FACET_NAMES, Document
from search.query import Query
from tests.benchmarks.speed_corpus import FIRST_DAY, generated

#: A folder with docs.jsonl.xz (title, body) and queries.jsonl (text), of which real material is made.
CORPUS = os.environ.get("CORPUS", "")
#: The full sizes, else a fifth of the generated questions.
FULL = bool(os.environ.get("FULL"))


@cache
def generated_documents(many: int) -> tuple[Document, ...]:
    """Documents of the lexicon's words in about the language's frequencies; every facet has gaps."""
    counts = shipped_segmenter().lexicon.counts
    words = [word for word in sorted(counts, key=lambda word: (-counts[word], word)) if word.isalpha()]
    corpus = replace(generated(many, vocabulary=len(words)), words=words)
    return tuple(
        Document(
            key=i + 1,
            revision=1,
            title=" ".join(words[n] for n in numbers[:title]),
            body=" ".join(words[n] for n in numbers[title:]),
            **_filing(i, {name: int(codes[i]) for name, codes in corpus.facets.items()}, int(corpus.days[i])),
        )
        for i, numbers, title in (
            (i, corpus.document(i), int(corpus.title_sizes[i])) for i in range(len(corpus))
        )
    )


@cache
def real_documents(most: int = 5000) -> tuple[Document, ...]:
    """Real articles, filed at random."""
    rng = Random(7)
    return tuple(
        Document(
            key=i + 1,
            revision=1,
            title=item.get("title") or "",
            body=item.get("body") or item.get("text") or "",
            **_filing(
                i, {name: int(rng.expovariate(0.2)) for name in FACET_NAMES}, FIRST_DAY + rng.randrange(3000)
            ),
        )
        for i, item in zip(range(most), _lines("docs.jsonl"), strict=False)
    )


def generated_questions(documents: tuple[Document, ...], many: int, seed: int = 11) -> Iterator[Query]:
    """Questions of every form that readers have, of words that the documents hold."""
    rng = Random(seed)
    for _ in range(many):
        document = rng.choice(documents)
        query = Query(_words(rng, document.body.split() or ["پسته"]), exact=rng.random() < 0.1, size=10)
        for name in rng.sample(FACET_NAMES, rng.choice((0, 0, 1, 1, 2))):
            value = rng.choice([*document.facets.get(name, ()), ""])
            narrow = query.excluding if value and rng.random() < 0.2 else query.choosing
            query = narrow(name, value)
        if rng.random() < 0.3:
            query = query.between(date.fromordinal(FIRST_DAY + rng.randrange(3000)), None)
        yield query


def real_questions(most: int = 200) -> list[Query]:
    """What people asked, as they wrote it, the sentences of several words as a choice between them."""
    texts = [item.get("text") or item.get("title") or "" for item in _lines("queries.jsonl")]
    return [
        Query(" یا ".join(text.split()) if len(text.split()) > 4 else text, size=10) for text in texts[:most]
    ]


def _filing(i: int, codes: dict[str, int], day: int) -> dict[str, object]:
    """Facets and day; some documents have no value, some two."""
    values = {name: [f"{name}-{code}"] for name, code in codes.items()}
    for at, name in enumerate(FACET_NAMES):
        if (i + at) % 9 == 0:
            values[name] = []
        elif (i + at) % 5 == 0:
            values[name].append(f"{name}-{codes[name] // 2}")
    facets = {name: tuple(dict.fromkeys(some)) for name, some in values.items()}
    return {"facets": facets, "day": None if i % 13 == 0 else day}


def _words(rng: Random, words: list[str]) -> str:
    """A question about some of the words."""
    at = rng.randrange(len(words))
    near = words[at : at + 3]
    one, other = rng.choice(words), rng.choice(words)
    forms = (
        one,
        f"{one} {other}",
        " ".join(near[:2]),
        f"{one} یا {other}",
        f"{one} -{other}",
        f"-{one}",
        f"«{' '.join(near)}»",
        f'="{" ".join(near)}"',
        f"«{one} {other}» در {rng.randrange(2, 60)} واژه",
        f"{one[: rng.randrange(2, 5)]}*",
        f"{one[1:]}~",
        f"{other} ({one} یا {near[0]})",
        f"{one} {' '.join(near[:2])} -«{' '.join(words[:2])}»",
        "",
    )
    return rng.choice(forms)


def _lines(name: str) -> Iterator[dict]:
    path = Path(CORPUS) / name
    opener = open if path.is_file() else lzma.open
    with opener(path if path.is_file() else path.with_name(f"{name}.xz"), "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
