"""The form of a table that a client asks for: by the end of the address, else by ``Accept``."""

from __future__ import annotations

from starlette.requests import Request

from dashi_kg.serve.answers.job import Answer
from dashi_kg.serve.answers.listed_rows import TABLE_TYPES
from dashi_kg.serve.answers.problem_details import problem
from dashi_kg.serve.http.negotiate import Offer, best_type

_OFFERS = {kind.partition(";")[0]: name for name, kind in TABLE_TYPES.items()}


def table_form(request: Request, form: str | None) -> str | Answer:
    """One of :data:`~dashi_kg.serve.answers.listed_rows.TABLE_TYPES`, or what is wrong.

    Args:
        form: the end of the address (``csv``); ``None``: it has none, so that ``Accept`` decides (JSON where it does not say).
    """
    if form is not None:
        if form in TABLE_TYPES:
            return form
        return problem(404, f"There is no form “{form[:200]}”. There is: {', '.join(TABLE_TYPES)}.")
    best = best_type(request.headers.getlist("accept"), [Offer(kind) for kind in _OFFERS])
    if best is None:
        words = f"there is no such form of a table. There is: {', '.join(_OFFERS)}."
        return problem(406, words, available=list(_OFFERS))
    return _OFFERS[best.type]
