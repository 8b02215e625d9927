"""A number that came by an address or a form may be anything, and is never an error page."""

import pytest

from tests.editors import Editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db

PERSONS = "/admin/archive/person/"
#: What no int() reads, what no column holds, what is no number, what is one in other digits.
STRANGE = ["9" * 5000, "9" * 30, "-1", "", " 1", "1\n", "²", "۱", "1e3"]


@pytest.fixture
def editor():
    return Editor()


@pytest.fixture
def article():
    return make_article("تیتر", speakers=("سیمین نمونه", "دکتر سیمین نمونه"), on="1404/1/1")


@pytest.fixture
def pair(editor, article):
    """The page on which two names are decided."""
    keys = list(article.speakers.values_list("person", flat=True))
    chosen = {"action": "put_side_by_side", "_selected_action": keys}
    return editor.client.post(PERSONS, chosen).url


@pytest.mark.parametrize("number", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_number_decides_nothing_and_is_no_error(editor, article, pair, number):
    posts = {
        pair: {"decision": number},
        f"/admin/archive/article/{article.pk}/history/": {"record": number, "field": "title"},
        "/admin/archive/readersuggestion/": {"_accept": number},
        f"/admin/archive/article/{number.strip() or 0}/change/": {"_next": "1"},
    }
    statuses = {address: editor.client.post(address, sent).status_code for address, sent in posts.items()}
    assert set(statuses.values()) <= {200, 302, 404}, statuses


@pytest.mark.parametrize("name", ["year", "month", "source__id__exact", "delivery", "decided", "p"])
@pytest.mark.parametrize("number", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_number_filters_nothing_and_is_no_error(editor, article, name, number):
    assert editor.get("article_changelist", **{name: number}).status_code in (200, 302)
