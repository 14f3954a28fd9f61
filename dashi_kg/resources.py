"""Where the vocabulary files (``ontology/``) and the report data (``data/``) are.

In a wheel they lie inside the package; in a checkout beside it. No other module may guess.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from dashi_kg.errors import DataError
from dashi_kg.language import Both

_PACKAGE = Path(__file__).resolve().parent
# endings of the files of code, vocabulary, rules and reference data: they decide what is read from a text
DECIDING = (".py", ".ttl", ".tsv", ".txt", ".yaml", ".xz")


@cache
def _folder(name: str) -> Path:
    for candidate in (_PACKAGE / "_bundle" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise DataError(
        Both(f"安装中缺少文件夹 {name}/", f"the folder {name}/ is missing from this installation"),
        remedy=Both("请重新安装 dashi-kg。", "Install dashi-kg again."),
    )


def ontology_dir() -> Path:
    """The folder of terms, schemes, shapes, questions and the JSON-LD context."""
    return _folder("ontology")


def data_dir() -> Path:
    """The folder of the reports that travel with the package, and of the reference tables."""
    return _folder("data")


def deciding_folders() -> tuple[Path, ...]:
    """The folders whose files (:data:`DECIDING`) decide what is read from a text: program, vocabulary, reference data."""
    return _PACKAGE, ontology_dir(), data_dir() / "reference"


def digest_of_files(besides: str, wanted: Callable[[Path], bool]) -> str:
    """A digest (SHA-256) of some words, and of the names and bytes of the wanted files in :func:`deciding_folders`."""
    digest = hashlib.sha256(besides.encode())
    for folder in deciding_folders():
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and wanted(p)):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
