"""Suggestions under the box: after a pause, by keyboard or pointer, never in the way of Enter."""

from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import TAGS, VIOLATIONS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def box(page):
    """The box of the front page, in which «سيم» has been typed."""
    page.goto("/")
    box = page.get_by_role("main").get_by_role("combobox")
    box.press_sequentially("سيم")
    expect(page.get_by_role("option").first).to_contain_text("سیمین نمونه")
    return box


def asked(page) -> list[str]:
    return parse_qs(urlsplit(page.url).query)["q"]


def test_no_suggestion_is_cut_off(page):
    page.goto("/")
    page.get_by_role("main").get_by_role("combobox").press_sequentially("ا")
    expect(page.get_by_role("option").nth(4)).to_be_visible()
    hit = """(option) => {
        const box = option.getBoundingClientRect();
        return option.contains(document.elementFromPoint(box.x + box.width / 2, box.bottom - 3));
    }"""
    assert all(option.evaluate(hit) for option in page.get_by_role("option").all())


def test_enter_asks_for_what_was_typed(page, box):
    with page.expect_navigation():
        box.press("Enter")
    assert asked(page) == ["سيم"]


def test_an_arrow_puts_a_suggestion_into_the_box_and_enter_asks_for_it(page, box):
    box.press("ArrowDown")
    expect(box).to_have_value("سیمین نمونه")
    expect(box).to_have_attribute("aria-activedescendant", "suggestions-0-0")
    with page.expect_navigation():
        box.press("Enter")
    assert asked(page) == ["سیمین نمونه"]


def test_arrows_lead_back_to_what_was_typed_and_escape_closes(page, box):
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(box).to_have_value("سيم")
    box.press("ArrowUp")
    box.press("Escape")
    expect(box).to_have_value("سيم")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_suggestion_that_is_clicked_is_asked_for(page, box):
    with page.expect_navigation():
        page.get_by_role("option").first.click()
    assert asked(page) == ["سیمین نمونه"]


def test_suggestions_stay_on_the_page_of_a_province(page):
    page.goto("/provinces/yazd/")
    page.get_by_role("combobox").press_sequentially("سیمین")
    with page.expect_navigation():
        page.get_by_role("option").first.click()
    assert urlsplit(page.url).path == "/provinces/yazd/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_open_suggestions(page, box, scheme):
    box.press("ArrowDown")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(VIOLATIONS, TAGS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_script_the_box_is_a_search_box(chromium, site):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    box = page.get_by_role("main").get_by_role("searchbox")
    box.fill("کاشی")
    with page.expect_navigation():
        box.press("Enter")
    assert page.locator(".card").count() == 1
    context.close()
