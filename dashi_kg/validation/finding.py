"""One finding, and one shape as the validator knows it."""

from __future__ import annotations

from typing import NamedTuple

_WHAT_TO_DO = {"zh": "处理：", "en": "What to do: "}
_ASKED = "可请报告机关"
SEVERITIES = ("violation", "warning", "info")


class Shape:
    """A shape: code (``S12``), IRI, severity, labels, comments, messages (templates) in zh and en.

    ``select`` is its SPARQL constraint, or ``check`` the name of its check in the program.
    """

    def __init__(
        self,
        code: str,
        iri: str,
        severity: str,
        label: dict[str, str],
        comment: dict[str, str],
        message: dict[str, str],
        targets: tuple[str, ...],
        select: str = "",
        constraint: str = "",
        check: str = "",
    ) -> None:
        self.code, self.iri, self.severity = code, iri, severity
        self.label, self.comment, self.message = label, comment, message
        self.targets, self.select, self.constraint, self.check = targets, select, constraint, check

    def told(self, lang: str) -> tuple[str, str]:
        """Its comment in two: what it asks of a report, and what is to be done about a finding."""
        why, _, what = self.comment[lang].partition(_WHAT_TO_DO[lang])
        return why.strip(), what.strip()

    @property
    def asks_author(self) -> bool:
        """Whether the body that reports may be asked about a finding."""
        return _ASKED in self.told("zh")[1]


class Finding(NamedTuple):
    """One result of one shape on one node.

    ``quote``, ``start``, ``end`` are the words that the node is anchored to (code points), where it has an
    anchor; ``line`` is the line of the text, counted from 1. ``value`` is the SHACL value in N-Triples
    form, or ``""``.
    """

    shape: Shape
    focus: str
    label_zh: str
    label_en: str
    message_zh: str
    message_en: str
    value: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    line: int | None = None
    source: str = ""

    @property
    def code(self) -> str:
        return self.shape.code

    @property
    def severity(self) -> str:
        return self.shape.severity

    def message(self, lang: str) -> str:
        return self.message_en if lang == "en" else self.message_zh

    def label(self, lang: str) -> str:
        return self.label_en if lang == "en" else self.label_zh
