"""What OpenSearch keeps of a document, and how a word scores there: by the numbers of scoring.py.

Terms arrive analysed. `text` and `exact` hold one term a position, for phrases; "_" stands where there is
none and is dropped, its position stays. Scores come from fields of their own, because Lucene keeps lengths in
steps of up to 12 %, which is enough to change a top ten. There a term's frequency holds how often it occurs
*and* the document's length; one more term in each document makes the sum of all frequencies tell the average
length.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from search import analysis
from search.documents import FACET_NAMES
from search.engines.records import Record
from search.engines.scoring import K1, WEIGHTS, B, length_byte

EMPTY = "_"
#: The value of a facet that has none: so the missing are counted and chosen as all others are.
MISSING = ""
#: Between a term and its frequency. Terms are letters, digits and what stands within numbers.
MARK = "|"
#: Every document holds this term, with the frequency that is missing from SUM for each of its words and one.
PADDING = "_"
SUM = 512

_WEIGHT = f"return query.boost * {K1 + 1} * (Math.log((double) field.docCount / (term.docFreq + 1)) + 1);"
_SCORE = f"""
long packed = (long) doc.freq;
long occurrences = packed >> 8;
double length = Math.rint(27 * (Math.pow(1.033, 255 - (packed & 255)) - 1));
double average = Math.max(0.01, (double) field.sumTotalTermFreq / field.docCount / {SUM} - 1);
return weight * occurrences / (occurrences + {K1} * ({1 - B} + {B} * length / average));
"""

#: The columns of words. A prefix is counted over one of them, which holds few of a document's words.
WORDS = [f"words_{number}" for number in range(32)]

_TERMS = {"type": "text", "analyzer": "positions", "norms": False, "index_options": "positions"}
_SCORED = {
    "type": "text",
    "analyzer": "frequencies",
    "search_analyzer": "whitespace",
    "norms": False,
    "index_options": "freqs",
    "similarity": "packed",
}
_COLUMN = {"type": "keyword", "index": False}

ANALYSIS = {
    "filter": {
        "holes": {"type": "stop", "stopwords": [EMPTY]},
        "counted": {"type": "delimited_term_freq", "delimiter": MARK},
    },
    "analyzer": {
        "positions": {"tokenizer": "whitespace", "filter": ["holes"]},
        "frequencies": {"tokenizer": "whitespace", "filter": ["counted"]},
    },
}
PROPERTIES = {
    "key": {"type": "long"},
    "revision": {"type": "long"},
    "digest": {"type": "long", "index": False},
    "day": {"type": "integer"},
    "deleted": {"type": "boolean"},
    **{name: {"type": "keyword"} for name in FACET_NAMES},
    "text": _TERMS,
    "exact": _TERMS,
    **{f"{field}_score": _SCORED for field in WEIGHTS},
    # Every word and stem once: what prefixes and slips stand for is counted here.
    **dict.fromkeys(WORDS, _COLUMN),
    "stems": _COLUMN,
}


def index_body(shards: int) -> dict:
    """Settings and mapping of an index."""
    return {
        "settings": {
            "number_of_shards": shards,
            # A copy of everything wherever there is a second node.
            "auto_expand_replicas": "0-1",
            # A node that stood still may need a minute until it can open its parts: 5 tries are too few.
            "allocation.max_retries": 50,
            # Whoever writes refreshes.
            "refresh_interval": "-1",
            # A deletion without a revision is forgotten at once; those with one are tombstones.
            "gc_deletes": "0s",
            "analysis": ANALYSIS,
            "similarity": {
                "packed": {
                    "type": "scripted",
                    "weight_script": {"source": _WEIGHT},
                    "script": {"source": _SCORE},
                }
            },
        },
        "mappings": {
            "dynamic": "strict",
            # Our database has it all; an index is rebuilt, never copied.
            "_source": {"enabled": False},
            "_meta": {"schema": FINGERPRINT, "analysis": analysis.FINGERPRINT},
            "properties": PROPERTIES,
        },
    }


FINGERPRINT = hashlib.blake2b(
    json.dumps([ANALYSIS, PROPERTIES, _WEIGHT, _SCORE, MISSING], sort_keys=True).encode(), digest_size=8
).hexdigest()


def source_of(record: Record) -> dict:
    """A record as OpenSearch takes it."""
    return {
        "key": record.key,
        "revision": record.revision,
        "digest": record.digest,
        "day": record.day,
        **{name: list(record.facets.get(name, (MISSING,))) for name in FACET_NAMES},
        "text": positions(record.text),
        "exact": positions(record.exact),
        **{f"{field}_score": frequencies(record.terms(field)) for field in WEIGHTS},
        **by_column(_once(record.exact)),
        "stems": _once(record.text),
    }


def tombstone(key: int, revision: int) -> dict:
    """What stays of a deleted document, so that nobody late brings an older state of it."""
    return {"key": key, "revision": revision, "deleted": True}


def positions(terms: Iterable[str]) -> str:
    """Terms, one a position."""
    return " ".join([term or EMPTY for term in terms])


def frequencies(terms: Iterable[str]) -> str:
    """Each term once, with its occurrences and the field's length packed into its frequency."""
    counts = Counter(filter(None, terms))
    length = counts.total()
    shortness = 255 - length_byte(length)  # a shorter field scores higher, as a higher frequency must
    packed = {term: (occurrences << 8) + shortness for term, occurrences in counts.items()}
    padding = SUM * (length + 1) - sum(packed.values())
    return " ".join([f"{PADDING}{MARK}{padding}", *(f"{t}{MARK}{number}" for t, number in packed.items())])


def by_column(words: Iterable[str]) -> dict[str, list[str]]:
    """Words in their columns: those that begin alike are in one."""
    columns: dict[str, list[str]] = {}
    for word in words:
        columns.setdefault(WORDS[ord(word[0]) % len(WORDS)], []).append(word)
    return columns


def _once(terms: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, terms)))
