"""One finding, and one shape as the validator knows it."""

from __future__ import annotations

from dataclasses import dataclass

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A shape: code (``S12``), IRI, severity, labels, comments, messages (templates) in zh and en.

    ``select`` is its SPARQL constraint, or ``check`` the name of its check in the program.
    """

    code: str
    iri: str
    severity: str
    label: dict[str, str]
    comment: dict[str, str]
    message: dict[str, str]
    targets: tuple[str, ...]
    select: str = ""
    constraint: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
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
