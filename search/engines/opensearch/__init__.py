"""Articles on a cluster: OpenSearch behind the same seam, with our terms, our scores and our counts.

    client.py   hosts, timeouts, and what a failure means
    schema.py   what is kept of a document, and how a word scores
    ask.py      a reader's tree as OpenSearch's query objects
    engine.py   searching, writing, an index rebuilt beside
docs/cluster.md tells why several may write at once, and how large a cluster has to be.
"""
