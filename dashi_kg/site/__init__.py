"""The site: a graph as pages and documents, one address for every IRI (see ``docs/site.md``).

Everything comes out of the graph by SPARQL through :class:`dashi_kg.query.Engine`, so that the same pages are
written into a release and rendered over a remote endpoint.
"""

from dashi_kg.site.section import Section
from dashi_kg.site.site import Site

__all__ = ["Section", "Site"]
