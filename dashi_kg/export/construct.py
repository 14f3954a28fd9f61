"""Views by SPARQL 1.1 CONSTRUCT: each file of ``ontology/exports/`` makes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad, QueryTriples, Store, Triple

from dashi_kg.errors import DataError
from dashi_kg.language import Both
from dashi_kg.rdf.namespaces import prefixes
from dashi_kg.resources import ontology_dir


def constructed(name: str, triples: Iterable[Triple], base: str) -> list[Triple]:
    """The triples that ``ontology/exports/{name}.rq`` makes of these, sorted. Errors: :func:`constructed_over`."""
    return sorted(set(constructed_over(name, store_of(triples), base)), key=str)


def constructed_over(name: str, store: Store, base: str) -> Iterator[Triple]:
    """The triples that ``ontology/exports/{name}.rq`` makes of the default graph of a store, some of them more than once.

    Raises:
        DataError: the file is missing or is not a CONSTRUCT.
    """
    path = ontology_dir() / "exports" / f"{name}.rq"
    try:
        found = store.query(path.read_text(encoding="utf-8"), base_iri=base, prefixes=prefixes(base))
    except (OSError, SyntaxError) as error:
        raise DataError(
            Both(f"不是查询（{error}）", f"not a query ({error})"),
            remedy=Both("请恢复该文件。", "Restore the file."),
            file=path.name,
        ) from None
    if not isinstance(found, QueryTriples):
        raise DataError(
            Both("查询不是 CONSTRUCT", "the query is not a CONSTRUCT"),
            remedy=Both("请写成 CONSTRUCT …", "Write CONSTRUCT …"),
            file=path.name,
        )
    yield from found


def store_of(triples: Iterable[Triple]) -> Store:
    """A store in memory with these triples in its default graph."""
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    return store
