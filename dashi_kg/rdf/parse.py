"""RDF files in: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML, or the folder of a release."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad, RdfFormat

from dashi_kg.errors import DashiError
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
            remedy = f"{_known()} Of reports, make a graph first: dashi-kg build {path} -o corpus."
            raise DashiError("没有 RDF 文件 no RDF file in this folder", remedy=remedy, file=str(path))
        return [quad for file in files for quad in read_rdf(file, base)]
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise DashiError(f"unknown kind of file “{path.suffix}”", remedy=_known(), file=str(path))
    try:
        if path.stat().st_size > largest():
            raise too_large(str(path))
        return quads_of(path.read_bytes(), form, base, str(path))
    except FileNotFoundError:
        raise DashiError("no such file", remedy="Check the path.", file=str(path)) from None
    except OSError as error:
        cause = error.strerror or "cannot be read"
        raise DashiError(cause, remedy="Check its permissions.", file=str(path)) from None


def _known() -> str:
    return f"Known: {', '.join(sorted(FORMATS))}."
