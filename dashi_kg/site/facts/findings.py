"""Findings of the validation for the pages: read from a release's ``validation.json``; over an endpoint there are none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashi_kg.errors import DashiError
from dashi_kg.validation.engine import Outcome

SEVERITIES = {"violation": ("违反", "Violation"), "warning": ("警告", "Warning"), "info": ("提示", "Remark")}


@dataclass(frozen=True, slots=True)
class Note:
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
Findings = Mapping[str, tuple[Note, ...]]


def notes_of(outcome: Outcome) -> tuple[Note, ...]:
    """The findings of a validation, the gravest first."""
    return _sorted(
        Note(f.code, f.shape.iri, f.severity, f.focus, f.message_zh, f.message_en, f.start, f.end)
        for f in outcome.findings
    )


def read_findings(data: bytes, file: str = "validation.json") -> tuple[Note, ...]:
    """The findings of a release's ``validation.json``, the gravest first.

    Raises:
        DashiError: it is no such file.
    """
    try:
        return _sorted(
            Note(
                f["code"],
                f["shape"],
                f["severity"],
                f["focus"],
                f["message"]["zh"],
                f["message"]["en"],
                f["start"],
                f["end"],
            )
            for f in json.loads(data)["findings"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DashiError(
            f"no findings of the validation ({type(error).__name__}: {error})",
            remedy="Publish the release again.",
            file=file,
        ) from None


def _sorted(notes: Iterable[Note]) -> tuple[Note, ...]:
    order = list(SEVERITIES)
    return tuple(sorted(notes, key=lambda n: (order.index(n.severity), n.code, n.start or 0, n.focus, n.en)))
