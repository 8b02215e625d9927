"""Provinces, persons, offices, sources and sectors, with the number of their reports."""

from django.http import HttpRequest
from ninja import Query as Params
from ninja import Router, Schema
from pydantic import Field

from search.api import paging, schemas
from search.api.listings import PROBLEMS
from search.exports.views import entries, site_of
from search.suggestions import named

router = Router(tags=["authorities"])
LISTED = 50


class Sought(Schema):
    """What a name must hold, and which page of them."""

    find: str = Field("", description="How one of its words begins, in any spelling.", examples=["نمونه"])
    limit: int = Field(LISTED, ge=1, le=paging.MOST)
    cursor: str = Field("", description="From `next`; opaque.")


def _entries(request: HttpRequest, facet: str, sought: Sought) -> dict[str, object]:
    found = named(facet, sought.find)
    start = paging.start(sought.cursor, [name.value for name in found])
    shown = found[start : start + sought.limit]
    return {
        "total": len(found),
        "next": paging.next_url(request, start + len(shown), shown[-1].value, len(found)) if shown else None,
        "entries": entries(shown, site_of(request)),
    }


@router.get("/provinces", response={200: schemas.Entries, **PROBLEMS}, summary="Provinces")
def provinces(request: HttpRequest, sought: Params[Sought]) -> dict[str, object]:
    """All 31."""
    return _entries(request, "province", sought)


@router.get("/persons", response={200: schemas.Entries, **PROBLEMS}, summary="Persons")
def persons(request: HttpRequest, sought: Params[Sought]) -> dict[str, object]:
    """Those who are heard in reports."""
    return _entries(request, "speaker", sought)


@router.get("/offices", response={200: schemas.Entries, **PROBLEMS}, summary="Offices")
def offices(request: HttpRequest, sought: Params[Sought]) -> dict[str, object]:
    """Those that are heard in reports, whoever holds them."""
    return _entries(request, "office", sought)


@router.get("/sources", response={200: schemas.Entries, **PROBLEMS}, summary="Sources")
def sources(request: HttpRequest, sought: Params[Sought]) -> dict[str, object]:
    """Agencies, papers, sites."""
    return _entries(request, "source", sought)


@router.get("/industries", response={200: schemas.Entries, **PROBLEMS}, summary="Sectors of trade")
def industries(request: HttpRequest, sought: Params[Sought]) -> dict[str, object]:
    """Sectors and their branches."""
    return _entries(request, "industry", sought)
