"""What an editor is told after saving, and what readers find then."""

import pytest
from django.urls import reverse

from search.engines.base import IndexBusy
from search.engines.memory import MemoryEngine
from tests.editors import Editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor():
    return Editor()


def told(response) -> list[str]:
    page = response.wsgi_request._messages
    return [str(message) for message in page]


def found(client, **params) -> int:
    return client.get(reverse("search"), params).content.decode().count('class="card"')


def test_a_corrected_province_is_a_facet_at_once(index, editor, client):
    article = make_article(province="yazd")
    assert found(client, province="yazd") == 1
    response = editor.save(article, main_province="fars")
    assert (found(client, province="yazd"), found(client, province="fars")) == (0, 1)
    assert "در جست‌وجو هم به‌روز شد." in told(response)


def test_a_report_hidden_from_the_list_is_found_no_more(index, editor, client):
    article = make_article(province="yazd")
    editor.act("unpublish", article)
    assert found(client, province="yazd") == 0


def test_an_index_that_is_busy_never_stops_a_save_and_the_editor_is_told(index, editor, monkeypatch):
    article = make_article(province="yazd")

    def busy(*_: object) -> None:
        raise IndexBusy("somebody else writes")

    monkeypatch.setattr(MemoryEngine, "apply", busy)
    response = editor.save(article, main_province="fars")
    assert article.main_province_id == "fars"
    assert "جست‌وجو هنوز آن را چنان‌که پیش‌تر بود نشان می‌دهد؛ تغییر در نوبت است." in told(response)
