"""manage.py lexicon: learn the lexicon from news, or tell what is in it."""

import json
import lzma
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from archive.gazetteer import places, provinces
from archive.management.base import require_tables
from archive.models import Article
from archive.persian.counting import Counts
from archive.persian.learn import Learner
from archive.persian.lexicon import SHIPPED, load
from archive.persian.spelling import fold
from archive.persian.tables import DATA, rows


class Command(BaseCommand):
    help = (
        "Learn which words news writes, and how, from JSON lines with title and body (.jsonl or .jsonl.xz) "
        "or from the archive's own articles; or tell what the lexicon holds. Same text, same file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        learn = actions.add_parser("learn", help="learn from files, or from the archive when none is named")
        learn.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        learn.add_argument("--output", type=Path, default=SHIPPED, help="the lexicon to write")
        learn.add_argument(
            "--leave-out",
            type=int,
            metavar="N",
            help="leave every Nth line of the first file out, to measure on",
        )
        actions.add_parser("info", help="tell size and contents")

    def handle(self, *args: str, action: str, **options: object) -> None:
        getattr(self, action)(**options)

    def learn(self, paths: list[Path], output: Path, leave_out: int | None, **options: object) -> None:
        """Learn and write a lexicon."""
        texts = from_files(paths, leave_out) if paths else from_archive()
        counts = Counts.of(tqdm(texts, unit=" texts", desc="counting"))
        if not counts.words:
            raise CommandError("there is no Persian word to learn from")
        lexicon = Learner(counts, hazm_words() + trade_words(), all_verbs(), place_names()).learn()
        lexicon.save(output)
        self.stdout.write(f"learned from {sum(counts.words.values()):,} words; {lexicon.summary()}")

    def info(self, **options: object) -> None:
        """Tell what the shipped lexicon holds and how long it takes to load."""
        started = perf_counter()
        lexicon = load()
        seconds = perf_counter() - started
        self.stdout.write(f"{lexicon.summary()}; {SHIPPED.stat().st_size:,} bytes, loaded in {seconds:.2f} s")


def from_files(paths: Sequence[Path], leave_out: int | None = None) -> Iterator[str]:
    """Yield the texts of JSON lines; an id left out of the first file is left out of later ones too."""
    left_out = set()
    for path in paths:
        for number, record in enumerate(_records(path)):
            key = record.get("id")
            if leave_out and path is paths[0] and number % leave_out == 0:
                left_out.add(key)
            elif key is None or key not in left_out:
                yield f"{record.get('title') or ''}\n{record.get('body') or ''}"


def _records(path: Path) -> Iterator[dict]:
    opened = lzma.open if path.suffix == ".xz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise CommandError(f"{path}, line {number}: not an object")
                yield record
    except (OSError, ValueError, lzma.LZMAError) as error:
        raise CommandError(f"{path}: {error}") from error


def from_archive() -> Iterator[str]:
    """Yield the text of the archive's own articles, oldest first."""
    require_tables()
    for title, body in Article.objects.order_by("pk").values_list("title", "body").iterator():
        yield f"{title}\n{body}"


def hazm_words() -> list[tuple[str, tuple[str, ...]]]:
    """Return hazm's headwords that have a part of speech; the others are rarities of an old dictionary."""
    from hazm.utils import words_list

    return [(word, tags) for word, _, tags in words_list() if tags != ("0",)]


def trade_words() -> list[tuple[str, tuple[str, ...]]]:
    """Return our own headwords."""
    lines = (DATA / "trade_words.txt").read_text(encoding="utf-8").splitlines()
    return [(word, ()) for word in lines if not word.startswith("#")]


def all_verbs() -> list[tuple[str, str]]:
    """Return past and present stems: our own table first, then hazm's."""
    from hazm.utils import verbs_list

    own = [(past, present) for past, present in rows("verbs.tsv")]
    pairs = (verb.partition("#")[::2] for verb in verbs_list())
    return [*own, *((fold(past), fold(present)) for past, present in pairs if past and present)]


def place_names() -> list[str]:
    """Return the names of the gazetteer, which no stemming may change."""
    return [place.name for place in places()] + [province.name for province in provinces()]
