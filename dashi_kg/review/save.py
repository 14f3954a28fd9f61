"""Corrections into the reading file: the block ``corrections:`` is written anew, every other line stays as it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dashi_kg.errors import DataError
from dashi_kg.files import write_file
from dashi_kg.knowledge.reading import load_reading
from dashi_kg.language import Both
from dashi_kg.locks import beside, locked

_BLOCK = re.compile(r"(?m)^corrections:.*(?:\n(?:[ \t#-].*)?)*\n?")
_ORDER = ("kind", "quote", "prefix", "suffix", "of", "decision", "set", "note", "date")


def save_corrections(
    path: Path,
    rows: Sequence[Mapping[str, Any]],
    reader: Mapping[str, str],
    *,
    seen: str | None = None,
    wait: float = 0.0,
) -> int:
    """Write corrections into a reading file; one that is not there yet is begun with ``reader``.

    Args:
        rows: as in the file: ``kind``, ``quote``, ``decision``, and where given ``prefix``, ``suffix``, ``of``, ``set``,
            ``note``, ``date``.
        reader: ``id``, ``zh``, ``en``, ``date`` of who reads, for a new file.
        seen: :func:`state` of the file when its corrections were shown; one that was changed since is not written
            over. ``None``: whatever it holds.
        wait: seconds to wait for another run that writes to the file.

    Returns:
        How many corrections the file holds.

    Raises:
        DataError: a row is not a correction, or the file was changed meanwhile; it stays as it was.
        HeldError: another run writes to it.
    """
    with locked(beside(path), str(path), wait=wait):
        if seen is not None and state(path) != seen:
            raise DataError(
                Both("解读文件已被改动", "the reading file was changed meanwhile"),
                remedy=Both(
                    "请先把更正另存为文件，再重新打开页面。",
                    "Save your corrections as a file, then open the page again.",
                ),
                file=str(path),
            )
        new = composed(path, rows, reader)
        count = len(load_reading(path, new).corrections)
        write_file(path, new.encode("utf-8"))
        return count


def state(path: Path) -> str:
    """What tells whether a file was changed: the digest of its bytes, or ``""`` where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def composed(path: Path, rows: Sequence[Mapping[str, Any]], reader: Mapping[str, str]) -> str:
    """What a reading file holds with these corrections in the place of its own (see :func:`save_corrections`)."""
    import yaml

    if not all(isinstance(row, Mapping) for row in rows):
        raise DataError(
            Both("应为更正的列表", "a list of corrections is expected"),
            remedy=Both("请使用核对页导出的文件。", "Use the file that the review page gave."),
            file=str(path),
        )
    ordered = [
        {key: row[key] for key in (*_ORDER, *sorted(set(row) - set(_ORDER))) if row.get(key)} for row in rows
    ]
    dumped = (
        yaml.safe_dump({"corrections": ordered}, allow_unicode=True, sort_keys=False, width=110)
        if ordered
        else ""
    )
    if path.is_file():
        text = path.read_text(encoding="utf-8")
    else:
        text = "# 由核对页写成。 Written by the review page.\n" + yaml.safe_dump(
            {"reader": dict(reader)}, allow_unicode=True, sort_keys=False
        )
        text = re.sub(r"(?m)^(  date: )'?([\d-]+)'?$", r"\1\2", text)
    found = _BLOCK.search(text)
    before, after = (
        (text[: found.start()], text[found.end() :]) if found else (text.rstrip("\n") + "\n\n", "")
    )
    return before + dumped + after
