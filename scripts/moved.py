"""Write ``data/moved.csv``: where the numbered IRIs of an earlier release lead now.

Items of a report once had numbers for ids (``#o16``, ``#m2.4.3e``, ``#n3``), and links were named by those. An item of
the old release and one of the new are the same where class, words and places in the text agree; a link is the same where
its ends are. Run it from the root of the project, with the N-Quads of both releases::

    python scripts/moved.py old/dashi-kg.nq new/dashi-kg.nq
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from dashi_kg.rdf.jsonld import natural
from dashi_kg.rdf.namespaces import LABEL, RDF_TYPE
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.rdf.terms import language, value
from dashi_kg.settings import settings

FILE = Path(__file__).parents[1] / "data" / "moved.csv"
_ENDS = frozenset(
    (
        "plan",
        "problem",
        "measure",
        "oneSide",
        "otherSide",
        "echoes",
        "item",
        "concept",
        "cites",
        "wasDerivedFrom",
    )
)
_CLASSES = frozenset(
    (
        "Observation",
        "Target",
        "Measure",
        "Problem",
        "PlanItem",
        "Citation",
        "Campaign",
        "Mechanism",
        "NotStatistic",
        "ActorGroup",
        "Section",
    )
)
Key = tuple[object, ...]


class Release:
    """The items of a release: what tells each apart, and the links between them."""

    def __init__(self, file: Path) -> None:
        base = settings().base
        self.classes: dict[str, set[str]] = defaultdict(set)
        self.ends: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.words: dict[str, str] = {}
        self.places: dict[str, set[str]] = defaultdict(set)
        self.order: dict[str, int] = {}
        for q in read_rdf(file, base):
            s, name = value(q.subject), value(q.predicate).rpartition("#")[2]
            if not s.startswith(f"{base}report/") or "#" not in s:
                continue
            s, o = s.removeprefix(base), value(q.object).removeprefix(base)
            if q.predicate == RDF_TYPE:
                self.classes[s].add(o.rpartition("#")[2])
            elif q.predicate == LABEL and language(q.object) == "zh":
                self.words[s] = o
            elif name == "anchor":
                self.places[s].add(o)
            elif name == "order":
                self.order[s] = int(o)
            elif name in _ENDS:
                self.ends[s].add((name, o))

    def items(self) -> dict[Key, list[str]]:
        """Class, words and places → the items that have them, in the order of the text."""
        found: dict[Key, list[str]] = defaultdict(list)
        for s, classes in self.classes.items():
            if kind := classes & _CLASSES:
                found[(min(kind), self.words.get(s, ""), tuple(sorted(self.places[s])))].append(s)
        return {
            key: sorted(same, key=lambda s: (self.order.get(s, 0), natural(s))) for key, same in found.items()
        }


def moved(old: Release, new: Release) -> dict[str, str]:
    """Old IRI → new, below the base."""
    known = new.items()
    found = {
        one: other
        for key, same in old.items().items()
        if len(same) == len(known.get(key, ()))
        for one, other in zip(same, known[key], strict=True)
    }
    documents = {s: {o for name, o in ends if name == "cites"} for s, ends in new.ends.items()}
    for s, ends in old.ends.items():
        for name, o in ends:
            if name == "cites" and o.startswith("report/") and s in found:
                found[o] = min(documents[found[s]])
    by_ends = {
        (frozenset(ends), frozenset(new.classes[s])): s for s, ends in new.ends.items() if new.classes[s]
    }
    for s, ends in old.ends.items():
        there = frozenset((name, found.get(o, o)) for name, o in ends)
        if s not in found and (there, frozenset(old.classes[s])) in by_ends:
            found[s] = by_ends[there, frozenset(old.classes[s])]
    return {one: other for one, other in found.items() if one != other}


def main() -> None:
    """Read both releases, write the table."""
    old, new = (Release(Path(name)) for name in sys.argv[1:3])
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("old", "new"))
        writer.writerows(sorted(moved(old, new).items()))


if __name__ == "__main__":
    main()
