"""Temporary folders of a run, and what is left of those of a run that was killed.

A folder is in use as long as its owner holds a lock on a file in it. The system frees the lock however a process
ends, so that a later run can tell what was left behind, and removes it: no list of pids that may be another's by now.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "dashi-kg-serve-"
_LOCK = ".in-use"
_OURS = b"dashi-kg serve: a temporary folder, removed when its server has ended\n"


class Scratch:
    """A temporary folder that is ours until :meth:`close`, or until this process ends.

    Attributes:
        path: the folder.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self) -> None:
        self._fd = -1
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        try:
            new = self.path / f"{_LOCK}.new"
            self._fd = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(self._fd, _OURS)
            _locked(self._fd)
            new.rename(self.path / _LOCK)  # whoever sees it sees it locked
        except BaseException:  # a signal, too
            self.close()
            raise

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def remove_abandoned() -> list[Path]:
    """Remove the folders of runs that were killed; one that is in use, or not certainly ours, is left alone.

    Returns:
        the folders that are gone.
    """
    return [folder for folder in sorted(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")) if _removed(folder)]


def _removed(folder: Path) -> bool:
    try:
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():
            return False
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        if os.read(lock, len(_OURS) + 1) != _OURS or not _locked(lock):
            return False
        for part in folder.iterdir():  # the lock goes last: what is broken off is found again
            if part.name == _LOCK:
                continue
            if part.is_dir() and not part.is_symlink():
                shutil.rmtree(part)
            else:
                part.unlink()
        (folder / _LOCK).unlink()
        folder.rmdir()
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def _locked(fd: int) -> bool:
    """Whether the lock was free; it is ours until the file is closed."""
    import fcntl  # not on Windows, where the server says that it cannot run

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
