"""The engines that are compared, each asked the same questions of the same terms."""

import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
import tantivy
from whoosh import query as whoosh_query
from whoosh import sorting
from whoosh.index import open_dir

from search.documents import FACET_NAMES
from search.engines.records import Record
from search.engines.scoring import WEIGHTS
from search.engines.whoosh.change import Writing
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.home import Home
from search.query import Query
from search.tree import And, Node, Or, Phrase, Word

TOP = 10


@dataclass(frozen=True)
class Question:
    """Words and how they are joined ("and", "or", "phrase", "all"), a province and days, the order."""

    kind: str
    words: tuple[str, ...] = ()
    province: str = ""
    days: tuple[int, int] | None = None
    order: str = "relevance"
    facets: bool = True


class Peer(Protocol):
    """A way to prepare a question, so that only answering is timed, and to answer it with the exact total."""

    def prepare(self, question: Question) -> Callable[[], int]: ...


class Ours:
    """Our engine."""

    @staticmethod
    def build(records: Iterable[Record], path: Path) -> None:
        home = Home(path)
        with home.lock():
            folder = home.new_folder()
            writing = Writing(folder, None)
            for record in records:
                writing.put(record)
            writing.commit()
            home.publish(folder)

    def __init__(self, path: Path, cold: bool = False) -> None:
        self.engine = WhooshEngine(path)
        self.cold = cold

    def prepare(self, question: Question) -> Callable[[], int]:
        query = Query(size=TOP, sort="" if question.order == "relevance" else question.order)
        if question.province:
            query = query.choosing("province", question.province)
        if question.days:
            query = query.between(*map(date.fromordinal, question.days))
        query.__dict__["tree"] = _tree(question)  # terms are given: analysing them is not what is measured

        def ask() -> int:
            if self.cold:
                self.engine._cache.clear()
            results = self.engine.search(query)
            if question.facets:
                for name in FACET_NAMES:
                    results.facets[name]
            return results.total

        return ask


def _tree(question: Question) -> Node | None:
    words = tuple(Word(word, word) for word in question.words)
    if question.kind == "phrase":
        return Phrase(words, tuple(range(len(words))))
    if len(words) == 1:
        return words[0]
    return {"and": And, "or": Or}[question.kind](words) if words else None


class Tantivy:
    """tantivy, one segment or several as its own merging leaves them."""

    name = "tantivy"

    @staticmethod
    def _schema() -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("key", stored=True, fast=True)
        builder.add_integer_field("day", indexed=True, fast=True)
        for name in ("text", "exact"):
            builder.add_text_field(name, tokenizer_name="whitespace")
        builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
        for name in FACET_NAMES:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        return builder.build()

    @classmethod
    def build(cls, records: Iterable[Record], path: Path) -> None:
        path.mkdir()
        index = cls._register(tantivy.Index(cls._schema(), path=str(path)))
        writer = index.writer(heap_size=256 << 20, num_threads=1)
        for record in records:
            document = tantivy.Document()
            document.add_integer("key", record.key)
            document.add_integer("day", record.day)
            for name in WEIGHTS:
                document.add_text(name, " ".join(term or "_" for term in record.terms(name)))
            for name, values in record.facets.items():
                for value in values:
                    document.add_text(name, value)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    @staticmethod
    def _register(index: tantivy.Index) -> tantivy.Index:
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        analyzer = analyzer.filter(tantivy.Filter.custom_stopword(["_"])).build()
        index.register_tokenizer("whitespace", analyzer)
        return index

    def __init__(self, path: Path) -> None:
        self.index = self._register(tantivy.Index.open(str(path)))
        self.index.reload()
        self.searcher = self.index.searcher()
        self.counts = {name: {"terms": {"field": name, "size": 2_000}} for name in FACET_NAMES}

    def prepare(self, question: Question) -> Callable[[], int]:
        query = self._query(question)
        order = {} if question.order == "relevance" else {"order_by_field": "day"}
        if question.order == "date":
            order["order"] = tantivy.Order.Asc

        def ask() -> int:
            found = self.searcher.search(query, TOP, count=True, **order)
            if question.facets:
                self.searcher.aggregate(query, self.counts)
            return [found.hits, found.count][1]

        return ask

    def _query(self, question: Question) -> tantivy.Query:
        schema, must, make = self.index.schema, tantivy.Occur.Must, tantivy.Query
        words = [self._word(word) for word in question.words]
        if question.kind == "all":
            query = make.all_query()
        elif question.kind == "phrase":
            phrase = make.const_score_query(make.phrase_query(schema, "text", list(question.words)), 0.0)
            query = make.boolean_query([(must, phrase), *((must, word) for word in words)])
        elif len(words) == 1:
            query = words[0]
        else:
            occur = must if question.kind == "and" else tantivy.Occur.Should
            pairs = zip(question.words, question.words[1:], strict=False) if question.kind == "and" else ()
            side_by_side = [
                (
                    tantivy.Occur.Should,
                    make.boost_query(make.phrase_query(schema, "text", [*pair], slop=1), 0.2),
                )
                for pair in pairs
            ]
            query = make.boolean_query([*((occur, word) for word in words), *side_by_side])
        narrowing = []
        if question.province:
            narrowing.append(make.term_query(schema, "province", question.province))
        if question.days:
            narrowing.append(make.range_query(schema, "day", tantivy.FieldType.Integer, *question.days))
        if narrowing:
            query = make.boolean_query(
                [(must, query), *((must, make.const_score_query(each, 0.0)) for each in narrowing)]
            )
        return query

    def _word(self, word: str) -> tantivy.Query:
        make = tantivy.Query
        terms = [
            make.boost_query(make.term_query(self.index.schema, name, word), weight)
            for name, weight in WEIGHTS.items()
        ]
        return make.boolean_query([(tantivy.Occur.Should, term) for term in terms])


class Fts5:
    """SQLite's full text search, facets as columns of a table beside it."""

    name = "fts5"

    @staticmethod
    def build(records: Iterable[Record], path: Path) -> None:
        database = sqlite3.connect(path)
        database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "CREATE VIRTUAL TABLE ft USING fts5(text, title, exact, content='',"
            "    tokenize=\"unicode61 remove_diacritics 0 tokenchars '_\u200c'\");"
            f"CREATE TABLE filing(id INTEGER PRIMARY KEY, day INT, {', '.join(FACET_NAMES)});"
        )
        marks = ", ".join("?" * (2 + len(FACET_NAMES)))
        codes: dict[str, int] = {}
        with database:
            for record in records:
                texts = [
                    " ".join(term or "_" for term in record.terms(name))
                    for name in ("text", "title", "exact")
                ]
                values = [record.facets[name][0] for name in FACET_NAMES]
                database.execute(
                    "INSERT INTO ft(rowid, text, title, exact) VALUES(?, ?, ?, ?)", (record.key, *texts)
                )
                filing = [codes.setdefault(value, len(codes)) for value in values]
                database.execute(f"INSERT INTO filing VALUES({marks})", (record.key, record.day, *filing))
        with database:
            database.execute("INSERT INTO ft(ft) VALUES('optimize')")
            database.execute("CREATE TABLE codes(value TEXT PRIMARY KEY, code INT)")
            database.executemany("INSERT INTO codes VALUES(?, ?)", codes.items())
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()

    def __init__(self, path: Path) -> None:
        self.database = sqlite3.connect(path)
        self.database.executescript(
            "PRAGMA cache_size=-524288; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=2147483648"
        )
        self.codes = dict(self.database.execute("SELECT value, code FROM codes"))

    def prepare(self, question: Question) -> Callable[[], int]:
        execute = self.database.execute
        matching = "SELECT ft.rowid AS id, bm25(ft, 1, 1, .3) AS score FROM ft WHERE ft MATCH :words"
        narrowing = {
            "province": (question.province, "f.province = :province"),
            "days": (question.days, "f.day BETWEEN :first AND :last"),
        }
        narrow = [text for value, text in narrowing.values() if value]
        if question.kind == "all":
            matching = "SELECT id, 0 AS score FROM filing"
        elif narrow:
            matching = matching.replace(
                " WHERE", f" JOIN filing f ON f.id = ft.rowid WHERE {' AND '.join(narrow)} AND"
            )
        first, last = question.days or (0, 0)
        values = {
            "words": self._match(question),
            "province": self.codes.get(question.province),
            "first": first,
            "last": last,
        }

        def ask() -> int:
            execute(f"CREATE TEMP TABLE hit AS {matching}", values)
            if question.order == "relevance":
                execute(f"SELECT id, score FROM hit ORDER BY score, id DESC LIMIT {TOP}").fetchall()
            else:
                way = "DESC" if question.order == "-date" else "ASC"
                execute(f"SELECT id FROM hit JOIN filing USING(id) ORDER BY day {way} LIMIT {TOP}").fetchall()
            total = execute("SELECT count(*) FROM hit").fetchone()[0]
            if question.facets:
                for name in FACET_NAMES:
                    execute(f"SELECT {name}, count(*) FROM hit JOIN filing USING(id) GROUP BY 1").fetchall()
            execute("DROP TABLE hit")
            return total

        return ask

    @staticmethod
    def _match(question: Question) -> str:
        if question.kind == "phrase":
            return f'text : "{" ".join(question.words)}"'
        words = [f'(text : "{word}" OR title : "{word}" OR exact : "{word}")' for word in question.words]
        return (" OR " if question.kind == "or" else " AND ").join(words)


class Stock:
    """Whoosh's own searcher, on the index that we wrote."""

    name = "stock"

    def __init__(self, path: Path) -> None:
        self.searcher = open_dir(str(path / "current")).searcher()

    def prepare(self, question: Question) -> Callable[[], int]:
        make = whoosh_query
        words = [
            make.Or([make.Term(name, word, boost=weight) for name, weight in WEIGHTS.items()])
            for word in question.words
        ]
        if question.kind == "phrase":  # scores nothing: the words do
            words.append(make.Phrase("text", list(question.words), boost=0.0))
        query = {"all": make.Every(), "or": make.Or(words)}.get(question.kind, make.And(words))
        counts = {name: sorting.FieldFacet(name, maptype=sorting.Count) for name in FACET_NAMES}
        options = {"groupedby": counts} if question.facets else {}
        if question.order != "relevance":
            options |= {"sortedby": "day", "reverse": question.order == "-date"}
        if question.province or question.days:  # read from columns: our index keeps no terms for them
            first, last = question.days
            options["filter"] = make.ColumnQuery(
                "province", lambda value: value == question.province.encode()
            )
            options["mask"] = make.ColumnQuery("day", lambda day: not first <= day <= last)

        def ask() -> int:
            results = self.searcher.search(query, limit=TOP, **options)
            total = len(results)
            for name in counts if question.facets else ():
                results.groups(name)
            return total

        return ask


def timed(ask: Callable[[], int]) -> tuple[float, int]:
    """Microseconds that an answer took, and its total."""
    start = time.perf_counter()
    total = ask()
    return (time.perf_counter() - start) * 1e6, total


def median(values: list[float]) -> float:
    """The middle one."""
    return float(np.median(values))
