"""What holds for every page of the reader's site."""

import re
from pathlib import Path

import html5lib
import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from archive.checks import check_static_files
from archive.models import Original
from search.engines import forget_engines
from search.sync import sync
from tests.world import make_world

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/search/",
    "/search/?q=صادرات",
    "/search/?q=نیست‌درجهان",
    "/search/?choices=speaker",
    "/quotations/",
    "/figures/",
    "/provinces/",
    "/provinces/yazd/",
    "/speakers/",
    "/speakers/{simin}/",
    "/offices/{governor}/",
    "/sources/",
    "/sources/sample-gazette/",
    "/industries/",
    "/industries/pistachio/",
    "/a/{tiles}/",
    "/a/{tiles}/?q=کاشی",
    "/a/{tiles}/original/",
    "/about/",
    "/not-there/",
]


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker) -> dict[str, str]:
    """The HTML of every page over the world that everyone knows, fetched once."""
    with django_db_blocker.unblock():
        forget_engines()
        world = make_world()
        world.tiles.original = Original.objects.create(content=world.tiles.body.encode(), encoding="utf-8")
        world.tiles.save()
        sync()
        keys = {name: record.pk for name, record in vars(world).items()}
        answers = {address: Client().get(address.format(**keys)) for address in ADDRESSES}
        call_command("flush", verbosity=0, interactive=False)
    forget_engines()
    return {address: answer.content.decode() for address, answer in answers.items()}


@pytest.fixture(params=ADDRESSES)
def page(request, pages) -> str:
    return pages[request.param]


def test_a_page_is_persian_and_runs_from_right_to_left(page):
    assert '<html lang="fa" dir="rtl">' in page


def test_a_page_has_one_heading_of_the_first_rank_and_a_title_of_its_own(page):
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert len(re.findall(r"<title>[^<]{6,}</title>", page.partition("</head>")[0])) == 1
    assert '<meta name="description" content="' in page


def test_a_page_has_nothing_inline_that_a_strict_policy_would_block(page):
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*ld\+json)", page)


def test_a_page_loads_nothing_from_another_host(page):
    loaded = re.findall(r'<(?:link|script|img|iframe)\b[^>]*\b(?:src|href)="([^"]*)"', page)
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', page)
    assert {address for address in loaded if "//" in address} <= set(canonical)


def test_a_page_is_well_formed(page):
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page)
    assert [error for _, error, _ in parser.errors] == []


def test_no_id_comes_twice_and_every_link_within_a_page_arrives(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_page_carries_the_strict_policy(client):
    policy = client.get("/about/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_head_says_where_the_reader_is(pages):
    assert '<a href="/provinces/" aria-current="page">' in pages["/provinces/"]
    assert 'aria-current="page"' not in pages["/"]


def test_pages_travel_compressed(client):
    assert client.get("/about/", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_robots_are_told_where_not_to_go(client):
    answer = client.get(reverse("robots"))
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /*&*&" in answer.content.decode()


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_errors_are_explained_in_persian(code):
    assert "<h1>" in render_to_string(f"{code}.html")


def test_without_the_static_files_the_error_still_has_a_page(client, settings, tmp_path):
    uncollected(settings, tmp_path)
    client.raise_request_exception = False
    answer = client.get("/about/")
    assert answer.status_code == 500 and 'dir="rtl"' in answer.content.decode()


def test_a_site_whose_static_files_were_not_collected_does_not_start(settings, tmp_path):
    uncollected(settings, tmp_path)
    with pytest.raises(SystemCheckError, match=r"\d+ static files have not been collected"):
        call_command("check", deploy=True, tags=["staticfiles"])


def test_collected_they_are_well(settings, tmp_path):
    uncollected(settings, tmp_path)
    call_command("collectstatic", verbosity=0, interactive=False)
    assert check_static_files() == []


def uncollected(settings, folder: Path) -> None:
    """As on a new machine."""
    manifest = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STATIC_ROOT, settings.STORAGES = folder, {**settings.STORAGES, "staticfiles": manifest}


@pytest.mark.parametrize(
    "address",
    [
        "/a/{}/",
        "/a/{}.json",
        "/a/{}/original/",
        "/a/1/q{}.ris",
        "/speakers/{}/",
        "/offices/{}.csv",
        "/api/v1/articles/{}",
    ],
)
def test_a_number_larger_than_any_record_can_have_is_not_found(client, address):
    assert client.get(address.format("9" * 25)).status_code == 404


def test_programs_that_look_for_an_icon_find_one(client):
    assert client.get("/favicon.ico").url == "/static/img/icon.svg"
