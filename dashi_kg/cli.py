"""The command line: each command parses, calls one function, prints. Work is done elsewhere.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 the data does not
conform or does not verify, 2 an error the user can mend.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dashi_kg.settings import settings
from dashi_kg.version import __version__

F = TypeVar("F", bound=Callable[..., Any])
INPUT = click.Path(path_type=Path)

base_option = click.option(
    "--base",
    metavar="IRI",
    help="Base IRI 基础 IRI of everything published (default: DASHI_KG_BASE, dashi-kg.toml, built in).",
)
lang_option = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language 语言."
)


def formats(*names: str) -> Callable[[F], F]:
    """The option ``--format`` with these names, the first the default."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="Format 格式.",
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "--version", prog_name="dashi-kg")
def cli() -> None:
    """法治政府建设年度报告知识图谱 · rule-of-law reports as anchored, validated linked data.

    Every fact carries the exact characters of the report that state it.
    """


@cli.command()
@click.argument("file", type=INPUT)
@formats("text", "json")
def outline(file: Path, form: str) -> None:
    """Print the outline 提纲 of the report in FILE: headings, roles, offsets."""
    from dashi_kg.outline import outline as read_outline
    from dashi_kg.show import outline_json, outline_text
    from dashi_kg.source import read_source

    source = read_source(file)
    root = read_outline(source)
    click.echo(outline_json(root, source) if form == "json" else outline_text(root, source))


@cli.command()
@click.argument("file", type=INPUT)
@formats("text", "json")
def extract(file: Path, form: str) -> None:
    """Print what the reader sees in FILE 抽取: facts with their spans and quotes."""
    from dashi_kg.extract import extract as read_facts
    from dashi_kg.show import extraction_json, extraction_text
    from dashi_kg.source import read_source

    found = read_facts(read_source(file))
    _warn(found.warnings)
    click.echo(extraction_json(found) if form == "json" else extraction_text(found))


@cli.command()
@click.argument("report", type=INPUT)
@click.option("-o", "--output", type=INPUT, help="File to write (default: standard output).")
@formats("turtle", "trig", "nt", "nq", "jsonld")
@base_option
def build(report: Path, output: Path | None, form: str, base: str | None) -> None:
    """Build the graph 图谱 of one REPORT: a text file, or a folder with source.txt and reading.yaml."""
    from dashi_kg.pipeline import build as build_report
    from dashi_kg.serialize import serialize

    built = build_report(report, settings(base).base)
    _warn(built.warnings)
    _write(serialize(built.quads, form, settings(base).base), output)


@cli.command()
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
    """Check RDF FILES (or the reports in data/) against the SHACL shapes 校验.

    Exit code 0: conforms (warnings and infos allowed), 1: does not, 2: an error.
    """
    from dashi_kg.pipeline import check
    from dashi_kg.validate import failed, render

    outcome = check(files, settings(base).base)
    _write(render(outcome, form, lang=lang, base=settings(base).base), output)
    sys.exit(1 if failed(outcome, fail_on) else 0)


@cli.command()
@click.argument("data", required=False, type=INPUT)
@click.option(
    "-o",
    "--output",
    type=INPUT,
    default=Path("dist"),
    show_default=True,
    help="Folder of the release 发布目录.",
)
@base_option
def publish(data: Path | None, output: Path, base: str | None) -> None:
    """Publish the reports under DATA (default: those that come along) as a release 发布.

    The former release stays whole until the new one is complete.
    """
    from dashi_kg.pipeline import publish as publish_all

    with _progress() as progress:
        release = publish_all(output, settings(base).base, data=data, progress=progress)
    _warn(release.warnings)
    click.echo(release.summary())


@cli.command()
@click.argument("release", type=INPUT, default=Path("dist"))
def verify(release: Path) -> None:
    """Recompute every quote, digest and checksum of a RELEASE 核验."""
    from dashi_kg.verify import verify as check_release

    problems = check_release(release)
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{release}: {len(problems)} 处不符 · {len(problems)} problems", err=True)
        sys.exit(1)
    click.echo(f"{release}: 全部相符 · everything matches")


@cli.command()
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

    if listing or (name is None and expression is None):
        click.echo(question_list(), nl=False)
        return
    click.echo(answer(expression or query_text(name or "-"), data, form, settings(base).base), nl=False)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script 补全脚本 for SHELL: eval "$(dashi-kg completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "dashi-kg", "_DASHI_KG_COMPLETE").source())


# ------------------------------------------------------------------ printing


def _warn(warnings: tuple[str, ...] | list[str]) -> None:
    for warning in warnings:
        click.echo(f"dashi-kg: 提示 warning: {warning}", err=True)


def _write(data: str | bytes, output: Path | None) -> None:
    raw = data.encode("utf-8") if isinstance(data, str) else data
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        if not raw.endswith(b"\n"):
            sys.stdout.buffer.write(b"\n")
        sys.stdout.flush()
    else:
        from dashi_kg.files import write_file

        write_file(output, raw)


def _progress() -> Any:
    """A progress line on a terminal; nothing in a pipe."""
    from dashi_kg.files import progress_line

    return progress_line(sys.stderr)
