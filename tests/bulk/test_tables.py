"""Metadata goes out as a table and comes back as a draft, checked row by row."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from archive.bulk import batches
from archive.bulk.tables import from_table, to_table
from archive.models import Article, Batch, Evidence, Source
from tests.editors import Editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article("صادرات پسته", province="yazd", on="1404/8/2")


def rows(article: Article, **changed: str) -> list[dict[str, str]]:
    """The table of one article with some cells changed; names with «_» for blanks."""
    text = to_table(Article.objects.filter(pk=article.pk), "csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    return [{**row, **{name.replace("_", " "): value for name, value in changed.items()}}]


def written(table: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, table[0])
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue().encode("utf-8-sig")


def brought(editor, table: list[dict[str, str]], name: str = "corrected.csv", **fields):
    file = SimpleUploadedFile(name, written(table))
    return editor.client.post(reverse("admin:archive_batch_table"), {"table": file, **fields}, follow=True)


def applied(batch: Batch) -> None:
    batches.start(batch)
    while batches.step(batch):
        pass


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_that_nobody_touched_changes_nothing(world, suffix):
    read = from_table(to_table(Article.objects.all(), suffix), suffix)
    assert read.errors == [] and len(read.edits) == 6
    batch = batches.draft("", "", Editor().user, read.edits)
    assert not batch.changes.exists()


@pytest.mark.parametrize(
    ("column", "cell", "name", "value"),
    [
        ("تاریخ_انتشار", "2016-04-27", "published_on", "2016-04-27"),
        ("تاریخ_انتشار", "۸ اردیبهشت ۹۵", "published_on", "2016-04-27"),
        ("تاریخ_انتشار", "", "published_on", None),
        ("استان_اصلی", "اذربايجان غربي", "main_province", "west-azerbaijan"),
        ("استان‌ها", "یزد؛ فارس", "provinces", ["fars", "yazd"]),
        ("بازبینی", "بازبینی‌شده", "review_state", "reviewed"),
        ("همگانی", "خیر", "is_public", False),
        ("تیتر", "تیتر تازه", "title", "تیتر تازه"),
    ],
)
def test_a_cell_is_read_as_people_write_it(article, column, cell, name, value):
    read = from_table(written(rows(article, **{column: cell})), "csv")
    assert read.errors == [] and read.edits[article.pk].change({})[name] == value


def test_a_merged_name_leads_to_the_one_that_stays(article):
    stays = Source.objects.create(name="نمونه نيوز", slug="sample")
    Source.objects.create(name="نمونه‌نیوز", slug="other", merged_into=stays)
    read = from_table(written(rows(article, منبع="نمونه نیوز")), "csv")
    assert read.edits[article.pk].change({})["source"] == stays.pk


def test_of_two_names_that_differ_in_spelling_only_each_stays_itself(article):
    for name in ("نمونه‌نیوز", "نمونه نيوز"):
        article.source = Source.objects.create(name=name, slug=name)
        article.save()
        read = from_table(written(rows(article)), "csv")
        assert read.edits[article.pk].change({})["source"] == article.source_id


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("تاریخ_انتشار", "۳۰ اسفند ۱۴۰۲", "۲۹ روز دارد"),
        ("استان_اصلی", "هیچستان", "«هیچستان»"),
        ("منبع", "ناشناس‌نامه", "«ناشناس‌نامه»"),
        ("همگانی", "شاید", "بله، خیر"),
        ("تیتر", "ب" * 1001, "بیش از 1000"),
        ("شناسه", "99999", "«99999»"),
        ("شناسه", "=1+1", "نیست"),
    ],
)
def test_what_is_wrong_is_told_with_its_row_and_no_text_is_cut(article, column, cell, reason):
    read = from_table(written(rows(article, **{column: cell})), "csv")
    assert [row for row, _ in read.errors] == [2] and reason in read.errors[0][1] and not read.edits


def test_one_wrong_row_leaves_the_others_and_waits_for_a_word(article):
    editor, other = Editor(), make_article("دیگری")
    table = rows(article, تیتر="تیتر تازه") + rows(other, استان_اصلی="هیچستان")
    response = brought(editor, table)
    html = response.content.decode()
    assert "ردیف ۳" in html and "هیچستان" in html and not Batch.objects.exists()
    brought(editor, table, _anyway="on")
    assert Batch.objects.get().changes.get().article == article


def test_a_corrected_table_becomes_decisions_with_history_and_can_be_undone(article):
    editor = Editor()
    brought(editor, rows(article, **{"استان_اصلی": "فارس", "استان‌ها": "فارس"}))
    batch = Batch.objects.get()
    applied(batch)
    article.refresh_from_db()
    assert article.main_province_id == "fars" and article.title == "صادرات پسته"
    assert Evidence.objects.get(article=article, field="main_province").editor == editor.user
    assert article.history.get().changes["main_province"]["after"]["words"] == "فارس"
    batch.refresh_from_db()
    batches.start_undoing(batch)
    batches.step(batch)
    article.refresh_from_db()
    assert article.main_province_id == "yazd"


@pytest.mark.parametrize("text", ["=SUM(A1)", "-۵ درصد", "@نام", "+۹۸"])
def test_no_spreadsheet_takes_a_title_for_a_formula_and_it_comes_back_whole(text):
    article = make_article(text)
    sheet = load_workbook(io.BytesIO(to_table(Article.objects.all(), "xlsx"))).active
    assert not any(str(cell.value).startswith("=") for cell in sheet[2])
    assert from_table(written(rows(article)), "csv").edits[article.pk].change({})["title"] == text


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00\x01", "الف,ب\n۱,۲".encode(), b"a,b\n1"])
def test_what_is_no_table_of_articles_is_refused_in_persian(content, suffix):
    with pytest.raises(ValueError, match="[آ-ی]"):
        from_table(content, suffix)


def test_a_column_that_is_not_known_is_refused(article):
    with pytest.raises(ValueError, match="رنگ"):
        from_table(written(rows(article, رنگ="سبز")), "csv")


def test_articles_of_a_search_and_of_the_list_come_as_tables(world):
    editor = Editor()
    response = editor.client.get(reverse("bulk"), {"province": "yazd", "table": "csv"})
    assert len(response.content.decode("utf-8-sig").splitlines()) == 3
    response = editor.act("as_xlsx", world.tiles)
    assert load_workbook(io.BytesIO(response.content)).active.max_row == 2


def test_other_files_and_other_people_are_refused(article):
    editor = Editor()
    assert "باید CSV یا XLSX باشد" in brought(editor, rows(article), "table.pdf").content.decode()
    assert brought(Editor("omid", ("view_article",)), rows(article)).status_code == 403
    corrector = Editor("nader", ("view_article", "change_article"))
    assert "تنها ناشر عوض" in brought(corrector, rows(article, همگانی="خیر")).content.decode()
    assert not Batch.objects.exists()
    assert "هیچ خبری تغییر نمی‌کند" in brought(corrector, rows(article)).content.decode()
