"""RDF files in: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML, or the folder of a release."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad, RdfFormat

from dashi_kg.errors import DashiError, no_such, unreadable
from dashi_kg.language import Both, joined
from dashi_kg.rdf.guarded import largest, quads_of, too_large

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
        if (path / RELEASE_FILE).is_file():
            return read_rdf(path / RELEASE_FILE, base)
        files = sorted(f for f in path.iterdir() if f.suffix.lower() in FORMATS)
        if not files:
            command = f"dashi-kg build {path} -o corpus"
            more = Both(f"若是报告，请先运行 {command}。", f"Of reports, make a graph first: {command}.")
            remedy = joined([_known(), more])
            raise DashiError(
                Both("文件夹里没有 RDF 文件", "no RDF file in this folder"), remedy=remedy, file=str(path)
            )
        return [quad for file in files for quad in read_rdf(file, base)]
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        if not path.exists():
            raise no_such(path)
        raise DashiError(
            Both(f"不能读取“{path.suffix}”这种文件", f"cannot read a file of the kind “{path.suffix}”"),
            remedy=_known(),
            file=str(path),
        )
    try:
        if path.stat().st_size > largest():
            raise too_large(str(path))
        return quads_of(path.read_bytes(), form, base, str(path))
    except OSError as error:
        raise unreadable(path, error) from None


def _known() -> Both:
    names = sorted(FORMATS)
    return Both(f"可以读取：{'、'.join(names)}。", f"These can be read: {', '.join(names)}.")
