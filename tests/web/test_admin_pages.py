"""What holds for every page of the desk."""

import re
from html import unescape

import html5lib
import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from archive.duplicates import propose
from archive.merging import merge
from archive.models import NamePair, Original, Person, ReaderSuggestion
from tests.editors import Editor, give_reason
from tests.factories import make_article

ADDRESSES = [
    "/admin/",
    "/admin/archive/",
    "/admin/archive/article/",
    "/admin/archive/article/?missing=date&q=پسته",
    "/admin/archive/article/{article}/change/",
    "/admin/archive/article/{article}/history/",
    "/admin/archive/article/{article}/history/?field=published_on",
    "/admin/archive/article/{article}/delete/",
    "/admin/archive/readersuggestion/",
    "/admin/archive/namepair/",
    "/admin/archive/namepair/{pair}/change/",
    "/admin/archive/namepair/{merged}/change/",
    "/admin/archive/person/",
    "/admin/archive/person/{person}/change/",
    "/admin/archive/person/{person}/history/",
    "/admin/archive/person/{person}/delete/",
    "/admin/archive/office/add/",
    "/admin/archive/source/",
    "/admin/archive/place/",
    "/admin/archive/province/",
    "/admin/archive/province/yazd/change/",
    "/admin/archive/industry/add/",
    "/admin/archive/original/",
    "/admin/archive/original/{original}/change/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/user/{user}/change/",
    "/admin/auth/group/add/",
    "/admin/password_change/",
]
LOGIN = "/admin/login/"
#: Codes are codes in every language.
CODES = {"ISO", "yazd", "utf"}
UNSAID = r"(?s)<head>.*?</head>|<script.*?</script>|<bdi.*?</bdi>|<!--.*?-->|<option.*?</option>"


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker) -> dict[str, str]:
    """The HTML of every page of the desk, fetched once; the editor's name has no Latin letter."""
    with django_db_blocker.unblock(), transaction.atomic():
        editor = Editor("سارا")
        original = Original.objects.create(content="متن".encode(), encoding="utf-8")
        article = make_article(on="1404/1/1", province="yazd", speakers=("سیمین نمونه",), original=original)
        give_reason(article, "speakers", "رئیس اتاق بازرگانی")
        editor.save(article, published_on="1404/1/2")
        keys = {"article": article.pk, "original": original.pk, "user": User.objects.get().pk}
        keys["person"] = Person.objects.get().pk
        ReaderSuggestion.objects.create(article=article, field="speakers", proposed="سیمین", note="بند ۲")
        names = ("دکتر سیمین نمونه", "مهندس سیمین نمونه")
        others = [Person.objects.create(name=name).pk for name in names]
        propose()
        keys["pair"] = NamePair.objects.get(second=others[0]).pk
        merged = NamePair.objects.get(second=others[1])
        merge(merged, merged.first, editor.user, "همان است")
        keys["merged"] = merged.pk
        answers = {address: editor.client.get(address.format(**keys)) for address in ADDRESSES}
        answers[LOGIN] = Client().get(LOGIN)
        transaction.set_rollback(True)
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: answer.content.decode() for address, answer in answers.items()}


@pytest.fixture(params=[*ADDRESSES, LOGIN])
def page(request, pages) -> str:
    return pages[request.param]


def read(page: str) -> str:
    """What an editor reads or hears, without what is marked as a machine's word."""
    page = re.sub(UNSAID, " ", page)
    heard = re.findall(r'\b(?:title|alt|aria-label|placeholder)="([^"]*)"', page)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", page), *heard]))


def test_a_page_is_persian_and_runs_from_right_to_left(page):
    assert '<html lang="fa" dir="rtl">' in page


def test_a_page_says_nothing_in_another_language(page):
    assert set(re.findall(r"[A-Za-z]{3,}", read(page))) <= CODES


def test_a_page_has_one_heading_of_the_first_rank(page):
    assert len(re.findall(r"<h1[ >]", page)) == 1


def test_a_page_has_nothing_inline_that_a_strict_policy_would_block(page):
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.sub(r"\s+", " ", page))


def test_a_page_loads_nothing_from_another_host(page):
    loaded = re.findall(r'<(?:link|script|img)\b[^>]*\b(?:src|href)="([^"]*)"', page)
    assert loaded and not any("//" in address for address in loaded)


def test_a_page_wears_the_desk_s_style_sheet_last(page):
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)"', page)
    assert sheets[-1].endswith("css/admin.css")


def test_a_page_is_told_to_no_search_machine(page):
    assert '<meta name="robots" content="NONE,NOARCHIVE">' in page


def test_a_page_of_ours_is_html(pages):
    for address in ("/admin/", "/admin/archive/article/{article}/change/"):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(pages[address])
        assert [code for _, code, _ in parser.errors if "doctype" not in code] == [], address
