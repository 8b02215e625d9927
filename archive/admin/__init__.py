"""The editors' desk: what Django's admin shows of each table."""

from archive.admin import articles, names, originals, users

__all__ = ["articles", "names", "originals", "users"]
