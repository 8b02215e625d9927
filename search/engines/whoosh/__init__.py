"""An ordinary Whoosh index on disk, read and evaluated with NumPy. docs/engine.md tells how it works.

from disk to answer: home (folders, lock, manifest) → segment (files as arrays) → postings (lists as arrays)
→ view (all segments as one) → reader (the lists a question needs) → evaluate (tree to matching documents)
→ answer (counts, order, page) → engine.
From documents to disk: engine → writer → inverter → encode, terms, columns → home.
"""

import warnings

with warnings.catch_warnings():
    # Whoosh 2.7.4 compares a number with `is`; Python would tell every user of the command line so.
    warnings.simplefilter("ignore", SyntaxWarning)
    import whoosh.codec.whoosh3  # noqa: F401
