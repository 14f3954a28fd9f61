"""Findings of the validation for the pages; over an endpoint there are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashi_kg.validation.engine import Outcome

SEVERITIES = {"violation": ("错误", "Error"), "warning": ("警告", "Warning"), "info": ("提示", "Note")}


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding: code and IRI of its shape, severity, node, message in zh and en, and the words (code points)."""

    code: str
    shape: str
    severity: str
    focus: str
    zh: str
    en: str
    start: int | None = None
    end: int | None = None

    def message(self, lang: str) -> str:
        """What the shape says, in one language."""
        return self.en if lang == "en" else self.zh


# IRI of a report → its findings
Findings = Mapping[str, tuple[ShownFinding, ...]]


def notes_of(outcome: Outcome) -> tuple[ShownFinding, ...]:
    """The findings of a validation, the gravest first."""
    return _sorted(
        ShownFinding(f.code, f.shape.iri, f.severity, f.focus, f.message_zh, f.message_en, f.start, f.end)
        for f in outcome.findings
    )


def _sorted(notes: Iterable[ShownFinding]) -> tuple[ShownFinding, ...]:
    order = list(SEVERITIES)
    return tuple(sorted(notes, key=lambda n: (order.index(n.severity), n.code, n.start or 0, n.focus, n.en)))
