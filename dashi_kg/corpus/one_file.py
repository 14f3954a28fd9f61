"""One file of a corpus: built, written beside its record, so that it need not be read again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from dashi_kg import pipeline
from dashi_kg.corpus.record import REFUSED, Item, Record, dump, place_of
from dashi_kg.errors import as_dashi_error
from dashi_kg.files import write_file
from dashi_kg.model import Measure, PlanItem
from dashi_kg.model.kinds import read_kinds
from dashi_kg.rdf.iris import fragment, item, report, source
from dashi_kg.rdf.serialize import serialize
from dashi_kg.resources import DECIDING, digest_of_files
from dashi_kg.version import __version__


@cache
def tool_digest(base: str) -> str:
    """What else than the file decides the result: the program, its vocabulary and reference data, the base IRI."""
    return digest_of_files(f"{__version__} {base}", lambda path: path.suffix in DECIDING)


def key_of(file: Path, base: str) -> str:
    """The name of a file's result: by what it holds, not by where it lies or when it changed.

    Raises:
        OSError: the file cannot be read.
    """
    digest = hashlib.sha256(tool_digest(base).encode())
    with file.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    notes = pipeline.reading_file(file.parent if file.name in pipeline.SOURCES else file)
    if notes.is_file():
        digest.update(b"\0" + notes.read_bytes())
    digest.update(b"\0" + file.suffix.lower().encode())
    return digest.hexdigest()


def read_one(file: Path, key: str, work: Path, base: str) -> Record:
    """Read one file; its quads (sorted N-Quads) and its record are written to the working folder, the record last.

    A file that cannot be read gives a record that says why; nothing is raised for the file's sake. What came of a file that
    was changed meanwhile is not kept: the next run would take it for what the file holds.
    """
    try:
        record = _built(file, key, work, base)
    except Exception as error:  # a mistake of ours, too: told with the file, and the rest goes on
        why = as_dashi_error(error, str(file))
        record = Record(str(file), key, REFUSED, reason=why.cause, remedy=why.remedy)
    if not _unchanged(file, key, base):
        cause = "文件在读取时被改动 the file was changed while it was read"
        return Record(str(file), key, REFUSED, cause, "请再次运行。 Run again.")
    write_file(place_of(work, key, ".json"), dump(record))
    return record


def _unchanged(file: Path, key: str, base: str) -> bool:
    try:
        return key_of(file, base) == key
    except OSError:
        return False


def _built(file: Path, key: str, work: Path, base: str) -> Record:
    record, built = record_of(file, key, base)
    if built:
        write_file(place_of(work, key, ".nq"), serialize(built.statements, "nq", base))
    return record


def record_of(file: Path, key: str, base: str) -> tuple[Record, pipeline.BuiltReport | None]:
    """A file's record, and what was built from it; nothing was where it states nothing of a report.

    Raises:
        DashiError: it cannot be read.
    """
    built = pipeline.build(file.parent if file.name in pipeline.SOURCES else file, base)
    found, meta = built.extraction, built.extraction.metadata
    archived = source(found.source.sha256)
    if why := pipeline.not_a_report(built):
        return Record(str(file), key, REFUSED, why.cause, why.remedy, warnings=list(built.warnings)), None
    path = report(built.org_id, built.year)

    def known(one: PlanItem | Measure) -> Item:
        anchor = fragment(archived, "char", one.span.start, one.span.end)
        return item(path, one.id), found.source.quote(one.span), anchor

    record = Record(
        str(file), key, org_id=built.org_id, org_name=meta.issuer.value if meta.issuer else "",
        division=built.division.code if built.division else "", level=built.level,
        year=built.year, issued=meta.issued.value if meta.issued else "", text_sha256=found.source.sha256,
        counts={kind.field: len(getattr(found, kind.field)) for kind in read_kinds() if kind.tallied},
        warnings=list(built.warnings), report=path,
        plans=[known(a) for a in found.plan_items if not a.children],
        measures=[known(m) for m in found.measures if not m.children],
    )  # fmt: skip
    return record, built
