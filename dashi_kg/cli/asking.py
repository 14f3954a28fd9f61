"""Questions and SPARQL: query."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dashi_kg.cli.completing import question_names, question_parameters
from dashi_kg.cli.options import INPUT, base_option, formats, lang_option
from dashi_kg.cli.printing import checked_output, warn
from dashi_kg.settings import settings


@click.command(short_help="查询 saved questions and SPARQL")
@click.argument("name", required=False, shell_complete=question_names)
@click.option("-l", "--list", "listing", is_flag=True, help="List the saved questions 问题.")
@click.option("-e", "--expression", metavar="SPARQL", help="A query on the command line.")
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=question_parameters,
    help="A parameter 参数 of a question.",
)
@click.option(
    "--data",
    metavar="PATH|URL",
    help="Reports, RDF, a release, or a SPARQL endpoint (default: the reports that come along) 数据.",
)
@click.option(
    "--engine",
    type=click.Choice(["pyoxigraph", "rdflib"]),
    default="pyoxigraph",
    show_default=True,
    help="Who runs the query 引擎.",
)
@formats("table", "csv", "tsv", "json", "xml", "xlsx", "markdown", "turtle", "jsonld")
@lang_option
@click.option(
    "--labels/--no-labels", default=None, help="Label columns 标签列 (default: in table, markdown, xlsx)."
)
@click.option(
    "--raw",
    is_flag=True,
    help="Cells of csv, tsv, markdown as they are 原样, also those that a spreadsheet takes for formulas.",
)
@click.option("-o", "--output", type=INPUT, help="File to write (default: standard output).")
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
    """Ask a saved question 查询: NAME, a file NAME.rq, - for standard input, or -e SPARQL.

    The graphs of the data together are the default graph. Our prefixes need not be declared.
    """
    from dashi_kg.files import whole_file
    from dashi_kg.pipeline import ask, engine_for, query_text, question_list, unknown_values

    if name is not None and expression is not None:
        raise click.UsageError("问题名和 -e 只能给一个。Give a NAME or -e SPARQL, not both.")
    if listing or (name is None and expression is None):
        click.echo(question_list(), nl=False)
        return
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise click.UsageError("xlsx 不能显示在终端。xlsx is not for a terminal; add -o FILE.")
    checked_output(output, data, name)
    iri = settings(base).base
    text = (
        query_text(name or "-", dict(_pair(p) for p in params), iri, lang)
        if expression is None
        else expression
    )
    on = engine_for(data, engine, iri)
    if expression is None and name is not None and params:
        warn(unknown_values(name, dict(_pair(p) for p in params), on, iri))
    if output is None:
        ask(text, on, form, sys.stdout.buffer, iri, lang=lang, labels=labels, raw=raw)
        sys.stdout.flush()
    else:
        with whole_file(output) as file:
            ask(text, on, form, file, iri, lang=lang, labels=labels, raw=raw)


def _pair(words: str) -> tuple[str, str]:
    name, sign, value = words.partition("=")
    if not sign:
        raise click.UsageError(f"--param 须写作 NAME=VALUE。--param takes NAME=VALUE, not “{words}”.")
    return name, value
