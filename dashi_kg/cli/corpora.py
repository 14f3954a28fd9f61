"""What a corpus holds: coverage."""

from __future__ import annotations

from pathlib import Path

import click

from dashi_kg.cli.options import INPUT, base_option, formats
from dashi_kg.cli.printing import checked_output, write
from dashi_kg.cli.spoken import Command, option
from dashi_kg.language import Both
from dashi_kg.settings import settings


@click.command(cls=Command)
@click.argument("data", type=INPUT, default=Path("corpus"))
@formats("table", "csv", "json")
@option(
    "-o",
    "--output",
    type=INPUT,
    help=Both("写入的文件（缺省：标准输出）。", "File to write (default: standard output)."),
)
@base_option
def coverage(data: Path, form: str, output: Path | None, base: str | None) -> None:
    """Show which body's report of which year was collected, in DATA: a corpus, a release, or RDF.

    Collected, unreadable or not collected. Not collected says that no report was among the files, not that none was
    made public.
    """
    from dashi_kg.corpus.coverage import of_path
    from dashi_kg.corpus.coverage import write as written

    checked_output(output, data)
    write(written(of_path(data, settings(base).base), form), output)
