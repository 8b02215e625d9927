"""Indirect speech: «با بیان اینکه …», «X را Y دانست», «از X خبر داد», «بر X تأکید کرد»."""

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from archive.gazetteer.matcher import Match, Phrases
from archive.gazetteer.tables import key_list
from archive.ingest.describe.reading import Reading, Sentence, tidy
from archive.ingest.describe.subjects import FINITE, after_adverbials

# «با بیان اینکه A، …»: A is indirect speech. «با توجه به اینکه» is none, nor is any of these before a noun.
THAT_CLAUSES = Phrases(
    (f"{lead} {noun} {that}", True)
    for lead in ("با", "ضمن")
    for noun in (
        *(
            "بیان",
            "اشاره به",
            "تأکید بر",
            "تاکید بر",
            "تاکید به",
            "اذعان به",
            "اعلام",
            "تشریح",
            "یادآوری",
            "تصریح",
        ),
        *(
            "تصریح بر",
            "ذکر",
            "اظهار",
            "ابراز",
            "عنوان",
            "طرح",
            "اضافه کردن",
            "اعتراف به",
            "اعتقاد به",
            "تبیین",
        ),
        *(
            "یادآور شدن",
            "تاکید",
            "ابراز امیدواری به",
            "پیش‌بینی",
            "هشدار نسبت به",
            "خاطرنشان کردن",
            "گفتن",
            "توضیح",
        ),
        *(
            "ابراز تاسف از",
            "ابراز امیدواری از",
            "تأکید",
            "بیان کردن",
            "اعلام کردن",
            "مهم دانستن",
            "انتقاد از",
            "نقل",
        ),
    )
    for that in ("اینکه", "این که", "این نکته که", "این مطلب که", "این موضوع که")
)
BECAME = ("شد", "شدند", "شده", "است", "میشود", "گردید")
_LEADS = ("با", "ضمن", "در", "طی", "به", "پس", "درباره", "پیرامون")
# Words that begin the object after an adverbial that no comma closes: «در مراسم افتتاح علت کاهش را …».
_OBJECT_OPENINGS = key_list("object-openings")
# «X را Y اعلام و بیان کرد»: a second noun of saying before the verb is part of the verb.
_NOUNS_OF_SAYING = key_list("nouns-of-saying")


OBJECT_NOUNS = key_list("object-nouns")


class Said(NamedTuple):
    """One act of saying within a sentence; words [first:last), `last` None when it runs on."""

    verb: str
    kind: str
    first: int
    last: int | None
    rule: str


def first_of(keys: Sequence[str], wanted: Container[str], first: int, last: int) -> int | None:
    """The first word among [first:last) that is one of `wanted`."""
    return next((at for at in range(first, min(last, len(keys))) if keys[at] in wanted), None)


def that_clause_starts(reading: Reading, first: int, last: int) -> Iterator[Match]:
    """Every «با بیان اینکه» among the words [first:last)."""
    at = first
    while at < last:
        found = THAT_CLAUSES.at_fused(reading.keys, at, last)
        if found:
            yield found
        at = found.end if found else at + 1


def that_clauses(reading: Reading, first: int, hit: Match | None, sentence: Sentence) -> Iterator[Said]:
    """The clauses of «با بیان اینکه …» between word `first` and the verb `hit` (None: the sentence's end)."""
    last = hit.start if hit else sentence.last
    starts = list(that_clause_starts(reading, first, last))
    for number, start in enumerate(starts):
        until = starts[number + 1].start if number + 1 < len(starts) else last
        end = _clause_end(reading, start.end, until, hit)
        if end > start.end:
            yield Said(tidy(reading.cut(start.start, start.end)), "indirect", start.end, end, "that-clause")


def _clause_end(reading: Reading, first: int, until: int, hit: Match | None) -> int:
    """Where a that-clause ends: before the verb, or at the comma before what belongs to the verb."""
    if until > first and reading.keys[until - 1] == "و":
        until -= 1
    if until < len(reading.words) and reading.mark(until):
        return until
    frames = hit.value.frames if hit else frozenset()
    if "O" in frames or "Z" in frames:
        marker = "بر" if "O" in frames else "از"
        for at in range(until - 2, first + 1, -1):
            if reading.keys[at] == marker and (
                reading.keys[at - 1] in FINITE or "،" in reading.words[at].gap
            ):
                return at
    commas = _commas(reading, first + 1, until)
    if not commas:
        return until
    tail = reading.keys[commas[-1] : until]
    if "را" in tail and "R" in frames:
        return commas[-1]
    short = len(tail) <= 6 and tail[0] in (*_LEADS, "همچنین", "از", "امروز", "نیز", "بر")
    return commas[-1] if short else until


def _commas(reading: Reading, first: int, last: int) -> list[int]:
    """The words among [first:last) that stand after a comma."""
    return [at for at in range(first, last) if {"،", "؛", ","} & set(reading.words[at].gap)]


def object_of(reading: Reading, first: int, hit: Match, sentence: Sentence, has_clause: bool) -> Said | None:
    """What stands before the verb, or between its halves, and belongs to the words."""
    frames, keys = hit.value.frames, reading.keys
    verb = tidy(reading.cut(hit.start, hit.end))
    first = after_adverbials(reading, first, hit.start)
    if "S" in frames:
        return Said(verb, "indirect", hit.end, first_of(keys, BECAME, hit.end + 1, sentence.last), "demand")
    for frame, marker, keep in (("Z", "از", True), ("N", "از", False), ("O", "بر", True)):
        at = _marked(reading, marker, first, hit.start) if frame in frames else None
        if at is not None:
            return Said(verb, "indirect", at + (not keep), _before_verb(keys, hit), f"object-{marker}")
    if "T" in frames and not has_clause:
        return _asked(reading, first, hit, sentence, verb)
    if ("R" in frames or _has_own_object(keys, hit)) and (
        mark := first_of(keys, ("را",), first, hit.start)
    ) is not None:
        start, end = _object_start(reading, first, mark), _before_verb(keys, hit)
        return Said(verb, "indirect", start, end, "object-را") if end - start > 2 else None
    return None


def _has_own_object(keys: Sequence[str], hit: Match) -> bool:
    """«تعداد طرح‌ها را 104 مورد عنوان و اضافه کرد»."""
    return keys[hit.start - 1] == "و" and keys[hit.start - 2] in OBJECT_NOUNS


def _marked(reading: Reading, marker: str, first: int, last: int) -> int | None:
    """The preposition that begins the verb's object: the one after an adverbial's end, else the first."""
    places = [
        at for at in range(first, last - 1) if reading.keys[at] == marker and reading.keys[at - 1] != "تاکید"
    ]
    adverbial = first < last and reading.keys[first] in _LEADS
    fresh = [at for at in places if "،" in reading.words[at].gap or reading.keys[at - 1] in FINITE]
    if fresh and adverbial:
        return fresh[0]
    return places[0] if places else None


def _asked(reading: Reading, first: int, hit: Match, sentence: Sentence, verb: str) -> Said | None:
    """«از مسئولان خواست تا …»: what follows is asked."""
    keys = reading.keys
    that = first_of(keys, ("تا", "که"), hit.end, min(hit.end + 2, sentence.last))
    if that is None or first_of(keys, ("از",), first, hit.start) is None:
        return None
    return Said(verb, "indirect", that + 1, sentence.last, "asked")


def _object_start(reading: Reading, first: int, mark: int) -> int:
    """Where the object of «را» (word `mark`) begins, behind adverbials that a comma closes or not."""
    keys = reading.keys
    while first < mark and keys[first] in ("نیز", "هم", "همچنین", "و", "امروز", "اما"):
        first += 1
    if keys[first] not in _LEADS:
        return first
    if commas := _commas(reading, first + 1, mark):
        return after_adverbials(reading, commas[-1], mark)
    for at in range(first + 1, mark):
        if keys[at] in _OBJECT_OPENINGS or keys[at].endswith("ترین") or keys[at - 1] == "خود":
            return at
    return first


def _before_verb(keys: Sequence[str], hit: Match) -> int:
    """The end of the object, without «اعلام و» of «اعلام و بیان کرد»."""
    end = hit.start
    if keys[end - 1] == "و" and keys[end - 2] in _NOUNS_OF_SAYING:
        return end - 2
    return end
