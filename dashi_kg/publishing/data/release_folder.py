"""The folder of a release while it is filled: its files with their digests."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release: path below it, digest, size in bytes."""

    path: str
    sha256: str
    size: int

    @property
    def suffix(self) -> str:
        return self.path.rpartition(".")[2]


class ReleaseFolder:
    """Files of a release with their digests.

    A file that the former release has in the same bytes is that file, by another name: a release with one report changed
    writes what that touches, and whoever copies it elsewhere by time and size copies no more.

    Args:
        root: the folder.
        former: the folder of the former release, on the same disk; need not be there.

    Attributes:
        files: what was written.
        served: paths of data that are not written, but made by whoever serves the release.
        kept: how many of the files are those of the former release.
    """

    def __init__(self, root: Path, former: Path | None = None) -> None:
        self.root, self.former = root, former
        self.files: list[File] = []
        self.served: list[str] = []
        self.kept = 0

    def write(self, path: str, data: bytes) -> None:
        """A file at its place.

        Raises:
            OSError: it cannot be written.
        """
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if self.former is not None and _linked(self.former / path, target, data):
            self.kept += 1
        else:
            target.write_bytes(data)
        self.files.append(File(path, hashlib.sha256(data).hexdigest(), len(data)))

    def keep(self, file: File) -> bool:
        """Take over a file of the former release, where it is there with these bytes; whether that was done."""
        former, target = self.former / file.path if self.former is not None else None, self.root / file.path
        if former is None or not _same_file(former, file.size, file.sha256):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _second_name(former, target):
            return False
        self.files.append(file)
        self.kept += 1
        return True

    def keep_all(self, files: Sequence[File]) -> bool:
        """Take over files of the former release, all or none; whether that was done."""
        for number, file in enumerate(files):
            if not self.keep(file):
                for done in files[:number]:
                    (self.root / done.path).unlink()
                del self.files[len(self.files) - number :]
                self.kept -= number
                return False
        return True

    def take(self, path: str, file: Path) -> None:
        """A file that lies elsewhere on the same disk, moved to its place.

        Raises:
            OSError: it cannot be moved.
        """
        target, size = self.root / path, file.stat().st_size
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        former = self.former / path if self.former is not None else None
        if former is not None and _same_file(former, size, digest) and _second_name(former, target):
            self.kept += 1
        else:
            file.replace(target)
        self.files.append(File(path, digest, size))


def _same_file(former: Path, size: int, digest: str) -> bool:
    try:
        if former.is_symlink() or former.stat().st_size != size:
            return False
        with former.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest() == digest
    except OSError:
        return False


def _second_name(former: Path, target: Path) -> bool:
    try:
        os.link(former, target)
    except OSError:  # the file system has no second names
        return False
    return True


def _linked(former: Path, target: Path, data: bytes) -> bool:
    """Give a former file its new name too, where its bytes are these; whether that was done."""
    try:
        if former.is_symlink() or former.stat().st_size != len(data) or former.read_bytes() != data:
            return False
        os.link(former, target)
    except OSError:  # there is none, or the file system has no second names: it is written
        return False
    return True
