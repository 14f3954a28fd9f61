"""Questions and SPARQL: query."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.core import ParameterSource

from dashi_kg.cli.completing import question_names, question_parameters
from dashi_kg.cli.options import INPUT, base_option, formats, lang_option
from dashi_kg.cli.printing import checked_output, tell, warn
from dashi_kg.cli.spoken import Command, option
from dashi_kg.language import Both, language, said
from dashi_kg.settings import settings


@click.command(cls=Command)
@click.argument("name", required=False, shell_complete=question_names)
@option("-l", "--list", "listing", is_flag=True, help=Both("列出预设问题。", "List the saved questions."))
@option("-e", "--expression", metavar="SPARQL", help=Both("直接写出的查询。", "A query on the command line."))
@option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=question_parameters,
    help=Both("问题的参数。", "A parameter of a question."),
)
@option(
    "--data",
    metavar="PATH|URL",
    help=Both(
        "报告、RDF、发布包或 SPARQL 端点（缺省：随附的报告）。",
        "Reports, RDF, a release, or a SPARQL endpoint (default: the bundled reports).",
    ),
)
@option(
    "--engine",
    type=click.Choice(["pyoxigraph", "rdflib"]),
    default="pyoxigraph",
    show_default=True,
    help=Both(
        "执行查询的引擎；写明时告知由谁回答。",
        "The engine that runs the query; where it is given, the one that answered is named.",
    ),
)
@formats("table", "csv", "tsv", "json", "xml", "xlsx", "markdown", "turtle", "jsonld")
@lang_option
@option(
    "--labels/--no-labels",
    default=None,
    help=Both(
        "加上标签列（缺省：table、markdown、xlsx 有）。",
        "Add columns of labels (default: in table, markdown, xlsx).",
    ),
)
@option(
    "--raw",
    is_flag=True,
    help=Both(
        "csv、tsv、markdown 的单元格保持原样，包括表格软件会当成公式的。",
        "Keep the cells of csv, tsv, markdown as they are, even those that a spreadsheet takes for formulas.",
    ),
)
@option(
    "-o",
    "--output",
    type=INPUT,
    help=Both("写入的文件（缺省：标准输出）。", "File to write (default: standard output)."),
)
@base_option
def query(
    name: str | None,
    listing: bool,
    expression: str | None,
    params: tuple[str, ...],
    data: str | None,
    engine: str,
    form: str,
    lang: str,
    labels: bool | None,
    raw: bool,
    output: Path | None,
    base: str | None,
) -> None:
    """Ask a saved question: NAME, a file NAME.rq, - for standard input, or -e SPARQL.

    The graphs of the data together are the default graph. Our prefixes need not be declared.
    """
    from dashi_kg.files import whole_file
    from dashi_kg.pipeline import (
        ask,
        engine_for,
        query_text,
        question_list,
        unknown_values,
        who_answered,
        with_names,
    )
    from dashi_kg.query.questions import questions

    if name is not None and expression is not None:
        raise click.UsageError(Both("问题名和 -e 只能给一个", "Give a NAME or -e SPARQL, not both."))
    if listing or (name is None and expression is None):
        click.echo(question_list(), nl=False)
        return
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise click.UsageError(
            Both("xlsx 不能显示在终端，请加 -o 文件名", "xlsx cannot be shown on a terminal; add -o FILE.")
        )
    checked_output(output, data, name)
    iri = settings(base).base
    values = dict(_pair(p) for p in params)
    on = engine_for(data, engine, iri, tell)
    if expression is None and name is not None and values:
        values, notes = with_names(name, values, on, iri)
        warn(notes)
        text = query_text(name, values, iri, lang)
        warn(unknown_values(name, values, on, iri))
    else:
        text = query_text(name or "-", values, iri, lang) if expression is None else expression
    heads = (
        language() if name in {q.name for q in questions()} else ""
    )  # the columns of a query are the person's own
    if output is None:
        ask(text, on, form, sys.stdout.buffer, iri, lang=lang, labels=labels, raw=raw, heads=heads, tell=tell)
        sys.stdout.flush()
    else:
        with whole_file(output) as file:
            ask(text, on, form, file, iri, lang=lang, labels=labels, raw=raw, heads=heads, tell=tell)
    if click.get_current_context().get_parameter_source("engine") is ParameterSource.COMMANDLINE:
        click.echo(f"dashi-kg: {said(who_answered(on))}", err=True)


def _pair(words: str) -> tuple[str, str]:
    name, sign, value = words.partition("=")
    if not sign:
        raise click.UsageError(
            Both(f"--param 须写作 NAME=VALUE，不能是“{words}”", f"--param takes NAME=VALUE, not “{words}”.")
        )
    return name, value
