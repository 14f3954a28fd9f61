"""A new release takes the place of the former in one step; a kill at any point leaves one of them whole.

Steps: the new release is complete in a hidden folder beside the target; the former is renamed aside; the
new one is renamed in; the former is removed. A run that was killed between the two renames is finished
by the next run, or by :func:`recover`.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashi_kg.errors import DashiError
from dashi_kg.files import is_release

MARK = "SHA256SUMS"  # written last
_NEW, _OLD = ".new", ".former"
_AT_FDCWD, _EXCHANGE = -100, 2


def takes_a_release(target: Path) -> Path:
    """The absolute path of a folder that a release may be written to: there is none, it is empty, or holds a release.

    Raises:
        DashiError: ``target`` is a file, a link, or a folder with content that is no release of ours.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow a link to the release
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise DashiError(
            "这不是文件夹 this is not a folder",
            remedy="请换一个文件夹。 Name another folder.",
            file=str(target),
        )
    recover(target)
    if target.is_dir() and any(target.iterdir()) and not is_release(target):
        raise DashiError(
            "文件夹不是空的,也不是发布目录 the folder is not empty and holds no release",
            remedy="请换一个文件夹,或清空它。 Name another folder, or empty this one.",
            file=str(target),
        )
    return target


@contextmanager
def swapped_in(target: Path) -> Iterator[Path]:
    """A folder to fill; it becomes ``target`` when the block ends well, and is removed when it does not.

    Raises:
        DashiError: ``target`` is a file, or a folder with content that is no release of ours, or cannot be
            written.
    """
    target = takes_a_release(target)
    new = _beside(target, _NEW)
    remedy = "请检查文件夹及其权限。 Check the folder and its permissions."
    try:  # from here on whatever ends us, an interruption too, finds the new folder removed
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        remedy = "请检查磁盘空间。 Check the space on the disk."
        yield new
        _swap(new, target)
    except OSError as error:
        cause = error.strerror or "无法写入 cannot be written"
        raise DashiError(cause, remedy=remedy, file=str(target)) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def recover(target: Path) -> None:
    """Put a former release back that a killed run had renamed aside, and clear what it left."""
    new, old = _beside(target, _NEW), _beside(target, _OLD)
    if old.is_dir():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)
    shutil.rmtree(new, ignore_errors=True)


def _beside(target: Path, tail: str) -> Path:
    return target.with_name(f".{target.name}{tail}")


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


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step where the system can (Linux ``renameat2``)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    return bool(done == 0)
