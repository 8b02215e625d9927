"""The record: the tables that hold the truth (docs/decisions.md, "The tables")."""

from archive.models.articles import Article, DatePrecision, Delivery, Original, ReviewState
from archive.models.batches import Batch, BatchChange, BatchState, ChangeState
from archive.models.evidence import Evidence
from archive.models.pairs import NameKind, NamePair, PairReason, PairState
from archive.models.places import Place, Province
from archive.models.sources import Industry, Source
from archive.models.suggestions import ReaderSuggestion, SuggestionState
from archive.models.voices import Figure, Office, Person, Quotation, Speaker

__all__ = [
    "Article",
    "Batch",
    "BatchChange",
    "BatchState",
    "ChangeState",
    "DatePrecision",
    "Delivery",
    "Evidence",
    "Figure",
    "Industry",
    "NameKind",
    "NamePair",
    "Office",
    "Original",
    "PairReason",
    "PairState",
    "Person",
    "Place",
    "Province",
    "Quotation",
    "ReaderSuggestion",
    "ReviewState",
    "Source",
    "Speaker",
    "SuggestionState",
]
