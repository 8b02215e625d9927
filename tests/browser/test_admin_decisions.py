"""Editors decide: suggestions by keyboard, two names on one page, a field brought back."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from archive.duplicates import propose
from archive.history import recorded
from archive.models import Article, NamePair, Person, ReaderSuggestion
from tests.browser.editors import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def desk(page, context, site):
    log_in(context, site.url)
    return page


def test_a_suggestion_is_rejected_and_the_next_accepted_by_one_key_each(desk, site):
    for words in ("بد", "در باغ‌های گیلان"):
        ReaderSuggestion.objects.create(article=site.kiwis, field="kicker", proposed=words)
    desk.goto("/admin/archive/readersuggestion/?state__exact=waiting")
    desk.keyboard.press("r")
    expect(desk.locator(".messagelist")).to_contain_text("رد شد: روتیتر: بد")
    desk.keyboard.press("a")
    expect(desk.locator(".messagelist")).to_contain_text("پذیرفته شد")
    assert Article.objects.get(pk=site.kiwis.pk).kicker == "در باغ‌های گیلان"


def test_two_names_are_merged_and_parted_on_their_page(desk, site):
    Person.objects.create(name="دکتر بهرام نمونه")
    propose()
    pair = NamePair.objects.waiting().get()
    desk.goto(f"/admin/archive/namepair/{pair.pk}/change/")
    desk.get_by_label("چرا؟").fill("همان است")
    desk.get_by_role("button", name="یکی هستند؛ این بماند").first.click()
    desk.get_by_role("link", name="بازگرداندن").click()
    desk.get_by_role("button", name="بازگرداندن: دوباره دو تا شوند").click()
    expect(desk.get_by_text("دوباره دو تا شدند.")).to_be_visible()
    assert not Person.objects.exclude(merged_into=None).exists()


def test_a_title_is_brought_back_at_one_click(desk, site):
    with recorded([site.saffron], User.objects.get(username="sara")):
        Article.objects.filter(pk=site.saffron.pk).update(title="دیگر")
    desk.goto(f"/admin/archive/article/{site.saffron.pk}/history/")
    desk.get_by_role("button", name="تیتر: بازگشت به پیش از این").click()
    expect(desk.get_by_text("بازگردانده شد.")).to_be_visible()
    assert Article.objects.get(pk=site.saffron.pk).title == site.saffron.title
