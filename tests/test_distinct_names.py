"""Whoever reads a room meets no two files and no two classes of one name: its own, and those that it imports."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.many import tree
from tests.test_layers import MODULES, PACKAGE, room

Met = dict[tuple[str, str], set[str]]  # room and name → the modules that a name of the room may mean


def module(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def classes(found: ast.AST) -> set[str]:
    return {node.name for node in ast.walk(found) if isinstance(node, ast.ClassDef)}


def met(paths: list[Path], trees: dict[str, ast.AST]) -> tuple[Met, Met]:
    """Files and classes, by room and name."""
    files, kinds = defaultdict(set), defaultdict(set)
    defined = {name: classes(found) for name, found in trees.items()}
    for path in paths:
        here, name = room(path), module(path)
        files[here, name.rpartition(".")[2]].add(name)
        for kind in defined[name]:
            kinds[here, kind].add(name)
        for node in ast.walk(trees[name]):
            if not isinstance(node, ast.ImportFrom) or node.module is None:
                continue
            for found in {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)} & set(trees):
                files[here, found.rpartition(".")[2]].add(found)
            for alias in node.names:
                if alias.name in defined.get(node.module, ()):
                    kinds[here, alias.name].add(node.module)
    return files, kinds


def test_no_two_files_and_no_two_classes_of_one_name_meet_in_a_room() -> None:
    paths = [path for path in MODULES if path.name != "__init__.py"]
    trees: dict[str, ast.AST] = {module(path): tree(path) for path in paths}
    for found in met(paths, trees):
        assert {name: sorted(modules) for name, modules in found.items() if len(modules) > 1} == {}


def test_names_that_meet_are_found() -> None:
    """A room that has a file ``labels`` with a class ``Label`` and imports another of each."""
    paths = [PACKAGE / "review" / "labels.py", PACKAGE / "query" / "labels.py", PACKAGE / "site" / "lone.py"]
    texts = [
        "from dashi_kg.query.labels import Label as Other\nclass Label: ...",
        "class Label: ...",
        "class Label: ...",
    ]
    files, kinds = met(
        paths, {module(path): ast.parse(text) for path, text in zip(paths, texts, strict=True)}
    )
    both = {"dashi_kg.review.labels", "dashi_kg.query.labels"}
    assert [name for name, modules in files.items() if modules == both] == [("review", "labels")]
    assert [name for name, modules in kinds.items() if modules == both] == [("review", "Label")]
