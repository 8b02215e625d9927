"""Files hold what their page lists, whole, for the programs that people write with."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Figure, Quotation
from search.engines import get_engine
from search.exports import records
from search.exports.head import Head
from search.exports.tables import defused
from search.exports.workbook import LONGEST_CELL, workbook
from tests.factories import make_article
from tests.search.test_listing import STATES

pytestmark = pytest.mark.django_db


@pytest.fixture
def fetch(client):
    def get(address: str) -> bytes:
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.getvalue()

    return get


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_begins_with_its_question_and_opens_in_excel(world, fetch):
    content = fetch("/provinces/yazd.csv?q=پسته")
    assert content.startswith("\ufeff".encode())
    head, headings, row = rows(content)
    assert head[0].startswith("# راسته · «پسته»، یزد · ۱ ردیف · ")
    assert head[0].endswith(f"http://testserver/provinces/yazd/?q={quote('پسته')}")
    found = dict(zip(headings, row, strict=True))
    assert found["تیتر"] == "صادرات پسته یزد به چین"
    assert found["نشانی"] == f"http://testserver/a/{world.pistachios.pk}/"
    assert (found["تاریخ"], found["تاریخ هجری"]) == ("۲ آبان ۱۴۰۴", "1404-08-02")
    assert found["تاریخ میلادی"] == "2025-10-24"
    assert found["گویندگان"] == "سیمین نمونه، استاندار یزد"


def test_a_date_is_told_as_far_as_it_is_known(world, fetch):
    told = {row["id"]: row["jalali"] for row in json.loads(fetch("/search.json"))["articles"]}
    assert told[world.saffron.pk] == "1403-05" and told[world.kiwis.pk] == "1403"
    assert told[world.shoes.pk] is None


def test_a_sheet_runs_from_right_to_left(world, fetch):
    sheet = openpyxl.load_workbook(io.BytesIO(fetch("/search.xlsx"))).active
    assert sheet.sheet_view.rightToLeft
    assert sheet.max_row == 2 + 6
    assert sheet["D3"].value == "صادرات پسته یزد به چین"


def test_a_sheet_holds_what_a_cell_can_hold(index, fetch):
    make_article("\x07تیتر", "م" * (LONGEST_CELL + 10))
    index()
    sheet = openpyxl.load_workbook(io.BytesIO(fetch("/search.xlsx"))).active
    assert sheet["D3"].value == "تیتر"
    assert len(sheet.cell(3, sheet.max_column).value) == LONGEST_CELL


def test_a_sheet_holds_any_text_and_numbers_as_they_are():
    cells = ["<b>&amp;\"'", " دو  فاصله\nخط دوم ", 12, 2.5, None, "‌نیم‌فاصله"]
    book = b"".join(workbook([[["سر"]], [cells]]))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert [cell.value for cell in sheet[2]] == cells


def test_a_sheet_ends_where_no_more_rows_can_be(monkeypatch):
    monkeypatch.setattr("search.exports.workbook.MOST_ROWS", 3)
    book = b"".join(workbook([[["سر"]], [["یک"], ["دو"]], [["سه"], ["چهار"]]]))
    assert openpyxl.load_workbook(io.BytesIO(book)).active.max_row == 3


def test_a_sheet_begins_to_come_before_its_records_are_read():
    batches = iter([[["سر"]], [["یک"]]])
    assert next(workbook(batches)).startswith(b"PK")
    assert next(batches) == [["یک"]]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u202e=1", "\u200f\u200b=1", "＝1"]
)
def test_formulas_are_defused(cell):
    assert defused(cell) == f"'{cell}"


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    assert (defused(text) or " ").lstrip()[:1] not in set("=+-@")


@pytest.mark.parametrize("cell", [-5, 2.5, None, "پسته", "۵-۶"])
def test_what_is_no_formula_stays(cell):
    assert defused(cell) == cell


def test_a_hostile_title_is_defused_in_every_table(index, fetch):
    make_article("=cmd|' /C calc'!A0", on="1404-01-01")
    index()
    assert rows(fetch("/search.csv"))[2][3] == "'=cmd|' /C calc'!A0"
    cell = openpyxl.load_workbook(io.BytesIO(fetch("/search.xlsx"))).active["D3"]
    assert (cell.value, cell.data_type) == ("'=cmd|' /C calc'!A0", "s")


def test_quotations_are_told_with_who_said_them_and_where(world, index, fetch):
    start = world.tiles.body.index("بازار")
    said = Quotation.objects.create(
        article=world.tiles, speaker=world.tiles.speakers.first(), start=start, end=start + 10
    )
    index()
    head, row = map(json.loads, fetch(f"/quotations.jsonl?speaker={world.simin.pk}").splitlines())
    assert head["head"]["total"] == 1 and row["id"] == said.pk
    assert row["words"] == said.text and row["speaker"]["person"]["name"] == "سیمین نمونه"
    assert row["address"] == f"http://testserver/a/{world.tiles.pk}/#q1"
    assert row["report"]["source"]["name"] == "خبرگزاری نمونه"
    assert fetch("/quotations.txt").decode().startswith("سیمین نمونه: «")


def test_figures_are_those_of_the_reports(world, fetch):
    Figure.objects.create(article=world.tiles, value="12000.5", upper=20000, unit="تن", start=0, end=6)
    Figure.objects.create(article=world.shoes, value=3, start=0, end=3)
    told = json.loads(fetch("/figures.json?province=yazd"))
    (row,) = told["figures"]
    assert (row["value"], row["upper"], row["unit"], told["head"]["total"]) == (12000.5, 20000, "تن", 1)
    assert row["words"] == world.tiles.body[:6]


def test_a_report_as_json_has_its_quotations_and_figures(world, fetch):
    Quotation.objects.create(article=world.tiles, start=0, end=6)
    Figure.objects.create(article=world.tiles, value=3, start=0, end=3)
    told = json.loads(fetch(f"/a/{world.tiles.pk}.json"))
    assert told["body"] == world.tiles.body
    assert len(told["quotations"]) == len(told["figures"]) == 1


def test_a_file_asks_no_more_queries_for_more_reports(world, fetch, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        fetch("/search.csv?province=yazd&sort=date")


def test_only_a_batch_is_in_memory(index, monkeypatch, client):
    monkeypatch.setattr(records, "BATCH", 2)
    for _ in range(5):
        make_article()
    index()
    pieces = list(client.get("/search.jsonl").streaming_content)
    assert [len(piece.splitlines()) for piece in pieces] == [1, 2, 2, 1]


def test_a_province_too_many_leads_to_the_search(world, client):
    answer = client.get("/provinces/yazd.csv?province=gilan")
    assert answer.status_code == 302
    assert answer["Location"] == "/search.csv?province=gilan&province=yazd"


@pytest.mark.parametrize("names", ["provinces", "speakers", "offices", "sources", "industries"])
def test_names_can_be_taken_away_with_their_counts(world, fetch, client, names):
    told = json.loads(fetch(f"/{names}.json"))
    assert told["head"]["total"] == len(told["entries"]) == len(rows(fetch(f"/{names}.csv"))) - 2
    assert f"/{names}.csv" in client.get(f"/{names}/").content.decode()


def test_names_are_sought_in_files_too(world, fetch):
    assert [entry["name"] for entry in json.loads(fetch("/provinces.json?find=یز"))["entries"]] == ["یزد"]


def test_an_unreadable_value_is_told_in_the_head(world, fetch):
    assert json.loads(fetch("/search.json?year=abc"))["head"]["warnings"]


@pytest.mark.parametrize(
    "address", ["/figures.ris", "/provinces/atlantis.csv", "/a/999999.ris", "/search.pdf"]
)
def test_what_cannot_be_is_not_found(world, client, address):
    assert client.get(address).status_code == 404


def test_a_file_tells_robots_to_stay_away_and_browsers_to_keep_it(world, client):
    answer = client.get("/search.csv")
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Content-Disposition"].startswith('attachment; filename="rasteh-articles-')


def test_the_head_says_when():
    head = Head("«پسته»", "https://example.org/search/", date(2025, 10, 24), 3)
    assert str(head) == "راسته · «پسته» · ۳ ردیف · ۲ آبان ۱۴۰۴ (2025-10-24) · https://example.org/search/"


@settings(max_examples=40)
@given(state=STATES)
def test_a_file_holds_exactly_what_the_page_lists(world, client, state):
    listed = get_engine().search(replace(state, size=100))
    head, *told = map(json.loads, client.get(state.to_url("/search.jsonl")).getvalue().splitlines())
    assert [row["id"] for row in told] == listed.keys
    assert head["head"]["total"] == listed.total == len(told)
    table = rows(client.get(state.to_url("/search.csv")).getvalue())[2:]
    assert [int(row[0]) for row in table] == listed.keys


def test_a_file_of_figures_that_no_report_has_reads_no_reports(world, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):  # how many figures each report has
        told = json.loads(b"".join(client.get("/figures.json", {"unit": "نیست‌درجهان"})))
    assert told["figures"] == [] and told["head"]["total"] == 0
