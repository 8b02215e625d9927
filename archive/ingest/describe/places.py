"""Provinces and places: which are named, and which one the report is about."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from archive.gazetteer import places, provinces, rows
from archive.gazetteer.matcher import Phrases
from archive.gazetteer.tables import common_words, first_names, key_list, phrase_list, surnames
from archive.ingest.describe.answers import Answer
from archive.ingest.describe.reading import Reading
from archive.persian.spelling import squeeze

# With one of these before it an ambiguous name is the place.
SAYS_PLACE = key_list("says-place")
# With one of these before it the name is something else, ambiguous or not.
SAYS_OTHER = key_list("says-other")
NOT_PLACES = phrase_list("not-places")
CERTAIN_BEFORE = frozenset(("استان", "استاندار", "استانداری", "استانهای"))
# A mayor or county governor of «گلستان», «البرز» is one of the town, which lies in another province.
_OF_A_CITY = frozenset(("شهردار", "شهرداری", "فرماندار", "فرمانداری", "بخشدار", "شهرستان", "شهر"))
_ABROAD_AFTER = frozenset(("عراق", "ترکیه", "سوریه", "هند", "پاکستان"))


class Found(NamedTuple):
    """A place named in words [start:end) of a reading; `is_province` when it is a province's own name."""

    start: int
    end: int
    name: str
    province: str
    is_province: bool
    certain: bool
    fused: int


class _Entry(NamedTuple):
    name: str
    province: str
    is_province: bool
    ambiguous: bool


@cache
def _table() -> Phrases[_Entry]:
    """Provinces and places by their names; of two places with one name the larger, if one is larger."""
    ambiguous = {squeeze(row[0]) for row in rows("ambiguous.tsv")}
    rank = {"capital": 3, "county": 2}
    best: dict[str, tuple[int, _Entry]] = {}
    for place in places():
        key = squeeze(place.name)
        importance = rank.get(place.kind, 1)
        unsure = key in ambiguous or (importance < 3 and _is_word_too(key, importance))
        known = best.get(key)
        if known is None or importance > known[0]:
            best[key] = (importance, _Entry(place.name, place.province, False, unsure))
        elif importance == known[0] and known[1].province != place.province:
            best[key] = (importance, known[1]._replace(ambiguous=True))
    entries = {entry.name: entry for _, entry in best.values()}
    for province in provinces():
        for name in (province.name, *province.aliases):
            entries[name] = _Entry(province.name, province.slug, True, squeeze(name) in ambiguous)
    return Phrases(entries)


def _is_word_too(key: str, importance: int) -> bool:
    if importance == 2:
        return key in common_words() and len(key) < 5
    return len(key) < 5 or key in common_words() or key in first_names() or key in surnames()


@cache
def province_names() -> dict[str, str]:
    return {province.slug: province.name for province in provinces()}


def places_in(reading: Reading, first: int = 0, last: int | None = None) -> Iterator[Found]:
    """Places named in the words [first:last), ambiguous ones only where the words around them decide."""
    keys, at = reading.keys, first
    last = len(keys) if last is None else last
    previous: Found | None = None
    while at < last:
        if other := NOT_PLACES.at(keys, at, last):
            at = other.end
            continue
        match = _table().at_fused(keys, at, last)
        if match and (found := _accepted(reading, match, previous)):
            yield found
            previous, at = found, match.end
        else:
            at += 1


def _accepted(reading: Reading, match, previous: Found | None) -> Found | None:
    entry: _Entry = match.value
    keys = reading.keys
    before = "" if match.fused else (keys[match.start - 1] if match.start else "")
    after = keys[match.end] if match.end < len(keys) else ""
    if before in SAYS_OTHER or after in _ABROAD_AFTER:
        return None
    if entry.is_province and before in _OF_A_CITY and (city := _cities().get(entry.name)):
        entry = city
    if entry.ambiguous and before not in SAYS_PLACE and not _in_list(reading, match, previous):
        return None
    certain = before in CERTAIN_BEFORE
    return Found(match.start, match.end, entry.name, entry.province, entry.is_province, certain, match.fused)


def _in_list(reading: Reading, match, previous: Found | None) -> bool:
    """«تهران، کرمان، فارس، …»: an ambiguous name between commas after another place."""
    if previous is None or previous.end < match.start - 1:
        return False
    between = reading.keys[previous.end : match.start]
    comma = "،" in reading.words[match.start].gap
    return (between == [] and comma) or between == ["و"]


def names_place(reading: Reading, start: int, end: int) -> bool:
    """Are the words [start:end) exactly one place, unambiguous or marked by «استان», «شهرستان» before it?"""
    match = _table().at(reading.keys, start, end)
    if match is None or match.end != end:
        return False
    return not match.value.ambiguous or (start > 0 and reading.keys[start - 1] in SAYS_PLACE)


def province_of_text(text: str) -> str:
    """The slug of the first province that an organisation's name points to, "" when none."""
    reading = Reading("text", text)
    found = list(places_in(reading))
    for start in range(max(0, len(reading.keys) - 2), len(reading.keys)):
        # At the end of an office's name «فارس» and «مرکزی» can only be the provinces.
        match = _table().at(reading.keys, start)
        before = reading.keys[start - 1] if start else ""
        if not found and match and match.end == len(reading.keys) and before not in SAYS_OTHER:
            return match.value.province
    exact = [place for place in found if place.is_province]
    return (exact or found)[0].province if found else ""


Named = Sequence[tuple[Reading, list[Found]]]


def place_answers(named: Named) -> tuple[Answer, ...]:
    """Every place named, each once, with the words where it is named first."""
    seen: dict[str, Answer] = {}
    for reading, places_named in named:
        for found in places_named:
            if found.name not in seen:
                seen[found.name] = answer_at(reading, found, found.name, "gazetteer")
    return tuple(seen.values())


def answer_at(reading: Reading, found: Found, value: str, rule: str, confidence: float = 0.9) -> Answer:
    start, end = reading.words[found.start].start + found.fused, reading.words[found.end - 1].end
    return Answer(value, rule, reading.part, start, end, confidence)


@cache
def _cities() -> Phrases[_Entry]:
    """Cities and counties only: a dateline names no province («زنجان» is the city)."""
    rank = {"capital": 3, "county": 2}
    best: dict[str, tuple[int, _Entry]] = {}
    for place in places():
        importance = rank.get(place.kind, 1)
        if place.name not in best or importance > best[place.name][0]:
            best[place.name] = (importance, _Entry(place.name, place.province, False, False))
    return Phrases((name, entry) for name, (_, entry) in best.items())


def city_at(reading: Reading, at: int) -> Found | None:
    """The city named at word `at` of a dateline, where nothing else can stand."""
    match = _cities().at(reading.keys, at)
    if match is None:
        return None
    entry = match.value
    return Found(match.start, match.end, entry.name, entry.province, False, True, 0)
