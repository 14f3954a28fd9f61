"""Saved questions as addresses: ``/questions/NAME.csv?year=2023``, an index, and their description (OpenAPI 3.1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from dashi_kg.query.questions import GROUPS, Question, questions
from dashi_kg.serve.answers.formats import SOLUTIONS
from dashi_kg.serve.answers.job import Job
from dashi_kg.serve.answers.problem_details import problem
from dashi_kg.serve.answers.tables import TYPES
from dashi_kg.serve.common.config import LANGUAGES, Config
from dashi_kg.serve.http.error_answers import problem as page_of_problem
from dashi_kg.serve.http.negotiate import Offer, best_language, best_type
from dashi_kg.serve.sparql.openapi import document
from dashi_kg.serve.sparql.request import Unreadable, single, url_fields
from dashi_kg.serve.sparql.respond import any_known, is_known_to_client, respond, respond_to
from dashi_kg.serve.workers.pool import Pool

# for people first; other names of JSON and XML count, too
_OFFERS = {"text/html": "html"} | {
    kind.partition(";")[0]: form.name for form in SOLUTIONS for kind in (form.type, *form.also) if "/" in kind
} | {TYPES["xlsx"]: "xlsx"}  # fmt: skip
_LABELS = ("zh", "en", "no")
_AFTER, _MOST_DIGITS = "after", 9  # of a page: the rows before it


class QuestionAnswers:
    """Answers to saved questions, with parameters bound as terms."""

    def __init__(
        self, pool: Pool, config: Config, static: Callable[[Request], Awaitable[Response | None]] | None
    ) -> None:
        self.pool, self.config, self.static = pool, config, static
        self.known: dict[str, Question] = {q.name: q for q in questions()}

    async def answer(self, request: Request) -> Response:
        """``/questions/NAME.SUFFIX``: the file of the release if there are no parameters, else the query's answer."""
        if self.static and not request.scope["query_string"]:
            found = await self.static(request)
            if found is not None:
                return found
        file = request.path_params["file"]
        name, _, suffix = file.rpartition(".")
        if name.endswith(".plain"):
            name, suffix = name.removesuffix(".plain"), f"plain.{suffix}"
        lang = self.config.language
        if file in self.known:
            return self._negotiated(request, file)
        if name.endswith(".en"):  # as the files of a release are called
            name, lang = name.removesuffix(".en"), "en"
        if name not in self.known and "text/html" in request.headers.get("accept", ""):  # a person
            return page_of_problem(request, 404, language=self.config.language)
        if name not in self.known:
            return respond(problem(404, f"There is no question “{name or file}”. See /questions."))
        if suffix not in TYPES:
            return respond(problem(404, f"There is no form “{suffix}”. There is: {', '.join(TYPES)}."))
        try:
            job = _job(request, name, suffix, lang)
        except Unreadable as error:
            found = respond(error.answer)
        else:
            where = str(request.base_url).rstrip("/") + "/sparql"
            found = await respond_to(self.pool, request, job, where=where)
        if suffix != "html" or found.status_code < 400:
            return found
        zh, _, en = str(json.loads(bytes(found.body)).get("detail", "")).partition("\n")
        kept = {name: words for name in ("Retry-After",) if (words := found.headers.get(name))}
        return page_of_problem(request, found.status_code, language=lang, headers=kept, detail=(zh, en or zh))

    def _negotiated(self, request: Request, name: str) -> Response:
        """``/questions/NAME`` leads to the answer in the format and language that the client asks for."""
        accept = request.headers.getlist("accept")
        best = best_type(accept, [Offer(kind) for kind in _OFFERS])
        if best is None:
            words = f"there is no such form of an answer. There is: {', '.join(_OFFERS)}."
            return respond(problem(406, words, available=list(_OFFERS)))
        suffix = _OFFERS[best.type]
        if suffix == "html":
            tongue = best_language(
                request.headers.getlist("accept-language"), LANGUAGES, self.config.language
            )
            suffix = "en.html" if tongue == "en" else suffix
        asked = request.scope["query_string"].decode("ascii", "ignore")
        place = f"{request.scope.get('root_path', '')}/questions/{name}.{suffix}" + (
            f"?{asked}" if asked else ""
        )
        headers = {"Location": place, "Vary": "Accept, Accept-Language", "Cache-Control": "public, no-cache"}
        return Response(status_code=303, headers=headers)

    async def index(self, request: Request) -> Response:
        """What can be asked: name, question in zh and en, parameters, addresses."""
        root = request.scope.get("root_path", "")
        table = [
            {
                "name": q.name, "group": q.group, "zh": q.zh, "en": q.en, "rows": {"zh": q.rows_zh, "en": q.rows_en},
                "parameters": [{"name": p.name, "type": p.type, "zh": p.zh, "en": p.en} for p in q.parameters],
                "href": {suffix: f"{root}/questions/{q.name}.{suffix}" for suffix in TYPES},
            }
            for q in self.known.values()
        ]  # fmt: skip
        # who would rather have a page gets one (dashi_kg.serve.app)
        groups = [{"key": key, "zh": name.zh, "en": name.en} for key, name in GROUPS.items()]
        return _json(request, {"groups": groups, "questions": table}, {"Vary": "Accept, Accept-Language"})

    async def openapi(self, request: Request) -> Response:
        """The description of this server for programs."""
        root = request.scope.get("root_path", "") or "/"
        return _json(request, document(root, list(self.known.values()), self.config), {})


def _job(request: Request, name: str, suffix: str, lang: str) -> Job:
    """What is asked of a question.

    Raises:
        Unreadable: a field of the address is given twice or is malformed.
    """
    given = url_fields(request)
    lang = single(given, "lang") or lang
    if lang not in LANGUAGES:
        raise Unreadable(
            400, f"lang 不能是“{lang}”。请写 zh 或 en。\nlang cannot be “{lang}”. Give zh or en."
        )
    labels = single(given, "labels")
    if labels and labels not in _LABELS:
        words = (
            f"labels 不能是“{labels}”。请写 zh、en 或 no。\nlabels cannot be “{labels}”. Give zh, en or no."
        )
        raise Unreadable(400, words)
    after = single(given, _AFTER) or "0"
    if not (after.isascii() and after.isdecimal()) or len(after) > _MOST_DIGITS:
        words = f"{_AFTER} 不能是“{after[:50]}”。请写行数。\n{_AFTER} cannot be “{after[:50]}”. Give a number of rows."
        raise Unreadable(400, words)
    # an empty field of a form is one that was not filled in
    values = {k: v for k in given if k not in ("lang", "labels", _AFTER) and (v := single(given, k))}
    return Job(
        "question", name, format=suffix, values=values, lang=labels if labels in LANGUAGES else lang,
        labels=None if not labels else labels != "no", offset=int(after) if suffix == "html" else 0,
    )  # fmt: skip


def _json(request: Request, table: object, headers: Mapping[str, str]) -> Response:
    body = json.dumps(table, ensure_ascii=False, indent=1).encode() + b"\n"
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    sent = {**headers, "Cache-Control": "public, no-cache", "ETag": etag}
    if is_known_to_client(request, etag) or any_known(request):
        return Response(status_code=304, headers=sent)
    return Response(body, headers=sent, media_type="application/json")
