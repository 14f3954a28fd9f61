"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dashi_kg.cli.spoken import option
from dashi_kg.language import LANGUAGES, Both, language

F = TypeVar("F", bound=Callable[..., Any])
INPUT = click.Path(path_type=Path)

base_option = option(
    "--base",
    metavar="IRI",
    help=Both(
        "所有发布内容的基础 IRI（缺省：DASHI_KG_BASE、dashi-kg.toml、内置值）。",
        "Base IRI of everything published (default: DASHI_KG_BASE, dashi-kg.toml, built in).",
    ),
)
lang_option = option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=language,
    help=Both(
        "语言：zh 或 en（缺省：由系统的区域设置决定）。", "Language: zh or en (default: by the locale)."
    ),
)

keep_going_option = option(
    "--keep-going",
    is_flag=True,
    help=Both(
        "略过不能收录的报告并逐一说明，此时退出码为 1。",
        "Leave out reports that cannot be included, and name each; the exit code is then 1.",
    ),
)

wait_option = option(
    "--wait",
    type=click.FloatRange(0),
    default=0.0,
    metavar="SECONDS",
    help=Both(
        "另一次运行正写入同一处时等待这么久（缺省：不等）。",
        "Wait this long for another run that writes to the same place (default: do not wait).",
    ),
)


def formats(*names: str) -> Callable[[F], F]:
    """The option ``--format`` with these names, the first the default."""
    return option(
        "-f",
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help=Both("格式。", "Format."),
    )
