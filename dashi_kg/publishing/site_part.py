"""The files of the site in a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode, Quad, Triple

from dashi_kg.language import Both
from dashi_kg.processes import shared
from dashi_kg.publishing.data.held_graph import HeldGraph
from dashi_kg.publishing.data.pages_maker import Made, PagesMaker, tasks
from dashi_kg.publishing.data.release_folder import ReleaseFolder
from dashi_kg.publishing.data.streamed_graph import StreamedGraph
from dashi_kg.publishing.swap import MARK
from dashi_kg.rdf.parse import PACKED_FILE, RELEASE_FILE
from dashi_kg.rdf.serialize import serialize
from dashi_kg.site.chosen_site import chosen_files
from dashi_kg.site.facts.findings import Findings
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
    *,
    few: bool = True,
    jobs: int = 1,
) -> int:
    """The pages and documents; how many pages. The catalogue is told on pages, but lists data only.

    Args:
        few: whether all are written; else those of :class:`~dashi_kg.site.written.choice.Choice`, whose links lead to
            what is there, and :data:`~dashi_kg.site.written.served.SERVED` lists the others.
        jobs: processes, where the data lie on the disk.
    """
    meta = NamedNode(f"{base}graph/meta")
    extra = [Quad(t.subject, t.predicate, t.object, meta) for t in catalogue]
    folder.write(
        "catalog.nt", serialize(extra, "nt", base)
    )  # beside .ttl and .jsonld, which are the whole, too
    written = {f.path for f in folder.files}
    files = [*(name for name in _OFFERED if name in written), MARK]
    with graph.engines(extra) as asked:
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
        )
        if few:
            for path in site.paths():
                if path not in written:
                    folder.write(path, _file(site, path))
        elif asked.stores and asked.places:
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
            )
            _write_chosen(folder, maker, jobs)
        else:
            for path, data in chosen_files(site, {*written, MARK}, base, folder.served):
                folder.write(path, data)
    return sum(f.path.endswith(".html") and f.path not in written for f in folder.files)


def _write_chosen(folder: ReleaseFolder, maker: PagesMaker, jobs: int) -> None:
    """The chosen pages: those of each report, then the others."""
    chosen, done = maker.chosen, set[str]()

    def take(made: Made) -> None:
        folder.files += made.files
        folder.kept += made.kept
        done.update(f.path for f in made.files)

    with shared(maker, jobs) as submit:
        for report, one in [(report, submit(report)) for report in chosen.reports]:
            made = one.result()
            take(made)
            chosen.site.evidence.learn(report, made.parts, made.works)
        # the words of all reports are put in order once, here
        left = chosen.chosen - done
        own = {path for path in left if path.startswith(_SEARCHED)}
        others = [submit(task) for task in tasks(list(left - own))]
        take(maker(sorted(own)))
        for one in others:
            take(one.result())
    for path, data in chosen.rest():
        folder.write(path, data)


def _file(site: Site, path: str) -> bytes:
    data = site.file(path)
    assert data is not None, path
    return data
