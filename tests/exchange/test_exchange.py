"""The whole archive goes into a folder and comes back as it was."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from archive.exchange.export import export
from archive.exchange.restore import ExchangeError, restore
from archive.exchange.tables import FILLED_BY_MIGRATE, TABLES, records
from archive.history import began, recorded
from archive.models import (
    Article,
    Batch,
    Delivery,
    Evidence,
    Figure,
    Industry,
    NameKind,
    NamePair,
    Office,
    Original,
    PairReason,
    Person,
    Place,
    Province,
    Quotation,
    ReaderSuggestion,
    Source,
)
from tests.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(db):
    """The world that everyone knows, with a row in every table and all that is hard to write down."""
    world = make_world()
    editor = get_user_model().objects.create_user("سارا", "s@example.org", "secret", first_name="سارا")
    world.tiles.original = Original.objects.create(content=b"\xff\x00\xcc", encoding="windows-1256")
    world.tiles.body += "\n«\u200c\u2028</script>\\» 😀"
    world.tiles.save()
    said = {"article": world.tiles, "speaker": world.tiles.speakers.first(), "start": 0, "end": 5}
    Quotation.objects.create(**said)
    Figure.objects.create(**said, value="0.000001", upper="123456789012345678901234.5")
    Evidence.objects.create(article=world.tiles, field="title", editor=editor)
    Evidence.objects.create(article=world.tiles, field="source", rule="dateline", confidence=1 / 3)
    batch = Batch.objects.create(title="منبع: ندارد", editor=editor)
    batch.changes.create(article=world.tiles, before={"source": 1}, after={"source": None})
    Article.objects.filter(pk=world.tiles.pk).update(delivery=Delivery.objects.create(origin="خبرها"))
    Person.objects.create(name="بهرامِ دیگر", merged_into=world.bahram)
    Office.objects.create(role="استاندارِ دیگر", merged_into=world.governor)
    Source.objects.create(name="دیگر", slug="other", merged_into=world.gazette)
    pair = NamePair.objects.create(kind=NameKind.PERSON, first=1, second=2, reason=PairReason.BY_HAND)
    ReaderSuggestion.objects.create(article=world.tiles, field="title", proposed="کاشی")
    rows = (pair, world.tiles.original, world.simin, world.governor, world.gazette)
    for row in (*rows, Place.objects.first(), Industry.objects.first()):
        began(row, editor)
    with recorded([world.tiles], editor, "چرا"):
        Article.objects.filter(pk=world.tiles.pk).update(title="کاشی\u2028", published_on="2020-02-02")
    return world


def empty() -> None:
    """Leave the database as `migrate` makes it, but with other keys."""
    for model in (Person, Office, Source):
        model.objects.exclude(merged_into=None).delete()
    for table in reversed([*records()]):
        table.model.objects.all().delete()
    get_user_model().objects.all().delete()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_table_of_the_record_is_exported():
    assert set(apps.get_app_config("archive").get_models()) <= {table.model for table in TABLES}


def test_what_comes_back_is_exported_as_the_same_bytes(full, tmp_path):
    written = export(tmp_path / "first")
    assert all(written.values())
    empty()
    assert restore(tmp_path / "first") == written
    assert export(tmp_path / "second") == written
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_a_stopped_export_is_written_anew_as_of_one_moment(full, tmp_path, capsys):
    def stop(table: str) -> None:
        if table == "articles":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(tmp_path / "stopped", stop)
    with pytest.raises(ExchangeError, match="not a whole one"):
        restore(tmp_path / "stopped")
    Person.objects.create(name="پس از آن")
    call_command("export", str(tmp_path / "stopped"))
    assert "written anew" in capsys.readouterr().err
    export(tmp_path / "fresh")
    assert contents(tmp_path / "stopped") == contents(tmp_path / "fresh")


def test_a_record_comes_back_whole(full, tmp_path):
    before = Article.objects.get(pk=full.tiles.pk)
    export(tmp_path / "all")
    empty()
    restore(tmp_path / "all")
    after = Article.objects.get(pk=full.tiles.pk)
    fields = [field.attname for field in Article._meta.concrete_fields]
    assert [getattr(after, name) for name in fields] == [getattr(before, name) for name in fields]
    assert list(after.provinces.all()) == [Province.objects.get(slug="yazd")]
    assert bytes(after.original.content) == b"\xff\x00\xcc"


def test_the_archive_keeps_the_names_of_its_editors_and_no_more(full, tmp_path):
    export(tmp_path / "all")
    (line,) = (tmp_path / "all" / "editors.jsonl").read_text().splitlines()
    assert set(json.loads(line)) == {"username", "first_name", "last_name"}
    empty()
    restore(tmp_path / "all")
    editor = get_user_model().objects.get()
    assert not editor.is_active and not editor.has_usable_password()


def test_an_editor_who_is_known_stays_as_they_are(full, tmp_path):
    export(tmp_path / "all")
    empty()
    get_user_model().objects.create_superuser("سارا", password="mine")
    restore(tmp_path / "all")
    assert get_user_model().objects.get().is_superuser
    assert Evidence.objects.by_editors().get().editor.username == "سارا"


def test_new_records_get_keys_after_the_old_ones(full, tmp_path):
    export(tmp_path / "all")
    empty()
    restore(tmp_path / "all")
    newest = Article.objects.order_by("pk").last().pk
    assert Article.objects.create(title="تازه").pk > newest


def test_the_gazetteer_of_another_release_gives_way(full, tmp_path):
    export(tmp_path / "all")
    empty()
    Industry.objects.create(slug="new", name="تازه")
    restore(tmp_path / "all")
    assert not Industry.objects.filter(slug="new").exists()
    assert all(model.objects.exists() for model in FILLED_BY_MIGRATE)


def test_a_folder_that_was_changed_is_refused_and_nothing_has_happened(full, tmp_path):
    export(tmp_path)
    empty()
    path = tmp_path / "articles.jsonl"
    path.write_bytes(path.read_bytes().replace(b"title", b"titel"))
    with pytest.raises(ExchangeError, match="articles.jsonl is not as it was written"):
        restore(tmp_path)
    assert not Person.objects.exists() and Industry.objects.exists()


@pytest.mark.parametrize("missing", ["manifest.json", "article_history.jsonl"])
def test_an_export_that_is_not_whole_is_refused(full, tmp_path, missing):
    export(tmp_path)
    empty()
    (tmp_path / missing).unlink()
    with pytest.raises(ExchangeError, match=missing):
        restore(tmp_path)


def test_a_line_that_cannot_be_read_is_named_and_nothing_has_happened(full, tmp_path):
    export(tmp_path)
    empty()
    tamper(tmp_path, "figures", '{"id": 1, "article": 1, "value": "viel"}\n')
    with pytest.raises(ExchangeError, match="figures.jsonl, line 2"):
        restore(tmp_path)
    assert not Article.objects.exists()


def test_a_reference_to_nothing_is_refused(full, tmp_path):
    export(tmp_path)
    empty()
    tamper(tmp_path, "quotations", '{"id": 7, "article": 999, "start": 0, "end": 1}\n')
    with pytest.raises(ExchangeError):
        restore(tmp_path)
    assert not Article.objects.exists()


def tamper(folder: Path, table: str, line: str) -> None:
    """Add a line and a manifest that agrees with it."""
    path = folder / f"{table}.jsonl"
    path.write_text(path.read_text() + line)
    manifest = json.loads((folder / "manifest.json").read_text())
    (entry,) = (each for each in manifest["files"] if each["table"] == table)
    entry["sha256"] = sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_bytes_that_are_not_those_of_their_sum_are_refused(full, tmp_path):
    export(tmp_path)
    empty()
    tamper(tmp_path, "originals", '{"id": 99, "sha256": "00", "content": "AAAA", "encoding": "utf-8"}\n')
    with pytest.raises(ExchangeError, match="not those of its sha256"):
        restore(tmp_path)


def test_an_archive_that_holds_something_is_not_written_over(full, tmp_path):
    export(tmp_path)
    with pytest.raises(ExchangeError, match="not empty"):
        restore(tmp_path)


def test_the_commands_say_what_they_did(full, tmp_path, capsys):
    call_command("export", str(tmp_path / "all"))
    assert "articles: 6" in capsys.readouterr().out
    with pytest.raises(CommandError, match="not empty"):
        call_command("export", str(tmp_path / "all"))
    with pytest.raises(CommandError, match="not empty"):
        call_command("import", str(tmp_path / "all"))
    empty()
    call_command("import", str(tmp_path / "all"))
    assert "index rebuild" in capsys.readouterr().out
