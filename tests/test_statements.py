"""Quads as words of N-Quads: the same quads, the same bytes as by way of objects."""

from __future__ import annotations

import random

from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.pipeline import build
from dashi_kg.rdf.serialize import serialize
from dashi_kg.rdf.statements import Statements, literal_words, offset_words
from dashi_kg.validation.engine import Validator
from tests.conftest import REPORT_DIR

BASE = "https://example.org/kg/"


def test_a_report_is_written_and_checked_as_its_quads_are() -> None:
    built = build(REPORT_DIR, BASE)
    assert len(set(built.quads)) == len(built.statements.rows) == len(built.statements)
    assert serialize(built.statements, "nq", BASE) == serialize(built.quads, "nq", BASE)
    assert Statements.of(built.quads).rows == built.statements.rows
    assert Validator(BASE).check(built.statements) == Validator(BASE).check(built.quads)


def test_lines_are_sorted_as_whole_lines_are() -> None:
    """Terms that begin alike, and words with every mark that is written as another."""
    ends = ("", "/", "#", "#a", "a", "-", "%20", "é", "中")
    nodes = [NamedNode(f"urn:a{end}") for end in ends]
    words = [
        Literal(f"{start}{end}")
        for start in ('"', "\\", "\n\t", "<", "")
        for end in ("", " ", "中", "\x7f", "😀")
    ]
    words += [Literal("", language="en"), Literal("", language="zh"), Literal(" ", language="en"), Literal(1)]
    quads = [Quad(s, p, o, nodes[0]) for s in nodes for p in nodes[:4] for o in (*nodes, *words)]
    random.Random(3).shuffle(quads)
    assert Statements.of(quads).quads == quads
    assert serialize(Statements.of(quads), "nq", BASE) == serialize(quads, "nq", BASE)


def test_literals_are_written_as_the_library_writes_them() -> None:
    signs = [chr(code) for code in (*range(0x300), 0x2028, 0x4E2D, 0xFEFF, *range(0xFFF0, 0x10010), 0x1F600)]
    for language in ("", "zh"):
        assert [literal_words(f"a{sign}", language) for sign in signs] == [
            str(Literal(f"a{sign}", language=language or None)) for sign in signs
        ]
    kind = NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    assert offset_words(5100) == str(Literal("5100", datatype=kind))
