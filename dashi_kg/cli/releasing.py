"""From a report to a checked release: build, validate, publish, verify."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.core import ParameterSource

from dashi_kg.cli.options import INPUT, base_option, formats, lang_option, wait_option
from dashi_kg.cli.printing import checked_output, left_out, progress, warn, write
from dashi_kg.settings import settings


@click.command(short_help="图谱 the graph of a report, or of thousands")
@click.argument("reports", nargs=-1, required=True, type=INPUT)
@click.option(
    "-o",
    "--output",
    type=INPUT,
    help="File (one report; default: standard output) or folder (many; default: corpus).",
)
@formats("turtle", "trig", "nt", "nq", "jsonld")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 512),
    help="Many reports: processes 进程数 (default: one a processor).",
)
@click.option(
    "--limit",
    type=click.FloatRange(0.1),
    default=120.0,
    show_default=True,
    help="Many reports: seconds for one file 单个文件时限.",
)
@click.option("--summary", type=INPUT, help="Many reports: write the summary 汇总 as JSON to this file, too.")
@click.option(
    "--keep-going",
    is_flag=True,
    help="Many reports: exit code 0 although files were refused 有未读文件也算完成.",
)
@wait_option
@base_option
def build(
    reports: tuple[Path, ...],
    output: Path | None,
    form: str,
    jobs: int | None,
    limit: float,
    summary: Path | None,
    keep_going: bool,
    wait: float,
    base: str | None,
) -> None:
    """Build the graph 图谱 of REPORTS.

    One report is a file, or a folder with source.txt and reading.yaml. Several files, a folder of reports or a
    pattern make a corpus 语料: they are read in parallel into a folder with corpus.nq, summary.json, reports.tsv,
    refused.tsv and coverage.csv; what cannot be read is told there, and a run that was stopped goes on where it was.
    """
    from dashi_kg.pipeline import build as build_report
    from dashi_kg.pipeline import is_one_report
    from dashi_kg.rdf.serialize import serialize

    checked_output(summary, *reports)
    if is_one_report(reports):
        checked_output(output, *reports)
        built = build_report(reports[0], settings(base).base)
        warn(built.warnings)
        write(serialize(built.quads, form, settings(base).base), output)
        return
    if (
        click.get_current_context().get_parameter_source("form") is ParameterSource.COMMANDLINE
        and form != "nq"
    ):
        raise click.UsageError(
            f"语料只写 N-Quads。A corpus is written as nq, not as {form}: build one report, or dashi-kg export the corpus."
        )
    from dashi_kg.corpus.build import build_corpus

    if output is not None and output.exists():
        checked_output(output, *reports)
    try:
        with progress() as tell:
            found = build_corpus(
                reports,
                output or Path("corpus"),
                settings(base).base,
                jobs=jobs,
                limit=limit,
                summary_file=summary,
                progress=tell,
                wait=wait,
            )
    except KeyboardInterrupt:
        click.echo(
            "dashi-kg: 已停;再次运行同一命令即继续 · stopped; the same command goes on from here", err=True
        )
        raise
    click.echo(found.text())
    sys.exit(1 if found.refused and not keep_going else 0)


@click.command(short_help="校验 check against the SHACL shapes")
@click.argument("files", nargs=-1, type=INPUT)
@formats("text", "json", "turtle", "html")
@lang_option
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The mildest finding 最轻发现 that makes the exit code 1.",
)
@click.option("-o", "--output", type=INPUT, help="File to write (default: standard output).")
@base_option
def validate(
    files: tuple[Path, ...], form: str, lang: str, fail_on: str, output: Path | None, base: str | None
) -> None:
    """Check FILES against the SHACL shapes 校验.

    FILES: reports or folders of reports, or RDF: files, a release, a corpus (default: the reports that come along).
    Warnings and infos are allowed.
    """
    from dashi_kg.pipeline import check
    from dashi_kg.validation.engine import failed
    from dashi_kg.validation.render import render

    checked_output(output, *files)
    outcome = check(files, settings(base).base)
    write(render(outcome, form, lang=lang, base=settings(base).base), output)
    sys.exit(1 if failed(outcome, fail_on) else 0)


@click.command(short_help="发布 write a release of all reports")
@click.argument("data", required=False, type=INPUT)
@click.option(
    "-o",
    "--output",
    type=INPUT,
    default=Path("dist"),
    show_default=True,
    help="Folder of the release 发布目录.",
)
@click.option(
    "--site/--no-site",
    default=True,
    show_default=True,
    help="Write the pages of the site, too 连同网页.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out what cannot be read or does not conform 略过不能收录的报告; exit code 1 then.",
)
@wait_option
@base_option
def publish(
    data: Path | None, output: Path, site: bool, keep_going: bool, wait: float, base: str | None
) -> None:
    """Publish the reports under DATA (default: those that come along) as a release 发布.

    DATA is a report, a folder with a folder for each report (ORG-ID/YEAR/source.*), or a folder of saved pages, DOCX,
    PDF and text 散放的文件. Of several texts of one body and year the first is taken, and the others are told.
    The former release stays whole until the new one is complete. What --keep-going leaves out is
    told, and the board shows it as unreadable where the folders say whose it is.
    """
    from dashi_kg.pipeline import publish as publish_all

    with progress() as tell:
        release = publish_all(
            output, settings(base).base, data=data, progress=tell, site=site, keep_going=keep_going, wait=wait
        )
    warn(release.warnings)
    code = left_out(release.left_out)
    click.echo(release.summary())
    sys.exit(code)


@click.command(short_help="核验 recompute quotes, digests, checksums")
@click.argument("release", type=INPUT, default=Path("dist"))
def verify(release: Path) -> None:
    """Recompute every quote, digest and checksum of a RELEASE 核验."""
    from dashi_kg.publishing.verify import verify as check_release

    problems = check_release(release)
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{release}: {len(problems)} 处不符 · {len(problems)} problems", err=True)
        sys.exit(1)
    click.echo(f"{release}: 全部相符 · everything matches")
