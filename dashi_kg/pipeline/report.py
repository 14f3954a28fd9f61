"""One report: its text and reading file in, its graph out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Quad

from dashi_kg.errors import DashiError
from dashi_kg.graph.build import build_graph
from dashi_kg.graph.figures.naming import named_indicators
from dashi_kg.knowledge.placing import with_levels
from dashi_kg.knowledge.reference import Division, Reference, load_reference
from dashi_kg.knowledge.resolve import Identity, identify, with_registered_ids
from dashi_kg.knowledge.vocabulary import confidence, vocabulary
from dashi_kg.language import Both
from dashi_kg.model import Extraction, Metadata
from dashi_kg.model.kinds import items, statements
from dashi_kg.pipeline.report_files import reading_file, source_file
from dashi_kg.rdf.statements import Statements
from dashi_kg.reader.extract import extract
from dashi_kg.resources import data_dir
from dashi_kg.settings import settings
from dashi_kg.source.read import SUFFIXES, decode, read_bytes, read_source
from dashi_kg.text.credit_code import uscc_is_valid

if TYPE_CHECKING:
    from dashi_kg.knowledge.corrections import Correction
    from dashi_kg.knowledge.reading import Reading

# What a person corrects is read where there is something: most reports have nothing.


class BuiltReport(NamedTuple):
    """One report as a graph, with what it was made from."""

    org_id: str
    year: str
    statements: Statements
    extraction: Extraction
    source_bytes: bytes
    source_name: str
    original: tuple[str, bytes] | None = None  # file name by digest, bytes: where the text was converted
    division: Division | None = None
    warnings: tuple[Both, ...] = ()
    file: str = ""  # the file or folder, as it was named
    level: str = ""  # of the body (:class:`dashi_kg.knowledge.placing.Placement`): ministries and zones have no division

    @property
    def quads(self) -> list[Quad]:
        """Its statements as objects: in a fixed order, no two the same, no blank nodes."""
        return self.statements.quads

    @property
    def text_sha256(self) -> str:
        """The digest of the archived text."""
        return self.extraction.source.sha256

    @property
    def issued(self) -> str:
        """The day on which it was published, ``""``: not known."""
        issued = self.extraction.metadata.issued
        return issued.value if issued else ""


def build(report: Path, base: str, notes_text: str | None = None) -> BuiltReport:
    """Read one report and build its graph.

    Args:
        report: a file, a folder that holds ``source.txt`` (or ``.html .htm .docx .pdf``) and perhaps
            ``reading.yaml``, or ``-`` for standard input.
        base: the base IRI.
        notes_text: what the reading file is to hold, for a try before it is written; ``None``: what it holds.

    Raises:
        DashiError: the text or a hand-made file cannot be read.
    """
    file = source_file(report) if report.is_dir() else report
    data = read_bytes(file)
    source = decode(data, str(file))
    notes = reading_file(report)
    reading = _reading_of(notes, notes_text)
    reference = load_reference(data_dir() / "reference")
    corrections = reading.corrections if reading else ()
    head = _head(corrections)
    found, glosses, orphans = with_registered_ids(with_levels(extract(source, head), reference), reading)
    without_place: tuple[Correction, ...] = ()
    if corrections:
        from dashi_kg.knowledge.correct import correct

        corrected = correct(found, corrections)
        found = replace(corrected.found, reviewed=tuple(sorted(corrected.accepted)))
        without_place = corrected.orphaned
    identity = identify(found, reference)
    statements, orphaned = build_graph(found, identity, glosses, reading, reference, vocabulary(base), base)
    lost = [
        Both(
            f"条目 {g.id} 的引文“{g.quote}”在报告中已找不到，未采用",
            f"entry {g.id}: its quote “{g.quote}” is no longer in the report; not used",
        )
        for g in orphans
    ]
    lost += [
        Both(
            f"一条更正的引文“{c.quote}”在报告中已找不到，或不止一处，未采用",
            f"a correction: its quote “{c.quote}” is no longer in the report, or there more than once; not used",
        )
        for c in without_place
    ]
    year = found.metadata.year.value if found.metadata.year else "unknown"
    warnings = (*found.warnings, *_undecided(identity, reference), *_wrong_code(found), *lost, *orphaned)
    original = None
    if source.origins:
        original = f"{source.file_sha256}.{SUFFIXES[source.media_type]}", data
        data = source.text.encode("utf-8")
    return BuiltReport(
        identity.org_id, year, statements, found, data, file.name, original, identity.division, warnings,
        str(report), identity.level,
    )  # fmt: skip


def _head(corrections: Sequence[Correction]) -> dict[str, str]:
    if not corrections:
        return {}
    from dashi_kg.knowledge.corrections import head_of

    return head_of(corrections)


def _reading_of(notes: Path, notes_text: str | None = None) -> Reading | None:
    """The reading file of a report; ``None``: it has none, as most."""
    if not (notes_text or notes.is_file()):
        return None
    from dashi_kg.knowledge.reading import load_reading

    return load_reading(notes, notes_text)


def not_a_report(built: BuiltReport) -> DashiError | None:
    """Why a file that was read is no report: an error page, a list, the news; ``None`` where it states something."""
    found = built.extraction
    if found.outline.children and any(True for _ in items(found, statements())):
        return None
    return DashiError(
        Both("没有读到法治政府建设年度报告的内容", "no statement of a rule-of-law report was found"),
        remedy=Both(
            "请确认这是报告本身，不是列表或错误页。",
            "Check that this is the report itself, not a list or an error page.",
        ),
        file=built.file,
    )


def _undecided(identity: Identity, reference: Reference) -> list[Both]:
    """Where several divisions bear the issuer's name and the page does not say which."""
    if len(identity.candidates) < 2:
        return []

    def said(d: Division) -> str:
        above = "".join(a.zh for a in reversed(reference.ancestors(d)))
        return f"{above}{d.zh} {d.code}"

    shown = "、".join(said(d) for d in identity.candidates[:6]) + (
        "…" if len(identity.candidates) > 6 else ""
    )
    name = identity.candidates[0].zh
    return [
        Both(
            f"“{name}”有{len(identity.candidates)}处同名（{shown}），页面没有写明是哪一处，地点未定",
            f"{len(identity.candidates)} divisions are called {name}; the page does not say which: the place is left open",
        )
    ]


def _wrong_code(found: Extraction) -> list[Both]:
    """A credit code whose check digit is wrong is not asserted."""
    stated = found.metadata.uscc
    if stated is None or uscc_is_valid(stated.value):
        return []
    return [
        Both(
            f"统一社会信用代码 {stated.value} 校验位不符，未采用",
            f"the credit code {stated.value} has a wrong check digit (GB 32100-2015): not used",
        )
    ]


class Review(NamedTuple):
    """What the review page shows: the items as the rules read them, and a person's decisions so far.

    ``indicators``: figure → key of its named indicator. ``read``: what the page says of the report; where a person says otherwise, ``found`` was read with that.
    """

    file: Path
    found: Extraction
    grades: dict[str, str]
    known: tuple[Correction, ...]
    orphaned: tuple[Correction, ...]
    read: Metadata
    indicators: dict[str, str]


def review_of(report: Path) -> Review:
    """A report for review: before any correction, so that each can be seen and undone.

    Raises:
        DashiError: the report or its reading file cannot be read.
    """
    from dashi_kg.knowledge.correct import correct

    file = source_file(report) if report.is_dir() else report
    notes = reading_file(report)
    reading = _reading_of(notes)
    reference = load_reference(data_dir() / "reference")
    known = reading.corrections if reading else ()
    source, head = read_source(file), _head(known)
    found, _, _ = with_registered_ids(with_levels(extract(source, head), reference), reading)
    read = extract(source).metadata if head else found.metadata
    base = settings().base
    named = named_indicators(vocabulary(base), base, found.observations, found.source.text)
    chosen = {identity: concept.key for identity, concept in named.items()}
    return Review(notes, found, confidence(base), known, correct(found, known).orphaned, read, chosen)
