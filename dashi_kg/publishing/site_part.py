"""The files of the site in a release."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from dashi_kg.export.charts import drawable
from dashi_kg.language import Both
from dashi_kg.processes import shared
from dashi_kg.publishing.data.held_graph import HeldGraph
from dashi_kg.publishing.data.kept_reads import KeptValues, program_digest
from dashi_kg.publishing.data.page_keys import PageKeys
from dashi_kg.publishing.data.pages_maker import Made, PagesMaker, tasks
from dashi_kg.publishing.data.release_folder import File, ReleaseFolder
from dashi_kg.publishing.data.streamed_graph import StreamedGraph
from dashi_kg.publishing.former.former_pages import FormerPages
from dashi_kg.publishing.former_findings import FILE
from dashi_kg.publishing.swap import MARK, kept_beside
from dashi_kg.rdf.namespaces import RDF_TYPE
from dashi_kg.rdf.parse import PACKED_FILE, RELEASE_FILE
from dashi_kg.rdf.serialize import serialize
from dashi_kg.rdf.terms import value
from dashi_kg.site.asking.explore import DRAWN, EXPLORER
from dashi_kg.site.asking.first_reports import MOST
from dashi_kg.site.chosen_site import ChosenSite, chosen_files
from dashi_kg.site.evidence.validation_page import validation_document
from dashi_kg.site.facts.findings import Findings
from dashi_kg.site.finding.ready_records import ReadyRecords, RecordsByReport, Told
from dashi_kg.site.layout.links import document_of
from dashi_kg.site.site import Site

# beside the site, for those who want everything at once
_OFFERED = (
    "dashi-kg.ttl",
    "dashi-kg.jsonld",
    RELEASE_FILE,
    PACKED_FILE,
    "dashi-kg.trig",
    "dashi-kg.nt",
    "catalog.ttl",
    "void.ttl",
)
# the same as catalog.ttl: made of it by serve where they are not written (dashi_kg/serve/dereference/partial_host.py)
CATALOGUE = "catalog.nt"
CATALOGUES = (CATALOGUE, "catalog.jsonld")
# made of what the search finds
_SEARCHED = ("names", "search")


def write_site(
    folder: ReleaseFolder,
    graph: HeldGraph | StreamedGraph,
    catalogue: Sequence[Triple],
    findings: Findings,
    base: str,
    unreadable: Mapping[tuple[str, str], Both],
    refused: Sequence[tuple[str, Both]],
    terms: Mapping[str, int],
    *,
    few: bool = True,
    jobs: int = 1,
) -> int:
    """The pages and documents; how many pages. The catalogue is told on pages, but lists data only.

    Args:
        terms: the IRIs of all properties and classes of the data, with how often each is used.
        few: whether all are written; else those of :class:`~dashi_kg.site.written.choice.Choice`, whose links lead to
            what is there, and :data:`~dashi_kg.site.written.served.SERVED` lists the others.
        jobs: processes, where the data lie on the disk.
    """
    meta = NamedNode(f"{base}graph/meta")
    extra = [Quad(t.subject, t.predicate, t.object, meta) for t in catalogue]
    if few:  # beside .ttl and .jsonld, which are the whole, too
        folder.write(CATALOGUE, serialize(extra, "nt", base))
    else:
        folder.served += CATALOGUES
    written = {f.path for f in folder.files}
    files = [*(name for name in _OFFERED if name in written), MARK]
    kept = kept_beside(folder.former or folder.root)

    def program() -> str:
        return f"{program_digest()} {base} {files} {drawable()}"

    with graph.engines(extra, program, kept) as asked:
        site = Site(
            asked.site,
            base,
            files=files,
            findings=findings,
            exact=asked.exact,
            unreadable=unreadable,
            refused=refused,
            data=asked.data,
            parts=asked.parts,
            figures=asked.figures,
            pointing=asked.pointing,
        )
        if few:
            for path in site.paths():
                if path not in written:
                    folder.write(path, _file(site, path))
        elif asked.stores and asked.places:
            assert asked.keys
            keys = asked.keys
            former = FormerPages(kept / "pages.json")
            reports = dict(sorted(asked.places.items()))
            shared_lines = asked.stores.parent / "shared.nq"
            records = ReadyRecords(asked.stores.parent / "records")
            looks = RecordsByReport(base, shared_lines, keys.common)
            found = _records(reports, looks, keys, kept / "records", jobs, records)
            if records.apart:
                records.named = [iri for iri in asked.named if not records.has(iri.removeprefix(base))]
            used = Counter(terms)
            used.update(t.predicate.value for t in catalogue)
            used.update(value(t.object) for t in catalogue if t.predicate == RDF_TYPE)
            maker = PagesMaker(
                folder.root,
                folder.former,
                asked.stores,
                base,
                files,
                findings,
                asked.exact,
                unreadable,
                refused,
                site.site_graph.documents,
                asked.places,
                asked.figures,
                frozenset({*written, MARK}),
                frozenset(folder.served),
                asked.pointing,
                records if found else None,
                dict(used),
            )
            _write_chosen(folder, maker, jobs, keys, former, used)
            former.write()
        else:
            for path, data in chosen_files(site, {*written, MARK}, base, folder.served):
                folder.write(path, data)
    return sum(f.path.endswith(".html") and f.path not in written for f in folder.files)


def _write_chosen(
    folder: ReleaseFolder,
    maker: PagesMaker,
    jobs: int,
    keys: PageKeys,
    former: FormerPages,
    terms: Collection[str],
) -> None:
    """The chosen pages: those of each report, then the others; those that depend on nothing new are taken over."""
    chosen, done = maker.chosen, set[str]()

    def take(made: Made) -> None:
        folder.files += made.files
        folder.kept += made.kept
        done.update(f.path for f in made.files)

    findings = {_report_of(f.path): f.sha256 for f in folder.files if f.path.endswith(f"/{FILE}")}
    with shared(maker, jobs) as submit:
        waiting = []
        for report in chosen.reports:
            key = keys.of_report(report)
            made = former.take(folder, report, key)
            waiting.append((report, key, made, None if made else submit(report)))
        for report, key, made, making in waiting:
            if making:
                made = making.result()
                take(made)
                own = [f for f in made.files if document_of(f.path) != validation_document(report)]
                former.note(report, key, made._replace(files=own))
                told = validation_document(report), keys.of_report(report, findings.get(report, ""))
                former.note(*told, Made([f for f in made.files if f not in own], 0))
            assert made
            done.update(f.path for f in made.files)
            chosen.site.evidence.learn(report, made.parts, made.works)
        # the words of all reports are put in order once, here
        left = chosen.chosen - done
        words = {path for path in left if path.startswith(_SEARCHED)}
        changed, known = _changed(folder, chosen, left - words, keys, former, findings, terms)
        others = [submit(task) for task in tasks(changed)]
        take(maker(sorted(words)))
        written: dict[str, list[File]] = defaultdict(list)
        for one in others:
            take(made := one.result())
            for file in made.files:
                written[_thing(file.path)].append(file)
        for document, key in known.items():
            former.note(document, key, Made(written[document], 0))
    for path, data in chosen.rest():
        folder.write(path, data)


def _records(
    reports: Mapping[str, Path],
    looks: RecordsByReport,
    keys: PageKeys,
    folder: Path,
    jobs: int,
    records: ReadyRecords,
) -> bool:
    """Give what the search finds of the reports (by IRI, sorted), as an earlier run has found it or looked for now; ``False``: they speak of each other.

    Args:
        records: takes it.
    """
    kept = KeptValues(folder, (Told,))
    names = {report: keys.of_records(report.removeprefix(looks.base)) for report in reports}
    known = {report for report in reports if kept.has(names[report])}
    with shared(looks, min(jobs, max(len(reports) - len(known), 1))) as submit:
        waiting = {report: submit(place) for report, place in reports.items() if report not in known}
        for report, place in reports.items():
            told = kept.find(names[report]) if report in known else waiting.pop(report).result()
            if told is None and report in known:  # damaged
                told = submit(place).result()
                known.remove(report)
            if told is None:
                return False
            if report not in known:
                kept.put(names[report], told)
            records.add(told.documents, told.records)
    vocabulary = keys.of_vocabulary(looks.vocabulary)
    found = kept.find(vocabulary)
    if found is None:
        found = looks.of_vocabulary(keys.told_of)
        kept.put(vocabulary, found)
    records.add_things(found.documents, found.records)
    kept.forget({*names.values(), vocabulary})
    return True


def _changed(
    folder: ReleaseFolder,
    chosen: ChosenSite,
    paths: Iterable[str],
    keys: PageKeys,
    former: FormerPages,
    findings: Mapping[str, str],
    terms: Collection[str],
) -> tuple[list[str], dict[str, bytes]]:
    """The paths that have to be made, and what the documents among them depend on; the others are taken over.

    Args:
        findings: document of a report → digest of what validation found in it.
        terms: properties and classes of all data, which the explorer has words for.
    """
    left: list[str] = []
    known: dict[str, bytes] = {}
    documents = chosen.site.site_graph.documents
    validated = {validation_document(report): report for report in chosen.reports}
    for document, some in groupby(sorted(paths, key=lambda p: (_thing(p), p)), key=_thing):
        files = list(some)
        key = keys.of_document(document) if document in documents else None
        if chosen.asks_first_reports(document):
            key = keys.of_first(MOST)
        if document == EXPLORER:
            key = keys.of_first(DRAWN, *sorted(terms))
        if report := validated.get(document):
            key = keys.of_report(report, findings.get(report, ""))
        if key and former.take(folder, document, key, files):
            continue
        left += files
        if key:
            known[document] = key
    return left, known


def _thing(path: str) -> str:
    """The document of a page, or of a chart on it.

    >>> _thing("topic/G1.en.html"), _thing("topic/G1.chart.en.vl.json")
    ('topic/G1', 'topic/G1')
    """
    return document_of(path).partition(".chart")[0]


def _report_of(path: str) -> str:
    """The document of the report of a data file.

    >>> _report_of("reports/x/2023/validation.json")
    'report/x/2023'
    """
    return "report/" + "/".join(path.split("/")[1:3])


def _file(site: Site, path: str) -> bytes:
    data = site.file(path)
    assert data is not None, path
    return data
