"""Corpora: what one holds (coverage), and one that is more than a machine can read (spark build)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dashi_kg.cli.options import INPUT, base_option, formats, keep_going_option, wait_option
from dashi_kg.cli.printing import checked_output, progress, write
from dashi_kg.cli.spoken import Command, Group, option
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


@click.group(cls=Group)
def spark() -> None:
    """Read reports on Apache Spark (version 3.5 or later, Java 17)."""


@spark.command(cls=Command)
@click.argument("inputs", nargs=-1, required=True)
@click.argument("output")
@option(
    "--master",
    default="",
    metavar="URL",
    help=Both(
        "在哪里运行：spark://…、yarn、k8s://…、local[*]（缺省：spark-submit 的设置，否则用本机全部处理器）。",
        "Where it runs: spark://…, yarn, k8s://…, local[*] (default: as spark-submit says, else all processors here).",
    ),
)
@option(
    "--conf",
    multiple=True,
    metavar="KEY=VALUE",
    help=Both("Spark 的属性，可多次给出。", "A property of Spark; may be given several times."),
)
@option(
    "--limit",
    type=click.FloatRange(0.1),
    default=120.0,
    show_default=True,
    help=Both("每个文件的时限，秒。", "Seconds for one file."),
)
@option(
    "--memory",
    type=click.IntRange(1),
    default=1024,
    show_default=True,
    help=Both("读取一个文件可用的内存，MiB。", "Memory that reading one file may take, MiB."),
)
@option(
    "--tables/--no-tables",
    default=True,
    show_default=True,
    help=Both("连同数值表和可比表。", "Also the tables of observations and of what compares."),
)
@option(
    "--check/--no-check",
    default=True,
    show_default=True,
    help=Both("连同规则检查的结果。", "Also the findings of the rules (SHACL)."),
)
@keep_going_option
@wait_option
@base_option
def build(
    inputs: tuple[str, ...],
    output: str,
    master: str,
    conf: tuple[str, ...],
    limit: float,
    memory: int,
    tables: bool,
    check: bool,
    keep_going: bool,
    wait: float,
    base: str | None,
) -> None:
    """Read all documents of INPUTS on Spark and write graph and tables to OUTPUT.

    INPUTS are folders, files, patterns, or tables of documents (Parquet with path and bytes). OUTPUT gets N-Quads and
    tables by province and year, and manifest.json, which says what belongs to it. What cannot be read is listed there,
    with or without --keep-going. A run that was stopped goes on.
    """
    from dashi_kg.spark import Options, session
    from dashi_kg.spark import build as build_all

    options = Options(limit=limit, memory=memory, tables=tables, check=check, wait=wait)
    with session(master, dict(map(_pair, conf))) as started, progress() as tell:
        found = build_all(started, inputs, output, base=settings(base).base, options=options, progress=tell)
    click.echo(found.text())
    sys.exit(1 if found.refused else 0)


def _pair(words: str) -> tuple[str, str]:
    key, sign, value = words.partition("=")
    if not sign:
        raise click.UsageError(
            Both(f"--conf 应写作 KEY=VALUE，而不是 {words}", f"--conf is KEY=VALUE, not {words}")
        )
    return key, value
