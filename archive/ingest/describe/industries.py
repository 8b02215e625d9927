"""The sectors of the economy that a report speaks of."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from archive.gazetteer import industries
from archive.gazetteer.matcher import Phrases
from archive.gazetteer.tables import fixed_lists, key_list
from archive.ingest.describe.answers import Answer
from archive.ingest.describe.reading import Reading

# A sector that the title names, or that the body names so often.
OFTEN = 2
# Sectors whose words are in every report of this archive count only when named more than others do.
EVERYWHERE = {"finance": 3}
MAKES = key_list("makes")


@cache
def _terms() -> Phrases[str]:
    return Phrases((term, sector.slug) for sector in industries() for term in sector.terms)


def industries_of(readings: Sequence[Reading]) -> tuple[Answer, ...]:
    """Sectors by slug, the most named first, each with the words that name it first."""
    counts: Counter[str] = Counter()
    evidence: dict[str, Answer] = {}
    for reading in readings:
        headed = reading.part in ("title", "kicker")
        for match in _terms().find(reading.keys):
            if _is_office_name(reading, match.start):
                continue
            made = match.start > 0 and reading.keys[match.start - 1] in MAKES
            counts[match.value] += 2 if headed or made else 1
            start, end = reading.words[match.start].start + match.fused, reading.words[match.end - 1].end
            evidence.setdefault(
                match.value, Answer(match.value, "industry-term", reading.part, start, end, 0.8)
            )
    return tuple(
        evidence[slug] for slug, count in counts.most_common() if count >= EVERYWHERE.get(slug, OFTEN)
    )


def _is_office_name(reading: Reading, at: int) -> bool:
    """«صنعت، معدن و تجارت» is an office, not the three sectors."""
    return any(
        (found := fixed_lists().at(reading.keys, start)) is not None and found.end > at
        for start in range(max(0, at - 3), at + 1)
    )
