"""The answer to a saved question as a file: CSV, TSV, JSON, XML, XLSX, or a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashi_kg.language import Both
from dashi_kg.query.named import choices, default_name
from dashi_kg.query.plain import PlainAnswer, plain_answer, plain_csv, plain_json
from dashi_kg.query.questions import Question
from dashi_kg.query.result import Engine, Result
from dashi_kg.serve.answers.formats import SOLUTIONS
from dashi_kg.serve.answers.job import Job
from dashi_kg.serve.answers.limit import CutOff, Limits
from dashi_kg.site.asking.answer_table import MOST_ROWS, answer_table
from dashi_kg.site.asking.ask_words import QUESTIONS
from dashi_kg.site.layout.foreign import foreign_term
from dashi_kg.site.layout.pages import HERE, frame
from dashi_kg.site.layout.typeset import typeset

if TYPE_CHECKING:
    from jinja2 import Template

TYPES = {form.name: form.content_type() for form in SOLUTIONS} | {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "plain.csv": "text/csv; charset=utf-8",
    "plain.json": "application/json",
    "html": "text/html; charset=utf-8",
    "rq": "application/sparql-query; charset=utf-8",
}
FOR_PEOPLE = ("xlsx",)
# names in the place of IRIs (dashi_kg.query.plain)
PLAIN = ("html", "plain.csv", "plain.json")
_VALUE = re.compile(r"(?<=[（(])([a-z-]+/[^）)\s]+)(?=[）)])")  # a path in brackets, as a note names a value
_FILES = (("plain.csv", "plain_csv"), ("plain.json", "plain_json"), ("xlsx", "as_xlsx"), ("csv", "as_csv"), ("json", "as_json"), ("rq", "as_rq"))  # fmt: skip


def plain_table(
    found: Result,
    engine: Engine,
    asked: Question,
    job: Job,
    base: str,
    limits: Limits,
    notes: Sequence[Both] = (),
) -> CutOff:
    """The rows in one of the forms :data:`PLAIN`, with names in the place of IRIs; a page tells the notes, too."""
    rows = list(islice(found.rows or (), limits.rows + 1))
    truncated = "rows" if len(rows) > limits.rows else ""
    total = min(len(rows), limits.rows)
    shown = rows[job.offset : min(total, job.offset + MOST_ROWS)] if job.format == "html" else rows[:total]
    answer = plain_answer(Result(found.variables, iter(shown)), engine, job.lang, foreign_term)
    if job.format == "html":
        page = _page(answer, engine, asked, job, base, truncated, notes, total)
        return CutOff(page, len(answer.rows), truncated)
    write = plain_json if job.format == "plain.json" else plain_csv
    body = write(answer, job.lang)
    while len(body) > limits.bytes and answer.rows:
        # as many rows as the bytes allow, about
        room = min(len(answer.rows) * limits.bytes // len(body), len(answer.rows) - 1)
        answer, truncated = replace(answer, rows=answer.rows[:room]), "bytes"
        body = write(answer, job.lang)
    return CutOff(body, len(answer.rows), truncated)


def _page(
    answer: PlainAnswer,
    engine: Engine,
    asked: Question,
    job: Job,
    base: str,
    truncated: str,
    notes: Sequence[Both],
    total: int,
) -> bytes:
    english = job.lang == "en"
    table = answer_table(answer, lambda iri: _href(iri, base), base, job.lang)
    words = {key: pair[english] for key, pair in QUESTIONS.items()}
    after = job.offset + len(table.rows)
    other = urlencode({**job.values, "lang": "zh" if english else "en"})
    title = asked.en if english else typeset(asked.zh)
    page: str = _template().render(
        frame(title, job.lang, "../", f"{asked.name}.html?{other}", QUESTIONS),
        name=asked.name, colon=": " if english else "：", notes=[_linked(note.said(job.lang), asked, job) for note in notes],
        about=asked.rows_en if english else typeset(asked.rows_zh), table=table, values=job.values, truncated=truncated, total=total,
        first=job.offset + 1, last=after,
        further=urlencode({**job.values, "lang": job.lang, "after": after}) if after < total else "",
        parameters=[
            (p.name, p.en if english else typeset(p.zh), default_name(asked, p.name, engine, base, job.lang)[0], choices(p.name, engine, base, job.lang))
            for p in asked.parameters
        ],
        query=urlencode({**job.values, "lang": job.lang}),
        files=[(form, words[key]) for form, key in _FILES],
    )  # fmt: skip
    return page.encode("utf-8")


def _linked(note: str, asked: Question, job: Job) -> list[tuple[str, str]]:
    """A note in pieces, each with the address of the question with this value (``""``: no link): other values that a word may mean are one click away."""
    pieces: list[tuple[str, str]] = []
    key = next((p for p in asked.parameters if note.startswith(p.name)), None)
    if key is None:
        return [(note, "")]
    words = (key.en if job.lang == "en" else typeset(key.zh)) + note.removeprefix(key.name)
    at = 0
    for path in _VALUE.finditer(words):
        address = urlencode({**job.values, key.name: path[1], "lang": job.lang})
        pieces += [(words[at : path.start(1)], ""), (path[1], f"{asked.name}.html?{address}")]
        at = path.end(1)
    return [*pieces, (words[at:], "")]


def _href(iri: str, base: str) -> str:
    """An IRI of ours is a page of this server, whatever its address; only web addresses are links."""
    if iri.startswith(base):
        return "../" + iri.removeprefix(base)
    return iri if iri.startswith(("http://", "https://")) else ""


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([Path(__file__).parent, HERE / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("answer.html")
