"""Headlines that are somebody's words: «استاندار یزد: صادرات پسته دو برابر شد»."""

from dataclasses import replace

from archive.ingest.describe.answers import Quotation
from archive.ingest.describe.indirect import Said
from archive.ingest.describe.quotations import quotation_of, voice_of
from archive.ingest.describe.reading import Reading, Sentence
from archive.ingest.describe.speakers import Cast
from archive.ingest.describe.subjects import FINITE, subject_of

# The speaker's name and office take at most so many words of a title.
LONGEST_SPEAKER = 14


def headline(kicker: Reading, title: Reading, cast: Cast, said: list[Quotation]) -> list[Quotation]:
    """The title as its speaker's words, when the kicker or the title before its colon names one.

    `said` are the quotations found by verbs; a title that runs on into the lead holds both.
    """
    if not title.words:
        return []
    if kicker.words and kicker.text.rstrip().endswith(":"):
        return _quoted(kicker, len(kicker.words), title, 0, cast, "kicker")
    for at in range(1, min(len(title.words), LONGEST_SPEAKER)):
        if title.mark(at) == ":":
            found = _quoted(title, at, title, at, cast, "title-colon")
            return [_before_the_lead(title, at, quotation, said) for quotation in found]
    return []


def _quoted(who: Reading, end: int, title: Reading, first: int, cast: Cast, rule: str) -> list[Quotation]:
    """The title from word `first`, said by whom words [0:end) of `who` name, if they name somebody."""
    sentence = Sentence(0, end, 0, len(who.text), 0)
    subject = subject_of(who, sentence, end, cast, strict=True)
    if subject is None or not subject.explicit or subject.end != end:
        return []
    voice = voice_of(who, cast, subject)
    whole = Sentence(0, len(title.words), 0, len(title.text), 0)
    said = Said(":", "headline", first, None, rule)
    return [quotation_of(title, said, whole, cast.id_of(voice), False)] if voice else []


def _before_the_lead(title: Reading, first: int, quotation: Quotation, said: list[Quotation]) -> Quotation:
    """End the headline where its last clause ends before the words of the next quotation."""
    later = min((one.start for one in said if one.start > quotation.start), default=None)
    if later is None:
        return quotation
    ends = [
        at
        for at in range(first, len(title.words))
        if title.keys[at] in FINITE and title.words[at].end < later
    ]
    return replace(quotation, end=title.words[ends[0]].end) if ends else quotation
