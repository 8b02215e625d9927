"""Many articles are changed as one batch, and go back as one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from archive import editing
from archive.bulk import batches, edits
from archive.doubt import reckon
from archive.models import Article, Evidence, Source
from archive.persian.dates import parse_date
from tests.editors import give_reason
from tests.factories import make_article, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_user("sara")


@pytest.fixture
def reports():
    return [make_article(f"خبر {n}", body="در یزد و فارس", province="yazd", on="1404") for n in range(5)]


def drafted(editor, edit, articles=None):
    keys = [article.pk for article in articles] if articles else Article.objects.values_list("pk", flat=True)
    return batches.draft(edit.title, "همه", editor, dict.fromkeys(keys, edit))


def run(batch):
    batch.refresh_from_db()
    while batches.step(batch):
        pass
    batch.refresh_from_db()
    return batch


def applied(editor, edit, articles=None):
    batch = drafted(editor, edit, articles)
    assert batches.start(batch)
    return run(batch)


def undone(batch):
    assert batches.start_undoing(batch)
    return run(batch)


def states(batch) -> list[str]:
    return list(batch.changes.values_list("state", flat=True))


def picture() -> list:
    """Everything that a batch may touch."""
    rows = [
        (
            a.main_province_id,
            a.source_id,
            a.published_on,
            a.date_precision,
            a.is_public,
            a.review_state,
            a.doubt,
        )
        for a in Article.objects.order_by("pk")
    ]
    ties = [sorted(p.pk for p in a.provinces.all()) for a in Article.objects.order_by("pk")]
    reasons = sorted(
        Evidence.objects.values_list("article", "field", "rule", "editor", "start", "end", "value")
    )
    return [rows, ties, [str(reason) for reason in reasons]]


def test_a_draft_changes_nothing(editor, reports):
    before = picture()
    drafted(editor, edits.set_main_province("", "fars"))
    assert picture() == before


def test_a_batch_sets_the_main_province_which_takes_the_old_ones_place(editor, reports):
    batch = applied(editor, edits.set_main_province("استان اصلی: فارس", "fars"))
    assert {a.main_province_id for a in Article.objects.all()} == {"fars"}
    assert all([p.pk for p in a.provinces.all()] == ["fars"] for a in Article.objects.all())
    assert (batch.state, set(states(batch))) == ("applied", {"done"})


def test_what_is_so_already_is_no_change(editor, reports):
    make_article(province="fars")
    assert drafted(editor, edits.set_main_province("", "fars")).changes.count() == 5


EDITS = {
    "main province": lambda: edits.set_main_province("", "fars"),
    "no main province": lambda: edits.set_main_province("", None),
    "one province more": lambda: edits.add_key("", "provinces", "gilan"),
    "one province less": lambda: edits.remove_province("", "yazd"),
    "source": lambda: edits.set_value("", "source", Source.objects.first().pk),
    "industry": lambda: edits.add_key("", "industries", 1),
    "month": lambda: edits.set_date("", parse_date("اردیبهشت ۱۳۹۵")),
    "no date": lambda: edits.set_date("", parse_date("")),
    "state": lambda: edits.set_value("", "review_state", "reviewed"),
    "withheld": lambda: edits.set_value("", "is_public", False),
}


@pytest.mark.parametrize("make", EDITS.values(), ids=EDITS)
def test_undoing_brings_back_every_value_and_every_reason(editor, reports, make):
    for report in reports:
        give_reason(report, "main_province", "یزد")
        give_reason(report, "provinces", "فارس")
    reckon(Article.objects.all())
    before = picture()
    batch = applied(editor, make())
    assert picture() != before
    assert set(states(undone(batch))) == {"undone"}
    assert picture() == before


def test_what_a_batch_sets_is_its_editors_decision(editor, reports):
    give_reason(reports[0], "main_province", "یزد")
    applied(editor, edits.set_main_province("", "fars"))
    decided = Evidence.objects.filter(article=reports[0])
    assert {(row.field, row.editor) for row in decided} == {("main_province", editor), ("provinces", editor)}


def test_each_article_keeps_in_its_history_what_was_and_what_is(editor, reports):
    undone(applied(editor, edits.set_main_province("", "fars"), reports[:1]))
    told = [record.changes["main_province"] for record in reports[0].history.order_by("history_id")]
    assert [(one["before"]["words"], one["after"]["words"]) for one in told] == [
        ("یزد", "فارس"),
        ("فارس", "یزد"),
    ]
    assert {record.history_user for record in reports[0].history.all()} == {editor}


def test_undoing_leaves_what_was_edited_since_and_tells(editor, reports):
    batch = applied(editor, edits.set_main_province("", "fars"))
    Article.objects.filter(pk=reports[1].pk).update(main_province="gilan")
    editing.decide(reports[2], ["main_province"], User.objects.create_user("omid"))
    assert sorted(states(undone(batch))) == ["left", "left", "undone", "undone", "undone"]
    reports[1].refresh_from_db()
    assert reports[1].main_province_id == "gilan"


def test_applying_leaves_what_was_edited_since_the_preview_and_tells(editor, reports):
    batch = drafted(editor, edits.set_main_province("", "fars"))
    Article.objects.filter(pk=reports[1].pk).update(main_province="gilan")
    batches.start(batch)
    assert states(run(batch)).count("overtaken") == 1
    reports[1].refresh_from_db()
    assert reports[1].main_province_id == "gilan"


def test_an_earlier_decision_is_told_in_the_preview_and_comes_back_when_undone(editor, reports):
    other = User.objects.create_user("omid")
    editing.decide(reports[0], ["main_province"], other)
    batch = applied(editor, edits.set_main_province("", "fars"))
    assert batch.changes.get(article=reports[0]).note == "پیش‌تر ویراستاری آن را تعیین کرده است."
    undone(batch)
    assert Evidence.objects.get(article=reports[0], field="main_province").editor == other


def test_a_batch_that_was_stopped_goes_on_where_it_was(editor, reports, monkeypatch):
    monkeypatch.setattr(batches, "STEP", 2)
    batch = drafted(editor, edits.set_main_province("", "fars"))
    batches.start(batch)
    assert batches.step(batch) == 3
    assert Article.objects.filter(main_province="fars").count() == 2
    assert run(batch).state == "applied"
    assert Article.objects.filter(main_province="fars").count() == 5


def test_a_batch_is_applied_once_and_undone_once(editor, reports):
    batch = applied(editor, edits.set_main_province("", "fars"))
    assert not batches.start(batch)
    undone(batch)
    assert not batches.start_undoing(batch)


def test_after_a_month_a_batch_stays(editor, reports):
    batch = applied(editor, edits.set_main_province("", "fars"))
    batch.applied_at -= timedelta(days=31)
    batch.save()
    assert not batches.start_undoing(batch)


def test_a_person_takes_anothers_place_unless_both_speak(editor):
    apart = make_article(speakers=("سرمست",))
    both = make_article(speakers=("سرمست", "بهرام سرمست"))
    short, whole = (voice.person_id for voice in both.speakers.all())
    batch = applied(editor, edits.replace_person("", short, whole))
    assert apart.speakers.get().person_id == whole
    assert dict(batch.changes.values_list("article", "state")) == {apart.pk: "done", both.pk: "refused"}
    undone(batch)
    assert apart.speakers.get().person_id == short


def test_an_office_takes_anothers_place(editor):
    article = make_article(speakers=("الف",))
    old, new = make_office("استاندار", "استانداری یزد"), make_office("استاندار", "استانداری یزد", "yazd")
    article.speakers.update(office=old)
    batch = applied(editor, edits.replace_office("", old.pk, new.pk))
    assert article.speakers.get().office == new
    undone(batch)
    assert article.speakers.get().office == old


def test_a_name_that_was_deleted_meanwhile_is_not_brought_back(editor, reports):
    lost = Source.objects.create(name="گذرا", slug="passing")
    Article.objects.update(source=lost)
    batch = applied(editor, edits.set_value("", "source", None))
    lost.delete()
    assert set(states(undone(batch))) == {"left"}


def test_a_name_that_was_merged_meanwhile_is_not_brought_back(editor, reports):
    lost, stays = (Source.objects.create(name=name, slug=name) for name in ("passing", "staying"))
    Article.objects.update(source=lost)
    batch = applied(editor, edits.set_value("", "source", None))
    Source.objects.filter(pk=lost.pk).update(merged_into=stays)
    assert set(states(undone(batch))) == {"left"}


def test_a_reason_comes_back_to_where_its_words_now_stand(editor):
    report = make_article("خبر یزد", province="yazd")
    reason = give_reason(report, "main_province", "یزد", "title")
    batch = applied(editor, edits.set_main_province("", "fars"))
    Article.objects.update(title="امروز: خبر یزد")
    undone(batch)
    kept = Evidence.objects.get(article=report, rule=reason.rule)
    assert "امروز: خبر یزد"[kept.start : kept.end] == "یزد"


def test_a_command_applies_and_undoes_without_a_browser(editor, reports, capsys):
    batch = drafted(editor, edits.set_main_province("", "fars"))
    call_command("batch", "apply", batch.pk)
    assert Article.objects.filter(main_province="fars").count() == 5
    call_command("batch", "undo", batch.pk)
    assert not Article.objects.filter(main_province="fars").exists()
    assert capsys.readouterr().out.splitlines()[-1] == f"batch {batch.pk}: undone"
    for wrong in (batch.pk, 999):
        with pytest.raises(CommandError):
            call_command("batch", "apply", wrong)
