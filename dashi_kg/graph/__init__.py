"""Model → quads: what each node carries is told in ``docs/graph.md``; one module a kind of node."""

from dashi_kg.graph.build import build_quads
from dashi_kg.graph.reference import reference_quads

__all__ = ["build_quads", "reference_quads"]
