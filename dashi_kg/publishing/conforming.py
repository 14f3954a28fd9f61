"""The reports that a release includes: they conform, and are the first of their body and year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad

from dashi_kg.files import Progress
from dashi_kg.language import Both
from dashi_kg.publishing.data.kept_report import KeptReport
from dashi_kg.publishing.report_part import Built
from dashi_kg.publishing.several import LeftOut, does_not_conform, note_on_second
from dashi_kg.validation.engine import Outcome, Validator


@dataclass(frozen=True, slots=True)
class Checked:
    """A report with what was found in it; ``found``: ``None`` where that is kept with the report."""

    report: Built
    found: Outcome | None

    @property
    def outcome(self) -> Outcome:
        """What was found."""
        if self.found is not None:
            return self.found
        assert isinstance(self.report, KeptReport)
        return self.report.outcome


def conforming(
    reports: Iterable[Built],
    shared: Sequence[Quad],
    base: str,
    progress: Progress,
    left: list[LeftOut] | None,
) -> tuple[list[Checked], list[Both]]:
    """The reports that conform, the first of each body and year, with their findings; what is told of the others.

    Args:
        left: takes what does not conform; ``None``: that is an error.
    """
    reports = list(reports)
    taken: dict[tuple[str, str], Checked] = {}
    notes: list[Both] = []
    validator = Validator(base, shared) if not all(isinstance(r, KeptReport) for r in reports) else None
    for number, report in enumerate(reports):
        progress(
            Both(f"正在检查 {report.org_id} {report.year}", f"checking {report.org_id} {report.year}"),
            number,
            len(reports) + 5,
        )
        if first := taken.get((report.org_id, report.year)):
            notes.append(note_on_second(report, first.report))
            continue
        checked = Checked(report, validator.check(report.statements) if validator else None)
        outcome = checked.outcome
        if outcome.conforms:
            taken[report.org_id, report.year] = checked
            continue
        refused = does_not_conform(report, outcome.counts()["violation"])
        if left is None:
            raise refused.error
        left.append(refused)
    return list(taken.values()), notes
