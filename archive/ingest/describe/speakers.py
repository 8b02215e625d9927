"""The voices of one report: who is meant by a name, an office, a surname or «وی»."""

import re
from dataclasses import dataclass, field

from archive.gazetteer.tables import first_names, key_list
from archive.ingest.describe.answers import Span, Speaker
from archive.ingest.describe.offices import Office
from archive.ingest.describe.persons import Name
from archive.persian.spelling import squeeze


@dataclass(slots=True)
class Voice:
    """A voice as far as it is known yet."""

    name: str = ""
    honorific: str = ""
    role: str = ""
    organisation: str = ""
    place: str = ""
    as_printed: str = ""
    others: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    rule: str = ""


@dataclass(slots=True)
class Cast:
    """Everyone who speaks in a report, in order of appearance; `current` is whom «وی» means."""

    voices: list[Voice] = field(default_factory=list)
    current: Voice | None = None

    def known_names(self) -> frozenset[str]:
        """Keys by which the persons met so far may be called: surnames, and whole names."""
        keys = set()
        for voice in self.voices:
            words = [squeeze(word) for word in voice.name.split()] or [""]
            keys.update("".join(words[at:]) for at in range(len(words)))
            keys.update(
                words[-1][cut:] for cut in range(3, len(words[-1]) - 3) if words[-1][:cut] in first_names()
            )
        return frozenset(key for key in keys if len(key) > 2)

    def holds(self, office: Office) -> bool:
        """Has somebody spoken from this office already?"""
        return any(_same_office(voice, office) for voice in self.voices)

    def resolve(self, name: Name | None, office: Office | None, also: tuple[Office, ...] = ()) -> Voice:
        """The voice that this name and office mean, made when it is a new one; it becomes the current one."""
        voice = self._find(name, office)
        if voice is None:
            voice = Voice(rule="name-and-office" if name and office else "name" if name else "office")
            self.voices.append(voice)
        _learn(voice, name, office)
        for other in also:
            _learn(voice, None, other)
        self.current = voice
        return voice

    def _find(self, name: Name | None, office: Office | None) -> Voice | None:
        if name:
            return self._by_name(name) or self._unnamed_holder(office)
        return self._by_office(office)

    def _by_name(self, name: Name) -> Voice | None:
        key = squeeze(name.text)
        for voice in reversed(self.voices):
            known = squeeze(voice.name)
            if known and (known == key or _is_short_for(key, known) or _is_short_for(known, key)):
                return voice
        return None

    def _unnamed_holder(self, office: Office | None) -> Voice | None:
        """An office speaks in the lead, its holder's name comes in the next paragraph."""
        current = self.current
        if current and not current.name and (office is None or _same_office(current, office)):
            return current
        if office:
            return next((v for v in self.voices if not v.name and _same_office(v, office)), None)
        return None

    def _by_office(self, office: Office) -> Voice | None:
        current = self.current
        ordered = ([current] if current else []) + self.voices
        for voice in ordered:
            if _same_office(voice, office) or any(_alike(squeeze(o), _key(office)) for o in voice.others):
                return voice
        for voice in self.voices:
            if voice.name and _same_chair(voice, office):
                return voice
        if current and current.name and (not current.role or _second_office(current, office)):
            return current
        return None

    def speakers(self, province_of) -> tuple[Speaker, ...]:
        """The voices as they are kept; `province_of` tells an organisation's province."""
        return tuple(
            Speaker(
                id=self.id_of(voice),
                name=voice.name,
                honorific=voice.honorific,
                role=voice.role,
                organisation=voice.organisation,
                province=province_of(voice),
                as_printed=voice.as_printed,
                other_roles=tuple(voice.others),
                spans=tuple(voice.spans),
                rule=voice.rule,
                confidence=0.95 if voice.name and voice.role else 0.8,
            )
            for voice in self.voices
        )

    def id_of(self, voice: Voice) -> str:
        return f"S{next(at for at, known in enumerate(self.voices, 1) if known is voice)}"


def _learn(voice: Voice, name: Name | None, office: Office | None) -> None:
    if name:
        if len(squeeze(name.text)) > len(squeeze(voice.name)):
            voice.name = name.text
        voice.honorific = voice.honorific or name.honorific
    if office and not voice.role:
        voice.role, voice.organisation, voice.place = office.role, office.organisation, office.place
    elif office and not _same_office(voice, office):
        other = f"{office.role} {office.organisation}".strip()
        if all(squeeze(other) != squeeze(known) for known in voice.others):
            voice.others.append(other)
    elif office and office.role == voice.role and _fuller(office.organisation, voice.organisation):
        voice.organisation = office.organisation


def _fuller(new: str, old: str) -> bool:
    """Does the organisation's name gain by the new printing? «صمت» spelt out, a first word added."""
    return bool(new) and (
        ("(" in old and "(" not in new)
        or not old
        or squeeze(new).endswith(squeeze(old))
        and len(new) > len(old)
    )


def _is_short_for(short: str, full: str) -> bool:
    return len(short) > 2 and full.endswith(short)


def _key(office: Office) -> str:
    return squeeze(f"{office.role} {office.organisation}")


_PLACE = re.compile("استان|شهرستان|شهر")


def _core(organisation: str) -> str:
    return _PLACE.sub("", squeeze(organisation))


def _same_office(voice: Voice, office: Office) -> bool:
    """The same office, perhaps printed shorter: «رئیس صمت یزد», «رئیس سازمان صنعت … استان یزد»."""
    if not voice.role:
        return False
    ours, theirs = (squeeze(role).replace("مردم", "") for role in (voice.role, office.role))
    if ours != theirs and not (
        (ours.startswith(theirs) or theirs.startswith(ours)) and min(len(ours), len(theirs)) > 3
    ):
        return _same_but_reworded(voice, office, ours, theirs)
    return _alike(_core(voice.organisation), _core(office.organisation))


CHAIRS = key_list("chairs")


def _same_chair(voice: Voice, office: Office) -> bool:
    """«رئیس اورژانس دشتستان», then «مسئول اورژانس دشتستان»: one report knows one head of an organisation."""
    one_organisation = _core(voice.organisation) == _core(office.organisation) != ""
    return one_organisation and squeeze(voice.role) in CHAIRS and squeeze(office.role) in CHAIRS


def _same_but_reworded(voice: Voice, office: Office, ours: str, theirs: str) -> bool:
    """«معاون برنامه‌ریزی منابع انسانی …» and «معاون برنامه‌ریزی نیروی انسانی» of one ministry."""
    one_organisation = _core(voice.organisation) == _core(office.organisation) != ""
    return one_organisation and min(len(ours), len(theirs)) >= 16 and _alike(ours, theirs)


def _alike(ours: str, theirs: str) -> bool:
    """Two printings of one organisation: one within the other, or most pairs of letters shared."""
    if not ours or not theirs or ours in theirs or theirs in ours:
        return True
    pairs, others = _pairs(ours), _pairs(theirs)
    return len(pairs & others) > 0.75 * min(len(pairs), len(others))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


_CLERIC = re.compile("نماینده ولی|امام جمعه")
# Deputy ministers head the national bodies of their ministry.
_NATIONAL = re.compile("(?:کشور|ایران)$|^(?:سازمان|شرکت) ملی")


def _second_office(voice: Voice, office: Office) -> bool:
    """Members of parliament and heads of chambers are called by several offices."""
    if _CLERIC.match(voice.role) and _CLERIC.match(office.role):
        return True
    if (
        voice.role == "معاون وزیر"
        and office.kind in ("head", "seat")
        and _NATIONAL.search(office.organisation)
    ):
        return True
    in_parliament = "مجلس" in voice.organisation and (
        office.is_member_of_parliament or office.role.startswith("عضو")
    )
    first_word = voice.organisation.split()[:1]
    return in_parliament or (
        office.kind != "seat"
        and squeeze(voice.role) == squeeze(office.role)
        and bool(first_word)
        and first_word == office.organisation.split()[:1]
    )
