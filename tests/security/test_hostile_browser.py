"""The same hostile texts before a real browser: nothing runs, and the content policy has nothing to stop."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page

from search.engines import forget_engines
from search.sync import sync
from tests.browser.serving import serving
from tests.security.hostile_world import LISTS, desk_lists, desk_pages_of, make_hostile_world, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def hostile(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock():
        forget_engines()
        world = make_hostile_world()
        sync()
        desk = Client()
        desk.force_login(world.editor)
        world.session = desk.cookies[settings.SESSION_COOKIE_NAME].value
        with serving() as world.url:
            yield world
        call_command("flush", verbosity=0, interactive=False)
        forget_engines()


@pytest.fixture
def page(chromium, hostile) -> Iterator[Page]:
    """An editor's browser. Whatever runs, is stopped by the policy or asks another host is a complaint."""
    context = chromium.new_context(base_url=hostile.url, locale="fa")
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": hostile.session, "url": hostile.url}]
    )
    page, complaints = context.new_page(), []
    page.on("dialog", lambda dialog: (complaints.append(f"{page.url} {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
    page.on(
        "console",
        lambda said: complaints.append(f"{page.url} {said.text}") if said.type == "error" else None,
    )
    page.on(
        "request", lambda r: None if r.url.startswith((hostile.url, "data:")) else complaints.append(r.url)
    )
    yield page
    context.close()
    assert complaints == []


def visit(page: Page, addresses: list[str]) -> None:
    for address in addresses:
        assert page.goto(address).status == 200, address
        assert page.evaluate("window.pwned") is None, address


def test_nothing_runs_on_lists_on_a_report_and_at_the_desk(page, hostile):
    visit(
        page,
        [
            *LISTS[:5],
            *pages_of(hostile.articles[0])[:4],
            "/following/",
            desk_pages_of(hostile.articles[0])[0],
        ],
    )


def test_nothing_runs_in_what_is_suggested_while_typing(page):
    page.goto("/")
    page.get_by_role("main").get_by_role("combobox").press_sequentially("<img")
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None


@pytest.mark.soak
def test_nothing_runs_on_any_page(page, hostile):
    visit(page, [*LISTS, *desk_lists(), "/following/"])
    visit(page, [address for article in hostile.articles for address in pages_of(article)])
    visit(page, [address for article in hostile.articles for address in desk_pages_of(article)])
