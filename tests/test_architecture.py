"""Who may import whom (docs/decisions.md): read from the sources, nothing is run."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted(
    path
    for app in ("archive", "search")
    for path in (ROOT / app).rglob("*.py")
    if path.parent.name != "migrations"
)
#: Plain Python: usable without a database, settings or a running site.
PURE = (
    "archive/persian/",
    "archive/gazetteer/",
    "archive/ingest/sources.py",
    "archive/ingest/parse.py",
    "archive/ingest/describe/",
    "search/analyser.py",
    "search/analysis.py",
    "search/language.py",
    "search/tree.py",
    "search/query.py",
    "search/results.py",
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def imports(path: Path) -> list[str]:
    """The modules that a file imports, those it imports inside functions or for types only too."""
    return list(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = [*path.relative_to(ROOT).parent.parts][: -node.level + 1 or None] if node.level else []
            module = ".".join([*package, *filter(None, [node.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def importers_of(package: str) -> set[str]:
    """The files that import a package or anything in it."""
    return {
        name(path)
        for path in CODE
        if any(module == package or module.startswith(f"{package}.") for module in imports(path))
    }


def within(files: set[str], *places: str) -> set[str]:
    return {file for file in files if file.startswith(places)}


def test_the_archive_knows_nothing_of_the_search():
    # archive/urls.py includes search.urls by its name, as settings names the app: strings, no imports.
    assert within(importers_of("search"), "archive/") == set()


def test_whoosh_is_spoken_in_one_place():
    files = importers_of("whoosh")
    assert files == within(files, "search/engines/whoosh/")
    assert files, "the walk sees imports at all"


def test_opensearch_is_spoken_in_one_place():
    files = importers_of("opensearchpy")
    assert files == within(files, "search/engines/opensearch/")
    assert files


def test_numpy_is_for_engines():
    files = importers_of("numpy")
    assert files == within(files, "search/engines/")


@pytest.mark.parametrize(
    "package", ["django", "archive.models", "archive.settings", "numpy", "hazm", "whoosh", "opensearchpy"]
)
def test_what_is_pure_stays_pure(package):
    assert within(importers_of(package), *PURE) == set()


def test_hazm_is_never_on_the_request_path():
    # It takes seconds and 150 MB to import; only the command that learns the lexicon may want it.
    allowed = ("archive/management/commands/lexicon.py", "archive/persian/learn.py")
    files = importers_of("hazm")
    assert files == within(files, *allowed)


def test_the_seam_is_crossed_only_at_its_door():
    # Everybody else asks get_engine() and speaks the words of search.engines.base.
    engines = ("whoosh", "memory", "opensearch")
    files = set().union(*(importers_of(f"search.engines.{engine}") for engine in engines))
    assert files == within(files, "search/engines/")


def test_marks_are_the_business_of_whoever_keeps_the_index():
    keepers = (
        "search/sync.py",
        "search/rebuild.py",
        "search/verify.py",
        "search/desk.py",
        "search/models.py",
    )
    files = importers_of("search.models")
    assert files == within(files, *keepers)


@pytest.mark.parametrize("path", CODE, ids=name)
def test_every_module_says_what_it_is(path):
    source = path.read_text(encoding="utf-8")
    assert not source.strip() or ast.get_docstring(ast.parse(source)), "a module begins with its docstring"
