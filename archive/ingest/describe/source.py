"""Who published the report: agency, branch, whom it quotes, reporter; and the city of its dateline."""

from typing import NamedTuple

from archive.gazetteer import Agency
from archive.gazetteer.matcher import Match, Phrases
from archive.gazetteer.tables import key_list
from archive.ingest.describe.agencies import agency_names
from archive.ingest.describe.answers import Answer, SourceName
from archive.ingest.describe.places import Found, city_at
from archive.ingest.describe.reading import Reading, tidy

# Where a report credits its agency: words of the opening, of the whole text for «گفت‌وگو با خبرنگار …».
OPENING = 60
REPORT = Phrases((words, True) for words in ("به گزارش", "بنا به گزارش", "بر اساس گزارش", "براساس گزارش"))
QUOTING = Phrases((words, True) for words in ("به نقل از", "نقل از"))
_NAMES_AGENCY = frozenset(
    ("خبرگزاری", "خبرنگار", "خبرنگاران", "روزنامه", "گزارش", "سایت", "پایگاه", "تحریریه")
)
_GENERIC = key_list("generic")


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
    return _at_head(reading) or _in_conversation(reading)


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
    return enough or match.start == first or keys[match.start - 1] in _NAMES_AGENCY


def _named(reading: Reading, first: int) -> Credit | None:
    """«به گزارش نشریه الکترونیکی نگاه، …»: a publisher that no list knows."""
    last = first
    while last < min(len(reading.words), first + 7):
        if last > first and reading.mark(last):
            break
        if reading.keys[last] in ("از", "به", "در"):
            break
        last += 1
    words = [key for key in reading.keys[first:last] if key not in _GENERIC]
    if not words or last - first > 6:
        return None
    return Credit(first, last, None, tidy(reading.cut(first, last)))


def _at_head(reading: Reading) -> Credit | None:
    """«خبرگزاری تسنیم: …», «اراک - ایرنا - …», «باشگاه خبرنگاران جوان؛ …»."""
    keys = reading.keys
    for at in range(min(6, len(keys))):
        match = agency_names().at(keys, at)
        alone = at == 0 and reading.gap(match.end).strip().startswith(":") if match else False
        if match and (match.value[1] or alone) and set(reading.gap(match.end)) & set(":؛-–—/"):
            return Credit(at, match.end, match.value[0], match.value[0].name)
    return None


def _in_conversation(reading: Reading) -> Credit | None:
    """«… در گفت‌وگو با خبرنگار فارس در اردبیل …»."""
    keys = reading.keys
    for at in range(min(len(keys) - 1, 150)):
        if keys[at] in ("خبرنگار", "خبرگزاری", "خبرنگاران"):
            for start in (at, at + 1, at + 2, at + 3, at + 4, at + 5):
                match = agency_names().at(keys, start) if start < len(keys) else None
                if match and (match.value[1] or keys[start - 1] in _NAMES_AGENCY):
                    return Credit(start, match.end, match.value[0], match.value[0].name)
    return None


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
            return tidy(reading.cut(end, last))
        if gap:
            return ""
    return ""


_FROM = frozenset(("از", "در", "مرکز", "منطقه"))


def dateline_of(reading: Reading, source: Answer | None) -> tuple[Answer | None, str]:
    """The city the report was sent from, and the slug of its province («از مهاباد»: west-azerbaijan)."""
    if source is None:
        return _city_first(reading)
    after = next(
        (at for at, word in enumerate(reading.words) if word.start >= source.end), len(reading.words)
    )
    for at in range(after, min(after + 7, len(reading.words))):
        if at > after and set(reading.words[at].gap) & set("؛:.\n"):
            break
        if reading.keys[at - 1] in _FROM and (found := city_at(reading, at)):
            return _as_dateline(reading, found), found.province
    return _city_first(reading)


def _city_first(reading: Reading) -> tuple[Answer | None, str]:
    """«اراک - ایرنا - …», «تبریز، خبرنگار همشهری: …», «خبرنگاران تبریز؛ …»."""
    for at in range(min(3, len(reading.words))):
        if found := city_at(reading, at):
            mark = reading.mark(found.end)
            follows = reading.keys[found.end : found.end + 1]
            if (
                mark[:1] in ("-", "–", "—", "/", "؛")
                or follows in (["خبرنگار"], ["خبرگزاری"])
                or (mark[:1] == ":" and at == 0)
            ):
                return _as_dateline(reading, found), found.province
    return None, ""


def _as_dateline(reading: Reading, found: Found) -> Answer:
    start, end = reading.words[found.start].start, reading.words[found.end - 1].end
    return Answer(found.name, "dateline", reading.part, start, end, 0.97)
