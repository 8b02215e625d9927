"""The histogram narrows: by dragging, by a click on a column, by keyboard, and plainly without script."""

from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def asked(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def drag(page, start: float, end: float) -> None:
    """Drag from one share of the chart's width to another, as seen from its right, where time begins."""
    chart = page.locator("[data-first]").bounding_box()
    y = chart["y"] + chart["height"] / 2
    page.mouse.move(chart["x"] + chart["width"] * (1 - start), y)
    page.mouse.down()
    page.mouse.move(chart["x"] + chart["width"] * (1 - end), y, steps=4)


def test_dragging_over_the_last_years_asks_for_them(page):
    page.goto("/search/")  # 1399 to 1404
    drag(page, 0.67, 0.99)
    with page.expect_navigation():
        page.mouse.up()
    assert asked(page) == {"after": ["۱۴۰۳/۰۱"], "before": ["۱۴۰۴/۱۲"]}
    assert page.locator(".card").count() == 4


def test_a_drag_that_is_called_off_asks_for_nothing(page):
    page.goto("/search/")
    drag(page, 0.1, 0.9)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".brush").count() == 0 and asked(page) == {}


def test_a_click_on_a_column_asks_for_its_month(page):
    page.goto("/search/")
    column = page.locator(".tl a").last.locator("rect").last.bounding_box()
    with page.expect_navigation():
        page.mouse.click(column["x"] + column["width"] / 2, column["y"] + column["height"] / 2)
    assert asked(page) == {"month": ["1404-08"]}


def test_the_keyboard_chooses_a_year_on_the_axis(page):
    page.goto("/search/")
    page.locator(".years a", has_text="۱۴۰۳").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert asked(page) == {"year": ["1403"]} and page.locator(".card").count() == 3


def test_days_are_typed_where_there_is_no_script(chromium, site):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search/?province=yazd")
    page.get_by_label("از تاریخ").fill("۱۴۰۴")
    page.get_by_role("button", name="اعمال تاریخ").click()
    assert asked(page) == {"province": ["yazd"], "after": ["۱۴۰۴"]} and page.locator(".card").count() == 1
    context.close()
