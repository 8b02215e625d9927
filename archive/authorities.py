"""The gazetteer's provinces, places, sources and industries, as rows that articles can point to."""

from archive import gazetteer


def bring_authorities(**_: object) -> None:
    """Add what the gazetteer has and the database has not, and correct renamed provinces and industries.

    Sources are added once and then belong to the editors.
    """
    from archive.models import Industry, Place, Province, Source

    for row in gazetteer.provinces():
        Province.objects.update_or_create(slug=row.slug, defaults={"iso": row.iso, "name": row.name})
    Place.objects.bulk_create(
        (
            Place(kind=row.kind, name=row.name, province_id=row.province, latitude=row.lat, longitude=row.lon)
            for row in gazetteer.places()
        ),
        ignore_conflicts=True,
    )
    Source.objects.bulk_create(
        (
            Source(slug=row.slug, name=row.name, kind=row.kind, aliases=list(row.aliases))
            for row in gazetteer.agencies()
        ),
        ignore_conflicts=True,
    )
    _bring_industries(Industry)


def _bring_industries(industry_model: type) -> None:
    """Sectors come before their branches in the gazetteer, so a parent is always there."""
    rows = gazetteer.industries()
    fields = ["name", "terms", "parent"]
    for branches in (False, True):
        ids = dict(industry_model.objects.values_list("slug", "pk"))
        industry_model.objects.bulk_create(
            (
                industry_model(
                    slug=row.slug, name=row.name, terms=list(row.terms), parent_id=ids.get(row.parent)
                )
                for row in rows
                if bool(row.parent) == branches
            ),
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=fields,
        )
