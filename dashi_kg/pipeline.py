"""The stages in a row: a report's folder or file in, quads, findings or a release out."""

from __future__ import annotations

import glob
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from pyoxigraph import Quad

from dashi_kg.correct import correct
from dashi_kg.errors import DashiError, DataError, SourceError
from dashi_kg.export.formats import Material, format_named, material
from dashi_kg.extract import extract
from dashi_kg.files import Progress
from dashi_kg.gather import files_below, gather
from dashi_kg.graph import build_quads, reference_quads
from dashi_kg.load import Loaded, connect, load, plan, unload
from dashi_kg.model import Extraction
from dashi_kg.publish import LeftOut, Release, firsts, read_all, takes_a_release, write_release
from dashi_kg.query import (
    FOR_PEOPLE,
    EndpointEngine,
    Engine,
    bind,
    engine,
    question,
    questions,
    with_labels,
    write,
)  # fmt: skip
from dashi_kg.rdffile import FORMATS as RDF_FILES
from dashi_kg.rdffile import RELEASE_FILE, read_rdf
from dashi_kg.reading import Correction, load_reading
from dashi_kg.reference import Division, Reference, load_reference
from dashi_kg.resolve import Identity, identify, with_registered_ids
from dashi_kg.resources import data_dir
from dashi_kg.settings import settings
from dashi_kg.source import SUFFIXES, decode, read_bytes, read_source
from dashi_kg.text.uscc import uscc_is_valid
from dashi_kg.validate import Outcome, joined, validate
from dashi_kg.vocabulary import confidence, ontology_quads, scheme_quads, vocabulary

SOURCE = "source.txt"
SOURCES = (SOURCE, *(f"source.{suffix}" for suffix in ("html", "htm", "docx", "pdf")))  # the first is taken
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
    original: tuple[str, bytes] | None = None  # file name by digest, bytes: where the text was converted
    division: Division | None = None
    warnings: tuple[str, ...] = ()
    file: str = ""  # the file or folder, as it was named
    level: str = ""  # of the body (:class:`dashi_kg.placing.Placed`): ministries and zones have no division


def build(report: Path, base: str) -> BuiltReport:
    """Read one report and build its graph.

    Args:
        report: a file, a folder that holds ``source.txt`` (or ``.html .htm .docx .pdf``) and perhaps
            ``reading.yaml``, or ``-`` for standard input.
        base: the base IRI.

    Raises:
        DashiError: the text or a hand-made file cannot be read.
    """
    file = source_file(report) if report.is_dir() else report
    data = read_bytes(file)
    source = decode(data, str(file))
    notes = reading_file(report)
    reading = load_reading(notes) if notes.is_file() else None
    reference = load_reference(data_dir() / "reference")
    found, glosses, orphans = with_registered_ids(extract(source), reading)
    corrected = correct(found, reading.corrections if reading else ())
    found = replace(corrected.found, reviewed=tuple(sorted(corrected.accepted)))
    identity = identify(found, reference)
    quads, orphaned = build_quads(found, identity, glosses, reading, reference, vocabulary(base), base)
    lost = [f"失锚的条目 {g.id}:引文“{g.quote}”已不存在 · orphaned entry: its quote is gone" for g in orphans]
    lost += [
        f"失锚的更正 {c.kind}:引文“{c.quote}”已不存在或不唯一 · orphaned correction: its quote is gone or not unique"
        for c in corrected.orphaned
    ]
    year = found.metadata.year.value if found.metadata.year else "unknown"
    warnings = (*found.warnings, *_undecided(identity, reference), *_wrong_code(found), *lost, *orphaned)
    original = None
    if source.origins:
        original = f"{source.file_sha256}.{SUFFIXES[source.media_type]}", data
        data = source.text.encode("utf-8")
    return BuiltReport(
        identity.org_id, year, quads, found, data, file.name, original, identity.division, warnings,
        str(report), identity.level,
    )  # fmt: skip


def not_a_report(built: BuiltReport) -> DashiError | None:
    """Why a file that was read is no report: an error page, a list, the news; ``None`` where it states something."""
    found = built.extraction
    if found.outline.children and (
        found.measures or found.observations or found.problems or found.plan_items
    ):
        return None
    return DashiError(
        "没有读到法治政府建设年度报告的内容 no statement of a rule-of-law report was found",
        remedy="请确认这是报告本身,不是列表或错误页。 Check that this is the report itself, not a list or an error page.",
        file=built.file,
    )


def reading_file(report: Path) -> Path:
    """The reading file of a report: ``reading.yaml`` in its folder, ``NAME.reading.yaml`` beside a single file."""
    return report / READING if report.is_dir() else report.with_suffix(f".{READING}")


def is_one_report(names: Sequence[Path]) -> bool:
    """Whether one report is meant: one file, or a folder that holds ``source.*``; else a corpus."""
    if len(names) != 1:
        return False
    if names[0].is_dir():
        return source_file(names[0]).is_file()
    return names[0].exists() or not glob.has_magic(str(names[0]))


def source_file(folder: Path) -> Path:
    """The file of a report's folder that is read (the text that is missing, where there is none)."""
    return next((folder / name for name in SOURCES if (folder / name).is_file()), folder / SOURCE)


def _undecided(identity: Identity, reference: Reference) -> list[str]:
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
        f"“{name}”有{len(identity.candidates)}处同名({shown}),页面没有写明是哪一处,地点未定"
        f" · {len(identity.candidates)} divisions are called {name}; the page does not decide: the place is left open"
    ]


def _wrong_code(found: Extraction) -> list[str]:
    """A credit code whose check digit is wrong is not asserted."""
    stated = found.metadata.uscc
    if stated is None or uscc_is_valid(stated.value):
        return []
    return [
        f"统一社会信用代码 {stated.value} 校验位不符,未采用"
        f" · the credit code {stated.value} has a wrong check digit (GB 32100-2015): not asserted"
    ]


@dataclass(frozen=True, slots=True)
class Review:
    """What the review page shows: the facts as the rules read them, and a person's decisions so far."""

    file: Path
    found: Extraction
    grades: dict[str, str]
    known: tuple[Correction, ...]
    orphaned: tuple[Correction, ...]


def review_of(report: Path) -> Review:
    """A report for review: before any correction, so that each can be seen and undone.

    Raises:
        DashiError: the report or its reading file cannot be read.
    """
    file = source_file(report) if report.is_dir() else report
    notes = reading_file(report)
    reading = load_reading(notes) if notes.is_file() else None
    found, _, _ = with_registered_ids(extract(read_source(file)), reading)
    known = reading.corrections if reading else ()
    return Review(notes, found, confidence(settings().base), known, correct(found, known).orphaned)


def shared_quads(base: str) -> list[Quad]:
    """What all reports share: ontology, code lists, reference facts."""
    reference = load_reference(data_dir() / "reference")
    return [*ontology_quads(base), *scheme_quads(base), *reference_quads(reference, base)]


def report_folders(data: Path) -> list[Path]:
    """The folders of reports under ``data``, in the order of their paths.

    Raises:
        DataError: there is none, or no such folder.
    """
    if not data.is_dir():
        cause = (
            "这是文件,不是文件夹 a file, not a folder" if data.exists() else "没有这个文件夹 no such folder"
        )
        raise DataError(
            cause,
            remedy="请指明报告,或放报告的文件夹。 Name a report, or a folder that holds reports.",
            file=str(data),
        )
    folders = sorted({file.parent for file in files_below(data) if file.name in SOURCES})
    if not folders:
        remedy = f"每份报告放进自己的文件夹。 Put each report into a folder of its own as {SOURCE}."
        raise DataError("没有找到报告 no report found", remedy=remedy, file=str(data))
    return folders


def reports_in(data: Path) -> tuple[list[Path], list[str]]:
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
    note = (
        f"{beside[0]} 等 {len(beside)} 个文件不在报告的文件夹里,未收录 · {len(beside)} files lie beside the folders of "
        f"reports and are not taken: put each into a folder of its own as source.*"
    )
    return folders, [note]


def _read_one(report: Path, base: str) -> BuiltReport:
    """One report of a release; a loose file must state something, as for a corpus."""
    built = build(report, base)
    if report.is_file() and (why := not_a_report(built)):
        raise why
    return built


@dataclass(frozen=True, slots=True)
class Given:
    """Data that a user named.

    Attributes:
        quads: of the RDF or of the reports; of reports without what all share.
        reports: whether reports were read.
        warnings: of the reports.
        left_out: reports that cannot be read.
    """

    quads: list[Quad]
    reports: bool = False
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

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
        raise DashiError(
            "没有这个文件或文件夹 no such file or folder",
            remedy="请检查路径。 Check the path.",
            file=str(path),
        )
    if _is_rdf(path):
        return Given(read_rdf(path, base))
    try:
        reports, notes = reports_in(path)
    except DataError:
        cause = "文件夹里既没有报告也没有 RDF neither reports nor RDF are in this folder"
        remedy = "请指明报告、发布或 RDF 文件。 Name a report, a release, or an RDF file."
        raise DashiError(cause, remedy=remedy, file=str(path)) from None
    built, left = read_all(
        reports, lambda report: _read_one(report, base), progress or _silent, keep_going=keep_going
    )
    if left and not built:
        raise left[0].error
    taken, others = firsts(built)
    warnings = [*notes, *others, *(w for one in taken for w in one.warnings)]
    return Given([q for one in taken for q in one.quads], True, tuple(warnings), tuple(left))


def check(files: Sequence[Path], base: str) -> Outcome:
    """Validate data (see :func:`given`) together with the vocabulary; without any, the reports that come along.

    Raises:
        DashiError: something is missing or cannot be read.
    """
    if files:
        quads = [quad for file in files for quad in given(file, base).quads]
        if not quads:
            raise DashiError(
                "no triples to check", remedy="Give files with data.", file=", ".join(map(str, files))
            )
        known = {q.triple for q in quads}
        return validate([*quads, *(q for q in shared_quads(base) if q.triple not in known)], base)
    shared = shared_quads(base)
    outcomes = [
        validate([*build(folder, base).quads, *shared], base)
        for folder in report_folders(data_dir() / "reports")
    ]
    return joined(outcomes)


def publish(
    out: Path,
    base: str,
    *,
    data: Path | None = None,
    progress: Progress | None = None,
    site: bool = True,
    keep_going: bool = False,
) -> Release:
    """Build, check and write all reports under ``data`` as one release.

    Args:
        out: the folder of the release.
        base: the base IRI.
        data: a report or a folder with reports, see :func:`reports_in` (default: the data that come along).
        progress: told what is being done.
        site: whether the pages are written, too.
        keep_going: leave out what cannot be read or does not conform; the release tells (``left_out``), and so
            does the board where the folders ``{org-id}/{year}`` say whose report it is.

    Raises:
        DashiError: a report cannot be read or does not conform (with ``keep_going``: all of them), or the folder
            cannot be written.
    """
    tell = progress or _silent
    takes_a_release(out)  # before hours of reading, not behind them
    reports, notes = reports_in(data or data_dir() / "reports")
    built, left = read_all(reports, lambda report: _read_one(report, base), tell, keep_going=keep_going)
    release = write_release(
        out, base, built, shared_quads(base), tell, site=site, keep_going=keep_going, left_out=left
    )
    return replace(release, warnings=(*notes, *release.warnings))


def material_of(
    data: Path | None, base: str, report: str | None = None, *, keep_going: bool = False
) -> tuple[Material, Given]:
    """What is exported of the data, and how they were read.

    Args:
        data: see :func:`given`.
        base: the base IRI.
        report: ``{org-id}/{year}`` of the only report to take.
        keep_going: see :func:`given`.

    Raises:
        DashiError: the report is unknown, or the data cannot be read.
    """
    found = given(data, base, keep_going=keep_going)
    return material(found.quads, shared_quads(base), base, report), found


def export(
    form: str, data: Path | None, base: str, report: str | None = None, *, keep_going: bool = False
) -> tuple[bytes, Given]:
    """Write data in one of the formats of :mod:`dashi_kg.export.formats`; see :func:`material_of`.

    Raises:
        DashiError: the format or report is unknown, or the data cannot be read.
    """
    wanted = format_named(form)
    found, read = material_of(data, base, report, keep_going=keep_going)
    return wanted.write(found), read


def _is_rdf(path: Path) -> bool:
    if path.is_dir():
        if source_file(path).is_file():
            return False
        return (path / RELEASE_FILE).is_file() or any(f.suffix.lower() in RDF_FILES for f in path.iterdir())
    return path.suffix.lower() in RDF_FILES


def engine_for(data: str | None, name: str, base: str) -> Engine:
    """Who answers: over RDF, reports, an endpoint, or the reports that come along.

    Args:
        data: a path (see :func:`given`), the address of a SPARQL endpoint (``http…``), or nothing.
        name: one of :data:`dashi_kg.query.ENGINES`; an endpoint is its own.

    Raises:
        DashiError: the data cannot be read.
    """
    if data and data.startswith(("http://", "https://")):
        return EndpointEngine(data, base)
    return engine(name, given(Path(data) if data else None, base).whole(base), base)


def own_quads(base: str) -> list[Quad]:
    """The reports that come along, with what they share."""
    quads = [q for folder in report_folders(data_dir() / "reports") for q in build(folder, base).quads]
    return quads + shared_quads(base)


def query_text(name: str, values: Mapping[str, str], base: str, lang: str = "zh") -> str:
    """The text of a saved question with its parameters, of a ``.rq`` file, or of standard input (``-``).

    Raises:
        DashiError: there is no such question, parameter or file.
    """
    if name == "-" or name.endswith(".rq"):
        if values:
            raise DashiError(
                "only saved questions have parameters", remedy="Write the values into the query."
            )
        return _query_file(Path(name) if name != "-" else None)
    return bind(question(name), values, base, lang)


def _query_file(path: Path | None) -> str:
    file = str(path or "standard input")
    try:
        return path.read_text(encoding="utf-8") if path else sys.stdin.read()
    except FileNotFoundError:
        raise DashiError("no such file", remedy="Check the path.", file=file) from None
    except IsADirectoryError:
        raise DashiError("this is a folder", remedy="Give a .rq file.", file=file) from None
    except UnicodeDecodeError:
        raise DashiError("the query is not UTF-8", remedy="Save it as UTF-8.", file=file) from None
    except OSError as error:
        raise DashiError(
            error.strerror or "the query cannot be read", remedy="Check the path.", file=file
        ) from None


def ask(
    text: str,
    on: Engine,
    form: str,
    out: IO[bytes],
    base: str,
    *,
    lang: str = "zh",
    labels: bool | None = None,
) -> None:
    """Run a query and write the answer.

    Args:
        text: SPARQL 1.1.
        on: who runs it.
        form: one of :data:`dashi_kg.query.FORMATS`.
        lang: the language of the labels.
        labels: whether IRIs get label columns (default: in the formats for people).

    Raises:
        DashiError: the query is malformed, refused or fails, or the format does not fit.
    """
    result = on.run(text)
    if form in FOR_PEOPLE if labels is None else labels:
        result = with_labels(result, on, lang)
    write(result, form, out, base)


def load_into(
    url: str,
    data: Path | None,
    store: str,
    base: str,
    *,
    update_url: str = "",
    query_url: str = "",
    dry_run: bool = False,
    force: bool = False,
    graph: str | None = None,
    chunk: int = 50_000,
    progress: Progress | None = None,
) -> list[Loaded]:
    """Load data (see :func:`given`) into a store, and prove it.

    Raises:
        DashiError: the data or the store cannot be read, or the store refuses.
    """
    graphs = plan(given(data, base, progress=progress).whole(base), graph)
    client = connect(url, store, update_url=update_url, query_url=query_url)
    return load(client, graphs, base, progress or _silent, dry_run=dry_run, force=force, chunk=chunk)


def unload_from(
    url: str,
    store: str,
    base: str,
    *,
    update_url: str = "",
    query_url: str = "",
    dry_run: bool = False,
    force: bool = False,
) -> list[Loaded]:
    """Remove from a store exactly what was loaded.

    Raises:
        DashiError: the store is not reached or refuses, or a graph was changed since.
    """
    client = connect(url, store, update_url=update_url, query_url=query_url)
    return unload(client, base, dry_run=dry_run, force=force)


_STATES = {
    "same": "已在", "loaded": "已载入", "removed": "已移除", "would load": "将载入", "would remove": "将移除",
    "differs": "不符", "not loaded": "未载入",
}  # fmt: skip


def load_table(found: Sequence[Loaded]) -> str:
    """A line a graph: state, triples, hash, name; what differs below; the sum last."""
    if not found:
        return "没有载入过任何数据 · nothing was loaded here\n"
    lines = []
    for g in found:
        spelling = "" if g.proof is None or g.proof.exact or not g.proof.same else "  按值相符 equal by value"
        lines.append(f"{_STATES[g.state]} {g.state:<12} {g.count:>9,}  {g.digest[:12]}  {g.iri}{spelling}\n")
        if g.state == "differs" and g.proof:
            lines.append(f"  取回 came back: {g.proof.count:,} 三元组 triples, {g.proof.digest[:12]}\n")
            lines += [f"  缺 missing: {line}" for line in g.proof.missing] + [
                f"  多 extra:   {line}" for line in g.proof.extra
            ]
    total = sum(g.count for g in found if "remove" not in g.state)
    lines.append(f"{len(found)} 图 graphs, {total:,} 三元组 triples\n")
    return "".join(lines)


def question_list() -> str:
    """The saved questions: name, the question in zh and en, parameters."""
    found = questions()
    width = max((len(q.name) for q in found), default=0)
    lines = []
    for q in found:
        lines.append(f"{q.name:<{width}}  {q.zh}  {q.en}\n")
        lines += [
            f"{'':<{width}}    --param {p.name}=… ({p.type})  {p.zh}  {p.en}"
            + (f"  缺省 default: {default}\n" if (default := q.default(p.name)) else "\n")
            for p in q.parameters
            if p.name != "report"
        ]
    lines.append(
        "多数问题可加 --param report=IRI,只看一份报告。 Most take --param report=IRI: only this report.\n"
    )
    return "".join(lines)


def _silent(step: str, done: int = 0, total: int = 0) -> None:
    return None
