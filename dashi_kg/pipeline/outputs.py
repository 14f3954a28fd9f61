"""Reports → findings, a release, or another format."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from dashi_kg.errors import DashiError
from dashi_kg.files import Progress
from dashi_kg.language import Both
from dashi_kg.pipeline.inputs import (
    Given,
    corpus_file,
    given,
    no_progress,
    quads_file,
    read_one,
    report_folders,
    reports_in,
    shared_quads,
    streamed,
)
from dashi_kg.rdf.parse import DAMAGED, PACKED, RELEASE_FILE, opened
from dashi_kg.resources import data_dir
from dashi_kg.validation.data import Terms, terms
from dashi_kg.validation.engine import Outcome, Validator, joined

if TYPE_CHECKING:
    from dashi_kg.export.formats import Format, Material
    from dashi_kg.publishing.release import Release
    from dashi_kg.publishing.several import LeftOut
    from dashi_kg.query.on_disk.kept import Tell

_LARGE = 8 << 20  # bytes of a file of RDF that is checked in parts
_FINDINGS = "findings"  # of its parts, as they are kept

# The site and the formats are imported where they are written: a check needs neither.


def check(
    files: Sequence[Path], base: str, *, keep_going: bool = False, fresh: bool = False
) -> tuple[Outcome, tuple[LeftOut, ...]]:
    """Validate data (see :func:`given`) in the light of the vocabulary; without any, the reports that come along.

    Args:
        fresh: check all of a large corpus or release, also what has not changed since this user checked it last.

    Returns:
        What was found, and which reports were left out (only with ``keep_going``).

    Raises:
        DashiError: something is missing or cannot be read.
    """
    if files and (outcome := _large(files, base, fresh)):
        return outcome, ()
    if files:
        left: list[LeftOut] = []
        outcome = _validator(base).check_terms(_terms_of(files, base, keep_going, left))
        if not outcome.triples:
            raise DashiError(
                Both("没有可以检查的三元组", "no triples to check"),
                remedy=Both("请给出有数据的文件。", "Give files with data."),
                file=", ".join(map(str, files)),
            )
        return outcome, tuple(left)
    from dashi_kg.pipeline.report import build

    validator = _validator(base)
    folders = report_folders(data_dir() / "reports")
    return joined(validator.check(build(folder, base).statements) for folder in folders), ()


def _terms_of(files: Sequence[Path], base: str, keep_going: bool, left: list[LeftOut]) -> Iterator[Terms]:
    """The triples of what a user named, the one after the other; of a corpus, they are read while they are checked.

    Args:
        left: takes what was left out.
    """
    for file in files:
        if corpus := corpus_file(file):
            yield from terms(streamed(corpus, base))
        else:
            found = given(file, base, keep_going=keep_going)
            left += found.left_out
            for part in found.parts:
                yield from terms(part)


def _large(files: Sequence[Path], base: str, fresh: bool) -> Outcome | None:
    """The findings on a large file of N-Quads as ``build`` and ``publish`` write it, without holding it; ``None``: it is another."""
    from dashi_kg.query.on_disk.store_places import of_user
    from dashi_kg.validation.documents import NotInPartsError
    from dashi_kg.validation.large import check_large

    file = quads_file(files[0]) if len(files) == 1 else None
    if file is None:
        return None
    jobs = os.cpu_count() or 1
    # what reads it whole says what is wrong
    wrong = (NotInPartsError, SyntaxError, UnicodeDecodeError, OSError, *DAMAGED)
    with contextlib.suppress(*wrong), _unpacked(file) as plain:
        if plain.stat().st_size >= _LARGE:
            kept = None if fresh else of_user(file, _FINDINGS)
            return check_large(plain, base, partial(shared_quads, base, graphs=False), jobs, kept)
    return None


@contextlib.contextmanager
def _unpacked(file: Path) -> Iterator[Path]:
    """A file in which each place can be read: itself, or what is packed in it, which is taken away again."""
    if file.suffix != PACKED:
        yield file
        return
    import shutil  # here: few files are packed
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="dashi-kg-check-") as folder:
        plain = Path(folder, RELEASE_FILE)
        with opened(file) as packed, plain.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
        yield plain


def _validator(base: str) -> Validator:
    return Validator(base, lambda: shared_quads(base, graphs=False))


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
