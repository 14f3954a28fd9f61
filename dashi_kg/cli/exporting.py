"""Other shapes of the data: export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dashi_kg.cli.completing import format_names
from dashi_kg.cli.options import INPUT, base_option, keep_going_option
from dashi_kg.cli.printing import checked_output, left_out, warn, write
from dashi_kg.errors import DashiError
from dashi_kg.settings import settings


@click.command(short_help="导出 trees, tables, cube, NIF: other shapes")
@click.argument("data", required=False, type=INPUT)
@click.option(
    "-f", "--format", "form", metavar="NAME", shell_complete=format_names, help="Format 格式; see --list."
)
@click.option("-l", "--list", "listing", is_flag=True, help="List the formats 列出格式.")
@click.option("-o", "--output", type=INPUT, help="File to write (default: standard output).")
@click.option("--report", metavar="ORG/YEAR", help="Only this report 仅此报告, as in its IRI.")
@keep_going_option
@base_option
def export(
    data: Path | None,
    form: str | None,
    listing: bool,
    output: Path | None,
    report: str | None,
    keep_going: bool,
    base: str | None,
) -> None:
    """Write the data in another shape 导出.

    DATA: a report (text, saved page, DOCX, PDF, or its folder), a folder of reports, or RDF: a file, a release, a
    corpus (default: the reports that come along).
    """
    from dashi_kg.export.formats import format_list, format_named
    from dashi_kg.pipeline import export as export_data

    if listing or form is None:
        click.echo(format_list(), nl=False)
        return
    if format_named(form).binary and output is None and sys.stdout.isatty():
        raise DashiError(f"“{form}” is not for a terminal", remedy="Give -o FILE.")
    checked_output(output, data)
    made, read = export_data(form, data, settings(base).base, report, keep_going=keep_going)
    warn(read.warnings)
    write(made, output)
    sys.exit(left_out(read.left_out))
