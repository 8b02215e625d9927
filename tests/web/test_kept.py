"""Pages are kept ready: whoever asks next gets the same at once, and never what has changed since."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from archive import kept, snapshots
from archive.models import Article, Person, Province, Source
from search import neighbours, overview, tabs
from search.engines.base import SearchBusy
from search.sync import sync
from tests.editors import Editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("/", "/search/?q=صادرات", "/quotations/", "/figures/", "/provinces/", "/provinces/yazd/")
PAGES += ("/compare/?by=province&province=yazd", "/search.atom", "/a/{pk}/", "/a/{pk}/improve/")
#: Every kind of change that a reader can see, whoever makes it and however.
CHANGES = {
    "a title": lambda a: changed(a, title="عنوانی دیگر"),
    "a body": lambda a: changed(a, body="متنی دیگر است"),
    "a province": lambda a: a.provinces.add(Province.objects.get(slug="ilam")),
    "a quotation": lambda a: a.quotations.create(part="body", start=0, end=8, kind="indirect"),
    "a figure": lambda a: a.figures.create(value=3, unit="تن", part="body", start=0, end=8),
    "a name": lambda a: Person.objects.filter(name="سیمین نمونه").update(name="سیمین دیگر"),
    "a voice less": lambda a: a.speakers.all().delete(),
    "evidence": lambda a: a.evidence.create(field="title", value="x", rule="title"),
    "a source": lambda a: Source.objects.filter(pk=a.source_id).update(name="نامی دیگر"),
    "another report": lambda a: make_article("خبری تازه از یزد", on="1404-09-01", province="yazd"),
    "no longer public": lambda a: changed(a, is_public=False),
    "public again": lambda a: changed(a, is_public=True),
    "gone": lambda a: a.delete(),
}


def changed(article: Article, **values: object) -> None:
    """Give an article other values behind everybody's back."""
    Article.objects.filter(pk=article.pk).update(**values)


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """The paths that were asked for and had no page ready."""
    paths, process = [], CommonMiddleware.process_request

    def noting(middleware: CommonMiddleware, request: HttpRequest) -> HttpResponse | None:
        paths.append(request.path)
        return process(middleware, request)

    monkeypatch.setattr(CommonMiddleware, "process_request", noting)
    return paths


def test_what_was_made_for_one_stranger_is_sent_to_the_next(client, world, made, monkeypatch):
    # On PostgreSQL a commit in another database of the server, as of other tests, is another state too.
    monkeypatch.setattr(kept, "snapshot", lambda: "the same")
    for page in PAGES:
        address = page.format(pk=world.pistachios.pk)
        first, second = client.get(address), client.get(address)
        assert second.content == first.content
        assert second.headers.keys() == first.headers.keys()
    assert len(made) == len(PAGES)


def test_whatever_changes_is_seen_by_the_very_next_reader(client, world):
    anew = Client(headers={"Cookie": "seen=yes"})  # who brings a cookie is always answered anew
    addresses = [page.format(pk=world.pistachios.pk) for page in PAGES]
    shown = [client.get(address).content for address in addresses]
    for what, change in CHANGES.items():
        change(Article.objects.get(pk=world.pistachios.pk))
        sync()
        before, shown = shown, [client.get(address).content for address in addresses]
        assert shown == [anew.get(address).content for address in addresses], what
        assert shown != before, what


def test_what_is_taken_back_is_gone_before_the_index_knows(world):
    address = reverse("article", args=[world.pistachios.pk])
    assert [Client().get(address).status_code for _ in range(2)] == [200, 200]
    Article.objects.filter(pk=world.pistachios.pk).update(is_public=False)
    assert Client().get(address).status_code == 404


def test_what_an_editor_may_see_is_kept_for_nobody(world):
    Article.objects.filter(pk=world.tiles.pk).update(is_public=False)
    address, editor = reverse("article", args=[world.tiles.pk]), Editor()
    assert editor.client.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_an_editor_is_not_given_what_strangers_were(client, world, made):
    client.get("/")
    Editor().client.get("/")
    assert made == ["/", "/"]


@pytest.mark.parametrize(
    ("page", "part"), [("/a/{pk}/", neighbours), ("/search/?q=صادرات", tabs), ("/", overview)]
)
def test_a_page_that_had_to_do_without_a_part_is_not_kept(client, world, monkeypatch, page, part):
    class Busy:
        def search(self, *_: object) -> None:
            raise SearchBusy

    address = page.format(pk=world.pistachios.pk)
    with monkeypatch.context() as patch:
        patch.setattr(part, "get_engine", lambda *_: Busy())
        lacking = client.get(address)
    assert lacking.status_code == 200 and client.get(address).content != lacking.content


def test_a_page_that_was_made_while_something_changed_is_not_kept(client, world, made, monkeypatch):
    states = iter("abbb")
    monkeypatch.setattr(kept, "snapshot", lambda: next(states))
    [client.get("/") for _ in range(2)]
    assert made == ["/", "/"]


def test_pages_that_name_the_host_are_kept_for_each(world):
    for host in ("one.example", "two.example") * 2:
        assert f"http://{host}/" in Client(HTTP_HOST=host).get("/search.atom").content.decode()


def test_pages_that_name_the_scheme_are_kept_for_each(client, world):
    for scheme in ("http", "https") * 2:
        page = client.get("/search.atom", secure=scheme == "https")
        assert f"{scheme}://testserver/" in page.content.decode()


def test_who_cannot_unpack_gets_it_plain(client, world):
    plain = [client.get("/", headers={"Accept-Encoding": asked}) for asked in ("xgzip", "br", "")]
    packed = client.get("/", headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert not any("Content-Encoding" in page for page in plain)
    assert "راسته" in plain[0].content.decode()


def test_a_page_of_yesterday_is_not_kept(client, world, made, monkeypatch):
    client.get("/")
    monkeypatch.setattr(timezone, "localdate", lambda: date(2030, 1, 1))
    client.get("/")
    assert made == ["/", "/"]


def test_addresses_that_differ_in_their_bytes_are_different(client, world):
    raw, marked = "\u00d8\u00b5".encode("latin-1").decode("latin-1"), "%C3%98%C2%B5"
    keys = {kept._key(RequestFactory().get("/search/", QUERY_STRING=f"q={q}")) for q in (raw, marked)}
    assert len(keys) == 2


def test_the_log_tells_of_kept_pages_too(client, world, caplog):
    with caplog.at_level("INFO", "archive.logs"):
        [client.get("/provinces/yazd/") for _ in range(2)]
    assert [record.page for record in caplog.records] == ["provinces/<slug:value>/"] * 2


def test_what_is_no_page_is_not_kept(client, world, made):
    others = [
        "/suggest.json?q=ی",
        "/search.csv",
        "/api/v1/articles",
        "/robots.txt",
        "/nowhere/",
        "/provinces/nowhere/",
    ]
    for address in others * 2:
        client.get(address)
        client.head("/")
    assert len(made) == 4 * len(others)


def test_who_has_a_token_is_answered_anew(client, world, made):
    [client.get("/", headers={"Authorization": "Bearer x"}) for _ in range(2)]
    assert made == ["/", "/"]


def test_inside_a_transaction_nothing_can_be_said():
    with transaction.atomic():
        assert snapshots.snapshot() is None


def test_the_state_stays_until_somebody_commits(world):
    assert any(snapshots.snapshot() == snapshots.snapshot() for _ in range(1000))  # other databases aside
    before = snapshots.snapshot()
    with transaction.atomic():
        world.shoes.save()
    assert snapshots.snapshot() != before


def test_a_database_that_cannot_be_asked_keeps_nothing(monkeypatch):
    monkeypatch.setitem(snapshots._QUESTIONS, connection.vendor, "SELECT nothing FROM nowhere")
    assert snapshots.snapshot() is None
