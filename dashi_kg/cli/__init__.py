"""What does a user type: each command parses, calls one function, prints; work is done elsewhere?

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 the data does not
conform or does not verify, 2 an error the user can mend.
"""

from __future__ import annotations

import click

from dashi_kg.cli.asking import query
from dashi_kg.cli.corpora import coverage, spark
from dashi_kg.cli.exporting import export
from dashi_kg.cli.extracting import extract, outline
from dashi_kg.cli.guide import with_guide
from dashi_kg.cli.loading import load, unload
from dashi_kg.cli.releasing import build, publish, validate, verify
from dashi_kg.cli.reviewing import review
from dashi_kg.cli.serving import serve
from dashi_kg.cli.spoken import Command, Group, Option
from dashi_kg.language import Both
from dashi_kg.version import __version__


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(
    __version__,
    "--version",
    prog_name="dashi-kg",
    cls=Option,
    help=Both("显示版本。", "Show the version and exit."),
)
def cli() -> None:
    """Read Chinese rule-of-law reports and publish them as linked data; every item points to its exact words."""


@cli.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL: eval "$(dashi-kg completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "dashi-kg", "_DASHI_KG_COMPLETE").source())


for command in (
    outline,
    extract,
    build,
    spark,
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
for name, each in cli.commands.items():
    with_guide(each, name)
for name, each in spark.commands.items():
    with_guide(each, f"spark {name}")
with_guide(cli)
