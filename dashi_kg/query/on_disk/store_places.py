"""Where what is kept of a large file may lie: beside it, in the user's cache folder, or for this run only.

A corpus may lie where nobody may write (a medium, a share, another user's folder). What is made of it then lies in the
user's cache folder; a program that imports the package, which has none, and a user without a home get a temporary folder,
which goes with the process.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dashi_kg.errors import DashiError
from dashi_kg.files import write_file
from dashi_kg.user_cache import folder as cache_folder

FOLDER = ".store"
_CACHED = "stores"  # below the user's cache folder
_temporary: dict[str, Path] = {}  # file → its place in this process


def is_beside(place: Path) -> bool:
    """Whether a place is beside its file."""
    return place.name == FOLDER


def is_temporary(place: Path) -> bool:
    """Whether a place goes with this process."""
    return place in _temporary.values()


def places(file: Path) -> Iterator[Path]:
    """Where something that is kept of a file may be found, the nearest first."""
    yield file.parent / FOLDER
    if cached := _cached(file):
        yield cached
    if made := _temporary.get(os.path.realpath(file)):
        yield made


def new_places(file: Path) -> Iterator[Path]:
    """Where something may be made of a file, in the order of trying; a later one is made when it is asked for."""
    yield file.parent / FOLDER
    if cached := _cached(file):
        _tidy(cached.parent)
        yield cached
    name = os.path.realpath(file)
    if name not in _temporary:
        _temporary[name] = Path(tempfile.mkdtemp(prefix="dashi-kg-store-"))
        atexit.register(_remove, _temporary[name], os.getpid())
    yield _temporary[name]


def of_user(file: Path, kind: str) -> Path | None:
    """Where something of a file is kept for this user alone, whoever has written the file; ``None``: there is no such place.

    Args:
        file: that of which it is made; what is kept goes when this is no more.
        kind: the name of what is kept.
    """
    place = _cached(file)
    if place is None:
        return None
    _tidy(place.parent)
    with contextlib.suppress(DashiError):  # then nothing is kept
        write_file(place / f"{kind}.json", json.dumps({"of": os.path.realpath(file)}).encode())
    return place / kind


def _cached(file: Path) -> Path | None:
    folder = cache_folder()
    name = hashlib.sha256(os.path.realpath(file).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder / _CACHED / name if folder else None


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a process that was forked from ours has not made it
        shutil.rmtree(folder, ignore_errors=True)


def _tidy(folder: Path) -> None:
    """Remove the stores of files that are no more."""
    for mark in folder.glob("*/*.json"):
        try:
            of = json.loads(mark.read_bytes()).get("of")
        except (OSError, ValueError, AttributeError):
            continue
        if isinstance(of, str) and not Path(of).exists():
            shutil.rmtree(mark.parent, ignore_errors=True)
