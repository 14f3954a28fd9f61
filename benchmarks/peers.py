"""The same work by the programs of others, beside :mod:`benchmarks.sizes`: whole processes over the same files, in one run.

Jena comes from the jar of Fuseki (``DASHI_KG_FUSEKI``), pyrudof and ``oxigraph`` from the index; one that is not there is left out.
Each has a size beyond which it is not asked: what grows faster than the data would take the hours of all others.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

JAR = os.environ.get("DASHI_KG_FUSEKI", "")
_OXIGRAPH = os.environ.get("DASHI_KG_OXIGRAPH") or shutil.which("oxigraph") or ""
_PARSED = "import rdflib, sys; data = rdflib.Dataset(default_union=True); data.parse(sys.argv[1], format='nquads')\n"
_SHAPES = "shapes = rdflib.Graph().parse(sys.argv[2], format='turtle')\n"
_RUDOF = """
import sys, pyrudof as p
rudof = p.Rudof(p.RudofConfig())
rudof.read_data(sys.argv[1], format=p.RDFFormat.NTriples)
rudof.read_shacl(sys.argv[2])
rudof.validate_shacl()
"""
_PYLD = """
import json, sys
from pyld import jsonld
told = open(sys.argv[1], encoding="utf-8").read()
context = json.load(open(sys.argv[2], encoding="utf-8"))["@context"]
jsonld.compact(jsonld.from_rdf(told, {"format": "application/n-quads"}), context, {"graph": True})
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program beside a stage of ours.

    Attributes:
        stage: of :data:`benchmarks.sizes.STAGES`.
        command: words with ``{graph}`` (N-Quads), ``{triples}`` (N-Triples), ``{shapes}``, ``{context}``, ``{query}``, ``{store}``.
        most: reports beyond which it is not asked.
        there: whether it can be run here.
    """

    stage: str
    command: Sequence[str]
    most: int
    there: bool


def _python(code: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, *arguments)


def _jena(name: str, *arguments: str) -> tuple[str, ...]:
    return ("java", "-Xmx4g", "-cp", JAR, name, *arguments)


_JAVA = bool(JAR and shutil.which("java"))
PEERS = {
    "rdflib, parse": Peer("load", _python(_PARSED, "{graph}"), 100, find_spec("rdflib") is not None),
    "Jena riot": Peer("load", _jena("riotcmd.riot", "--sink", "{graph}"), 10_000, _JAVA),
    "Jena tdb2": Peer("load", _jena("tdb2.tdbloader", "--loc", "{store}-tdb2", "{graph}"), 1_000, _JAVA),
    "oxigraph load": Peer(
        "load", (_OXIGRAPH, "load", "--location", "{store}-oxigraph", "--file", "{graph}"), 10_000, bool(_OXIGRAPH)
    ),
    "pySHACL": Peer(
        "validate",
        _python(
            f"{_PARSED}{_SHAPES}import pyshacl; pyshacl.validate(data, shacl_graph=shapes)", "{graph}", "{shapes}"
        ),
        1,
        find_spec("pyshacl") is not None,
    ),
    "pyrudof": Peer("validate", _python(_RUDOF, "{triples}", "{shapes}"), 1, find_spec("pyrudof") is not None),
    "Jena shacl": Peer(
        "validate", _jena("shacl.shacl_validate", "--shapes", "{shapes}", "--data", "{triples}"), 1, _JAVA
    ),
    "rdflib, ask": Peer(
        "aggregate",
        _python(f"{_PARSED}print(len(list(data.query(open(sys.argv[2]).read()))))", "{graph}", "{query}"),
        10,
        find_spec("rdflib") is not None,
    ),
    "Jena arq": Peer("aggregate", _jena("arq.arq", "--data", "{triples}", "--query", "{query}"), 1_000, _JAVA),
    "oxigraph query": Peer(
        "aggregate",
        (
            _OXIGRAPH, "query", "--location", "{store}-oxigraph", "--query-file", "{query}", "--results-format", "csv",
            "--union-default-graph",
        ),
        10_000,
        bool(_OXIGRAPH),
    ),
    "PyLD": Peer("JSON-LD", _python(_PYLD, "{graph}", "{context}"), 1, find_spec("pyld") is not None),
}  # fmt: skip
