"""Comparing and folding, as a reader does them with script and without."""

import re

import pytest
from playwright.sync_api import expect

from search.sync import sync
from tests.copies import reprint

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_two_provinces_are_compared_and_a_bar_opens_its_reports(reader):
    reader.goto("/provinces/yazd/")
    reader.get_by_role("link", name="مقایسه با استان‌های دیگر").click()
    reader.get_by_label("استان ۲").select_option(label="گیلان")
    reader.get_by_role("button", name="مقایسه کن").click()
    expect(reader).to_have_url(re.compile(r"by=province&province=yazd&province=gilan$"))
    expect(reader.locator(".panels h2 > a:first-child")).to_have_text(["یزد", "گیلان"])
    reader.get_by_role("link", name="سهم از خبرهای هر سال").click()
    expect(reader.locator(".scale").first).to_contain_text("٪")
    reader.locator(".plot a[href*='year=1404'] rect.hit").click()
    expect(reader.locator(".card")).to_have_count(1)
    reader.go_back()
    reader.get_by_role("link", name="برداشتن یزد از مقایسه").click()
    expect(reader.locator(".panels h2 > a:first-child")).to_have_text(["گیلان"])
    reader.get_by_role("row", name=re.compile("^۱۴۰۳")).get_by_role("link").first.click()
    expect(reader).to_have_url(re.compile("/search/.province=gilan&year=1403"))


def test_copies_are_opened_in_place_and_folding_is_switched_off(reader, site):
    for day, outlet in enumerate(("نخست", "دوم", "سوم"), start=1):
        reprint(f"نمونهٔ {outlet}", on=f"1405-01-0{day}", title="گزارش یکسان")
    sync()
    reader.goto("/search/?q=یکسان")
    expect(reader.locator(".card")).to_have_count(1)
    second = reader.locator(".copies").get_by_text("نمونهٔ دوم")
    expect(second).not_to_be_visible()
    reader.get_by_text("+۲ رسانهٔ دیگر").click()
    expect(second).to_be_visible()
    reader.get_by_role("link", name="جدا", exact=True).click()
    expect(reader.locator(".card")).to_have_count(3)
    expect(reader).to_have_url(re.compile("fold=no"))
    reader.get_by_role("link", name="در یک ردیف").click()
    expect(reader.locator(".card")).to_have_count(1)
    for copy in type(site.tiles).objects.filter(title="گزارش یکسان"):
        copy.delete()
    sync()
