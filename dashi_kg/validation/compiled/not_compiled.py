"""What is raised where a store of triples has to answer instead."""

from __future__ import annotations


class NotCompiledError(Exception):
    """A query, or a value that it meets, is beyond what is compiled: a store of triples answers instead."""
