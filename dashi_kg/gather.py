"""What a user names → the files to read: files, folders, patterns, ``-`` for standard input."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

from dashi_kg.errors import SourceError
from dashi_kg.source import STDIN

READABLE = frozenset((".txt", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".pdf"))


def gather(names: Sequence[str | Path]) -> list[Path]:
    """The files that are meant, each once, in the order named; those of a folder or pattern sorted.

    Args:
        names: a file, a folder (all files in it and below whose suffix is in :data:`READABLE`), a pattern
            (``*``, ``?``, ``[…]``, ``**`` for any depth), or ``-``.

    Raises:
        SourceError: a folder or pattern without any file. A single file that is missing is told when it is read.
    """
    found: dict[Path, None] = {}
    for name in names:
        found.update(dict.fromkeys(_files(str(name))))
    return list(found)


def _files(name: str) -> list[Path]:
    path = Path(name)
    if name == STDIN:
        return [path]
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if _is_readable(p.relative_to(path), p))
        if not files:
            kinds = " ".join(sorted(READABLE))
            raise SourceError("no report in this folder", remedy=f"Reports are files of {kinds}.", file=name)
        return files
    if not path.exists() and glob.has_magic(name):
        files = sorted(Path(p) for p in glob.glob(name, recursive=True) if Path(p).is_file())  # noqa: PTH207
        if not files:
            raise SourceError("no file has such a name", remedy="Check the pattern.", file=name)
        return files
    return [path]


def _is_readable(relative: Path, path: Path) -> bool:
    hidden = any(part.startswith(".") for part in relative.parts)
    return not hidden and path.suffix.lower() in READABLE and path.is_file()
