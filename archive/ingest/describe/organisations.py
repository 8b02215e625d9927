"""Organisations at their fullest: what one sentence shortens, another may print whole."""

import re
from collections.abc import Iterator, Sequence

from archive.gazetteer.tables import roles
from archive.ingest.describe.offices import Office, kept_organisation, office_at
from archive.ingest.describe.places import Named
from archive.ingest.describe.reading import Reading
from archive.ingest.describe.speakers import Cast, Voice
from archive.ingest.describe.subjects import FINITE
from archive.persian.spelling import squeeze

# Words that reports leave out before a name: «مدیر جهاد کشاورزی» of the «سازمان جهاد کشاورزی».
_LEFT_OUT = ("سازمان", "شرکت", "اداره کل", "اداره")
_HERE = re.compile("این (استان|شهرستان|شهر|بخش)$")


def complete(cast: Cast, reading: Reading, named: Named) -> None:
    """Give each voice's organisation the fullest form that the report prints."""
    offices = list(_offices(reading))
    text = "".join(reading.keys)
    for voice in cast.voices:
        voice.organisation = _named_here(voice.organisation, named)
        if voice.organisation:
            voice.organisation = _with_first_word(_fullest(voice, offices), text)


def _offices(reading: Reading) -> Iterator[Office]:
    for match in roles().find(reading.keys):
        start = match.start
        if not match.fused and (office := office_at(reading, start, len(reading.words))):
            yield office


def _fullest(voice: Voice, offices: Sequence[Office]) -> str:
    """A longer printing of the same role's organisation that holds ours and at most three words more."""
    best, key = voice.organisation, squeeze(voice.organisation)
    for office in offices:
        more = len(office.organisation.split()) - len(best.split())
        same_role = squeeze(office.role) == squeeze(voice.role)
        is_name = not any(squeeze(word) in FINITE for word in office.organisation.split())
        if same_role and is_name and 0 < more <= 3 and key in squeeze(office.organisation):
            best = office.organisation
    return best


def _with_first_word(organisation: str, text: str) -> str:
    words = organisation.split()
    if len(words) < 2 or organisation.startswith(_LEFT_OUT):
        return organisation
    for word in _LEFT_OUT:
        if squeeze(f"{word} {words[0]} {words[1]}") in text:
            return f"{word} {organisation}"
    return organisation


def _named_here(organisation: str, named: Named) -> str:
    """«فرمانداری این شهرستان» with the county that the report names."""
    match = _HERE.search(organisation)
    if not match:
        return organisation
    wants_province = match[1] == "استان"
    printed = (
        reading.text[reading.words[place.start].start + place.fused : reading.words[place.end - 1].end]
        for reading, places in named
        for place in places
        if place.is_province == wants_province
    )
    name = next(printed, "")
    return kept_organisation(f"{organisation[: match.start()]}{name}")
