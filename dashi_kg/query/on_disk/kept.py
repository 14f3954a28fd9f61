"""What is made of a large file of N-Quads and kept beside it, so that a question need not read the file.

``.store/`` beside the file (or where :mod:`dashi_kg.query.on_disk.store_places` says, if it cannot be written) has a folder for each
kind (stores, tables) and a mark beside it that says of which bytes it was made. What does not fit the file, or is not whole, is
made anew; nothing but time is lost where the folder is removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyoxigraph

from dashi_kg.errors import DashiError, of_system
from dashi_kg.files import Progress, write_file
from dashi_kg.language import Both
from dashi_kg.locks import HeldError, held_now, locked, shared_now
from dashi_kg.query.on_disk.store_places import FOLDER, is_beside, is_temporary, new_places, places
from dashi_kg.rdf.lines import pieces

__all__ = [
    "FOLDER",
    "SMALLEST",
    "Digested",
    "Kept",
    "NotOursError",
    "Tell",
    "forget",
    "keep",
    "opened",
    "worth_keeping",
]

LOCK = ".lock"
SMALLEST = 32 << 20  # bytes of a file that is worth a store: less is read within a second
_FORM = 1  # of what is kept; another number makes them anew
_WAIT = 600.0  # seconds for another run that makes the same store
# What RocksDB writes about itself and for itself; all else is data.
_NO_DATA = ("LOG", "LOCK")


class _Hold:
    """A lock, shared with other readers, on the folder of a store."""

    def __init__(self, folder: Path) -> None:
        self._handle = -1
        with contextlib.suppress(OSError):  # Windows opens no folders, and removes none that is in use
            self._handle = os.open(folder, os.O_RDONLY)
            shared_now(self._handle)

    def __del__(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder that is kept; ``hold`` keeps it from being removed as long as it lives."""

    folder: Path
    hold: _Hold


class NotOursError(DashiError):
    """The file is no N-Quads of named graphs."""


Tell = Callable[[Both], None]  # one line for the person: a store is made, and why there


class Maker(Protocol):
    """Makes something of the bytes of a file: writes it into a folder, and takes in all bytes by :class:`Digested`."""

    def __call__(self, source: Digested, folder: Path) -> None: ...


def worth_keeping(file: Path) -> bool:
    """Whether a file is so large that a store beside it pays."""
    try:
        return file.stat().st_size >= SMALLEST
    except OSError:
        return False


def opened(file: Path, kind: str) -> Kept | None:
    """What is kept of a file, where there is something that fits and is whole.

    Args:
        file: N-Quads.
        kind: the name of what was made.
    """
    return next(filter(None, (_opened(file, kind, place) for place in places(file))), None)


def _opened(file: Path, kind: str, place: Path) -> Kept | None:
    for _ in range(3):  # another run may have replaced it between our two looks
        mark = _mark(place, kind)
        if mark is None:
            return None
        folder = place / str(mark.get("folder"))
        hold = _Hold(folder)
        if _whole(folder, mark) and _fits(file, kind, place, mark):
            return Kept(folder, hold)
        if _mark(place, kind) == mark:
            return None
    return None


def keep(
    file: Path, kind: str, make: Maker, progress: Progress | None = None, tell: Tell | None = None
) -> Kept:
    """What is kept of a file; made where there is none that fits: beside the file, or else where it can be written.

    Args:
        file: N-Quads.
        kind: the name of what is made.
        make: makes it.
        progress: told that it is made.
        tell: told why it takes time, and where it is made if not beside the file.

    Raises:
        NotOursError: the file is not as its maker wants it.
        DashiError: it can be written nowhere, or another run holds the place for too long.
    """
    if found := opened(file, kind):
        return found
    failed: DashiError | None = None
    for place in new_places(file):
        try:
            return _kept_in(place, file, kind, make, progress, tell)
        except (HeldError, NotOursError):
            raise
        except DashiError as error:  # a folder that is read only, a disk that is full
            failed = failed or error
    assert failed is not None
    raise failed


def forget(kept: Kept) -> None:
    """Take what is kept for something that does not fit: it turned out to be damaged."""
    for mark in kept.folder.parent.glob("*.json"):
        if (told := _mark(mark.parent, mark.stem)) and told.get("folder") == kept.folder.name:
            with contextlib.suppress(OSError):
                mark.unlink()


def _kept_in(
    place: Path, file: Path, kind: str, make: Maker, progress: Progress | None, tell: Tell | None
) -> Kept:
    with locked(place / LOCK, str(place), wait=_WAIT):
        if found := _opened(file, kind, place):  # made by another run meanwhile
            return found
        if tell:
            tell(_told(file, kind, place))
        if progress:
            progress(Both("正在建库", "making the store"))
        try:
            _make(file, kind, place, make)
        except OSError as error:
            raise DashiError(
                of_system(error),
                remedy=Both("请检查文件夹和磁盘空间。", "Check the folder and the space on the disk."),
                file=str(place),
            ) from None
        found = _opened(file, kind, place)
    if found is None:
        raise DashiError(
            Both("文件在读取时被改动", "the file was changed while it was read"),
            remedy=Both("请再次运行。", "Run again."),
            file=str(file),
        )
    return found


def _told(file: Path, kind: str, place: Path) -> Both:
    """That something is made, why, and where: once, or each time."""
    beside = file.parent / FOLDER
    why = Both("还没有", "there is none yet")
    if (mark := _mark(beside, kind)) is not None:
        other = mark.get("form") != _FORM or mark.get("library") != pyoxigraph.__version__
        why = (
            Both("是另一版本所建", "it is of another version")
            if other
            else Both("与文件不符", "it does not fit the file")
        )
    lasts, where = Both("以后可直接使用", "used from then on"), Both("", "")
    if is_temporary(place):
        lasts = Both("只供本次运行", "until this run ends")
    if not is_beside(place):
        where = Both(
            f"；语料的文件夹不能写入，建在 {place}",
            f"; the folder of the corpus cannot be written: it is made in {place}",
        )
    return Both(
        f"{file.name} 的库{why.zh}，正在磁盘上建立，{lasts.zh}{where.zh}",
        f"the store of {file.name} is made on the disk ({why.en}), {lasts.en}{where.en}",
    )


def _make(file: Path, kind: str, place: Path, make: Maker) -> None:
    """Write the folder and then its mark; remove what is of no more use. The place is locked."""
    folder = Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=place))
    try:
        with file.open("rb") as handle:
            stamp = _stamp(handle.fileno())
            source = Digested(handle)
            make(source, folder)
        mark = {
            "form": _FORM,
            "library": pyoxigraph.__version__,
            "folder": folder.name,
            "sha256": source.digest.hexdigest(),
            "stamp": stamp,
            "files": _files(folder),
            "of": str(file.resolve()),
        }
    except SyntaxError:
        shutil.rmtree(folder, ignore_errors=True)
        raise NotOursError(
            Both("不是命名图的 N-Quads", "not N-Quads of named graphs"),
            remedy=Both("请重新运行 dashi-kg build。", "Run dashi-kg build again."),
            file=str(file),
        ) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _write_mark(place, kind, mark)
    for other in place.glob(f"{kind}-*/"):
        if other.name != folder.name and held_now(other) is not True:
            shutil.rmtree(other, ignore_errors=True)


class Digested:
    """The lines of a file, some at a time, while a digest is taken of its bytes."""

    def __init__(self, handle: BinaryIO) -> None:
        self.handle = handle
        self.digest = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        block = self.handle.read(size)
        self.digest.update(block)
        return block

    def lines(self) -> Iterator[bytes]:
        """Whole lines, about four megabytes at a time; to be read once."""
        return pieces(self)


def _stamp(handle: int) -> list[int]:
    """What changes with a file, sooner than its digest is taken."""
    found = os.fstat(handle)
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _fits(file: Path, kind: str, place: Path, mark: dict[str, Any]) -> bool:
    """Whether a store was made of these bytes; their digest is only taken where the file is not the one that was read."""
    if mark.get("form") != _FORM or mark.get("library") != pyoxigraph.__version__:
        return False
    with file.open("rb") as source:
        stamp = _stamp(source.fileno())
        if mark.get("stamp") == stamp:
            return True
        if hashlib.file_digest(source, "sha256").hexdigest() != mark.get("sha256"):
            return False
    with contextlib.suppress(DashiError):  # a folder that is read only: next time, the digest is taken again
        _write_mark(place, kind, mark | {"stamp": stamp})
    return True


def _mark(place: Path, kind: str) -> dict[str, Any] | None:
    try:
        found = json.loads((place / f"{kind}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write_mark(place: Path, kind: str, mark: dict[str, Any]) -> None:
    write_file(place / f"{kind}.json", json.dumps(mark, sort_keys=True).encode("utf-8"))


def _files(folder: Path) -> dict[str, int]:
    """The sizes of what a store consists of."""
    with os.scandir(folder) as entries:
        return {e.name: e.stat().st_size for e in entries if not e.name.startswith(_NO_DATA)}


def _whole(folder: Path, mark: dict[str, Any]) -> bool:
    """Whether all files of a store are there, in their sizes."""
    try:
        return bool(mark.get("files")) and _files(folder) == mark["files"]
    except OSError:
        return False
