"""The addresses: ``/sparql``, ``/rdf-graph-store``, ``/.well-known/void``, ``/questions/…``, ``/api/…``, ``/openapi.json``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from pyoxigraph import NamedNode, Triple
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashi_kg.errors import DashiError
from dashi_kg.serve.answers.formats import TRIPLES, choose, wants_page
from dashi_kg.serve.answers.job import Answer, Job
from dashi_kg.serve.answers.problem_details import of_error
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.sparql.describe import service_triples, void_triples, written
from dashi_kg.serve.sparql.request import FORM, QUERY, Unreadable, accept_of, query_job, single, url_fields
from dashi_kg.serve.sparql.respond import Resource, respond, respond_to, respond_unless_known, worked
from dashi_kg.serve.sparql.rest import QuestionAnswers
from dashi_kg.serve.sparql.search_answers import Find, SearchAnswers
from dashi_kg.serve.sparql.table_answers import TableAnswers
from dashi_kg.serve.workers.data import Info
from dashi_kg.serve.workers.pool import Pool

Static = Callable[[Request], Awaitable[Response | None]]


def routes(
    pool: Pool, config: Config, static: Static | None = None, find: Find | None = None
) -> list[BaseRoute]:
    """The routes of everything that is asked by queries.

    Args:
        pool: started before the first request, closed after the last.
        static: the file of a release for a request, if there is one: it answers saved questions without parameters.
        find: answers what is searched for; without it there is no search.
    """
    service = Service(pool, config)
    asked = QuestionAnswers(pool, config, static)
    tables = TableAnswers(pool, config)
    paths = ("/api/search", "/api/search.{form}") if find else ()
    searched = [Route(p, Resource("found", {"GET": SearchAnswers(find).answer})) for p in paths if find]
    return [
        Route("/sparql", Resource("sparql", {"GET": service.sparql, "POST": service.sparql}, (FORM, QUERY))),
        Route("/rdf-graph-store", Resource("graph", {"GET": service.graph})),
        Route("/.well-known/void", Resource("void", {"GET": service.void})),
        Route("/questions", Resource("questions", {"GET": asked.index})),
        Route("/questions/{file}", Resource("question", {"GET": asked.answer})),
        Route("/api", Resource("tables", {"GET": tables.index})),
        *searched,
        Route("/api/{file}", Resource("table", {"GET": tables.answer})),
        Route("/openapi.json", Resource("openapi", {"GET": asked.openapi})),
    ]


def address(request: Request, path: str) -> str:
    """An absolute address of this server, below the path of the proxy."""
    return str(request.base_url).rstrip("/") + path


class Service:
    """SPARQL 1.1 Protocol (query) and Graph Store HTTP Protocol (reading), W3C Recommendations 2013."""

    def __init__(self, pool: Pool, config: Config) -> None:
        self.pool, self.config = pool, config
        self._counts: tuple[str, Mapping[str, int]] = ("", {})

    async def sparql(self, request: Request) -> Response:
        job = await query_job(request, self.config.max_request, self.config.patience)
        if job is not None:
            return await respond_to(self.pool, request, job, where=address(request, "/sparql"))
        accept = accept_of(request)
        if wants_page(accept) and not request.scope["query_string"]:
            # a path: a forged Host leads nobody away
            page = request.scope.get("root_path", "") + "/query.html"
            return RedirectResponse(page, 303, {"Vary": "Accept", "Cache-Control": "public, no-cache"})
        return await self._described(request, service_triples)

    async def void(self, request: Request) -> Response:
        return await self._described(request, void_triples)

    async def graph(self, request: Request) -> Response:
        found = url_fields(request)
        if ("default" in found) == ("graph" in found):
            raise Unreadable(400, "Name one graph: ?default, or ?graph= with its IRI.")
        iri = single(found, "graph")
        if "graph" in found:
            try:
                NamedNode(iri)
            except ValueError:
                raise Unreadable(400, f"“{iri[:200]}” is no absolute IRI. Write http://… in full.") from None
        job = Job("graph", iri, accept_of(request), single(found, "format"))
        return await respond_to(self.pool, request, job, where=address(request, "/sparql"), weak=False)

    async def _described(
        self,
        request: Request,
        make: Callable[[str, Info, Mapping[str, int], Config, str | None], list[Triple]],
    ) -> Response:
        try:
            form, kind = choose(TRIPLES, accept_of(request), single(url_fields(request), "format"))
        except DashiError as error:
            return respond(of_error(error))
        info = self.pool.info
        counts: Mapping[str, int] = info.graphs
        if self.config.endpoint:
            answer = await worked(self.pool, request, Job("counts"))
            if answer is None or answer.status >= 400:
                return respond(answer) if answer else Response(status_code=499)
            counts = answer.problem["graphs"]
        body = written(
            make(address(request, "/sparql"), info, counts, self.config, self.pool.source),
            form.name,
            self.config.base,
        )
        return respond_unless_known(request, Answer(200, kind, body))
