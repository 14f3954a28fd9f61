"""Questions and SPARQL: query."""

from __future__ import annotations

from pathlib import Path

import click

from dashi_kg.cli.options import INPUT, base_option, formats
from dashi_kg.settings import settings


@click.command(short_help="查询 saved questions and SPARQL")
@click.argument("name", required=False)
@click.option("-l", "--list", "listing", is_flag=True, help="List the saved questions 问题.")
@click.option("-e", "--expression", metavar="SPARQL", help="A query on the command line.")
@click.option(
    "--data", type=INPUT, help="RDF file, folder or release (default: the reports that come along)."
)
@formats("table", "csv", "tsv", "json", "xml", "markdown")
@base_option
def query(
    name: str | None, listing: bool, expression: str | None, data: Path | None, form: str, base: str | None
) -> None:
    """Ask a saved question 查询: NAME, a file NAME.rq, - for standard input, or -e SPARQL."""
    from dashi_kg.pipeline import answer, query_text, question_list

    if name is not None and expression is not None:
        raise click.UsageError("Give a NAME or -e SPARQL, not both.")
    if listing or (name is None and expression is None):
        click.echo(question_list(), nl=False)
        return
    text = query_text(name or "-") if expression is None else expression
    click.echo(answer(text, data, form, settings(base).base), nl=False)
