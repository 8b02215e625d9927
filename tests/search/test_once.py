"""What is worked out once between two changes."""

from itertools import count

import pytest
from django.db import transaction

from archive.models import Person
from archive.partial import leave_unkept, watched
from search import once
from search.once import once_between_changes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def numbered():
    """Tells how often it has been made before."""
    made = count()
    return once_between_changes(lambda *_: next(made))


@pytest.fixture
def unchanged(monkeypatch):
    """On PostgreSQL a commit in another database of the server, as of other tests, is another state too."""
    monkeypatch.setattr(once, "snapshot", lambda: "the same")


def test_it_is_made_once(numbered, unchanged):
    assert numbered() == numbered() == 0


def test_it_is_made_again_after_a_commit(numbered):
    before = numbered()
    Person.objects.create(name="سیمین نمونه")
    assert numbered() > before


def test_who_asks_for_something_else_gets_something_else(numbered, unchanged):
    assert (numbered("یزد"), numbered("فارس"), numbered("فارس")) == (0, 1, 1)


def test_inside_a_transaction_nothing_is_kept(numbered):
    with transaction.atomic():
        assert (numbered(), numbered()) == (0, 1)


def test_what_lacks_a_part_is_made_again_and_who_uses_it_is_told():
    @once_between_changes
    def lacking():
        leave_unkept()
        return object()

    with watched() as lacks:
        assert lacking() is not lacking()
    assert lacks()


def test_what_could_not_be_made_is_tried_again():
    tries = iter([ZeroDivisionError, 7])

    @once_between_changes
    def lucky():
        if (tried := next(tries)) is ZeroDivisionError:
            raise tried
        return tried

    with pytest.raises(ZeroDivisionError):
        lucky()
    assert lucky() == 7
