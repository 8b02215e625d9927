"""manage.py analyse: show which terms a text gives, and which part of the text each came from."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable

from django.core.management.base import BaseCommand

from archive.persian.spelling import clean
from search.analysis import Term, analyse


class Command(BaseCommand):
    help = "Show the terms of each TEXT (or each line of standard input, for -) and the words they came from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("texts", nargs="*", metavar="TEXT", default=["-"])
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: str, texts: list[str], **options: object) -> None:
        for line in _lines(texts):
            terms = analyse(line)
            self.stdout.write(as_json(line, terms) if options["json"] else as_text(line, terms))


def _lines(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        for line in sys.stdin if text == "-" else [text]:
            yield clean(line.rstrip("\n"))


def as_text(text: str, terms: list[Term]) -> str:
    """«سرمایه ← سرمایه», one term a line; a function word has no stem."""
    return "\n".join(f"{term.stem or '·'}\t{text[term.start : term.end]}" for term in terms) + "\n"


def as_json(text: str, terms: list[Term]) -> str:
    """The text and its terms as one JSON object."""
    found = [{**term._asdict(), "written": text[term.start : term.end]} for term in terms]
    return json.dumps({"text": text, "terms": found}, ensure_ascii=False)
