"""What takes long to work out, kept in the user's cache folder: the next start has it at once.

Only commands and the processes that they start use it (:func:`in_use`); a program that imports the package does not.
Nothing depends on it: what is missing, stale, damaged or of another Python is worked out anew; where the folder cannot be
written, nothing is kept. The folder may be removed at any time.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["folder", "in_use", "load", "save", "used"]

_CHECK = 4  # bytes of the checksum, before the values
_users: list[None] = []  # one for each block that is open


@contextlib.contextmanager
def in_use() -> Iterator[None]:
    """Within this block values are kept and found; elsewhere :func:`load` finds none, and :func:`save` does nothing."""
    _users.append(None)
    try:
        yield
    finally:
        _users.pop()


def used() -> bool:
    """Whether a block of :func:`in_use` is open."""
    return bool(_users)


def load(name: str, stamp: str) -> object | None:
    """The value that was kept under this name.

    Args:
        name: of the file, without an ending.
        stamp: what the value depends on; one that was kept with another stamp is stale.

    Returns:
        ``None`` where there is none, or where there is any doubt about it.
    """
    path = _path(name)
    if path is None:
        return None
    try:
        data = path.read_bytes()
        if zlib.crc32(data[_CHECK:]).to_bytes(_CHECK, "little") != data[:_CHECK]:
            return None
        kept = marshal.loads(memoryview(data)[_CHECK:])
    except (OSError, ValueError, EOFError, TypeError, MemoryError):
        return None
    if not (isinstance(kept, tuple) and len(kept) == 2 and kept[0] == stamp):
        return None
    value: object = kept[1]
    return value


def save(name: str, stamp: str, value: Any) -> None:
    """Keep a value of numbers, words, bytes, tuples, lists and dicts of these; where that cannot be done, do nothing.

    The file takes its place at once: who reads sees the former or the new one, and of two who write the last one stays.
    """
    path = _path(name)
    if path is None:
        return
    new = path.with_name(
        f".{path.name}.{os.getpid()}.{threading.get_ident()}"
    )  # one that is left of a killed run is used again
    try:
        data = marshal.dumps((stamp, value))
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(zlib.crc32(data).to_bytes(_CHECK, "little") + data)
        new.replace(path)
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            new.unlink(missing_ok=True)


def _path(name: str) -> Path | None:
    """The file of a name, while it is used; each Python has files of its own."""
    found = folder()
    return found / f"{name}.{sys.implementation.cache_tag}" if found else None


def folder() -> Path | None:
    """The folder of what is kept, while it is used; ``None``: there is none. It need not be there yet."""
    if not used():
        return None
    if named := os.environ.get("XDG_CACHE_HOME"):
        found = Path(named)
    elif sys.platform == "win32":
        found = Path(os.environ.get("LOCALAPPDATA", ""))
    else:
        found = Path(os.path.expanduser("~")) / ".cache"  # noqa: PTH111 - this one does not raise
    return found / "dashi-kg" if found.is_absolute() else None  # there may be no home
