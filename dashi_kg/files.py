"""Writing files whole or not at all, what a release is known by, and the progress line of the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from dashi_kg.errors import DashiError, of_system, shown
from dashi_kg.language import Both, said
from dashi_kg.locks import lock_now, still_at

# What every release of ours has. One of them alone proves nothing: many a folder of downloads has checksums.
RELEASE_MARKS = ("SHA256SUMS", "void.ttl", "README.txt")


def is_release(folder: Path) -> bool:
    """Whether a folder is a release that ``publish`` wrote (and that it may replace)."""
    return all((folder / mark).is_file() for mark in RELEASE_MARKS)


class Progress(Protocol):
    """What a long task tells: a step begins, ``done`` of ``total`` are finished."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None: ...


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes its place at ``path`` at the end; a failure leaves the former one.

    A link is followed. What is no regular file (a device, a pipe) is written to where it stands: renaming
    a new file over it would put a file in the place of the device.

    Raises:
        DashiError: the file cannot be written.
    """
    named = path
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:
                yield device
            return
        if path.is_symlink():
            path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        _tidied(path)
        handle, new = _fresh(path)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                mask = os.umask(0)
                os.umask(mask)
                new.chmod(0o666 & ~mask)
                new.replace(path)  # while it is locked: nobody takes it for what a killed run has left
        except BaseException:
            new.unlink(missing_ok=True)
            raise
    except BrokenPipeError:  # the reader of the pipe has enough: no mistake of the user's
        raise
    except OSError as error:
        cause = of_system(error)
        raise DashiError(
            cause,
            remedy=Both("请检查文件夹和磁盘空间。", "Check the folder and the space on the disk."),
            file=str(named),
        ) from None


_TAIL = ".dashi-new"  # of a file that is being written, behind the name and a random part


def _head(path: Path) -> str:
    return f".{path.name[:40]}."  # a long name stays within what the system allows


def _fresh(path: Path) -> tuple[int, Path]:
    """A new file beside ``path``, locked as long as its process lives."""
    import tempfile  # only who writes waits for it

    while True:
        handle, name = tempfile.mkstemp(prefix=_head(path), suffix=_TAIL, dir=path.parent)
        lock_now(handle, patient=True)
        if still_at(handle, Path(name)):
            return handle, Path(name)
        os.close(handle)  # another run has tidied it away before it was locked


def _tidied(path: Path) -> None:
    """Remove what runs that were killed have left beside ``path``."""
    tidy(path.parent, _head(path))


def tidy(folder: Path, start: str = ".") -> None:
    """Remove files that runs which were killed were writing into a folder: such as nobody holds.

    Args:
        start: of their names.
    """
    for name in os.listdir(folder):  # noqa: PTH208 - names are compared, not paths
        if not (name.startswith(start) and name.endswith(_TAIL)):
            continue
        left = folder / name
        try:
            handle = os.open(left, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        except OSError:
            continue
        try:
            if lock_now(handle) and still_at(handle, left):
                left.unlink()
        except OSError:
            pass
        finally:
            os.close(handle)


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``; a failure leaves the former file as it was.

    Raises:
        DashiError: the file cannot be written.
    """
    with whole_file(path) as file:
        file.write(data)


@contextmanager
def progress_line(stream: IO[str]) -> Iterator[Progress]:
    """A progress display on a terminal; silent where ``stream`` is a pipe or a file."""
    if not stream.isatty():

        def silent(step: str, done: int = 0, total: int = 0) -> None:
            return None

        yield silent
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """Items a second, once there are enough to tell."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    columns = (
        SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(step: str, done: int = 0, total: int = 0) -> None:
            bar.update(task, description=shown(said(step)), completed=done, total=total or None)

        yield show


_AT_FDCWD, _EXCHANGE = -100, 2


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step where the system can (Linux ``renameat2``)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        import ctypes  # here: few commands write folders

        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    return bool(done == 0)
