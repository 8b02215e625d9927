"""What is exported, in an order in which every record comes after those that it names."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from archive import models

#: Of an editor the archive keeps the name, which is also the key: no password, no address, no rights.
EDITOR_FIELDS = ("username", "first_name", "last_name")


@dataclass(frozen=True, slots=True)
class Table:
    """One file of an export: `name`.jsonl holds the rows of a model, in the order of their keys."""

    name: str
    model: type[Model]
    fields: tuple[str, ...] | None = None

    @property
    def filename(self) -> str:
        """The file's name in the folder."""
        return f"{self.name}.jsonl"

    @property
    def rows(self) -> QuerySet:
        """Every row that is exported."""
        return _narrowed(self.model).order_by(self.key)

    @property
    def key(self) -> str:
        """The field by which other rows name this one's."""
        return self.fields[0] if self.fields else "pk"

    @property
    def lists(self) -> tuple[str, ...]:
        """The fields that hold several keys."""
        return tuple(field.name for field in self.model._meta.many_to_many) if self.fields is None else ()


TABLES = (
    Table("editors", get_user_model(), EDITOR_FIELDS),
    Table("provinces", models.Province),
    Table("places", models.Place),
    Table("sources", models.Source),
    Table("industries", models.Industry),
    Table("persons", models.Person),
    Table("offices", models.Office),
    Table("originals", models.Original),
    Table("deliveries", models.Delivery),
    Table("articles", models.Article),
    Table("speakers", models.Speaker),
    Table("quotations", models.Quotation),
    Table("figures", models.Figure),
    Table("evidence", models.Evidence),
    Table("batches", models.Batch),
    Table("batch_changes", models.BatchChange),
    Table("history", LogEntry),
)
#: Filled by every `migrate`, from the gazetteer.
FILLED_BY_MIGRATE = (models.Province, models.Place, models.Source, models.Industry)


def records() -> Iterator[Table]:
    """The tables that are empty in a new database."""
    return (table for table in TABLES if table.model not in (*FILLED_BY_MIGRATE, get_user_model()))


def _narrowed(model: type[Model]) -> QuerySet:
    if model is LogEntry:
        return LogEntry.objects.filter(content_type__app_label="archive")
    if model is get_user_model():
        decided = models.Evidence.objects.filter(editor=OuterRef("pk"))
        edited = LogEntry.objects.filter(user=OuterRef("pk"), content_type__app_label="archive")
        changed = models.Batch.objects.filter(editor=OuterRef("pk"))
        return model.objects.filter(Q(Exists(decided)) | Q(Exists(edited)) | Q(Exists(changed)))
    return model.objects.all()
