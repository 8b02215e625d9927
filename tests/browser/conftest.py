"""A real Chromium before a running site, one small world each file."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page

from archive.models import Figure, Original, Quotation
from search.engines import forget_engines
from search.sync import sync
from tests.browser.serving import serving
from tests.world import make_world

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """A running site over the sample world: `site.url` and the cast."""
    with django_db_blocker.unblock():
        forget_engines()
        world = make_world()
        said = "بازار عراق جای رشد دارد."
        start = world.tiles.body.index(said)
        Quotation.objects.create(
            article=world.tiles, speaker=world.tiles.speakers.first(), start=start, end=start + len(said)
        )
        Figure.objects.create(
            article=world.tiles, value=5000, unit="نفر", subject="اشتغال", start=start, end=start + 10
        )
        world.tiles.original = Original.objects.create(content=world.tiles.body.encode(), encoding="utf-8")
        world.tiles.save()
        sync()
        with serving() as world.url:
            yield world
        call_command("flush", verbosity=0, interactive=False)
        forget_engines()


@pytest.fixture
def context(chromium, site) -> Iterator[BrowserContext]:
    """A reader's browser, with nothing remembered."""
    context = chromium.new_context(base_url=site.url, locale="fa", viewport=DESKTOP, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context, site) -> Iterator[Page]:
    """An open page; it must ask no other host and complain of nothing, the content policy included."""
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(site.url) else complaints.append(r.url))
    yield page
    assert complaints == []


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def reader(request, chromium, site) -> Iterator[Page]:
    """A page open in a browser that runs script, or does not."""
    context = chromium.new_context(
        base_url=site.url, locale="fa", viewport=DESKTOP, java_script_enabled=request.param
    )
    yield context.new_page()
    context.close()
