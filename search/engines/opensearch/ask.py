"""A reader's tree, narrowing and order as OpenSearch's query objects. No text is ever parsed there."""

from collections.abc import Callable, Iterable

from search.documents import FACET_NAMES
from search.engines.base import Weights
from search.engines.opensearch.schema import MISSING, positions
from search.engines.scoring import PAIR_SLOP, PAIR_WEIGHT, WEIGHTS
from search.query import Query
from search.tree import And, Fuzzy, Near, Node, Not, Or, Phrase, Prefix, Word

#: The words of the index that a prefix or a misspelt word stands for.
Expand = Callable[[Prefix | Fuzzy], list[str]]

DELETED = {"term": {"deleted": True}}
_NONE = {"match_none": {}}
#: OpenSearch refuses more terms in one list (index.max_terms_count).
MOST_TERMS = 65_536
#: Values of a facet that are counted; larger facets are told apart in the answer (sum_other_doc_count).
MOST_VALUES = 20_000

#: What is counted with everything chosen.
ALL = "all"
#: The sum of all weights, beside the facets and for each of their values.
RECORDS = "records"
_WEIGHT = "params.weights.getOrDefault(doc['key'].value.toString(), 0)"

_NEWEST = [{"day": {"order": "desc", "missing": "_last"}}, {"key": "desc"}]
SORTS = {
    "relevance": [{"_score": "desc"}, *_NEWEST],
    "-date": _NEWEST,
    "date": [{"day": {"order": "asc", "missing": "_last"}}, {"key": "desc"}],
}


def matching(query: Query, expand: Expand, weights: Weights | None = None) -> dict:
    """Everything that words, days, exclusions and weights leave, scored by the words."""
    excluded = [_one_of(name, query.values_excluded(name)) for name, _ in query.excluded]
    scored = scoring(query.tree, expand) if query.tree is not None else {"match_all": {}}
    passing = [*_in_time(query), *([] if weights is None else [_among(weights)])]
    return {"bool": {"must": scored, "filter": passing, "must_not": [DELETED, *excluded]}}


def narrowing(query: Query, names: Iterable[str] = FACET_NAMES) -> dict:
    """One of the values chosen in each of the facets, or none where the missing is chosen."""
    chosen = [_chosen(query, name) for name in names if query.values(name) or name in query.missing]
    return {"bool": {"filter": chosen}}


def counts(query: Query, weights: Weights | None = None) -> dict:
    """Each facet's values, counted as if nothing were chosen in the facet itself; with weights, RECORDS too.

    Under ALL is what is counted with everything chosen: most facets. A filter for each of them would take
    longer than the counting.
    """
    records = {} if weights is None else {RECORDS: {"sum": {"script": _weighing(weights)}}}
    most = {"size": MOST_VALUES, "shard_size": MOST_VALUES}
    values = {name: {"terms": {"field": name, **most}, "aggs": records} for name in FACET_NAMES}
    chosen = [name for name in FACET_NAMES if query.values(name) or name in query.missing]
    counted = {
        name: {
            "filter": narrowing(query, [other for other in chosen if other != name]),
            "aggs": {name: values.pop(name)},
        }
        for name in chosen
    }
    return {**counted, ALL: {"filter": narrowing(query), "aggs": {**values, **records}}}


def _weighing(weights: Weights) -> dict:
    return {"source": _WEIGHT, "params": {"weights": {str(key): weight for key, weight in weights.items()}}}


def _among(weights: Weights) -> dict:
    """Documents with a weight. The script could tell them too, but is refused as too expensive a question."""
    keys = list(weights)
    return _any([{"terms": {"key": keys[at : at + MOST_TERMS]}} for at in range(0, len(keys), MOST_TERMS)])


def scoring(node: Node, expand: Expand) -> dict:
    """A node as a query whose score is the node's."""
    match node:
        case Word():
            return word(node)
        case And(parts):
            asked = [scoring(part, expand) for part in parts if not isinstance(part, Not)]
            unwanted = [scoring(part.part, expand) for part in parts if isinstance(part, Not)]
            return {"bool": {"must": asked or {"match_all": {}}, "must_not": unwanted}}
        case Or(parts):
            return _any([scoring(part, expand) for part in parts])
        case Not(part):
            return {"bool": {"must": {"match_all": {}}, "must_not": scoring(part, expand)}}
        case Phrase(words):
            return {"bool": {"must": [word(each) for each in words], "filter": _phrase(node)}}
        case Near(words):
            return {"bool": {"must": [word(each) for each in words], "filter": _near(node)}}
        case Prefix() | Fuzzy():
            return _any([_term("exact", each) for each in expand(node)])


def word(asked: Word, boost: float = 1.0) -> dict:
    """A word in the fields it may stand in."""
    if asked.verbatim:
        return _term("exact", asked.exact, boost)
    terms = {"text": asked.stem, "title": asked.stem, "exact": asked.exact}
    return _any([_term(field, term, WEIGHTS[field] * boost) for field, term in terms.items() if term])


def bonus(pairs: list[tuple[Word, Word]], keys: list[int]) -> dict:
    """Among some documents, those where two words stand side by side; the score is what they gain."""
    together = [
        {
            "bool": {
                "must": [word(a, PAIR_WEIGHT), word(b, PAIR_WEIGHT)],
                "filter": _intervals("text", [a.stem, b.stem], mode="ordered", max_gaps=PAIR_SLOP - 1),
            }
        }
        for a, b in pairs
    ]
    return {"bool": {"filter": {"terms": {"key": keys}}, **_any(together)["bool"]}}


def _term(field: str, term: str, boost: float = 1.0) -> dict:
    return {"term": {f"{field}_score": {"value": term, "boost": boost}}}


def _any(queries: list[dict]) -> dict:
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else _NONE


def _phrase(phrase: Phrase) -> dict:
    places = dict(zip(phrase.offsets, phrase.words, strict=True))
    field = _field(phrase)
    terms = [_spelt(places[at], field) if at in places else "" for at in range(max(places) + 1)]
    return {"match_phrase": {field: {"query": positions(terms)}}}


def _near(near: Near) -> dict:
    field = _field(near)
    terms = list(dict.fromkeys(_spelt(each, field) for each in near.words))
    if near.distance < len(terms):
        return _NONE
    return _intervals(field, terms, mode="unordered", max_gaps=near.distance - len(terms))


def _field(leaf: Phrase | Near) -> str:
    return "exact" if leaf.words[0].verbatim else "text"


def _spelt(asked: Word, field: str) -> str:
    return asked.exact if field == "exact" else asked.stem


def _intervals(field: str, terms: list[str], mode: str, max_gaps: int) -> dict:
    rules = [{"match": {"query": term}} for term in terms]
    return {"intervals": {field: {"all_of": {"intervals": rules, "mode": mode, "max_gaps": max_gaps}}}}


def _in_time(query: Query) -> list[dict]:
    if query.after is None and query.before is None:
        return []
    bounds = {"gte": query.after, "lte": query.before}
    days = {name: day.toordinal() for name, day in bounds.items() if day is not None}
    return [{"range": {"day": days}}]


def _chosen(query: Query, name: str) -> dict:
    return _one_of(name, [*query.values(name), *([MISSING] if name in query.missing else [])])


def _one_of(name: str, values: Iterable[str]) -> dict:
    return {"terms": {name: list(values)}}
