"""The tree of a report for programs: light for every text, whole for who reads its defaults, and JSON-LD for who reads that."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import Graph

from benchmarks.texts import text as generated
from dashi_kg.export.frames import as_list
from dashi_kg.export.lean import lean_tree
from dashi_kg.export.lean_defaults import DEFAULTS
from dashi_kg.export.lean_items import REST, backwards, counted_in, list_names, name_of
from dashi_kg.pipeline import build
from dashi_kg.rdf.jsonld import compactor, nodes
from dashi_kg.rdf.ontology_files import context
from dashi_kg.rdf.terms import value
from dashi_kg.settings import settings
from tests.conftest import REPORT_DIR
from tests.labelled import NAMES, text_of
from tests.test_lean import dense

BASE = settings(None).base
# what a tree does not tell of an item: the other direction of a link, what only says how it was read, and the key that the facets make
NOT_TOLD = {"comparisonKey", "countedBy", "hasPart", "hasTarget", "item", "rule", "translationBasis", "treatAs"}  # fmt: skip
# Texts by name: full of figures, short, or both; of seven styles.
TEXTS: dict[str, Callable[[], str]] = {
    "dense": dense,
    **{f"generated {n}, {length}": partial(generated, n, length, 1.0) for n in range(7) for length in (400, 2000)},
    **{name: partial(text_of, name) for name in NAMES},
}  # fmt: skip


@cache
def triples_of(path: Path) -> tuple[str, str, list[Triple]]:
    """The report, its text, and all that is said of both."""
    built = build(path, BASE)
    report = next(value(q.subject) for q in built.quads if value(q.object) == f"{BASE}ns#Report")
    return report, built.extraction.source.text, [q.triple for q in built.quads]


def tree_of(path: Path) -> dict[str, Any]:
    report, _, triples = triples_of(path)
    return lean_tree(triples, report, BASE)


def weight(tree: dict[str, Any]) -> int:
    return len(json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode())


def test_it_weighs_at_most_eight_times_its_text(tmp_path: Path) -> None:
    heavy = {}
    for name, text in TEXTS.items():
        file = tmp_path / f"{name}.txt"
        file.write_text(text(), encoding="utf-8")
        tree = tree_of(file)
        times = weight(tree) / len(text().encode())
        assert any("indicator" in item for _, item, _ in items(tree))
        if times > 8:
            heavy[name] = times
    assert weight(tree_of(REPORT_DIR)) <= 6 * len(triples_of(REPORT_DIR)[1].encode())
    assert not heavy


def items(tree: dict[str, Any], whole: str = "") -> Iterator[tuple[str, dict[str, Any], str]]:
    """List, item, and the id of what it stands in."""
    for name in sorted(list_names() & tree.keys()):
        for item in tree[name]:
            yield name, item, whole or tree["id"]
            yield from items(item, item["id"])


def filled(tree: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each item as ``docs/serve.md`` tells to read it: with defaults, and what its words and the report say."""
    prefixes = {
        name: entry["@id"] if isinstance(entry, dict) else entry
        for name, entry in tree["@context"][1].items()
        if len(name) == 1
    }
    text = tree["wasDerivedFrom"]["text"]

    def whole(iri: Any) -> Any:
        if not isinstance(iri, str):
            return [whole(one) for one in iri] if isinstance(iri, list) else iri
        head, colon, tail = iri.partition(":")
        return prefixes[head] + tail if colon and head in prefixes else iri

    found = {}
    for name, lean, above in items(tree):
        item = {
            k: v
            for k, v in {**tree[DEFAULTS].get(name, {}), **lean}.items()
            if k not in list_names() and v is not None
        }
        begin, end = (int(n) for n in as_list(item["at"])[0].removeprefix("t:").split(","))
        words = text[begin:end]
        if "indicator" in item:
            item["observedProperty"] = item.pop("indicator")
            item["countedThing"] = item.get("countedThing") or {"zh": counted_in(words)}
        if item["type"] != "NotStatistic" and "zh" not in item.get("label", {}):
            item["label"] = {"zh": name_of(words, item), **item.get("label", {})}
        item["anchor"] = item.pop("at")
        item.setdefault("basis", tree["basis"])
        if name in backwards() or name == "hasPart":
            item[backwards()[name]["@reverse"].removeprefix("fz:") if name in backwards() else "isPartOf"] = (
                above
            )
        found[whole(item["id"])] = {key: whole(words) for key, words in item.items()}
    return found


@pytest.mark.parametrize("name", ["dashi", "dense", "r09", "r15"])
def test_who_reads_its_defaults_has_all_facts(name: str, tmp_path: Path) -> None:
    file = REPORT_DIR
    if name != "dashi":
        file = tmp_path / "a.txt"
        file.write_text(TEXTS[name](), encoding="utf-8")
    report, text, triples = triples_of(file)
    tree = tree_of(file)
    assert tree["wasDerivedFrom"]["text"] == text
    own = {k: n for k, n in nodes(triples, BASE).items() if k.startswith(f"{report}#") and "anchor" in n}
    of_report = {"inReport": report, "issuer": f"{BASE}{tree['creator']['id']}", "year": tree["reportYear"]}
    read = filled(tree)
    assert read.keys() == own.keys()
    for key, node in own.items():
        wanted = {k: v for k, v in node.items() if k not in NOT_TOLD and of_report.get(k) != v}
        assert _whole({**read[key], "id": key}) == _whole(wanted), key


def _whole(node: dict[str, Any]) -> dict[str, Any]:
    """With the IRIs that are relative to the base as our context writes them; one value as a list of one."""

    def iri(words: Any) -> Any:
        if not isinstance(words, str) or "/" not in words:
            return words
        whole = words if words.startswith("http") else f"{BASE}{words}"
        return compactor(BASE).iri(whole)

    return {name: [iri(one) for one in as_list(words)] for name, words in node.items()}


def test_it_is_json_ld_for_three_readers() -> None:
    tree = copy.deepcopy(tree_of(REPORT_DIR))
    assert tree["@context"][0] == f"{BASE}ontology/context.jsonld"
    tree["@context"][0] = context(BASE)["@context"]
    document = json.dumps(tree)
    by_pyld = {
        q.triple
        for q in parse(
            jsonld.to_rdf(tree, {"format": "application/n-quads"}).encode(), format=RdfFormat.N_QUADS
        )
    }
    by_oxigraph = {q.triple for q in parse(document.encode(), format=RdfFormat.JSON_LD)}
    by_rdflib = {
        q.triple
        for q in parse(Graph().parse(data=document, format="json-ld").serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES)
    }  # fmt: skip
    _, _, triples = triples_of(REPORT_DIR)
    assert by_pyld == by_oxigraph == by_rdflib
    assert by_pyld <= set(triples)  # nothing is said that the graph does not say
    figures = [item for name, item, _ in items(tree) if "indicator" in item]
    named = {value(t.subject) for t in by_pyld if value(t.predicate).endswith("observedProperty")}
    assert len(figures) == len(named) == 31


def test_parts_of_each_other_stand_somewhere() -> None:
    report, _, triples = triples_of(REPORT_DIR)
    part_of, first, second = "http://purl.org/dc/terms/isPartOf", *_two_sections(triples, report)
    lines = [f"<{s}> <{part_of}> <{o}> ." for s, o in ((first, second), (second, first))]
    odd = [q.triple for q in parse("\n".join(lines), format=RdfFormat.N_TRIPLES)]
    rest = [t for t in triples if not (value(t.predicate) == part_of and value(t.subject) in (first, second))]
    tree = lean_tree([*rest, *odd], report, BASE)
    assert {"r:" + iri.partition("#")[2] for iri in (first, second)} <= {item["id"] for item in tree[REST]}


def _two_sections(triples: list[Triple], report: str) -> list[str]:
    sections = sorted(value(t.subject) for t in triples if value(t.object) == f"{BASE}ns#Section")
    return [iri for iri in sections if iri.startswith(f"{report}#")][:2]


def test_words_stand_at_the_item_where_the_text_has_others() -> None:
    report, _, triples = triples_of(REPORT_DIR)
    tree = lean_tree((t for t in triples if value(t.predicate) != f"{BASE}ns#text"), report, BASE)
    assert all(
        {"id", "anchorOf"} == place.keys() for _, item, _ in items(tree) for place in as_list(item["at"])
    )
