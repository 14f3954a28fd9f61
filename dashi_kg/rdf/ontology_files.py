"""The files under ``ontology/`` as quads: terms, code lists, shapes, and the JSON-LD context."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from dashi_kg.errors import DataError, of_system, unreadable
from dashi_kg.language import Both, line
from dashi_kg.rdf.combinations import with_combinations
from dashi_kg.resources import ontology_dir

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SH_NAMESPACE = NamedNode("http://www.w3.org/ns/shacl#namespace")
_SH_MESSAGE = NamedNode("http://www.w3.org/ns/shacl#message")
SCHEME_FILES = ("values.ttl", "units.ttl")  # beside concepts/*.ttl
_CONTEXT_FILE = "context.jsonld"
_BASE_MARK = "{base}"
_RESTORE = Both("请恢复该文件。", "Restore the file.")


def ontology_quads(base: str, *, graphs: bool = True) -> list[Quad]:
    """Terms and alignments (``ontology/*.ttl`` but for values and units), in graph ``graph/ontology``.

    Args:
        base: the base IRI, ending with ``/``.
        graphs: whether the quads say their graph, which takes longer; else they are of the default graph.

    Raises:
        DataError: a file is missing or is not Turtle.
    """
    files = [path for path in turtle_files(ontology_dir()) if path.name not in SCHEME_FILES]
    return list(_ontology(_stamped(files), base, graphs))


def scheme_quads(base: str, *, graphs: bool = True) -> list[Quad]:
    """Code lists, small values and units, in graph ``graph/schemes``; ``skos:hasTopConcept`` is added,
    and the combinations of facets above the named indicators (:mod:`dashi_kg.rdf.combinations`).

    Args:
        base: the base IRI, ending with ``/``.
        graphs: see :func:`ontology_quads`.

    Raises:
        DataError: a file is missing or is not Turtle.
    """
    return list(_schemes(_stamped(scheme_files()), base, graphs))


_Stamped = tuple[tuple[Path, int], ...]  # files, each with the time at which it was written


# of a release the vocabulary is asked for several times, by a server for each new release
@lru_cache(maxsize=4)
def _ontology(files: _Stamped, base: str, graphs: bool) -> tuple[Quad, ...]:
    graph = NamedNode(base + "graph/ontology") if graphs else DefaultGraph()
    return tuple(_in_graph((path for path, _ in files), base, graph))


@lru_cache(maxsize=4)
def _schemes(files: _Stamped, base: str, graphs: bool) -> tuple[Quad, ...]:
    graph = NamedNode(base + "graph/schemes") if graphs else DefaultGraph()
    quads = with_combinations(_in_graph((path for path, _ in files), base, graph), base, graph)
    top = NamedNode(_SKOS + "topConceptOf")
    inverse = [
        Quad(q.object, NamedNode(_SKOS + "hasTopConcept"), q.subject, graph)
        for q in quads
        if q.predicate == top and isinstance(q.object, NamedNode) and isinstance(q.subject, NamedNode)
    ]
    return tuple(dict.fromkeys([*quads, *inverse]))


def shapes_quads(base: str, language: str = "") -> list[Quad]:
    """The shapes (``ontology/shapes/*.ttl``) in the default graph, ``sh:namespace`` made absolute.

    Args:
        base: the base IRI, ending with ``/``.
        language: only the messages in this one (``zh``, ``en``): Apache Jena takes one ``sh:message`` for a SPARQL constraint,
            although SHACL allows one in each language.

    Raises:
        DataError: there is no shape file, or one is not Turtle.
    """
    found = []
    for path in turtle_files(ontology_dir() / "shapes"):
        for quad in read_turtle(path, base):
            if (
                language
                and quad.predicate == _SH_MESSAGE
                and getattr(quad.object, "language", "") != language
            ):
                continue
            if quad.predicate == _SH_NAMESPACE and isinstance(quad.object, Literal):
                namespace = quad.object.value  # urljoin would drop the empty fragment of ns#
                absolute = Literal(
                    namespace if ":" in namespace else base + namespace, datatype=quad.object.datatype
                )
                quad = Quad(quad.subject, quad.predicate, absolute, quad.graph_name)
            found.append(quad)
    return found


def context(base: str) -> dict[str, Any]:
    """The JSON-LD document ``{"@context": …}``, with the base filled in. The caller may change it.

    Args:
        base: the base IRI, ending with ``/``.

    Raises:
        DataError: the file is missing or is not JSON.
    """
    path = ontology_dir() / _CONTEXT_FILE
    try:
        words = _read(path, path.stat().st_mtime_ns).replace(_BASE_MARK, base)
        loaded: dict[str, Any] = json.loads(words)
    except json.JSONDecodeError as error:
        place = line(error.lineno, error.colno)
        raise DataError(
            Both(f"不是 JSON（{error.msg}）", f"not JSON ({error.msg})"),
            remedy=Both("请改正。", "Correct it."),
            file=_name(path),
            place=place,
        ) from None
    except OSError as error:
        raise unreadable(_name(path), error, remedy=_RESTORE, kind=DataError) from None
    except UnicodeDecodeError as error:
        raise DataError(of_system(error), remedy=_RESTORE, file=_name(path)) from None
    return loaded


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> str:
    """The file as it was at this time: a process that can open no file any more still has it."""
    return path.read_text(encoding="utf-8")


def turtle_files(folder: Path) -> list[Path]:
    """The Turtle files of a folder, sorted.

    Raises:
        DataError: there is none.
    """
    found = sorted(folder.glob("*.ttl"))
    if not found:
        raise DataError(
            Both("没有 Turtle 文件", "there is no Turtle file"),
            remedy=Both("请重新安装 dashi-kg。", "Install dashi-kg again."),
            file=_name(folder),
        )
    return found


def scheme_files() -> list[Path]:
    """The files of the code lists, units and small values. Raises as :func:`turtle_files`."""
    folder = ontology_dir()
    return [*turtle_files(folder / "concepts"), *(folder / name for name in SCHEME_FILES)]


def _name(path: Path) -> str:
    """The path as a user knows it: from ``ontology/`` on."""
    folder = ontology_dir()
    return f"ontology/{path.relative_to(folder).as_posix()}" if path.is_relative_to(folder) else path.name


def _stamped(files: Iterable[Path]) -> _Stamped:
    """Raises :class:`~dashi_kg.errors.DataError` where one cannot be read."""
    found = []
    for path in files:
        try:
            found.append((path, path.stat().st_mtime_ns))
        except OSError as error:
            raise unreadable(_name(path), error, remedy=_RESTORE, kind=DataError) from None
    return tuple(found)


def read_turtle(path: Path, base: str) -> list[Quad]:
    """The quads of one vocabulary file, relative IRIs resolved against the base.

    Raises:
        DataError: the file is not Turtle (with the line), or cannot be read.
    """
    try:
        return list(_parsed(path, path.stat().st_mtime_ns, base))
    except SyntaxError as error:
        place = line(error.lineno, error.offset) if error.lineno else ""
        raise DataError(
            Both(f"不是 Turtle（{error.msg}）", f"not Turtle ({error.msg})"),
            remedy=Both("请改正文件的这一处。", "Correct the file there."),
            file=_name(path),
            place=place,
        ) from None
    except OSError as error:
        raise unreadable(_name(path), error, remedy=_RESTORE, kind=DataError) from None


@lru_cache(maxsize=512)
def _parsed(path: Path, stamp: int, base: str) -> tuple[Quad, ...]:
    """The file as it was at this time: code lists are asked for as quads and as plain values."""
    return tuple(parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=base))


def _in_graph(files: Iterable[Path], base: str, graph: NamedNode | DefaultGraph) -> list[Quad]:
    """The quads of the files in one graph, each once, in the order of the files."""
    if isinstance(graph, DefaultGraph):  # as they were read
        return [quad for path in files for quad in read_turtle(path, base)]
    quads = (Quad(q.subject, q.predicate, q.object, graph) for path in files for q in read_turtle(path, base))
    return list(dict.fromkeys(quads))
