"""The record: the tables that hold the truth (docs/decisions.md, "The tables")."""

from archive.models.articles import Article, DatePrecision, Original, ReviewState
from archive.models.evidence import Evidence
from archive.models.places import Place, Province
from archive.models.sources import Industry, Source
from archive.models.voices import Figure, Office, Person, Quotation, Speaker

__all__ = [
    "Article",
    "DatePrecision",
    "Evidence",
    "Figure",
    "Industry",
    "Office",
    "Original",
    "Person",
    "Place",
    "Province",
    "Quotation",
    "ReviewState",
    "Source",
    "Speaker",
]
