"""The one straight way for data: a stage imports earlier stages only; heavy libraries are imported late."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "dashi_kg"
# Earlier stages first; what stands on one line may not import its neighbours.
LAYERS = [
    ["version", "errors"],
    ["settings", "resources", "model", "files", "board"],
    ["text"],
    ["patterns", "garble"],
    ["reader"],
    ["convert"],
    ["source"],
    ["gather"],
    ["roles"],
    ["outline"],
    ["extract"],
    ["show", "facts"],
    ["explain"],
    ["divisions"],
    ["vocabulary", "namespaces", "yamlfile", "terms"],
    ["iris"],
    ["reference", "reading"],
    ["placing"],
    ["resolve", "correct"],
    ["derive", "propose"],
    ["graph"],
    ["jsonld"],
    ["serialize", "rdffile"],
    ["query"],
    ["validate"],
    ["load"],
    ["export"],
    ["site"],
    ["publish"],
    ["verify"],
    ["pipeline"],
    ["review"],
    ["corpus"],
    ["serve"],
    ["api"],
    ["cli"],
    ["__init__"],
    ["__main__"],
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
LATE = {
    "rdflib",
    "requests",
    "urllib3",
    "pyshacl",
    "pyld",
    "jinja2",
    "xlsxwriter",
    "openpyxl",
    "rich",
    "yaml",
    "pandas",
    "polars",
    "pyarrow",
    "pypdf",
    "rcssmin",
    "selectolax",
    "starlette",
    "uvicorn",
    "httptools",
    "prometheus_client",
}
# The server is written in Starlette, and is itself imported late.
AT_ONCE = {"serve": {"starlette", "prometheus_client", "uvicorn", "httptools"}}
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            if node.module == "dashi_kg":
                yield from ((f"dashi_kg.{alias.name}", node) for alias in node.names)
            else:
                yield node.module or "", node


def test_every_module_has_a_layer() -> None:
    assert MODULES
    assert {layer(path) for path in MODULES} <= set(RANK)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_to_earlier_stages(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    here = layer(path)
    for name, node in imports(tree):
        if not name.startswith("dashi_kg."):
            continue
        there = name.split(".")[1]
        assert there == here or RANK[there] < RANK[here], f"{path.name}:{node.lineno} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        for name, _ in imports(node) if isinstance(node, ast.Import | ast.ImportFrom) else ():
            assert name.split(".")[0] not in LATE - AT_ONCE.get(layer(path), set()), (
                f"{path.name}:{node.lineno} imports {name} at once"
            )


def test_model_knows_no_rdf() -> None:
    for path in [PACKAGE / "model.py", *(PACKAGE / "extract").glob("*.py"), *(PACKAGE / "text").glob("*.py")]:
        names = {n.split(".")[0] for n, _ in imports(ast.parse(path.read_text(encoding="utf-8")))}
        assert not names & {"rdflib", "pyoxigraph", "pyshacl", "pyld"}, path.name


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; sys.argv = ['dashi-kg', '--help']\n"
        "from dashi_kg.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(sorted({LATE!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.strip() == "[]"
    assert "Usage: dashi-kg" in done.stdout
