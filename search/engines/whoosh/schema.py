"""What Whoosh knows of our index: three fields of blank-separated terms, and columns."""

from hashlib import sha256

from whoosh import columns, fields, formats
from whoosh.analysis import SpaceSeparatedTokenizer, StopFilter

from search.documents import FACET_NAMES

#: Fields in the order of the term file.
TERM_FIELDS = ("exact", "text", "title")
#: Fields whose postings know the positions of a term.
POSITIONED = ("exact", "text")
#: NumPy types of the number columns on disk; a missing day is 0, for days are counted from 1.
NUMBERS = {"key": ">i8", "revision": ">i8", "digest": ">i8", "day": ">i4"}
#: Between the values of one facet of one document.
SEPARATOR = "\x1f"
#: What stands for a position without a term where stock Whoosh is to index the text.
NO_TERM = "_"

# Raise when files written before can no longer be read rightly.
LAYOUT = 4


def make_schema() -> fields.Schema:
    """The schema, of stock parts only: the index opens where our code is not."""
    blanks = SpaceSeparatedTokenizer() | StopFilter([NO_TERM], minsize=1, renumber=False)
    title = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    title.format = formats.Existence()
    schema = fields.Schema(text=fields.TEXT(blanks), exact=fields.TEXT(blanks), title=title)
    for name, kind in NUMBERS.items():
        schema.add(name, fields.COLUMN(columns.NumericColumn("q" if kind == ">i8" else "i")))
    for name in FACET_NAMES:
        schema.add(name, fields.COLUMN(columns.RefBytesColumn()))
    return schema


#: Changes when files of another layout must be rebuilt.
FINGERPRINT = sha256(repr((LAYOUT, TERM_FIELDS, NUMBERS, FACET_NAMES)).encode()).hexdigest()[:12]
