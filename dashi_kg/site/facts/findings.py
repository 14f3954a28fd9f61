"""Findings of the validation for the pages; over an endpoint there are none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from dashi_kg.validation.engine import Outcome
from dashi_kg.validation.finding import Finding, Shape

SEVERITIES = {"violation": ("错误", "Error"), "warning": ("警告", "Warning"), "info": ("提示", "Note")}


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding: its shape, node, message in zh and en, and the words (half-open code points) with their line, counted from 1.

    ``new``: whether the former release had it not; ``None``: there is no former one of this report.
    """

    shape: Shape
    focus: str
    zh: str
    en: str
    start: int | None = None
    end: int | None = None
    line: int | None = None
    new: bool | None = None

    @property
    def code(self) -> str:
        """The code of its shape: ``S12``."""
        return self.shape.code

    @property
    def severity(self) -> str:
        """``violation``, ``warning`` or ``info``."""
        return self.shape.severity

    def message(self, lang: str) -> str:
        """What the shape says, in one language."""
        return self.en if lang == "en" else self.zh


# IRI of a report → its findings
Findings = Mapping[str, tuple[ShownFinding, ...]]


def notes_of(outcome: Outcome, new: Collection[Finding] | None = None) -> tuple[ShownFinding, ...]:
    """The findings of a validation, the gravest first.

    Args:
        new: those that the former release had not; ``None``: it had not the report.
    """
    return _sorted(
        ShownFinding(
            f.shape,
            f.focus,
            f.message_zh,
            f.message_en,
            f.start,
            f.end,
            f.line,
            None if new is None else f in new,
        )
        for f in outcome.findings
    )


def _sorted(notes: Iterable[ShownFinding]) -> tuple[ShownFinding, ...]:
    order = list(SEVERITIES)
    return tuple(sorted(notes, key=lambda n: (order.index(n.severity), n.code, n.start or 0, n.focus, n.en)))
