"""The stages in a row: a report's folder or file in, quads, findings or a release out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad

from dashi_kg.errors import DashiError, DataError
from dashi_kg.export.formats import Material, format_named, material
from dashi_kg.extract import extract
from dashi_kg.files import Progress
from dashi_kg.graph import build_quads, reference_quads
from dashi_kg.model import Extraction
from dashi_kg.publish import Release, write_release
from dashi_kg.query import ask, questions
from dashi_kg.query.questions import question
from dashi_kg.rdffile import FORMATS as RDF_FILES
from dashi_kg.rdffile import RELEASE_FILE, read_rdf
from dashi_kg.reading import load_reading
from dashi_kg.reference import load_reference
from dashi_kg.resolve import identify, with_registered_ids
from dashi_kg.resources import data_dir
from dashi_kg.source import read_source
from dashi_kg.validate import Outcome, joined, validate
from dashi_kg.vocabulary import ontology_quads, scheme_quads, vocabulary

SOURCE = "source.txt"
READING = "reading.yaml"


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """One report as a graph, with what it was made from."""

    org_id: str
    year: str
    quads: list[Quad]
    extraction: Extraction
    source_bytes: bytes
    source_name: str
    warnings: tuple[str, ...] = ()


def build(report: Path, base: str) -> BuiltReport:
    """Read one report and build its graph.

    Args:
        report: a text file, or a folder that holds ``source.txt`` and perhaps ``reading.yaml``.
        base: the base IRI.

    Raises:
        DashiError: the text or a hand-made file cannot be read.
    """
    file = report / SOURCE if report.is_dir() else report
    source = read_source(file)
    notes = file.with_name(READING)
    reading = load_reading(notes) if report.is_dir() and notes.is_file() else None
    reference = load_reference(data_dir() / "reference")
    found, glosses, orphans = with_registered_ids(extract(source), reading)
    identity = identify(found, reference)
    quads, orphaned = build_quads(found, identity, glosses, reading, reference, vocabulary(base), base)
    lost = [f"失锚的条目 {g.id}:引文“{g.quote}”已不存在 · orphaned entry: its quote is gone" for g in orphans]
    year = found.metadata.year.value if found.metadata.year else "unknown"
    warnings = (*found.warnings, *lost, *orphaned)
    return BuiltReport(identity.org_id, year, quads, found, file.read_bytes(), file.name, warnings)


def shared_quads(base: str) -> list[Quad]:
    """What all reports share: ontology, code lists, reference facts."""
    reference = load_reference(data_dir() / "reference")
    return [*ontology_quads(base), *scheme_quads(base), *reference_quads(reference, base)]


def report_folders(data: Path) -> list[Path]:
    """The folders of reports under ``data``, in the order of their paths.

    Raises:
        DataError: there is none.
    """
    folders = sorted(path.parent for path in data.rglob(SOURCE))
    if not folders:
        remedy = f"Put each report into a folder of its own as {SOURCE}."
        raise DataError("no report found", remedy=remedy, file=str(data))
    return folders


def check(files: Sequence[Path], base: str) -> Outcome:
    """Validate RDF files together with the vocabulary; without files, the reports that come along.

    Raises:
        DashiError: a file is missing, of an unknown kind, or not RDF.
    """
    if files:
        quads = [quad for file in files for quad in read_rdf(file, base)]
        known = {q.triple for q in quads}
        return validate([*quads, *(q for q in shared_quads(base) if q.triple not in known)], base)
    shared = shared_quads(base)
    outcomes = [
        validate([*build(folder, base).quads, *shared], base)
        for folder in report_folders(data_dir() / "reports")
    ]
    return joined(outcomes)


def publish(out: Path, base: str, *, data: Path | None = None, progress: Progress | None = None) -> Release:
    """Build, check and write all reports under ``data`` as one release.

    Args:
        out: the folder of the release.
        base: the base IRI.
        data: a folder with reports (default: the data that come along).
        progress: told what is being done.

    Raises:
        DashiError: a report cannot be read or does not conform, or the folder cannot be written.
    """
    tell = progress or _silent
    folders = report_folders(data or data_dir() / "reports")
    built = []
    for number, folder in enumerate(folders):
        tell(f"读取 reading {folder.name}", number, len(folders))
        built.append(build(folder, base))
    return write_release(out, base, built, shared_quads(base), tell)


def material_of(data: Path | None, base: str, report: str | None = None) -> tuple[Material, list[str]]:
    """What is exported of the data, and the warnings of the reports that were read.

    Args:
        data: a report's text or folder, a folder of reports, an RDF file or folder, or a release (default:
            the reports that come along).
        base: the base IRI.
        report: ``{org-id}/{year}`` of the only report to take.

    Raises:
        DashiError: the report is unknown, or the data cannot be read.
    """
    path = data or data_dir() / "reports"
    if _is_rdf(path):
        quads, warnings = read_rdf(path, base), []
    else:
        built = [build(folder, base) for folder in ([path] if path.is_file() else report_folders(path))]
        quads = [q for one in built for q in one.quads]
        warnings = [w for one in built for w in one.warnings]
    return material(quads, shared_quads(base), base, report), warnings


def export(form: str, data: Path | None, base: str, report: str | None = None) -> tuple[bytes, list[str]]:
    """Write data in one of the formats of :mod:`dashi_kg.export.formats`; see :func:`material_of`.

    Raises:
        DashiError: the format or report is unknown, or the data cannot be read.
    """
    wanted = format_named(form)
    found, warnings = material_of(data, base, report)
    return wanted.write(found), warnings


def _is_rdf(path: Path) -> bool:
    if path.is_dir():
        if (path / SOURCE).is_file():
            return False
        return (path / RELEASE_FILE).is_file() or any(f.suffix in RDF_FILES for f in path.iterdir())
    return path.suffix.lower() in RDF_FILES


def answer(text: str, data: Path | None, form: str, base: str) -> str:
    """Run a query on RDF files, or on the reports that come along, and write the answer.

    Raises:
        DashiError: the query or the data cannot be read.
    """
    if data:
        quads = read_rdf(data, base)
    else:
        quads = [q for folder in report_folders(data_dir() / "reports") for q in build(folder, base).quads]
        quads += shared_quads(base)
    return ask(text, quads, base).write(form)


def query_text(name: str) -> str:
    """The text of a saved question, of a ``.rq`` file, or of standard input (``-``).

    Raises:
        DashiError: there is no such question or file.
    """
    if name == "-":
        return sys.stdin.read()
    if name.endswith(".rq"):
        try:
            return Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise DashiError("the query cannot be read", remedy="Check the path.", file=name) from None
    return question(name).text


def question_list() -> str:
    """The saved questions, one a line: name, zh, en."""
    found = questions()
    width = max((len(q.name) for q in found), default=0)
    return "".join(f"{q.name:<{width}}  {q.zh}  {q.en}\n" for q in found)


def _silent(step: str, done: int = 0, total: int = 0) -> None:
    return None
