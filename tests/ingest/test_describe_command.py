"""`manage.py describe` shows what is read and stores nothing."""

import io
import json

from django.core.management import call_command

REPORT = "date 2025-12-25 به گزارش ایسنا از یزد، استاندار یزد گفت: 220 واحد راکد داریم."


def described(*paths, **options):
    out, errors = io.StringIO(), io.StringIO()
    call_command("describe", *map(str, paths), stdout=out, stderr=errors, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue()


def test_a_text_file_becomes_one_record_with_its_evidence(tmp_path):
    (tmp_path / "001.txt").write_text(REPORT, "utf-8")
    [record], _ = described(tmp_path)
    assert (record["id"], record["date"], record["agency"]) == ("001.txt", "2025-12-25", "ایسنا")
    assert (record["dateline_city"], record["main_province"], record["provinces"]) == ("یزد", "یزد", ["یزد"])
    assert record["quotes"][0]["text"] == "220 واحد راکد داریم."
    assert record["figures"][0]["value"] == 220
    assert set(record["evidence"]) >= {"date", "source", "dateline_city", "main_province"}


def test_facts_given_beside_the_text_are_shown_apart(tmp_path):
    line = {
        "id": "a-1",
        "title": "عنوان",
        "body": "استاندار یزد گفت: خوب است.",
        "date": "2016-04-27",
        "source": "نمونه",
    }
    (tmp_path / "lines.jsonl").write_text(json.dumps(line), "utf-8")
    [record], _ = described(tmp_path)
    assert (record["id"], record["title"], record["date"]) == ("a-1", "عنوان", None)
    assert record["given"] == {"date": "2016-04-27", "source": "نمونه"}


def test_a_bad_item_is_named_and_the_rest_is_described(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(REPORT, "utf-8")
    records, errors = described(tmp_path)
    assert [record["id"] for record in records] == ["b.txt"]
    assert "a.txt" in errors


def test_what_a_file_holds_can_be_said_whatever_its_name(tmp_path):
    (tmp_path / "reports.data").write_text(json.dumps({"id": "a-1", "body": REPORT}), "utf-8")
    [record], _ = described(tmp_path / "reports.data", form="jsonl")
    assert (record["id"], record["agency"]) == ("a-1", "ایسنا")
    (tmp_path / "report.data").write_text(REPORT, "utf-8")
    [record], _ = described(tmp_path / "report.data", form="text")
    assert record["id"] == "report.data"
