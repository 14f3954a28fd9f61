"""Tables as addresses: ``/api/observations.csv?topic=G1&year=2023``, by pages, and an index of them."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from dashi_kg.export.tables.listed import kinds
from dashi_kg.serve.answers.job import Answer, Job
from dashi_kg.serve.answers.listed_rows import TABLE_TYPES
from dashi_kg.serve.answers.problem_details import problem
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.sparql.request import single, url_fields
from dashi_kg.serve.sparql.respond import respond, respond_to
from dashi_kg.serve.sparql.search_answers import EN, FILTERS, NAME, QUESTION, ZH
from dashi_kg.serve.sparql.table_form import table_form
from dashi_kg.serve.workers.pool import Pool


class TableAnswers:
    """Answers with rows of the tables that :mod:`dashi_kg.export.tables.listed` knows."""

    def __init__(self, pool: Pool, config: Config) -> None:
        self.pool, self.config = pool, config
        self.known = {kind.name: kind for kind in kinds()}

    async def index(self, request: Request) -> Response:
        """Which tables there are, with their filters and addresses."""
        root = request.scope.get("root_path", "")
        table = [
            {
                "name": kind.name, "zh": kind.zh, "en": kind.en,
                "filters": [{"name": name, "zh": zh, "en": en} for name, zh, en in kind.filters],
                "href": {form: f"{root}/api/{kind.name}.{form}" for form in TABLE_TYPES},
            }
            for kind in self.known.values()
        ]  # fmt: skip
        table.append({
            "name": NAME, "zh": ZH, "en": EN,
            "filters": [{"name": name, "zh": zh, "en": en} for name, zh, en in (QUESTION, *FILTERS)],
            "href": {form: f"{root}/api/{NAME}.{form}" for form in TABLE_TYPES},
        })  # fmt: skip
        body = json.dumps({"tables": table}, ensure_ascii=False, indent=1).encode() + b"\n"
        return Response(body, headers={"Cache-Control": "public, no-cache"}, media_type="application/json")

    async def answer(self, request: Request) -> Response:
        """``/api/NAME`` in the form that the client asks for (JSON where it does not say), or ``/api/NAME.FORM``."""
        file = request.path_params["file"]
        name, dot, form = file.rpartition(".")
        if not dot:
            name, form = file, ""
        if name not in self.known:
            return respond(
                problem(404, f"There is no table “{name[:200]}”. There is: {', '.join(self.known)}.")
            )
        chosen = table_form(request, form if dot else None)
        if isinstance(chosen, Answer):
            return respond(chosen)
        given = url_fields(request)
        job = Job("table", name, format=chosen, values={key: single(given, key) for key in given})
        return await respond_to(self.pool, request, job, where="", weak=False)
