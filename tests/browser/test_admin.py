"""What editors do at the desk, in a real browser."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from archive.models import Article, Person, Speaker
from tests.browser.conftest import PHONE
from tests.browser.editors import log_in
from tests.browser.serving import serving
from tests.editors import give_reason

# What is saved here is committed, because the index follows commits: each test has a world of its own.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(world) -> Iterator[SimpleNamespace]:
    """A running site over the sample world, this test's alone."""
    with serving() as world.url:
        yield world


@pytest.fixture
def form(context, page, site) -> Page:
    """The form of a report from Yazd, open."""
    log_in(context, site.url)
    page.goto(f"/admin/archive/article/{site.tiles.pk}/change/")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="ذخیره و ادامهٔ ویرایش").click()
    page.wait_for_load_state()


def test_an_editor_logs_in_and_finds_what_waits(page, site):
    User.objects.create_superuser("omid", password="nothing-secret-1404")
    page.goto("/admin/")
    page.get_by_label("نام کاربری").fill("omid")
    page.get_by_label("گذرواژه").fill("nothing-secret-1404")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="بی‌تاریخ").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)


def test_a_date_is_corrected_and_both_calendars_and_the_search_tell_it(form):
    form.get_by_role("textbox", name="تاریخ انتشار").fill("۳۰ اسفند ۱۴۰۲")
    save(form)
    expect(form.get_by_text("اسفند ۱۴۰۲ ۲۹ روز دارد و روز ۳۰ ندارد.")).to_be_visible()
    expect(form.get_by_role("textbox", name="تاریخ انتشار")).to_have_value("۳۰ اسفند ۱۴۰۲")
    form.get_by_role("textbox", name="تاریخ انتشار").fill("۸ اردیبهشت ۹۵")
    save(form)
    expect(form.get_by_role("textbox", name="تاریخ انتشار")).to_have_value("۸ اردیبهشت ۱۳۹۵")
    expect(form.locator(".calendars")).to_contain_text("2016-04-27")
    expect(form.get_by_text("در جست‌وجو هم به‌روز شد")).to_be_visible()
    form.goto("/search/?year=1395")
    expect(form.get_by_role("heading", name="کاشی میبد در بازار عراق")).to_be_visible()


def test_a_province_is_chosen_by_keyboard_in_any_spelling(form, site):
    form.get_by_role("combobox", name="استان اصلی").focus()
    form.keyboard.press("Enter")
    form.keyboard.type("اذربايجانغربي")
    expect(form.locator(".select2-results__option--highlighted")).to_have_text("آذربایجان غربی")
    form.keyboard.press("Enter")
    save(form)
    assert Article.objects.get(pk=site.tiles.pk).main_province_id == "west-azerbaijan"


def test_one_more_voice_is_added_in_a_row_whose_boxes_have_names(form, site):
    person = Person.objects.create(name="نگار نمونه‌ای")
    form.get_by_role("button", name="افزودن یک گوینده دیگر").click()
    row = form.locator("#speakers-2")
    row.get_by_role("combobox", name="شخص").click()
    form.locator(".select2-dropdown").get_by_label("شخص").fill("نمونه ای")
    form.get_by_role("option", name="نگار نمونه‌ای").click()
    save(form)
    assert Speaker.objects.filter(article=site.tiles, person=person).exists()


def test_a_reason_leads_to_its_words_in_the_report(form, site):
    reason = give_reason(site.tiles, "main_province", "یزد")
    form.reload()
    form.get_by_role("link", name="«یزد»").click()
    mark = form.locator(f"#e{reason.pk}")
    expect(mark).to_have_text("یزد")
    assert mark.evaluate("mark => mark.matches(':target') && getComputedStyle(mark).outlineStyle") == "solid"


def test_chosen_rows_are_counted_in_persian_digits(form):
    form.goto("/admin/archive/article/")
    form.locator("#action-toggle").check()
    expect(form.locator(".action-counter")).to_contain_text("۶ از ۶")


def test_the_form_works_on_a_phone(form):
    form.set_viewport_size(PHONE)
    form.get_by_label("تیتر:", exact=True).fill("تیتر تازه")
    save(form)
    expect(form.get_by_label("تیتر:", exact=True)).to_have_value("تیتر تازه")
