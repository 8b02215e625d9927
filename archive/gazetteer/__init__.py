"""What the archive knows beforehand: provinces, places, agencies and industries, tables in data/."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).with_name("data")


class Province(NamedTuple):
    """One of the 31 provinces. `capital` is the city's name; `lat` and `lon` are degrees of the middle."""

    slug: str
    iso: str
    name: str
    aliases: tuple[str, ...]
    capital: str
    lat: float
    lon: float


class Place(NamedTuple):
    """A county, city, island, port or crossing; `kind` as explained in places.tsv, `province` a slug."""

    name: str
    kind: str
    province: str
    lat: float | None
    lon: float | None


class Agency(NamedTuple):
    """A news agency, paper or site. `bare`: its short name alone names it (not so «فارس» or «مهر»)."""

    slug: str
    name: str
    kind: str
    bare: bool
    short: str
    aliases: tuple[str, ...]


class Industry(NamedTuple):
    """A sector, or a product group within a `parent` sector (slug, or ""); `terms` name it in print."""

    slug: str
    name: str
    parent: str
    terms: tuple[str, ...]


def rows(filename: str) -> Iterator[list[str]]:
    """The rows of a table in data/, without comments and the heading line."""
    lines = (DATA / filename).read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if line and not line.startswith("#")]
    yield from table[1:]


@cache
def provinces() -> tuple[Province, ...]:
    """The 31 provinces, in the order of their codes."""
    return tuple(
        Province(slug, iso, name, names(aliases), capital, float(lat), float(lon))
        for slug, iso, name, aliases, capital, lat, lon in rows("provinces.tsv")
    )


@cache
def places() -> tuple[Place, ...]:
    """Counties, cities, islands, ports and crossings; a name may stand in several provinces."""
    return tuple(
        Place(name, kind, province, float(lat) if lat else None, float(lon) if lon else None)
        for name, kind, province, lat, lon in rows("places.tsv")
    )


@cache
def agencies() -> tuple[Agency, ...]:
    """News agencies, papers and sites."""
    return tuple(
        Agency(slug, name, kind, bare == "1", short, names(aliases))
        for slug, name, kind, bare, short, aliases in rows("agencies.tsv")
    )


@cache
def industries() -> tuple[Industry, ...]:
    """Sectors first met before their product groups."""
    return tuple(
        Industry(slug, name, parent, names(terms)) for slug, name, parent, terms in rows("industries.tsv")
    )


def names(cell: str) -> tuple[str, ...]:
    """The parts of a cell that lists several names with ";"."""
    return tuple(name for name in cell.split(";") if name)
