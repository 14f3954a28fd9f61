"""What a user names as data: reports or RDF, the same for every command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dashi_kg.errors import DashiError, DataError, SourceError, no_such
from dashi_kg.files import Progress, is_release
from dashi_kg.language import Both
from dashi_kg.pipeline.report_files import SOURCE, SOURCES, source_file
from dashi_kg.rdf.ontology_files import ontology_quads, scheme_quads
from dashi_kg.rdf.parse import FORMATS as RDF_FILES
from dashi_kg.rdf.parse import rdf_suffix, read_rdf, release_data
from dashi_kg.resources import data_dir
from dashi_kg.source.gather import files_below, gather

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from dashi_kg.pipeline.report import BuiltReport
    from dashi_kg.publishing.several import LeftOut
    from dashi_kg.rdf.statements import Statements

CORPUS_FILE = "corpus.nq"

# The reader and the writers are imported where reports are read: RDF needs neither.


def shared_quads(base: str, *, graphs: bool = True) -> list[Quad]:
    """What all reports share: ontology, code lists, reference facts.

    Args:
        base: the base IRI.
        graphs: whether all of them say their graph; else those of the vocabulary do not, which is sooner done.
    """
    from dashi_kg.graph.reference_facts import reference_quads
    from dashi_kg.knowledge.reference import load_reference

    reference = load_reference(data_dir() / "reference")
    vocabulary = [*ontology_quads(base, graphs=graphs), *scheme_quads(base, graphs=graphs)]
    return [*vocabulary, *reference_quads(reference, base)]


def report_folders(data: Path) -> list[Path]:
    """The folders of reports under ``data``, in the order of their paths.

    Raises:
        DataError: there is none, or no such folder.
    """
    if not data.is_dir():
        cause = (
            Both("这是文件，不是文件夹", "a file, not a folder")
            if data.exists()
            else Both("没有这个文件夹", "no such folder")
        )
        raise DataError(
            cause,
            remedy=Both("请指明报告，或放报告的文件夹。", "Name a report, or a folder that holds reports."),
            file=str(data),
        )
    folders = sorted({file.parent for file in files_below(data) if file.name in SOURCES})
    if not folders:
        remedy = Both(
            f"每份报告请单独放进一个文件夹，文件名为 {SOURCE}。",
            f"Put each report into a folder of its own as {SOURCE}.",
        )
        raise DataError(Both("没有找到报告", "no report found"), remedy=remedy, file=str(data))
    return folders


def reports_in(data: Path) -> tuple[list[Path], list[Both]]:
    """The report that a file is, or those of a folder: folders with ``source.*``; where there is none, every file
    that can be one.

    Returns:
        Folders or files, in the order of their paths; what is told of files beside the folders, which are not taken.

    Raises:
        DataError: there is none, or no such folder.
    """
    if data.is_file():
        return [data], []
    try:
        loose = gather([data]) if data.is_dir() else []
    except SourceError:
        loose = []
    try:
        folders = report_folders(data)
    except DataError:
        if not loose:
            raise
        return list(loose), []
    inside = set(folders)
    beside = [file for file in loose if inside.isdisjoint(file.parents)]
    if not beside:
        return folders, []
    note = Both(
        f"{beside[0]} 等 {len(beside)} 个文件不在报告的文件夹里，未收录",
        f"{len(beside)} files lie beside the folders of reports and are not taken: put each into a folder of its own as source.*",
    )
    return folders, [note]


def read_one(report: Path, base: str) -> BuiltReport:
    """One report of a release; a loose file must state something, as for a corpus."""
    from dashi_kg.pipeline.report import build, not_a_report

    built = build(report, base)
    if report.is_file() and (why := not_a_report(built)):
        raise why
    return built


class Given(NamedTuple):
    """Data that a user named.

    Attributes:
        parts: the RDF, or what each report states; of reports without what all share.
        reports: whether reports were read.
        warnings: of the reports.
        left_out: reports that cannot be read.
    """

    parts: Sequence[Sequence[Quad] | Statements]
    reports: bool = False
    warnings: tuple[Both, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def quads(self) -> list[Quad]:
        """All of them as objects."""
        return [quad for part in self.parts for quad in part]

    def whole(self, base: str) -> list[Quad]:
        """With what all reports share, as a release has it."""
        return [*self.quads, *shared_quads(base)] if self.reports else self.quads


def given(
    data: Path | None, base: str, *, keep_going: bool | None = None, progress: Progress | None = None
) -> Given:
    """What a user names as data, the same for every command.

    Args:
        data: RDF (a file, a folder, a release, a corpus) or reports (a text or page, a report's folder, a folder of
            either, see :func:`reports_in`); ``None``: the reports that come along.
        base: the base IRI.
        keep_going: leave out reports that cannot be read, and tell; ``None``: the command offers no such choice.
        progress: told what is being read.

    Raises:
        DashiError: nothing is there, or it cannot be read (with ``keep_going``: none of it).
    """
    path = data or data_dir() / "reports"
    if not path.exists():
        from dashi_kg.publishing.swap import settled

        settled(path)  # a release in the middle of a swap
    if not path.exists():
        raise no_such(path)
    if is_rdf(path):
        return Given([read_rdf(path, base)])
    try:
        reports, notes = reports_in(path)
    except DataError:
        cause = Both("文件夹里既没有报告，也没有 RDF", "this folder holds neither reports nor RDF")
        remedy = Both("请指明报告、发布包或 RDF 文件。", "Name a report, a release, or an RDF file.")
        raise DashiError(cause, remedy=remedy, file=str(path)) from None
    from dashi_kg.publishing.several import first_texts, read_all

    built, left = read_all(
        reports, lambda report: read_one(report, base), progress or no_progress, keep_going=keep_going
    )
    if left and not built:
        raise left[0].error
    taken, others = first_texts(built)
    warnings = [*notes, *others, *(w.about(one.file) for one in taken for w in one.warnings)]
    return Given([one.statements for one in taken], True, tuple(warnings), tuple(left))


def own_quads(base: str) -> list[Quad]:
    """The reports that come along, with what they share."""
    from dashi_kg.pipeline.report import build

    quads = [q for folder in report_folders(data_dir() / "reports") for q in build(folder, base).quads]
    return quads + shared_quads(base)


def is_rdf(path: Path) -> bool:
    """Whether a path names RDF (a file, a folder with some, a release), and no report."""
    if path.is_dir():
        if source_file(path).is_file():
            return False
        return bool(release_data(path)) or any(f.suffix.lower() in RDF_FILES for f in path.iterdir())
    return rdf_suffix(path) in RDF_FILES


def corpus_file(path: Path) -> Path | None:
    """The graph of a corpus that ``build`` wrote, where a path names one, and nothing besides."""
    file = path / CORPUS_FILE
    if not file.is_file() or is_release(path):
        return None
    others = [f for f in path.iterdir() if f.suffix.lower() in RDF_FILES]
    return file if others == [file] and not source_file(path).is_file() else None


def quads_file(path: Path) -> Path | None:
    """The one file of N-Quads, perhaps packed, that a path names: such a file, a corpus, or a release."""
    found: Path | None = path
    if path.is_dir():
        found = release_data(path) if is_release(path) else corpus_file(path)
    return found if found and found.is_file() and rdf_suffix(found) == ".nq" else None


def streamed(file: Path, base: str) -> Iterator[Quad]:
    """The quads of the graph of a corpus, without holding them.

    Raises:
        DashiError: it cannot be read, or is not RDF (with the line).
    """
    from pyoxigraph import RdfFormat, parse

    try:
        yield from parse(path=str(file), format=RdfFormat.N_QUADS)
    except (SyntaxError, OSError):  # what reads it whole says what is wrong
        read_rdf(file, base)
        raise


def no_progress(step: str, done: int = 0, total: int = 0) -> None:
    """A progress that tells nobody."""
    return
