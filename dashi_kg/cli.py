"""The command line: each command parses, calls one function, prints. Work is done elsewhere.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 the data does not
conform or does not verify, 2 an error the user can mend.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dashi_kg.version import __version__

F = TypeVar("F", bound=Callable[..., Any])
INPUT = click.Path(path_type=Path)


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
