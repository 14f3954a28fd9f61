"""Files of the former release that are made of what has not changed: they are taken over, with what was told of them, and not made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from dashi_kg.publishing.data.kept_reads import KeptValues
from dashi_kg.publishing.data.release_folder import File, ReleaseFolder

Told = TypeVar("Told")


class FormerFiles(Generic[Told]):
    """Lists of files, each by a digest of all that decides them.

    Args:
        folder: for the lists, beside the release; need not be there.
        told: the kind of value that is kept with each list.
        program: digest of what else decides the files.
    """

    def __init__(self, folder: Path, told: type[Told], program: str) -> None:
        self._kept, self._told, self._program = KeptValues(folder, (File, told)), told, program
        self._used: set[str] = set()

    def key(self, parts: Iterable[bytes | str]) -> str:
        """The digest of what decides some files."""
        return digest_of((self._program, *parts))

    def take(self, folder: ReleaseFolder, key: str) -> Told | None:
        """Take over the files of a digest, all of them; ``None``: they have to be made."""
        self._used.add(key)
        files, told = self._kept.find(key) or ((), None)
        return told if isinstance(told, self._told) and folder.keep_all(files) else None

    def note(self, key: str, files: Sequence[File], told: Told) -> None:
        """The files as they were made, and what is told of them."""
        self._used.add(key)
        self._kept.put(key, (tuple(files), told))

    def finish(self) -> None:
        """Forget what was neither taken nor made."""
        self._kept.forget(self._used)


def digest_of(parts: Iterable[bytes | str]) -> str:
    """The digest of some parts, in their order."""
    found = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()
