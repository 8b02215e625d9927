"""The editors' desk: what Django's admin shows of each table."""

from archive.admin import articles, batches, names, originals, pairs, suggestions, users

__all__ = ["articles", "batches", "names", "originals", "pairs", "suggestions", "users"]
