"""Whatever is put, dropped, rebuilt and asked: the cluster agrees with the dict."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from search.engines.memory import MemoryEngine
from search.engines.opensearch.engine import OpenSearchEngine
from tests.cluster.running import clear, new_url
from tests.contract.test_agreement import changes, queries


class Agreement(RuleBasedStateMachine):
    """A dict and two processes' engines of one place in the cluster, told the same things."""

    @initialize(shards=st.integers(1, 3))
    def start(self, shards) -> None:
        url = new_url(shards)
        self.model = MemoryEngine()
        self.engines = [OpenSearchEngine(url, "articles") for _ in range(2)]
        self.engines[0].apply([])

    @rule(changes=changes, which=st.integers(0, 1))
    def apply(self, changes, which) -> None:
        self.model.apply(changes)
        self.engines[which].apply(changes)

    @rule(changes=changes, publish=st.booleans())
    def rebuild(self, changes, publish) -> None:
        for engine in (self.model, self.engines[0]):
            with engine.rebuild() as fresh:
                fresh.apply(changes)
                if publish:
                    fresh.publish()

    @rule(query=queries(), which=st.integers(0, 1))
    def search(self, query, which) -> None:
        ours, models = self.engines[which].search(query), self.model.search(query)
        assert ours.total == models.total
        assert dict(ours.facets) == dict(models.facets)
        assert set(ours.keys) == set(models.keys)
        if query.order != "relevance":
            assert ours.keys == models.keys
        elif not self._deleted():
            # Deleted documents still count in the statistics, so scores agree only without them.
            scores = {hit.key: hit.score for hit in models.hits}
            assert {hit.key: hit.score for hit in ours.hits} == pytest.approx(scores, rel=1e-4, abs=1e-4)
            assert [scores[key] for key in ours.keys] == pytest.approx(
                [hit.score for hit in models.hits], rel=1e-4
            )

    @rule(query=queries())
    def all_keys(self, query) -> None:
        assert set(self.engines[0].keys(query)) == set(self.model.keys(query))

    @invariant()
    def holds_the_same(self) -> None:
        assert list(self.engines[0].states(0, 100)) == list(self.model.states(0, 100))
        assert self.engines[0].health().state == "ok"

    def teardown(self) -> None:
        if hasattr(self, "engines"):
            clear(self.engines[0])

    def _deleted(self) -> int:
        engine = self.engines[0]
        stats = engine.client.indices.stats(index=engine.indices.live, metric="docs")
        return stats["_all"]["primaries"]["docs"]["deleted"]


TestAgreement = Agreement.TestCase
TestAgreement.settings = settings(
    max_examples=12, stateful_step_count=12, suppress_health_check=list(HealthCheck)
)
