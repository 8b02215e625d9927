"""Commands that act on an archive say in a line when there is none."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection

from archive.management.base import ArchiveCommand

#: These read what they are given, or make the tables.
NEEDS_NO_ARCHIVE = {"analyse", "describe", "ingest", "lexicon"}


@pytest.fixture
def no_tables(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "command",
    ["quality", "send_alerts", "export x", "import x", "api_token sara", "batch apply 1", "index status"]
    + ["lexicon learn", "index rebuild --if-needed"],
)
def test_before_migrate_a_command_says_what_to_do(no_tables, command):
    with pytest.raises(CommandError, match=r"has no tables yet: manage\.py migrate"):
        call_command(*command.split())


@pytest.mark.django_db
def test_nothing_is_no_backup(no_tables, tmp_path: Path):
    with pytest.raises(CommandError, match="has no tables yet"):
        call_command("backup", str(tmp_path / "backups"))
    assert not (tmp_path / "backups").exists()


def test_every_other_command_of_ours_looks_first():
    ours = {name: app for name, app in get_commands().items() if app in ("archive", "search")}
    looking = {
        name for name, app in ours.items() if isinstance(load_command_class(app, name), ArchiveCommand)
    }
    assert set(ours) - looking == NEEDS_NO_ARCHIVE
