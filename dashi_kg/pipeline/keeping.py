"""Reports that are read, checked and kept on the disk, one after the other: the memory holds one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from dashi_kg.pipeline.inputs import read_one, shared_quads
from dashi_kg.publishing.data.kept_report import KeptReport, keep
from dashi_kg.validation.engine import Validator


def keeping(folder: Path, base: str) -> Callable[[Path], KeptReport]:
    """What reads a report, and keeps it in a folder.

    Args:
        folder: it is there.
        base: the base IRI.

    Raises:
        DashiError: (the function) the report cannot be read.
    """
    validator = Validator(base, lambda: shared_quads(base, graphs=False))
    numbers = count()

    def read(report: Path) -> KeptReport:
        built = read_one(report, base)
        return keep(built, validator.check(built.statements), folder / f"{next(numbers):06}", base)

    return read
