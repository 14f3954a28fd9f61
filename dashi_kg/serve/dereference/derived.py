"""Documents in forms that no file has: RDF/XML and a JSON tree, made of the document's N-Triples when asked for."""

from __future__ import annotations

import hashlib
import io
import json

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from dashi_kg.export.lean import lean_tree
from dashi_kg.rdf.namespaces import curie, prefixes
from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.http.content import DERIVED, Content, GoneError, Host
from dashi_kg.serve.http.paths import plain

_DERIVED = curie("prov:wasDerivedFrom")


def source_of(host: Host, path: str) -> str | None:
    """The file of N-Triples that a path can be made of; ``None``: it is a file itself, or nothing."""
    document, _, form = path.rpartition(".")
    if form not in DERIVED or host.has(path):
        return None
    return f"{document}.nt" if host.has(f"{document}.nt") else None


def _triples(host: Host, file: str) -> list[Triple]:
    """What a file of N-Triples says.

    Raises:
        GoneError: it was taken away.
    """
    found = host.get(file)
    if found is None:
        raise GoneError(file)
    try:
        lines = found.data if found.data is not None else found.file.read() if found.file else b""
    finally:
        found.close()
    return [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]


class Derived:
    """Makes them; each is kept while there is room.

    Args:
        base: the base IRI.
        cache: keeps what was made.
    """

    def __init__(self, base: str, cache: ByteCache) -> None:
        self.base, self.cache = base, cache

    def content(self, host: Host, path: str) -> Content | None:
        """The document in the form that a path names; ``None``: there is no such document.

        Raises:
            GoneError: the files were taken away.
            DashiError: the store behind does not answer.
        """
        source = source_of(host, path)
        if source is None:
            return None
        key = (host.version, f"derived {path}")
        data = self.cache.get(key)
        if data is None:
            triples = _triples(host, source)
            if path.endswith(".json"):
                triples += self._texts(host, triples, path)
            data = self._made(triples, path)
            self.cache.put(key, data)
        return Content(path, len(data), hashlib.sha256(data).hexdigest(), data)

    def _texts(self, host: Host, triples: list[Triple], path: str) -> list[Triple]:
        """The archived text that a report was read from: a tree has its words there."""
        report = NamedNode(self._iri(path))
        texts = [
            t.object.value
            for t in triples
            if t.subject == report and t.predicate == _DERIVED and isinstance(t.object, NamedNode)
        ]
        own = (iri.removeprefix(self.base) for iri in texts if iri.startswith(self.base))
        files = [f"{document}.nt" for document in own if host.has(f"{document}.nt")]
        name = NamedNode(f"{self.base}ns#text")
        return [t for file in files for t in _triples(host, file) if t.predicate == name]

    def _iri(self, path: str) -> str:
        document = path.rpartition(".")[0]
        return self.base + (plain(document.encode()) or document)

    def _made(self, triples: list[Triple], path: str) -> bytes:
        if path.endswith(".json"):
            tree = lean_tree(triples, self._iri(path), self.base)
            return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        used = {t.predicate.value for t in triples} | {
            t.object.value for t in triples if isinstance(t.object, NamedNode)
        }
        known = {
            name: iri for name, iri in prefixes(self.base).items() if any(u.startswith(iri) for u in used)
        }
        out = io.BytesIO()
        serialize(triples, out, format=RdfFormat.RDF_XML, prefixes=known)
        return out.getvalue()
