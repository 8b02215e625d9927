"""Everyone can work at the desk: WCAG 2.2 AA, axe's best practices, and no page scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from archive.bulk import batches, edits
from archive.duplicates import propose
from archive.history import recorded
from archive.models import Article, NamePair, Person, ReaderSuggestion
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.editors import log_in
from tests.browser.test_accessibility import TAGS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LOGIN = "/admin/login/"
PAGES = {
    "login": LOGIN,
    "desk": "/admin/",
    "list": "/admin/archive/article/",
    "form": "/admin/archive/article/{tiles}/change/",
    "bulk": "/search/edit/?province=yazd",
    "batch": "/admin/archive/batch/{batch}/change/",
    "batches": "/admin/archive/batch/",
    "table": "/admin/archive/batch/table/",
    "history": "/admin/archive/article/{tiles}/history/",
    "suggestions": "/admin/archive/readersuggestion/",
    "pairs": "/admin/archive/namepair/",
    "pair": "/admin/archive/namepair/{pair}/change/",
    "names": "/admin/archive/person/",
    "role": "/admin/auth/group/add/",
}


@pytest.fixture(scope="module")
def decided(django_db_blocker, site) -> NamePair:
    """A decision with its history, a suggestion, and two names that may be one."""
    with django_db_blocker.unblock():
        editor = User.objects.create_superuser("nader")
        with recorded([site.tiles], editor, "غلط چاپی"):
            Article.objects.filter(pk=site.tiles.pk).update(title="کاشی")
            site.tiles.figures.all().delete()
        ReaderSuggestion.objects.create(article=site.tiles, field="title", proposed="دیگر", note="بند ۲")
        Person.objects.create(name="دکتر بهرام نمونه")
        propose()
        return NamePair.objects.get()


@pytest.fixture(params=PAGES.values(), ids=PAGES)
def opened(request, context, site, decided):
    # A page without the policy's watch: axe itself tries an inline style on forms, which is rightly refused.
    if request.param != LOGIN:
        log_in(context, site.url)
    page = context.new_page()
    keys = {"tiles": site.tiles.pk, "pair": decided.pk, "batch": drafted(site).pk}
    page.goto(request.param.format(**keys))
    return page


def drafted(site):
    """A preview of what a batch would change."""
    editor, _ = User.objects.get_or_create(username="sara")
    edit = edits.set_main_province("استان اصلی: فارس", "fars")
    return batches.draft(edit.title, "یزد", editor, {site.tiles.pk: edit, site.pistachios.pk: edit})


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE)])
def test_axe_finds_nothing(opened, scheme, size):
    opened.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    opened.set_viewport_size(size)
    found = Axe().run(opened, options={"runOnly": TAGS})
    assert found.violations_count == 0, found.generate_report()


def test_axe_finds_nothing_in_the_menu_of_chosen_words(context, site):
    log_in(context, site.url)
    page = context.new_page()
    page.goto(f"/admin/archive/article/{site.tiles.pk}/change/")
    page.locator(".report").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="این استان است")).to_be_visible()
    found = Axe().run(page, options={"runOnly": TAGS})
    assert found.violations_count == 0, found.generate_report()


def test_no_page_scrolls_sideways(opened):
    for width in (360, 768, 1280, 1920):
        opened.set_viewport_size({"width": width, "height": 800})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
