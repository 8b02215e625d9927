"""Metadata as a table: out for a spreadsheet, and back in as the draft of a batch, checked row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.timezone import localdate
from import_export import fields, resources, widgets
from import_export.instance_loaders import CachedInstanceLoader
from tablib import Dataset, InvalidDimensions, UnsupportedFormat

from archive.bulk.edits import Edit
from archive.bulk.values import NAMED, Values
from archive.converters import key_of
from archive.ingest.registry import keys_by_name
from archive.ingest.sources import decode
from archive.models import Article, DatePrecision, ReviewState
from archive.persian.dates import PartialDate, format_jalali, parse_date
from archive.persian.spelling import fold, squeeze

#: Between several names in one cell; «،» is part of names.
BETWEEN = "؛"
#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_YES_NO = {"بله": True, "خیر": False}
_KEY = "شناسه"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table says: an edit for each article that it names, and what is wrong in which row."""

    edits: dict[int, Edit]
    errors: list[tuple[int, str]]
    total: int


class TextWidget(widgets.CharWidget):
    """Text that no spreadsheet takes for a formula."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = "" if value is None else str(value).strip()
        return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        text = str(value or "")
        return f"'{text}" if text.startswith(_FORMULA) else text


class KeyWidget(widgets.Widget):
    """An article's number, in any digits; 0, which is no article's, where it cannot be read."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        text = fold(str(value if value is not None else "")).strip().removesuffix(".0")
        return key_of(text) or 0


class DateWidget(widgets.Widget):
    """A date in either calendar, as `parse_date` reads it, or a spreadsheet's own."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> PartialDate:
        if isinstance(value, datetime):
            value = value.date()
        return parse_date(value.isoformat() if isinstance(value, date) else str(value or ""))


class ChoiceWidget(widgets.Widget):
    """One of a few words."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        super().__init__()
        self._words = {squeeze(word): value for word, value in words.items()}
        self._names = {value: word for word, value in words.items()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if squeeze(str(value)) not in self._words:
            raise ValueError(f"«{str(value)[:40]}» یکی از این‌ها نیست: {'، '.join(self._names.values())}.")
        return self._words[squeeze(str(value))]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self._names[value]


class NameWidget(widgets.Widget):
    """A name of a model, in any spelling and spacing, or none; cleans to its key."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__()
        self._model = model
        self._keys: dict[str, Any] | None = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self._key(value) if value not in (None, "") else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.name if value else ""

    def _key(self, name: Any) -> Any:
        if self._keys is None:
            # As written comes first: a table that nobody touched must not turn one name into another like it.
            as_written = {row.name: getattr(row, "stays", row).pk for row in self._model.objects.all()}
            self._keys = keys_by_name(self._model) | as_written
        key = self._keys.get(str(name), self._keys.get(squeeze(str(name))))
        if key is None:
            raise ValueError(f"«{str(name)[:40]}» در فهرستِ {self._model._meta.verbose_name_plural} نیست.")
        return key


class NamesWidget(NameWidget):
    """Several names in one cell; cleans to their sorted keys."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list:
        names = [name.strip() for name in str(value or "").replace(";", BETWEEN).split(BETWEEN)]
        return sorted({self._key(name) for name in names if name})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return f"{BETWEEN} ".join(row.name for row in value.all())


def _column(name: str, widget: widgets.Widget, label: str = "", **options: Any) -> fields.Field:
    label = label or str(Article._meta.get_field(name).verbose_name)
    return fields.Field(name, label, widget, **options)


class ArticleTable(resources.ModelResource):
    """The columns of a table of articles. Bringing one in writes nothing: it collects what should change."""

    id = _column("id", KeyWidget(), _KEY)
    headline = _column("headline", TextWidget(), "خبر", readonly=True)

    class Meta:
        model = Article
        fields = ("id", "headline")
        import_id_fields = ("id",)
        instance_loader_class = CachedInstanceLoader
        skip_diff = True

    def __init__(self) -> None:
        super().__init__()
        # Made anew for each table: names that are looked up once must not be remembered for ever.
        self.fields |= {
            **{name: _column(name, TextWidget()) for name in ("kicker", "title")},
            "published_on": _column("published_on", DateWidget()),
            **{name: _column(name, NameWidget(NAMED[name])) for name in ("main_province", "source")},
            **{name: _column(name, NamesWidget(NAMED[name])) for name in ("provinces", "industries")},
            **{name: _column(name, TextWidget()) for name in ("source_branch", "reporter")},
            "review_state": _column(
                "review_state", ChoiceWidget({state.label: state.value for state in ReviewState})
            ),
            "is_public": _column("is_public", ChoiceWidget(_YES_NO)),
        }
        self.edits: dict[int, Edit] = {}

    def get_export_order(self) -> list[str]:
        return list(self.fields)

    get_import_order = get_export_order

    def dehydrate_published_on(self, article: Article) -> str:
        """The date as far as it is known, in Jalali words."""
        return format_jalali(article.published_on, article.date_precision)

    def import_instance(self, instance: Article, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Read a row. Raises ValidationError with all that is wrong in it."""
        if instance.pk is None or instance._state.adding:
            raise ValidationError(f"خبری با شناسهٔ «{str(row.get(_KEY))[:40]}» نیست.")
        if instance.pk in self.edits:
            raise ValidationError("این خبر در ردیف دیگری هم هست.")
        values, errors = {}, {}
        for name, field in self.fields.items():
            if name == "id" or field.readonly or field.column_name not in row:
                continue
            try:
                values |= _values(name, field.clean(row))
            except (ValueError, ValidationError) as error:
                errors[name] = f"{field.column_name}: {'، '.join(getattr(error, 'messages', [str(error)]))}"
        if errors:
            raise ValidationError(errors)
        if (main := values.get("main_province")) and "provinces" in values:
            values["provinces"] = sorted({*values["provinces"], main})
        self.edits[instance.pk] = Edit("", tuple(values), lambda before: values)

    def validate_instance(self, instance: Article, *args: Any, **kwargs: Any) -> None:
        super().validate_instance(instance, *args, **{**kwargs, "validate_unique": False})

    def save_instance(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: what should change is a draft."""

    save_m2m = save_instance


def to_table(articles: QuerySet[Article], suffix: str) -> bytes:
    """The articles as "csv" (with a byte order mark, for Excel) or "xlsx"."""
    rows = articles.select_related("source", "main_province").prefetch_related("provinces", "industries")
    made = ArticleTable().export(rows)
    return made.export("csv").encode("utf-8-sig") if suffix == "csv" else made.export("xlsx")


def table_file(articles: QuerySet[Article], suffix: str) -> HttpResponse:
    """The table as a download."""
    kind = "text/csv; charset=utf-8" if suffix == "csv" else f"{_OFFICE}.spreadsheetml.sheet"
    headers = {"Content-Disposition": f'attachment; filename="rasteh-metadata-{localdate()}.{suffix}"'}
    return HttpResponse(to_table(articles, suffix), content_type=kind, headers=headers)


def from_table(content: bytes, suffix: str) -> Reading:
    """Read a table. Raises ValueError with a reason in Persian when it is none."""
    table = ArticleTable()
    rows = _dataset(content, suffix)
    if _KEY not in (rows.headers or []):
        raise ValueError(f"جدول ستون «{_KEY}» ندارد؛ از جدولی آغاز کنید که این‌جا گرفته‌اید.")
    known = {field.column_name for field in table.fields.values()}
    if unknown := [str(head) for head in rows.headers if head not in known]:
        raise ValueError(f"این ستون‌ها شناخته نیستند: {'، '.join(unknown)[:200]}")
    result = table.import_data(rows, dry_run=True)
    if result.base_errors:
        raise ValueError(str(result.base_errors[0].error))
    return Reading(table.edits, sorted(_errors(result)), len(rows))


def _values(name: str, value: Any) -> Values:
    if name == "published_on":
        day = value.date.isoformat() if value.date else None
        return {"published_on": day, "date_precision": DatePrecision(value.precision).value}
    longest = getattr(Article._meta.get_field(name), "max_length", None)
    if isinstance(value, str) and longest and len(value) > longest:
        raise ValueError(f"{len(value)} نویسه دارد و بیش از {longest} جا نمی‌شود.")
    return {name: value}


def _dataset(content: bytes, suffix: str) -> Dataset:
    try:
        if suffix == "xlsx":
            return Dataset().load(content, format="xlsx")
        return Dataset().load(decode(content)[0].removeprefix("\ufeff"), format="csv")
    except (InvalidDimensions, UnsupportedFormat) as error:
        raise ValueError("ردیف‌های جدول به یک اندازه نیستند.") from error
    except Exception as error:  # openpyxl and zipfile refuse a broken file in a dozen ways
        raise ValueError("این پرونده جدول خوانایی نیست.") from error


def _errors(result: Any) -> Iterable[tuple[int, str]]:
    """What is wrong, with the number of the row as a spreadsheet shows it: the headings are its first."""
    for row in result.invalid_rows:
        for messages in row.error_dict.values():
            yield from ((row.number + 1, str(message)) for message in messages)
    for number, errors in result.row_errors():
        yield from ((number + 1, str(error.error)) for error in errors)
