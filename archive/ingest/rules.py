"""Which rules these are: so that a fact says not only by which rule it was found but by which state of it."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from archive import gazetteer
from archive.ingest import describe

_PLACES = [*describe.__path__, *gazetteer.__path__]


@cache
def rules_version() -> str:
    """A short hash of all that the rules go by: their code and the gazetteer."""
    digest = blake2b(digest_size=4)
    files = (path for place in _PLACES for path in Path(place).rglob("*"))
    for path in sorted(path for path in files if path.suffix in {".py", ".tsv", ".txt"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()
