"""A backup under load, restored in an empty place: what had been saved is there, and is found."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.environment import database
from tests.databases import empty_database


def run(*arguments: str, folder: Path, url: str) -> dict:
    env = {"PATH": os.environ["PATH"], "DEBUG": "true", "DJANGO_SETTINGS_MODULE": "archive.settings"}
    env |= {"DATA_DIR": str(folder), "DATABASE_URL": url}
    command = [sys.executable, "-m", "tests.security.rehearsal", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def restore(file: Path, folder: Path, url: str) -> None:
    """As docs/operating.md says."""
    folder.mkdir()
    if url:
        subprocess.run(["pg_restore", "--no-owner", f"--dbname={url}", str(file)], check=True)
    else:
        shutil.copy(file, folder / "archive.sqlite3")


@pytest.mark.slow
def test_what_was_saved_before_a_backup_is_there_after_its_restore(tmp_path):
    with empty_database("rehearsal_old") as url:
        saved = run("save", str(tmp_path / "backups"), folder=tmp_path / "old", url=url)
    with empty_database("rehearsal_new") as url:
        restore(Path(saved["file"]), tmp_path / "new", url)
        held = run("check", folder=tmp_path / "new", url=url)
    assert [title for title, _ in held["articles"]] == [f"خبر {number}" for number in range(20)]
    first, second, *others = [int(footer or 0) for _, footer in held["articles"]]
    assert first == second and saved["before"] <= first <= saved["after"] + 1 and not any(others)
    assert held["documents"] == [20, 0] and "articles: 0 wrong" in held["check"]


def test_postgresql_is_asked_by_its_own_program_with_the_password_out_of_sight(monkeypatch, tmp_path):
    from archive.management.commands import backup

    called = {}
    monkeypatch.setattr(
        backup.subprocess, "run", lambda command, **how: called.update(command=command, **how)
    )
    params = {"host": "db.example", "port": 5433, "user": "amin", "password": "p@ss", "dbname": "rasteh"}
    monkeypatch.setattr(backup, "connection", type("C", (), {"get_connection_params": lambda self: params})())
    backup._dump_postgresql(tmp_path / "x")
    assert "p@ss" not in " ".join(called["command"]) and called["env"]["PGPASSWORD"] == "p@ss"
    assert {"--host=db.example", "--port=5433", "--username=amin"} <= set(called["command"])
    assert database("postgresql://amin:p%40ss@db.example:5433/rasteh")["PASSWORD"] == "p@ss"
