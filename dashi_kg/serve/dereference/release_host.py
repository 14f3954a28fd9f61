"""The files of a release, held by an open folder.

``publish`` puts a new release in the place of the old one and then removes the old one. An open folder stays
the old one until its files are gone, so that no answer mixes two releases; a file that is gone makes the
server look for the new release (:class:`~dashi_kg.serve.http.content.GoneError`).

Only what ``SHA256SUMS`` lists is served. No link is followed, and no name is put together from a request.
"""

from __future__ import annotations

import hashlib
import logging
import os
import weakref
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from dashi_kg.errors import DashiError, of_system
from dashi_kg.language import Both
from dashi_kg.publishing.swap import MARK
from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.http.content import SMALL, Content, GoneError

log = logging.getLogger("dashi_kg.serve")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one release from another at the same path: the folder and its list of digests."""

    device: int
    folder: int
    sums: int
    changed: int


def release_stamp(folder: Path | int) -> Stamp | None:
    """The stamp of the release in a folder (a path, or an open one); ``None``: there is none now."""
    try:
        whole = os.stat(folder)  # noqa: PTH116 - the folder may be an open one
        mark = os.stat(MARK, dir_fd=folder) if isinstance(folder, int) else (folder / MARK).stat()
    except OSError:
        return None
    return Stamp(whole.st_dev, whole.st_ino, mark.st_ino, mark.st_mtime_ns)


class ReleaseHost:
    """A :class:`~dashi_kg.serve.http.content.Host` over a release.

    Args:
        folder: of the release.
        cache: keeps small files by their digest, from one release to the next.

    Raises:
        DashiError: no release, or its list of digests is broken.
    """

    asks = False

    def __init__(self, folder: Path, cache: ByteCache) -> None:
        self.folder, self.cache = folder, cache
        try:
            self._fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise _no_release(folder, of_system(error)) from None
        self._close = weakref.finalize(self, os.close, self._fd)
        self.stamp = release_stamp(self._fd)
        try:
            with self._open(MARK) as file:
                sums = file.read()
        except (GoneError, OSError):
            raise _no_release(
                folder, Both(f"没有发布包：缺少 {MARK}", f"no release here: {MARK} is missing")
            ) from None
        self.digests = _digests(sums, folder)
        self._own = hashlib.sha256(sums).hexdigest()
        self.digests[MARK] = self._own

    @property
    def version(self) -> str:
        """Names this release: the digest of its list of digests."""
        return self._own

    def has(self, path: str) -> bool:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        return path in self.digests

    def check(self) -> None:
        """Whether the files can be read, or those of a newer release that takes their place now.

        Raises:
            DashiError: neither.
        """
        try:
            self._open(MARK).close()
        except OSError:
            if release_stamp(self.folder) is None:
                raise _no_release(self.folder, Both("发布包已不在", "the release is gone")) from None
            ReleaseHost(self.folder, self.cache)

    def peek(self, path: str) -> Content | None:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        digest = self.digests.get(path)
        data = self.cache.get(digest) if digest else None
        return None if data is None or digest is None else Content(path, len(data), digest, data)

    def get(self, path: str) -> Content | None:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        digest = self.digests.get(path)
        if digest is None:
            return None
        if kept := self.peek(path):
            return kept
        try:
            file = self._open(path)
        except FileNotFoundError:
            raise GoneError(path) from None
        except OSError as error:
            raise DashiError(of_system(error), file=f"{self.folder}/{path}") from None
        size = os.fstat(file.fileno()).st_size
        if size > SMALL:
            return Content(path, size, digest, file=file)
        with file:
            data = file.read()
        found = hashlib.sha256(data).hexdigest()
        if found != digest:  # the tag must tell these bytes, whatever the list says
            log.warning("a file is not what SHA256SUMS says", extra={"file": path})
            digest = self.digests[path] = found
        self.cache.put(digest, data)
        return Content(path, len(data), digest, data)

    def _open(self, path: str) -> BufferedReader:
        """The file, reached folder by folder without following a link."""
        at, own = self._fd, -1
        *folders, name = path.split("/")
        try:
            for part in folders:
                inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at)
                if own >= 0:
                    os.close(own)
                at = own = inner
            return os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at), "rb")
        finally:
            if own >= 0:
                os.close(own)


def _digests(sums: bytes, folder: Path) -> dict[str, str]:
    found = {}
    try:
        for line in sums.decode("utf-8").splitlines():
            digest, _, path = line.partition("  ")
            if len(bytes.fromhex(digest)) != 32 or not path or {"", ".", ".."} & set(path.split("/")):
                raise ValueError(line)
            found[path] = digest
    except ValueError:
        raise _no_release(
            folder, Both(f"{MARK} 不是 SHA-256 摘要的清单", f"{MARK} is not a list of SHA-256 digests")
        ) from None
    return found


def _no_release(folder: Path, cause: Both) -> DashiError:
    return DashiError(
        cause, remedy=Both("请运行 dashi-kg publish。", "Run dashi-kg publish."), file=str(folder)
    )
