"""Hostile texts in every field, seen through every page: as a browser would parse it, and in a browser."""

import csv
import io
import json
from collections.abc import Iterator
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from archive.models import Article
from search.engines import forget_engines
from search.sync import sync
from tests.security.hostile_world import (
    FILES,
    LISTS,
    desk_lists,
    desk_pages_of,
    files_of,
    make_hostile_world,
    pages_of,
)
from tests.security.payloads import ODD, XSS, intruders

pytestmark = pytest.mark.django_db
FORMULA = tuple("=+-@\t\r")


@pytest.fixture(scope="module")
def hostile(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock():
        forget_engines()
        world = make_hostile_world()
        sync()
        world.reader, world.desk = Client(), Client()
        world.desk.force_login(world.editor)
        yield world
        call_command("flush", verbosity=0, interactive=False)
    forget_engines()


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["X-Content-Type-Options"] == "nosniff"
    return b"".join(answer).decode()


def assert_nothing_intrudes(client: Client, addresses: list[str]) -> None:
    found = {address: intruders(read(client, address)) for address in addresses}
    assert {address: what for address, what in found.items() if what} == {}


def few(articles: list) -> list:
    """Every twentieth: each has another text in each field, and all of them take minutes."""
    return articles[::20]


def test_the_checker_sees_every_hostile_text_that_is_not_escaped():
    seen = [text for text in XSS if intruders(f"<p title='{text}'>{text}</p><a href='{text}'>x</a>")]
    assert len(seen) >= 40  # the others are for readers that are no browsers


def test_lists_show_text_as_text(hostile):
    assert_nothing_intrudes(hostile.reader, list(LISTS))


def test_reports_and_all_that_belongs_to_them_show_text_as_text(hostile):
    assert_nothing_intrudes(hostile.reader, [page for a in few(hostile.articles) for page in pages_of(a)])


def test_the_desk_shows_text_as_text(hostile):
    pages = [page for a in hostile.articles[:1] for page in desk_pages_of(a)]
    assert_nothing_intrudes(hostile.desk, [*desk_lists(), *pages])


def test_what_a_reader_follows_is_shown_as_text(hostile):
    assert_nothing_intrudes(hostile.desk, ["/following/", f"/following/new/?q={XSS[0]}"])


@pytest.mark.parametrize("page", ["/search/", "/quotations/", "/figures/", "/speakers/", "/compare/"])
def test_what_a_reader_types_is_shown_as_text(hostile, page):
    for text in XSS[::12]:
        typed = {"q": text, "source": text, "after": text, "find": text, "unit": text}
        assert intruders(hostile.reader.get(page, typed).content.decode()) == []


@pytest.mark.parametrize("url", [text for text in XSS if not text.startswith("<")][:20])
def test_an_address_that_would_run_is_nowhere_stored(hostile, url):
    with pytest.raises(IntegrityError, match="article_url_is_of_the_web"), transaction.atomic():
        Article.objects.create(title="خبر", url=url)


def test_an_outlet_that_nobody_can_have_is_a_chip_with_a_warning_even_when_it_is_asked_for_too(hostile):
    answer = hostile.reader.get("/search/", {"q": "a/b", "source": "a/b"})
    assert answer.status_code == 200 and "معنا ندارد" in answer.content.decode()


@pytest.mark.soak
def test_every_page_of_every_report_shows_text_as_text(hostile):
    assert_nothing_intrudes(hostile.reader, [page for a in hostile.articles for page in pages_of(a)])
    assert_nothing_intrudes(hostile.desk, [page for a in hostile.articles for page in desk_pages_of(a)])


def test_linked_data_cannot_be_left(hostile):
    for article in few(hostile.articles):
        page = read(hostile.reader, f"/a/{article.pk}/")
        for block in page.split('<script type="application/ld+json">')[1:]:
            json.loads(block.partition("</script>")[0])


@pytest.mark.parametrize("address", FILES)
def test_files_hold_text_as_text(hostile, address):
    answer = hostile.reader.get(address)
    content = b"".join(answer)
    assert answer.status_code == 200 and not answer["Content-Type"].startswith("text/html")
    match address.rpartition(".")[2].partition("=")[2] or address.rpartition(".")[2]:
        case "json":
            json.loads(content)
        case "jsonl":
            assert [json.loads(line) for line in content.splitlines()]
        case "atom" | "xml":
            ElementTree.fromstring(content)
        case "csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
            assert not [
                cell for row in rows for cell in row if cell.lstrip("\u200f\u200e").startswith(FORMULA)
            ]
        case "xlsx":
            cells = [cell for row in load_workbook(io.BytesIO(content)).active.rows for cell in row]
            assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_files_of_one_report_hold_text_as_text(hostile):
    for address in (file for article in few(hostile.articles) for file in files_of(article)):
        answer = hostile.reader.get(address)
        assert answer.status_code == 200 and not answer["Content-Type"].startswith("text/html")


def test_a_citation_has_one_field_a_line_whatever_its_texts_hold(hostile):
    lines = read(hostile.reader, "/search.ris").splitlines()
    assert [line for line in lines if line and line[2:6] != "  - "] == []


def test_suggestions_are_json(hostile):
    for text in (*XSS, *ODD):
        answer = hostile.reader.get("/suggest.json", {"q": text})
        assert answer.status_code == 200 and answer["Content-Type"] == "application/x-suggestions+json"


def test_nothing_is_rendered_as_a_template(hostile):
    pages = [read(hostile.reader, page) for page in ("/search/", "/search/?page=2", "/search/?page=3")]
    assert any("{{ request.user.password }}" in page for page in pages)
