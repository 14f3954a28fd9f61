"""What a start would work out of the files of the package each time, kept as long as none of these has changed.

>>> worked_out("sum", "1 2", lambda: sum(map(int, "1 2".split())))
3
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from dashi_kg import user_cache
from dashi_kg.resources import DECIDING, deciding_folders
from dashi_kg.version import __version__

__all__ = ["worked_out"]

_Made = TypeVar("_Made")

_APART = ("__pycache__", "assets")  # folders with none of these


def worked_out(name: str, of: str, make: Callable[[], _Made]) -> _Made:
    """What ``make`` gives, from the user's cache if it was kept there (:mod:`dashi_kg.user_cache`).

    Args:
        name: of what is kept.
        of: whatever it depends on beside the files of the program, its vocabulary and its reference data.
        make: makes it anew, of numbers, words, bytes, tuples, lists and dicts of these.
    """
    if not user_cache.used():
        return make()
    try:
        stamp = f"{of} {_files(*deciding_folders())}"
    except OSError:  # no file can be opened any more
        return make()
    found: Any = user_cache.load(name, stamp)
    made: _Made = make() if found is None else found
    if found is None:
        user_cache.save(name, stamp, made)
    return made


@cache
def _files(*folders: Path) -> str:
    """A digest of which files there are, how large, and when each was changed last."""
    found = sorted(row for folder in folders for row in _below(str(folder)))
    return sha256(f"{__version__} {found}".encode("utf-8", "surrogateescape")).hexdigest()


def _below(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in _APART:
                    yield from _below(entry.path)
            elif entry.name.endswith(DECIDING):
                about = entry.stat()
                yield entry.path, about.st_mtime_ns, about.st_size
