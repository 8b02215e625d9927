"""Hostile texts on their way in, by forms, the API and ingest: kept as clean text, or refused; no error."""

import json

import pytest
from django.test import Client

from archive.ingest.load import ingest
from archive.ingest.sources import RawItem
from archive.models import Article, Office, Person, ReaderSuggestion, Source
from search.api.models import make_token
from search.sync import sync
from tests.editors import Editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db

#: What no database, no file of text or no line can hold, what deceives the eye, and more than anybody writes.
BROKEN = ["a\0b", "\ud800", "a\udfffb", "\uffff", "خبر\u202eدروغ", "\u2066" * 50, "\x1b[31m", "ب" * 1_000_000]
SENT = [text.encode("utf-8", "replace").decode() for text in BROKEN]  # what a browser can send


def storable(*texts: str) -> bool:
    return not set("".join(texts)) & {"\0", "\ud800", "\u202e", "\u2066", "\x1b"}


def test_the_desk_cleans_or_refuses():
    sara, article = Editor(), make_article()
    for text in SENT:
        changed = dict.fromkeys(("title", "kicker", "reporter", "source_via"), text)
        assert sara.send(article, sara.open(article), **changed).status_code in (200, 302, 400)
        article.refresh_from_db()
        assert storable(article.title, article.kicker, article.reporter, article.source_via)


@pytest.mark.parametrize("field", ["title", "kicker", "reporter", "published_on", "main_province", "url"])
def test_the_api_cleans_or_refuses(field):
    article, token = make_article(), make_token(Editor().user, "program")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for text in BROKEN:
        body = json.dumps({field: text})
        answer = Client().generic("PATCH", f"/api/v1/articles/{article.pk}", body, headers=headers)
        article.refresh_from_db()
        assert answer.status_code < 500
        assert storable(str(getattr(article, field)))


def test_names_at_the_desk_are_cleaned_or_refused():
    sara = Editor()
    for text in SENT:
        for name in ("person", "office", "source"):
            sent = dict.fromkeys(("name", "role", "organisation", "slug", "aliases"), text)
            answer = sara.client.post(f"/admin/archive/{name}/add/", sent)
            assert answer.status_code in (200, 302, 400)
    assert Person.objects.filter(name="خبردروغ").exists()
    assert storable(*names(Person), *names(Source), *map(str, Office.objects.all()))


def test_what_readers_suggest_is_cleaned_or_refused(client):
    article = make_article()
    for text in SENT:
        sent = {"proposed": text, "note": text}
        assert client.post(f"/a/{article.pk}/improve/title/", sent).status_code in (200, 302, 400)
    told = ReaderSuggestion.objects.values_list("proposed", "note")
    assert "خبردروغ" in str(told) and storable(*map("".join, told))


def names(model: type) -> list[str]:
    return list(model.objects.values_list("name", flat=True))


def test_a_word_of_a_million_letters_is_taken_shown_and_found_by_what_stands_beside_it(client, index):
    word = "ب" * 500_000  # a megabyte
    long = word[:5000]
    items = [
        RawItem("id:1", "x", f"پسته {word} صادر شد.".encode(), {"title": f"پسته {long}", "date": long}),
        RawItem("id:2", "y", f"{word} گفت: «{word}».".encode(), {"source": long, "url": f"https://{long}"}),
    ]
    ingest(items)
    sync()
    assert Article.objects.count() == 2
    pages = ["/search/?q=پسته", "/search.atom", "/search.xlsx"]
    for page in [*pages, *(article.get_absolute_url() for article in Article.objects.all())]:
        assert client.get(page).status_code == 200, page
