"""Where a report's own words begin: behind «به گزارش …،» and behind a dateline."""

from archive.gazetteer.tables import phrase_list, saying_verbs
from archive.ingest.describe.persons import name_at
from archive.ingest.describe.reading import Reading, Sentence

CREDITS = phrase_list("credits")
# A credit that no comma closes within so many words goes up to the first person named.
LONGEST_CREDIT = 30


def after_credit(reading: Reading, sentence: Sentence) -> int:
    """The first word after «به گزارش خبرگزاری … از …،» and after a dateline («اراک - ایرنا -»)."""
    at = _after_dateline(reading, sentence) if sentence.paragraph < 3 else sentence.first
    while found := CREDITS.at(reading.keys, at, sentence.last):
        last = min(sentence.last, found.end + LONGEST_CREDIT)
        closed = next((i for i in range(found.end + 1, last) if _closes(reading, i)), None)
        if closed is None:
            return _first_person(reading, found.end, last)
        at = closed
    return at


def _closes(reading: Reading, at: int) -> bool:
    """Does the mark before word `at` close a credit? The colon of a saying verb does not."""
    mark = set(reading.mark(at))
    return bool(mark & set("،؛,")) or (":" in mark and not _has_verb(reading, max(at - 3, 0), at))


def _after_dateline(reading: Reading, sentence: Sentence) -> int:
    """Short phrases closed by «-», «؛», «/» or «:» at the head of a report credit the agency and its desk."""
    at = sentence.first
    for i in range(sentence.first + 1, min(sentence.last, sentence.first + 8)):
        if reading.mark(i) and set(reading.mark(i)) <= set("-–—؛:/ "):
            if CREDITS.at(reading.keys, at) or _has_verb(reading, at, i):
                break
            at = i
    return at


def _has_verb(reading: Reading, first: int, last: int) -> bool:
    return any(saying_verbs().at_fused(reading.keys, at, last) for at in range(first, last))


def _first_person(reading: Reading, at: int, last: int) -> int:
    for i in range(at + 1, last):
        name = name_at(reading, i, last)
        if name and name.end - name.first > 1:
            return i
    return at
