"""The files of one report in a release."""

from __future__ import annotations

import gzip
import hashlib
import marshal
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Protocol

from pyoxigraph import Quad

from dashi_kg.export.dataset import Download, dataset
from dashi_kg.export.tables.csvw import csvw_bytes
from dashi_kg.export.tables.lookup import Facts
from dashi_kg.export.tables.observations import csv_bytes, rows_of
from dashi_kg.export.tables.workbook import xlsx_bytes
from dashi_kg.export.tree import report_tree
from dashi_kg.language import Both
from dashi_kg.publishing.catalog import MEDIA_TYPES, Described
from dashi_kg.publishing.data.kept_figures import told_figures
from dashi_kg.publishing.data.kept_report import KeptReport
from dashi_kg.publishing.data.release_folder import File, ReleaseFolder
from dashi_kg.publishing.former.former_files import FormerFiles
from dashi_kg.publishing.former_findings import FILE
from dashi_kg.publishing.several import Named
from dashi_kg.rdf.namespaces import LABEL, curie
from dashi_kg.rdf.serialize import dump, jsonld, turtle
from dashi_kg.rdf.statements import Statements
from dashi_kg.rdf.terms import language, value
from dashi_kg.validation.engine import Outcome
from dashi_kg.validation.finding import Finding
from dashi_kg.validation.render import render

# made by serve where they are not written (dashi_kg/serve/dereference/report_tables.py)
_SERVED = ("observations.csv", "observations.csv-metadata.json", "observations.xlsx", "validation.ttl")
_PACKED = "observations.csv.gz"  # a twelfth of the table, which was a fifth of all that a report takes
_SPATIAL, _TITLE = curie("dct:spatial").value, curie("dct:title").value


class Built(Named, Protocol):
    """What a release needs of a report (see :class:`dashi_kg.pipeline.BuiltReport`)."""

    @property
    def issued(self) -> str: ...
    @property
    def quads(self) -> list[Quad]: ...
    @property
    def statements(self) -> Statements: ...
    @property
    def source_bytes(self) -> bytes: ...
    @property
    def original(self) -> tuple[str, bytes] | None: ...
    @property
    def warnings(self) -> tuple[Both, ...]: ...


class SharedFacts:
    """What all reports share, as their files need it: put in order once."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.triples = [q.triple for q in quads]

    @cached_property
    def facts(self) -> Facts:
        """To look them up."""
        return Facts(self.triples)

    @cached_property
    def digest(self) -> str:
        """Of their words."""
        return hashlib.sha256("\n".join(map(str, self.triples)).encode()).hexdigest()


def where_of(report: Built) -> str:
    """The folder of a report in the release."""
    return f"reports/{report.org_id}/{report.year}"


def write_report(
    folder: ReleaseFolder,
    report: Built,
    shared: SharedFacts,
    outcome: Outcome,
    base: str,
    new: Collection[Finding] | None,
    *,
    pages: bool,
    few: bool = True,
    former: FormerFiles[Described] | None = None,
) -> Described:
    """Its files.

    Args:
        pages: whether the findings have pages of their own here, since no site has them.
        few: whether what the whole data or the table hold, too, is written once more.
        former: has the files of the former release, which are taken where all that decides them is as it was.
    """
    where = where_of(report)
    # other reports change what is found here, and the former release what of it is new: written each time
    folder.write(f"{where}/{FILE}", render(outcome, "json", base=base, new=new).encode("utf-8"))
    key = ""
    if former and isinstance(report, KeptReport) and not few:
        found = render(outcome, "json", base=base) if pages else ""
        key = former.key((where, base, f"{report.original_name}", found, shared.digest, *report.parts))
        if told := former.take(folder, key):
            folder.served += [f"{where}/{name}" for name in _SERVED]
            return told
    before = len(folder.files)
    iri = f"{base}report/{report.org_id}/{report.year}"
    quads = report.quads
    own = [q.triple for q in quads]
    facts = Facts(own, shared.facts)
    folder.write(f"{where}/source.txt", report.source_bytes)
    if report.original:
        name, data = report.original
        folder.write(f"{where}/original/{name}", data)
    if few:
        everything = [*own, *shared.triples]
        folder.write(f"{where}/report.ttl", turtle(own, base))
        folder.write(f"{where}/report.jsonld", jsonld(own, base))
        folder.write(f"{where}/report.framed.jsonld", dump(report_tree(everything, iri, base)))
    else:
        folder.served += [f"{where}/{name}" for name in _SERVED]
    rows = rows_of(facts, base)
    table = csv_bytes(rows)
    if few:
        folder.write(f"{where}/observations.csv", table)
        folder.write(f"{where}/observations.csv-metadata.json", csvw_bytes(base))
        folder.write(f"{where}/observations.xlsx", xlsx_bytes(rows, report.issued))
    else:
        folder.write(f"{where}/{_PACKED}", gzip.compress(table, 6, mtime=0))
    if isinstance(report, KeptReport):
        report.figures.write_bytes(marshal.dumps(tuple(told_figures(facts, rows, base))))
    names = _named(facts, iri, _TITLE)
    if few:
        folder.write(f"{where}/validation.ttl", render(outcome, "turtle", base=base).encode("utf-8"))
    for tag, name, other in (
        ("zh", "validation.html", "validation.en.html"),
        ("en", "validation.en.html", "validation.html"),
    ):
        if pages:
            page = render(outcome, "html", lang=tag, base=base, about=names.get(tag, ""), other=other)
            folder.write(f"{where}/{name}", page.encode("utf-8"))
    if few:
        downloads = downloads_of(f for f in folder.files if f.path.startswith(where + "/"))
        folder.write(f"{where}/dataset.jsonld", dump(dataset(everything, base, iri, downloads)))
    told = Described(
        report.org_id,
        report.year,
        names.get("zh", report.org_id),
        names.get("en", report.org_id),
        report.issued,
        _labels(facts, f"{base}dataset/{report.org_id}/{report.year}"),
        _labels(facts, f"{base}series/{report.org_id}"),
        next(map(value, facts.own(iri, _SPATIAL)), ""),
    )
    if former and key:
        former.note(key, folder.files[before:], told)
    return told


def _labels(facts: Facts, iri: str) -> tuple[str, str]:
    """In zh and en: the catalogue calls things what the graph calls them."""
    found = _named(facts, iri, LABEL.value)
    return found.get("zh", iri), found.get("en", iri)


def downloads_of(files: Iterable[File]) -> list[Download]:
    """The files of a report as its pages offer them: path, media type, SHA-256, bytes."""
    return [Download(f.path, MEDIA_TYPES[f.suffix], f.sha256, f.size) for f in files]


def _named(facts: Facts, iri: str, predicate: str) -> dict[str, str]:
    """The names of a thing by language, as a property (IRI) of the report's own triples says them."""
    return {language(term): value(term) for term in facts.own(iri, predicate)}
