"""The answer to a saved question as a file: CSV, TSV, JSON, XML, XLSX, or a page."""

from __future__ import annotations

from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode

from dashi_kg.query.questions import Question
from dashi_kg.query.result import Result
from dashi_kg.serve.answers import limit
from dashi_kg.serve.answers.formats import SOLUTIONS
from dashi_kg.serve.answers.job import Job
from dashi_kg.serve.answers.limit import CutOff, Limits

if TYPE_CHECKING:
    from jinja2 import Template

TYPES = {form.name: form.content_type() for form in SOLUTIONS} | {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "rq": "application/sparql-query; charset=utf-8",
}
FOR_PEOPLE = ("xlsx", "html")
# A page with more rows is no use to anyone; the files have them all.
_PAGE_ROWS = 2000


def table(found: Result, asked: Question, job: Job, base: str, limits: Limits) -> CutOff:
    """The rows in the form that ``job`` wants, one of :data:`TYPES`."""
    if job.format != "html":
        return limit.rows(found, job.format, base, limits, raw=False)
    assert found.rows is not None
    rows = list(islice(found.rows, min(limits.rows, _PAGE_ROWS) + 1))
    truncated = "rows" if len(rows) > min(limits.rows, _PAGE_ROWS) else ""
    rows = rows[: min(limits.rows, _PAGE_ROWS)]
    asked_for = urlencode({**job.values, "lang": job.lang})
    page = _template().render(
        lang=job.lang, question=asked, title=getattr(asked, job.lang), about=getattr(asked, f"rows_{job.lang}"),
        variables=found.variables, rows=[[_cell(t, base) for t in row] for row in rows], values=job.values,
        truncated=truncated, query=asked_for, files=[name for name in TYPES if name != "html"],
        other=urlencode({**job.values, "lang": "en" if job.lang == "zh" else "zh"}),
    )  # fmt: skip
    return CutOff(page.encode("utf-8"), len(rows), truncated)


def _cell(term: Any, base: str) -> dict[str, str]:
    """What a cell shows, where it leads, and the language of its words."""
    if term is None:
        return {"words": "", "href": "", "lang": ""}
    if isinstance(term, NamedNode):
        iri = term.value
        # an IRI of ours is a page of this server, whatever its address; only web addresses are links
        inside = iri.startswith(base)
        href = (
            "../" + iri.removeprefix(base)
            if inside
            else iri
            if iri.startswith(("http://", "https://"))
            else ""
        )
        return {"words": iri.removeprefix(base), "href": href, "lang": ""}
    lang = term.language or "" if isinstance(term, Literal) else ""
    return {"words": term.value, "href": "", "lang": lang}


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("answer.html")
