"""A release of which nothing has changed: all files of the former one are taken over, without a look at what is in them but their digests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from dashi_kg.errors import DashiError
from dashi_kg.files import write_file
from dashi_kg.publishing.data.release_folder import File, ReleaseFolder


class Counted(NamedTuple):
    """What is told of a release: its triples, each once, and its pages."""

    triples: int
    pages: int


class FormerRelease:
    """What decided the former release, beside it.

    Args:
        file: need not be there.
        key: digest of all that decides the new release but the former one, to which it is equal where that had the same.
        mark: name of the list of files in a release.
    """

    def __init__(self, file: Path, key: str, mark: str) -> None:
        self._file, self._key, self._mark = file, key, mark

    def take(self, folder: ReleaseFolder) -> Counted | None:
        """Take over all files; ``None``: something has changed, or a file is not as it was written."""
        if folder.former is None:
            return None
        try:
            told = json.loads(self._file.read_bytes())
            sums = (folder.former / self._mark).read_bytes()
            if (told["key"], told["sums"]) != (self._key, hashlib.sha256(sums).hexdigest()):
                return None
            rows = (line.split("  ", 1) for line in sums.decode("utf-8").splitlines())
            files = [File(path, digest, (folder.former / path).stat().st_size) for digest, path in rows]
            return Counted(*map(int, told["counted"])) if folder.keep_all(files) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note(self, sums: bytes, counted: Counted) -> None:
        """What the new release is; where it cannot be written, the next run makes all that it has to.

        Args:
            sums: its list of files.
        """
        told = {"key": self._key, "sums": hashlib.sha256(sums).hexdigest(), "counted": counted}
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_file(self._file, json.dumps(told).encode("utf-8"))
        except (OSError, DashiError):
            return
