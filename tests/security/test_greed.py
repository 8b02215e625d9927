"""Whoever wants too much at once is told to come back; the others go on."""

from threading import BoundedSemaphore

import pytest
from django.test import Client

from search.engines.base import SearchBusy
from search.exports import gate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def room_for_files(monkeypatch):
    """As much as a worker has."""
    monkeypatch.setattr(gate, "_turns", BoundedSemaphore(gate.AT_ONCE))


@pytest.fixture
def greedy(world):
    """As many whole files begun as one worker makes at once, none of them read to its end."""
    answers = [Client().get("/search.csv") for _ in range(gate.AT_ONCE)]
    assert all(next(iter(answer)) for answer in answers)
    yield answers
    for answer in answers:
        answer.close()


def test_more_files_at_once_than_a_worker_makes_are_put_off(client, greedy):
    answer = client.get("/search.jsonl?q=یزد")
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0


@pytest.mark.parametrize(
    "page", ["/", "/search/?q=یزد", "/suggest.json?q=ی", "/api/v1/articles", "/search.atom"]
)
def test_readers_go_on_meanwhile(client, greedy, page):
    assert client.get(page).status_code == 200


def test_a_file_that_was_read_makes_room(client, greedy):
    list(greedy[0])
    assert client.get("/search.csv").status_code == 200


def test_a_file_whose_reader_has_gone_makes_room(client, greedy):
    greedy[0].close()
    assert client.get("/search.csv").status_code == 200


def test_of_files_asked_for_at_the_same_moment_nobody_waits():
    files = [gate.InTurn(piece for piece in (b"one", b"two")) for _ in range(gate.AT_ONCE)]
    with pytest.raises(SearchBusy):
        gate.InTurn(piece for piece in (b"one", b"two"))
    files[0].close()
    files[0].close()  # twice makes no more room than once
    files[0] = gate.InTurn(piece for piece in (b"three",))
    assert [next(file) for file in files] == [b"three"] + [b"one"] * (gate.AT_ONCE - 1)


def test_a_file_that_was_forgotten_makes_room():
    files = [gate.InTurn(piece for piece in (b"one",)) for _ in range(gate.AT_ONCE)]
    del files
    gate.InTurn(piece for piece in (b"one",)).close()


def test_asking_how_a_file_would_be_takes_no_room(client, world):
    assert all(client.head("/search.csv").status_code == 200 for _ in range(gate.AT_ONCE * 3))


def test_the_api_counts_the_addresses_that_can_be_believed(client, world, settings):
    settings.PROXIES = 1
    ask = [
        client.get("/api/v1/provinces", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 192.0.2.1") for n in range(125)
    ]
    assert ask[-1].status_code == 429 and int(ask[-1]["Retry-After"]) > 0
    other = client.get("/api/v1/provinces", HTTP_X_FORWARDED_FOR="203.0.113.1, 192.0.2.2")
    assert other.status_code == 200
