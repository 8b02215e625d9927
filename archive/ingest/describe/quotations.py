"""Who said what: verbs of saying, the subject before them, the words around them."""

from collections.abc import Iterator
from dataclasses import replace

from archive.gazetteer.matcher import Match, Phrases
from archive.ingest.describe.answers import Quotation, Span
from archive.ingest.describe.credits import after_credit
from archive.ingest.describe.indirect import (
    Said,
    object_of,
    that_clause_starts,
    that_clauses,
)
from archive.ingest.describe.reading import Reading, Sentence, tidy
from archive.ingest.describe.saying import demands_in, is_plural, verbs_in
from archive.ingest.describe.speakers import Cast, Voice
from archive.ingest.describe.subjects import Subject, subject_of

ACCORDING_TO = Phrases((words, True) for words in ("به گفته", "بنا به گفته", "بنا بر گفته", "به گفته‌ی"))
# Verbs that media use of each other; a paper is no speaker.
_WRITTEN = frozenset(("نوشت", "گزارش داد", "گزارش کرد"))


def quotations(reading: Reading, cast: Cast) -> list[Quotation]:
    """Every quotation of one part of the report; speakers are added to `cast` as they come."""
    found: list[Quotation] = []
    open_paragraph = None
    heading = reading.part != "body"
    for sentence in reading.sentences:
        inside = open_paragraph == sentence.paragraph
        said, subject = _attributions(reading, sentence, cast, inside)
        if not said:
            if found and found[-1].kind == "direct" and _continues(reading, sentence, open_paragraph):
                found[-1] = replace(found[-1], end=sentence.end)
                open_paragraph = sentence.paragraph
            elif not inside:
                _introduce(reading, sentence, cast)
            continue
        if found and inside:
            found[-1] = _closed(reading, found[-1], sentence.start)
        voice = voice_of(reading, cast, subject)
        if voice is None:
            continue
        for one in said:
            one = one._replace(kind="headline") if heading else one
            found.append(quotation_of(reading, one, sentence, cast.id_of(voice), subject.inferred))
        open_paragraph = sentence.paragraph if said[-1].last is None else None
    return [one for one in found if one.end - one.start > 2]


CONTINUES = Phrases((words, True) for words in ("ضمن اینکه", "ضمن این که", "چرا که", "زیرا", "به طوری که"))


def _continues(reading: Reading, sentence: Sentence, open_paragraph: int | None) -> bool:
    """A paragraph of its own that still belongs to the words before it: «ضمن اینکه …»."""
    just_before = open_paragraph is not None and sentence.paragraph == open_paragraph + 1
    return just_before and CONTINUES.at(reading.keys, sentence.first) is not None


def _introduce(reading: Reading, sentence: Sentence, cast: Cast) -> None:
    """An office spoke in the lead; the next paragraph names its holder, if only by telling where he was."""
    start = after_credit(reading, sentence)
    if cast.current is None or cast.current.name or start == sentence.first or sentence.paragraph > 2:
        return
    subject = subject_of(reading, sentence, sentence.last, cast, strict=True)
    if subject and subject.name and subject.name.end - subject.name.first > 1 and not subject.office:
        voice_of(reading, cast, subject)


def voice_of(reading: Reading, cast: Cast, subject: Subject) -> Voice | None:
    """The voice that a subject means, None when «وی» has nobody to stand for; remembers where it is named."""
    if not subject.name and not subject.office:
        if cast.current is None and subject.inferred:
            return None
        return cast.current
    voice = cast.resolve(subject.name, subject.office, subject.also)
    span = Span(reading.part, reading.words[subject.start].start, reading.words[subject.end - 1].end)
    voice.spans.append(span)
    voice.as_printed = voice.as_printed or tidy(reading.text[span.start : span.end])
    return voice


def _closed(reading: Reading, quotation: Quotation, before: int) -> Quotation:
    """A quotation that runs on ends where the next one's sentence begins."""
    end = min(quotation.end, before)
    return replace(quotation, end=quotation.start + len(reading.text[quotation.start : end].rstrip()))


def quotation_of(reading: Reading, said: Said, sentence: Sentence, speaker: str, inferred: bool) -> Quotation:
    if said.last is None:
        start = reading.words[said.first].start if said.first < len(reading.words) else len(reading.text)
        before = reading.words[said.first - 1].end
        # an opening « belongs to the words it opens
        opening = reading.text[before:start].rfind("«")
        start = before + opening if opening >= 0 else start
        end = max(reading.paragraph_end(start), sentence.end)
        end = start + len(reading.text[start:end].rstrip())
    else:
        start, end = reading.words[said.first].start, reading.words[said.last - 1].end
        if said.last == sentence.last:
            end = sentence.end
    return Quotation(
        speaker,
        said.verb,
        said.kind,
        reading.part,
        start,
        end,
        inferred,
        said.rule,
        0.75 if inferred else 0.95,
    )


def _attributions(
    reading: Reading, sentence: Sentence, cast: Cast, inside: bool
) -> tuple[list[Said], Subject | None]:
    """What the sentence says somebody said, and who that is; nothing for sentences that only tell.

    Inside an open quotation only a sentence that begins with its subject counts.
    """
    hits = sorted(
        [*verbs_in(reading, sentence.first, sentence.last), *demands_in(reading, sentence)],
        key=lambda hit: hit.start,
    )
    if not hits and not any(that_clause_starts(reading, sentence.first, sentence.last)):
        return _according(reading, sentence, cast, inside)
    subject = subject_of(reading, sentence, hits[0].start if hits else sentence.last, cast, strict=inside)
    if subject is None:
        return _according(reading, sentence, cast, inside)
    said = list(_said(reading, sentence, subject, hits))
    if said and not subject.explicit and is_plural(reading, hits):
        return [], None
    if said and not subject.explicit and subject.inferred and said[-1].kind != "direct":
        opening = reading.keys[subject.start : subject.start + 1]
        if inside or not (opening and opening[0].startswith(("با", "ضمن"))):
            return [], None
    if (
        said
        and not subject.name
        and not subject.office
        and said[-1].verb in _WRITTEN
        and cast.current is None
    ):
        return [], None
    return said, subject


def _said(reading: Reading, sentence: Sentence, subject: Subject, hits: list[Match]) -> Iterator[Said]:
    at = subject.end
    for hit in hits:
        if hit.start < at:
            continue
        clause = _clause(reading, hit, sentence.last)
        clauses = list(that_clauses(reading, at, hit, sentence))
        yield from clauses
        if clauses:
            at = clauses[-1].last
        if before := object_of(reading, at, hit, sentence, clause is not None):
            yield before
            at = max(at, (before.last or at) + 1) if before.rule == "demand" else at
        if clause is not None:
            hopes = "K" in hit.value.frames and ":" not in reading.gap(hit.end)
            kind = "indirect" if hopes else "direct"
            verb = tidy(reading.cut(hit.start, hit.end))
            yield Said(
                verb.removeprefix("و") if hit.fused else verb,
                kind,
                clause,
                None if kind == "direct" else sentence.last,
                "verb-clause",
            )
            return
        at = hit.end
    yield from that_clauses(reading, at, None, sentence)


def _clause(reading: Reading, hit: Match, last: int) -> int | None:
    """The word where the clause after a verb begins; None when no clause follows."""
    frames, after = hit.value.frames, hit.end
    if "C" not in frames or after > last:
        return None
    gap = reading.gap(after)
    if ":" in gap or "؛" in gap.split("\n")[0]:
        return after
    if after >= last:
        return None
    if (
        "K" in frames
        and gap.strip() in ("", "،")
        and reading.keys[after] not in ("و", "که")
        and last - after > 3
    ):
        return after
    if reading.keys[after] == "که" and not gap.strip():
        if ":" in reading.gap(after + 1) or after + 2 < last:
            return after + 1
        return None
    if reading.keys[after] in ("است", "بود") and ":" in reading.gap(after + 1):
        return after + 1
    bare = (
        "B" in frames
        and gap.strip() in ("", "،")
        and reading.keys[after] not in ("و", "تا")
        and last - after > 4
    )
    return after if bare and hit.end - hit.start >= 1 and not _objects(reading, hit) else None


def _objects(reading: Reading, hit: Match) -> bool:
    return hit.start > 0 and reading.keys[hit.start - 1] in ("را",)


def _is_somebody(subject: Subject) -> bool:
    """A person or «وی», not «به گفته کارشناسان» within somebody's own words."""
    return subject.inferred or subject.name is not None


def _according(
    reading: Reading, sentence: Sentence, cast: Cast, inside: bool
) -> tuple[list[Said], Subject | None]:
    """«به گفته X، …»: what follows is X's, indirectly."""
    found = ACCORDING_TO.at(reading.keys, sentence.first, sentence.last)
    if not found:
        return [], None
    subject = subject_of(reading, Sentence(found.end, *sentence[1:]), sentence.last, cast, strict=True)
    if subject is None or not subject.explicit or (inside and not _is_somebody(subject)):
        return [], None
    verb = tidy(reading.cut(found.start, found.end))
    return [Said(verb, "indirect", subject.end, sentence.last, "according-to")], subject
