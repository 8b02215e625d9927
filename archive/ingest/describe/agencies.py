"""The names under which news agencies, papers and sites are printed."""

from functools import cache

from archive.gazetteer import Agency, agencies
from archive.gazetteer.matcher import Phrases


@cache
def agency_names() -> Phrases[tuple[Agency, bool]]:
    """Agencies by every printed name; the flag tells whether that name alone is enough."""
    table: dict[str, tuple[Agency, bool]] = {}
    for agency in agencies():
        table.update(dict.fromkeys((agency.name, *agency.aliases), (agency, True)))
        table[agency.short] = (agency, agency.bare)
        if agency.kind in ("agency", "broadcaster"):
            table[f"خبرگزاری {agency.short}"] = (agency, True)
    return Phrases(table)


def agency_called(key: str) -> bool:
    """Is the look-up key an agency's name, whether or not it is an ordinary word as well?"""
    return key in agency_names()
