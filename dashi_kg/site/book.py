"""What all sections share: the graph, the addresses, the labels, the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from dashi_kg.query import Engine
from dashi_kg.site.labels import Labels
from dashi_kg.site.links import Links
from dashi_kg.site.pages import Pages
from dashi_kg.terms import value


class Book:
    """A graph being made into a site."""

    def __init__(self, engine: Engine, base: str) -> None:
        self.engine, self.base = engine, base
        self.links = Links(base)
        self.labels = Labels(engine, base)
        self.pages = Pages(base, self.links, self.labels)

    @cached_property
    def documents(self) -> Mapping[str, tuple[str, ...]]:
        """Path of each document → the IRIs of ours that it speaks of (the document's own and its fragments)."""
        found: dict[str, set[str]] = defaultdict(set)
        for variable in ("?s ?p ?i", "?i ?p ?o"):
            query = f"SELECT DISTINCT ?i WHERE {{ {variable} FILTER(isIRI(?i)) }}"
            for (term,) in self.engine.run(query).rows or ():
                if (path := self.links.document(value(term))) is not None:
                    found[path].add(value(term))
        return {path: tuple(sorted(found[path])) for path in sorted(found)}
