"""Which quads say what was found? Each node is told in ``docs/graph.md``; one module a kind of node."""
