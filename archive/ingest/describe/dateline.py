"""The city a report was sent from: «خبرگزاری فارس از مهاباد», «خبرنگار مهر در آمل», «اراک - ایرنا -»."""

from collections.abc import Iterator

from archive.ingest.describe.agencies import agency_names
from archive.ingest.describe.answers import Answer
from archive.ingest.describe.places import Found, city_at
from archive.ingest.describe.reading import Reading
from archive.ingest.describe.source import OPENING, OPENING_OF_TALK, is_credited

_FROM = frozenset(("از", "در", "مرکز", "منطقه"))
# Words between the preposition and the city; «استان» is none: a province is no city.
_KINDS = frozenset(("شهرستان", "شهر", "بندر", "جزیره", "مرکز"))
_DASHES = ("-", "–", "—")
_LONGEST = 7
_OPENS_CITY = frozenset("-–—|/،")
_CLOSES_CITY = frozenset(":(-–—\n")
# «X - تهران، ۲۵ آبان ۱۴۰۰»: behind a dash a comma closes, too; between commas it may be a list of cities.
_CLOSES_AFTER_DASH = _CLOSES_CITY | {"،"}


def dateline_of(reading: Reading, source: Answer | None) -> tuple[Answer | None, str]:
    """The dateline's city with its words, and the slug of its province; (None, "") when none is printed."""
    for end in _credits_end(reading, source):
        if found := _city_after(reading, end):
            return _answer(reading, found), found.province
    if found := _city_first(reading) or _city_before_agency(reading):
        return _answer(reading, found), found.province
    return None, ""


def _credits_end(reading: Reading, source: Answer | None) -> Iterator[int]:
    """The words after the credited agency, and after every other mention of an agency as the report's own."""
    if source and source.part == reading.part:
        yield next(
            (at for at, word in enumerate(reading.words) if word.start >= source.end), len(reading.words)
        )
    for at in range(1, min(len(reading.words), OPENING_OF_TALK)):
        match = agency_names().at(reading.keys, at)
        if match and is_credited(reading, match):
            yield match.end


def _city_after(reading: Reading, first: int) -> Found | None:
    for at in range(first, min(first + _LONGEST, len(reading.words))):
        if at > first and set(reading.words[at].gap) & set("؛:.\n"):
            break
        before = reading.keys[at - 1]
        stands = before in _FROM or (before in _KINDS and reading.keys[at - 2] in _FROM)
        found = city_at(reading, at) if stands or _is_set_off(reading, at) else None
        closes = _CLOSES_CITY if "،" in reading.mark(at) else _CLOSES_AFTER_DASH
        if found and (stands or set(reading.gap(found.end)) & closes):
            return found
    return None


def _is_set_off(reading: Reading, at: int) -> bool:
    """Does a mark part the word from the outlet: «روزنامه X - یزد», «خبرگزاری X، اصفهان (…)»?"""
    return bool(set(reading.mark(at)) & _OPENS_CITY)


def _city_first(reading: Reading) -> Found | None:
    """«اراک - ایرنا - …», «تبریز، خبرنگار همشهری: …», «خبرنگاران تبریز؛ …»."""
    for at in range(min(3, len(reading.words))):
        if (found := city_at(reading, at)) and _is_dateline(reading, found.end, at):
            return found
    return None


def _city_before_agency(reading: Reading) -> Found | None:
    """«… توسعه کشور است اصفهان - ایرنا - رئیس …»: a headline run into the report's first words."""
    for at in range(2, min(len(reading.words), OPENING)):
        match = agency_names().at(reading.keys, at) if reading.mark(at) in _DASHES else None
        if match and reading.mark(match.end)[:1] in _DASHES:
            found = next((city for start in (at - 1, at - 2) if (city := city_at(reading, start))), None)
            if found and found.end == at:
                return found
    return None


def _is_dateline(reading: Reading, end: int, at: int) -> bool:
    mark = reading.mark(end)[:1]
    if mark in (*_DASHES, "/", "؛"):
        return True
    return reading.keys[end : end + 1] in (["خبرنگار"], ["خبرگزاری"]) or (mark == ":" and at == 0)


def _answer(reading: Reading, found: Found) -> Answer:
    start, end = reading.words[found.start].start, reading.words[found.end - 1].end
    return Answer(found.name, "dateline", reading.part, start, end, 0.97)
