"""What is exported, in an order in which every record comes after those that it names."""

from collections.abc import Iterator
from dataclasses import dataclass

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
    def id(self) -> str:
        """What a line calls its row's key: a row of history has a record's "id" beside its own."""
        fields = {field.name for field in self.model._meta.concrete_fields if not field.primary_key}
        return self.model._meta.pk.name if "id" in fields else "id"

    @property
    def lists(self) -> tuple[str, ...]:
        """The fields that hold several keys."""
        return tuple(field.name for field in self.model._meta.many_to_many) if self.fields is None else ()


_WITH_HISTORY = {
    "place": models.Place,
    "source": models.Source,
    "industry": models.Industry,
    "person": models.Person,
    "office": models.Office,
    "original": models.Original,
    "article": models.Article,
    "name_pair": models.NamePair,
}
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
    Table("name_pairs", models.NamePair),
    Table("suggestions", models.ReaderSuggestion),
    *(Table(f"{name}_history", model.history.model) for name, model in _WITH_HISTORY.items()),
)
#: Filled by every `migrate`, from the gazetteer.
FILLED_BY_MIGRATE = (models.Province, models.Place, models.Source, models.Industry)


def records() -> Iterator[Table]:
    """The tables that are empty in a new database."""
    return (table for table in TABLES if table.model not in (*FILLED_BY_MIGRATE, get_user_model()))


def _narrowed(model: type[Model]) -> QuerySet:
    """Of all users only those whom another record names."""
    if model is not get_user_model():
        return model.objects.all()
    named = Q(pk=None)
    for table in TABLES:
        for field in table.model._meta.concrete_fields:
            if field.related_model is model:
                named |= Q(Exists(table.model.objects.filter(**{field.name: OuterRef("pk")})))
    return model.objects.filter(named)
