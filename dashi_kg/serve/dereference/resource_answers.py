"""Dereferencing: IRIs and files of the site over HTTP.

An IRI ``{base}P`` names a thing; it answers 303 See Other to the document that speaks of it, in the format and
language that the client asks for (W3C Note “Cool URIs for the Semantic Web”, section 4.2), or with the document
at once where the server is told so. ``P.html``, ``P.en.html``, ``P.ttl``, ``P.jsonld``, ``P.nt`` and all other
files are given as they are.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import time
from asyncio import to_thread
from collections.abc import Mapping, Sequence

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashi_kg.errors import DashiError
from dashi_kg.rdf.parse import RELEASE_FILE
from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.dereference.current_host import CurrentHost
from dashi_kg.serve.dereference.derived import Derived, source_of
from dashi_kg.serve.dereference.finder import LONGEST, Finder, Page, chosen_of, question_of
from dashi_kg.serve.http.content import (
    TAGS,
    Content,
    GoneError,
    Host,
    Variant,
    address,
    document_path,
    variants,
)
from dashi_kg.serve.http.error_answers import problem
from dashi_kg.serve.http.negotiate import Offer, best_language, best_type
from dashi_kg.serve.http.paths import canonical_path, path_below, plain
from dashi_kg.serve.http.sending import file_answer
from dashi_kg.site.layout.links import language_of
from dashi_kg.site.layout.pages import POLICY

METHODS = "GET, HEAD, OPTIONS"
NEGOTIATED = "Accept, Accept-Language, Accept-Encoding"
_MOMENT = 0.05  # seconds between two renames of a folder, and more
_PATIENCE = 5.0  # seconds in which releases may follow each other before a request is sent away
_FOREVER = re.compile(r"assets/vendor/[^/]+-\d[^/]*/")  # the version is in the name
_ENDPOINT = "http://www.w3.org/ns/sparql-service-description#endpoint"
_TOO_LONG = (f"搜索词至多 {LONGEST} 个字符。", f"At most {LONGEST} characters can be searched for.")
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


class ResourceAnswers:
    """The ASGI application for everything that is a file or an IRI of the site."""

    def __init__(self, current: CurrentHost, config: Config, cache: ByteCache) -> None:
        self.current, self.config, self.cache = current, config, cache
        self.finder = Finder(config.base, cache)
        self.derived = Derived(config.base, cache)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = await self.answer(Request(scope))
        await answer(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """The answer to a request for a resource of the site."""
        lang = self.config.language
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": METHODS})
        if request.method not in ("GET", "HEAD"):
            return problem(request, 405, language=lang, headers={"Allow": METHODS})
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                return await self._answer(request, self.current.host)
            except GoneError:  # a new release stands there already: publish removes the old one last
                # none found: another request took it, or the system cannot exchange folders
                if not await self.current.look():
                    await asyncio.sleep(_MOMENT)
            except DashiError as error:
                self.current.trouble(error)
                break
        return problem(request, 503, language=lang, headers={"Retry-After": "2"})

    async def hits(self, question: str, chosen: Mapping[str, str], limit: int, offset: int) -> Page | None:
        """A page of what is found in the current site; ``None``: it has no index.

        Raises:
            GoneError, DashiError: its files cannot be read.
        """
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                return await self.finder.rows(self.current.host, question, chosen, limit, offset)
            except GoneError:
                if time.monotonic() > end:
                    raise
                if not await self.current.look():
                    await asyncio.sleep(_MOMENT)

    async def _answer(self, request: Request, host: Host) -> Response:
        prefix = request.scope["root_path"]
        tail = path_below(request.scope["raw_path"], prefix)
        path = None if tail is None else plain(tail)
        if path == "index":
            path = ""
        if path is not None and host.asks:
            await to_thread(learn, host, path)
        known = path is not None and (host.has(path) or source_of(host, path) is not None)
        choice = variants(host, path) if path is not None and not known else []
        if path is None or not (choice or known):
            request.scope["kind"] = "missing"
            return problem(request, 404, language=self.config.language)
        query = request.scope["query_string"].decode("ascii", "ignore")
        question = f"?{query}" if query else ""
        if tail != b"/" + canonical_path(path).encode():
            request.scope["kind"] = "respelled"
            place = address(prefix, path) + question
            return Response(status_code=308, headers={"Location": place, "Cache-Control": self._fresh(path)})
        if choice:
            request.scope["kind"] = "iri"
            return await self._document(request, host, path, choice, prefix, question)
        request.scope["kind"] = "file"
        return await self._file(request, host, path, prefix, {"Vary": "Accept-Encoding"})

    async def _document(
        self, request: Request, host: Host, path: str, choice: Sequence[Variant], prefix: str, question: str
    ) -> Response:
        best = chosen(choice, request.headers, self.config.language)
        links = self._links(path, choice, prefix)
        if best is None:
            return problem(
                request, 406, language=self.config.language, others=choice,
                headers={"Link": links, "Vary": NEGOTIATED},
            )  # fmt: skip
        place = address(prefix, best.path)
        if self.config.dereference == "direct":
            headers = {"Vary": NEGOTIATED, "Content-Location": place}
            return await self._file(request, host, best.path, prefix, headers)
        headers = {"Location": place + question, "Vary": NEGOTIATED, "Link": links}
        return Response(status_code=303, headers={**headers, "Cache-Control": self._fresh(best.path)})

    async def _content(self, host: Host, path: str) -> Content:
        found = host.peek(path) or await to_thread(host.get, path)
        if found is None:
            found = await to_thread(self.derived.content, host, path)
        if found is None:
            raise GoneError(path)
        return found

    async def _file(
        self, request: Request, host: Host, path: str, prefix: str, headers: dict[str, str]
    ) -> Response:
        content = None
        if question := question_of(path, request.scope["query_string"]):
            if len(question) > LONGEST:
                return problem(request, 400, language=self.config.language, detail=_TOO_LONG)
            request.scope["kind"] = "search"
            headers["X-Robots-Tag"] = "noindex"
            content = await self.finder.page(host, path, question, chosen_of(request.scope["query_string"]))
        content = content or await self._content(host, path)
        headers["Cache-Control"] = self._fresh(content.path)
        document = document_path(content.path)
        if document is not None and len(choice := variants(host, document)) > 1:
            headers["Link"] = self._links(document, [v for v in choice if v.path != content.path], prefix)
        if content.path == RELEASE_FILE:  # the pages that ask look here (assets/ask/server.js)
            headers["Link"] = f'<{address(prefix, "sparql")}>; rel="{_ENDPOINT}"'
        if (language := language_of(content.path)) and document is not None:
            headers["Content-Language"] = TAGS[language]
        if content.media_type == "text/html" and content.data and (policy := _style_policy(content.data)):
            headers["Content-Security-Policy"] = policy
        return await file_answer(content, request.headers, request.method, self.cache, headers)

    def _links(self, document: str, choice: Sequence[Variant], prefix: str) -> str:
        """``Link`` (RFC 8288): the other representations, the IRI itself, and the data about it."""
        links = [f'<{address(prefix, v.path)}>; rel="alternate"; {v.link}' for v in choice]
        links.append(f'<{self.config.base}{canonical_path(document)}>; rel="canonical"')
        links += [
            f'<{address(prefix, v.path)}>; rel="describedby"; type="{v.media_type}"'
            for v in choice
            if v.media_type == "text/turtle"
        ]
        return ", ".join(links)

    def _fresh(self, path: str) -> str:
        if _FOREVER.match(path):
            return "public, max-age=31536000, immutable"
        return f"public, max-age={self.config.max_age}" if self.config.max_age else "public, no-cache"


def learn(host: Host, path: str) -> None:
    """Let a host that asks a store learn all that the answer to a request for a path wants to know of its files."""
    if not host.has(path) and source_of(host, path) is None:
        variants(host, path)
    elif (document := document_path(path)) is not None:
        variants(host, document)


def chosen(choice: Sequence[Variant], asked: Headers, language: str) -> Variant | None:
    """The representation that the client likes best; ``None``: none of them (406)."""
    kinds = list(dict.fromkeys(v.media_type for v in choice))
    best = best_type(asked.getlist("accept"), [Offer(kind) for kind in kinds])
    if best is None:
        return None
    fitting = [v for v in choice if v.media_type == best.type]
    tongues = [v.language for v in fitting if v.language]
    if not tongues:
        return fitting[0]
    default = language if language in tongues else tongues[0]
    tongue = best_language(asked.getlist("accept-language"), tongues, default)
    return next(v for v in fitting if v.language == tongue)


def _style_policy(page: bytes) -> str | None:
    """The policy for a page that stands alone with its style inside: exactly this style is let in, by its hash."""
    styles = _STYLE.findall(page)
    if not styles:
        return None
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'" for style in styles
    )
    return POLICY.replace("style-src 'self'", f"style-src 'self' {hashes}")
