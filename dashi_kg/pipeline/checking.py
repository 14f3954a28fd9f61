"""Data → findings: of few reports at once, of a large file or of many reports in parts."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from dashi_kg.errors import DashiError, DataError
from dashi_kg.language import Both
from dashi_kg.pipeline.inputs import (
    corpus_file,
    given,
    is_rdf,
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
    from dashi_kg.knowledge.reference import Division
    from dashi_kg.publishing.several import LeftOut

_LARGE = 8 << 20  # bytes of a file of RDF that is checked in parts
_FEW = 20  # reports that are checked together
_FINDINGS = "findings"  # of its parts, as they are kept


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
    if files and (found := _many(files, base, keep_going)):
        return found
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
            shared = partial(shared_quads, base, graphs=False)
            return check_large(plain, base, shared, jobs, of_user(file, _FINDINGS), fresh=fresh)
    return None


class _Written(NamedTuple):
    """A report that was read, and whose N-Quads are on the disk: what tells it apart from others."""

    file: str
    org_id: str
    year: str
    text_sha256: str
    division: Division | None
    quads: Path
    triples: int


@dataclass(frozen=True, slots=True)
class _Writer:
    """Reads a report and writes its N-Quads into a folder, by its number."""

    folder: Path
    base: str

    def __call__(self, task: tuple[int, Path]) -> _Written:
        number, report = task
        built = read_one(report, self.base)
        place = self.folder / f"{number:06}.nq"
        place.write_bytes(built.statements.sorted_lines())
        of = built.file, built.org_id, built.year, built.text_sha256, built.division
        return _Written(*of, place, len(built.statements))


def _many(files: Sequence[Path], base: str, keep_going: bool) -> tuple[Outcome, tuple[LeftOut, ...]] | None:
    """The findings on many reports, of which no more than a few are held at once; ``None``: they are few, or something else."""
    if not all(file.exists() for file in files) or any(map(is_rdf, files)):
        return None
    try:
        named = [reports_in(file)[0] for file in files]
    except DataError:  # what reads them one by one says what is wrong
        return None
    if sum(map(len, named)) <= _FEW:
        return None
    from dashi_kg.processes import shared
    from dashi_kg.publishing.data.merge import merge
    from dashi_kg.publishing.several import first_texts, read_all
    from dashi_kg.validation.large import check_large

    jobs = os.cpu_count() or 1
    taken: list[_Written] = []
    left: list[LeftOut] = []
    with TemporaryDirectory(prefix="dashi-kg-check-") as place:
        folder = Path(place)
        with shared(_Writer(folder, base), jobs) as ask:
            asked = iter([ask(task) for task in enumerate(chain.from_iterable(named))])
            for reports in named:
                read, out = read_all(
                    reports, lambda _: next(asked).result(), no_progress, keep_going=keep_going
                )
                if out and not read:
                    raise out[0].error
                taken += first_texts(read)[0]
                left += out
        together = folder / "all.nq"
        merge([report.quads for report in taken], together, folder / "merging")
        outcome = check_large(together, base, partial(shared_quads, base, graphs=False), jobs)
    # a triple that several reports state counts for each, as where they are few
    return outcome._replace(triples=sum(report.triples for report in taken)), tuple(left)


@contextlib.contextmanager
def _unpacked(file: Path) -> Iterator[Path]:
    """A file in which each place can be read: itself, or what is packed in it, which is taken away again."""
    if file.suffix != PACKED:
        yield file
        return
    import shutil  # here: few files are packed

    with TemporaryDirectory(prefix="dashi-kg-check-") as folder:
        plain = Path(folder, RELEASE_FILE)
        with opened(file) as packed, plain.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
        yield plain


def _validator(base: str) -> Validator:
    return Validator(base, lambda: shared_quads(base, graphs=False))
