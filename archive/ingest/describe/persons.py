"""Names of persons: honorifics apart, first names and surnames told from ordinary words."""

from typing import NamedTuple

from archive.gazetteer.tables import common_words, first_names, key_list, phrase_list, roles, surnames
from archive.ingest.describe.places import names_place
from archive.ingest.describe.reading import Reading, tidy

# Titles of respect and rank; kept apart from the name. «سید» stays: it is part of the name.
HONORIFICS = phrase_list("honorifics")
SAYYID = frozenset(("سید", "سیده", "میر"))
# Surnames are built with these; a rare word that ends so is a name.
SURNAME_ENDINGS = tuple(sorted(key_list("surname-endings"), key=len, reverse=True))
LONGEST_NAME = 5
# Words that follow a subject and are in no name.
AFTER_NAMES = key_list("after-names")


class Name(NamedTuple):
    """A person's name in words [start:end) of a reading; `first` is the word after the honorific."""

    start: int
    first: int
    end: int
    text: str
    honorific: str


def name_at(reading: Reading, at: int, limit: int, known: frozenset[str] = frozenset()) -> Name | None:
    """The person's name that begins with word `at`, or None.

    A single word is a name after an honorific, before a role («پرنیان مدیرکل …») or when its key is `known`
    from elsewhere in the report.
    """
    first = _after_honorific(reading, at, limit)
    for end in range(min(limit, first + 3), first, -1):
        if "".join(reading.keys[first:end]) in known:
            return Name(at, first, end, tidy(reading.cut(first, end)), tidy(reading.cut(at, first)))
    end = first
    while end < limit and end - first < LONGEST_NAME and _goes_on(reading, first, end, known):
        end += 1
    while end > first and not _can_end(reading.keys, first, end):
        end -= 1
    if end == first or not _is_name(reading, at, first, end, limit, known):
        return None
    return Name(at, first, end, tidy(reading.cut(first, end)), tidy(reading.cut(at, first)))


def name_by_position(reading: Reading, at: int, limit: int) -> Name | None:
    """Rare words, or a sure first name and one ordinary word, up to a word that no name holds:
    «محمد کشتی آرای در گفت‌وگو …», «راینهارد ماير با اشاره …».

    Only for the place where a subject must stand: elsewhere it would take in ordinary nouns.
    """
    first = _after_honorific(reading, at, limit)
    if first >= limit or (
        reading.keys[first] in common_words() and not first_names().get(reading.keys[first])
    ):
        return None
    sure = first_names().get(reading.keys[first], False)
    for end in range(first + 1, min(limit, first + LONGEST_NAME - 1) + 1):
        gap = reading.mark(end)
        if end == limit or gap or reading.keys[end] in AFTER_NAMES or roles().at(reading.keys, end):
            keys = reading.keys[first:end]
            ordinary = [
                key for key in keys if (key in common_words() and key not in surnames()) or key in AFTER_NAMES
            ]
            if (
                len(keys) < 2
                or len(ordinary) > sure
                or not all(map(_may_be_in_name, keys))
                or keys[-1] in ordinary
                or _ends_like_surname(keys[0])
            ):
                return None
            return Name(at, first, end, tidy(reading.cut(first, end)), tidy(reading.cut(at, first)))
    return None


def _may_be_in_name(key: str) -> bool:
    return _is_persian(key) and not key.endswith(("ها", "های", "هایی"))


def _after_honorific(reading: Reading, at: int, limit: int) -> int:
    while at < limit and (title := HONORIFICS.at(reading.keys, at, limit)) and title.end < limit:
        # «امیر سامع», «استاد»: a first name unless another name word follows it twice
        if reading.keys[at] == "امیر" and title.end == at + 1 and not _two_names(reading, title.end, limit):
            break
        at = title.end
    return at


def _two_names(reading: Reading, at: int, limit: int) -> bool:
    return at + 1 < limit and reading.keys[at] in first_names() and not reading.mark(at + 1)


def _goes_on(reading: Reading, first: int, at: int, known: frozenset[str]) -> bool:
    """May word `at` belong to the name that began with word `first`?"""
    word = reading.words[at]
    if (at > first and reading.mark(at)) or len(word.key) < 2 or not _is_persian(word.key):
        return False
    if word.key in known:
        return True
    if at > first and word.key not in surnames() and roles().at(reading.keys, at):
        return False
    if at > first and "ابادی" in reading.keys[at : at + 2]:
        return True  # «دری نجف آبادی»
    if at > first and _is_bare_surname(reading.keys[at - 1]):
        if word.key in surnames() or word.key in SURNAME_ENDINGS:
            return True
        # «حمید ملانوری شمسی در …»: a last part like an adjective, before a word that no name holds
        ends = first_names().get(reading.keys[first]) and reading.keys[at + 1 : at + 2] and at - first == 2
        return bool(ends) and word.key.endswith("ی") and reading.keys[at + 1] in AFTER_NAMES
    if word.key in surnames() and (word.key not in common_words() or (at > first and surnames()[word.key])):
        return True
    if at - first < 2 and _is_ordinary_first_name(reading, first, at):
        return True
    if word.key not in common_words():
        return not _has_little_word(word.key)
    return at > first and _may_be_a_surname(reading, first, at)


def _is_ordinary_first_name(reading: Reading, first: int, at: int) -> bool:
    """An ordinary word that its neighbours make a first name: «مهندس ولی», «امید افشاری‌نژاد», «قدرت الله»."""
    keys = reading.keys
    if first_names().get("".join(keys[first : first + 2])):
        return True
    if at > first or keys[at] not in first_names():
        return False
    surname_follows = at + 1 < len(keys) and not reading.mark(at + 1) and looks_like_surname(keys[at + 1])
    return (at > 0 and _is_title(reading, at)) or (surname_follows and keys[at + 1] not in common_words())


def _is_title(reading: Reading, at: int) -> bool:
    """Does a title of respect stand right before word `at`?"""
    return reading.keys[at - 1] in HONORIFICS and not reading.mark(at)


def _ends_like_surname(key: str) -> bool:
    """«رحیمی تجارت»: nearly every surname ends in «ی», few first names do."""
    return key in surnames() and len(key) > 4 and key.endswith("ی") and key not in ("مجتبی", "مصطفی", "مرتضی")


def _is_persian(key: str) -> bool:
    return key.isalpha() and not key.isascii()


def _is_bare_surname(key: str) -> bool:
    """After a surname only its second half can follow: «دری نجف‌آبادی»; «حسینی پرداخت» is name and noun."""
    return surnames().get(key, False) and key not in first_names()


def _has_little_word(key: str) -> bool:
    """«درعین», «درپاسخ»: a preposition printed onto a common word."""
    if key in first_names():
        return False
    return any(
        key.startswith(little) and key[len(little) :] in common_words() for little in ("در", "از", "به", "با")
    )


def _may_be_a_surname(reading: Reading, first: int, at: int) -> bool:
    """An ordinary word between a sure first name and a word that no name holds: «ایرج موفق عصر چهارشنبه»."""
    keys = reading.keys
    given = "".join(keys[first:at])
    if _ends_like_surname(keys[first]) and keys[at] not in surnames():
        return False
    if keys[at] in AFTER_NAMES or len(keys[at]) < 3:
        return False
    if not (first_names().get(given) or (first_names().get(keys[first]) and at == first + 1)):
        return False
    gap = reading.mark(at + 1)
    ends = bool(gap) or at + 1 >= len(keys) or keys[at + 1] in AFTER_NAMES
    return ends or bool(roles().at(keys, at + 1))


def _can_end(keys: list[str], first: int, end: int) -> bool:
    """A name does not end with «سید», or with a first name that is only ever half of a pair."""
    return keys[end - 1] not in SAYYID


def _is_name(reading: Reading, at: int, first: int, end: int, limit: int, known: frozenset[str]) -> bool:
    keys = reading.keys[first:end]
    if "".join(keys) in known or keys[-1] in known:
        return True
    if len(keys) == 1:
        if first > at:
            return True
        before_role = end < limit and reading.mark(end) in ("", "،")
        return (
            before_role
            and bool(roles().at(reading.keys, end, limit))
            and not names_place(reading, first, end)
        )
    if first > at or keys[0] in SAYYID or keys[0].startswith("سید"):
        return True
    if _is_bare_surname(keys[0]):
        return len(keys) == 2 and keys[1] in SURNAME_ENDINGS  # «ستاری فر»
    return looks_like_first_name(keys[0]) and (
        first_names().get(keys[0], True) or any(map(looks_like_surname, keys[1:]))
    )


def looks_like_first_name(key: str) -> bool:
    """Is the word a first name, perhaps written together with another («محمدرضا», «سیدعلی»)?"""
    if key in first_names():
        return True
    return any(
        key.startswith(half) and key[len(half) :] in first_names() for half in ("سید", "میر", "محمد", "علی")
    )


def looks_like_surname(key: str) -> bool:
    """Is the word a known surname, or built like one and no ordinary word?"""
    return key in surnames() or (key.endswith(SURNAME_ENDINGS) and key not in common_words())
