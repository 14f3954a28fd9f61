"""Makes the chosen pages of a release, in this process or in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal

from dashi_kg.language import Both
from dashi_kg.publishing.data.disk_engine import opened
from dashi_kg.publishing.data.kept_figures import KeptFigures
from dashi_kg.publishing.data.release_folder import File, ReleaseFolder
from dashi_kg.site.asking.first_reports import MOST, FirstReports
from dashi_kg.site.asking.question_pages import Asked
from dashi_kg.site.chosen_site import ChosenSite
from dashi_kg.site.evidence.parts import Part
from dashi_kg.site.facts.findings import Findings
from dashi_kg.site.finding.ready_records import ReadyRecords
from dashi_kg.site.layout.links import document_of
from dashi_kg.site.shared.exact import Key
from dashi_kg.site.shared.pointing import Pointing
from dashi_kg.site.site import Site

_AT_ONCE = 8  # files of a task, if its documents have no more


class Made(NamedTuple):
    """What was written, how many of the files are those of the former release; of a report its parts and how many citations it has."""

    files: list[File]
    kept: int
    parts: tuple[Part, ...] = ()
    works: int = 0


@dataclass
class PagesMaker:
    """Takes a list of paths, or the document of a report, whose files it finds itself; writes these files.

    Args:
        root: the folder that is filled.
        former: of the former release.
        stores: the folder of the store (:func:`~dashi_kg.publishing.data.disk_engine.disk_engine`), beside ``shared.nq``.
        base: the base IRI.
        files, findings, exact, unreadable, refused, figures, pointing, records, terms: see :class:`~dashi_kg.site.site.Site`.
        documents: the documents of all things.
        places: IRI of a report → the file of its N-Quads.
        beside, served: see :class:`~dashi_kg.site.chosen_site.ChosenSite`.
    """

    root: Path
    former: Path | None
    stores: Path
    base: str
    files: Sequence[str]
    findings: Findings
    exact: Mapping[Key, Literal]
    unreadable: Mapping[tuple[str, str], Both]
    refused: Sequence[tuple[str, Both]]
    documents: Mapping[str, tuple[str, ...]]
    places: Mapping[str, Path]
    figures: KeptFigures | None = None
    beside: frozenset[str] = field(default_factory=frozenset)
    served: frozenset[str] = field(default_factory=frozenset)
    pointing: Pointing | None = None
    records: ReadyRecords | None = None
    terms: Mapping[str, int] | None = None

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "chosen"}

    @cached_property
    def chosen(self) -> ChosenSite:
        """The site whose files are written; each process has its own."""
        first = [place for _, place in sorted(self.places.items())[:MOST]]
        site = Site(
            opened(self.stores, self.base),
            self.base,
            files=self.files,
            findings=self.findings,
            exact=self.exact,
            unreadable=self.unreadable,
            refused=self.refused,
            data=FirstReports([self.stores.parent / "shared.nq", *first], self.base),
            asked=Asked(MOST, len(self.places)) if len(self.places) > MOST else None,
            documents=self.documents,
            lines=self._lines,
            figures=self.figures,
            pointing=self.pointing,
            records=self.records,
            terms=self.terms,
            told=self.figures,
        )
        return ChosenSite(site, self.beside, self.base, self.served)

    def _lines(self, report: str) -> bytes | None:
        place = self.places.get(report)
        return place.read_bytes() if place else None

    def __call__(self, task: str | Sequence[str]) -> Made:
        """Write the files of a task."""
        folder = ReleaseFolder(self.root, self.former)
        for path in self.chosen.of_report(task) if isinstance(task, str) else task:
            folder.write(path, self.chosen.file(path))
        if not isinstance(task, str):
            return Made(folder.files, folder.kept)
        evidence = self.chosen.site.evidence
        return Made(folder.files, folder.kept, evidence.parts(task), evidence.works(task))


def tasks(paths: Sequence[str]) -> Iterator[list[str]]:
    """Paths by tasks: the files of a document are made by one process, which asks for it once."""
    task: list[str] = []
    for _, files in groupby(sorted(paths, key=lambda p: (document_of(p), p)), key=document_of):
        if len(task) >= _AT_ONCE:
            yield task
            task = []
        task += files
    if task:
        yield task
