"""Reports that are read, checked and kept on the disk, one after the other: the memory holds one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dashi_kg.pipeline.inputs import read_one, shared_quads
from dashi_kg.processes import shared
from dashi_kg.publishing.data.kept_report import KeptReport, keep
from dashi_kg.validation.engine import Validator


@dataclass
class _Keeper:
    """Takes the number and the place of a report."""

    folder: Path
    base: str

    def __getstate__(self) -> dict[str, object]:
        return {"folder": self.folder, "base": self.base}

    @cached_property
    def _validator(self) -> Validator:
        return Validator(self.base, lambda: shared_quads(self.base, graphs=False))

    def __call__(self, task: tuple[int, Path]) -> KeptReport:
        number, report = task
        built = read_one(report, self.base)
        return keep(built, self._validator.check(built.statements), self.folder / f"{number:06}", self.base)


@contextlib.contextmanager
def keeping(
    reports: Sequence[Path], folder: Path, base: str, jobs: int
) -> Iterator[Callable[[Path], KeptReport]]:
    """What reads a report, and keeps it in a folder.

    Args:
        reports: that will be read, each once.
        folder: it is there.
        base: the base IRI.
        jobs: processes.

    Raises:
        DashiError: (the function) the report cannot be read.
    """
    tasks = {report: (number, report) for number, report in enumerate(reports)}
    with shared(_Keeper(folder, base), min(jobs, len(reports))) as submit:
        if jobs <= 1:
            yield lambda report: submit(tasks[report]).result()
        else:
            waiting = {report: submit(task) for report, task in tasks.items()}
            yield lambda report: waiting[report].result()
