"""A second opinion: rdflib runs the query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.query.guard import checked
from dashi_kg.query.questions import declared
from dashi_kg.query.result import Result


class RdflibEngine:
    """An rdflib dataset. Slower; for those who want its extensions, and as a second opinion."""

    def __init__(self, dataset: Any, base: str) -> None:
        self.dataset, self.base = dataset, base

    def run(self, text: str) -> Result:
        """See :class:`~dashi_kg.query.result.Engine`. ``FROM`` is refused: rdflib would fetch what it names."""
        from pyparsing import ParseException
        from rdflib.plugins.sparql import prepareQuery

        if checked(text).graphs is not None:
            raise DashiError(
                Both(
                    "不接受 FROM：rdflib 会从网上读取它所指的数据",
                    "FROM is refused: rdflib would fetch it from the network",
                ),
                remedy=Both("请改用 --engine pyoxigraph。", "Use --engine pyoxigraph."),
            )
        whole = declared(text, self.base)
        try:
            found = self.dataset.query(prepareQuery(whole))
        except ParseException as error:
            raise DashiError(
                Both(
                    f"不是 SPARQL 查询：“{error.line.strip()[:40]}”附近有错",
                    f"not a SPARQL query: a mistake near “{error.line.strip()[:40]}”",
                ),
                remedy=Both("请改正查询。", "Correct the query."),
            ) from None
        except Exception as error:  # rdflib raises bare Exception for unknown prefixes and functions
            raise DashiError(
                Both(f"查询失败（{error}）", f"the query failed ({error})"),
                remedy=Both("请改正查询。", "Correct the query."),
            ) from None
        if found.type == "ASK":
            return Result(boolean=bool(found.askAnswer))
        if found.type in ("CONSTRUCT", "DESCRIBE"):
            return Result(triples=(Triple(*(_ours(t) for t in triple)) for triple in found.graph))
        variables = tuple(str(v) for v in found.vars or ())
        rows = (tuple(_ours(row[i]) for i in range(len(variables))) for row in found)
        return Result(variables, rows=rows)


def rdflib_dataset(quads: Iterable[Quad]) -> Any:
    """The quads as an rdflib dataset whose default graph is the union of all graphs."""
    import io

    import rdflib
    from pyoxigraph import serialize

    dataset = rdflib.Dataset(default_union=True)
    data = serialize(quads, format=RdfFormat.N_QUADS)
    dataset.parse(io.BytesIO(data or b""), format="nquads")
    return dataset


def _ours(term: Any) -> Any:
    """An rdflib term as ours."""
    import rdflib

    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
