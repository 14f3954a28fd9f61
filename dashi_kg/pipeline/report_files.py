"""Where a report is: its folder, the file that is read, the reading file beside it."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

SOURCE = "source.txt"


SOURCES = (SOURCE, *(f"source.{suffix}" for suffix in ("html", "htm", "docx", "pdf")))  # the first is taken


READING = "reading.yaml"


def reading_file(report: Path) -> Path:
    """The reading file of a report: ``reading.yaml`` in its folder, ``NAME.reading.yaml`` beside a single file."""
    return report / READING if report.is_dir() else report.with_suffix(f".{READING}")


def is_one_report(names: Sequence[Path]) -> bool:
    """Whether one report is meant: one file, or a folder that holds ``source.*``; else a corpus."""
    if len(names) != 1:
        return False
    if names[0].is_dir():
        return source_file(names[0]).is_file()
    return names[0].exists() or not glob.has_magic(str(names[0]))


def source_file(folder: Path) -> Path:
    """The file of a report's folder that is read (the text that is missing, where there is none)."""
    return next((folder / name for name in SOURCES if (folder / name).is_file()), folder / SOURCE)
