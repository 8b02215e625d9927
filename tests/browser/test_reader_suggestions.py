"""A reader says what is wrong: on a telephone, without script, read aloud."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from archive.models import ReaderSuggestion
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_accessibility import TAGS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_reader_suggests_without_script(chromium, site):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"/a/{site.shoes.pk}/")
    page.get_by_role("link", name="چیزی نادرست یا کم است؟ پیشنهاد دهید").click()
    page.get_by_role("link", name="پیشنهاد اصلاح تاریخ انتشار").click()
    page.get_by_label("چه باید باشد؟").fill("مهر ۱۴۰۳")
    page.get_by_role("button", name="فرستادن").click()
    expect(page.get_by_role("status")).to_contain_text("سپاس")
    context.close()
    assert ReaderSuggestion.objects.waiting().get(article=site.shoes).proposed == "مهر ۱۴۰۳"


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE)])
@pytest.mark.parametrize("form", ["", "title/"])
def test_axe_finds_nothing(page, site, form, scheme, size):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size(size)
    page.goto(f"/a/{site.tiles.pk}/improve/{form}")
    found = Axe().run(page, options={"runOnly": TAGS})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
