"""No question and no address breaks the site: `python -m tests.security.soak` asks many thousands more."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings

from tests.security.questions import made, spoilt

pytestmark = pytest.mark.django_db
#: The same questions every time: what fails can be mended, and a run is as long as the one before.
ASKED = settings(max_examples=100, derandomize=True, suppress_health_check=list(HealthCheck), database=None)


def ask(address: str) -> None:
    """Ask as gunicorn would hand it on: the query as it came. An error in a view is raised here."""
    path, _, query = address.partition("?")
    answer = Client().generic("GET", path.partition("#")[0], QUERY_STRING=query.partition("#")[0])
    size = sum(map(len, answer))
    assert answer.status_code < 500 and size < 3_000_000, address
    assert "\n" not in answer.headers.get("Location", "")


@ASKED
@given(address=made)
def test_no_question_breaks_the_site(world, address):
    ask(address)


@ASKED
@given(address=spoilt())
def test_no_spoilt_address_breaks_the_site(world, address):
    ask(address)


def test_the_longest_words_that_an_address_can_hold_are_answered(world, client):
    length = 8_000
    for page in ("/search/", "/quotations/", "/figures/", "/speakers/", "/suggest.json", "/search.csv"):
        for name in ("q", "find", "speaker", "after", "unit", "min"):
            assert client.get(page, {name: "ب" * length}).status_code == 200
    assert client.get("/search/", {"q": "(" * length}).status_code == 200
    assert client.get("/search/", {"q": '"' * length}).status_code == 200


def test_more_parameters_than_anybody_needs_are_a_bad_request(world, client):
    assert client.get("/search/", {f"p{number}": "1" for number in range(2000)}).status_code == 400
