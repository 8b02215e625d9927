"""PostgreSQL as a peer of the speed measure: a tsvector and a GIN index a field, facets as columns."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import psycopg

from search.documents import FACET_NAMES
from search.engines.records import Record
from search.engines.scoring import WEIGHTS
from tests.benchmarks.speed_peers import TOP, Question

_FACETS = ", ".join(FACET_NAMES)


class Postgres:
    """A database of its own, named by a connection string; what is in its table `record` is replaced."""

    name = "postgres"

    @staticmethod
    def build(records: Iterable[Record], conninfo: str) -> None:
        with psycopg.connect(conninfo) as database:
            database.execute("DROP TABLE IF EXISTS record")
            vectors = ", ".join(f"{name}_ tsvector" for name in WEIGHTS)
            facets = ", ".join(f"{name} text" for name in FACET_NAMES)
            database.execute(f"CREATE TABLE record (key int PRIMARY KEY, day int, {facets}, {vectors})")
            with database.cursor().copy("COPY record FROM STDIN") as rows:
                for record in records:
                    values = [record.facets[name][0] for name in FACET_NAMES]
                    texts = [_vector(record.terms(name)) for name in WEIGHTS]
                    rows.write_row((record.key, record.day, *values, *texts))
            for name in WEIGHTS:
                database.execute(f"CREATE INDEX ON record USING gin ({name}_)")
        with psycopg.connect(conninfo, autocommit=True) as database:
            database.execute("VACUUM ANALYZE record")

    def __init__(self, conninfo: str) -> None:
        self.database = psycopg.connect(conninfo, autocommit=True)
        self.database.execute("SET jit = off")

    def prepare(self, question: Question) -> Callable[[], int]:
        words = [f"'{word}'::tsquery" for word in question.words]
        anywhere = [" OR ".join(f"{name}_ @@ {word}" for name in WEIGHTS) for word in words]
        way = " OR " if question.kind == "or" else " AND "
        matching = way.join(f"({each})" for each in anywhere) or "true"
        if question.kind == "phrase":
            matching = f"text_ @@ ({' <-> '.join(words)})"
        if question.province:
            matching = f"({matching}) AND province = '{question.province}'"
        if question.days:
            matching = f"({matching}) AND day BETWEEN {question.days[0]} AND {question.days[1]}"
        score = " + ".join(
            f"{weight} * ts_rank({name}_, {' || '.join(words)})" for name, weight in WEIGHTS.items()
        )
        order = {"relevance": "score DESC, key DESC", "-date": "day DESC", "date": "day"}[question.order]
        each = ", ".join(f"({name})" for name in FACET_NAMES)
        count = f"SELECT {_FACETS}, count(*) FROM hit GROUP BY GROUPING SETS ({each}, ())"
        counts = count if question.facets else "SELECT count(*) FROM hit"
        make = f"CREATE TEMP TABLE hit AS SELECT {_FACETS}, key, day, {score if words else 0} AS score"

        def ask() -> int:
            execute = self.database.execute
            execute(f"{make} FROM record WHERE {matching}")
            execute(f"SELECT key, score FROM hit ORDER BY {order} LIMIT {TOP}").fetchall()
            total = max((row[-1] for row in execute(counts)), default=0)
            execute("DROP TABLE hit")
            return total

        return ask


def _vector(terms: list[str]) -> str:
    """Terms with their positions, as PostgreSQL writes them; it keeps 256 of a term, none beyond 16,383."""
    places = defaultdict(list)
    for place, term in enumerate(terms[:16_383], 1):
        if term:
            places[term].append(place)
    return " ".join(f"'{term}':{','.join(map(str, where[:256]))}" for term, where in places.items())
