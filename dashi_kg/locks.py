"""One writer a target: a lock that the system keeps, so that it is free again however its holder ends.

The lock is ``flock`` on a small file beside or in the target. The file says who holds it and since when, for the
message to the second; it is removed with the lock, and one that a killed run has left stands in nobody's way.
Where the system or the file system has no such locks (Windows, some network drives) nothing is locked.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashi_kg.errors import DashiError, of_system
from dashi_kg.language import Both

_PAUSE = 0.1  # seconds between two tries
_NONE = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
# What this process holds, by thread: who has locked a target may call what locks it again.
_ours: dict[tuple[str, int], bool] = {}


class HeldError(DashiError):
    """Another run is writing to the same target."""


def beside(target: Path) -> Path:
    """The lock of a file or folder, beside it; two names of one target (links) have one lock."""
    real = Path(os.path.realpath(target))
    return real.with_name(f".{real.name}.lock")


def of_address(url: str) -> Path:
    """The lock of a store behind HTTP: below the temporary folder, one for each user and address."""
    owner = os.getuid() if hasattr(os, "getuid") else 0
    digest = hashlib.sha256(url.rstrip("/").encode("utf-8")).hexdigest()[:16]
    import tempfile

    return Path(tempfile.gettempdir()) / f"dashi-kg-{owner}-{digest}.lock"


@contextmanager
def locked(lock: Path, target: str, *, wait: float = 0.0) -> Iterator[bool]:
    """Hold a lock for the length of the block.

    Args:
        lock: the file of the lock; folders that are missing are made, and removed again if they are empty at the end.
        target: what is written to, as the user named it, for the message.
        wait: seconds to wait for another holder to end.

    Yields:
        Whether the system keeps the lock; ``False``: it has none, and nobody is kept out.

    Raises:
        HeldError: another run holds it.
        DashiError: the folder cannot be written.
    """
    key = (str(lock), threading.get_ident())
    if key in _ours:
        yield _ours[key]
        return
    made = _folders(lock.parent, target)
    try:
        handle = _taken(lock, target, wait)
        _ours[key] = handle is not None
        try:
            yield handle is not None
        finally:
            del _ours[key]
            if handle is not None:
                with contextlib.suppress(OSError):  # while it is ours: nobody else's is removed
                    lock.unlink()
                os.close(handle)
    finally:
        for folder in made:
            with contextlib.suppress(OSError):  # there is something in it
                folder.rmdir()


def lock_now(handle: int, *, patient: bool = False) -> bool | None:
    """Lock an open file; it is free again when the file is closed or its process ends.

    Args:
        patient: wait for another holder.

    Returns:
        ``False``: another holds it; ``None``: there are no locks here.
    """
    try:
        import fcntl
    except ModuleNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno in _NONE:
            return None
        raise
    return True


def held_now(folder: Path) -> bool | None:
    """Whether another holds a folder locked; ``None`` where nobody can tell."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        locked_now = lock_now(handle)
    except OSError:
        return None
    finally:
        os.close(handle)
    return None if locked_now is None else not locked_now


def shared_now(handle: int) -> None:
    """Share the lock of an open file or folder with others that read it, where the system has locks and nobody writes."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return
    fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)


def still_at(handle: int, path: Path) -> bool:
    """Whether an open file is the one at this path: a former holder may have removed it meanwhile."""
    try:
        there, here = path.stat(), os.fstat(handle)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)


def _taken(lock: Path, target: str, wait: float) -> int | None:
    until = time.monotonic() + wait
    while True:
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
            handle = os.open(lock, flags, 0o644)
            got = lock_now(handle)
        except FileNotFoundError:  # the former holder had made the folder, and removed it
            _folders(lock.parent, target)
            continue
        except OSError as error:
            raise _unwritable(error, target) from None
        if got is None:
            os.close(handle)
            with contextlib.suppress(OSError):
                lock.unlink()
            return None
        if got and still_at(handle, lock):
            who = {"pid": os.getpid(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
            with contextlib.suppress(OSError):  # a full disk is told where the work is written
                os.ftruncate(handle, 0)
                os.pwrite(handle, json.dumps(who).encode() + b"\n", 0)
            return handle
        held = Both("", "") if got else _holder(handle)
        os.close(handle)
        if got:
            continue
        if time.monotonic() >= until:
            raise HeldError(
                Both(f"另一次运行正在写入{held.zh}", f"another run is writing to it{held.en}"),
                remedy=Both("请等它结束，或加 --wait 秒数。", "Wait until it ends, or add --wait SECONDS."),
                file=target,
            )
        time.sleep(_PAUSE)


def _holder(handle: int) -> Both:
    try:
        who = json.loads(os.pread(handle, 500, 0))
        number, since = int(who["pid"]), str(who["since"])[:19]
        return Both(f"（进程 {number}，始于 {since}）", f" (pid {number}, since {since})")
    except (OSError, ValueError, KeyError, TypeError):  # it is just writing it
        return Both("", "")


def _folders(folder: Path, target: str) -> list[Path]:
    """Make the folders that are missing; those, the innermost first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    try:
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(error, target) from None
    return missing


def _unwritable(error: OSError, target: str) -> DashiError:
    return DashiError(
        of_system(error),
        remedy=Both("请检查文件夹及其权限。", "Check the folder and its permissions."),
        file=target,
    )
