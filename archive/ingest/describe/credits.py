"""Where a report's own words begin: behind «به گزارش …،» and behind a dateline."""

from archive.gazetteer.tables import first_names, fixed_lists, phrase_list, saying_verbs
from archive.ingest.describe.offices import BEFORE_NAMES
from archive.ingest.describe.persons import name_at
from archive.ingest.describe.reading import Reading, Sentence

CREDITS = phrase_list("credits")
# A credit that no comma closes within so many words goes up to the first person named.
LONGEST_CREDIT = 30
# «پایگاه خبری X به نقل از خبرگزاری Y:» closes late, with a colon; late dashes are brackets in a sentence.
LONGEST_DATELINE = 12


def after_credit(reading: Reading, sentence: Sentence) -> int:
    """The first word after «به گزارش خبرگزاری … از …،» and after a dateline («اراک - ایرنا -»)."""
    at = _after_dateline(reading, sentence) if sentence.paragraph < 3 else sentence.first
    while found := CREDITS.at(reading.keys, at, sentence.last):
        last = min(sentence.last, found.end + LONGEST_CREDIT)
        closed = _closed_at(reading, found.end + 1, last)
        person = _first_person(reading, found.end + 1, closed or last)
        if person is not None or closed is None:
            return found.end if person is None else person
        at = closed
    return at


def _closed_at(reading: Reading, first: int, last: int) -> int | None:
    """The word after the mark that closes a credit; commas of «صنعت، معدن و تجارت» close nothing."""
    at = first
    while at < last:
        if _closes(reading, at):
            return at
        whole = fixed_lists().at(reading.keys, at, last)
        at = whole.end if whole else at + 1
    return None


def _closes(reading: Reading, at: int) -> bool:
    """Does the mark before word `at` close a credit? The colon of a saying verb does not."""
    mark = set(reading.mark(at))
    return bool(mark & set("،؛,")) or (":" in mark and not _has_verb(reading, max(at - 3, 0), at))


def _after_dateline(reading: Reading, sentence: Sentence) -> int:
    """Short phrases closed by «-», «؛», «/» or «:» at the head of a report credit the agency and its desk."""
    at = sentence.first
    for i in range(sentence.first + 1, min(sentence.last, sentence.first + LONGEST_DATELINE)):
        closing = "-–—؛:/ " if i < sentence.first + 8 else ":"
        if reading.mark(i) and set(reading.mark(i)) <= set(closing):
            if CREDITS.at(reading.keys, at) or _has_verb(reading, at, i):
                break
            at = i
    return at


def _has_verb(reading: Reading, first: int, last: int) -> bool:
    return any(saying_verbs().at_fused(reading.keys, at, last) for at in range(first, last))


def _first_person(reading: Reading, first: int, last: int) -> int | None:
    """Where no mark parts it from the credit, the subject begins with the first full name:
    «به گزارش خبرگزاری فارس از قزوین سید مسعود نمونه، …». Names of institutions are none.
    """
    for at in range(first, last):
        if reading.keys[at - 1] in BEFORE_NAMES or reading.keys[at - 1] in _QUOTED_FROM:
            continue
        name = name_at(reading, at, len(reading.words))
        if name and name.end - name.first > 1 and _is_sure(reading.keys[name.first]):
            return at
    return None


def _is_sure(key: str) -> bool:
    return first_names().get(key, False) or key.startswith("سید")


# «به نقل از محمد نمونه»: he is whom the agency quotes, not yet the subject.
_QUOTED_FROM = frozenset(("از", "نقل"))
