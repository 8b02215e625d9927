"""Stock Whoosh, on the same files, is the oracle: the same documents and the same scores."""

import random

import pytest
from whoosh import index, query
from whoosh.searching import Searcher
from whoosh.writing import CLEAR

from search.engines.base import Drop, Put
from search.engines.records import record_of
from search.engines.scoring import WEIGHTS
from search.engines.whoosh.cache import Cache
from search.engines.whoosh.evaluate import Evaluator
from search.engines.whoosh.home import INDEX_NAME, Folder, read_toc
from search.engines.whoosh.schema import NO_TERM, SEPARATOR, make_schema
from search.engines.whoosh.view import View
from search.query import Query
from search.tree import And, Node, Not, Or, Phrase, Prefix, Word
from tests.engines.conftest import sample_documents


def view_of(engine) -> View:
    folder = engine._home.current()
    return View(folder, folder.manifest(), Cache(1 << 24))


def stock_query(node: Node, evaluator: Evaluator) -> query.Query:
    """The same question in Whoosh's own words."""
    ask = [stock_query(part, evaluator) for part in getattr(node, "parts", ())]
    match node:
        case Word(stem, exact, verbatim):
            terms = [query.Term(name, stem, boost=WEIGHTS[name]) for name in ("text", "title")]
            loose = query.Or([*terms, query.Term("exact", exact, boost=WEIGHTS["exact"])])
            return query.Term("exact", exact) if verbatim else loose
        case Phrase(words):
            silent = query.Phrase("text", [word.stem for word in words], boost=0.0)
            return query.And([*(stock_query(word, evaluator) for word in words), silent])
        case Prefix():
            return query.Or([query.Term("exact", word) for word in evaluator.expansions(node)])
        case Or():
            return query.Or(ask)
        case And(parts):
            wanted = [q for q, part in zip(ask, parts, strict=True) if not isinstance(part, Not)]
            unwanted = [stock_query(part.part, evaluator) for part in parts if isinstance(part, Not)]
            return query.And([*wanted, *map(query.Not, unwanted)])


def stock_scores(searcher: Searcher, node: Node, evaluator: Evaluator) -> dict[int, float]:
    results = searcher.search(stock_query(node, evaluator), limit=None, optimize=False)
    # Stock Whoosh adds 1 for what is rightly not there.
    nots = sum(isinstance(part, Not) for part in getattr(node, "parts", ()))
    return {hit.docnum: hit.score - nots for hit in results}


def questions(view: View, count: int, seed: int) -> list[Node]:
    """Trees over words of the index, of every kind."""
    rng = random.Random(seed)
    stems = [term for term, df in view.terms("text") if df > 1]
    exacts = [term for term, df in view.terms("exact") if df > 1]
    records = [record_of(document) for document in sample_documents(150)]

    def word() -> Word:
        return Word(rng.choice(stems), rng.choice(exacts), rng.random() < 0.2)

    def phrase() -> Phrase | Word:
        text = rng.choice(records).text
        at = rng.randrange(len(text) - 3)
        words = [Word(stem, stem) for stem in text[at : at + rng.randint(2, 3)]]
        return Phrase(tuple(words), tuple(range(len(words)))) if all(w.stem for w in words) else words[0]

    def tree(depth: int) -> Node:
        kind = rng.randrange(8 if depth else 4)
        if kind < 2:
            return word()
        if kind < 4:
            return phrase() if kind == 2 else Prefix(rng.choice(exacts)[:2])
        parts = tuple(dict.fromkeys(tree(depth - 1) for _ in range(rng.randint(2, 4))))
        if len(parts) < 2:
            return parts[0]
        if kind < 6:
            return Or(parts)
        unwanted = (Not(word()),) if kind == 7 and depth == 2 else ()
        return And((*parts, *unwanted))

    return [tree(2) for _ in range(count)]


def assert_agrees_with_stock(view: View, seed: int, count: int = 40) -> None:
    evaluator = Evaluator(view)
    with index.open_dir(str(view.folder.path)).searcher() as searcher:
        for node in questions(view, count, seed):
            hits = evaluator.hits(node)
            ours = dict(zip(hits.ids.tolist(), hits.scores.tolist(), strict=True))
            theirs = stock_scores(searcher, node, evaluator)
            assert ours.keys() == theirs.keys(), node
            assert ours == pytest.approx(theirs, abs=1e-4), node


def test_stock_whoosh_finds_and_scores_the_same_in_what_we_wrote(engine):
    assert_agrees_with_stock(view_of(engine), seed=1)


def test_stock_whoosh_agrees_after_replacing_dropping_and_merging(engine):
    fresh = sample_documents(40, seed=9)
    for start in range(0, 40, 1):
        engine.apply([Put(fresh[start]), Drop(start + 100)])
    view = view_of(engine)
    assert view.live is not None
    assert_agrees_with_stock(view, seed=2)


def test_we_find_and_score_the_same_in_what_stock_whoosh_wrote(tmp_path):
    stock = index.create_in(str(tmp_path), make_schema())
    for start in (0, 75):
        with stock.writer() as writer:
            for document in sample_documents(150)[start : start + 75]:
                record = record_of(document)
                texts = {name: " ".join(t or NO_TERM for t in record.terms(name)) for name in WEIGHTS}
                facets = {name: SEPARATOR.join(values).encode() for name, values in record.facets.items()}
                numbers = {"key": record.key, "revision": 1, "digest": record.digest, "day": record.day or 0}
                writer.add_document(**texts, **facets, **numbers)
    folder = adopted(tmp_path)
    view = View(folder, folder.manifest(), Cache(1 << 24))
    assert_agrees_with_stock(view, seed=3)
    assert view.keys.tolist() == list(range(1, 151))
    assert sum(view.counts_of_everything["province"].values()) >= 150


def test_stock_whoosh_merges_what_we_wrote_into_the_same(engine):
    folder = engine._home.current()
    before = view_of(engine)
    index.open_dir(str(folder.path)).writer().commit(optimize=True)
    folder = adopted(folder.path)
    after = View(folder, folder.manifest(), Cache(1 << 24))
    assert len(after.segments) == 1 < len(before.segments)
    assert dict(after.terms("text")) == dict(before.terms("text"))
    assert_agrees_with_stock(after, seed=4, count=20)


def test_searches_between_two_writes_tell_the_same_state(engine):
    assert engine.search(Query("پسته")).state == engine.search(Query("کیوی")).state


@pytest.mark.parametrize("usual", [1, 3, 15, 60])
def test_usual_words_are_those_of_all_segments_together(engine, monkeypatch, usual):
    monkeypatch.setattr("search.engines.whoosh.view.USUAL", usual)
    monkeypatch.setattr("search.engines.whoosh.segment.USUAL", usual)
    view = view_of(engine)
    frequent = [(word, df) for word, df in view.terms("text") if df * usual >= 150]
    assert len(view.segments) > 1 and view.usual_words == frequent


def test_what_stock_whoosh_clears_is_empty(engine):
    folder = engine._home.current()
    index.open_dir(str(folder.path)).writer().commit(mergetype=CLEAR)
    folder = adopted(folder.path)
    assert View(folder, folder.manifest(), Cache(1 << 24)).documents == 0


def adopted(path) -> Folder:
    """A folder that stock Whoosh has written, with a manifest."""
    toc = index.TOC._filename(INDEX_NAME, index.open_dir(str(path)).latest_generation())
    folder = Folder(path)
    folder.commit(read_toc((path / toc).read_bytes()), None)
    return folder
