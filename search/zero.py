"""Nothing was found: which words have reports, what was perhaps meant, and what to let go of."""

from collections.abc import Callable
from dataclasses import dataclass

from search.analysis import Term, analyse, nearest
from search.chips import Chip
from search.engines.base import SearchEngine
from search.facets import UrlOf
from search.query import Query
from search.tree import marks_of

#: Each way out costs a search.
MOST_WORDS = 6
MOST_CHIPS = 6
MOST_MEANT = 3
_NO_QUOTES = str.maketrans("", "", '«»“”"')


@dataclass(frozen=True, slots=True)
class Way:
    """A question nearby that has reports: what it says, how many it finds, where it is."""

    text: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Zero:
    """Why nothing was found, and the ways out. `words` counts each word alone, zeros too.

    The other ways all have reports: with a word mended, with fewer words, without one narrowing or all.
    """

    words: list[Way]
    meant: list[Way]
    without_words: list[Way]
    without_chips: list[Way]
    anywhere: list[Way]

    @property
    def failing(self) -> list[str]:
        """The words that stand in no report at all."""
        return [way.text for way in self.words if not way.count]


def explain(query: Query, chips: list[Chip], engine: SearchEngine, url_of: UrlOf) -> Zero:
    """Ask the questions next to one that found nothing."""
    asked = query.on_page(1)

    def way(text: str, nearby: Query) -> Way:
        return Way(text, engine.search(nearby.counting()).total, url_of(nearby))

    terms = _asked_terms(query)
    words = [way(_written(query, term), asked.saying(_written(query, term))) for term in terms]
    failing = [term for term, alone in zip(terms, words, strict=True) if not alone.count]
    several = len(terms) > 1
    loosened = asked.saying(asked.words.translate(_NO_QUOTES))
    loose = [way(loosened.words, loosened)] if loosened != asked else []
    fewer = [asked.saying(_without(query, term)) for term in terms if several]
    dropped = [way(query.words, query) for query in fewer]
    return Zero(
        words=words,
        meant=_meant(asked, failing, engine, way),
        without_words=_with_reports([*loose, *dropped]),
        without_chips=_with_reports([way(chip.text, chip.query) for chip in chips[:MOST_CHIPS]]),
        anywhere=_with_reports([way(asked.words, asked.clearing())] if terms and chips else []),
    )


def _asked_terms(query: Query) -> list[Term]:
    """The words that were asked for, not those to leave out, each with its place in what was typed."""
    wanted = marks_of(query.tree)
    once = {term.exact: term for term in analyse(query.words) if term in wanted}
    return list(once.values())[:MOST_WORDS]


def _meant(
    asked: Query, failing: list[Term], engine: SearchEngine, way: Callable[[str, Query], Way]
) -> list[Way]:
    """The nearest known words for one that no report has: in its place, or else instead of everything."""
    # A word that other reports have is right; it is the rest of the question that fails.
    unknown = [term for term in failing if not _stands_anywhere(engine, _written(asked, term))]
    usual = engine.usual_words() if unknown else []
    ways = []
    for term in unknown:
        for known, _ in nearest(term.stem or term.exact, usual, MOST_MEANT):
            mended = asked.saying(asked.words[: term.start] + known + asked.words[term.end :])
            nearby = (mended, mended.clearing(), Query(words=known))
            ways += _with_reports([way(query.words, query) for query in nearby])[:1]
    return ways


def _stands_anywhere(engine: SearchEngine, word: str) -> bool:
    return engine.search(Query(words=word).counting()).total > 0


def _written(query: Query, term: Term) -> str:
    return query.words[term.start : term.end]


def _without(query: Query, term: Term) -> str:
    return " ".join((query.words[: term.start] + " " + query.words[term.end :]).split())


def _with_reports(ways: list[Way]) -> list[Way]:
    return [way for way in ways if way.count]
