"""The subject of a saying verb: a name, an office, both, or a word that stands for the last speaker."""

from typing import NamedTuple

from archive.gazetteer.matcher import Phrases
from archive.gazetteer.tables import common_words, key_list, phrase_list, roles
from archive.ingest.describe.offices import STOPS, Office, office_at
from archive.ingest.describe.persons import Name, name_at, name_by_position
from archive.ingest.describe.reading import Reading, Sentence
from archive.ingest.describe.speakers import Cast

PRONOUNS = phrase_list("pronouns")
# Words that may stand before the subject without changing it.
BEFORE = key_list("before")
_OPENERS = key_list("openers")
# After these a name or office is not the subject.
_NOT_AFTER = key_list("not-after")


ADVERBIALS = phrase_list("adverbials")


def after_adverbials(reading: Reading, at: int, limit: int) -> int:
    """The first word after «همچنین», «در ادامه», «در این نشست»."""
    while at < limit:
        if reading.keys[at] in BEFORE:
            at += 1
        elif found := ADVERBIALS.at(reading.keys, at, limit):
            at = found.end
        else:
            break
    return at


class Subject(NamedTuple):
    """Who is said to speak: words [start:end); `inferred` when neither name nor office is printed,
    `explicit` when the sentence begins with its subject.
    """

    start: int
    end: int
    name: Name | None
    office: Office | None
    inferred: bool
    explicit: bool


def subject_of(reading: Reading, sentence: Sentence, limit: int, cast: Cast, strict: bool) -> Subject | None:
    """The subject among the words before `limit`; None when an unknown one is printed.

    With `strict` it must be the sentence's first words.
    """
    known = cast.known_names()
    start = after_adverbials(reading, after_credit(reading, sentence), limit)
    if found := _subject_at(reading, start, sentence.last, limit, known):
        return found
    if strict:
        return None if start < limit else Subject(start, start, None, None, True, False)
    if (
        start >= limit
        or reading.keys[start] in ("با", "ضمن")
        or reading.keys[start].startswith(("بابیان", "بااشاره"))
    ):
        return Subject(start, start, None, None, True, False)
    return _further_on(reading, start, sentence.last, limit, known)


def _subject_at(reading: Reading, at: int, last: int, limit: int, known: frozenset[str]) -> Subject | None:
    if at >= limit:
        return None
    if match := PRONOUNS.at(reading.keys, at, last):
        return Subject(at, match.end, None, None, True, True)
    if (
        reading.keys[at] == "یک"
        and (anyone := roles().at(reading.keys, at + 1, limit))
        and anyone.value.kind == "expert"
    ):
        at += 1
    if office := office_at(reading, at, limit):
        name = _name_beside(reading, office.end, limit, known)
        return Subject(at, name.end if name else office.end, name, office, False, True)
    if name := name_at(reading, at, limit, known) or name_by_position(reading, at, limit):
        office = _office_beside(reading, name.end, limit)
        return Subject(at, office.end if office else name.end, name, office, False, True)
    return _lone_surname(reading, at, limit)


def _lone_surname(reading: Reading, at: int, limit: int) -> Subject | None:
    """A surname that was never introduced, right before the verb: «ابراهیمی گفت:»."""
    key = reading.keys[at]
    if at + 1 != limit or len(key) < 3 or key in common_words() or key in STOPS or not key.isalpha():
        return None
    name = Name(at, at, at + 1, reading.cut(at, at + 1), "")
    return Subject(at, at + 1, name, None, False, True)


def _name_beside(reading: Reading, at: int, limit: int, known: frozenset[str]) -> Name | None:
    """The holder's name after the office, perhaps after a comma: «رئیس اتاق یزد، محمد احمدی»."""
    if at >= limit or reading.words[at].gap.strip() not in ("", "،", ","):
        return None
    return name_at(reading, at, limit, known)


def _office_beside(reading: Reading, at: int, limit: int) -> Office | None:
    if at >= limit or reading.words[at].gap.strip() not in ("", "،", ",", "(", "-", "–"):
        return None
    return office_at(reading, at, limit)


def _further_on(reading: Reading, start: int, last: int, limit: int, known: frozenset[str]) -> Subject | None:
    """A subject after an adverbial: «در ادامه نماینده مردم یزد …», «روز گذشته حسین احمدی …»."""
    if reading.part != "body" and (found := _after_a_clause(reading, start, last, limit, known)):
        return found
    if reading.keys[start] not in _OPENERS and not _is_adverbial(reading, start, limit):
        return None
    if "،" in reading.words[limit - 1].gap and (surname := _lone_surname(reading, limit - 1, limit)):
        return surname._replace(explicit=False)
    for at in range(start + 1, limit):
        before = reading.keys[at - 1]
        fresh = bool(reading.words[at].gap.strip(" \u200c\u00a0"))
        if before in _NOT_AFTER and not fresh:
            continue
        if (
            reading.keys[at] in ("وی", "او")
            or roles().at(reading.keys, at, limit)
            or _full_name(reading, at, limit, known)
        ):
            if found := _subject_at(reading, at, last, limit, known):
                return found._replace(explicit=False)
    return Subject(start, start, None, None, True, False)


def _after_a_clause(
    reading: Reading, start: int, last: int, limit: int, known: frozenset[str]
) -> Subject | None:
    """A title run into the lead's first words: «… تولید می‌شود معاون … گفت: …»."""
    for at in range(start + 2, limit):
        if reading.keys[at - 1] in FINITE and roles().at(reading.keys, at, limit):
            return _subject_at(reading, at, last, limit, known)
    return None


# Verbs that end a clause.
FINITE = key_list("finite")


def _full_name(reading: Reading, at: int, limit: int, known: frozenset[str]) -> bool:
    name = name_at(reading, at, limit, known)
    return name is not None and (
        name.end - name.first > 1 or bool(name.honorific) or reading.keys[at] in known
    )


def _is_adverbial(reading: Reading, start: int, limit: int) -> bool:
    """An unknown phrase closed by a comma may be anything but the subject."""
    return any("،" in reading.words[at].gap for at in range(start + 1, limit))


_CREDITS = Phrases(
    (words, True) for words in ("به گزارش", "به نقل از", "بنا به گزارش", "بر اساس گزارش", "براساس گزارش")
)


def after_credit(reading: Reading, sentence: Sentence) -> int:
    """The first word after «به گزارش خبرگزاری … از …،» and after a dateline («اراک - ایرنا -»)."""
    at = sentence.first
    if sentence.paragraph < 3:
        at = _after_dateline(reading, sentence)
    while found := _CREDITS.at(reading.keys, at, sentence.last):
        closed = next(
            (
                i
                for i in range(found.end + 1, min(sentence.last, found.end + 30))
                if set(reading.words[i].gap) & set("،؛:,")
            ),
            None,
        )
        if closed is None:
            return _first_person(reading, found.end, sentence.last)
        at = closed
    return at


def _after_dateline(reading: Reading, sentence: Sentence) -> int:
    """Short phrases closed by «-», «؛», «/» or «:» at the head of a report credit the agency and its desk."""
    at = sentence.first
    for i in range(sentence.first + 1, min(sentence.last, sentence.first + 8)):
        mark = reading.words[i].gap.strip(" \u200c\u00a0")
        if mark and set(mark) <= set("-–—؛:/"):
            if _CREDITS.at(reading.keys, at) or _has_verb(reading, at, i):
                break
            at = i
    return at


def _has_verb(reading: Reading, first: int, last: int) -> bool:
    from archive.gazetteer.tables import saying_verbs

    return any(saying_verbs().at_fused(reading.keys, at, last) for at in range(first, last))


def _first_person(reading: Reading, at: int, last: int) -> int:
    """No comma closes the credit: the subject begins where the first full name does."""
    for i in range(at + 1, min(last, at + 30)):
        name = name_at(reading, i, last)
        if name and name.end - name.first > 1:
            return i
    return at
