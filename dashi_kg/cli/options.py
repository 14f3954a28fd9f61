"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

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

keep_going_option = click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out reports that cannot be read 略过读不了的报告; exit code 1 then.",
)

wait_option = click.option(
    "--wait",
    type=click.FloatRange(0),
    default=0.0,
    metavar="SECONDS",
    help="Wait 等待 so long for another run that writes to the same place (default: refuse at once).",
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
