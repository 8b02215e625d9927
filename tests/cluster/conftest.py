"""Tests here need a cluster: `make test-cluster` starts one."""

import pytest

from search.engines.opensearch.engine import OpenSearchEngine
from tests.cluster.running import CLUSTER, in_cluster


def pytest_collection_modifyitems(items) -> None:
    """Without a cluster these tests are skipped, with their reason."""
    for item in items:
        if "tests/cluster/" in item.path.as_posix() and not CLUSTER:
            item.add_marker(pytest.mark.skip(reason="no cluster: make test-cluster"))


@pytest.fixture
def engine() -> OpenSearchEngine:
    """An empty engine in the cluster."""
    with in_cluster() as engine:
        yield engine
