"""Write ``data/moved.csv``: where the numbered IRIs of earlier releases lead now.

Until version 0.1 the items of a report had numbers for ids (``#o16``, ``#m2.4.3e``, ``#n3``, ``#d1``, ``#doc2``), and
links were named by those. For a report with registered ids the numbers are known; this script gives each the id that
its words have now. Run it from the root of the project: ``python scripts/moved.py data/reports/*/*``.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad

from dashi_kg.graph.derive import derive
from dashi_kg.knowledge.lasting import lasting_ids, numbered
from dashi_kg.pipeline.report import build
from dashi_kg.rdf.terms import value
from dashi_kg.settings import settings

FILE = Path(__file__).parents[1] / "data" / "moved.csv"
_ENDS = {
    "addresses": ("plan", "problem"), "continues": ("plan", "measure"), "tension": ("oneSide", "otherSide"),
    "echo": ("measure",), "classify": ("item",),
}  # fmt: skip


def moved(report: Path) -> Iterator[tuple[str, str]]:
    """The old and the new IRI, below the base, of each item of a report that had a number."""
    base = settings().base
    built = build(report, base)
    found = built.extraction
    whole = f"report/{built.org_id}/{built.year}"
    ids = lasting_ids(found)
    by_iri = {new: old for old, new in ids.items()}
    quotes = [found.source.quote(entry.span) for entry in found.not_statistics]
    ids |= {f"n{i}": new for i, new in enumerate(numbered("n", quotes), start=1)}
    values = derive(found.observations)
    names = numbered("d", (" ".join((v.rule, *(ids[i] for i in v.inputs))) for v in values))
    ids |= {f"d{i}": new for i, new in enumerate(names, start=1)}
    cited = {value(q.subject).partition("#")[2]: value(q.object) for q in built.quads if q.predicate.value.endswith("ns#cites")}
    said = {value(q.subject) for q in built.quads}
    for old, new in ids.items():
        if f"{base}{whole}#{new}" in said:  # bodies and places with names have IRIs of their own
            yield f"{whole}#{old}", f"{whole}#{new}"
        document = cited.get(new, "")
        if document.startswith((f"{base}{whole}#", f"{base}law/title/")):
            yield f"{whole}#doc{old[1:]}", document.removeprefix(base)
    for link in _links(built.quads, f"{base}{whole}#"):
        head, *ends = _parts(link)
        if head in _ENDS:
            yield f"{whole}#{'-'.join([head, *(by_iri.get(e, e) for e in ends)])}", f"{whole}#{link}"


def _links(quads: list[Quad], whole: str) -> list[str]:
    kinds = {value(q.subject) for q in quads if value(q.object).endswith("ns#InterpretiveLink")}
    return sorted(iri.removeprefix(whole) for iri in kinds if iri.startswith(whole))


def _parts(link: str) -> list[str]:
    """``addresses-a-2f6bdbb0f2-p-53d8d3f6a1`` as ``addresses``, ``a-2f6bdbb0f2``, ``p-53d8d3f6a1``."""
    head, *rest = link.split("-")
    out, at = [head], 0
    while at < len(rest):
        two = len(rest[at]) == 1 and at + 1 < len(rest) and len(rest[at + 1]) >= 10
        out.append("-".join(rest[at : at + 2]) if two else rest[at])
        at += 2 if two else 1
    return out


def main() -> None:
    rows = sorted({pair for name in sys.argv[1:] for pair in moved(Path(name))})
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("old", "new"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
