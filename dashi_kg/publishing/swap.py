"""A new release takes the place of the former in one step; a kill at any point leaves one of them whole.

Steps: the target is locked (:mod:`dashi_kg.locks`); the new release is complete in a hidden folder of its own
beside the target; the former is renamed aside; the new one is renamed in; the former is removed. What a run that
was killed has left is finished or removed by the next one, or by :func:`recover`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashi_kg.errors import DashiError, of_system
from dashi_kg.files import RELEASE_MARKS, is_release
from dashi_kg.files import exchanged as _exchanged
from dashi_kg.language import Both
from dashi_kg.locks import HeldError, beside, held_now, lock_now, locked
from dashi_kg.rdf.parse import PACKED_FILE, RELEASE_FILE

MARK = "SHA256SUMS"  # written last
_NEW, _OLD, _WORK, _KEPT = ".new", ".former", ".work", ".kept"
_PATIENCE = 5.0  # seconds for the two renames of a swap


@contextmanager
def taken(target: Path, *, wait: float = 0.0) -> Iterator[list[Both]]:
    """Lock a folder that a release may be written to: there is none, it is empty, or holds a release.

    Args:
        target: the folder.
        wait: seconds to wait for another run that writes to it.

    Yields:
        What is told of a former run that was killed.

    Raises:
        DashiError: another run writes to it (:class:`~dashi_kg.locks.HeldError`), or ``target`` is a file, a link, or
            a folder with content that is no release of ours.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow a link to the release
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise DashiError(
            Both("这不是文件夹", "this is not a folder"),
            remedy=Both("请换一个文件夹。", "Name another folder."),
            file=str(target),
        )
    if target.is_dir() and any(target.iterdir()) and not is_release(target) and not _was_release(target):
        raise DashiError(
            Both("文件夹不是空的，也不是发布包", "the folder is not empty and holds no release"),
            remedy=Both("请换一个文件夹，或清空它。", "Name another folder, or empty this one."),
            file=str(target),
        )
    with locked(beside(target), str(target), wait=wait):
        notes = _recovered(target)
        if target.is_dir() and any(target.iterdir()) and not is_release(target):
            notes.append(
                Both(
                    f"{target}: 其中的发布不完整，将被替换",
                    "the release in it is not whole and will be replaced",
                )
            )
        yield notes


@contextmanager
def swapped_in(target: Path, *, wait: float = 0.0) -> Iterator[Path]:
    """A folder to fill; it becomes ``target`` when the block ends well, and is removed when it does not.

    Raises:
        DashiError: see :func:`taken`; or the folder cannot be written.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - as in taken()
    with taken(target, wait=wait):
        new: Path | None = None
        remedy = Both("请检查文件夹及其权限。", "Check the folder and its permissions.")
        try:  # from here on whatever ends us, an interruption too, finds the new folder removed
            new = _fresh(target)
            remedy = Both("请检查磁盘空间。", "Check the space on the disk.")
            yield new
            _swap(new, target)
        except OSError as error:
            cause = of_system(error)
            raise DashiError(cause, remedy=remedy, file=str(target)) from None
        finally:
            if new is not None:
                shutil.rmtree(new, ignore_errors=True)


@contextmanager
def scratch(target: Path) -> Iterator[Path]:
    """A hidden folder beside a target, for what is written on the way to it; it is removed at the end.

    Raises:
        DashiError: it cannot be written.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - as in taken()
    folder, handle = None, -1
    try:
        folder = _fresh(target, _WORK)
        with contextlib.suppress(OSError):  # Windows opens no folders
            handle = os.open(folder, os.O_RDONLY)
            lock_now(handle)  # a run that was killed holds it no more
        yield folder
    except OSError as error:
        cause, remedy = of_system(error), Both("请检查磁盘空间。", "Check the space on the disk.")
        raise DashiError(cause, remedy=remedy, file=str(target)) from None
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        if handle >= 0:
            os.close(handle)


def kept_beside(target: Path) -> Path:
    """The hidden folder beside a target for what the next run need not make again; whoever removes it loses time alone."""
    return _beside(Path(os.path.abspath(target)), _KEPT)  # noqa: PTH100 - as in taken()


def recover(target: Path) -> list[Both]:
    """Put a former release back that a killed run had renamed aside, and clear what it left.

    Returns:
        What was done, a line each; nothing while another run writes to the target.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - as in taken()
    if not _left(target):
        return []
    try:
        with locked(beside(target), str(target)):
            return _recovered(target)
    except HeldError:
        return []


def settled(target: Path) -> Path:
    """The folder of a release, also in the middle of a swap: wait for it; put the former back where a run was killed.

    Raises:
        DashiError: the folder cannot be written, and has to be.
    """
    until = time.monotonic() + _PATIENCE
    while not target.exists() and _beside(target, _OLD).is_dir() and time.monotonic() < until:
        recover(target)
        time.sleep(0.01)
    return target


def _left(target: Path) -> list[Path]:
    """What a killed run has left beside the target."""
    new, work = _beside(target, _NEW).name, _beside(target, _WORK).name
    try:
        names = sorted(os.listdir(target.parent))  # noqa: PTH208 - names are compared, not paths
    except OSError:
        return []
    found = [
        n
        for n in names
        if n == new or n.startswith((f"{new}.", f"{work}.")) or n == _beside(target, _OLD).name
    ]
    return [
        folder
        for n in found
        if not ((folder := target.with_name(n)).name.startswith(work) and held_now(folder) is not False)
    ]


def _recovered(target: Path) -> list[Both]:
    """See :func:`recover`; the lock is held."""
    notes = []
    old = _beside(target, _OLD)
    if old.is_dir() and not target.exists():
        old.rename(target)
        notes.append(
            Both(
                f"{target}: 上次发布中断，已恢复此前的发布",
                "a run was killed: the former release was put back",
            )
        )
    left = _left(target)
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    if left and not notes:
        notes.append(
            Both(
                f"{target}: 上次发布中断，已清理其剩余",
                "a run was killed: what it had left beside was removed",
            )
        )
    return notes


def _was_release(target: Path) -> bool:
    """Whether a folder holds what is left of a release, and nothing that is not: its own list of digests tells."""
    try:
        lines = (target / MARK).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    listed = {path for _, _, path in (line.partition("  ") for line in lines)}
    tops = {path.partition("/")[0] for path in listed} | {MARK}
    data = not listed.isdisjoint((RELEASE_FILE, PACKED_FILE))
    return data and {*RELEASE_MARKS} - {MARK} <= listed and {p.name for p in target.iterdir()} <= tops


def _beside(target: Path, tail: str) -> Path:
    return target.with_name(f".{target.name}{tail}")


def _fresh(target: Path, tail: str = _NEW) -> Path:
    """A new hidden folder beside the target, with a name that no other run has."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f"{_beside(target, tail).name}.", dir=target.parent))
    mask = os.umask(0)
    os.umask(mask)
    new.chmod(0o777 & ~mask)
    return new


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    if _exchanged(new, target):  # the former release is now in ``new`` and is removed by the caller
        return
    old = _beside(target, _OLD)
    shutil.rmtree(old, ignore_errors=True)
    target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
