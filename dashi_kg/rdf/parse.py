"""RDF files in: Turtle, TriG, N-Triples, N-Quads (also packed with gzip), JSON-LD, RDF/XML, or the folder of a release."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat

from dashi_kg.errors import DashiError, no_such, unreadable
from dashi_kg.language import Both, joined

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}
RELEASE_FILE = "dashi-kg.nq"
PACKED = ".gz"
PACKED_FILE = RELEASE_FILE + PACKED  # of a large release


def release_data(folder: Path) -> Path | None:
    """The file that holds all quads of the release in a folder, plain or packed; ``None``: there is none."""
    return next((f for f in (folder / RELEASE_FILE, folder / PACKED_FILE) if f.is_file()), None)


DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)  # what reading a packed file raises that is not whole


def damaged(file: Path, error: BaseException) -> DashiError:
    """A packed file that is not whole, by one of :data:`DAMAGED`."""
    return DashiError(
        Both(f"压缩文件已损坏（{error}）", f"the packed file is damaged ({error})"),
        remedy=Both("请重新发布，或换一个文件。", "Publish again, or name another file."),
        file=str(file),
    )


def opened(file: Path) -> IO[bytes]:
    """The bytes of a file of RDF, unpacked where it is packed.

    Raises:
        OSError: it cannot be opened.
    """
    return cast(IO[bytes], gzip.open(file)) if file.suffix == PACKED else file.open("rb")


def read_rdf(path: Path, base: str) -> list[Quad]:
    """The quads of one file, of a release (its N-Quads), or of all RDF files of a folder.

    Args:
        path: file or folder.
        base: resolves relative IRIs.

    Raises:
        DashiError: missing, of an unknown suffix, not RDF (with the line), or beyond a limit (see
            :mod:`dashi_kg.rdf.guarded`).
    """
    if path.is_dir():
        if file := release_data(path):
            return read_rdf(file, base)
        files = sorted(f for f in path.iterdir() if f.suffix.lower() in FORMATS)
        if not files:
            command = f"dashi-kg build {path} -o corpus"
            more = Both(f"若是报告，请先运行 {command}。", f"Of reports, make a graph first: {command}.")
            remedy = joined([_known(), more])
            raise DashiError(
                Both("文件夹里没有 RDF 文件", "no RDF file in this folder"), remedy=remedy, file=str(path)
            )
        return [quad for file in files for quad in read_rdf(file, base)]
    form = FORMATS.get(rdf_suffix(path))
    if form is None:
        if not path.exists():
            raise no_such(path)
        raise DashiError(
            Both(f"不能读取“{path.suffix}”这种文件", f"cannot read a file of the kind “{path.suffix}”"),
            remedy=_known(),
            file=str(path),
        )
    from dashi_kg.rdf.guarded import (  # here: a command that reads a text does without
        largest,
        quads_of,
        too_large,
    )

    try:
        if path.stat().st_size > largest():
            raise too_large(str(path))
        with opened(path) as source:
            data = source.read(largest() + 1)
        if len(data) > largest():
            raise too_large(str(path))
        return quads_of(data, form, base, str(path))
    except DAMAGED as error:
        raise damaged(path, error) from None
    except OSError as error:
        raise unreadable(path, error) from None


def rdf_suffix(path: Path) -> str:
    """What tells the syntax of a file; of a packed one, what stands before ``.gz``.

    >>> rdf_suffix(Path("a.TTL")), rdf_suffix(Path("dashi-kg.nq.gz")), rdf_suffix(Path("a.ttl.gz"))
    ('.ttl', '.nq', '')
    """
    if path.suffix.lower() == PACKED:
        return ".nq" if path.name.lower().endswith(".nq" + PACKED) else ""
    return path.suffix.lower()


def _known() -> Both:
    names = sorted([*FORMATS, ".nq" + PACKED])
    return Both(f"可以读取：{'、'.join(names)}。", f"These can be read: {', '.join(names)}.")
