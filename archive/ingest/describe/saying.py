"""Verbs of saying in the text, however they are printed."""

from collections.abc import Iterator

from archive.gazetteer.matcher import Match
from archive.gazetteer.tables import SayingVerb, saying_verbs
from archive.ingest.describe.indirect import BECAME, first_of
from archive.ingest.describe.reading import Reading, Sentence

# «خواستار … شد»: the second half of the verb stands at most so many words behind the first.
LONGEST_DEMAND = 60
DEMAND = SayingVerb("خواستار شد", frozenset("S"))


def verbs_in(reading: Reading, first: int, last: int) -> Iterator[Match]:
    keys, at = reading.keys, first
    while at < last:
        found = saying_verbs().at_fused(keys, at, last) or _run_into(reading, at)
        if found and not _is_talk(keys, found):
            yield found
            at = found.end
        else:
            at += 1


def _run_into(reading: Reading, at: int) -> Match | None:
    """A verb printed onto the word before it, known by its colon: «کشورگفت:»."""
    key = reading.keys[at]
    if ":" not in reading.gap(at + 1):
        return None
    for verb in ("گفت", "افزود"):
        if key.endswith(verb) and len(key) > len(verb) + 1:
            return Match(at, at + 1, saying_verbs().get(verb))
    return None


def _is_talk(keys: list[str], found: Match) -> bool:
    """«گفت و گو» is a conversation, in any spacing."""
    if keys[found.end - 1] == "گفت" and "".join(keys[found.end : found.end + 1]).startswith("وگو"):
        return True
    return (
        keys[found.end - 1] == "گفت"
        and keys[found.end : found.end + 1] == ["و"]
        and keys[found.end + 1 : found.end + 2] in (["گو"], ["گوی"], ["گویی"], ["شنود"])
    )


def demands_in(reading: Reading, sentence: Sentence) -> Iterator[Match]:
    """«خواستار X شد»: the words stand between the halves of the verb; the match is its first half."""
    for at in range(sentence.first, sentence.last):
        if reading.keys[at] == "خواستار" and first_of(
            reading.keys, BECAME, at + 2, min(sentence.last, at + LONGEST_DEMAND)
        ):
            yield Match(at, at + 1, DEMAND)


def is_plural(reading: Reading, hits: list[Match]) -> bool:
    """Several people said it («تأکید کردند»), so it is not the last speaker who goes on."""
    return any(reading.keys[hit.end - 1].endswith(("ند", "هاند")) for hit in hits)
