"""Reports enter the archive once, whole, and never over an editor's decision."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from archive.editing import decide, give_back
from archive.ingest.load import Outcome, Report, ingest, kept_items
from archive.ingest.sources import read_all
from archive.models import Article, Evidence, Office, Original, Person, Quotation, Source

pytestmark = pytest.mark.django_db

TITLE = "صادرات پسته یزد دو برابر شد"
REPORT = f"""{TITLE}

تاریخ: ۱۵ مرداد ۱۴۰۳

به گزارش خبرگزاری نمونه‌گستر از یزد، سیمین نمونه‌پور رئیس اتاق بازرگانی یزد گفت: \
امسال 120 تن پسته به چین صادر کردیم.

نمونه‌پور افزود: «بازار هند نیز جای رشد دارد.»
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with one report; `folder.write(name, text)` adds another."""
    (tmp_path / "pistachio.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create(username="editor")


def load(*paths, **options) -> Report:
    return ingest(read_all(map(str, paths)), **options)


def json_line(**fields: str) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


def test_a_report_becomes_an_article_with_all_that_it_says(folder):
    assert load(folder) == {Outcome.CREATED: 1}
    article = Article.objects.get()
    assert article.title == TITLE
    assert (article.published_on, article.date_precision) == (date(2024, 8, 5), "day")
    assert article.main_province_id == "yazd"
    assert [province.slug for province in article.provinces.all()] == ["yazd"]
    assert article.dateline.name == "یزد"
    assert str(article.speakers.get()) == "سیمین نمونه‌پور، رئیس اتاق بازرگانی یزد"


def test_the_same_report_twice_changes_nothing(folder):
    load(folder)
    before = Article.objects.values().get()
    assert load(folder) == {Outcome.UNCHANGED: 1}
    assert Article.objects.values().get() == before


def test_the_same_bytes_under_another_name_are_the_same_report(folder):
    load(folder)
    (folder / "pistachio.txt").rename(folder / "renamed.txt")
    assert load(folder) == {Outcome.UNCHANGED: 1}


def test_a_corrected_report_updates_itself_and_both_versions_are_kept(folder):
    load(folder)
    (folder / "pistachio.txt").write_text(REPORT.replace("چین", "ژاپن"), encoding="utf-8")
    assert load(folder) == {Outcome.UPDATED: 1}
    assert "ژاپن" in Article.objects.get().body
    assert Original.objects.count() == 2


def test_a_report_set_back_to_its_first_version_is_updated_too(folder):
    for text in (REPORT, REPORT.replace("چین", "ژاپن"), REPORT):
        (folder / "pistachio.txt").write_text(text, encoding="utf-8")
        report = load(folder)
    assert report == {Outcome.UPDATED: 1}
    assert Article.objects.get().original == Original.objects.order_by("pk").first()


def test_the_original_is_kept_byte_for_byte_whatever_its_encoding(tmp_path):
    content = "خبر صادرات\n\nمدير کل گمرك گفت: صادرات بيشتر شد.".replace("ک", "ك").replace("ی", "ي")
    (tmp_path / "old.txt").write_bytes(content.encode("windows-1256"))
    load(tmp_path)
    original = Article.objects.get().original
    assert bytes(original.content) == content.encode("windows-1256")
    assert original.text == content


def test_of_a_json_line_the_whole_line_is_kept(tmp_path):
    line = json_line(id="7", body="صادرات پسته بیشتر شد.", date="1403-05-15", url="https://example.org/7")
    (tmp_path / "news.jsonl").write_text(line)
    load(tmp_path)
    article = Article.objects.get()
    assert article.item_key == "id:7"
    assert article.original.text == line.strip()
    assert (article.published_on, article.url) == (date(2024, 8, 5), "https://example.org/7")


def test_a_json_line_is_another_when_only_a_fact_beside_the_text_changes(tmp_path):
    for day in ("1403-05-15", "1403-05-16"):
        (tmp_path / "news.jsonl").write_text(json_line(id="7", body="صادرات پسته بیشتر شد.", date=day))
        report = load(tmp_path)
    assert report == {Outcome.UPDATED: 1}
    assert Article.objects.get().published_on == date(2024, 8, 6)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "x" * 2000, "http://"])
def test_an_address_that_no_page_may_link_to_is_left_out(tmp_path, url):
    (tmp_path / "news.jsonl").write_text(json_line(id="7", body="صادرات پسته بیشتر شد.", url=url))
    assert load(tmp_path) == {Outcome.CREATED: 1}
    assert Article.objects.get().url == ""


def test_a_report_without_a_date_has_none(folder):
    (folder / "pistachio.txt").write_text(REPORT.replace("تاریخ: ۱۵ مرداد ۱۴۰۳", ""), encoding="utf-8")
    load(folder)
    article = Article.objects.get()
    assert (article.published_on, article.date_precision) == (None, "unknown")


@pytest.mark.parametrize(
    "written, first, precision",
    [("1403-05", date(2024, 7, 22), "month"), ("1403", date(2024, 3, 20), "year")],
)
def test_a_partial_date_is_its_first_day(tmp_path, written, first, precision):
    (tmp_path / "news.jsonl").write_text(json_line(id="7", body="صادرات پسته بیشتر شد.", date=written))
    load(tmp_path)
    article = Article.objects.get()
    assert (article.published_on, article.date_precision) == (first, precision)


def test_every_span_of_evidence_holds_words_of_its_part(folder):
    load(folder)
    article = Article.objects.get()
    texts = {"title": article.title, "body": article.body, "text": article.original.text}
    spans = article.evidence.exclude(start=None)
    assert {"title", "source", "main_province", "speakers", "published_on"} <= {row.field for row in spans}
    for row in spans:
        assert texts[row.part][row.start : row.end].strip()
    assert "مرداد" in texts["text"][slice(*spans.values_list("start", "end").get(field="published_on"))]


def test_quotations_and_figures_are_the_speakers(folder):
    load(folder)
    speaker = Article.objects.get().speakers.get()
    assert [q.speaker for q in Quotation.objects.all()] == [speaker, speaker]
    assert speaker.figures.get().value == 120


def test_an_unknown_agency_becomes_a_source_once(folder):
    (folder / "second.txt").write_text(REPORT.replace("چین", "ژاپن"), encoding="utf-8")
    before = Source.objects.count()
    load(folder)
    assert Source.objects.count() == before + 1
    assert Article.objects.values("source").distinct().count() == 1


def test_a_name_in_another_spelling_is_the_same_person(folder):
    other = REPORT.replace("سیمین نمونه‌پور", "سيمين نمونه پور").replace("120", "130")
    (folder / "second.txt").write_text(other, encoding="utf-8")
    load(folder)
    assert Person.objects.count() == 1
    assert Office.objects.count() == 1


def test_another_first_name_is_another_person(folder):
    (folder / "second.txt").write_text(REPORT.replace("سیمین", "سارا"), encoding="utf-8")
    load(folder)
    assert sorted(Person.objects.values_list("name", flat=True)) == ["سارا نمونه‌پور", "سیمین نمونه‌پور"]


def test_a_merged_person_speaks_as_the_one_who_stayed(folder):
    stays = Person.objects.create(name="سیمین نمونه‌پور یزدی")
    Person.objects.create(name="سیمین نمونه‌پور", merged_into=stays)
    load(folder)
    assert Article.objects.get().speakers.get().person == stays


def test_one_bad_item_is_refused_with_its_reason_and_stops_no_other(folder):
    (folder / "empty.txt").write_text("")
    (folder / "picture.txt").write_bytes(bytes(range(32)) * 40)
    (folder / "strange.xyz").write_text("?")
    told = []
    assert load(folder, tell=told.append) == {Outcome.CREATED: 1, Outcome.REFUSED: 3}
    refused = {loaded.origin.rsplit("/")[-1] for loaded in told if loaded.reason}
    assert refused == {"empty.txt", "picture.txt", "strange.xyz"}


def test_an_item_that_the_database_refuses_takes_nothing_else_with_it(folder, monkeypatch):
    (folder / "broken.txt").write_text(REPORT.replace("سیمین", "سارا"), encoding="utf-8")
    save = Article.save

    def refuse_one(self, **options):
        save(self, **options)
        if "سارا" in self.body:
            raise ValueError("چنین چیزی نمی‌شود")

    monkeypatch.setattr(Article, "save", refuse_one)
    assert load(folder) == {Outcome.CREATED: 1, Outcome.REFUSED: 1}
    assert Person.objects.get().name == "سیمین نمونه‌پور"


def test_hostile_characters_never_reach_an_article(tmp_path):
    text = "تیتر\x00 خبر\n\nصادرات\u202e پسته\x07 بیشتر شد و \ud800این پایان گزارش است.".replace("\ud800", "")
    (tmp_path / "hostile.txt").write_text(text, encoding="utf-8")
    load(tmp_path)
    article = Article.objects.get()
    assert not set("\x00\x07\u202e") & set(article.title + article.body)


def test_texts_longer_than_their_columns_are_cut_there_and_whole_in_the_original(tmp_path):
    (tmp_path / "news.jsonl").write_text(json_line(id="7", title="ب" * 5000, body="صادرات پسته بیشتر شد."))
    assert load(tmp_path) == {Outcome.CREATED: 1}
    article = Article.objects.get()
    assert len(article.title) == 1000
    assert "ب" * 5000 in article.original.text


def test_a_dry_run_tells_and_keeps_nothing(folder):
    assert load(folder, dry_run=True) == {Outcome.CREATED: 1}
    assert not Article.objects.exists() and not Original.objects.exists() and not Person.objects.exists()


def test_describing_again_with_the_same_rules_changes_nothing(folder):
    load(folder)
    quotations = list(Quotation.objects.values())
    evidence = list(Evidence.objects.values())
    assert ingest(kept_items(), again=True) == {Outcome.UNCHANGED: 1}
    assert (list(Quotation.objects.values()), list(Evidence.objects.values())) == (quotations, evidence)


def test_describing_again_restores_what_rules_decide_and_tells_what(folder):
    load(folder)
    Article.objects.update(title="دستکاری شده")
    told = []
    assert ingest(kept_items(), again=True, tell=told.append) == {Outcome.UPDATED: 1}
    assert told[0].changes["title"] == ("دستکاری شده", TITLE)


def test_a_json_line_can_be_described_again_with_what_stood_beside_it(tmp_path):
    (tmp_path / "news.jsonl").write_text(json_line(id="7", body="صادرات پسته.", date="1403-05-15"))
    load(tmp_path)
    Article.objects.update(published_on=None, date_precision="unknown")
    ingest(kept_items(), again=True)
    assert Article.objects.get().published_on == date(2024, 8, 5)


def _correct_the_title(article):
    article.title = "تیتر ویراستار"
    article.save()


def _correct_the_provinces(article):
    article.provinces.set(["fars"])


def _correct_the_date(article):
    article.published_on, article.date_precision = date(2020, 1, 1), "day"
    article.save()


def _correct_the_voices(article):
    article.speakers.all().delete()


CORRECTIONS = {
    "title": _correct_the_title,
    "provinces": _correct_the_provinces,
    "published_on": _correct_the_date,
    "speakers": _correct_the_voices,
}


@pytest.mark.parametrize("field, correct", CORRECTIONS.items(), ids=CORRECTIONS)
@pytest.mark.parametrize("again", [True, False], ids=["described again", "in a new version"])
def test_what_an_editor_decided_stays(folder, editor, field, correct, again):
    load(folder)
    article = Article.objects.get()
    correct(article)
    decide(article, [field], editor)
    decided = _shown(article, field)
    if not again:
        (folder / "pistachio.txt").write_text(REPORT.replace("چین", "ژاپن"), encoding="utf-8")
    load(folder, again=again)
    assert _shown(Article.objects.get(), field) == decided
    assert article.evidence.get(field=field).editor == editor


def _shown(article, field):
    value = getattr(article, field)
    return list(map(str, value.all())) if hasattr(value, "all") else value


def test_what_is_given_back_to_the_rules_is_theirs_again(folder, editor):
    load(folder)
    article = Article.objects.get()
    _correct_the_title(article)
    decide(article, ["title"], editor)
    give_back(article, ["title"])
    load(folder, again=True)
    assert Article.objects.get().title == TITLE


def test_an_editors_quotation_follows_its_words_into_a_new_version(folder, editor):
    load(folder)
    article = Article.objects.get()
    words = [quotation.text for quotation in Quotation.objects.all()]
    decide(article, ["quotations"], editor)
    (folder / "pistachio.txt").write_text(REPORT.replace("از یزد", "از شهر یزد"), encoding="utf-8")
    load(folder)
    assert [quotation.text for quotation in Quotation.objects.all()] == words


def test_an_editors_quotation_whose_words_are_gone_is_gone_and_the_report_doubtful(folder, editor):
    load(folder)
    article = Article.objects.get()
    decide(article, ["quotations"], editor)
    (folder / "pistachio.txt").write_text(REPORT.replace("جای رشد", "جای کار"), encoding="utf-8")
    load(folder)
    assert [q.text for q in Quotation.objects.all()] == ["امسال 120 تن پسته به چین صادر کردیم."]
    assert Article.objects.get().review_state == "doubtful"


def test_a_reviewed_report_with_another_text_is_to_be_reviewed_again(folder):
    load(folder)
    Article.objects.update(review_state="reviewed")
    load(folder, again=True)
    assert Article.objects.get().review_state == "reviewed"
    (folder / "pistachio.txt").write_text(REPORT.replace("چین", "ژاپن"), encoding="utf-8")
    load(folder)
    assert Article.objects.get().review_state == "doubtful"


def test_whole_batches_stay_when_the_work_is_stopped(folder, monkeypatch):
    monkeypatch.setattr("archive.ingest.load.BATCH", 2)
    for number in range(3):
        (folder / f"{number}.txt").write_text(REPORT.replace("120", f"{number}50"), encoding="utf-8")

    def stop(loaded):
        if Article.objects.count() == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(folder, tell=stop)
    assert load(folder) == {Outcome.UNCHANGED: 4}


def test_the_command_says_what_became_of_the_items(folder, capsys):
    (folder / "empty.txt").write_text("")
    call_command("ingest", str(folder))
    output = capsys.readouterr()
    assert output.out == "created 1, updated 0, unchanged 0, refused 1\n"
    assert "empty.txt: " in output.err and "\n\n" not in output.err


def test_the_command_fails_when_nothing_could_be_read(tmp_path):
    with pytest.raises(SystemExit):
        call_command("ingest", str(tmp_path / "nowhere"))
    with pytest.raises(CommandError):
        call_command("ingest")


def test_the_command_shows_what_describing_again_would_change(folder, capsys):
    load(folder)
    Article.objects.update(title="دستکاری شده")
    call_command("ingest", "--again", "--dry-run")
    assert f"title: دستکاری شده → {TITLE}" in capsys.readouterr().out
    assert Article.objects.get().title == "دستکاری شده"


@pytest.mark.slow
def test_the_first_reports_make_a_new_archive(folder, tmp_path):
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path / "new"),
        "DATABASE_URL": "",
        "SEARCH_URL": "whoosh:",
    }
    environment["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    manage = [sys.executable, "-W", "ignore", str(settings.BASE_DIR / "manage.py")]
    made = subprocess.run(
        [*manage, "ingest", folder / "pistachio.txt"], env=environment, capture_output=True, text=True
    )
    assert (made.returncode, made.stdout) == (0, "created 1, updated 0, unchanged 0, refused 0\n")
    assert "a new archive" in made.stderr
    subprocess.run([*manage, "index", "status"], env=environment, check=True, capture_output=True)
