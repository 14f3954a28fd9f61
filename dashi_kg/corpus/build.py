"""A corpus: find, read in parallel, resume, merge, sum up."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashi_kg.corpus import coverage, summary
from dashi_kg.corpus.follow_up import write_follow_ups
from dashi_kg.corpus.one_file import key_of
from dashi_kg.corpus.pool import run
from dashi_kg.corpus.record import (
    DUPLICATE,
    OTHER_VERSION,
    READ,
    REFUSED,
    Record,
    load,
    place_of,
    without_words,
)
from dashi_kg.errors import DashiError, of_system
from dashi_kg.files import Progress, tidy, write_file
from dashi_kg.language import Both
from dashi_kg.locks import locked
from dashi_kg.pipeline import shared_quads
from dashi_kg.pipeline.inputs import CORPUS_FILE
from dashi_kg.publishing.data.gone_lines import write_gone
from dashi_kg.publishing.data.merge import merge
from dashi_kg.publishing.several import UNSURE
from dashi_kg.query.on_disk.figures import available, keep_figures
from dashi_kg.query.on_disk.kept import worth_keeping
from dashi_kg.query.on_disk.stored import keep_store
from dashi_kg.rdf.serialize import serialize
from dashi_kg.source.gather import gather

WORK = ".work"
LOCK = ".lock"
LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was built: a record for each file, in the order of their names; lines of the graph; candidates."""

    records: tuple[Record, ...]
    quads: int
    follow_ups: int

    @property
    def refused(self) -> int:
        return sum(r.status == REFUSED for r in self.records)

    def text(self) -> str:
        return summary.as_text(self.records, self.quads, self.follow_ups)


def _writable(work: Path) -> None:
    """Say at once that the folder cannot be written to, and not once for each file that was read."""
    try:
        work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=work):
            return
    except OSError as error:
        cause = of_system(error)
        raise DashiError(
            cause,
            remedy=Both("请用 -o 指定另一个文件夹。", "Name another folder with -o."),
            file=str(work.parent),
        ) from None


def build_corpus(
    names: Sequence[str | Path],
    out: Path,
    base: str,
    *,
    jobs: int | None = None,
    limit: float = LIMIT,
    summary_file: Path | None = None,
    progress: Progress | None = None,
    wait: float = 0.0,
) -> Corpus:
    """Read all reports that are named and write the graph, its tables and, of a large one, its store (``docs/corpora.md``).

    Results are kept in ``out/.work`` by what a file holds; a run that was stopped goes on from there, and a second
    run reads only what has changed. The output does not depend on ``jobs`` or on the order in which files are done.

    Args:
        names: files, folders, patterns (:func:`dashi_kg.source.gather.gather`).
        out: the folder to write to.
        jobs: processes (default: one a processor).
        limit: seconds for one file.
        summary_file: where ``summary.json`` is written to as well.
        wait: seconds to wait for another run that writes to the folder.

    Raises:
        DashiError: nothing is named, or the folder cannot be written, or another run writes to it. A file that cannot
            be read is told in its record.
    """
    files = gather(names)
    with locked(out / LOCK, str(out), wait=wait):
        return _built(files, out, base, jobs, limit, summary_file, progress)


def _built(
    files: Sequence[Path],
    out: Path,
    base: str,
    jobs: int | None,
    limit: float,
    summary_file: Path | None,
    progress: Progress | None,
) -> Corpus:
    """See :func:`build_corpus`; the folder is locked."""
    work = out / WORK
    _writable(work)
    for folder in (work, *(p for p in work.iterdir() if p.is_dir())):
        tidy(folder)
    records: dict[str, Record] = {}
    tasks: dict[str, Path] = {}
    same: dict[str, list[Path]] = {}
    for number, file in enumerate(files):
        if progress:
            progress(Both("正在查看", "looking"), number, len(files))
        try:
            key = key_of(file, base)
        except OSError as error:
            cause = of_system(error)
            records[str(file)] = Record(
                str(file),
                "",
                REFUSED,
                cause,
                Both("请检查文件及其权限。", "Check the file and its permissions."),
            )
            continue
        same.setdefault(key, []).append(file)
        known = load(place_of(work, key, ".json"))
        if known and (known.status == REFUSED or place_of(work, key, ".nq").is_file()):
            known.file = str(file) if len(same[key]) == 1 else str(same[key][0])
            records[known.file] = without_words(known)
        else:
            tasks.setdefault(key, file)
    finished = 0

    def done(record: Record) -> None:
        nonlocal finished
        finished += 1
        records[record.file] = without_words(record)
        if progress:
            progress(Both("正在读取", "reading"), finished, len(tasks))

    jobs = jobs or os.cpu_count() or 1
    run([(file, key) for key, file in tasks.items()], work, base, jobs, limit, done)
    for copies in same.values():
        for copy in copies[1:]:
            first = records[str(copies[0])]
            twin = Record(str(copy), first.key, DUPLICATE, same_as=first.file)
            if first.status == REFUSED:
                twin = Record(str(copy), first.key, REFUSED, first.reason, first.remedy)
            records[str(copy)] = twin
    ordered = [records[str(file)] for file in files]
    _settle(ordered)
    return _write(ordered, out, work, base, summary_file, progress)


def _settle(records: list[Record]) -> None:
    """One text a body and year: what comes again is told, not merged."""
    texts: dict[str, str] = {}
    reports: dict[tuple[str, str], str] = {}
    for record in records:
        if record.status != READ:
            continue
        identity = (record.org_id, record.year)
        if record.text_sha256 in texts:
            record.status, record.same_as = DUPLICATE, texts[record.text_sha256]
        elif identity in reports:
            record.status, record.same_as = OTHER_VERSION, reports[identity]
            if not record.division or not record.year.isdigit():
                record.reason, record.remedy = UNSURE
            texts[record.text_sha256] = record.file
        else:
            texts[record.text_sha256] = record.file
            reports[identity] = record.file


def _write(
    records: list[Record],
    out: Path,
    work: Path,
    base: str,
    summary_file: Path | None,
    progress: Progress | None,
) -> Corpus:
    if progress:
        progress(Both("正在合并", "merging"))
    read = [r for r in records if r.status == READ]
    links, count = write_follow_ups(read, work, base)
    shared = work / "shared.nq"
    write_file(shared, serialize(shared_quads(base), "nq", base))
    graph = out / CORPUS_FILE
    own = {r.report: place_of(work, r.key, ".nq") for r in read}
    linked = set(links)
    now = {r: [file, *(linked & {file.with_suffix(".follow-ups.nq")})] for r, file in own.items()}
    told = write_gone(graph, now, work / "gone.nq", base)
    parts = [shared, *told, *links, *own.values()]
    quads = merge(parts, graph, work / "merging")
    if worth_keeping(graph):
        keep_store(graph, progress=progress)
        if available():
            keep_figures(graph, base, progress)
    totals = summary.as_json(records, quads, count)
    write_file(out / coverage.SUMMARY, totals)
    if summary_file:
        write_file(summary_file, totals)
    write_file(out / "reports.tsv", summary.as_table(records))
    write_file(out / "refused.tsv", summary.refused_table(records))
    write_file(out / "coverage.csv", coverage.as_csv(coverage.of_records(records)))
    return Corpus(tuple(records), quads, count)
