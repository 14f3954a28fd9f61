"""What a report states besides numbers: measures, documents, events, mechanisms, problems, plans."""

from __future__ import annotations

from dataclasses import dataclass

from dashi_kg.model.actors import Mention
from dashi_kg.model.span import Span


@dataclass(frozen=True, slots=True)
class Measure:
    """Something the report says was done. A group head has ``children``; a leaf has none.

    ``span`` covers the statement (one sentence, or several that belong together); ``label_span`` the
    clause that names it. ``section`` is the number of the smallest numbered section around it.
    """

    id: str
    span: Span
    label_span: Span
    section: str
    rule: str
    parent: str | None = None
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the report names. ``mode``: key of the scheme ``citation-mode``.

    ``kind``: key of ``document-kind``; ``marked`` says whether it stands in title marks 《》; ``number`` is the
    document's number where it stands behind the title (``石发〔2016〕23号``), else ``""``. ``issuers``: the organs of
    Party and government that the text says issued it together; ``called``: the word for its rank beside the title.
    """

    id: str
    title: str
    span: Span
    rule: str
    mode: str
    kind: str
    marked: bool
    mentions: tuple[Mention, ...] = ()
    number: str = ""
    issuers: str = ""
    called: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A campaign, activity or day. ``recurring`` names are written once, with all mentions."""

    id: str
    name: str
    span: Span
    rule: str
    kind: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A standing arrangement or numbered slogan.

    ``stated_count``: how many items its name announces (17 for 三六三五); ``listed``: the items that
    the text spells out, as spans; ``None`` and empty where the name has no number.
    """

    id: str
    name: str
    span: Span
    rule: str
    kind: str
    stated_count: int | None = None
    listed: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A stated shortcoming; sub-problems name their ``parent``."""

    id: str
    span: Span
    section: str
    rule: str
    parent: str | None = None
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An announced action or goal (``kind``: ``head``, ``action`` or ``goal``) for ``for_year``."""

    id: str
    span: Span
    section: str
    rule: str
    kind: str
    for_year: int | None
    parent: str | None = None
    children: tuple[str, ...] = ()
