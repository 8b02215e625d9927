"""An ordinary Whoosh index on disk, read and evaluated with NumPy. docs/engine.md tells how it works.

from disk to answer: home (folders, lock, manifest) → segment (files as arrays) → postings (lists as arrays)
→ view (all segments as one) → evaluate (tree to matching documents) → answer (counts, order, page) → engine.
From documents to disk: engine → writer → inverter → encode, terms, columns → home.
"""
