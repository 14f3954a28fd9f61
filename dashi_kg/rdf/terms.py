"""Reading RDF terms and query results without asking for their class at each step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyoxigraph import QuerySolutions, Store

from dashi_kg.errors import DataError
from dashi_kg.language import Both


def value(term: object) -> str:
    """The IRI of a named node or the lexical form of a literal; ``""`` for anything else."""
    return str(getattr(term, "value", ""))


def language(term: object) -> str:
    """The language tag of a literal, or ``""``."""
    return str(getattr(term, "language", None) or "")


def datatype(term: object) -> str:
    """The IRI of a literal's datatype, or ``""``."""
    return value(getattr(term, "datatype", None))


def select(
    store: Store, query: str, *, base: str | None = None, prefixes: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The solutions of a SELECT query, each as variable → term (unbound variables are left out).

    Raises:
        DataError: the query is not a SELECT.
    """
    found = store.query(query, base_iri=base, prefixes=dict(prefixes) if prefixes else None)
    if not isinstance(found, QuerySolutions):
        raise DataError(
            Both("查询不是 SELECT", "the query is not a SELECT"),
            remedy=Both("请写成 SELECT … WHERE …", "Write SELECT … WHERE …"),
        )
    names = [variable.value for variable in found.variables]
    return [{n: term for n, term in zip(names, s, strict=True) if term is not None} for s in found]
