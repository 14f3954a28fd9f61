"""What does a reader see at an IRI: a graph as pages and documents, one address each (see ``docs/site.md``)?

Everything comes out of the graph by SPARQL through :class:`dashi_kg.query.result.Engine`, so that the same pages are
written into a release and rendered over a remote endpoint.
"""
