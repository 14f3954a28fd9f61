"""Where the output lies: a folder of this machine or of a shared disk, or a store that pyarrow knows (S3, HDFS)."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dashi_kg.errors import DashiError, not_installed, of_system
from dashi_kg.language import Both

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:/")


def is_remote(name: str) -> bool:
    """Whether a name is an address (``s3a://…``, ``hdfs://…``), and not a path of this machine."""
    return bool(_SCHEME.match(name)) and not name.startswith("file:")


def for_spark(name: str) -> str:
    """The name as Spark takes it: a path of this machine whatever the default file system is."""
    return name if is_remote(name) else f"file:{os.path.abspath(name.removeprefix('file:'))}"  # noqa: PTH100


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the output: its path below the root, bytes, digest (SHA-256), and rows (lines, quads)."""

    path: str
    bytes: int
    sha256: str
    rows: int


class Place:
    """The root of the output; goes to the workers as its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.remote = is_remote(name)

    def __reduce__(self) -> tuple[type[Place], tuple[str]]:
        return Place, (self.name,)

    def _opened(self) -> tuple[Any, str]:
        try:
            import pyarrow.fs
        except ImportError:
            raise not_installed("pyarrow", "spark") from None
        if self.remote:
            address = re.sub(r"^s3[an]:", "s3:", self.name)
            system, root = pyarrow.fs.FileSystem.from_uri(address)
            return system, root.rstrip("/")
        return pyarrow.fs.LocalFileSystem(), str(Path(self.name.removeprefix("file:")).absolute())

    def spark(self, path: str) -> str:
        """A path below the root as Spark takes it."""
        return f"{for_spark(self.name)}/{path}"

    def write(self, path: str, fill: Callable[[IO[bytes]], int], attempt: str = "one") -> Written:
        """Write a file whole or not at all.

        Args:
            path: where; ``{digest}`` in it becomes the beginning of the digest of what was written.
            fill: writes to the file that it is given, and returns the number of rows.
            attempt: names what is being written until it is whole; no other writer has the same.

        Raises:
            DashiError: the place cannot be written.
        """
        system, root = self._opened()
        # an object appears when it is closed; a file when it is renamed
        direct = self.remote and "{digest}" not in path
        named = path if direct else f".work/new/{attempt}-{path.rpartition('/')[2]}"
        try:
            for folder in {named.rpartition("/")[0], path.rpartition("/")[0]}:
                system.create_dir(f"{root}/{folder}".rstrip("/"), recursive=True)
            with system.open_output_stream(f"{root}/{named}", compression=None) as stream:
                tee = _Digesting(stream)
                rows = fill(tee)  # type: ignore[arg-type]
            path = path.replace("{digest}", tee.digest.hexdigest()[:16])
            if named != path:
                system.move(f"{root}/{named}", f"{root}/{path}")
        except OSError as error:
            raise self._failed(error) from None
        return Written(path, tee.size, tee.digest.hexdigest(), rows)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; ``None`` where there is none.

        Raises:
            DashiError: it cannot be read.
        """
        system, root = self._opened()
        try:
            with system.open_input_stream(f"{root}/{path}", compression=None) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._failed(error) from None

    def sizes(self, *folders: str) -> dict[str, int]:
        """Path (below the root) → bytes of every file in these folders and below."""
        system, root = self._opened()
        import pyarrow.fs

        found = {}
        for folder in folders:
            below = pyarrow.fs.FileSelector(f"{root}/{folder}", recursive=True, allow_not_found=True)
            for info in system.get_file_info(below):
                if info.type == pyarrow.fs.FileType.File:
                    found[info.path[len(root) + 1 :]] = int(info.size)
        return found

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files; one that is gone is no failure."""
        system, root = self._opened()
        for path in paths:
            try:
                system.delete_file(f"{root}/{path}")
            except FileNotFoundError:
                continue
            except OSError as error:
                raise self._failed(error) from None

    def remove_folder(self, path: str) -> None:
        """Remove a folder with all that is in it; one that is gone is no failure."""
        system, root = self._opened()
        try:
            system.delete_dir(f"{root}/{path}")
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._failed(error) from None

    def folders(self, path: str) -> list[str]:
        """The names of the folders in a folder, sorted."""
        system, root = self._opened()
        import pyarrow.fs

        found = system.get_file_info(pyarrow.fs.FileSelector(f"{root}/{path}", allow_not_found=True))
        return sorted(info.base_name for info in found if info.type == pyarrow.fs.FileType.Directory)

    def _failed(self, error: OSError) -> DashiError:
        return DashiError(
            of_system(error),
            remedy=Both("请检查输出的位置及其权限。", "Check the place of the output and its permissions."),
            file=self.name,
        )


class _Digesting:
    """A stream that counts and digests what goes through it."""

    closed = False

    def __init__(self, stream: Any) -> None:
        self._stream, self.digest, self.size = stream, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        data = bytes(data)
        self._stream.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        self._stream.flush()

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        """The stream is closed by who opened it."""


def gzipped(stream: IO[bytes]) -> gzip.GzipFile:
    """A gzip stream without name and time: the same lines give the same bytes."""
    return gzip.GzipFile("", "wb", 6, stream, mtime=0)
