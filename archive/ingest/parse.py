"""A report's text taken apart: kicker, title, date line, body and footer, clean of what nobody can read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from archive.ingest.outlets import outlet_in
from archive.persian.dates import Precision, parse_date
from archive.persian.spelling import ZWNJ, clean, fold, squeeze

# A title is one line of at most so many words; longer lines are already the report.
TITLE_WORDS = 28
KICKER_WORDS = 14

_HTML = re.compile(
    r"<(?:!doctype|html|body|div|p|br|span|h[1-6]|article|table|a)\b[^>]{0,500}>", re.IGNORECASE
)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HEAD_DATE = re.compile(r"\s*(?:date\s+)([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+|$)", re.IGNORECASE)
_HEAD_DATE_IN_WORDS = re.compile(
    r"\s*(?:[^\W\d_]+(?:[ \u200c][^\W\d_]+)?\s+)?\d{1,2}\s+[^\W\d_]+\s+\d{4}\s+ساعت\s+\d{1,2}\s*:\s*\d{2}\s+"
)
_DATE_LABEL = re.compile(r"^(?:تاریخ(?: انتشار| خبر)?|زمان انتشار)\s*[::]\s*")
# What closes a report: end marks, codes of the news desk, labels of the site's own page.
_FOOTER = re.compile(
    r"^(?:[0-9/\s*]*انتهای\s*(?:پیام|خبر)|[/\s]*پایان\s*(?:پیام|خبر)|کد\s*(?:خبر|مطلب|خبرنگار)|نظر\s*شما|لینک\s*کوتاه|منبع\s*:|"
    r"خبرنگار\s*:|[/.]?\s*[پقذک]\s*[/.]?$|[/\s]*[0-9*۰-۹/.،ذپقحک\s]+$)"
)
_SAYS = re.compile(r"(?:گفت|افزود|کرد|داشت|داد|شد|نوشت|است)\s*[:؛.]")
_CREDIT = re.compile(
    r"^(?:به\s*گزارش|به\s*نقل\s*از|در\s*گفت\s*و\s*گو)|گفت\s*و?\s*گو(?:یی|ی)?\s*با\s*(?:خبرنگار|خبرگزاری)"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parts of a report. `body` holds its paragraphs, one a line, the lead first;
    `body[:lead_end]` is the lead, nothing when `lead_end` is 0. `title` is "" when there is none.
    """

    kicker: str = ""
    title: str = ""
    body: str = ""
    lead_end: int = 0
    footer: str = ""
    date_line: str = ""
    title_given: bool = False

    def part(self, name: str) -> str:
        """The text that evidence offsets count in: "title", "kicker", "body" or "head" (the date line)."""
        return self.date_line if name == "head" else getattr(self, name)


def parse(text: str, hints: Mapping[str, str] | None = None) -> Parsed:
    """Take a report's text apart; a title in `hints` is believed. Works for any text, in linear time."""
    given = readable(" ".join((hints or {}).get("title", "").split())).strip()
    lines, heading = _lines(text)
    date_line, lines, heading = _take_date(lines, heading)
    body, footer = _split_footer(lines)
    if given:
        kicker, title = _split_kicker(given)
        if body and squeeze(body[0]) == squeeze(given):
            body = body[1:]
    else:
        kicker, title, body = _take_title(body, heading)
        if not date_line and body and (found := _date_of_line(body[0])):
            date_line, body = found, body[1:]
    return Parsed(kicker, title, "\n".join(body), _lead_end(body), "\n".join(footer), date_line, bool(given))


def readable(text: str) -> str:
    """`text` as a reader sees it: no control characters, no markdown marks, no HTML."""
    text = clean(text).replace("\r", "\n")
    if _HTML.search(text[:2000]):
        text = _text_of_html(text)
    text = _LINK.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", text))


def _plain(line: str) -> str:
    """A line as the patterns read it: folded, and half-spaces closed, as in texts that have none."""
    return fold(line).replace(ZWNJ, "")


def _lines(text: str) -> tuple[list[str], str]:
    """The lines that say something, and the first of them that is a markdown heading ("" when none is)."""
    lines, heading = [], ""
    for raw in readable(text).split("\n"):
        line = _HEADING.sub("", raw).strip()
        if not any(char.isalnum() for char in line):
            continue
        if line != raw.strip() and not heading and len(lines) < 4:
            heading = line
        lines.append(line)
    return lines, heading


def _take_date(lines: list[str], heading: str) -> tuple[str, list[str], str]:
    """A date printed at the head of the text («date 2025-12-25 …») or as a line among the first four."""
    if lines and (match := _HEAD_DATE.match(lines[0])):
        rest = lines[0][match.end() :]
        return match[0].strip(), ([rest] if rest else []) + lines[1:], heading
    if lines and (match := _HEAD_DATE_IN_WORDS.match(lines[0])) and (date := _date_of_line(match[0].strip())):
        return date, [lines[0][match.end() :], *lines[1:]], heading
    for at, line in enumerate(lines[:4]):
        if date := _date_of_line(line):
            return date, lines[:at] + lines[at + 1 :], heading
    # The outlet's own line stays where it is: it says who published as well.
    beside = (outlet.date for line in lines[:4] if (outlet := outlet_in(line)) and outlet.date)
    return next(beside, ""), lines, heading


def _date_of_line(line: str) -> str:
    """The line when it is a whole date and nothing else, else ""."""
    if len(line) > 60 or not any(char.isdigit() for char in line):
        return ""
    try:
        found = parse_date(_DATE_LABEL.sub("", line))
    except ValueError:
        return ""
    return line if found.precision == Precision.DAY else ""


def _split_footer(lines: list[str]) -> tuple[list[str], list[str]]:
    end = len(lines)
    while end and _FOOTER.match(_plain(lines[end - 1])) and len(lines[end - 1]) < 80:
        end -= 1
    return lines[:end], lines[end:]


def _take_title(lines: list[str], heading: str) -> tuple[str, str, list[str]]:
    """Kicker, title and what follows: a markdown heading, else a short first line with a report below it."""
    outlet = outlet_in(lines[0]) if lines else None
    if outlet and outlet.is_whole_line and len(lines) > 1:
        kicker, title, rest = _take_title(lines[1:], heading)
        return kicker, title, [lines[0], *rest]
    if heading in lines[:3]:
        at = lines.index(heading)
        return " ".join(lines[:at]), heading, lines[at + 1 :]
    kicker = ""
    if len(lines) > 1 and _is_kicker(lines[0]):
        kicker, lines = lines[0], lines[1:]
    if len(lines) > 1 and _is_title(lines[0]):
        return kicker, lines[0], lines[1:]
    return kicker, "", lines


def _is_kicker(line: str) -> bool:
    return line.endswith((":", ":")) and len(line.split()) <= KICKER_WORDS and not _SAYS.search(_plain(line))


def _is_title(line: str) -> bool:
    plain = _plain(line)
    ends_like_prose = plain.endswith((".", "...", "؛"))
    return not (
        len(line.split()) > TITLE_WORDS or ends_like_prose or _CREDIT.match(plain) or _SAYS.search(plain)
    )


def _split_kicker(title: str) -> tuple[str, str]:
    """A given title may hold its kicker: «استاندار یزد: صادرات پسته دو برابر شد» stays one line."""
    return "", title


def _lead_end(paragraphs: list[str]) -> int:
    """Where the lead ends: a first paragraph that is followed by the one which credits the agency."""
    if len(paragraphs) < 2 or _CREDIT.match(_plain(paragraphs[0])):
        return 0
    follows_credit = bool(_CREDIT.search(_plain(paragraphs[1])[:200]))
    return len(paragraphs[0]) if follows_credit else 0


class _Paragraphs(HTMLParser):
    """The text of a page, a line a block; scripts, styles and navigation left out."""

    SILENT = frozenset(("script", "style", "nav", "head", "noscript", "template"))
    INLINE = frozenset(
        ("a", "b", "i", "em", "strong", "span", "u", "small", "font", "bdi", "mark", "sub", "sup")
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._silent += tag in self.SILENT
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT and self._silent:
            self._silent -= 1
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(" ".join(data.split(" ")) if data.strip() else " ")

    def _break(self, tag: str) -> None:
        if tag not in self.INLINE:
            self.pieces.append("\n")


def _text_of_html(text: str) -> str:
    reader = _Paragraphs()
    reader.feed(text)
    reader.close()
    return "".join(reader.pieces)
