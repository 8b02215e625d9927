"""What is sent to a cluster, looked at without one. What it answers: tests/cluster."""

import json
from collections import Counter
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opensearchpy.exceptions import ConnectionTimeout, RequestError

from search.analysis import stems_and_exacts
from search.documents import FACET_NAMES
from search.engines.base import Drop, Put
from search.engines.opensearch import ask
from search.engines.opensearch.client import AnsweringPool, Place
from search.engines.opensearch.detour import Detour
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.schema import EMPTY, MARK, SUM, by_column, frequencies
from search.engines.opensearch.write import _collapsed
from search.engines.scoring import LENGTHS, length_byte
from search.query import Query
from tests.contract.conftest import document

words = st.lists(st.sampled_from(["پسته", "فرش", "", "چین"]), max_size=40)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("opensearch://host/rasteh", Place(("host",), "rasteh")),
        ("opensearch://a:9201,b/x-1?shards=12", Place(("a:9201", "b"), "x-1", shards=12)),
        (
            "opensearchs://amin:p%40ss@[::1]:443/x",
            Place(("[::1]:443",), "x", secure=True, login=("amin", "p@ss")),
        ),
    ],
)
def test_a_place_is_read_from_its_address(url, place):
    assert Place.of(url) == place


def test_hosts_without_a_port_have_the_usual_one():
    connections = Place.of("opensearch://one,two:9201,[::1]/x").client().transport.connection_pool.connections
    assert sorted(each.host for each in connections) == [
        "http://[::1]:9200",
        "http://one:9200",
        "http://two:9201",
    ]


def test_a_file_comes_from_the_copies_that_the_pages_show():
    counts = {"all": {name: {"buckets": []} for name in FACET_NAMES}}
    nothing = {"timed_out": False, "hits": {"total": {"value": 0}, "hits": []}, "aggregations": counts}
    engine = OpenSearchEngine("opensearch://nowhere/x", "articles")
    engine.reader = Mock(**{"create_pit.return_value": {"pit_id": "1"}, "search.return_value": nothing})
    assert engine.search(Query("پسته")).total == len(engine.keys(Query("پسته"))) == 0
    page, file = (each.kwargs for each in engine.reader.search.call_args_list)
    assert page["preference"] == engine.reader.create_pit.call_args.kwargs["preference"]
    assert file["body"]["pit"]["id"] == "1" and "preference" not in file and file["index"] is None


class Node:
    """A node in small, which answers or stands still."""

    answers = True

    def __init__(self, name: str = "") -> None:
        self.name = name

    def perform_request(self, *_: object, **__: object) -> tuple[int, dict, str]:
        if not self.answers:
            raise ConnectionTimeout("TIMEOUT", "it stands still", None)
        return 200, {}, json.dumps({"nodes": {self.name: {}}})


def test_a_node_that_stood_still_is_asked_nothing_before_it_answers():
    well, paused = Node(), Node()
    pool = AnsweringPool([(well, {}), (paused, {})], dead_timeout=0)
    paused.answers = False
    pool.mark_dead(paused)
    assert {pool.get_connection() for _ in range(9)} == {well}
    paused.answers = True
    assert {pool.get_connection() for _ in range(9)} == {well, paused}


def test_where_no_node_answers_one_is_asked_all_the_same():
    well, paused = Node(), Node()
    pool = AnsweringPool([(well, {}), (paused, {})], dead_timeout=30)
    for node in (well, paused):
        node.answers = False
        pool.mark_dead(node)
    assert pool.get_connection() in (well, paused)


def test_what_stands_still_is_gone_around():
    nodes = [Node("a"), Node("b"), Node("c")]
    pool = AnsweringPool([(node, {}) for node in nodes])
    detour = Detour(Mock(**{"transport.connection_pool": pool}))
    nodes[1].answers = False
    asked = Mock(side_effect=[ConnectionTimeout("TIMEOUT", "", None), {"all": 1}, {"the next": 1}])
    assert [detour.ask(asked, "q1"), detour.ask(asked, "q1")] == [{"all": 1}, {"the next": 1}]
    assert [call.kwargs["preference"] for call in asked.mock_calls] == [
        "q1",
        *["_prefer_nodes:a,c"] * 2,  # also the next: it must not wait for the same node
    ]
    assert nodes[1] not in pool.connections


def test_a_mistake_in_a_question_is_no_reason_to_ask_again():
    asked = Mock(side_effect=RequestError(400, "parsing_exception", {}))
    with pytest.raises(RequestError):
        Detour(Mock()).ask(asked)
    assert asked.call_count == 1


@given(st.lists(st.text(min_size=1), unique=True), st.data())
def test_a_prefix_is_in_the_column_of_all_its_words(some, data):
    columns = by_column(some)
    assert sorted(word for column in columns.values() for word in column) == sorted(some)
    for word in some:
        (column,) = by_column([word[: data.draw(st.integers(1, len(word)))]])
        assert word in columns[column]


@given(words)
def test_frequencies_tell_occurrences_the_length_and_sum_up_to_it(terms):
    packed = {term: int(n) for term, _, n in (each.partition(MARK) for each in frequencies(terms).split(" "))}
    length = len([term for term in terms if term])
    assert sum(packed.values()) == SUM * (length + 1)
    assert packed.pop(EMPTY) > 0
    assert {term: n >> 8 for term, n in packed.items()} == Counter(filter(None, terms))
    assert {LENGTHS[255 - (n & 255)] for n in packed.values()} <= {LENGTHS[length_byte(length)]}


@given(st.text(max_size=80) | st.text("ab_|۱2./,- \u200c\n", max_size=40))
def test_no_term_holds_what_parts_terms(text):
    for terms in stems_and_exacts(text):
        assert all(not set(term) & {MARK, EMPTY, " "} and term.split() == [term] for term in terms if term)


def test_of_several_changes_of_a_record_the_newest_counts():
    newer, older = Put(document(1, revision=3)), Put(document(1, revision=2))
    assert _collapsed([newer, older]) == ([], {1: newer})
    assert _collapsed([newer, Drop(1, 2)]) == ([], {1: newer})
    assert _collapsed([newer, Drop(1, 4)]) == ([], {1: Drop(1, 4)})
    assert _collapsed([newer, Drop(1), older]) == ([1], {1: older})


@pytest.mark.parametrize(
    "words", ["body:[a TO z]", "پسته AND _exists_:key", '{"match_all": {}}', "/.*/", "a* b~ «c d»~3"]
)
def test_no_question_has_text_that_would_be_parsed(words):
    asked = str(ask.matching(Query(words), lambda leaf: [leaf.letters]))
    assert not any(kind in asked for kind in ("query_string", "regexp", "wildcard", "'prefix'", "script"))
