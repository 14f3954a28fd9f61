"""Reports that are read, checked and kept on the disk, one after the other: the memory holds one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dashi_kg.pipeline.inputs import read_one, shared_quads
from dashi_kg.pipeline.report_files import reading_file
from dashi_kg.processes import shared
from dashi_kg.publishing.data.kept_reads import KeptReads
from dashi_kg.publishing.data.kept_report import KeptReport, keep
from dashi_kg.validation.engine import Validator


@dataclass
class _Keeper:
    """Takes the number and the place of a report; what an earlier run has kept of it is taken from there."""

    folder: Path
    base: str
    kept: KeptReads

    def __getstate__(self) -> dict[str, object]:
        return {"folder": self.folder, "base": self.base, "kept": self.kept}

    @cached_property
    def _validator(self) -> Validator:
        return Validator(self.base, lambda: shared_quads(self.base, graphs=False))

    def __call__(self, task: tuple[int, Path]) -> KeptReport:
        number, report = task
        place = self.folder / f"{number:06}"
        key = _key(self.kept, report)
        if key and (found := self.kept.find(key, place)):
            return found
        built = read_one(report, self.base)
        made = keep(built, self._validator.check(built.statements), place, self.base)
        if key and _key(self.kept, report) == key:  # it was not changed meanwhile
            self.kept.put(key, made)
        return made


def _key(kept: KeptReads, report: Path) -> str:
    """The name of what is kept of a report, by the files from which it is read; ``""``: they cannot be read."""
    beside = report.iterdir() if report.is_dir() else (report, reading_file(report))
    try:
        return kept.key(report, [path for path in beside if path.is_file()])
    except OSError:
        return ""


@contextlib.contextmanager
def keeping(
    reports: Sequence[Path], folder: Path, base: str, jobs: int, kept: KeptReads
) -> Iterator[Callable[[Path], KeptReport]]:
    """What reads a report, and keeps it in a folder.

    Args:
        reports: that will be read, each once.
        folder: it is there.
        base: the base IRI.
        jobs: processes.
        kept: what an earlier run has read; what is no more among the reports is removed from it.

    Raises:
        DashiError: (the function) the report cannot be read.
    """
    tasks = {report: (number, report) for number, report in enumerate(reports)}
    with shared(_Keeper(folder, base, kept), min(jobs, len(reports))) as submit:
        if jobs <= 1:
            yield lambda report: submit(tasks[report]).result()
        else:
            waiting = {report: submit(task) for report, task in tasks.items()}
            yield lambda report: waiting[report].result()
    kept.files.forget({_key(kept, report) for report in reports})
