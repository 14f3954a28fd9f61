"""Files of a report that the data hold already, made when asked for: the table unpacked and as a workbook, its columns, the findings as RDF.

``reports/{org}/{year}/observations.csv``, ``observations.xlsx``, ``observations.csv-metadata.json``, ``validation.ttl``: as publish writes them.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable

from dashi_kg.export.tables.csvw import csvw_bytes
from dashi_kg.export.tables.observations import NUMBERS, Row
from dashi_kg.export.tables.workbook import xlsx_bytes
from dashi_kg.publishing.former_findings import FILE
from dashi_kg.query.result import Engine
from dashi_kg.query.write import no_formula
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.validation.engine import Outcome
from dashi_kg.validation.finding import Finding
from dashi_kg.validation.render import render
from dashi_kg.validation.shapes import load_shapes


def report_table(engine: Engine, base: str, path: str, read: Callable[[str], bytes]) -> bytes | None:
    """The bytes of such a file; ``None``: it is another.

    Args:
        engine: over the data.
        base: the base IRI.
        path: of the file.
        read: gives the bytes of a file that is there.
    """
    folder, _, name = path.rpartition("/")
    _, body, year = (*folder.split("/"), "", "")[:3]
    if name == "observations.csv-metadata.json":
        return csvw_bytes(base)
    if name == "validation.ttl":
        return render(_outcome(read(f"{folder}/{FILE}"), base), "turtle", base=base).encode("utf-8")
    if name in ("observations.csv", "observations.xlsx"):
        table = gzip.decompress(read(f"{folder}/observations.csv.gz"))
        if name == "observations.csv":
            return table
        return xlsx_bytes(_rows(table), _issued(engine, f"{base}report/{body}/{year}"))
    return None


def _rows(data: bytes) -> list[Row]:
    """The rows of a table that :func:`~dashi_kg.export.tables.observations.csv_bytes` has written."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [
        {n: c if n in NUMBERS else c[1:] if c and no_formula(c[1:]) == c else c for n, c in row.items()}
        for row in rows
    ]


def _issued(engine: Engine, report: str) -> str:
    rows = engine.run(f"SELECT ?day WHERE {{ <{report}> {curie('dct:issued')} ?day }}").rows or ()
    return next((value(day) for (day,) in rows), "")


def _outcome(data: bytes, base: str) -> Outcome:
    """The findings as :func:`~dashi_kg.validation.render.render` has written them."""
    shapes = {shape.iri: shape for shape in load_shapes(base)[0]}
    told = json.loads(data)
    findings = tuple(
        Finding(
            shapes[f["shape"]],
            f["focus"],
            f["label"]["zh"],
            f["label"]["en"],
            f["message"]["zh"],
            f["message"]["en"],
            f["value"] or "",
            f["quote"] or "",
            f["start"],
            f["end"],
            f["line"],
            f["source"] or "",
        )
        for f in told["findings"]
    )
    return Outcome(findings, told["triples"], told["shapes"])
