"""Questions and queries over what a user names."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from dashi_kg.errors import DashiError, unreadable
from dashi_kg.language import Both, said
from dashi_kg.pipeline.inputs import corpus_file, given, is_rdf
from dashi_kg.query.bind import bind, term
from dashi_kg.query.engines import EndpointEngine, OxigraphEngine, engine
from dashi_kg.query.labels import with_labels  # fmt: skip
from dashi_kg.query.merged import merged_engine
from dashi_kg.query.named import by_name
from dashi_kg.query.on_disk.kept import NotOursError, Tell, worth_keeping
from dashi_kg.query.on_disk.stored import KeptEngine
from dashi_kg.query.paired import in_pairs, pairs
from dashi_kg.query.questions import question, questions
from dashi_kg.query.result import Engine, Result
from dashi_kg.query.write import FOR_PEOPLE, write
from dashi_kg.rdf.parse import rdf_suffix, release_data


def engine_for(data: str | None, name: str, base: str, tell: Tell | None = None) -> Engine:
    """Who answers: over RDF, reports, an endpoint, or the reports that come along.

    Args:
        data: a path (see :func:`given`), the address of a SPARQL endpoint (``http…``), or nothing.
        name: one of :data:`dashi_kg.query.engines.ENGINES`; an endpoint is its own.
        tell: told that a store is made of a large corpus.

    Raises:
        DashiError: the data cannot be read.
    """
    if data and data.startswith(("http://", "https://")):
        return EndpointEngine(data, base)
    path = Path(data) if data else None
    if name == "pyoxigraph" and path:
        if kept := _kept(path, base, tell):
            return kept
        if (file := _nquads(path)) and (found := merged_engine(file, base)):
            return found
    return engine(name, given(path, base).whole(base), base)


def _nquads(path: Path) -> Path | None:
    """The file of N-Quads that is all the RDF of a path."""
    if path.is_dir():
        return release_data(path) if is_rdf(path) else None
    return path if rdf_suffix(path) == ".nq" else None


def _kept(data: Path, base: str, tell: Tell | None) -> Engine | None:
    """An engine over the store that is kept of a large corpus; ``None``: it has to be read."""
    file = corpus_file(data)
    if file is None or not worth_keeping(file):
        return None
    try:
        return KeptEngine(file, base, tell=tell)
    except NotOursError:  # it is read as any other file is
        return None


def with_names(
    name: str, values: Mapping[str, str], on: Engine, base: str
) -> tuple[dict[str, str], list[Both]]:
    """The values of a saved question with IRIs in place of names, and what is told of them (:mod:`dashi_kg.query.named`).

    Raises:
        DashiError: there is no such question, or nothing of such a name.
    """
    if name == "-" or name.endswith(".rq"):
        return dict(values), []
    return by_name(question(name), values, on, base, nearest=True)


def query_text(name: str, values: Mapping[str, str], base: str, lang: str = "zh") -> str:
    """The text of a saved question with its parameters, of a ``.rq`` file, or of standard input (``-``).

    Raises:
        DashiError: there is no such question, parameter or file.
    """
    if name == "-" or name.endswith(".rq"):
        if values:
            raise DashiError(
                Both("只有预设问题才有参数", "only saved questions have parameters"),
                remedy=Both("请把值直接写进查询。", "Write the values into the query."),
            )
        return _query_file(Path(name) if name != "-" else None)
    return bind(question(name), values, base, lang)


def _query_file(path: Path | None) -> str:
    file = str(path or "standard input")
    try:
        return (path.read_text(encoding="utf-8") if path else sys.stdin.read()).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise DashiError(
            Both("查询不是 UTF-8 编码", "the query is not UTF-8"),
            remedy=Both("请存为 UTF-8。", "Save it as UTF-8."),
            file=file,
        ) from None
    except OSError as error:
        raise unreadable(file, error) from None


def ask(
    text: str,
    on: Engine,
    form: str,
    out: IO[bytes],
    base: str,
    *,
    lang: str = "zh",
    labels: bool | None = None,
    raw: bool = False,
    heads: str = "",
    tell: Tell | None = None,
) -> None:
    """Run a query and write the answer.

    Args:
        text: SPARQL 1.1.
        on: who runs it.
        form: one of :data:`dashi_kg.query.write.FORMATS`.
        lang: the language of the labels.
        labels: whether IRIs get label columns (default: in the formats for people).
        raw: whether cells of CSV, TSV and Markdown may begin a formula, as the W3C's formats have them.
        heads: the language in which the columns of a table are named (``""``: by their variables).
        tell: told that the answer comes pair by pair, where it is about many bodies.

    Raises:
        DashiError: the query is malformed, refused or fails, or the format does not fit.
    """
    result = answer(text, on, base, tell)
    if form in FOR_PEOPLE if labels is None else labels:
        result = with_labels(result, on, lang)
    write(result, form, out, base, raw=raw, heads=heads)


def answer(text: str, on: Engine, base: str, tell: Tell | None = None) -> Result:
    """What a query found; a saved question about two of many bodies is asked pair by pair.

    Raises:
        DashiError: the query is malformed, refused, or fails.
    """
    texts = pairs(text, on, base)
    if not texts:
        return on.run(text)
    if tell and len(texts) > 1:
        tell(
            Both(
                f"逐对回答，共 {len(texts):,} 对机关；给出 one 和 other 只看一对",
                f"answered pair by pair: {len(texts):,} pairs of bodies; give one and other to see one pair",
            )
        )
    return in_pairs(texts, on)


def who_answered(on: Engine) -> Both:
    """Who has answered, for the person who chose among engines."""
    if isinstance(on, EndpointEngine):
        who = Both(on.url, on.url)
    elif isinstance(on, KeptEngine):
        who = Both("pyoxigraph（磁盘上的库）", "pyoxigraph, the store on disk")
        if on.by_table:
            who = Both(f"{who.zh}、DuckDB（数值表）", f"{who.en}, and DuckDB, the table of figures")
    elif isinstance(on, OxigraphEngine):
        who = Both("pyoxigraph（内存）", "pyoxigraph, in memory")
    else:
        who = Both("rdflib（内存）", "rdflib, in memory")
    return Both(f"回答者：{who.zh}", f"answered by {who.en}")


def unknown_values(name: str, values: Mapping[str, str], on: Engine, base: str) -> list[Both]:
    """What is told of values that are nowhere in the data: an empty answer would say that there is nothing to count."""
    notes = []
    for parameter in question(name).parameters:
        if parameter.name not in values:
            continue
        word = term(parameter, values[parameter.name], base)
        as_subject = f"{{ {word} ?p ?o }} UNION " if parameter.type == "iri" else ""
        if not on.run(f"ASK {{ {as_subject}{{ ?s ?p {word} }} }}").boolean:
            notes.append(Both(f"数据里没有 {word}", f"{word} is nowhere in the data").about(parameter.name))
    return notes


def question_list() -> str:
    """The saved questions: name, the question in the language of the person, parameters."""
    found = questions()
    width = max((len(q.name) for q in found), default=0)
    lines = []
    for q in found:
        lines.append(f"{q.name:<{width}}  {said(Both(q.zh, q.en))}\n")
        for p in q.parameters:
            if p.name == "report":
                continue
            default = q.default(p.name)
            more = said(Both(f"（缺省：{default}）", f" (default: {default})")) if default else ""
            lines.append(f"{'':<{width}}    --param {p.name}=…  {said(Both(p.zh, p.en))}{more}\n")
    lines.append(
        said(
            Both(
                "多数问题可加 --param report=IRI，只看一份报告。\n",
                "Most take --param report=IRI, for one report only.\n",
            )
        )
    )
    return "".join(lines)
