"""Who decided what, when and why; and each field's way back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import editing
from archive.history import recorded
from archive.ingest.load import ingest, kept_items
from archive.ingest.rules import rules_version
from archive.models import Article, Industry, Person, Quotation, Source
from archive.models.voices import Part
from archive.reverting import revert
from archive.rules_in_words import in_words
from archive.standing import standing
from tests.editors import Editor, give_reason, receive
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return Editor()


@pytest.fixture
def received():
    return receive()


def history(editor, article, **params) -> str:
    return editor.get("article_history", article.pk, **params).content.decode()


def back(editor, article, field: str, record=None, **more):
    record = record or article.history.first()
    url = f"/admin/archive/article/{article.pk}/history/"
    response = editor.client.post(url, {"record": record.pk, "field": field, **more}, follow=True)
    article.refresh_from_db()
    return response


def test_a_decision_tells_who_when_why_and_what(editor):
    article = make_article(on="1404/1/1", province="yazd")
    editor.save(article, published_on="1404/1/2", main_province="fars", why="در متن هست")
    html = history(editor, article)
    assert "sara" in html and "چرا: <bdi>در متن هست</bdi>" in html
    assert "<bdi>۱ فروردین ۱۴۰۴</bdi>" in html and "<bdi>۲ فروردین ۱۴۰۴</bdi>" in html
    assert set(article.history.get().changes) == {"published_on", "main_province", "provinces"}


def test_saving_without_a_change_leaves_no_trace(editor):
    article = make_article(on="1404-02", province="yazd", speakers=("سیمین نمونه",))
    editor.save(article)
    assert not article.history.exists()


def test_a_refused_form_leaves_no_trace(editor):
    article = make_article()
    assert editor.send(article, editor.open(article), published_on="۳۰ اسفند ۱۴۰۰").status_code == 200
    assert not article.history.exists()


def test_ingesting_and_describing_again_write_no_history(received):
    ingest(kept_items(), again=True)
    assert not received.history.exists()


def test_what_a_rule_set_tells_the_rule_and_its_version(editor, received):
    html = history(editor, received)
    rule = received.evidence.get(field="published_on").rule
    assert f"قاعدهٔ {in_words(rule)}، ویراست {rules_version()}" in html
    editor.save(received, published_on="")
    assert f"قاعدهٔ {in_words(rule)}، ویراست {rules_version()}" in history(
        editor, received, field="published_on"
    )


def test_newer_rules_that_say_the_same_change_no_evidence(received):
    received.evidence.update(version="0ld")
    ingest(kept_items(), again=True)
    assert set(received.evidence.values_list("version", flat=True)) == {"0ld"}


def test_the_history_of_one_field_leaves_the_others_out(editor):
    article = make_article(province="yazd")
    editor.save(article, title="نخست", why="تیتر بد")
    editor.save(article, main_province="fars", why="استان بد")
    html = history(editor, article, field="title")
    assert "تیتر بد" in html and "استان بد" not in html


def test_voices_that_went_and_came_are_told_one_by_one(editor):
    article = make_article(speakers=("سیمین نمونه", "بهرام نمونه"))
    editor.save(article, **{"speakers-0-DELETE": "on"})
    html = history(editor, article)
    assert "<del><bdi>سیمین نمونه</bdi></del>" in html and "<del><bdi>بهرام نمونه</bdi></del>" not in html


def test_a_field_goes_back_and_the_others_stay(editor):
    article = make_article(on="1404/1/1", province="yazd")
    editor.save(article, published_on="1404/1/2", title="دیگر")
    back(editor, article, "published_on", why="درست بود")
    assert (article.published_on.isoformat(), article.title) == ("2025-03-21", "دیگر")
    assert article.history.first().history_change_reason == "درست بود"


def test_what_another_saved_meanwhile_does_not_go_back_too(editor):
    article = make_article("پیشین")
    editor.save(article, title="دیگر")
    seen = Article.objects.get()
    Article.objects.update(reporter="نیما")
    revert(seen, seen.history.get(), "title", editor.user)
    assert Article.objects.values_list("title", "reporter").get() == ("پیشین", "نیما")


def test_what_was_the_rules_is_theirs_again(editor, received):
    before = list(received.evidence.filter(field="main_province").values("rule", "version", "start", "end"))
    editor.save(received, main_province="fars")
    back(editor, received, "main_province")
    assert received.main_province_id == "yazd"
    assert list(received.evidence.filter(field="main_province").values(*before[0])) == before


def test_what_was_an_editors_is_decided_by_whoever_brings_it_back(editor):
    article, nader = make_article(province="yazd"), Editor("nader")
    editor.save(article, main_province="fars")
    editor.save(article, main_province="gilan")
    back(nader, article, "main_province")
    assert article.main_province_id == "fars"
    assert article.evidence.get(field="main_province").editor == nader.user


def test_an_older_change_brought_back_after_a_newer_decision_is_a_decision(editor):
    article = make_article(province="yazd")
    editor.save(article, main_province="fars")
    first = article.history.first()
    editor.save(article, main_province="gilan")
    back(editor, article, "main_province", first)
    assert article.main_province_id == "yazd"
    assert article.evidence.get(field="main_province").editor == editor.user


def test_a_removed_voice_comes_back_with_its_words(editor):
    article = make_article(speakers=("سیمین نمونه", "بهرام نمونه"))
    voice = article.speakers.first()
    quotation = Quotation.objects.create(article=article, speaker=voice, start=0, end=4)
    editor.save(article, **{"speakers-0-DELETE": "on"})
    back(editor, article, "speakers")
    quotation.refresh_from_db()
    assert quotation.speaker == voice and article.speakers.count() == 2


def test_a_removed_quotation_comes_back_where_it_stood(editor):
    article = make_article(body="او گفت: آری.", speakers=("سیمین نمونه",))
    Quotation.objects.create(article=article, speaker=article.speakers.get(), start=8, end=11, verb="گفت")
    editor.save(article, **{"quotations-0-DELETE": "on"})
    back(editor, article, "quotations")
    quotation = article.quotations.get()
    assert (quotation.text, quotation.verb, str(quotation.speaker)) == ("آری", "گفت", "سیمین نمونه")


def test_words_of_a_text_that_changed_do_not_come_back(editor):
    article = make_article(body="او گفت: آری.")
    Quotation.objects.create(article=article, start=8, end=11)
    editor.save(article, **{"quotations-0-DELETE": "on"})
    Article.objects.update(body="متن دیگری از همان خبر")
    assert "دیگر در جای خود نیستند" in back(editor, article, "quotations").content.decode()
    assert not article.quotations.exists()


def test_a_source_that_was_merged_comes_back_as_the_one_that_stays(editor):
    old, new, kept = (Source.objects.create(name=name, slug=name) for name in ("a", "b", "c"))
    article = make_article(source=old)
    editor.save(article, source=new.pk)
    Source.objects.filter(pk=old.pk).update(merged_into=kept)
    back(editor, article, "source")
    assert article.source == kept


def test_a_source_that_is_gone_cannot_come_back(editor):
    old, new = (Source.objects.create(name=name, slug=name) for name in ("a", "b"))
    article = make_article(source=old)
    editor.save(article, source=new.pk)
    old.delete()
    assert "دیگر در بایگانی نیست" in back(editor, article, "source").content.decode()
    assert article.source == new


def test_a_reverted_title_takes_its_quotation_along(editor):
    article = make_article(title="استاندار گفت: صادرات رشد کرد")
    Quotation.objects.create(article=article, part=Part.TITLE, start=14, end=len(article.title))
    editor.save(article, title="استاندار یزد گفت: صادرات رشد کرد")
    back(editor, article, "title")
    assert article.quotations.get().text == "صادرات رشد کرد"


def test_a_name_has_its_history_too(editor):
    person = Person.objects.create(name="سیمین نمونه")
    fields = {"name": "سیمین نمونه‌ای", "aliases": "س. نمونه"}
    editor.client.post(f"/admin/archive/person/{person.pk}/change/", fields)
    html = editor.get("person_history", person.pk).content.decode()
    assert "<del><bdi>سیمین نمونه</bdi></del>" in html and "س. نمونه" in html
    record = person.history.get()
    editor.client.post(f"/admin/archive/person/{person.pk}/history/", {"record": record.pk, "field": "name"})
    person.refresh_from_db()
    assert (person.name, person.aliases) == ("سیمین نمونه", ["س. نمونه"])


def test_a_name_that_is_made_and_deleted_leaves_its_history(editor):
    editor.client.post("/admin/archive/person/add/", {"name": "نگار نمونه", "aliases": ""})
    person = Person.objects.get()
    editor.client.post(f"/admin/archive/person/{person.pk}/delete/", {"post": "yes"})
    assert not Person.objects.exists()
    assert [(r.history_type, r.name) for r in Person.history.all()] == [
        ("-", "نگار نمونه"),
        ("+", "نگار نمونه"),
    ]


def test_who_may_only_look_brings_nothing_back(editor):
    article, viewer = make_article(), Editor("omid", ("view_article",))
    editor.save(article, title="دیگر")
    assert "بازگشت به پیش" not in history(viewer, article)
    assert back(viewer, article, "title").status_code == 403 and article.title == "دیگر"


@pytest.mark.parametrize("sent", [{"record": "x"}, {"record": "999"}, {"field": "body"}, {"field": ""}])
def test_nonsense_is_refused_and_changes_nothing(editor, sent):
    article = make_article()
    editor.save(article, title="دیگر")
    told = {"record": article.history.get().pk, "field": "title", **sent}
    response = editor.client.post(f"/admin/archive/article/{article.pk}/history/", told)
    assert response.status_code == 302 and article.history.count() == 1


def test_what_a_report_says_is_text_in_its_history(editor):
    article = make_article(title="<b>آ</b>")
    editor.save(article, title="<script>alert(1)</script>", why="<i>چون</i>")
    html = history(editor, article)
    assert "<script>alert" not in html and "<b>آ" not in html and "<i>چون" not in html


def test_a_page_of_history_costs_few_queries(editor, django_assert_max_num_queries):
    article = make_article(speakers=("سیمین نمونه", "بهرام نمونه"), province="yazd")
    for number in range(30):
        with recorded([article], editor.user):
            Article.objects.filter(pk=article.pk).update(title=f"تیتر {number}")
    with django_assert_max_num_queries(20):
        history(editor, article)


def test_many_decisions_at_once_cost_as_many_queries_as_one(editor, django_assert_max_num_queries):
    articles = [make_article(speakers=("سیمین نمونه",), province="yazd") for _ in range(20)]
    with django_assert_max_num_queries(40), recorded(articles, editor.user):
        Article.objects.update(title="یکسان")
    assert Article.history.count() == 20


CHANGES = st.lists(
    st.sampled_from(["title", "main_province", "published_on", "source", "industries", "speakers"]),
    min_size=1,
    max_size=5,
)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=4)
@given(names=CHANGES, seed=st.integers(0, 3))
def test_reverting_all_decisions_backwards_brings_back_the_beginning(names, seed):
    """Values and deciders are what they were, whatever was decided in between."""
    article = make_article(province="yazd", body="در یزد", speakers=("سیمین نمونه", "بهرام نمونه"))
    give_reason(article, "main_province", "یزد")
    editor = Editor(f"e{article.pk}").user
    before = _comparable(article)
    for turn, name in enumerate(names, start=seed):
        with recorded([article], editor):
            _change(article, name, turn)
            editing.decide(article, [name], editor)
    for record in list(article.history.all()):
        for name in record.changes:
            revert(article, record, name, editor)
    assert _comparable(article) == before


def _comparable(article):
    stands = standing([Article.objects.get(pk=article.pk)])[article.pk]
    return {name: stand["value"] for name, stand in stands.items()}


def _change(article, name: str, turn: int) -> None:
    article.refresh_from_db()
    if name == "speakers":
        article.speakers.order_by("pk")[:1].get().delete() if article.speakers.exists() else None
    elif name == "industries":
        article.industries.set(Industry.objects.all()[turn : turn + 2])
    else:
        values = {
            "title": f"تیتر {turn}",
            "main_province_id": ("fars", "gilan", None)[turn % 3],
            "published_on": date(2020, 1, turn + 1),
            "source_id": Source.objects.all()[turn].pk,
        }
        column = name if name in values else f"{name}_id"
        setattr(article, column, values[column])
        article.date_precision = "day" if article.published_on else "unknown"
        article.save()
