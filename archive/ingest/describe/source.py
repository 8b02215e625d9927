"""Who published the report: agency, branch, whom it quotes, reporter."""

from typing import NamedTuple

from archive.gazetteer import Agency
from archive.gazetteer.matcher import Match, Phrases
from archive.gazetteer.tables import key_list, phrase_list, saying_verbs
from archive.ingest.describe.agencies import agency_names
from archive.ingest.describe.answers import Answer, SourceName
from archive.ingest.describe.places import city_at
from archive.ingest.describe.reading import Reading, tidy
from archive.ingest.outlets import kept_name, outlet_in

# Where a report credits its agency: words of the opening, of the whole text for «گفت‌وگو با خبرنگار …».
OPENING = 60
OPENING_OF_TALK = 150
FURTHEST = 400
# Among so many first lines an outlet may sign.
LINES_OF_HEAD = 3
REPORT = Phrases((words, True) for words in ("به گزارش", "بنا به گزارش", "بر اساس گزارش", "براساس گزارش"))
QUOTING = Phrases((words, True) for words in ("به نقل از", "نقل از"))
_NAMES_AGENCY = frozenset(
    ("خبرگزاری", "خبرنگار", "خبرنگاران", "روزنامه", "گزارش", "سایت", "پایگاه", "تحریریه")
)
_GENERIC = key_list("generic")
_KINDS = phrase_list("outlet-kinds")
_FOREIGN = phrase_list("foreign-media")
_REPORTERS = frozenset(("خبرنگار", "خبرنگاران", "خبرگزاری"))
# «گروه اقتصاد بین‌الملل فارس»: behind a desk's name the agency's short name is enough.
_DESKS = frozenset(("خبرنگار", "خبرنگاران", "گروه", "سرویس", "دفتر", "واحد", "حوزه"))
_DESK_SUBJECTS = frozenset(
    ("اقتصادی", "اجتماعی", "سیاسی", "ورزشی", "فرهنگی", "بینالملل", "اقتصاد", "استانی", "جامعه")
)


class Credit(NamedTuple):
    """An agency named in words [start:end)."""

    start: int
    end: int
    agency: Agency | None
    name: str


def source_of(reading: Reading) -> Answer | None:
    """The agency that the report credits, with the words that say so."""
    credit = _credited(reading)
    if credit is None:
        return None
    source = SourceName(
        credit.name,
        credit.agency.slug if credit.agency else "",
        _branch(reading, credit),
        _via(reading, credit),
        _reporter(reading, credit),
    )
    start, end = reading.words[credit.start].start, reading.words[credit.end - 1].end
    return Answer(
        source,
        "agency-list" if credit.agency else "report-of",
        reading.part,
        start,
        end,
        0.97 if credit.agency else 0.8,
    )


def _credited(reading: Reading) -> Credit | None:
    keys = reading.keys
    for at in range(min(OPENING, len(keys))):
        if found := REPORT.at(keys, at):
            return _agency_within(reading, found.end, found.end + 12) or _named(reading, found.end)
    return (
        _at_head(reading)
        or _signed(reading)
        or _in_conversation(reading)
        or _interviewer(reading)
        or _further_down(reading)
    )


def _further_down(reading: Reading) -> Credit | None:
    """«به گزارش ایسنا» after an opening of the paper's own; only agencies that are known."""
    keys = reading.keys
    for at in range(OPENING, min(FURTHEST, len(keys))):
        found = REPORT.at(keys, at)
        if found and (credit := _agency_within(reading, found.end, found.end + 3)):
            return credit
    return None


def _agency_within(reading: Reading, first: int, last: int) -> Credit | None:
    keys = reading.keys
    for at in range(first, min(last, len(keys))):
        if at > first and set(reading.words[at].gap) & set("،؛:."):
            return None
        match = agency_names().at_fused(keys, at)
        if match and _counts(keys, match, first):
            return Credit(at, match.end, match.value[0], match.value[0].name)
    return None


def _counts(keys: list[str], match: Match, first: int) -> bool:
    agency, enough = match.value
    return enough or match.start == first or keys[match.start - 1] in _NAMES_AGENCY or keys[first] in _DESKS


def _named(reading: Reading, first: int) -> Credit | None:
    """«به گزارش نشریه الکترونیکی نگاه، …»: a publisher that no list knows."""
    last = first
    while last < min(len(reading.words), first + 7):
        if last > first and reading.mark(last):
            break
        if reading.keys[last] in ("از", "به", "در") or _is_branch(reading, last):
            break
        last += 1
    words = [key for key in reading.keys[first:last] if key not in _GENERIC]
    if not words or last - first > 6:
        return None
    return Credit(first, last, None, kept_name(tidy(reading.cut(first, last))))


def _at_head(reading: Reading) -> Credit | None:
    """«خبرگزاری تسنیم: …», «اراک - ایرنا - …», «باشگاه خبرنگاران جوان؛ …»."""
    keys = reading.keys
    for at in range(min(6, len(keys))):
        match = agency_names().at(keys, at)
        if (
            match
            and at == 0
            and match.value[1]
            and any(":" in reading.mark(i) for i in range(match.end, match.end + 3))
        ):
            return Credit(at, match.end, match.value[0], match.value[0].name)
        alone = at == 0 and reading.gap(match.end).strip().startswith(":") if match else False
        if match and (match.value[1] or alone) and set(reading.gap(match.end)) & set(":؛-–—/"):
            return Credit(at, match.end, match.value[0], match.value[0].name)
    return None


def _signed(reading: Reading) -> Credit | None:
    """«روزنامه X - یزد» as a line or the first words of one: also outlets that no list knows."""
    if reading.part != "body":
        return None  # «روزنامه X: …» as a title may quote another paper
    start = 0
    for line in reading.text.split("\n", LINES_OF_HEAD)[:LINES_OF_HEAD]:
        outlet = outlet_in(line)
        if outlet and not _FOREIGN.get(outlet.name.partition(" ")[2]):
            first, last = reading.words_between(start + outlet.start, start + outlet.end)
            known = agency_names().get(outlet.name)
            return Credit(first, last, known[0] if known else None, known[0].name if known else outlet.name)
        start += len(line) + 1
    return None


def _in_conversation(reading: Reading) -> Credit | None:
    """«… در گفت‌وگو با خبرنگار فارس در اردبیل …», «… به ایسنا گفت: …»."""
    keys = reading.keys
    for at in range(1, min(len(keys), OPENING_OF_TALK)):
        match = agency_names().at(keys, at)
        if match and is_credited(reading, match):
            return Credit(at, match.end, match.value[0], match.value[0].name)
    return None


def _interviewer(reading: Reading) -> Credit | None:
    """«… در گفت‌وگو با روزنامه X افزود: …»: an outlet that no list knows, up to the verb or a comma."""
    keys = reading.keys
    for at in range(3, min(len(keys), OPENING_OF_TALK)):
        kind = _KINDS.at(keys, at)
        if not kind or not _talks_with(keys, at - 1 if keys[at - 1] == "خبرنگار" else at):
            continue
        for last in range(kind.end + 1, min(kind.end + 5, len(keys))):
            if "،" in reading.mark(last) or saying_verbs().at_fused(keys, last):
                return Credit(at, last, None, kept_name(tidy(reading.cut(at, last))))
            if reading.mark(last):
                break
    return None


def _talks_with(keys: list[str], at: int) -> bool:
    """Does «گفت‌وگو با» stand before word `at`?"""
    talk = ("گفتگو", "گفتوگو", "گفتوگوی", "مصاحبه")
    return keys[at - 1] == "با" and "".join(keys[max(at - 4, 0) : at - 1]).endswith(talk)


def is_credited(reading: Reading, match: Match) -> bool:
    """Does the text speak of the agency as its own: after «خبرنگار …», «گفت‌وگو با …», «به … گفت»?"""
    keys, at = reading.keys, match.start
    if keys[at] in ("خبرگزاری", "باشگاه") or any(key in _REPORTERS for key in keys[max(at - 5, 0) : at]):
        return match.value[1] or keys[at - 1] in _NAMES_AGENCY or keys[at - 1] in _DESK_SUBJECTS
    told = match.value[1] and keys[at - 1] == "به" and keys[match.end : match.end + 1] == ["گفت"]
    return _talks_with(keys, at) or told


def _is_branch(reading: Reading, at: int) -> bool:
    """«… مرکز گرگان»: the centre of a city behind the outlet's name."""
    return reading.keys[at] == "مرکز" and city_at(reading, at + 1) is not None


def _branch(reading: Reading, credit: Credit) -> str:
    """«صدا و سیمای مرکز مهاباد»: the regional branch of a national agency."""
    end = credit.end
    if reading.keys[end : end + 1] != ["مرکز"]:
        return ""
    last = end + 1
    while last < min(len(reading.words), end + 4) and not reading.mark(last):
        last += 1
    return tidy(reading.cut(end, last))


def _via(reading: Reading, credit: Credit) -> str:
    """Whom the agency itself quotes: «به نقل از روابط عمومی …»."""
    keys = reading.keys
    for at in range(credit.end, min(credit.end + 8, len(keys))):
        if found := QUOTING.at(keys, at):
            last = found.end
            while last < min(len(keys), found.end + 16) and not set(reading.words[last].gap) & set("،؛:.\n"):
                last += 1
            closed = last < len(keys) and set(reading.words[last].gap) & set("،؛:.\n")
            return tidy(reading.cut(found.end, last)) if closed else ""
    return ""


def _reporter(reading: Reading, credit: Credit) -> str:
    """«باشگاه خبرنگاران جوان؛ کاظمی فر - …»: a short name closed by a dash right after the agency."""
    end = credit.end
    if end >= len(reading.words) or not set(reading.words[end].gap) & set("؛:،-–"):
        return ""
    for last in range(end + 1, min(end + 4, len(reading.words))):
        gap = reading.mark(last)
        if gap in ("-", "–", "—"):
            named = reading.keys[end] not in _DESKS and not any(map(str.isdigit, reading.keys[end:last]))
            return tidy(reading.cut(end, last)) if named else ""
        if gap:
            return ""
    return ""
