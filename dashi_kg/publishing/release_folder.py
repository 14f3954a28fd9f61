"""The folder of a release while it is filled: its files with their digests."""

from __future__ import annotations

import hashlib
from pathlib import Path

from dashi_kg.publishing.catalog import File


class ReleaseFolder:
    """Files of a release with their digests.

    Attributes:
        files: what was written.
        served: paths of data that are not written, but made by whoever serves the release.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[File] = []
        self.served: list[str] = []

    def write(self, path: str, data: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.files.append(File(path, hashlib.sha256(data).hexdigest(), len(data)))
