"""The subject of a saying verb: a name, an office, both, or a word that stands for the last speaker."""

from dataclasses import replace
from typing import NamedTuple

from archive.gazetteer.tables import common_words, key_list, phrase_list, roles
from archive.ingest.describe.agencies import agency_called
from archive.ingest.describe.credits import after_credit
from archive.ingest.describe.offices import STOPS, Office, office_at
from archive.ingest.describe.persons import AFTER_NAMES, Name, looks_like_surname, name_at, name_by_position
from archive.ingest.describe.places import names_place
from archive.ingest.describe.reading import Reading, Sentence, tidy
from archive.ingest.describe.speakers import Cast

# Nobody looks further for the subject of a sentence.
LOOK_AHEAD = 60
PRONOUNS = phrase_list("pronouns")
BEFORE = key_list("before")
OPENERS = key_list("openers")
NOT_AFTER = key_list("not-after")
ADVERBIALS = phrase_list("adverbials")
FOREIGN_MEDIA = key_list("foreign-media")
FINITE = key_list("finite")


class Subject(NamedTuple):
    """Who is said to speak: words [start:end); `inferred` when neither name nor office is printed,
    `explicit` when the sentence begins with its subject; `also`: further offices of the same person.
    """

    start: int
    end: int
    name: Name | None
    office: Office | None
    inferred: bool
    explicit: bool
    also: tuple[Office, ...] = ()


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


def subject_of(reading: Reading, sentence: Sentence, limit: int, cast: Cast, strict: bool) -> Subject | None:
    """The subject among the words before `limit`; None when an unknown one is printed.

    With `strict` (inside an open quotation) it must be the sentence's first words, or a speaker who is
    already known right before the verb.
    """
    known = cast.known_names()
    start = after_adverbials(reading, after_credit(reading, sentence), limit)
    if found := _subject_at(reading, start, sentence.last, limit, known):
        return found
    if start >= limit:
        return None if strict else _nobody(start)
    if found := _behind_a_heading(reading, start, sentence.last, limit, cast, known, strict):
        return found
    if strict:
        return None
    if reading.keys[start].startswith(("با", "ضمن")) and reading.keys[start] in _ADVERBIAL_HEADS:
        return _nobody(start)
    return _further_on(reading, start, sentence.last, limit, known)


_ADVERBIAL_HEADS = frozenset(("با", "ضمن", "بابیان", "بااشاره", "باتاکید", "باتوجه"))


def _nobody(at: int) -> Subject:
    """No subject is printed: the last speaker goes on."""
    return Subject(at, at, None, None, True, False)


def _subject_at(reading: Reading, at: int, last: int, limit: int, known: frozenset[str]) -> Subject | None:
    if at >= limit:
        return None
    if match := PRONOUNS.at(reading.keys, at, last):
        return Subject(at, match.end, None, None, True, True)
    if reading.keys[at] == "این" and (office := office_at(reading, at + 1, limit)):
        return Subject(at, office.end, None, None, True, True)  # «این فعال بخش صنعت»
    at += _is_some_expert(reading, at, limit)
    if office := office_at(reading, at, limit):
        name = _name_beside(reading, office.end, limit, known)
        end, also = _further_offices(reading, name.end if name else office.end, limit)
        office = _shared(office, also)
        return Subject(at, end, name or _name_beside(reading, end, limit, known), office, False, True, also)
    if name := name_at(reading, at, limit, known) or name_by_position(reading, at, limit):
        office = _office_beside(reading, name.end, limit)
        end, also = _further_offices(reading, office.end if office else name.end, limit)
        office = _shared(office, also) if office else None
        return Subject(at, end, name, office, False, True, also)
    return _lone_surname(reading, at, limit)


def _is_some_expert(reading: Reading, at: int, limit: int) -> bool:
    """«یک کارشناس اقتصادی»: someone unnamed."""
    role = roles().at(reading.keys, at + 1, limit) if reading.keys[at] == "یک" else None
    return role is not None and not role.value.organisation


def _further_offices(reading: Reading, end: int, limit: int) -> tuple[int, tuple[Office, ...]]:
    """«رئیس دفتر رئیس‌جمهوری و سرپرست نهاد …»: one person, two offices."""
    also = []
    while end + 1 < limit and reading.keys[end] == "و" and not reading.mark(end):
        office = office_at(reading, end + 1, limit)
        if office is None:
            break
        also.append(office)
        end = office.end
    return end, tuple(also)


def _shared(office: Office, also: tuple[Office, ...]) -> Office:
    """«بنیان‌گذار و مدیرعامل شرکت نمونه»: two roles of one organisation."""
    if office.organisation or not also or office.kind not in ("head", "deputy"):
        return office
    return replace(office, organisation=also[0].organisation)


def _lone_surname(reading: Reading, at: int, limit: int) -> Subject | None:
    """A surname that was never introduced, right before the verb or its adverbial: «ابراهیمی گفت:»."""
    key = reading.keys[at]
    if len(key) < 3 or key in common_words() or key in STOPS or not key.isalpha() or key.endswith(_PLURALS):
        return None
    after = reading.keys[at + 1] if at + 1 < limit else ""
    follows = after in AFTER_NAMES or after in STOPS
    if after and not (follows and looks_like_surname(key) and not reading.mark(at + 1)):
        return None
    if names_place(reading, at, at + 1) or key in FOREIGN_MEDIA or key.isascii() or agency_called(key):
        return None
    name = Name(at, at, at + 1, tidy(reading.cut(at, at + 1)), "")
    return Subject(at, at + 1, name, None, False, True)


_PLURALS = ("ها", "های", "هایی", "کاران", "کنندگان", "ات")


def _name_beside(reading: Reading, at: int, limit: int, known: frozenset[str]) -> Name | None:
    """The holder's name after the office, perhaps after a comma: «رئیس اتاق یزد، محمد احمدی»."""
    if at >= limit or reading.mark(at) not in ("", "،", ","):
        return None
    return name_at(reading, at, limit, known)


def _office_beside(reading: Reading, at: int, limit: int) -> Office | None:
    if at >= limit or reading.mark(at) not in ("", "،", ",", "(", "-", "–", "»", "» ،", "»،"):
        return None
    return office_at(reading, at, limit)


def _behind_a_heading(
    reading: Reading, start: int, last: int, limit: int, cast: Cast, known: frozenset[str], strict: bool
) -> Subject | None:
    """A heading run into the sentence: «… باید انجام شود وی … افزود:», «گشایش بانکی شافعی افزود:».

    Only the pronoun, or someone known, right before the verb or «با بیان اینکه» can be told from the heading.
    """
    for at in range(start + 2, min(limit, start + LOOK_AHEAD)):
        if reading.keys[at - 1] in NOT_AFTER:
            continue
        fresh = reading.keys[at - 1] in FINITE
        if reading.keys[at] == "وی" or (
            fresh and reading.part != "body" and roles().at(reading.keys, at, limit)
        ):
            return _subject_at(reading, at, last, limit, known) if fresh or limit - at < 2 else None
        if limit - at <= 3 and "".join(reading.keys[at:limit]) in known:
            return _subject_at(reading, at, last, limit, known)
        office = office_at(reading, at, limit)
        if office and (cast.holds(office) or not strict) and _is_closed(reading, office.end, limit):
            return Subject(at, office.end, None, office, False, True)
    return None


def _is_closed(reading: Reading, end: int, limit: int) -> bool:
    """Does the verb, or an adverbial before it, follow?"""
    return end == limit or reading.keys[end].startswith(("با", "ضمن", "نیز", "در"))


def _further_on(reading: Reading, start: int, last: int, limit: int, known: frozenset[str]) -> Subject | None:
    """A subject after an adverbial: «در ادامه نماینده مردم یزد …», «روز گذشته حسین احمدی …»."""
    if "،" in reading.mark(limit - 1) and (surname := _lone_surname(reading, limit - 1, limit)):
        return surname._replace(explicit=False)
    if reading.keys[start] not in OPENERS:
        return None
    for at in range(start + 1, min(limit, start + LOOK_AHEAD)):
        if reading.keys[at - 1] in NOT_AFTER and not reading.mark(at):
            continue
        begins = _begins_subject(reading, at, limit, known)
        if begins and (found := _subject_at(reading, at, last, limit, known)):
            return found._replace(explicit=False)
    return _nobody(start)


def _begins_subject(reading: Reading, at: int, limit: int, known: frozenset[str]) -> bool:
    if reading.keys[at] in ("وی", "او"):
        return True
    if role := roles().at(reading.keys, at, limit):
        return role.value.kind != "expert" or reading.keys[at - 1] == "یک"
    name = name_at(reading, at, limit, known)
    return name is not None and (
        name.end - name.first > 1 or bool(name.honorific) or reading.keys[at] in known
    )
