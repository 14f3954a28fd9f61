"""What one report tells for the pages that count over all of them: how many quotes stand at their places, and what each of its parts holds.

Found in the statements of the report alone, so that it is kept while the report stays as it is; asked of a graph, each page looks at all reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from dashi_kg.export.tables.lookup import Facts
from dashi_kg.model.kinds import ordered
from dashi_kg.rdf.namespaces import FOREIGN, LABEL, RDF_TYPE
from dashi_kg.rdf.terms import language, value

Parts = Mapping[str, Mapping[str, int]]  # section → key of a kind → how many of the kind it holds


class Compared(NamedTuple):
    """A figure that may compare with others. IRIs, key of comparison, value as it is written."""

    figure: str
    body: str
    year: str
    key: str
    indicator: str
    value: str


class ToldByReports(Protocol):
    """What all reports of a release tell, where somebody has it ready."""

    @property
    def quotes(self) -> int:
        """How many quotes stand at their places, letter by letter."""
        ...

    def comparable(self) -> Iterator[Compared]:
        """The figures that may compare, by body, key, indicator, year and IRI."""
        ...

    @property
    def answers(self) -> Mapping[str, int]:
        """Name of a saved question → how many things its rows are about, of all reports; of some questions: see :func:`answers_of`."""
        ...

    def parts(self, report: str) -> Parts:
        """What the parts of a report (IRI) hold; see :func:`parts_of`."""
        ...


def counted_classes() -> dict[str, str]:
    """Prefixed name of a class → the key under which a part of a report counts its members."""
    drawn = ((kind, kind.drawn) for kind in ordered(("measure",)) if kind.drawn)
    return {kind.classes[0]: drawn.counted for kind, drawn in drawn if drawn.counted}


def quotes_of(facts: Facts, base: str) -> dict[str, list[str]]:
    """IRI of each text → its anchors whose quote stands at its place, letter by letter; without the IRI."""
    nif, texts = FOREIGN["nif"], dict[str, str]()
    found: dict[str, list[str]] = {}
    for anchor in facts.having(f"{nif}anchorOf"):
        text = facts.one(anchor, f"{nif}referenceContext")
        if text not in texts:
            texts[text] = facts.one(text, f"{base}ns#text")
        begin, end = (facts.one(anchor, f"{nif}{name}") for name in ("beginIndex", "endIndex"))
        if begin and end and texts[text][int(begin) : int(end)] == facts.one(anchor, f"{nif}anchorOf"):
            found.setdefault(text, []).append(anchor.removeprefix(text))
    return found


def answers_of(facts: Facts, base: str) -> dict[str, int]:
    """Name of a saved question (``ontology/questions``) → how many things of a report its rows are about."""
    fz = f"{base}ns#"
    measures = set(facts.of_type(f"{fz}Measure"))
    divided = {value(whole) for part in measures for whole in facts.all(part, f"{FOREIGN['dct']}isPartOf")}
    counted = {
        value(work) for one in facts.having(f"{fz}reportedIn") for work in facts.all(one, f"{fz}reportedIn")
    }
    bare = [
        one
        for one in measures - divided - counted
        if facts.one(one, f"{fz}inReport")
        and any(language(name).lower().startswith("zh") for name in facts.all(one, LABEL.value))
        and any(
            facts.one(value(spot), f"{FOREIGN['nif']}beginIndex") for spot in facts.all(one, f"{fz}anchor")
        )
    ]
    return {"measures-without-numbers": len(bare)}


def parts_of(facts: Facts, report: str, base: str) -> dict[str, dict[str, int]]:
    """The sections of the first level of a report, in the order of the text, with what each holds, by key; those that hold nothing are left out.

    An item that has parts of its own kind is not counted: they are.

    Args:
        facts: of the report.
        report: its IRI.
        base: the base IRI.
    """
    fz, part_of = f"{base}ns#", f"{FOREIGN['dct']}isPartOf"
    classes = {f"{fz}{name.removeprefix('fz:')}": key for name, key in counted_classes().items()}
    kinds = {
        item: {name for name in map(value, facts.all(item, RDF_TYPE.value)) if name in classes}
        for item in facts.of_type(*classes)
    }
    below: dict[str, list[str]] = defaultdict(list)
    divided = set[tuple[str, str]]()
    for part in facts.having(part_of):
        for whole in map(value, facts.all(part, part_of)):
            below[whole].append(part)
            divided.update((whole, name) for name in kinds.get(part, ()))
    holds: dict[str, list[str]] = defaultdict(list)  # section → items that stand in it
    holders = {
        item: [*map(value, facts.all(item, f"{fz}inSection"))] for item in facts.having(f"{fz}inSection")
    }
    for item in kinds:
        works = map(value, facts.all(item, f"{fz}reportedIn"))
        for section in {*holders.get(item, ()), *(s for work in works for s in holders.get(work, ()))}:
            holds[section].append(item)
    starts = {
        section: [
            int(begin)
            for anchor in facts.all(section, f"{fz}anchor")
            if (begin := facts.one(value(anchor), f"{FOREIGN['nif']}beginIndex"))
        ]
        for section in below.get(report, ())
    }
    tops = sorted((min(begins), section) for section, begins in starts.items() if begins)
    found = {}
    for _, top in tops:
        within, wanted = set[str](), [top]
        while wanted:
            within.add(one := wanted.pop())
            wanted += [part for part in below.get(one, ()) if part not in within]
        items: dict[str, set[str]] = defaultdict(set)
        for section in within:
            for item in holds.get(section, ()):
                for name in kinds[item]:
                    if (item, name) not in divided:
                        items[classes[name]].add(item)
        if counts := {key: len(items[key]) for key in classes.values() if items.get(key)}:
            found[top] = counts
    return found
