"""What does a user type: each command parses, calls one function, prints; work is done elsewhere?

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 the data does not
conform or does not verify, 2 an error the user can mend.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from dashi_kg.cli.asking import query
from dashi_kg.cli.corpora import coverage
from dashi_kg.cli.exporting import export
from dashi_kg.cli.guide import with_guide
from dashi_kg.cli.loading import load, unload
from dashi_kg.cli.reading import extract, outline
from dashi_kg.cli.releasing import build, publish, validate, verify
from dashi_kg.cli.reviewing import review
from dashi_kg.cli.serving import serve
from dashi_kg.version import __version__


class _Commands(click.Group):
    """Commands whose reader may have enough: a closed pipe is no failure (click would exit with 1).

    An error of usage knows the command that it is about.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            name = ctx.invoked_subcommand
            if error.ctx is None and name is not None and name in self.commands:
                error.ctx = click.Context(self.commands[name], parent=ctx, info_name=name)
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(
    __version__, "--version", prog_name="dashi-kg", help="显示版本 Show the version and exit."
)
def cli() -> None:
    """法治政府建设年度报告知识图谱 · rule-of-law reports as anchored, validated linked data.

    Every fact carries the exact characters of the report that state it.
    """


@cli.command(short_help="补全 completion script for a shell")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script 补全脚本 for SHELL: eval "$(dashi-kg completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "dashi-kg", "_DASHI_KG_COMPLETE").source())


for command in (
    outline,
    extract,
    build,
    coverage,
    validate,
    publish,
    verify,
    query,
    export,
    review,
    load,
    unload,
    serve,
):
    cli.add_command(command)
for name, command in cli.commands.items():
    with_guide(command, name)
with_guide(cli)
