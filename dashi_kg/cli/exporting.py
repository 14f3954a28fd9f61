"""Other shapes of the data: export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dashi_kg.cli.completing import format_names
from dashi_kg.cli.options import INPUT, base_option, keep_going_option
from dashi_kg.cli.printing import checked_output, left_out, tell, warn, written
from dashi_kg.cli.spoken import Command, option
from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.settings import settings


@click.command(cls=Command)
@click.argument("data", required=False, type=INPUT)
@option(
    "-f",
    "--format",
    "form",
    metavar="NAME",
    shell_complete=format_names,
    help=Both("格式，见 --list。", "Format; see --list."),
)
@option("-l", "--list", "listing", is_flag=True, help=Both("列出格式。", "List the formats."))
@option(
    "-o",
    "--output",
    type=INPUT,
    help=Both("写入的文件（缺省：标准输出）。", "File to write (default: standard output)."),
)
@option(
    "--report",
    metavar="ORG/YEAR",
    help=Both("只导出这份报告，写法同其 IRI。", "Only this report, written as in its IRI."),
)
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
    """Export the data in another format.

    DATA: a report (text, saved page, DOCX, PDF, or its folder), a folder of reports, or RDF: a file, a release, a
    corpus (default: the bundled reports).
    """
    from dashi_kg.export.formats import format_list, format_named
    from dashi_kg.pipeline import exported

    if listing or form is None:
        click.echo(format_list(), nl=False)
        return
    if format_named(form).binary and output is None and sys.stdout.isatty():
        raise DashiError(
            Both(f"“{form}”不能显示在终端", f"“{form}” cannot be shown on a terminal"),
            remedy=Both("请加 -o 文件名。", "Add -o FILE."),
        )
    checked_output(output, data)
    made, read = exported(form, data, settings(base).base, report, keep_going=keep_going, tell=tell)
    warn(read.warnings)
    written(made, output)
    sys.exit(left_out(read.left_out))
