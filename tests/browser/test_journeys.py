"""What readers do, from their first page to what they came for."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_province_is_found_on_the_map_and_narrowed_by_year_and_back_keeps_everything(page):
    page.goto("/")
    page.locator("svg.iran a[href='/provinces/yazd/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("استان یزد")
    page.locator(".facets a.f", has_text="۱۴۰۳").click()
    expect(page.locator(".card")).to_have_count(1)
    page.go_back()
    expect(page.locator(".card")).to_have_count(2)


def test_the_keyboard_alone_leads_from_the_box_to_a_report(page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("پرش به محتوا")).to_be_focused()
    page.get_by_role("main").get_by_role("combobox").focus()
    page.keyboard.type("کاشی")
    page.keyboard.press("Enter")
    page.locator(".card h2 a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("کاشی میبد")


def test_the_map_is_walked_with_the_keyboard(page):
    page.goto("/")
    yazd = page.locator("svg.iran a[href='/provinces/yazd/']")
    yazd.focus()
    expect(yazd).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/provinces/yazd/")


@pytest.mark.parametrize("spelling", ["سرمایه گذاری", "سرمایهگذاری", "سرمایه‌گذاری"])
def test_any_spelling_of_a_compound_finds_the_report_and_marks_it(page, site, spelling):
    page.goto("/")
    page.get_by_role("main").get_by_role("combobox").fill(spelling)
    page.get_by_role("button", name="جست‌وجو", exact=True).click()
    page.locator(".card h2 a").first.click()
    expect(page).to_have_url(re.compile(site.pistachios.get_absolute_url()))
    expect(page.locator("article mark").first).to_have_text("سرمایه‌گذاری")


def test_hits_are_stepped_through(page, site):
    page.goto(f"{site.tiles.get_absolute_url()}?q=یزد یا عراق")
    page.get_by_role("button", name="واژهٔ یافتهٔ پسین").click()
    expect(page.locator("output")).to_have_text(re.compile("۱ از ۴"))
    expect(page.locator("mark.here")).to_be_in_viewport()
    page.get_by_role("button", name="واژهٔ یافتهٔ پیشین").click()
    expect(page.locator("output")).to_have_text(re.compile("۴ از ۴"))


def test_a_quotation_is_copied_with_its_speaker_its_citation_and_its_own_address(page, context, site):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site.tiles.get_absolute_url())
    page.get_by_role("button", name="رونوشت نقل‌قول ۱ با ارجاع").click()
    expect(page.get_by_text("رونوشت شد")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "«بازار عراق جای رشد دارد.» — سیمین نمونه. خبرگزاری نمونه. «کاشی میبد در بازار عراق»."
    )
    assert copied.endswith(f"{site.url}{site.tiles.get_absolute_url()}#q1\u2069.")


def test_the_choice_of_dark_is_remembered_on_the_next_page(page):
    page.goto("/")
    page.get_by_role("button", name="پوستهٔ تاریک").click()
    page.goto("/about/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="پوستهٔ تاریک")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 23, 22)"


def test_on_a_phone_the_facets_are_a_sheet(page):
    page.set_viewport_size(PHONE)
    page.goto("/search/?q=صادرات")
    expect(page.locator(".facets fieldset").first).to_be_hidden()
    page.get_by_role("button", name="پالایش نتیجه‌ها").click()
    page.locator(".facets a.f", has_text="یزد").first.click()
    expect(page.locator(".chips")).to_contain_text("یزد")


def test_a_shared_address_opens_the_same_list(page, context):
    page.goto("/search/?q=صادرات")
    page.locator(".facets a.f", has_text="یزد").first.click()
    expect(page.locator(".chips")).to_contain_text("یزد")
    titles = page.locator(".card h2").all_inner_texts()
    other = context.new_page()
    other.goto(page.url)
    assert other.locator(".card h2").all_inner_texts() == titles


def test_print_keeps_the_report_and_leaves_the_site_out(page, site):
    page.goto(site.tiles.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator(".side .people")).to_be_hidden()
    expect(page.locator("#citation")).to_be_visible()


def test_everything_works_without_javascript(chromium, site):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    expect(page.locator(".theme")).to_be_hidden()
    page.get_by_role("main").get_by_role("searchbox").fill("صادرات")
    page.get_by_role("button", name="جست‌وجو", exact=True).click()
    page.locator(".facets a.f", has_text="یزد").first.click()
    expect(page.locator(".chips")).to_contain_text("یزد")
    page.locator(".card h2 a").first.click()
    expect(page.locator("article mark").first).to_be_visible()
    page.get_by_role("link", name="متن دریافتی").or_(page.locator("h1")).first.click()
    context.close()
