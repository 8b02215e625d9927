"""The word tables of data/ as the describing rules look them up, each read once."""

from functools import cache
from typing import NamedTuple

from archive.gazetteer import DATA, names, rows
from archive.gazetteer.matcher import Phrases
from archive.persian.spelling import squeeze


class Role(NamedTuple):
    """What someone is in office; `kind` as in roles.tsv, `organisation` the head word of a seat's."""

    name: str
    kind: str
    organisation: str


class SayingVerb(NamedTuple):
    """A verb that gives words to people; `frames` as explained in verbs.tsv."""

    name: str
    frames: frozenset[str]


class Unit(NamedTuple):
    """A unit or counted thing and its kind, see units.tsv."""

    name: str
    kind: str


# The forms of a light verb in which news reports: past, perfect, present, plural, «کرده و» before another.
LIGHT_FORMS = {
    "کرد": ("کرد", "کردند", "کرده است", "کرده‌اند", "کرده بود", "می‌کند", "می‌کنند", "کرده"),
    "نمود": ("نمود", "نمودند", "نموده است", "نموده"),
    "داشت": ("داشت", "داشتند", "داشته است", "می‌دارد", "داشته"),
    "دارد": ("دارد", "دارند"),
    "داد": ("داد", "دادند", "داده است", "داده بود", "می‌دهد", "داده"),
    "شد": ("شد", "شدند", "شده است", "می‌شود", "شده"),
    "گردید": ("گردید", "گردیدند", "گردیده است"),
    "ساخت": ("ساخت", "ساختند", "ساخته است", "می‌سازد"),
    "برد": ("برد", "بردند", "برده است", "می‌برد"),
    "گرفت": ("گرفت", "گرفته است"),
    "گفت": ("گفت", "گفته است", "می‌گوید"),
}


@cache
def roles() -> Phrases[Role]:
    """Roles by their printed form."""
    return Phrases((role, Role(role, kind, organisation)) for role, kind, organisation in rows("roles.tsv"))


@cache
def organisation_heads() -> Phrases[str]:
    """Words that begin an organisation's name: "head", or "topic" when a role may also be about them."""
    return Phrases((name, kind) for name, kind in rows("organisations.tsv") if kind in ("head", "topic"))


@cache
def fixed_lists() -> Phrases[bool]:
    """Names that hold commas or «و» and must not be cut there: «صنعت، معدن و تجارت»."""
    return Phrases((name, True) for name, kind in rows("organisations.tsv") if kind == "list")


@cache
def saying_verbs() -> Phrases[SayingVerb]:
    """Verbs of saying in all their forms; the verb's name is its dictionary form («تأکید کرد»)."""

    def forms():
        for noun, lights, frames in rows("verbs.tsv"):
            if not lights:
                yield noun, SayingVerb(noun, frozenset(frames))
            for light in lights.split():
                verb = SayingVerb(f"{noun} {light}", frozenset(frames))
                yield from ((f"{noun} {form}", verb) for form in LIGHT_FORMS[light])

    return Phrases(forms())


@cache
def units() -> Phrases[Unit]:
    """Units by their printed forms."""
    return Phrases(
        (form, Unit(unit, kind))
        for unit, kind, forms in rows("units.tsv")
        for form in (unit, *names(forms))
        if squeeze(form)
    )


@cache
def first_names() -> dict[str, bool]:
    """First names, squeezed; True when the word is hardly ever anything else."""
    return {word: sure == "1" for word, sure in rows("first_names.tsv")}


@cache
def surnames() -> dict[str, bool]:
    """Surnames, squeezed; True when the word is hardly ever anything else."""
    return {word: sure == "1" for word, sure in rows("surnames.tsv")}


@cache
def common_words() -> frozenset[str]:
    """Frequent words that are hardly ever part of a name, squeezed."""
    lines = (DATA / "common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _word_lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for name, words in rows("words.tsv"):
        lists.setdefault(name, []).extend(word.strip() for word in words.split(";"))
    return lists


def word_list(name: str) -> tuple[str, ...]:
    """A word list of words.tsv as written there. Raises KeyError for a list that is not there."""
    return tuple(_word_lists()[name])


def key_list(name: str) -> frozenset[str]:
    """A word list of words.tsv as look-up keys. Raises KeyError for a list that is not there."""
    return frozenset(squeeze(word) for word in _word_lists()[name])


def phrase_list(name: str) -> Phrases[bool]:
    """A word list of words.tsv whose entries may have several words."""
    return Phrases((phrase, True) for phrase in _word_lists()[name])
