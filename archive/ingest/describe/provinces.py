"""Which province a report is about, weighed from title, opening, dateline and the speakers' offices."""

from collections import defaultdict
from dataclasses import dataclass, field

from archive.ingest.describe.answers import Answer, Speaker
from archive.ingest.describe.places import Found, Named, answer_at
from archive.ingest.describe.reading import Reading

WEIGHT = {"title": 3.0, "kicker": 3.0, "body": 1.0}
OPENING, OPENING_WEIGHT = 400, 1.5
DATELINE_WEIGHT = 2.5
# The first speaker's office; the second counts half, the third a third.
SPEAKER_WEIGHT = 4.0
# Below this a province is only mentioned, as it is when it weighs less than a quarter of the weightiest.
LEAST, LEAST_SHARE = 1.5, 0.25
# A national voice that names provinces: one of them must weigh so much, unless the title names it.
LEAST_OF_NATIONAL = 6.0


@dataclass(slots=True)
class _Ballot:
    """Weights by province, with the best evidence for each: its own name before places in it."""

    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    evidence: dict[str, Answer] = field(default_factory=dict)

    def add(self, answer: Answer, weight: float) -> None:
        slug = answer.value
        self.weights[slug] += weight
        known = self.evidence.get(slug)
        if known is None or (answer.rule == "province-name" and known.rule != "province-name"):
            self.evidence[slug] = answer

    def ranked(self) -> list[str]:
        return sorted(self.evidence, key=lambda slug: -self.weights[slug])


def provinces_of(
    named: Named,
    dateline: Answer | None,
    dateline_province: str,
    speakers: tuple[Speaker, ...],
) -> tuple[Answer | None, tuple[Answer, ...]]:
    """The main province and all that the report is about, the weightiest first, each with its words."""
    ballot = _Ballot()
    for reading, places in named:
        for place in places:
            rule = "province-name" if place.is_province else "place-in-province"
            ballot.add(answer_at(reading, place, place.province, rule), _weight(reading, place))
    for number, speaker in enumerate(speakers, 1):
        if speaker.province and speaker.spans and not _sits_in_parliament(speaker):
            answer = Answer(speaker.province, "speaker-office", *speaker.spans[0], 0.8)
            ballot.add(answer, SPEAKER_WEIGHT / number)
    if dateline and dateline_province:
        span = (dateline.part, dateline.start, dateline.end)
        ballot.add(Answer(dateline_province, "dateline", *span, 0.8), DATELINE_WEIGHT)
    ranked = ballot.ranked()
    if not ranked:
        return None, ()
    least = max(LEAST, LEAST_SHARE * ballot.weights[ranked[0]])
    chosen = tuple(ballot.evidence[slug] for slug in ranked if ballot.weights[slug] >= least)
    is_main = _is_main(ranked[0], ballot.weights, named, dateline_province, speakers)
    return (ballot.evidence[ranked[0]] if is_main else None), chosen


def _sits_in_parliament(speaker: Speaker) -> bool:
    """A constituency says little: members of parliament speak of the whole country."""
    return speaker.role.startswith("نماینده مردم") or "مجلس" in speaker.organisation


def _is_main(
    slug: str,
    weights: dict[str, float],
    named: Named,
    dateline_province: str,
    speakers: tuple[Speaker, ...],
) -> bool:
    """Is the weightiest province the report's own? National voices name provinces, too."""
    national = bool(speakers) and bool(speakers[0].role) and not speakers[0].province
    if not national or dateline_province == slug:
        return weights[slug] >= LEAST
    headed = any(
        place.province == slug
        for reading, places_named in named
        if reading.part != "body"
        for place in places_named
    )
    return weights[slug] >= (LEAST if headed else LEAST_OF_NATIONAL)


def _weight(reading: Reading, found: Found) -> float:
    weight = WEIGHT.get(reading.part, 1.0)
    if reading.part == "body" and reading.words[found.start].start < OPENING:
        weight = OPENING_WEIGHT
    return weight * (1.0 if found.is_province else 0.6) + (1.0 if found.certain else 0.0)
