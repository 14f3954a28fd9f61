"""From a report to a checked release: build, validate, publish, verify."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.core import ParameterSource

from dashi_kg.cli.options import (
    INPUT,
    base_option,
    formats,
    keep_going_option,
    lang_option,
    wait_option,
)
from dashi_kg.cli.printing import checked_output, left_out, progress, warn, write
from dashi_kg.cli.spoken import Command, option
from dashi_kg.language import Both, said
from dashi_kg.settings import settings

# as people call the severities of SHACL
_SEVERITIES = {"error": "violation", "warning": "warning", "note": "info"}


@click.command(cls=Command)
@click.argument("reports", nargs=-1, required=True, type=INPUT)
@option(
    "-o",
    "--output",
    type=INPUT,
    help=Both(
        "文件（一份报告，缺省：标准输出）或文件夹（多份，缺省：corpus）。",
        "File (one report; default: standard output) or folder (many; default: corpus).",
    ),
)
@formats("turtle", "trig", "nt", "nq", "jsonld")
@option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 512),
    help=Both(
        "多份报告：进程数（缺省：每个处理器一个）。", "Many reports: processes (default: one per processor)."
    ),
)
@option(
    "--limit",
    type=click.FloatRange(0.1),
    default=120.0,
    show_default=True,
    help=Both("多份报告：每个文件的时限，秒。", "Many reports: seconds for one file."),
)
@option(
    "--summary",
    type=INPUT,
    help=Both(
        "多份报告：把汇总另写成 JSON 文件。", "Many reports: also write the summary as JSON to this file."
    ),
)
@keep_going_option
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
    """Build the graph of REPORTS.

    One report is a file, or a folder with source.txt and reading.yaml. Several files, a folder of reports or a
    pattern make a corpus: they are read in parallel into a folder with corpus.nq, summary.json, reports.tsv,
    refused.tsv and coverage.csv; what cannot be read is listed there, with or without --keep-going, and a run that was
    stopped goes on where it was.
    """
    from dashi_kg.pipeline import build as build_report
    from dashi_kg.pipeline import is_one_report
    from dashi_kg.rdf.serialize import serialize

    checked_output(summary, *reports)
    if is_one_report(reports):
        checked_output(output, *reports)
        built = build_report(reports[0], settings(base).base)
        warn(built.warnings)
        write(serialize(built.statements, form, settings(base).base), output)
        return
    if (
        click.get_current_context().get_parameter_source("form") is ParameterSource.COMMANDLINE
        and form != "nq"
    ):
        raise click.UsageError(
            Both(
                f"语料只能写成 nq，不能写成 {form}：请只给一份报告，或用 dashi-kg export 导出语料",
                f"A corpus is written as nq, not as {form}: build one report, or use dashi-kg export on the corpus.",
            )
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
        words = Both("已停止；再次运行同一命令即可继续", "stopped; run the same command again to go on")
        click.echo(f"dashi-kg: {said(words)}", err=True)
        raise
    click.echo(found.text())
    sys.exit(1 if found.refused else 0)


@click.command(cls=Command)
@click.argument("files", nargs=-1, type=INPUT)
@formats("text", "json", "turtle", "html")
@lang_option
@option(
    "--fail-on",
    type=click.Choice(list(_SEVERITIES)),
    default="error",
    show_default=True,
    help=Both("达到这一级别时退出码为 1。", "The lowest severity that makes the exit code 1."),
)
@option(
    "-o",
    "--output",
    type=INPUT,
    help=Both("写入的文件（缺省：标准输出）。", "File to write (default: standard output)."),
)
@option(
    "--fresh",
    is_flag=True,
    help=Both(
        "大的语料或发布包：上次检查后没有改动的部分也重新检查。",
        "A large corpus or release: also check what has not changed since it was checked last.",
    ),
)
@keep_going_option
@base_option
def validate(
    files: tuple[Path, ...],
    form: str,
    lang: str,
    fail_on: str,
    fresh: bool,
    keep_going: bool,
    output: Path | None,
    base: str | None,
) -> None:
    """Check FILES against the rules (SHACL): each finding says what to do and who can do it.

    FILES: reports or folders of reports, or RDF: files, a release, a corpus (default: the bundled reports).
    Warnings and notes are allowed.
    """
    from dashi_kg.pipeline import check
    from dashi_kg.validation.engine import failed
    from dashi_kg.validation.render import render

    checked_output(output, *files)
    outcome, left = check(files, settings(base).base, keep_going=keep_going, fresh=fresh)
    code = left_out(left)
    write(render(outcome, form, lang=lang, base=settings(base).base), output)
    sys.exit(1 if failed(outcome, _SEVERITIES[fail_on]) else code)


@click.command(cls=Command)
@click.argument("data", required=False, type=INPUT)
@option(
    "-o",
    "--output",
    type=INPUT,
    default=Path("dist"),
    show_default=True,
    help=Both("发布包的文件夹。", "Folder of the release."),
)
@option(
    "--site/--no-site",
    default=True,
    show_default=True,
    help=Both("连同网站的网页。", "Also write the pages of the site."),
)
@option(
    "--files",
    type=click.Choice(["all", "chosen"]),
    help=Both(
        "写出全部文件，或只写供人打开的（其余由 dashi-kg serve 在请求时生成）。缺省：报告不超过 20 份时写全部。",
        "Write all files, or those that people open (dashi-kg serve makes the others when asked for). Default: all of at most 20 reports.",
    ),
)
@option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 512),
    help=Both(
        "多份报告：进程数（缺省：每个处理器一个）；写出的内容相同。",
        "Many reports: processes (default: one per processor); what is written is the same.",
    ),
)
@keep_going_option
@wait_option
@base_option
def publish(
    data: Path | None,
    output: Path,
    site: bool,
    files: str | None,
    jobs: int | None,
    keep_going: bool,
    wait: float,
    base: str | None,
) -> None:
    """Publish the reports under DATA (default: the bundled reports) as a release.

    DATA is a report, a folder with a folder for each report (ORG-ID/YEAR/source.*), or a folder of saved pages, DOCX,
    PDF and text. Of several texts of one body and year the first is included, and the others are listed.
    The former release stays whole until the new one is complete. What --keep-going leaves out is
    listed, and the coverage page shows it as unreadable where the folders say whose it is.
    """
    from dashi_kg.pipeline import publish as publish_all

    with progress() as tell:
        release = publish_all(
            output,
            settings(base).base,
            data=data,
            progress=tell,
            site=site,
            keep_going=keep_going,
            wait=wait,
            files=files,
            jobs=jobs,
        )
    warn(release.warnings)
    code = left_out(release.left_out)
    click.echo(release.summary())
    sys.exit(code)


@click.command(cls=Command)
@click.argument("release", type=INPUT, default=Path("dist"))
def verify(release: Path) -> None:
    """Recompute every quote, digest and checksum of a RELEASE."""
    from dashi_kg.publishing.verify import verify as check_release

    problems = check_release(release)
    for problem in problems:
        click.echo(str(problem))
    if problems:
        count = len(problems)
        click.echo(said(Both(f"{release}：{count} 处不符", f"{release}: {count} mismatches")), err=True)
        sys.exit(1)
    click.echo(said(Both(f"{release}：全部相符", f"{release}: everything matches")))
