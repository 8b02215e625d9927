"""The metadata of an article as plain values that JSON can keep, to compare, to write and to write back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import DateField, Field, Model

from archive.models import Article, Industry, Office, Person, Province, Source
from archive.persian.dates import format_jalali
from archive.wording import value_in_words

#: A field's name → its value: text, flag, key, sorted keys, ISO date; of voices {key: [person, office]}.
Values = dict[str, Any]

#: Whose keys the values of a field are.
NAMED = {"main_province": Province, "provinces": Province, "source": Source, "industries": Industry}


def read(article: Article, names: Iterable[str]) -> Values:
    """The values of some fields. Prefetch what is asked for when there are many articles."""
    return {name: _read(article, name) for name in names}


def write(changes: Sequence[tuple[Article, Mapping[str, Any]]]) -> None:
    """Set and save the fields that differ. A list of keys is the whole list; voices must be there.

    Articles are saved one by one, so that whoever follows them hears of each.
    """
    for name in {name for _, values in changes for name in values if _is_list(name)}:
        told = [(article, values[name]) for article, values in changes if name in values]
        _write_keys(name, [(article, keys) for article, keys in told if _read(article, name) != keys])
    for article, values in changes:
        columns = []
        for name, value in values.items():
            if _is_list(name) or _read(article, name) == value:
                continue
            if name == "speakers":
                _write_voices(article, value)
            else:
                column = _field(name)
                value = date.fromisoformat(value) if _is_date(column, value) else value
                setattr(article, column.attname, value)
                columns.append(name)
        article.save(update_fields=[*columns, "updated_at"])


def _read(article: Article, name: str) -> Any:
    if name == "speakers":
        return {str(voice.pk): [voice.person_id, voice.office_id] for voice in article.speakers.all()}
    if _is_list(name):
        return sorted(row.pk for row in getattr(article, name).all())
    value = getattr(article, _field(name).attname)
    return value.isoformat() if isinstance(value, date) else value


def _write_keys(name: str, lists: Sequence[tuple[Article, list]]) -> None:
    # `set` asks five times for each article; the saves that follow tell whoever listens.
    field = _field(name)
    ties, own, other = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
    ties.objects.filter(**{f"{own}__in": [article.pk for article, _ in lists]}).delete()
    ties.objects.bulk_create(
        ties(**{f"{own}_id": article.pk, f"{other}_id": key}) for article, keys in lists for key in keys
    )


def _write_voices(article: Article, voices: dict[str, list[int | None]]) -> None:
    for voice in article.speakers.all():
        person, office = voices[str(voice.pk)]
        if (voice.person_id, voice.office_id) != (person, office):
            voice.person_id, voice.office_id = person, office
            voice.save(update_fields=["person", "office"])


def _is_list(name: str) -> bool:
    return name != "speakers" and _field(name).many_to_many


def _field(name: str) -> Field:
    return Article._meta.get_field(name)


def _is_date(column: Field, value: Any) -> bool:
    return value is not None and isinstance(column, DateField)


class Wording:
    """Values in words, for a page of changes: the names that they need are asked for once."""

    def __init__(self, changes: Iterable[Values]) -> None:
        keys: dict[type[Model], set] = {model: set() for model in (*NAMED.values(), Person, Office)}
        for model, key in _keys(changes):
            keys[model].add(key)
        self._names = {model: model.objects.in_bulk(found) for model, found in keys.items()}

    def knows(self, values: Values) -> bool:
        """Whether every name still stands: one that nothing pointed to may have been deleted or merged."""
        names = [self._names[model].get(key) for model, key in _keys([values])]
        return all(name and not getattr(name, "merged_into_id", None) for name in names)

    def of(self, values: Values) -> dict[str, str]:
        """The label of each field and its value as editors read it; "" for none."""
        return {_label(name): self._in_words(name, values) for name in values if name != "date_precision"}

    def _in_words(self, name: str, values: Values) -> str:
        value = values[name]
        if name == "published_on":
            return format_jalali(value and date.fromisoformat(value), values["date_precision"])
        if name == "speakers":
            voices = ([self._name(Person, p), self._name(Office, o)] for p, o in value.values())
            return "؛ ".join("، ".join(filter(None, names)) for names in voices)
        if name in NAMED:
            keys = value if isinstance(value, list) else [value]
            return "، ".join(self._name(NAMED[name], key) for key in keys)
        return value_in_words(value, _field(name).flatchoices)

    def _name(self, model: type[Model], key: Any) -> str:
        return str(self._names[model].get(key, ""))


def _label(name: str) -> str:
    return "گویندگان" if name == "speakers" else str(_field(name).verbose_name)


def _keys(changes: Iterable[Values]) -> Iterator[tuple[type[Model], Any]]:
    """Every row that the values point to."""
    for values in changes:
        for name, value in values.items():
            if name == "speakers":
                pairs = [
                    pair for voice in value.values() for pair in zip((Person, Office), voice, strict=True)
                ]
            else:
                keys = value if isinstance(value, list) else [value]
                pairs = [(NAMED[name], key) for key in keys] if name in NAMED else []
            yield from ((model, key) for model, key in pairs if key is not None)
