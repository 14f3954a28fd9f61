"""What a user names → the files to read: files, folders, patterns, ``-`` for standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

from dashi_kg.errors import SourceError
from dashi_kg.files import is_release
from dashi_kg.language import Both

STDIN = "-"  # the name of standard input

READABLE = frozenset((".txt", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".pdf"))
# Documents that cannot be read but may well be reports: taken along, so that they are told and not passed over.
TOLD = frozenset((".doc", ".wps", ".rtf", ".odt", ".ofd", ".mht", ".mhtml"))
_LOCK = "~$"  # how Office names the file of an open document


def gather(names: Sequence[str | Path]) -> list[Path]:
    """The files that are meant, each once, in the order named; those of a folder or pattern sorted.

    Args:
        names: a file, a folder (all files in it and below whose suffix is in :data:`READABLE` or :data:`TOLD`), a pattern
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
        files = [p for p in files_below(path) if p.suffix.lower() in READABLE | TOLD]
        if not files:
            kinds = " ".join(sorted(READABLE))
            raise SourceError(
                Both("文件夹里没有报告", "no report in this folder"),
                remedy=Both(f"报告应为以下格式的文件：{kinds}。", f"Reports are files of {kinds}."),
                file=name,
            )
        return files
    if not path.exists() and glob.has_magic(name):
        files = sorted(Path(p) for p in glob.glob(name, recursive=True) if Path(p).is_file())  # noqa: PTH207
        if not files:
            raise SourceError(
                Both("没有这样命名的文件", "no file has such a name"),
                remedy=Both("请检查通配符。", "Check the pattern."),
                file=name,
            )
        return files
    return [path]


def files_below(folder: Path) -> list[Path]:
    """The files in a folder and below, in the order of their paths, the same on every system.

    Not those that are hidden, that Office keeps beside an open document, that a browser saved with a page
    (``NAME_files`` or ``NAME.files`` beside ``NAME.html``), and those of a release of ours: read again, its pages would be reports.
    """
    found: list[Path] = []
    for at, folders, files in os.walk(folder):
        here, pages = Path(at), {Path(f).stem for f in files if Path(f).suffix.lower() in (".html", ".htm")}
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and not (name.endswith(("_files", ".files")) and name[: -len("_files")] in pages)
            and not is_release(here / name)  # ``publish . -o dist``
        ]
        found += [here / name for name in files if not name.startswith((".", _LOCK))]
    return sorted((path for path in found if path.is_file()), key=lambda path: path.parts)
