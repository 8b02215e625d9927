"""Bring an exported folder into an empty database: all of it, exactly as it was, or nothing."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.core.serializers.base import DeserializedObject
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from archive.exchange.export import FORMAT, MANIFEST, VERSION, Tell
from archive.exchange.lines import from_lines
from archive.exchange.tables import FILLED_BY_MIGRATE, TABLES, Table, records
from archive.models import Industry, Original

_BATCH = 500


class ExchangeError(Exception):
    """The folder cannot be restored; the message says why. The database is as it was."""


def restore(folder: Path, tell: Tell = lambda name: None) -> dict[str, int]:
    """Check the whole folder, then bring it in. Returns the rows of each table. Raises ExchangeError."""
    expected = _checked(folder)
    if taken := [table.name for table in records() if table.model.objects.exists()]:
        raise ExchangeError(f"the database is not empty: it has {', '.join(taken)}")
    try:
        with transaction.atomic():
            _make_room()
            for table in TABLES:
                _load(folder, table, tell)
            connection.check_constraints()
    except (ValueError, IntegrityError) as error:
        raise ExchangeError(str(error)) from error
    _continue_counting()
    return expected


def _checked(folder: Path) -> dict[str, int]:
    """The rows of each table, once every file is as its export wrote it."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {entry["table"]: entry for entry in manifest["files"]}
        found = manifest["format"], manifest["version"]
    except FileNotFoundError as error:
        raise ExchangeError(f"{folder} has no {MANIFEST}: it is no export, or not a whole one") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ExchangeError(f"{folder / MANIFEST} cannot be read: {error}") from error
    if found != (FORMAT, VERSION):
        raise ExchangeError(f"this is {found[0]} version {found[1]}, not {FORMAT} version {VERSION}")
    for table in TABLES:
        _check(folder / table.filename, files.get(table.name))
    return {name: entry["rows"] for name, entry in files.items()}


def _check(path: Path, entry: dict[str, object] | None) -> None:
    if entry is None or not path.is_file():
        raise ExchangeError(f"{path.name} is missing")
    with open(path, "rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    if digest != entry["sha256"]:
        raise ExchangeError(f"{path.name} is not as it was written: its sha256 is {digest}")


def _make_room() -> None:
    """What `migrate` filled gives way to what was exported, with its keys."""
    Industry.objects.exclude(parent=None).delete()  # a sector goes after its branches
    for model in reversed(FILLED_BY_MIGRATE):
        model.objects.all().delete()


def _load(folder: Path, table: Table, tell: Tell) -> None:
    save = _SAVERS.get(table.model, _save)
    with open(folder / table.filename, encoding="utf-8") as lines:
        objects = from_lines(table, lines)
        while batch := list(islice(objects, _BATCH)):
            save(table, batch)
            for _ in batch:
                tell(table.name)


def _save(table: Table, batch: list[DeserializedObject]) -> None:
    with _times_as_given(table.model):
        table.model.objects.bulk_create(each.object for each in batch)
    for name in table.lists:
        field = table.model._meta.get_field(name)
        own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through = field.remote_field.through
        through.objects.bulk_create(
            through(**{own: each.object.pk, other: key}) for each in batch for key in each.m2m_data[name]
        )


def _save_editors(table: Table, batch: list[DeserializedObject]) -> None:
    """An editor who is known here stays; another one is only a name, and cannot log in."""
    for each in batch:
        told = each.object
        names = {"first_name": told.first_name, "last_name": told.last_name, "is_active": False}
        editor, is_new = table.model.objects.get_or_create(username=told.username, defaults=names)
        if is_new:
            editor.set_unusable_password()
            editor.save()


def _save_originals(table: Table, batch: list[DeserializedObject]) -> None:
    for each in batch:
        if sha256(each.object.content).hexdigest() != each.object.sha256:
            raise ValueError(f"{table.filename}: the bytes of {each.object.pk} are not those of its sha256")
    _save(table, batch)


_SAVERS: dict[type[Model], Callable[[Table, list[DeserializedObject]], None]] = {
    get_user_model(): _save_editors,
    Original: _save_originals,
}


@contextmanager
def _times_as_given(model: type[Model]) -> Iterator[None]:
    """Fields that note the time of saving keep the time that they are given."""
    noting = [
        (field, name)
        for field in model._meta.fields
        for name in ("auto_now", "auto_now_add")
        if getattr(field, name, False)
    ]
    _set(noting, False)
    try:
        yield
    finally:
        _set(noting, True)


def _set(flags: Iterable[tuple[object, str]], value: bool) -> None:
    for field, name in flags:
        setattr(field, name, value)


def _continue_counting() -> None:
    """New records get keys after those that were brought in."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in TABLES]):
            cursor.execute(statement)
