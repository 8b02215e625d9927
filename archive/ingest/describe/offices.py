"""Offices: role and organisation as printed, brought to the form in which they are kept."""

import re
from dataclasses import dataclass

from archive.gazetteer import provinces
from archive.gazetteer.matcher import Phrases
from archive.gazetteer.tables import (
    Role,
    first_names,
    fixed_lists,
    key_list,
    organisation_heads,
    phrase_list,
    roles,
)
from archive.ingest.describe.persons import name_at
from archive.ingest.describe.places import names_place
from archive.ingest.describe.reading import Reading, tidy

PARLIAMENT = "مجلس شورای اسلامی"
LONGEST_OFFICE = 22
# Words that end an office: what follows belongs to the sentence.
STOPS = key_list("stops")
# Of these an organisation may hold one: «سازمان پدافند غیرعامل در استان», «صندوق حمایت از سرمایه‌گذاری».
_SUPPORTED = phrase_list("supported")
_ABBREVIATED = "صمت"
_IN_FULL = "صنعت، معدن و تجارت"


@dataclass(frozen=True, slots=True)
class Office:
    """A role and its organisation in words [start:end) of a reading; texts are in their kept form."""

    start: int
    end: int
    role: str
    organisation: str
    kind: str
    place: str = ""

    @property
    def is_member_of_parliament(self) -> bool:
        return "مجلس" in self.organisation or self.role.startswith("نماینده مردم")


# Words between a role and its organisation; those of the past belong to the role.
_FORMER = frozenset(("سابق", "اسبق", "پیشین"))
_OF_TIME = _FORMER | frozenset(("جدید", "محترم", "وقت", "فعلی", "کنونی"))


def office_at(reading: Reading, at: int, limit: int) -> Office | None:
    """The office that begins with word `at` and ends before word `limit`, or None."""
    match = roles().at(reading.keys, at, limit)
    if not match:
        return None
    role: Role = match.value
    past = reading.keys[match.end : match.end + 1]
    if past and past[0] in _OF_TIME:
        match = match._replace(end=match.end + 1)
        if past[0] in _FORMER:
            role = role._replace(name=f"{role.name} {tidy(reading.cut(match.end - 1, match.end))}")
    if role.name == "نماینده":
        return _member_of_parliament(reading, at, match.end, limit)
    if reading.keys[match.end : match.end + 1] == ["این"]:
        return _office_here(reading, at, match.end, limit, role)
    if role.kind == "cleric":
        return _cleric(reading, at, match.end, limit, role)
    end = _end(reading, match.end, limit)
    if role.kind == "member" and reading.keys[match.end : match.end + 1] == ["کمیسیون"]:
        return _committee_member(reading, at, match.end, end)
    if role.kind == "seat":
        return _seat(reading, at, match.end, end, role)
    if role.kind == "expert":
        return _expert(reading, at, match.end, end, role)
    if role.kind == "head":
        organisation = kept_organisation(reading.cut(match.end, end))
        return Office(
            at, end, role.name.removesuffix("ی") if role.name == "سخنگوی" else role.name, organisation, "head"
        )
    return _runs_on(reading, at, match.end, end, role)


def _end(reading: Reading, first: int, limit: int) -> int:
    """Where the office that began before word `first` ends."""
    at, limit = first, min(limit, first + LONGEST_OFFICE)
    while at < limit:
        whole = fixed_lists().at_fused(reading.keys, at, limit) or _SUPPORTED.at(reading.keys, at, limit)
        if whole and (at == first or not reading.mark(at)):
            at = whole.end
            continue
        if at > first and _list_goes_on(reading, at, limit):
            at += 1
            continue
        if _breaks(reading, at, first) or (at > first and _closed_by_place(reading, first, at)):
            break
        at += 1
    while at > first and reading.keys[at - 1] in ("و", "یا"):
        at -= 1
    return at


def _closed_by_place(reading: Reading, first: int, at: int) -> bool:
    """An organisation's name ends with its place: «… استان یزد | تقویت پایه‌ها را …»."""
    if reading.keys[at] in _AFTER_PLACE or at - first < 1:
        return False
    if reading.keys[at - 1] in ("کشور", "ایران"):
        return reading.keys[at] not in _COMPANIES and at - first > 1
    if names_place(reading, at, at + 1):
        return False  # «فولاد مبارکه اصفهان»
    return any(names_place(reading, start, at) for start in range(max(first, at - 3), at))


# What may follow the place within one name: «شهرستان خوی استان آذربایجان غربی», «تهران بزرگ».
_AFTER_PLACE = key_list("after-place")


# «ایران خودرو», «ایران ترانسفو»: companies whose name begins with the country's.
_COMPANIES = key_list("companies")


def _list_goes_on(reading: Reading, at: int, limit: int) -> bool:
    """A comma within a name: «هیئت جودو، جوجیتسو و کوراش», «برنامه‌ریزی، توسعه و فناوری وزارت صنایع»."""
    if reading.mark(at) != "،":
        return False
    for ahead in range(at, min(at + 4, limit - 1)):
        word = reading.words[ahead]
        if (
            (ahead > at and word.gap.strip(" \u200c\u00a0"))
            or word.key in STOPS
            or roles().at(reading.keys, ahead)
        ):
            return False
        if word.key == "و":
            return (
                ahead > at
                and reading.keys[ahead + 1] not in STOPS
                and not roles().at(reading.keys, ahead + 1)
            )
        if ahead == at and name_at(reading, at, min(limit, at + 4)):
            return False
    return False


def _breaks(reading: Reading, at: int, first: int) -> bool:
    word = reading.words[at]
    if word.gap.strip(' \t\u200c\u00a0«»"') or word.key in STOPS or word.key.endswith("ترین"):
        return True
    if word.key == "و":
        return bool(roles().at(reading.keys, at + 1)) and reading.keys[at + 1 : at + 2] != ["وزیر"]
    if at > first and reading.keys[at - 1] not in BEFORE_NAMES and at - first >= 1:
        name = name_at(reading, at, min(len(reading.words), at + 4))
        full = bool(name) and name.end - name.first >= 2 and _sure(reading, name.first)
        is_body = full and bool(organisation_heads().at(reading.keys, name.end - 1))
        return full and not is_body and not names_place(reading, at, at + 1)
    return False


# Institutions carry persons' names after these words: «دانشگاه شهید بهشتی», «بندر امام خمینی».
BEFORE_NAMES = key_list("before-names")


def _sure(reading: Reading, first: int) -> bool:
    return first_names().get(reading.keys[first], False) or reading.keys[first].startswith("سید")


def _office_here(reading: Reading, start: int, first: int, limit: int, role: Role) -> Office:
    """«فرماندار این شهرستان», «رئیس این اداره»: the text has named it before."""
    thing = reading.keys[first + 1] if first + 1 < limit else ""
    if role.kind == "seat" and thing in ("استان", "شهرستان", "شهر", "بخش"):
        return Office(start, first + 2, role.name, f"{role.organisation} این {thing}", "seat")
    return Office(start, min(first + 2, limit), role.name, "", role.kind)


def _cleric(reading: Reading, start: int, first: int, limit: int, role: Role) -> Office:
    """«نماینده ولی فقیه در استان مرکزی و امام جمعه اراک»: an office of a place, without an organisation."""
    begin = first + 1 if reading.keys[first : first + 1] == ["در"] else first
    end = _end(reading, begin, limit)
    if end == begin:
        return Office(start, first, role.name.replace("\u200c", " "), "", "cleric")
    return Office(start, end, role.name.replace("\u200c", " "), "", "cleric", tidy(reading.cut(begin, end)))


def _committee_member(reading: Reading, start: int, first: int, end: int) -> Office:
    """«عضو کمیسیون کشاورزی مجلس»: the committee belongs to the role, parliament is the organisation."""
    for at in range(first, end):
        if reading.keys[at] == "مجلس":
            return Office(start, end, tidy(reading.cut(start, at)), PARLIAMENT, "member")
    return Office(start, end, "عضو", kept_organisation(reading.cut(first, end)), "member")


def _seat(reading: Reading, start: int, first: int, end: int, role: Role) -> Office:
    """«استاندار یزد»: the seat names its organisation; «مدیرکل گمرک یزد» names it in print."""
    rest = kept_organisation(reading.cut(first, end))
    name = role.name.replace("مدیر کل", "مدیرکل")
    if (
        name.startswith("مدیرکل")
        and organisation_heads().at(reading.keys, first, end)
        and not _is_office_of(reading, first)
    ):
        return Office(start, end, name, rest, "seat")
    return Office(start, end, name, f"{role.organisation} {rest}".strip() if rest else "", "seat")


def _is_office_of(reading: Reading, first: int) -> bool:
    """Heads that are subjects of an «اداره کل»: «مدیرکل صمت», «مدیرکل بیمه سلامت»."""
    return reading.keys[first] in _SUBJECTS or bool(fixed_lists().at(reading.keys, first))


_SUBJECTS = key_list("office-subjects")


def _expert(reading: Reading, start: int, first: int, end: int, role: Role) -> Office:
    for at in range(first, end):
        if organisation_heads().at(reading.keys, at, end):
            name = tidy(reading.cut(start, at))
            return Office(start, end, name, kept_organisation(reading.cut(at, end)), "expert")
    return Office(start, end, tidy(reading.cut(start, end)), "", "expert")


def _runs_on(reading: Reading, start: int, first: int, end: int, role: Role) -> Office:
    """«معاون خدمات شهری شهرداری قم», «معاون تعاون وزیر کار», «نماینده ولی فقیه در استان مرکزی»."""
    strong = any(
        (head := organisation_heads().at(reading.keys, at, end)) and head.value == "head"
        for at in range(first, end)
    )
    for at in range(first, end):
        if seat := roles().at(reading.keys, at, end):
            if seat.value.kind == "seat":
                inner = _seat(reading, at, seat.end, end, seat.value)
                own = tidy(reading.cut(first, at))
                name = f"{role.name} {own}".strip() if own else role.name
                if seat.value.name == "وزیر":
                    name = f"{name} وزیر"
                return Office(start, end, name, inner.organisation, "deputy")
            if seat.value.kind == "head":
                name = f"{role.name} {tidy(reading.cut(first, seat.end))}"
                return Office(start, end, name, kept_organisation(reading.cut(seat.end, end)), "deputy")
        head = organisation_heads().at(reading.keys, at, end)
        if head and (head.value == "head" or not strong):
            name = f"{role.name} {tidy(reading.cut(first, at))}".strip()
            return Office(start, end, name, kept_organisation(reading.cut(at, end)), role.kind)
    if role.kind == "member":
        return Office(start, end, tidy(reading.cut(start, end)), "", "member")
    return Office(start, end, role.name, kept_organisation(reading.cut(first, end)), role.kind)


def _member_of_parliament(reading: Reading, start: int, first: int, limit: int) -> Office | None:
    """«نماینده مردم شهرستان‌های X، Y و Z در مجلس شورای اسلامی»; commas and «در» belong to it."""
    keys = reading.keys
    for at in range(first, min(limit + 1, len(keys), first + 20)):
        if keys[at] == "و" and keys[first] == "مردم" and roles().at(keys, at + 1):
            return Office(start, at, _people(reading, start, at), PARLIAMENT, "member")
        if keys[at] != "مجلس":
            if any(mark in reading.words[at].gap for mark in ":؛\n"):
                break
            continue
        end = at + 1
        if keys[end : end + 2] == ["شورای", "اسلامی"]:
            end += 2
        inside = at - 1 if keys[at - 1] == "در" else at
        return Office(start, end, _people(reading, start, inside), PARLIAMENT, "member")
    end = _end(reading, first, limit)
    if end == first:
        return None
    of_a_place = names_place(reading, first, end)  # «نماینده بندرعباس»
    return Office(start, end, tidy(reading.cut(start, end)), PARLIAMENT if of_a_place else "", "member")


def _people(reading: Reading, start: int, end: int) -> str:
    """«نماینده مردم X و Y», without «شهرستان‌های»."""
    printed = tidy(reading.cut(start, end))
    return tidy(re.sub(r"\s*(?:شهرستان(?:‌)?\s?(?:های|ها)?|استان)\s+", " ", printed))


# Only names of several words have several spellings.
_PROVINCES = Phrases((province.name, province.name) for province in provinces() if " " in province.name)


def _with_own_names_of_provinces(name: str) -> str:
    """«استانداری آذربایجانغربی» is that of «آذربایجان غربی»."""
    reading = Reading("text", name)
    for match in reversed(list(_PROVINCES.find(reading.keys, fused=False))):
        start, end = reading.words[match.start].start, reading.words[match.end - 1].end
        name = f"{name[:start]}{match.value}{name[end:]}"
    return name


def kept_organisation(printed: str) -> str:
    """An organisation's name in the form in which it is kept."""
    name = _with_own_names_of_provinces(tidy(printed))
    name = re.sub(r"اداره\u200c?\s?کل\b", "اداره کل", name)
    return re.sub(rf"(?<!\w){_ABBREVIATED}(?!\w)", f"{_IN_FULL} ({_ABBREVIATED})", name)
