"""Reports as an earlier run has read and checked them: what has not changed since is not read again.

One file a report, by the digest of all that decides what is read: the program with its vocabulary, and the files of the report. What is damaged
is not taken.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
import zlib
from collections.abc import Collection
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph

from dashi_kg.errors import DashiError
from dashi_kg.files import write_file
from dashi_kg.knowledge.reference import Division
from dashi_kg.language import Both
from dashi_kg.publishing.data.kept_report import PARTS, KeptReport
from dashi_kg.resources import digest_of_files

_END = ".kept"
_DIGEST = 32  # bytes


def program_digest() -> str:
    """What decides the bytes of a release besides the reports: every file of the program, vocabulary and reference data."""
    return digest_of_files(
        f"{pyoxigraph.__version__} {version('jinja2')} {zlib.ZLIB_RUNTIME_VERSION} {sys.version}",
        lambda path: path.suffix != ".pyc",
    )


class KeptValues:
    """Values in files with a checksum, by keys.

    Args:
        folder: need not be there.
        kinds: of values besides the plain ones.
    """

    def __init__(self, folder: Path, kinds: Collection[type]) -> None:
        self._folder, self._kinds = folder, tuple(kinds)

    def has(self, key: str) -> bool:
        """Whether there is a file for a key."""
        return (self._folder / f"{key}{_END}").is_file()

    def find(self, key: str) -> Any:
        """A value; ``None``: there is none, or it is damaged."""
        try:
            data = (self._folder / f"{key}{_END}").read_bytes()
            if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
                return None
            return _Values(zlib.decompress(data[_DIGEST:]), self._kinds).load()
        except (OSError, ValueError, TypeError, EOFError, zlib.error, pickle.UnpicklingError):
            return None

    def put(self, key: str, value: object) -> None:
        """Keep a value; where it cannot be written, nothing is kept."""
        packed = zlib.compress(pickle.dumps(value), 1)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_file(self._folder / f"{key}{_END}", hashlib.sha256(packed).digest() + packed)
        except (OSError, DashiError):
            return

    def forget(self, known: Collection[str]) -> None:
        """Remove all but these keys."""
        for path in self._folder.glob(f"*{_END}"):
            if path.stem not in known:
                path.unlink(missing_ok=True)


class KeptReads:
    """The files in a folder.

    Args:
        folder: need not be there.
        program: digest of what decides besides the files of a report.
    """

    def __init__(self, folder: Path, program: str) -> None:
        self.files, self._program = KeptValues(folder, (Both, Division)), program

    def key(self, report: Path, files: Collection[Path]) -> str:
        """The name of what is kept of a report.

        Args:
            report: as it is named, which its year may be told by.
            files: those that it is read from.

        Raises:
            OSError: one cannot be read.
        """
        digest = hashlib.sha256(f"{self._program} {report}".encode("utf-8", "surrogateescape"))
        for path in sorted(files):
            data = path.read_bytes()
            digest.update(f"\0{path.name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        return digest.hexdigest()

    def find(self, key: str, place: Path) -> KeptReport | None:
        """A report as it was kept, with its files at a place; ``None``: there is none."""
        found = self.files.find(key)
        if found is None:
            return None
        try:
            told, parts = found
            for suffix, content in parts.items():
                place.with_suffix(suffix).write_bytes(content)
            return KeptReport(place=place, **told)
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, report: KeptReport) -> None:
        """Keep a report; where it cannot be written, nothing is kept."""
        told = {field.name: getattr(report, field.name) for field in fields(report) if field.name != "place"}
        parts = {s: path.read_bytes() for s in PARTS if (path := report.place.with_suffix(s)).exists()}
        self.files.put(key, (told, parts))


class _Values(pickle.Unpickler):
    """Reads plain values and some kinds of ours, and never code."""

    def __init__(self, data: bytes, kinds: Collection[type]) -> None:
        super().__init__(io.BytesIO(data))
        self._kinds = {(kind.__module__, kind.__qualname__): kind for kind in kinds}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self._kinds:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return self._kinds[module, name]
