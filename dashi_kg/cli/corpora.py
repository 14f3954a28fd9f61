"""What a corpus holds: coverage."""

from __future__ import annotations

from pathlib import Path

import click

from dashi_kg.cli.options import INPUT, base_option, formats
from dashi_kg.cli.printing import checked_output, write
from dashi_kg.settings import settings


@click.command(short_help="覆盖 which body reported for which year")
@click.argument("data", type=INPUT, default=Path("corpus"))
@formats("table", "csv", "json")
@click.option("-o", "--output", type=INPUT, help="File to write (default: standard output).")
@base_option
def coverage(data: Path, form: str, output: Path | None, base: str | None) -> None:
    """Show which body reported for which year 覆盖, in DATA: a corpus, a release, or RDF.

    published 已发布, unreadable 无法读取 or missing 未见. Missing says that no report was among the files, not that
    there is none.
    """
    from dashi_kg.corpus.coverage import of_path
    from dashi_kg.corpus.coverage import write as written

    checked_output(output, data)
    write(written(of_path(data, settings(base).base), form), output)
