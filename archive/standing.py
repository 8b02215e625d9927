"""How records stand at a moment: each field as data, in words, and by whom it was decided."""

from collections.abc import Collection, Iterable, Sequence, Set
from functools import cache
from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model, Prefetch, prefetch_related_objects
from django.db.models.fields import Field

from archive.editing import PARTS_OF, described
from archive.keeping import kept
from archive.models import Article, Evidence, Figure, Quotation, Speaker
from archive.models.evidence import DESCRIBED_FIELDS
from archive.persian.dates import format_jalali
from archive.persian.display import number
from archive.wording import name_of, value_in_words

#: {"value": what `archive.reverting` can put back, "words": what people read, "by": who decided it, if told}
Stand = dict[str, Any]

#: The rows that belong to an article, and the columns that make one what it is.
ROWS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "speakers": (Speaker, ("person_id", "office_id", "honorific", "as_printed", "position")),
    "quotations": (Quotation, ("speaker_id", "kind", "verb", "part", "start", "end", "inferred")),
    "figures": (Figure, ("speaker_id", "value", "upper", "unit", "subject", "part", "start", "end")),
}
UNKNOWN = "گویندهٔ نامعلوم"
_MANY = ("provinces", "industries")
_LONGEST_WORDS = 120
#: The described fields as the page shows them, then the other columns.
_ORDER = tuple(
    dict.fromkeys(
        [*DESCRIBED_FIELDS, *(field.name for field in Article.history.model.tracked_fields)],
    )
)


def standing(rows: Sequence[Model], names: Collection[str] = ()) -> dict[int, dict[str, Stand]]:
    """By key, the fields of records of one table, read with a fixed number of queries; `names` or all."""
    if not rows:
        return {}
    model = type(rows[0])
    wanted = frozenset(names) or frozenset([field.name for field in tracked(model)] + [*_MANY, *ROWS])
    prefetch_related_objects(rows, *_with(model, wanted))
    tell = _article if model is Article else _columns
    return {row.pk: tell(row, wanted) for row in rows}


def words_of_row(row: dict[str, Any]) -> str:
    """A voice, or a passage after its voice."""
    return f"{row['who']}: {row['words']}" if "who" in row else row["words"]


def label_of(model: type[Model], name: str) -> str:
    """What a field is called."""
    return DESCRIBED_FIELDS[name] if name in ROWS else str(model._meta.get_field(name).verbose_name)


@cache
def tracked(model: type[Model]) -> list[Field]:
    """The columns whose changes are told."""
    apart = {"date_precision", "original", "proposed_at"}
    return [f for f in model.history.model.tracked_fields if not f.primary_key and f.name not in apart]


def _with(model: type[Model], names: Set[str]) -> list[str | Prefetch]:
    """What is read beside the records themselves."""
    wanted = [field.name for field in tracked(model) if isinstance(field, ForeignKey) and field.name in names]
    if model is Article:
        wanted += [name for name in (*_MANY, "quotations", "figures") if name in names]
        if names & ROWS.keys():
            wanted += ["speakers__person", "speakers__office"]
        evidence = Evidence.objects.filter(field__in=described(names)).select_related("editor")
        wanted.append(Prefetch("evidence", evidence, to_attr="standing_evidence"))
    return wanted


def _article(article: Article, names: Set[str]) -> dict[str, Stand]:
    stands = _columns(article, names)
    if "published_on" in names:
        stands["published_on"] = _date(article)
    for name in names.intersection(_MANY):
        stands[name] = _stand({row.pk: str(row) for row in getattr(article, name).all()})
    for name in names & ROWS.keys():
        stands[name] = _rows(article, name)
    for name, by in _deciders(article, article.standing_evidence).items():
        for part in (name, *(part for part, whole in PARTS_OF.items() if whole == name)):
            if part in stands:
                stands[part]["by"] = by
    return {name: stands[name] for name in _ORDER if name in stands}


def _rows(article: Article, name: str) -> Stand:
    voices = {voice.pk: str(voice) for voice in article.speakers.all()}
    rows = [_row(article, row, ROWS[name][1], voices) for row in getattr(article, name).all()]
    return {"value": rows, "words": "؛ ".join(map(words_of_row, rows))}


def _date(article: Article) -> Stand:
    day = article.published_on
    value = [day.isoformat() if day else None, article.date_precision]
    return {"value": value, "words": format_jalali(day, article.date_precision)}


def _stand(names: dict[Any, str]) -> Stand:
    """Several records; their keys in an order of their own, so that equal sets are equal values."""
    return {"value": sorted(names), "words": "، ".join(names.values())}


def _row(article: Article, row: Model, columns: Iterable[str], voices: dict[int, str]) -> dict[str, Any]:
    told = {column: _plain(getattr(row, column)) for column in columns}
    if isinstance(row, Speaker):
        return {"id": row.pk, **told, "words": voices[row.pk]}
    who = voices.get(row.speaker_id, UNKNOWN)
    return {"id": row.pk, **told, "who": who, "words": _words_of_passage(article, row)}


def _words_of_passage(article: Article, row: Quotation | Figure) -> str:
    printed = f"«{getattr(article, row.part)[row.start : row.end][:_LONGEST_WORDS]}»"
    if isinstance(row, Quotation):
        told = [row.get_kind_display(), row.verb, "به قرینه" if row.inferred else ""]
    else:
        ends = (number(end) for end in (row.value, row.upper) if end is not None)
        told = [" تا ".join(ends), row.unit, row.subject]
    return f"{printed} ({'، '.join(filter(None, told))})"


def _columns(row: Model, names: Set[str]) -> dict[str, Stand]:
    return {
        field.name: {"value": _plain(getattr(row, field.attname)), "words": _words(row, field)}
        for field in tracked(type(row))
        if field.name in names
    }


def _words(row: Model, field: Field) -> str:
    return value_in_words(getattr(row, field.name), field.flatchoices)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value if value is None or isinstance(value, bool | int | float | list) else str(value)


def _deciders(article: Article, evidence: Iterable[Evidence]) -> dict[str, dict[str, Any]]:
    """By described field, the editor who decided it or the rules, with all that brings them back."""
    by: dict[str, dict[str, Any]] = {}
    for row in evidence:
        if row.editor:
            by[row.field] = {"editor": name_of(row.editor)}
        else:
            by.setdefault(row.field, {"rules": []}).get("rules", []).append(kept(article, row))
    return by


def is_many(model: type[Model], name: str) -> bool:
    """Whether a field holds several records."""
    return name not in ROWS and isinstance(model._meta.get_field(name), ManyToManyField)
