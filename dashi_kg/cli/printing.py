"""Data to standard output, everything else to standard error."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

import click

from dashi_kg.errors import DashiError, shown
from dashi_kg.language import Both, said

_WARNING = Both("警告：", "warning: ")
_LEFT_OUT = Both("未收录：", "left out: ")


def warn(warnings: Iterable[Both]) -> None:
    """One line a warning."""
    for warning in warnings:
        words = shown(said(warning))
        click.echo(f"dashi-kg: {said(_WARNING)}{words}", err=True)


def tell(note: Both) -> None:
    """One line of what takes its time."""
    click.echo(f"dashi-kg: {shown(said(note))}", err=True)


def left_out(reports: Iterable[Any]) -> int:
    """One line a report that was left out; the exit code that tells of it."""
    code = 0
    for report in reports:
        click.echo(f"dashi-kg: {said(_LEFT_OUT)}{report.error}", err=True)
        code = 1
    return code


def checked_output(output: Path | None, *inputs: str | Path | None) -> None:
    """Refuse a file that would be written over what is read, or into a folder that is not there.

    Raises:
        DashiError: told before anything is read.
    """
    if output is None:
        return
    for named in inputs:
        if named is not None and output.exists() and Path(named).exists() and output.samefile(named):
            raise DashiError(
                Both("输出文件就是输入文件", "the output file is the file that is read"),
                remedy=Both("请用 -o 指定另一个文件。", "Name another file with -o."),
                file=str(output),
            )
    if not output.parent.is_dir():
        raise DashiError(
            Both("没有这个文件夹", "no such folder"),
            remedy=Both("请先建立它。", "Make it first, or name another place."),
            file=str(output.parent),
        )


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


def written(make: Callable[[IO[bytes]], None], output: Path | None) -> None:
    """What ``make`` writes: to the file, or to standard output; on a terminal as :func:`write` does."""
    if output is not None:
        from dashi_kg.files import whole_file

        with whole_file(output) as file:
            make(file)
    elif sys.stdout.isatty():
        out = io.BytesIO()
        make(out)
        write(out.getvalue(), None)
    else:
        sys.stdout.flush()
        make(sys.stdout.buffer)
        sys.stdout.flush()


def progress() -> Any:
    """A progress line on a terminal; nothing in a pipe."""
    from dashi_kg.files import progress_line

    return progress_line(getattr(sys.stderr, "terminal", sys.stderr))
