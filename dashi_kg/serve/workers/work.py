"""What a worker does with a job: every outcome is an answer, errors included."""

from __future__ import annotations

import io

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse, serialize

from dashi_kg.errors import DashiError
from dashi_kg.export.tables.listed import kinds
from dashi_kg.language import Both
from dashi_kg.query.bind import bind
from dashi_kg.query.columns import cell
from dashi_kg.query.engines import Dataset, FailedError, result_of
from dashi_kg.query.guard import checked
from dashi_kg.query.labels import with_labels
from dashi_kg.query.named import by_name
from dashi_kg.query.questions import question, questions
from dashi_kg.rdf.namespaces import XSD, prefixes
from dashi_kg.rdf.serialize import jsonld, turtle
from dashi_kg.serve.answers import limit, tables
from dashi_kg.serve.answers.formats import TRIPLES, choose, forms_of
from dashi_kg.serve.answers.job import Answer, Job
from dashi_kg.serve.answers.limit import Limits
from dashi_kg.serve.answers.listed_rows import TABLE_TYPES, rows_of_table
from dashi_kg.serve.answers.problem_details import details, of_error, problem
from dashi_kg.serve.workers.backend import Backend, LocalBackend, RemoteBackend, RemoteError


def answered(backend: Backend, job: Job, limits: Limits) -> Answer:
    """The answer to a job."""
    try:
        if job.kind == "query":
            return _query(backend, job, limits)
        if job.kind == "graph":
            return _graph(backend, job, limits)
        if job.kind == "question":
            return _question(backend, job, limits)
        if job.kind == "table":
            return rows_of_table(backend.engine, backend.base, job, limits)
        if job.kind == "counts":
            return Answer(problem={"graphs": backend.counts()})
        raise AssertionError(job.kind)
    except RemoteError as error:
        return problem(502, details(error))
    except FailedError as error:
        return problem(502, details(error)) if isinstance(backend, RemoteBackend) else of_error(error)
    except DashiError as error:
        return of_error(error)
    except MemoryError:
        return out_of_memory()
    except RecursionError:
        return problem(400, "The query is nested too deeply. Write it flatter.")


def out_of_memory() -> Answer:
    """The answer to a query that took more memory than it may."""
    return problem(507, "The query took more memory than it may. Ask for less.", limit="memory")


def load_ahead(base: str) -> None:
    """Load whatever an answer may need, before workers are forked that can open no file any more."""
    store = Store()
    backend, limits = LocalBackend(store, base), Limits(10, 10_000)
    node = NamedNode(base)
    store.add(Quad(node, node, Literal("x", language="zh"), node))
    for form in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT * { ?s"):
        for name in (f.name for f in forms_of(form.partition(" ")[0])):
            answered(backend, Job("query", form, format=name), limits)
    for asked in questions():
        for name in tables.TYPES if asked is questions()[0] else ("csv",):
            answered(backend, Job("question", asked.name, format=name), limits)
    for kind in kinds():
        for name in TABLE_TYPES if kind is kinds()[0] else ("json",):
            answered(backend, Job("table", kind.name, format=name), limits)
    cell("", XSD + "string", "zh", "stage")  # a row with a code: the code lists


def _query(backend: Backend, job: Job, limits: Limits) -> Answer:
    base = backend.base
    asked = checked(job.text, base, backend.prefixes)
    form, kind = choose(forms_of(asked.form), job.accept, job.format)
    chosen = None
    if job.default is not None or job.named is not None:
        chosen = Dataset(job.default or (), job.named or ())
    found = backend.run(job.text, asked, chosen)
    if asked.form in ("CONSTRUCT", "DESCRIBE"):
        lines, truncated = limit.triples(found, limits)
        return Answer(200, kind, rdf(lines, form.name, base), truncated, asked.changing, len(lines))
    if isinstance(found, QuerySolutions) and form.name in limit.FAST:
        cut = limit.solutions(found, form.name, base, limits)
    else:
        cut = limit.rows(result_of(found), form.name, base, limits)
    return Answer(200, kind, cut.body, cut.truncated, asked.changing, cut.rows)


def _graph(backend: Backend, job: Job, limits: Limits) -> Answer:
    form, kind = choose(TRIPLES, job.accept, job.format)
    found = backend.graph(job.text)
    if found is None:
        return problem(404, f"There is no graph <{job.text}> in this data.")
    lines, truncated = limit.triples(found, limits)
    return Answer(200, kind, rdf(lines, form.name, backend.base), truncated, rows=len(lines))


def _question(backend: Backend, job: Job, limits: Limits) -> Answer:
    asked = question(job.text)
    # a person is told what a part of a name was taken for; a program names it in full
    nearest = job.format == "html"
    values, notes = by_name(asked, job.values, backend.engine, backend.base, nearest=nearest)
    text = bind(asked, values, backend.base, job.lang)
    if job.format == "rq":
        return Answer(200, tables.TYPES["rq"], asked.full_text(backend.base, text).encode())
    found = backend.engine.run(text)
    if found.triples is not None:
        lines, truncated = limit.triples(found.triples, limits)
        form, kind = choose(TRIPLES, "", job.format)
        return Answer(200, kind, rdf(lines, form.name, backend.base), truncated, rows=len(lines))
    if job.format in tables.PLAIN:
        cut = tables.plain_table(found, backend.engine, asked, job, backend.base, limits, notes)
    else:
        if job.labels if job.labels is not None else job.format in tables.FOR_PEOPLE:
            found = with_labels(found, backend.engine, job.lang)
        cut = limit.rows(found, job.format, backend.base, limits, raw=False)
    return Answer(200, tables.TYPES[job.format], cut.body, cut.truncated, rows=cut.rows)


def rdf(lines: list[bytes], form: str, base: str) -> bytes:
    """Sorted lines of N-Triples in one of the forms for triples.

    Raises:
        DashiError: the form cannot say it (RDF/XML has no name for some predicates).
    """
    if form in ("nt", "nq"):
        return b"".join(line + b"\n" for line in lines)
    triples = [q.triple for q in parse(b"\n".join(lines), format=RdfFormat.N_TRIPLES)]
    anonymous = any(line.startswith(b"_:") or b" _:" in line for line in lines)
    if not anonymous and form in ("turtle", "trig"):
        return turtle(triples, base)
    if not anonymous and form == "jsonld":
        return jsonld(triples, base)
    forms = {
        "turtle": RdfFormat.TURTLE,
        "trig": RdfFormat.TRIG,
        "jsonld": RdfFormat.JSON_LD,
        "rdfxml": RdfFormat.RDF_XML,
    }
    out = io.BytesIO()
    used = {name: iri for name, iri in prefixes(base).items() if any(f"<{iri}".encode() in x for x in lines)}
    try:
        serialize(triples, out, format=forms[form], prefixes=None if form == "jsonld" else used)
    except (ValueError, OSError) as error:
        raise DashiError(
            Both(f"结果无法写成 {form}（{error}）", f"the answer cannot be written as {form} ({error})"),
            remedy=Both("请改用 Turtle。", "Ask for Turtle."),
        ) from None
    return out.getvalue()
