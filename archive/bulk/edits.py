"""What can be changed in many articles at once: each edit turns the values of an article into others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archive.bulk.values import Values
from archive.editing import provinces_with
from archive.models import DatePrecision
from archive.persian.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Edit:
    """The fields that it reads and may change, and how; a refusal is a ValueError in Persian."""

    title: str
    names: tuple[str, ...]
    change: Callable[[Values], Values]


_WHERE = ("main_province", "provinces")


def set_value(title: str, name: str, value: Any) -> Edit:
    """One value for all, or none."""
    return Edit(title, (name,), lambda values: {name: value})


def set_date(title: str, day: PartialDate) -> Edit:
    """One date, or that there is none."""
    after = {
        "published_on": day.date.isoformat() if day.date else None,
        "date_precision": DatePrecision(day.precision).value,
    }
    return Edit(title, ("published_on", "date_precision"), lambda values: after)


def set_main_province(title: str, slug: str | None) -> Edit:
    """Another main province; it takes the old one's place among the provinces."""

    def change(values: Values) -> Values:
        provinces = provinces_with(slug, values["main_province"], values["provinces"])
        return {"main_province": slug, "provinces": provinces}

    return Edit(title, _WHERE, change)


def add_key(title: str, name: str, key: Any) -> Edit:
    """One more among several."""
    return Edit(title, (name,), lambda values: {name: sorted({*values[name], key})})


def remove_key(title: str, name: str, key: Any) -> Edit:
    """One less among several."""
    return Edit(title, (name,), lambda values: {name: [each for each in values[name] if each != key]})


def remove_province(title: str, slug: str) -> Edit:
    """One province less; it is the main one no longer either."""

    def change(values: Values) -> Values:
        main = values["main_province"]
        others = [each for each in values["provinces"] if each != slug]
        return {"main_province": None if main == slug else main, "provinces": others}

    return Edit(title, _WHERE, change)


def replace_person(title: str, old: int, new: int) -> Edit:
    """Another person in every voice that is `old`."""

    def change(values: Values) -> Values:
        voices = values["speakers"]
        persons = [person for person, _ in voices.values()]
        if old in persons and new in persons:
            raise ValueError("هر دو در این خبر سخن گفته‌اند؛ ردیف‌ها را در خود خبر یکی کنید.")
        return {"speakers": {key: [new if p == old else p, o] for key, (p, o) in voices.items()}}

    return Edit(title, ("speakers",), change)


def replace_office(title: str, old: int, new: int) -> Edit:
    """Another office in every voice that speaks from `old`."""

    def change(values: Values) -> Values:
        after = {key: [p, new if o == old else o] for key, (p, o) in values["speakers"].items()}
        unnamed = [office for person, office in after.values() if person is None]
        if len(unnamed) > len(set(unnamed)):
            raise ValueError("این سمت در این خبر گویندهٔ بی‌نامِ دیگری هم دارد.")
        return {"speakers": after}

    return Edit(title, ("speakers",), change)
