"""Guessing passwords: how many are looked at, who is shut out, for how long, and who cannot be."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.logins import LoginGuard

pytestmark = pytest.mark.django_db

PASSWORD = "گذرواژهٔ درست ۷"
DOORS = ["admin:login", "login"]


@pytest.fixture(autouse=True)
def sara() -> User:
    return User.objects.create_user("sara", password=PASSWORD, is_staff=True, is_superuser=True)


def try_in(name: str = "sara", password: str = "نادرست", *, door: str = "login", **meta: str):
    return Client(**meta).post(reverse(door), {"username": name, "password": password})


def guess(times: int, **how: str) -> list[int]:
    return [try_in(password=f"نادرست {number}", **how).status_code for number in range(times)]


def let_time_pass(minutes: int) -> None:
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=minutes))


@pytest.mark.parametrize("door", DOORS)
def test_five_guesses_are_looked_at_and_no_more(door, monkeypatch):
    looked_at = []
    monkeypatch.setattr(User, "check_password", lambda user, raw: looked_at.append(raw))
    answers = guess(8, door=door)
    assert answers == [200] * 4 + [429] * 4
    assert len(looked_at) == 5


def test_then_even_the_right_password_waits(settings):
    guess(5)
    assert try_in(password=PASSWORD).status_code == 429
    let_time_pass(minutes=16)
    assert try_in(password=PASSWORD).status_code == 302


def test_the_page_says_in_persian_when_to_try_again():
    guess(5)
    let_time_pass(minutes=5)
    answer = try_in()
    assert 590 <= int(answer["Retry-After"]) <= 600
    page = answer.content.decode()
    assert "ورود بسته است" in page and "<time datetime=" in page and 'dir="rtl"' in page


def test_guessing_on_does_not_keep_the_door_closed():
    guess(5)
    let_time_pass(minutes=14)
    assert guess(5) == [429] * 5
    assert 0 < int(try_in()["Retry-After"]) <= 60


def test_a_stranger_elsewhere_does_not_shut_the_editor_out():
    guess(10, REMOTE_ADDR="203.0.113.9")
    assert try_in(password=PASSWORD, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_one_address_may_try_ten_times_as_much_on_name_after_name(settings):
    settings.AXES_FAILURE_LIMIT = 2
    answers = [try_in(f"name{number}").status_code for number in range(21)]
    assert answers == [200] * 19 + [429] * 2


def test_many_addresses_together_may_try_twenty_times_as_much_on_one_name(settings):
    settings.AXES_FAILURE_LIMIT = 2
    tried_in = [f"203.0.113.{number}" for number in range(41)]
    answers = [try_in(REMOTE_ADDR=address).status_code for address in tried_in]
    assert answers == [200] * 39 + [429] * 2


def test_who_mistypes_and_then_comes_in_begins_anew():
    guess(4)
    assert try_in(password=PASSWORD).status_code == 302
    assert guess(4) == [200] * 4


def test_coming_in_oneself_does_not_forget_what_one_tried_on_others():
    User.objects.create_user("mole", password=PASSWORD)
    guess(4)
    try_in("mole", PASSWORD)
    assert guess(1) == [429]


def test_an_address_told_by_the_visitor_is_not_believed():
    answers = [try_in(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}").status_code for number in range(6)]
    assert answers[-1] == 429


def test_behind_a_proxy_its_word_counts_and_the_visitor_s_does_not(settings):
    settings.PROXIES = 1
    answers = [
        try_in(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.7").status_code for number in range(6)
    ]
    assert answers[-1] == 429
    assert try_in(password=PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.8").status_code == 302


def test_all_addresses_of_one_ipv6_connection_count_as_one():
    answers = [try_in(REMOTE_ADDR=f"2001:db8::{number}").status_code for number in range(6)]
    assert answers[-1] == 429


@pytest.mark.parametrize("address", ["", "unix:", "1.2.3.4:5678", "<script>", "9" * 500])
def test_an_address_that_cannot_be_read_is_no_way_round(address):
    assert guess(6, REMOTE_ADDR=address)[-1] == 429


@pytest.mark.parametrize("name", ["\0", "sa\0ra", "ا" * 5000, "' OR 1=1 --", "", "‮sara"])
def test_no_name_breaks_the_door(name):
    assert try_in(name).status_code == 200


def test_nothing_that_was_typed_is_kept_and_the_log_names_nobody(caplog):
    guess(6, REMOTE_ADDR="203.0.113.9")
    kept = str(AccessAttempt.objects.values_list("get_data", "post_data"))
    assert "نادرست" not in kept
    assert "sara" not in caplog.text and "203.0.113.9" not in caplog.text


def test_an_administrator_opens_the_door_again():
    guess(5)
    LoginGuard().reset_attempts(username="sara")  # what `manage.py axes_reset_username sara` does
    assert try_in(password=PASSWORD).status_code == 302


def test_a_program_that_names_no_request_cannot_go_round(caplog):
    with pytest.raises(Exception, match="requires a request"):
        authenticate(username="sara", password=PASSWORD)
