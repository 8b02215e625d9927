"""Whatever is put, dropped, rebuilt and asked: the engine on disk agrees with the dict."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from search.documents import Document
from search.engines.base import Drop, Put
from search.engines.memory import MemoryEngine
from search.engines.whoosh import merge, writer
from search.engines.whoosh.engine import WhooshEngine
from search.query import Query
from tests.contract.conftest import document

WORDS = ["پسته", "زعفران", "فرش", "صادرات", "بازار", "ارز", "گمرک", "کیوی", "و", "به", "یزد", "تبریز"]
texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
keys = st.integers(1, 40)
days = st.one_of(st.none(), st.integers(735_000, 735_020))
values = st.lists(st.sampled_from(["yazd", "gilan", "fars"]), unique=True, max_size=2).map(tuple)
documents = st.builds(
    Document,
    key=keys,
    revision=st.integers(1, 9),
    title=texts,
    body=texts,
    facets=st.fixed_dictionaries({"province": values, "year": values}),
    day=days,
)
changes = st.lists(st.one_of(documents.map(Put), keys.map(Drop)), max_size=12)

words = st.sampled_from(WORDS)
leaves = st.one_of(
    words,
    st.lists(words, min_size=2, max_size=3).map(lambda some: f"«{' '.join(some)}»"),
    st.lists(words, min_size=2, max_size=3).map(lambda some: f'="{" ".join(some)}"'),
    st.tuples(words, words, st.integers(2, 9)).map(lambda t: f"«{t[0]} {t[1]}» در {t[2]} واژه"),
    words.map(lambda word: f"{word[:2]}*"),
    words.map(lambda word: f"{word[1:]}~"),
)
parts = st.tuples(st.sampled_from(["", "-", "یا "]), leaves).map("".join)
narrowing = st.fixed_dictionaries(
    {
        "choose": st.lists(
            st.tuples(st.sampled_from(["province", "year"]), st.sampled_from(["yazd", "", "fars"]))
        ),
        "exclude": st.lists(st.just(("province", "gilan")), max_size=1),
        "after": st.one_of(st.none(), st.just(date.fromordinal(735_005))),
        "sort": st.sampled_from(["", "date", "-date"]),
    }
)


@st.composite
def queries(draw) -> Query:
    query = Query(" ".join(draw(st.lists(parts, max_size=4))), exact=draw(st.booleans()), size=50)
    asked = draw(narrowing)
    for name, value in asked["choose"]:
        query = query.choosing(name, value)
    for name, value in asked["exclude"]:
        query = query.excluding(name, value)
    return query.between(asked["after"], None).sorted_by(asked["sort"])


class Agreement(RuleBasedStateMachine):
    """Two engines told the same things."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.model = MemoryEngine()
        self.open_anew()
        self.whoosh.apply([])

    @rule()
    def open_anew(self) -> None:
        self.whoosh = WhooshEngine(Path(self.folder.name) / "articles")

    @rule(changes=changes)
    def apply(self, changes) -> None:
        self.model.apply(changes)
        self.whoosh.apply(changes)

    @rule(changes=changes, publish=st.booleans())
    def rebuild(self, changes, publish) -> None:
        for engine in (self.model, self.whoosh):
            with engine.rebuild() as fresh:
                fresh.apply(changes)
                if publish:
                    fresh.publish()

    @rule(query=queries(), weights=st.none() | st.dictionaries(keys, st.integers(1, 9)))
    def search(self, query, weights) -> None:
        ours, models = self.whoosh.search(query, weights), self.model.search(query, weights)
        assert ours.total == models.total
        assert dict(ours.facets) == dict(models.facets)
        assert set(ours.keys) == set(models.keys)
        if query.order != "relevance":
            assert ours.keys == models.keys
        elif self.whoosh._view.live is None:
            # Deleted documents still count in the statistics on disk, so scores agree only without them.
            scores = {hit.key: hit.score for hit in models.hits}
            assert {hit.key: hit.score for hit in ours.hits} == pytest.approx(scores, rel=1e-4, abs=1e-4)
            assert [scores[key] for key in ours.keys] == pytest.approx(
                [h.score for h in models.hits], rel=1e-4
            )

    @invariant()
    def holds_the_same(self) -> None:
        assert list(self.whoosh.states(0, 100)) == list(self.model.states(0, 100))
        assert self.whoosh.health(deep=True).state == "ok"

    def teardown(self) -> None:
        self.folder.cleanup()


@pytest.fixture(autouse=True)
def merging_early(monkeypatch) -> None:
    """Three small segments are many here, so that merges happen; and with four documents one is large."""
    monkeypatch.setattr(merge, "MOST_SMALL", 3)
    monkeypatch.setattr(merge, "SMALL", 4)
    monkeypatch.setattr(writer, "SMALL", 4)


TestAgreement = pytest.mark.usefixtures("merging_early")(Agreement.TestCase)
TestAgreement.settings = settings(
    max_examples=15, stateful_step_count=15, suppress_health_check=list(HealthCheck)
)


def test_a_large_segment_whose_documents_were_nearly_all_replaced_is_no_small_one(tmp_path):
    engine = WhooshEngine(tmp_path / "articles")
    engine.apply([Put(document(key, body="پسته", revision=1)) for key in range(1, 8)])
    for key in range(1, 7):
        engine.apply([Put(document(key, body="پسته", revision=2))])
    assert [state.revision for state in engine.states(0, 100)] == [2] * 6 + [1]
