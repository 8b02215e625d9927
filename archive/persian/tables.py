"""The small hand-written tables in data/: rows of tab-parted columns, comments after #."""

from pathlib import Path

from archive.persian.spelling import ZWNJ, fold

DATA = Path(__file__).with_name("data")


def rows(name: str) -> list[tuple[str, ...]]:
    """Return the rows of a table, every column folded and without half-spaces."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [
        tuple(fold(column).replace(ZWNJ, "") for column in line.split("\t"))
        for line in lines
        if line and not line.startswith("#")
    ]


def words(name: str) -> frozenset[str]:
    """Return the words of a list, in which blanks and line ends part them."""
    return frozenset(word for row in rows(name) for word in row[0].split())
