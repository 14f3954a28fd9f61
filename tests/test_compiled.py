"""Queries of shapes as Python give what a store of triples gives; what is beyond that, the store answers."""

from __future__ import annotations

import random
import re
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from dashi_kg.pipeline import build, shared_quads
from dashi_kg.rdf.namespaces import FOREIGN, XSD
from dashi_kg.rdf.terms import select
from dashi_kg.reader.numbers.rules import RULES
from dashi_kg.text.fold import fold
from dashi_kg.validation.checks import QUERIES, _is_counted, numbers_in
from dashi_kg.validation.compiled.code import compiled
from dashi_kg.validation.compiled.not_compiled import NotCompiledError
from dashi_kg.validation.compiled.syntax import read_query
from dashi_kg.validation.compiled.values import lexical, quoted
from dashi_kg.validation.data import Data, Solution, terms
from dashi_kg.validation.shapes import asked_for, known_prefixes, load_shapes
from dashi_kg.validation.shared import Shared
from tests.conftest import REPORT_DIR
from tests.many import in_one

BASE = "https://example.org/kg/"
SHAPES, LINES = load_shapes(BASE)
PREFIXES = known_prefixes(BASE, LINES) | {"": "urn:"}
ALL_QUERIES = [shape.select for shape in SHAPES if shape.select] + list(QUERIES)


def rows(found: list[Solution]) -> set[tuple[tuple[str, str], ...]]:
    return {tuple(sorted(row.items())) for row in found}


def store_of(data: Data) -> Store:
    store = Store()
    store.bulk_load(data.triples.lines().encode(), RdfFormat.N_TRIPLES)
    return store


def by_store(store: Store, query: str) -> list[Solution]:
    return [{n: str(t) for n, t in row.items()} for row in select(store, query, base=BASE, prefixes=PREFIXES)]


@in_one("query", ALL_QUERIES)
def test_every_query_of_ours_is_compiled(query: str) -> None:
    compiled(read_query(query, PREFIXES))


def test_each_shape_gives_what_a_store_gives_over_data_with_faults() -> None:
    dice = random.Random(14)
    whole = [quad.triple for quad in build(REPORT_DIR, BASE).quads]
    things = [triple.object for triple in whole]
    subjects = sorted({str(triple.subject) for triple in whole})
    spoilt = []
    for triple in whole:
        fault = dice.random()
        thing = triple.object
        if fault < 0.08:
            continue
        if fault < 0.12:
            spoilt.append(Quad(triple.subject, triple.predicate, dice.choice(things)))
        elif fault < 0.16 and isinstance(thing, Literal):
            thing = dice.choice(
                (
                    Literal("12.50", datatype=NamedNode(XSD + "decimal")),
                    Literal("无", language="zh"),
                    Literal(-1),
                )
            )
        elif fault < 0.22 and isinstance(thing, NamedNode):
            thing = NamedNode(dice.choice(subjects)[1:-1])
        spoilt.append(Quad(triple.subject, triple.predicate, thing))
    wanted, classes = asked_for(BASE, QUERIES)
    data = Data(map(str, wanted), BASE, PREFIXES)
    data.take(terms(spoilt))
    data.take(Shared(BASE, shared_quads(BASE, graphs=False), wanted, classes).reached(data))
    store, fired = store_of(data), 0
    for query in ALL_QUERIES:
        found = rows(data.select(query))
        assert found == rows(by_store(store, query)), query
        fired += bool(found)
    assert fired > 20, "the faults are few"


# numbers, words in languages, an IRI; a chain, two of one
SMALL = r"""
:a :n 3 ; :w "three" ; :t "drei"@de ; :next :b ; :kind :odd ; :size 2.50 .
:b :n 4 ; :w "four \"4\"\n" ; :next :c ; :kind :even .
:c :n 0 ; :w "" ; :t "ten"@de ; :next :a , :d ; :kind :even , :odd ; :size 0.4 .
:d :n 10 , 7 ; :t "zehn"@de , "ten"@en .
"""
ASKED = (
    "?x :n ?n FILTER(?n > 3)", "?x :n ?n FILTER(!(?n < 4 || ?n = 10))", "?x :w ?v FILTER(?v = 'no')".replace("'", '"'),
    "?x :n ?n ; :size ?s BIND(?n + ?s AS ?v)", "?x :n ?n ; :size ?s BIND(?n - ?s AS ?v)", "?x :n ?n ; :size ?s BIND(?n * ?s AS ?v)",
    "?x :n ?n BIND(10 / ?n AS ?v)", "?x :size ?s BIND(ROUND(?s) AS ?v)", "?x :n ?n BIND(IF(?n > 3, \"more\", \"less\") AS ?v)",
    "?x :kind ?k OPTIONAL { ?x :w ?v } FILTER(!BOUND(?v))", "?x :n ?n OPTIONAL { ?x :size ?s } BIND(COALESCE(?s, ?n, 1) AS ?v)",
    "?x :n ?n OPTIONAL { ?x :next ?y . ?y :n ?m FILTER(?m > ?n) }", "{ ?x :kind :odd } UNION { ?x :size ?v FILTER(?v < 1) }",
    "?x :next+ ?v", "?x :next+ :a", "?x :w|:t ?v", "?x :t ?v FILTER(LANG(?v) = \"de\")", "?x :t|:w|:n|:size ?w BIND(DATATYPE(?w) AS ?v)",
    "?x :w|:t ?w BIND(STR(?w) AS ?v)", "?x :w ?w BIND(CONCAT(?w, \"!\", STR(?x)) AS ?v)", "?x :w ?w BIND(SUBSTR(?w, 2, 3) AS ?v)",
    "?x :w ?w BIND(SHA256(?w) AS ?v)", "?x :w ?w BIND(STRBEFORE(?w, \"r\") AS ?v)", "?x :w ?w BIND(REPLACE(?w, \"([a-r])r\", \"$1-\") AS ?v)",
    "?x :w|:t|:n ?v FILTER(REGEX(?v, \"^[^f]+e$|zehn\"))", "?x :w|:t|:n ?v FILTER(CONTAINS(?v, \"ee\") || STRSTARTS(?v, \"z\"))",
    "?x :w|:t|:n ?v FILTER(!STRENDS(?v, \"e\"))", "?x :kind ?v FILTER(?v IN (:odd, :other))", "?x :kind|:n ?v FILTER(?v NOT IN (:odd, :other))",
    "?x :kind|:n|:w|:t ?v FILTER(?v != :odd)", "?x :n|:w|:t ?v . ?y :n|:w|:t ?z FILTER(?v = ?z && ?x != ?y)",
    "?x :n|:w|:t|:kind ?v . ?y :size ?z FILTER(!(?v = ?z))", "?x :n|:w|:t|:kind ?v . ?y :size|:w ?z FILTER(?v <= ?z)",
    "?x :n ?n FILTER NOT EXISTS { ?x :next ?y . ?y :n ?m FILTER(?m > ?n) }", "?x :kind :even FILTER EXISTS { ?y :next ?x FILTER NOT EXISTS { ?y :size ?any } }",
    "VALUES ?k { :odd :even } ?x :kind ?k", "?x :n ?n BIND(STRDT(STR(?n), xsd:decimal) AS ?v)", "?x :n ?v FILTER(?v >= 3 && ?v <= 7) # a comment\n",
    "?x :t ?v . ?y :t ?z FILTER(?v = ?z)", "?x :t ?v . ?x :t ?z FILTER(?v != ?z && !(LANG(?v) = LANG(?z)))", "?x :w|:t|:n ?v FILTER(!(LANG(?v) = \"de\"))",
    "?x :n ?n ; :w|:t|:size ?v FILTER(?n + 1 >= ?v)", "?x :n ?n ; :w|:t|:size ?v FILTER(!(?n + 1 < ?v))",
    "?x :kind ?k ; ?p ?v", "?x :w ?v MINUS { ?x :size ?s }", "?x :next* ?v", "?x :t ?v FILTER(LANGMATCHES(LANG(?v), \"EN\"))",
)  # fmt: skip


def small() -> Data:
    store = Store()
    store.bulk_load(f"@prefix : <urn:> .{SMALL}".encode(), RdfFormat.TURTLE)
    quads = list(store)
    data = Data({str(quad.predicate) for quad in quads}, BASE, PREFIXES)
    assert data.take(terms(quads)) == len(quads)
    return data


def test_small_queries_give_what_a_store_gives() -> None:
    data, done = small(), 0
    store = store_of(data)
    for words in ASKED:
        query = f"SELECT ?x ?n ?k ?v WHERE {{ {words} }}"
        assert rows(data.select(query)) == rows(by_store(store, query)), query
        try:
            compiled(read_query(query, PREFIXES))
            done += 1
        except NotCompiledError:
            pass
    assert done == len(ASKED) - 4, "of these, four are for the store"


# what is left out, or asked earlier, where how often there is a solution does not matter
DISTINCT = (
    "?x :n ?any", "?x ?p ?v", "?any :next ?x", "?x :next :a ; :n ?any", "?x :kind ?v FILTER(STRENDS(STR(?v), \"odd\"))",
    "{ ?x :kind ?any } UNION { ?x :size ?other FILTER(?other < 1) }", "{ ?x :kind ?v } UNION { ?v :next ?x }",
    "?x :n ?a , ?b FILTER(?a != ?b)", "?x :n|:size ?a , ?b FILTER(?a != ?b && ?x = ?x)", "?x :n ?a , ?b FILTER(?a + 1 != ?b)",
    "?x :n ?n FILTER EXISTS { ?x :t ?a , ?b FILTER(STR(?a) != STR(?b)) }", "?x :n ?n FILTER NOT EXISTS { ?x :next ?a , ?b FILTER(?b != ?a) }",
    "?x :kind ?k FILTER EXISTS { ?x :next ?a , ?b FILTER(LANG(?a) != LANG(?b) || ?a != ?b) }", "?x :next ?y FILTER EXISTS { ?y :next ?a , ?b FILTER(?a != ?b) }",
    "?x :w ?w . ?y :w ?z FILTER(SUBSTR(?w, 1, 3) = SUBSTR(?z, 1, 3))", "?x :w ?w . ?y :n|:w|:kind ?v FILTER(SUBSTR(?w, 1, 5) = ?v)",
    "?x :w ?w . ?y :w|:kind ?v FILTER(SUBSTR(?w, 1, 5) != ?v)", "?x :w ?w . ?y :n|:w|:t ?v FILTER(CONTAINS(?v, CONCAT(\"e\", SUBSTR(?w, 5, 1))))",
    "?x :w ?w . ?y :w ?z . ?z2 :w ?v FILTER(CONTAINS(?v, CONCAT(?w, \"\")))", "?x :w ?w BIND(REPLACE(?w, \"ou|xyz\", \"-\") AS ?v)",
)  # fmt: skip


def test_queries_of_different_solutions_give_what_a_store_gives() -> None:
    data = small()
    store = store_of(data)
    for words in DISTINCT:
        for names in ("?x", "?x ?v"):
            query = f"SELECT DISTINCT {names} WHERE {{ {words} }}"
            assert rows(data.select(query)) == rows(by_store(store, query)), query
    refused = [words for words in DISTINCT if not _compiles(f"SELECT DISTINCT ?x WHERE {{ {words} }}")]
    assert refused == ["?x ?p ?v"]


def _compiles(query: str) -> bool:
    try:
        return bool(compiled(read_query(query, PREFIXES)))
    except NotCompiledError:
        return False


def test_numbers_of_quotes_are_found_without_reading_them_as_a_whole() -> None:
    """The quick look says yes only where the rules of numbers read the value."""
    examples = [words for rule in RULES for words, _ in rule.examples] + [
        w for rule in RULES for w in rule.counterexamples
    ]
    tried = 0
    for words in examples:
        view = fold(words)
        for digits in re.findall(r"[0-9]+(?:\.[0-9]+)?", view):
            for value in (digits, f"{digits}.0"):
                if _is_counted(value, view):
                    tried += 1
                    assert Decimal(value) in numbers_in(words), words
    assert tried > 20


def test_sums_of_groups_are_those_of_a_store() -> None:
    query = "SELECT ?k (SUM(?n) AS ?v) (COUNT(?x) AS ?n2) WHERE { ?x :kind ?k ; :n ?n } GROUP BY ?k HAVING(COUNT(?x) > 1)"
    data = small()
    assert rows(data.select(query)) == rows(by_store(store_of(data), query))
    compiled(read_query(query, PREFIXES))


def test_words_are_written_and_read_as_by_the_store() -> None:
    words = "".join(map(chr, (*range(0x300), 0x2028, 0x4E00, 0xFFFD, 0x10FFFF)))
    assert quoted(words) == str(Literal(words))
    assert lexical(str(Literal(words, language="zh"))) == words
    assert lexical(f"<{FOREIGN['rdf']}type>") == FOREIGN["rdf"] + "type"
