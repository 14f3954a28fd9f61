"""Data to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from dashi_kg.errors import shown


def warn(warnings: tuple[str, ...] | list[str]) -> None:
    """One line a warning."""
    for warning in warnings:
        click.echo(f"dashi-kg: 提示 warning: {shown(warning)}", err=True)


def left_out(reports: Iterable[Any]) -> int:
    """One line a report that was left out; the exit code that tells of it."""
    code = 0
    for report in reports:
        click.echo(f"dashi-kg: 未收录 left out: {report.error}", err=True)
        code = 1
    return code


def write(data: str | bytes, output: Path | None) -> None:
    """To the file, or to standard output as it is; on a terminal with a final newline."""
    raw = data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        if sys.stdout.isatty() and not raw.endswith(b"\n"):
            sys.stdout.buffer.write(b"\n")
        sys.stdout.flush()
    else:
        from dashi_kg.files import write_file

        write_file(output, raw)


def progress() -> Any:
    """A progress line on a terminal; nothing in a pipe."""
    from dashi_kg.files import progress_line

    return progress_line(getattr(sys.stderr, "terminal", sys.stderr))
