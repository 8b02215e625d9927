"""manage.py lexicon, the doorbell of the learner."""

import json

import pytest
from django.core.management import CommandError, call_command

from archive.persian.lexicon import load

RECORDS = [
    {"id": str(at), "title": "صادرات پسته", "body": "پسته‌کاران رفسنجان صادرات می‌کنند."} for at in range(40)
]


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in RECORDS), encoding="utf-8")
    return path


@pytest.mark.slow
def test_learning_twice_gives_the_same_file(news, tmp_path):
    for name in ("one.gz", "other.gz"):
        call_command("lexicon", "learn", str(news), "--output", str(tmp_path / name))
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "other.gz").read_bytes()


@pytest.mark.slow
def test_every_nth_text_can_be_left_out(news, tmp_path):
    call_command("lexicon", "learn", str(news), "--leave-out", "2", "--output", str(tmp_path / "half.gz"))
    assert load(tmp_path / "half.gz").counts["پسته"] == 40


@pytest.mark.django_db
def test_an_archive_without_articles_teaches_nothing(tmp_path):
    with pytest.raises(CommandError, match="no Persian word"):
        call_command("lexicon", "learn", "--output", str(tmp_path / "none.gz"))


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "broken.jsonl"
    path.write_text('{"title": "پسته"}\n[1]\n', encoding="utf-8")
    with pytest.raises(CommandError, match="line 2: not an object"):
        call_command("lexicon", "learn", str(path), "--output", str(tmp_path / "none.gz"))


def test_info_tells_what_the_lexicon_holds(capsys):
    call_command("lexicon", "info")
    assert "compounds" in capsys.readouterr().out
