"""Reports → findings, a release, or another format."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from dashi_kg.files import Progress
from dashi_kg.pipeline.inputs import (
    Given,
    corpus_file,
    given,
    no_progress,
    read_one,
    reports_in,
    shared_quads,
)
from dashi_kg.resources import data_dir

if TYPE_CHECKING:
    from dashi_kg.export.formats import Format, Material
    from dashi_kg.publishing.release import Release
    from dashi_kg.query.on_disk.kept import Tell

# The site and the formats are imported where they are written: a check needs neither.


def publish(
    out: Path,
    base: str,
    *,
    data: Path | None = None,
    progress: Progress | None = None,
    site: bool = True,
    keep_going: bool = False,
    wait: float = 0.0,
    files: str | None = None,
    jobs: int | None = None,
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

        wait: seconds to wait for another run that writes to the folder.
        files: ``"all"``, or ``"chosen"``: those that people open, from which ``serve`` makes the others when asked for
            (default: all of at most :data:`~dashi_kg.publishing.release.FEW` reports).
        jobs: processes that read and write, where not all files are written (default: one a processor); the bytes are the same.

    Raises:
        DashiError: a report cannot be read or does not conform (with ``keep_going``: all of them), or the folder
            cannot be written, or another run writes to it.
    """
    from dashi_kg.pipeline.keeping import keeping
    from dashi_kg.publishing.data.kept_reads import KeptReads, program_digest
    from dashi_kg.publishing.release import ALL, CHOSEN, FEW, Built, write_release
    from dashi_kg.publishing.several import read_all
    from dashi_kg.publishing.swap import kept_beside, scratch, taken

    tell = progress or no_progress
    # before hours of reading, not behind them
    with taken(out, wait=wait) as former, scratch(out) as work:
        reports, notes = reports_in(data or data_dir() / "reports")
        many = files == CHOSEN or (files != ALL and len(reports) > FEW)
        jobs = jobs or os.cpu_count() or 1
        with ExitStack() as stack:
            read: Callable[[Path], Built] = lambda report: read_one(report, base)  # noqa: E731
            if many:
                known = KeptReads(kept_beside(out) / "reports", program_digest())
                read = stack.enter_context(keeping(reports, work, base, jobs, known))
            built, left = read_all(reports, read, tell, keep_going=keep_going)
        release = write_release(
            out,
            base,
            built,
            shared_quads(base),
            tell,
            site=site,
            keep_going=keep_going,
            left_out=left,
            files=files,
            jobs=jobs,
        )
        return replace(release, warnings=(*former, *notes, *release.warnings))


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
    from dashi_kg.export.formats import material

    found = given(data, base, keep_going=keep_going)
    return material(found.quads, shared_quads(base), base, report), found


def export(
    form: str, data: Path | None, base: str, report: str | None = None, *, keep_going: bool = False
) -> tuple[bytes, Given]:
    """Write data in one of the formats of :mod:`dashi_kg.export.formats`; see :func:`material_of`.

    Raises:
        DashiError: the format or report is unknown, or the data cannot be read.
    """
    out = io.BytesIO()
    write, read = exported(form, data, base, report, keep_going=keep_going)
    write(out)
    return out.getvalue(), read


def exported(
    form: str,
    data: Path | None,
    base: str,
    report: str | None = None,
    *,
    keep_going: bool = False,
    tell: Tell | None = None,
) -> tuple[Callable[[IO[bytes]], None], Given]:
    """As :func:`export`, but to be written to a file; a large corpus is not held meanwhile.

    Args:
        tell: told that a store is made of a large corpus.

    Returns:
        What writes the bytes, and how the data were read.

    Raises:
        DashiError: as :func:`export`; also what is returned may, before it writes anything.
    """
    from dashi_kg.export.formats import FIXED, format_named
    from dashi_kg.query.on_disk.kept import worth_keeping

    wanted = format_named(form)
    corpus = corpus_file(data) if data else None
    if corpus and worth_keeping(corpus):
        if form in FIXED:
            return lambda out: _all(out, FIXED[form](base)), Given([])
        return lambda out: _of_corpus(wanted, corpus, base, report, out, tell), Given([])
    found, read = material_of(data, base, report, keep_going=keep_going)
    return lambda out: _all(out, wanted.write(found)), read


def _all(out: IO[bytes], data: bytes) -> None:
    out.write(data)


def _of_corpus(
    wanted: Format, file: Path, base: str, report: str | None, out: IO[bytes], tell: Tell | None
) -> None:
    """A large corpus, out of its sorted file and the store that is kept of it."""
    from dashi_kg.export.streamed.sorted_file import UnsortedError
    from dashi_kg.export.streamed.stream import write_streamed
    from dashi_kg.query.on_disk.kept import NotOursError
    from dashi_kg.query.on_disk.stored import KeptEngine

    try:
        write_streamed(
            wanted, file, shared_quads(base), base, report, lambda: KeptEngine(file, base, tell=tell), out
        )
    except (UnsortedError, NotOursError):  # somebody else has written it
        out.write(wanted.write(material_of(file, base, report)[0]))
