"""Raw reports come from files, folders, JSON lines and standard input; a bad one does not stop the rest."""

import gzip
import io
import json
import lzma
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.sources import MAX_BYTES, RawItem, Refusal, count_items, decode, read_all

REPORT = "استاندار یزد گفت: صادرات کاشی دو برابر شد."


def read(*paths):
    return list(read_all(map(str, paths)))


def test_a_text_file_is_one_item_named_by_its_path(tmp_path):
    file = tmp_path / "001.txt"
    file.write_text(REPORT, "utf-8")
    [item] = read(file)
    assert (item.key, item.origin) == (f"file:{file}", str(file))
    assert decode(item.content) == (REPORT, "utf-8")


def test_a_folder_is_read_whole_and_in_order(tmp_path):
    (tmp_path / "later").mkdir()
    for name in ("b.md", "a.txt", "later/c.txt", ".hidden.txt"):
        (tmp_path / name).write_text(REPORT, "utf-8")
    assert [item.origin.rsplit("/", 1)[1] for item in read(tmp_path)] == ["a.txt", "b.md", "c.txt"]
    assert count_items([str(tmp_path)]) == 3


@pytest.mark.parametrize("opener", [open, gzip.open, lzma.open], ids=["plain", "gz", "xz"])
def test_json_lines_carry_an_identity_and_hints(tmp_path, opener):
    ending = {open: "", gzip.open: ".gz", lzma.open: ".xz"}[opener]
    file = tmp_path / f"reports.jsonl{ending}"
    records = [
        {"id": 7, "title": "عنوان", "body": REPORT},
        {"url": "https://example.ir/1", "body": REPORT},
        {"body": REPORT},
    ]
    with opener(file, "wb") as stream:
        stream.write(b"\n\n".join(json.dumps(record).encode() for record in records))
    items = read(file)
    assert [item.key for item in items] == ["id:7", "url:https://example.ir/1", ""]
    assert items[0].hints == {"id": "7", "title": "عنوان"}
    assert items[1].origin == f"{file}:3"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "خالی"),
        ("blank.txt", b"\xef\xbb\xbf \n\n", "خالی"),
        ("huge.txt", b"a" * (MAX_BYTES + 1), "۱۰ مگابایت"),
        ("picture.txt", bytes(range(32)) * 20, "متن نیست"),
        ("report.docx", b"PK", "docx"),
        ("lines.jsonl", b"{broken", "JSON"),
        ("list.jsonl", b"[1, 2]", "JSON"),
        ("body.jsonl", b'{"body": 3}', "body"),
        ("nothing.jsonl", b'{"id": "1"}', "خالی"),
        ("deep.jsonl", b"[" * 100_000, "JSON"),
        # Without a time of making: workers must collect the same parameters.
        ("cut.jsonl.gz", gzip.compress(b'{"body": "..."}' * 500, mtime=0)[:30], "تا پایان"),
    ],
)
def test_a_bad_item_is_refused_with_its_reason(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.txt").write_text(REPORT, "utf-8")
    refusals = [item for item in read(tmp_path) if isinstance(item, Refusal)]
    assert [reason in refusal.reason for refusal in refusals] == [True]
    assert str(tmp_path / name) in refusals[0].origin
    assert isinstance(read(tmp_path)[-1], RawItem)


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "secret.txt").write_text(REPORT, "utf-8")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    [refusal] = read(folder)
    assert "پیوندی" in refusal.reason


def test_a_missing_path_is_said_to_be_missing(tmp_path):
    [refusal] = read(tmp_path / "nowhere")
    assert "نیست" in refusal.reason


@pytest.mark.parametrize(
    ("typed", "keys"),
    [(REPORT, [""]), ('{"id": "1", "body": "متن"}\n{"id": "2", "body": "متن"}', ["id:1", "id:2"])],
    ids=["text", "lines"],
)
def test_standard_input_is_a_text_or_json_lines(monkeypatch, typed, keys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    assert [item.key for item in read("-")] == keys
    assert count_items(["-"]) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_old_encodings_are_recognised(encoding):
    text = "گزارش صادرات پسته"
    arabic = text.replace("ی", "ي").replace("ک", "ك")
    assert decode(arabic.encode(encoding))[0] == arabic


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(content):
    try:
        text, _ = decode(content)
    except ValueError:
        return
    assert isinstance(text, str)
