"""Ways through the archive that need no script, and what script adds to them."""

import re

import pytest
from playwright.sync_api import expect

from archive.models import Article
from search.sync import sync
from tests.browser.conftest import PHONE
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def many_voices(site):
    """More voices than stand beside a listing."""
    made = [make_article(f"نشست {n}", speakers=(f"گویای نمونهٔ {n}",), province="qom") for n in range(14)]
    sync()
    yield
    Article.objects.filter(pk__in=[article.pk for article in made]).delete()
    sync()


def test_from_the_map_to_a_year_to_a_voice(reader):
    reader.goto("/")
    reader.locator("svg.iran a[href='/provinces/yazd/']").click()
    reader.locator(".facets a.f", has_text="۱۴۰۳").click()
    reader.locator(".facets a.f", has_text="بهرام نمونه").click()
    expect(reader.locator(".card h2")).to_have_text(["کاشی میبد در بازار عراق"])
    expect(reader.locator(".chips li")).to_have_count(3)  # the year, the voice, all of them


def test_back_and_forward_keep_the_question(reader):
    reader.goto("/search/?q=صادرات")
    reader.locator(".facets a.f", has_text="یزد").first.click()
    narrowed = reader.url
    reader.go_back()
    expect(reader.locator(".chips")).to_have_count(0)
    reader.go_forward()
    expect(reader).to_have_url(narrowed)
    expect(reader.locator(".top input[name=q]")).to_have_value("صادرات")


def test_a_misspelled_compound_leads_to_the_hit_and_back_to_its_listing(reader):
    reader.goto("/search/?q=سرمايهگذاري")
    reader.locator(".card h2 a").first.click()
    expect(reader.locator("article mark").first).to_have_text("سرمایه\u200cگذاری")
    reader.locator(".crumb a").last.click()
    expect(reader).to_have_url(re.compile("/search/.q="))


def test_figures_above_a_value_are_found_and_lead_to_their_sentence(reader):
    reader.goto("/")
    reader.get_by_role("navigation", name="اصلی").get_by_role("link", name="رقم‌ها").click()
    reader.get_by_label("از مقدار").fill("۴٬۰۰۰")
    reader.get_by_role("button", name="پالایش", exact=True).click()
    expect(reader.locator(".chips")).to_contain_text("از ۴٬۰۰۰")
    reader.locator("tbody th a").click()
    expect(reader).to_have_url(re.compile(r"#p[0-9]+$"))


def test_on_a_phone_the_sheet_opens_narrows_and_closes(reader):
    reader.set_viewport_size(PHONE)
    reader.goto("/search/?q=صادرات")
    reader.get_by_role("button", name="پالایش نتیجه‌ها").click()
    expect(reader.locator(".facets")).to_be_visible()
    reader.get_by_role("button", name="بستن").click()
    expect(reader.locator(".facets")).to_be_hidden()
    reader.get_by_role("button", name="پالایش نتیجه‌ها").click()
    reader.locator(".facets a.f", has_text="گیلان").first.click()
    expect(reader.locator(".card")).to_have_count(1)


def test_the_keyboard_opens_and_closes_the_sheet(page):
    page.set_viewport_size(PHONE)
    page.goto("/search/?q=صادرات")
    page.get_by_role("button", name="پالایش نتیجه‌ها").press("Enter")
    expect(page.locator(".facets")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".facets")).to_be_hidden()


def test_a_long_facet_has_a_page_with_search_inside(chromium, site, many_voices):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/provinces/qom/")
    page.locator(".facets .all").first.click()
    page.get_by_label("پیدا کردن نام").fill("گوياي نمونه 13")
    page.get_by_role("button", name="پیدا کن").click()
    page.locator(".choices a.f").click()
    expect(page.locator(".card h2")).to_have_text(["نشست ۱۳"])
    context.close()


def test_with_script_a_long_facet_opens_in_its_place_and_can_be_searched(page, many_voices):
    page.goto("/provinces/qom/")
    facet = page.get_by_role("group", name="گوینده")
    facet.locator(".all").click()
    expect(facet.locator(".choice")).to_have_count(14)
    facet.get_by_role("searchbox", name="یافتن گوینده").fill("نمونه 13")
    expect(facet.locator(".choice:visible")).to_have_count(1)
