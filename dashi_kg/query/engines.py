"""Who runs a query: pyoxigraph (default), rdflib, or a SPARQL endpoint."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, ClassVar

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from dashi_kg.errors import DashiError, of_system
from dashi_kg.language import Both, both, line
from dashi_kg.query.guard import Asked, checked
from dashi_kg.query.questions import SLOT, declared
from dashi_kg.query.result import Engine, Result, Row
from dashi_kg.rdf.namespaces import prefixes
from dashi_kg.rdf.terms import value

ENGINES = ("pyoxigraph", "rdflib")
_PART = 100_000  # quads that are held as objects at once


def engine(name: str, quads: Iterable[Quad], base: str) -> Engine:
    """The engine of one of :data:`ENGINES` over these quads."""
    if name == "rdflib":
        from dashi_kg.query.rdflib_engine import RdflibEngine, rdflib_dataset

        return RdflibEngine(rdflib_dataset(quads), base)
    quads = list(quads)
    store = Store()
    store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in quads)
    return OxigraphEngine(store, base, merged=True, graphs=lambda: quads)


def merge(store: Store) -> None:
    """Put the RDF merge of the named graphs into the default graph of a store, so that each triple is there once.

    A part at a time: all quads as objects take more memory than the store. What is read is the store as it was when reading began.
    """
    quads = iter(store)
    while part := list(islice(quads, _PART)):
        store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in part)


class FailedError(DashiError):
    """The query failed while its answer was read."""


class OxigraphEngine:
    """A pyoxigraph store, in memory or on disk.

    The default graph of a query is the RDF merge of all graphs: a triple that stands in ninety of them is one triple
    (SPARQL 1.1, section 13.1). The store's own union gives it ninety times, and each join multiplies them.

    Args:
        merged: the store's default graph holds the merge (:func:`merge`). Else the store's union has to serve.
        graphs: gives the quads of named graphs that the store takes up when a query first asks for graphs; most
            never do.
    """

    def __init__(
        self,
        store: Store,
        base: str,
        *,
        merged: bool = False,
        graphs: Callable[[], Iterable[Quad]] | None = None,
    ) -> None:
        self.store, self.base, self.merged, self._graphs = store, base, merged, graphs
        self.prefixes = prefixes(base)

    def run(self, text: str) -> Result:
        """See :class:`~dashi_kg.query.result.Engine`. ``FROM`` chooses among the graphs of the store."""
        return result_of(self.answer(text))

    def answer(self, text: str, dataset: Dataset | None = None, asked: Asked | None = None) -> Answer:
        """The library's own answer, which it can write itself.

        Args:
            text: SPARQL 1.1.
            dataset: graphs that take the place of the query's ``FROM``.
            asked: what :func:`~dashi_kg.query.guard.checked` said, if it was asked already.

        Raises:
            DashiError: the query is malformed, refused, or fails.
        """
        asked = asked or checked(text, self.base, self.prefixes)
        if dataset or asked.named:
            self.take_graphs()
        for iri in dataset.graphs if dataset else asked.graphs or ():
            if not self.store.contains_named_graph(_named(iri)):
                raise no_such_graph(iri)
        return self._query(text, union=asked.graphs is None and not self.merged, dataset=dataset)

    def take_graphs(self) -> None:
        """Make ready for a query that asks for named graphs."""
        if self._graphs:
            self.store.bulk_extend(self._graphs())
            self._graphs = None

    def parsed(self, text: str) -> None:
        """Whether it is SPARQL at all; nothing is asked.

        Raises:
            DashiError: it is not, with the place.
        """
        self._query(text, union=False, dataset=None)

    def _query(self, text: str, *, union: bool, dataset: Dataset | None) -> Answer:
        chosen: dict[str, Any] = {"use_default_graph_as_union": union}
        if dataset:  # both are given: a missing part is empty, not the whole store
            chosen = {
                "default_graph": [NamedNode(g) for g in dataset.default],
                "named_graphs": [NamedNode(g) for g in dataset.named],
            }
        # the library parses each prefix anew at each query
        used = {name: iri for name, iri in self.prefixes.items() if f"{name}:" in text}
        try:
            return self.store.query(text, base_iri=self.base, prefixes=used, **chosen)
        except SyntaxError as error:
            raise not_sparql(error, text) from None
        except (RuntimeError, ValueError, OSError) as error:
            raise DashiError(
                Both(f"查询失败（{error}）", f"the query failed ({error})"),
                remedy=Both("请改正查询。", "Correct the query."),
            ) from None


_LONG = 160
_NEAR = 30  # code points shown of where the parser stopped


def not_sparql(error: SyntaxError, text: str) -> DashiError:
    """Where the parser stopped, with the words there; not the list of all that it might have taken."""
    remedy = Both(
        "请检查这里和前一行：括号、句点、分号、引号，以及变量前的 ?。",
        "Check there and on the line before: brackets, full stops, semicolons, quotes, and ? before variables.",
    )
    found = re.search(r"\bat (\d+):(\d+): *", str(error))
    if not found:
        words = str(error)[:_LONG]
        return DashiError(
            Both(f"不是 SPARQL 查询（{words}）", f"not a SPARQL query ({words})"), remedy=remedy
        )
    number, column = int(found[1]), int(found[2])
    rest = text.splitlines()[number - 1 : number]
    near = rest[0][max(column - 1, 0) :].strip()[:_NEAR] if rest else ""
    cause = (
        Both(f"不是 SPARQL 查询：到“{near}”读不下去", f"not a SPARQL query: stopped at “{near}”")
        if near
        else Both("不是 SPARQL 查询：没有写完", "not a SPARQL query: it ends too early")
    )
    return DashiError(cause, remedy=remedy, place=line(number, column))


def no_such_graph(iri: str) -> DashiError:
    """The error for a graph of ``FROM`` that is not in the data."""
    return DashiError(
        Both(
            f"不接受 FROM <{iri}>：数据里没有这个图，也不从网上读取",
            f"FROM <{iri}> is refused: no such graph in this data, and nothing is fetched",
        ),
        remedy=Both("请先载入它，或改查已有的图。", "Load it first, or ask for a graph that is there."),
    )


def _named(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise DashiError(
            Both(f"“{iri}”不是完整的 IRI", f"“{iri}” is not an absolute IRI"),
            remedy=Both("请写出以 http:// 开头的完整 IRI。", "Write the full IRI, beginning with http://."),
        ) from None


@dataclass(frozen=True, slots=True)
class Dataset:
    """An RDF dataset chosen by a request (SPARQL 1.1 Protocol, section 2.1.4): IRIs of named graphs."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def graphs(self) -> tuple[str, ...]:
        return self.default + self.named


Answer = QueryBoolean | QuerySolutions | QueryTriples


def result_of(found: Any) -> Result:
    """The library's answer as ours."""
    if isinstance(found, QueryBoolean | bool):
        return Result(boolean=bool(found))
    if not isinstance(found, QuerySolutions):
        return Result(triples=iter(found))
    variables = tuple(v.value for v in found.variables)
    return Result(variables, rows=_rows(found, len(variables)))


def _rows(found: QuerySolutions, width: int) -> Iterator[Row]:
    try:
        for solution in found:
            yield tuple(solution[i] for i in range(width))
    except SyntaxError as error:  # an endpoint at its time limit stops within a row, or adds a line of words
        raise broken_off(error) from None
    except (RuntimeError, OSError) as error:
        raise FailedError(
            Both(f"查询失败（{error}）", f"the query failed ({error})"),
            remedy=Both("请简化查询。", "Simplify the query."),
        ) from None


def broken_off(error: Exception, address: str = "") -> FailedError:
    """The error for an endpoint (with its address, where that is known) whose answer is not whole; what came of it does not count."""
    return FailedError(
        Both(f"端点的回答不完整（{error}）", f"the endpoint’s answer is not whole ({error})"),
        remedy=Both(
            "多半到了它的时限：请缩小所问的范围（如 -p report=…），或放宽它的时限。",
            "Most likely it reached its time limit: ask for less (say, -p report=…), or raise the limit.",
        ),
        file=address,
    )


def _without_unset(text: str) -> str:
    """Without parameters that have no value: they change no answer, but behind a UNION of three Virtuoso 7 finds no end."""
    return SLOT.sub(lambda slot: "" if slot[3] == "UNDEF" else slot[0], text)


def _yes_or_no(found: QuerySolutions | QueryBoolean) -> QuerySolutions | QueryBoolean:
    """Virtuoso 7 answers ASK by a table of one cell."""
    if isinstance(found, QueryBoolean) or [v.value for v in found.variables] != ["__ASK_RETVAL"]:
        return found
    yes = any(value(row[0]) not in ("", "0", "false") for row in found if row[0] is not None)
    told = f'{{"head":{{}},"boolean":{str(yes).lower()}}}'.encode()
    return parse_query_results(told, format=QueryResultsFormat.JSON)


class EndpointEngine:
    """A SPARQL 1.1 Protocol endpoint (W3C Recommendation 2013, section 2.1.3).

    Credentials come from ``DASHI_KG_USER`` and ``DASHI_KG_PASSWORD`` or ``DASHI_KG_TOKEN``.
    """

    _ACCEPT = (
        "application/sparql-results+json, application/n-triples;q=0.9, "
        "application/sparql-results+xml;q=0.8, text/turtle;q=0.7"
    )
    _RESULTS: ClassVar = {
        "application/sparql-results+json": QueryResultsFormat.JSON,
        "application/json": QueryResultsFormat.JSON,
        "application/sparql-results+xml": QueryResultsFormat.XML,
    }
    _TRIPLES: ClassVar = {
        "application/n-triples": RdfFormat.N_TRIPLES,
        "text/plain": RdfFormat.N_TRIPLES,
        "text/turtle": RdfFormat.TURTLE,
    }

    def __init__(
        self,
        url: str,
        base: str,
        *,
        graphs: Sequence[str] = (),
        named: Sequence[str] = (),
        timeout: float = 300,
    ) -> None:
        from urllib.parse import urlsplit

        if urlsplit(url).scheme not in ("http", "https"):
            raise DashiError(
                Both(f"“{url}”不是 http(s) 地址", f"“{url}” is not an http(s) address"),
                remedy=Both(
                    "请写成 http://127.0.0.1:7878/query 的样子。",
                    "Write it like http://127.0.0.1:7878/query.",
                ),
            )
        if urlsplit(url).password is not None:
            raise DashiError(
                Both(
                    "地址里写有密码，而地址会记入日志",
                    "the address has a password in it, and addresses are logged",
                ),
                remedy=Both(
                    "请改用环境变量 DASHI_KG_USER 和 DASHI_KG_PASSWORD。",
                    "Use DASHI_KG_USER and DASHI_KG_PASSWORD.",
                ),
            )
        self.url, self.base, self.timeout = url, base, timeout
        self.graphs, self.named = tuple(graphs), tuple(named)

    def run(self, text: str) -> Result:
        """See :class:`~dashi_kg.query.result.Engine`.

        The default graph is the union of ``graphs``, and ``named`` are those that ``GRAPH`` sees; without them
        the endpoint decides.
        """
        checked(text)
        return result_of(self.answer(text))

    def answer(self, text: str) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
        """The answer to a query that was :func:`~dashi_kg.query.guard.checked`, read while it comes.

        Raises:
            DashiError: the endpoint is not reached, refuses, or answers in an unknown form; ``file`` is its address.
        """
        answer, kind = self._post(declared(_without_unset(text), self.base))
        if form := self._RESULTS.get(kind):
            try:
                found = parse_query_results(answer, format=form)
            except SyntaxError as error:
                raise broken_off(error, self.url) from None
            except (ValueError, OSError) as error:
                raise DashiError(
                    Both(f"对方的回答无法解析（{error}）", f"a malformed answer ({error})"), file=self.url
                ) from None
            return _yes_or_no(found)
        if rdf := self._TRIPLES.get(kind):
            return self._triples(parse(answer, format=rdf, base_iri=self.url))
        raise DashiError(
            Both(f"回答的类型“{kind}”无法识别", f"an answer of unknown type “{kind}”"),
            remedy=Both("请检查它是不是 SPARQL 端点。", "Check that it is a SPARQL endpoint."),
            file=self.url,
        )

    def _triples(self, quads: Iterable[Quad]) -> Iterator[Triple]:
        try:
            for quad in quads:
                yield quad.triple
        except (SyntaxError, OSError, MemoryError) as error:
            if isinstance(error, MemoryError) and "buffer" not in str(error):
                raise  # of ours, and not of the parser, for which a term is too long
            raise FailedError(
                Both(f"对方的回答无法解析（{error}）", f"a malformed answer ({error})"),
                remedy=Both("请减少所查的内容。", "Ask for less."),
                file=self.url,
            ) from None

    def _post(self, text: str) -> tuple[IO[bytes], str]:
        from http.client import HTTPException
        from urllib.error import HTTPError, URLError
        from urllib.parse import urlencode, urljoin
        from urllib.request import HTTPRedirectHandler, Request, build_opener

        class Stay(HTTPRedirectHandler):
            """A query that is redirected arrives as a GET without the query, and perhaps at another host."""

            def redirect_request(self, *_: object) -> None:
                return None

        request = Request(
            self.url,
            data=urlencode(
                [
                    ("query", text),
                    *(("default-graph-uri", g) for g in self.graphs),
                    *(("named-graph-uri", g) for g in self.named),
                ]
            ).encode(),
            method="POST",
        )
        request.add_header("Accept", self._ACCEPT)
        request.add_header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        if token := os.environ.get("DASHI_KG_TOKEN"):
            request.add_unredirected_header("Authorization", f"Bearer {token}")
        elif user := os.environ.get("DASHI_KG_USER"):
            pair = f"{user}:{os.environ.get('DASHI_KG_PASSWORD', '')}".encode()
            request.add_unredirected_header("Authorization", f"Basic {base64.b64encode(pair).decode()}")
        try:
            answer = build_opener(Stay).open(request, timeout=self.timeout)
        except HTTPError as error:
            if moved := error.headers.get("Location"):
                raise DashiError(
                    Both(
                        f"地址已改为 {urljoin(self.url, moved)}（HTTP {error.code}）",
                        f"the address has moved to {urljoin(self.url, moved)} (HTTP {error.code})",
                    ),
                    remedy=Both("请改用新地址。", "Give the new address."),
                    file=self.url,
                ) from None
            words = error.read(400).decode("utf-8", "replace").strip()
            remedy = (
                Both("请检查用户名和密码。", "Check the credentials.")
                if error.code in (401, 403)
                else Both("请检查查询和地址。", "Check the query and the address.")
            )
            raise DashiError(
                Both(
                    f"端点拒绝（HTTP {error.code}）：{words or error.reason}",
                    f"the endpoint refused (HTTP {error.code}): {words or error.reason}",
                ),
                remedy=remedy,
                file=self.url,
            ) from None
        except (URLError, OSError, ValueError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            why = of_system(reason) if isinstance(reason, Exception) else both(str(reason))
            raise DashiError(
                Both(f"连接失败：{why.zh}", f"the connection failed: {why.en}"),
                remedy=Both(
                    "请检查服务是否在运行、地址和端口是否正确。",
                    "Check that the server is running and that address and port are right.",
                ),
                file=self.url,
            ) from None
        return answer, (answer.headers.get_content_type() or "")


# GROUP BY, not DISTINCT: with hundreds of graphs Virtuoso 7 finds no end of the latter
GRAPHS = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
# Whether some triple of a named graph is not in the default graph; a sample tells, for a store has one way for all.
APART = "ASK { { SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 20 } FILTER NOT EXISTS { ?s ?p ?o } }"


def all_graphs(on: EndpointEngine) -> list[str]:
    """The graphs that an endpoint holds, for a default graph of all of them."""
    found = on.run(GRAPHS).rows
    return [value(row[0]) for row in found or ()]
