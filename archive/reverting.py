"""Bring a field back to what it was before a decision, without touching what was decided of other fields."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model

from archive.doubt import reckon
from archive.editing import decide, described, follow
from archive.history import recorded
from archive.keeping import restored
from archive.models import Article, Evidence, NamePair
from archive.models.merged import Mergeable
from archive.models.voices import PRINTED_PARTS
from archive.standing import ROWS, is_many, label_of

GONE = "دیگر در بایگانی نیست"


class Irreversible(ValueError):
    """The field cannot be brought back; the message says why, in Persian."""


def may_revert(model: type[Model], name: str) -> bool:
    """Whether a field can be brought back here; merged names are parted where they were merged."""
    return model is not NamePair and (name in ROWS or model._meta.get_field(name).editable)


@transaction.atomic
def revert(row: Model, record: Model, name: str, editor: AbstractBaseUser, why: str = "") -> None:
    """Bring `name`, and what was decided together with it, back to before the change that `record` tells.

    The field is then this editor's, or the rules' again if it was theirs and nobody decided it since.
    Raises Irreversible.
    """
    if name not in record.changes or not may_revert(type(row), name):
        raise Irreversible("این دگرگونی را نمی‌توان بازگرداند.")
    # It is saved whole: what others changed since the page was asked for must not go back too.
    row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update())
    unit = described([name])
    together = [other for other in record.changes if described([other]) == unit] if unit else [name]
    before = {other: record.changes[other]["before"] for other in together}
    with recorded([row], editor, why):
        for other, stand in before.items():
            put(row, other, stand["value"])
        if isinstance(row, Article):
            _link_again(row, name, record)
            _settle(row, name, before[name].get("by", {}), record, editor)


def put(row: Model, name: str, value: Any) -> None:
    """Give a field a value as `archive.standing` tells it, and save. Raises Irreversible.

    Who decided it is the caller's to record (archive.editing.decide).
    """
    try:
        with transaction.atomic():
            if name in ROWS:
                _put_rows(row, name, value)
            elif is_many(type(row), name):
                getattr(row, name).set(value)
            else:
                _put_column(row, name, value)
    except IntegrityError as error:
        raise Irreversible(f"{label_of(type(row), name)}: با آنچه اکنون هست جور درنمی‌آید.") from error


def _put_column(row: Model, name: str, value: Any) -> None:
    before = getattr(row, name)
    if isinstance(row, Article) and name == "published_on":
        value, row.date_precision = value
    field = row._meta.get_field(name)
    setattr(row, field.attname, _standing_key(field, value) if isinstance(field, ForeignKey) else value)
    row.save()
    # A date that was put as text is a date again, a number a number.
    row.refresh_from_db()
    if isinstance(row, Article) and name in PRINTED_PARTS:
        follow(row, name, before)


def _standing_key(field: ForeignKey, key: Any) -> Any:
    """The key of a record that another one may stand for by now."""
    if key is None:
        return None
    found = field.related_model.objects.filter(pk=key).first()
    if found is None:
        raise Irreversible(f"{field.verbose_name}: آنچه بود {GONE}.")
    return found.stays.pk if isinstance(found, Mergeable) else found.pk


def _put_rows(article: Article, name: str, wanted: list[dict[str, Any]]) -> None:
    """The rows as they were, under the keys that they had."""
    model, columns = ROWS[name]
    made = [_made(article, model, columns, row) for row in wanted]
    said = {
        relation: list(getattr(article, relation).exclude(speaker=None).values_list("pk", "speaker"))
        for relation in ("quotations", "figures")
    }
    getattr(article, name).all().delete()
    model.objects.bulk_create(made)
    if name == "speakers":
        _link(article, said)


def _made(article: Article, model: type[Model], columns: tuple[str, ...], row: dict[str, Any]) -> Model:
    made = model(pk=row.get("id"), article=article)
    voices = set(article.speakers.values_list("pk", flat=True)) if "speaker_id" in columns else set()
    for column in columns:
        field = model._meta.get_field(column.removesuffix("_id"))
        value = row.get(column, field.get_default())
        if column == "speaker_id":
            value = value if value in voices else None
        elif isinstance(field, ForeignKey):
            value = _standing_key(field, value)
        setattr(made, column, field.to_python(value) if not isinstance(field, ForeignKey) else value)
    if model in (ROWS["quotations"][0], ROWS["figures"][0]) and made.text[:100] not in row["words"]:
        raise Irreversible("متن خبر پس از آن دگرگون شده است و این واژه‌ها دیگر در جای خود نیستند.")
    return made


def _link(article: Article, said: dict[str, list[tuple[int, int]]]) -> None:
    """Let passages be their voices' who are there."""
    voices = set(article.speakers.values_list("pk", flat=True))
    for relation, passages in said.items():
        for key, voice in passages:
            if voice in voices:
                getattr(article, relation).filter(pk=key).update(speaker=voice)


def _link_again(article: Article, name: str, record: Model) -> None:
    """A voice that comes back has its words again, as far as nobody gave them to another."""
    if name != "speakers":
        return
    for relation in {"quotations", "figures"} & record.changes.keys():
        silent = set(getattr(article, relation).filter(speaker=None).values_list("pk", flat=True))
        rows = record.changes[relation]["before"]["value"]
        _link(article, {relation: [(row["id"], row["speaker_id"]) for row in rows if row["id"] in silent]})


def _settle(article: Article, name: str, by: dict[str, Any], record: Model, editor: AbstractBaseUser) -> None:
    """Say who the field is decided by: this editor, or the rules whose it was."""
    for field in described([name]):
        since = article.history.filter(history_id__gt=record.pk).only("changes")
        if "editor" in by or any(field in described(later.changes) for later in since):
            decide(article, [field], editor)
            continue
        article.evidence.filter(field=field).delete()
        Evidence.objects.bulk_create(
            restored(article, {"field": field, **reason}) for reason in by.get("rules", [])
        )
        reckon(Article.objects.filter(pk=article.pk))
