"""The figures of a report that are set large above its text."""

from dataclasses import dataclass
from itertools import islice

from archive.models import Article, Figure
from archive.paragraphs import paragraph_of
from archive.persian.display import scaled

MOST_KEY_FIGURES = 4
#: From here on, things merely counted tell something.
MANY = 100
#: How long something takes is rarely what a report is about.
DURATIONS = frozenset(("ثانیه", "دقیقه", "ساعت", "روز", "شب", "هفته", "ماه", "فصل", "سال"))


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure set large: its digits, its unit with the number word, what it measures, its paragraph."""

    digits: str
    unit: str
    subject: str
    paragraph: int


def key_figures(report: Article) -> list[KeyFigure]:
    """The first figures that tell something."""
    telling = filter(_is_telling, report.figures.all())
    return [
        KeyFigure(
            *_value_and_unit(figure),
            figure.subject if figure.subject != figure.unit else "",
            paragraph_of(report.body, figure.part, figure.start),
        )
        for figure in islice(telling, MOST_KEY_FIGURES)
    ]


def _is_telling(figure: Figure) -> bool:
    """Whether a figure says what it measures; things merely counted («۳ نفر») must be many."""
    if not figure.subject or not figure.unit or figure.unit in DURATIONS:
        return False
    return figure.subject != figure.unit or figure.value >= MANY


def _value_and_unit(figure: Figure) -> tuple[str, str]:
    """«۴۱٫۷» and «میلیارد دلار»; a range keeps one number word where both ends have the same."""
    digits, word = scaled(figure.value)
    if figure.upper is not None:
        upper, upper_word = scaled(figure.upper)
        digits = f"{digits} تا {upper}" if word == upper_word else f"{digits} {word} تا {upper}"
        word = upper_word
    return digits, f"{word} {figure.unit}".strip()
