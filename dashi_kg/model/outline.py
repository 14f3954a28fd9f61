"""The parts of a report."""

from __future__ import annotations

from dataclasses import dataclass

from dashi_kg.model.span import Span


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.

    ``number`` is the dotted path (``2.4.3``; ``0a`` head, ``0b`` preamble), ``marker`` what stands in
    the text (``(四)``, ``三是``), ``title`` the heading without marker. ``extent`` tiles the text;
    ``span`` is the extent without surrounding white space. ``role`` is a key of the scheme
    ``section-role``. ``body`` is the section's own prose (without heading, without children).
    """

    number: str
    marker: str
    title: str
    heading: Span | None
    extent: Span
    span: Span
    body: Span
    level: int
    role: str
    children: tuple[Section, ...] = ()

    @property
    def id(self) -> str:
        return f"s{self.number}"
