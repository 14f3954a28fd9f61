"""Answers as HTTP responses: what may be kept, what was cut, what is wrong."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashi_kg.serve.answers.job import Answer, Job
from dashi_kg.serve.answers.problem_details import TYPE, problem
from dashi_kg.serve.http.conditional import matches
from dashi_kg.serve.sparql.request import Unreadable
from dashi_kg.serve.workers.pool import Pool
from dashi_kg.version import __version__

TRUNCATED = "Dashi-Truncated"
Handler = Callable[[Request], Awaitable[Response]]
# A query that is done sooner needs no watch over its client.
_SOON = 0.02


class Resource:
    """One address: its methods, 405 with ``Allow`` for others, OPTIONS, HEAD as GET without a body.

    Args:
        kind: what requests are counted as.
        handlers: method → what answers it.
        posts: the media types of a POST, for ``Accept-Post``.
    """

    def __init__(self, kind: str, handlers: Mapping[str, Handler], posts: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.handlers = dict(handlers)
        if "GET" in self.handlers:
            self.handlers["HEAD"] = self.handlers["GET"]
        self.allow = ", ".join(sorted([*self.handlers, "OPTIONS"]))
        self.posts = ", ".join(posts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["kind"] = self.kind
        request = Request(scope, receive, send)
        response = await self.answer(request)
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        headers = {"Allow": self.allow} | ({"Accept-Post": self.posts} if self.posts else {})
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
        handler = self.handlers.get(request.method)
        if handler is None:
            words = f"{request.method} is not for this address. There is: {self.allow}."
            return respond(problem(405, words), headers=headers)
        try:
            return await handler(request)
        except Unreadable as error:
            return respond(error.answer)


def respond(
    answer: Answer, *, etag: str = "", where: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """The response for an answer.

    Args:
        etag: of the answer, if it may be kept.
        where: the address that explains what a cut is, for the forms that have a place for it.
    """
    extra = dict(headers or {})
    if answer.status >= 400:
        body = json.dumps(dict(answer.problem), ensure_ascii=False).encode() + b"\n"
        if retry := answer.problem.get("retry"):
            extra["Retry-After"] = str(retry)
        extra |= {"Cache-Control": "no-store", "Vary": "Accept"}
        return Response(body, answer.status, extra, TYPE)
    if answer.truncated:
        extra[TRUNCATED] = answer.truncated
        answer = _marked(answer, f"{where}#truncated-{answer.truncated}")
        name = answer.type.partition(";")[0].rpartition("/")[2].rpartition("+")[2]
        extra["Content-Disposition"] = f'inline; filename="truncated.{_SUFFIX.get(name, name)}"'
    elif etag and not answer.changing:
        extra["ETag"] = etag
    if follow := answer.problem.get("next"):  # the next page of a table (RFC 8288)
        extra["Link"] = f'<?{follow}>; rel="next"'
    # kept by anyone, but asked for again each time: a new release may have come
    extra["Cache-Control"] = "no-store" if answer.changing else "public, no-cache"
    extra["Vary"] = "Accept"
    return Response(answer.body, answer.status, extra, answer.type)


_SUFFIX = {
    "tab-separated-values": "tsv",
    "turtle": "ttl",
    "n-triples": "nt",
    "n-quads": "nq",
    "sheet": "xlsx",
}


def _marked(answer: Answer, where: str) -> Answer:
    """The answer with a mark in itself, where its form has a place for one.

    Results in JSON and XML have ``link`` in their head, to tell more of the results; Turtle and its kin have comments.
    CSV and TSV have nothing: there the header and the file's name must do.
    """
    kind, body, link = answer.type.partition(";")[0], answer.body, where.encode()
    if body.startswith(b'{"head":{'):
        body = b'{"head":{"link":[' + json.dumps(where).encode() + b"]," + body[len(b'{"head":{') :]
    elif b"<sparql " in body[:200]:
        body = body.replace(b"</head>", b'<link href="' + link.replace(b"&", b"&amp;") + b'"/></head>', 1)
    elif kind in ("text/turtle", "application/n-triples", "application/n-quads", "application/trig"):
        body += b"# " + link + b"\n"
    return replace(answer, body=body)


async def worked(pool: Pool, request: Request, job: Job) -> Answer | None:
    """The answer to a job; ``None``: the client has gone, and the query with it."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None
    watches: list[asyncio.Task[None]] = []
    left = False

    async def watch() -> None:
        nonlocal left
        await _gone(request)
        left = True
        task.cancel()

    begin = loop.call_later(_SOON, lambda: watches.append(loop.create_task(watch())))
    try:
        return await pool.run(job, request.scope.get("client_key", ""))
    except asyncio.CancelledError:
        if not left:
            raise
        task.uncancel()
        return None
    finally:
        begin.cancel()
        for other in watches:
            other.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def respond_to(pool: Pool, request: Request, job: Job, *, where: str, weak: bool = True) -> Response:
    """The response to a job, from what the client has if it is still right."""
    etag = _etag(pool, job, weak=weak)
    if etag and is_known_to_client(request, etag):
        return _not_modified(etag)
    answer = pool.answers.get(etag)
    if answer is None:
        answer = await worked(pool, request, job)
        if answer is None:
            return Response(status_code=499)  # nobody reads it
        pool.answers.put(etag, answer)
    if answer.status == 200 and any_known(request):
        headers = {"ETag": etag} if etag and not answer.changing and not answer.truncated else {}
        kept = "no-store" if answer.changing else "public, no-cache"
        return Response(status_code=304, headers={**headers, "Cache-Control": kept, "Vary": "Accept"})
    return respond(answer, etag=etag if request.method != "POST" else "", where=where)


def respond_unless_known(request: Request, answer: Answer) -> Response:
    """A whole answer with the tag of its bytes; 304 where the client has it."""
    etag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    if is_known_to_client(request, etag) or any_known(request):
        return _not_modified(etag)
    return respond(answer, etag=etag)


def _not_modified(etag: str) -> Response:
    """304 for an answer that anyone may keep and asks for again."""
    headers = {"ETag": etag, "Cache-Control": "public, no-cache", "Vary": "Accept"}
    return Response(status_code=304, headers=headers)


def _etag(pool: Pool, job: Job, *, weak: bool) -> str:
    """Of the data and the question: weak, for the order of rows may differ while they say the same."""
    if not pool.info.digest:
        return ""
    words = json.dumps([__version__, pool.info.digest, job.table()], sort_keys=True)
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f'W/"{digest}"' if weak else f'"{digest}"'


def is_known_to_client(request: Request, etag: str) -> bool:
    """Whether ``If-None-Match`` names this tag (RFC 9110, section 13.1.2: weak comparison)."""
    if request.method not in ("GET", "HEAD") or any_known(request):
        return False
    return matches(request.headers.getlist("if-none-match"), etag.removeprefix("W/"))


def any_known(request: Request) -> bool:
    """Whether ``If-None-Match`` is ``*``: it names any answer, but a query that has none is still wrong."""
    return request.method in ("GET", "HEAD") and request.headers.get("if-none-match", "").strip() == "*"
