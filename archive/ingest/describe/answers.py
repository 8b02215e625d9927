"""What describing answers: values, each with the rule and the words that decided it."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A stretch of one part of the report: part_text[start:end], in code points."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A value and its evidence. `part` is "title", "kicker", "body", "head" (the date line) or "given" (said
    beside the text); `start` and `end` are offsets into that part's text; `confidence` lies between 0 and 1.
    """

    value: Any
    rule: str
    part: str
    start: int
    end: int
    confidence: float = 1.0


class SourceName(NamedTuple):
    """Who published: the agency's name (and slug when known), its branch, whom it quotes, its reporter."""

    name: str
    slug: str = ""
    branch: str = ""
    via: str = ""
    reporter: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice in one report: a person, or an office whose holder is not named.

    `id` is local ("S1"); `province` is a slug; `spans` are the places where the voice is introduced.
    """

    id: str
    name: str = ""
    honorific: str = ""
    role: str = ""
    organisation: str = ""
    province: str = ""
    as_printed: str = ""
    other_roles: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words given to a speaker. `kind` is "direct", "indirect" or "headline"; `inferred` when the sentence
    itself does not name the speaker («وی», «این مسئول», nobody at all).
    """

    speaker: str
    verb: str
    kind: str
    part: str
    start: int
    end: int
    inferred: bool = False
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with its unit, as printed in part_text[start:end].

    `value` is in the unit itself (5700 نفر); `upper` ends a range; `direction` is "up", "down" or "";
    `speaker` is the id of whoever said it, "" when the report itself does.
    """

    raw: str
    value: float | int
    upper: float | int | None
    unit: str
    unit_kind: str
    subject: str
    part: str
    start: int
    end: int
    speaker: str = ""
    qualifier: str = ""
    direction: str = ""
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that is known of a report. Two descriptions of the same text are equal.

    Fields hold an Answer, or None (an empty tuple) when the text does not say: nothing is guessed.
    """

    title: Answer | None = None
    kicker: Answer | None = None
    lead_end: int = 0
    body: str = ""
    footer: str = ""
    date: Answer | None = None
    source: Answer | None = None
    url: Answer | None = None
    dateline_city: Answer | None = None
    main_province: Answer | None = None
    provinces: tuple[Answer, ...] = ()
    places: tuple[Answer, ...] = ()
    industries: tuple[Answer, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    figures: tuple[Figure, ...] = ()
    periods: tuple[Answer, ...] = ()
    parts: dict[str, str] = field(default_factory=dict, repr=False)
