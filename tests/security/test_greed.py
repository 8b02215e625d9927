"""Whoever wants too much at once is told to come back; the others go on."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from threading import Event, Semaphore
from time import sleep

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from archive import turns
from archive.turns import in_turn, is_anything_asked
from search.engines.base import SearchBusy
from search.exports import gate

ONE, OTHER = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def room_for_files(monkeypatch):
    """As much as a worker has."""
    monkeypatch.setattr(gate, "_made_for", [])


class Kitchen:
    """A site whose answers to ONE take until `ready`; `begun` counts them."""

    def __init__(self) -> None:
        self.begun, self.ready = Semaphore(0), Event()
        self.site = in_turn(self._answer)
        self._threads = ThreadPoolExecutor(20)

    def _answer(self, request):
        if request.META["REMOTE_ADDR"] == ONE:
            self.begun.release()
            assert self.ready.wait(20)
        return HttpResponse("ready")

    def ask(self, address, many=1):
        """Futures of answers."""
        request = RequestFactory().get("/search/", REMOTE_ADDR=address)
        return [self._threads.submit(self.site, request) for _ in range(many)]

    def close(self):
        self.ready.set()
        self._threads.shutdown()


@pytest.fixture
def kitchen():
    """With as many answers to ONE being made as there may be."""
    kitchen = Kitchen()
    kitchen.first = kitchen.ask(ONE, turns.AT_ONCE)
    assert all(kitchen.begun.acquire(timeout=20) for _ in range(turns.AT_ONCE))
    yield kitchen
    kitchen.close()


def test_one_address_waits_behind_itself(kitchen, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 20)
    (third,) = kitchen.ask(ONE)
    assert not kitchen.begun.acquire(timeout=0.1)
    kitchen.ready.set()
    assert [each.result().status_code for each in (*kitchen.first, third)] == [200] * (turns.AT_ONCE + 1)


def test_other_addresses_go_on_meanwhile(kitchen):
    assert [each.result().status_code for each in kitchen.ask(OTHER, 5)] == [200] * 5


def test_whoever_waits_too_long_is_told_when_to_come_back(kitchen, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    (third,) = kitchen.ask(ONE)
    assert third.result().status_code == 429 and int(third.result()["Retry-After"]) > 0


def test_one_address_does_not_take_all_threads_by_waiting(kitchen, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 20)
    refused, waiting = wait(kitchen.ask(ONE, turns.CROWDED), timeout=2)
    assert {each.result().status_code for each in refused} == {429}
    assert len(waiting) == turns.CROWDED - turns.AT_ONCE


def test_where_others_ask_too_an_address_may_wait_less(kitchen, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 20)
    with ExitStack() as others:
        for n in range(turns.CROWDED):
            others.enter_context(turns._share_of(f"198.51.100.{n}"))
        _, waiting = wait(kitchen.ask(ONE, turns.CROWDED), timeout=2)
    assert len(waiting) == turns.MOST - turns.AT_ONCE


def test_nobody_rests_for_long_and_who_saved_not_at_all(rests):
    turns.rest(-1000)
    with turns._share_of(OTHER), turns._share_of(ONE), turns._share_of(ONE):
        saved = RequestFactory().post("/admin/", REMOTE_ADDR=ONE)
        in_turn(lambda _: HttpResponse("saved"))(saved)
        assert rests == [turns.LONGEST_REST]
        in_turn(lambda _: HttpResponse("read"))(RequestFactory().get("/", REMOTE_ADDR=ONE))
        assert len(rests) == 2


@pytest.fixture
def rests(monkeypatch):
    """How long somebody rested, each time."""
    rests = []
    monkeypatch.setattr(turns, "sleep", rests.append)
    return rests


def test_an_address_that_waits_behind_itself_rests_while_others_ask(kitchen, rests):
    kitchen.ask(ONE)
    for _ in range(2000):
        if turns._shares[ONE].asked > turns.AT_ONCE:
            break
        sleep(0.01)
    with turns._share_of(OTHER):
        kitchen.ready.set()
        assert all(each.result().status_code == 200 for each in kitchen.first)
    assert rests and all(rest > 0 for rest in rests)


def test_an_address_alone_or_with_little_to_ask_does_not_rest(kitchen, rests):
    with turns._share_of("198.51.100.1"):
        (answer,) = kitchen.ask(OTHER)
        assert answer.result().status_code == 200
    kitchen.ask(ONE)
    kitchen.close()
    assert rests == []


def test_an_answer_that_fails_gives_its_turn_back():
    def fail(_):
        raise ValueError

    site, request = in_turn(fail), RequestFactory().get("/")
    for _ in range(turns.AT_ONCE + 1):
        with pytest.raises(ValueError):
            site(request)
    assert not is_anything_asked()


@pytest.mark.django_db
def test_the_site_gives_turns(client, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0)
    monkeypatch.setattr(turns, "AT_ONCE", 0)
    assert client.get("/search/").status_code == client.get("/suggest.json?q=ی").status_code == 429


@pytest.fixture
def greedy(world):
    """As many whole files begun as one worker makes at once, none of them read to its end."""
    answers = [Client(REMOTE_ADDR=f"192.0.2.{n}").get("/search.csv") for n in range(gate.AT_ONCE)]
    assert all(next(iter(answer)) for answer in answers)
    yield answers
    for answer in answers:
        answer.close()


@pytest.mark.django_db
def test_more_files_at_once_than_a_worker_makes_are_put_off(client, greedy):
    answer = client.get("/search.jsonl?q=یزد")
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0


@pytest.mark.django_db
def test_one_address_does_not_keep_others_from_their_files(world):
    begun = Client(REMOTE_ADDR=ONE).get("/search.csv")
    assert Client(REMOTE_ADDR=ONE).get("/search.jsonl").status_code == 503
    assert Client(REMOTE_ADDR=OTHER).get("/search.jsonl").status_code == 200
    begun.close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", ["/", "/search/?q=یزد", "/suggest.json?q=ی", "/api/v1/articles", "/search.atom"]
)
def test_readers_go_on_meanwhile(client, greedy, page):
    assert client.get(page).status_code == 200


@pytest.mark.django_db
def test_a_file_that_was_read_makes_room(client, greedy):
    list(greedy[0])
    assert client.get("/search.csv").status_code == 200


@pytest.mark.django_db
def test_a_file_whose_reader_has_gone_makes_room(client, greedy):
    greedy[0].close()
    assert client.get("/search.csv").status_code == 200


def a_file(address=ONE):
    """A file of two pieces."""
    return gate.InTurn((piece for piece in (b"one", b"two")), address)


def test_of_files_asked_for_at_the_same_moment_nobody_waits():
    files = [a_file(str(n)) for n in range(gate.AT_ONCE)]
    with pytest.raises(SearchBusy):
        a_file()
    files[0].close()
    files[0].close()  # twice makes no more room than once
    files[0] = a_file()
    with pytest.raises(SearchBusy):
        a_file(OTHER)
    assert [next(file) for file in files] == [b"one"] * gate.AT_ONCE


def test_a_file_that_was_forgotten_makes_room():
    file = a_file()
    del file
    a_file().close()


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_file_rests_after_each_piece_while_others_ask(monkeypatch, rests, is_asked):
    monkeypatch.setattr(gate, "is_anything_asked", lambda: is_asked)
    assert next(a_file()) == b"one"
    assert len(rests) == is_asked


@pytest.mark.django_db
def test_asking_how_a_file_would_be_takes_no_room(client, world):
    assert all(client.head("/search.csv").status_code == 200 for _ in range(gate.AT_ONCE * 3))


@pytest.mark.django_db
def test_the_api_counts_the_addresses_that_can_be_believed(client, world, settings):
    settings.PROXIES = 1
    ask = [
        client.get("/api/v1/provinces", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 192.0.2.1") for n in range(125)
    ]
    assert ask[-1].status_code == 429 and int(ask[-1]["Retry-After"]) > 0
    other = client.get("/api/v1/provinces", HTTP_X_FORWARDED_FOR="203.0.113.1, 192.0.2.2")
    assert other.status_code == 200
