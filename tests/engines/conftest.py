"""Documents made of the sample reports' own sentences, and an engine that holds them."""

import random
from functools import cache
from pathlib import Path

import pytest

from search.documents import Document
from search.engines.base import Put
from search.engines.whoosh.engine import WhooshEngine

SAMPLES = Path(__file__).parents[2] / "fixtures"


@cache
def sentences() -> tuple[str, ...]:
    """Every line of the sample reports (of those in UTF-8) that is a sentence."""
    texts = (
        path.read_text(errors="ignore")
        for path in sorted(SAMPLES.rglob("*"))
        if path.suffix in (".txt", ".md")
    )
    return tuple(line.strip() for text in texts for line in text.splitlines() if len(line.split()) > 6)


def sample_documents(count: int, seed: int = 1) -> list[Document]:
    """Documents of a few sample sentences each, filed under invented facets."""
    rng = random.Random(seed)
    return [
        Document(
            key=key,
            revision=1,
            title=" ".join(rng.choice(sentences()).split()[:7]),
            body="\n".join(rng.choices(sentences(), k=rng.randint(1, 6))),
            facets={"province": tuple(rng.sample(["yazd", "gilan", "fars"], rng.randint(0, 2)))},
            day=rng.choice([None, *range(735_000, 735_400)]),
        )
        for key in range(1, count + 1)
    ]


@pytest.fixture
def engine(tmp_path) -> WhooshEngine:
    """A hundred and fifty documents in several segments."""
    engine = WhooshEngine(tmp_path / "articles")
    documents = sample_documents(150)
    for start in range(0, 150, 30):
        engine.apply([Put(document) for document in documents[start : start + 30]])
    return engine
