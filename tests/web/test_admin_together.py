"""Two editors at one article."""

import pytest

from archive.models import Quotation
from tests.editors import Editor
from tests.factories import make_article
from tests.posting import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara():
    return Editor("sara")


@pytest.fixture
def omid():
    return Editor("omid")


def test_each_keeps_what_the_other_changed_in_another_field(sara, omid):
    article = make_article(on="1404/1/1", province="yazd")
    opened = omid.open(article)
    sara.save(article, main_province="fars")
    assert omid.send(article, opened, published_on="1404/1/2").status_code == 302
    article.refresh_from_db()
    assert article.main_province_id == "fars" and article.published_on.day == 22


def test_the_later_one_is_told_what_stands_and_nothing_is_overwritten(sara, omid):
    article = make_article(province="yazd")
    opened = omid.open(article)
    sara.save(article, main_province="fars")
    html = omid.send(article, opened, main_province="ilam").content.decode()
    article.refresh_from_db()
    assert "در این میان ویراستار دیگری این را تغییر داده و اکنون «فارس» است" in html
    assert article.main_province_id == "fars"


def test_who_has_been_told_may_insist(sara, omid):
    article = make_article(province="yazd")
    opened = omid.open(article)
    sara.save(article, main_province="fars")
    told = omid.send(article, opened, main_province="ilam")
    assert omid.send(article, fields_of(told.content.decode(), "article_form")).status_code == 302
    article.refresh_from_db()
    assert article.main_province_id == "ilam"


def test_a_refused_form_shows_what_the_other_saved_meanwhile(sara, omid):
    article = make_article(title="تیتر", on="1404/1/1")
    opened = omid.open(article)
    sara.save(article, title="تیتر سارا")
    html = omid.send(article, opened, published_on="1404/13/1").content.decode()
    assert 'name="title" value="تیتر سارا"' in html


def test_lists_of_names_merge_whole(sara, omid):
    article = make_article(province="yazd")
    opened = omid.open(article)
    sara.save(article, provinces=["yazd", "fars"])
    omid.send(article, opened, title="تیتر تازه")
    assert {province.slug for province in article.provinces.all()} == {"yazd", "fars"}


def test_what_only_the_first_decided_is_only_the_firsts(sara, omid):
    article = make_article(province="yazd")
    opened = omid.open(article)
    sara.save(article, title="تیتر سارا")
    omid.send(article, opened, published_on="1404/1/2")
    who = dict(article.evidence.values_list("field", "editor__username"))
    assert who == {"title": "sara", "published_on": "omid"}


def test_a_row_changed_by_both_is_shown_to_the_later_one(sara, omid):
    article = make_article()
    quotation = Quotation.objects.create(article=article, start=0, end=4, verb="گفت")
    opened = omid.open(article)
    sara.save(article, **{"quotations-0-verb": "افزود"})
    html = omid.send(article, opened, **{"quotations-0-verb": "نوشت"}).content.decode()
    quotation.refresh_from_db()
    assert quotation.verb == "افزود" and "اکنون «افزود» است" in html


def test_a_row_that_is_gone_meanwhile_is_no_error_page(sara, omid):
    article = make_article(speakers=("سیمین نمونه",))
    opened = omid.open(article)
    sara.save(article, **{"speakers-0-DELETE": "on"})
    assert omid.send(article, opened, **{"speakers-0-honorific": "دکتر"}).status_code in (200, 302)


def test_a_form_without_memory_still_saves(sara):
    article = make_article(province="yazd")
    fields = {name: value for name, value in sara.open(article).items() if not name.startswith("initial-")}
    assert sara.send(article, fields, main_province="fars").status_code == 302
    article.refresh_from_db()
    assert article.main_province_id == "fars"
    assert not article.evidence.filter(field="title").exists()
