"""Any number of keys in a query, as one parameter: of thousands, the most time goes into writing them."""

import json
from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Func, Value
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, list[object]]


class OneOf(Func):
    """`filter(pk__in=OneOf(keys))` finds what `filter(pk__in=keys)` does, of any number of keys."""

    def __init__(self, keys: Iterable[int]) -> None:
        super().__init__(Value(json.dumps(list(keys))), output_field=BigIntegerField())

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object) -> Sql:
        template = "(SELECT value FROM json_each(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object) -> Sql:
        template = "(SELECT json_array_elements_text(%(expressions)s::json)::bigint)"
        return self.as_sql(compiler, connection, template=template, **context)
