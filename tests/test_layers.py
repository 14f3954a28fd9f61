"""The one straight way for data: a stage imports earlier stages only; heavy libraries are imported late."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.many import for_each, tree

PACKAGE = ROOT / "dashi_kg"
# Rooms in the order of the data, lowest first: a room imports rooms above its line in this list only (what stands
# on one line may not import its neighbours). A file of the package's root is a room of its own.
ROOMS = [
    ["version", "language", "user_cache", "address_space"],
    ["errors"],
    ["settings", "resources", "model", "locks"],
    ["files", "prepared"],
    ["text"],
    ["text/line_ends", "processes"],
    ["source/convert"],
    ["source"],
    ["reader/rules"],
    ["reader/outline"],
    ["reader/page"],
    ["reader/context"],
    ["reader/counted"],
    ["reader/links"],
    ["reader/numbers"],
    ["reader/facets"],
    ["reader/items", "reader/names"],
    ["reader"],
    ["rdf"],
    ["knowledge/english"],
    ["knowledge"],
    ["graph/nodes"],
    ["graph/figures"],
    ["graph"],
    ["query"],
    ["query/on_disk"],
    ["validation/compiled"],
    ["validation"],
    ["loading"],
    ["export/tables"],
    ["export/databases"],
    ["export"],
    ["export/streamed"],
    ["site/layout"],
    ["site/written"],
    ["site/shared"],
    ["site/facts", "site/charts"],
    ["site/finding"],
    ["site/asking"],
    ["site/evidence", "site/things"],
    ["site/topics"],
    ["site"],
    ["publishing/data"],
    ["publishing/former"],
    ["publishing"],
    ["pipeline"],
    ["review", "corpus"],
    ["spark"],
    ["serve/common"],
    ["serve/http"],
    ["serve/dereference"],
    ["serve/answers"],
    ["serve/workers"],
    ["serve/sparql"],
    ["serve"],
    ["api"],
    ["cli"],
    ["__init__"],
    ["__main__"],
]
RANK = {name: rank for rank, names in enumerate(ROOMS) for name in names}
MOST_FILES = 15  # of code in a room; more want a room of their own
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
    "duckdb",
    "pyspark",
    "pypdf",
    "vl_convert",
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
# dotted names of all modules and packages
NAMES = {
    ".".join(p.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__") for p in MODULES
}


def room(path: Path) -> str:
    folder = path.relative_to(PACKAGE).parent.as_posix()
    return path.stem if folder == "." else folder


@cache
def room_of(name: str) -> str:
    """The room of a module, by its dotted name."""
    path = PACKAGE.joinpath(*name.split(".")[1:])
    if path.is_dir():
        return room(path / "__init__.py")
    return room(path.with_suffix(".py"))


def imports(found: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(found):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            module = node.module or ""
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield (inner if inner in NAMES else module), node


def test_the_rooms_are_those_that_exist() -> None:
    assert {room(path) for path in MODULES} == set(RANK)


def test_no_room_is_a_hall() -> None:
    counts = Counter(room(path) for path in MODULES if path.name != "__init__.py")
    assert {name: n for name, n in counts.items() if n > MOST_FILES} == {}


@for_each(sorted({room(p) for p in MODULES if p.parent != PACKAGE}))
def test_a_room_says_its_question(name: str) -> None:
    assert ast.get_docstring(tree(PACKAGE / name / "__init__.py"))


def test_no_package_is_hidden_by_a_function_of_its_name() -> None:
    import dashi_kg

    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert not packages & set(dashi_kg.__all__)
    for path in PACKAGE.rglob("__init__.py"):
        inner = {p.name for p in path.parent.iterdir() if (p / "__init__.py").is_file()}
        found = tree(path)
        names = {
            alias.asname or alias.name
            for n in ast.walk(found)
            if isinstance(n, ast.ImportFrom)
            for alias in n.names
        }
        names |= {n.name for n in found.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        assert not inner & names, path


@for_each(MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_to_earlier_stages(path: Path) -> None:
    here = room(path)
    for name, node in imports(tree(path)):
        if not name.startswith("dashi_kg."):
            continue
        there = room_of(name)
        assert there == here or RANK[there] < RANK[here], f"{path.name}:{node.lineno} imports {name}"


@for_each(MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    for node in tree(path).body:
        for name, _ in imports(node) if isinstance(node, ast.Import | ast.ImportFrom) else ():
            assert name.split(".")[0] not in LATE - AT_ONCE.get(room(path).partition("/")[0], set()), (
                f"{path.name}:{node.lineno} imports {name} at once"
            )


def test_model_knows_no_rdf() -> None:
    files = [p for name in ("model", "text", "reader") for p in sorted((PACKAGE / name).rglob("*.py"))]
    assert files
    for path in files:
        names = {n.split(".")[0] for n, _ in imports(tree(path))}
        assert not names & {"rdflib", "pyoxigraph", "pyshacl", "pyld"}, path.name


ROOMS_FOR_REPORTS = (
    "dashi_kg.reader",
    "dashi_kg.source.convert",
    "dashi_kg.graph",
    "dashi_kg.site",
    "dashi_kg.serve",
)
START = {
    "import": ([], ()),
    "--help": (["--help"], ROOMS_FOR_REPORTS),
    "--version": (["--version"], ROOMS_FOR_REPORTS),
    "completion": (["completion", "bash"], ROOMS_FOR_REPORTS),
    # the words after the command are in COMP_WORDS
    "completing": (["query", ""], ROOMS_FOR_REPORTS),
    "query": (["query", "open-disputes", "-f", "csv", "--data", "DATA"], ROOMS_FOR_REPORTS),
    "validate": (["validate", "DATA"], ("dashi_kg.site", "dashi_kg.serve", "dashi_kg.export")),
}


@pytest.mark.parametrize("name", START)
def test_a_start_loads_only_what_it_needs(name: str, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<https://example.org/a> <https://example.org/b> 1 .\n", encoding="utf-8")
    arguments, absent = START[name]
    arguments = [str(data) if a == "DATA" else a for a in arguments]
    code = "import sys, dashi_kg\n" + (
        f"sys.argv = ['dashi-kg', *{arguments!r}]\n"
        "from dashi_kg.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        if arguments
        else ""
    )
    code += "print(*sorted(sys.modules), file=sys.stderr)"
    env = dict(os.environ)
    if name == "completing":
        env |= {
            "_DASHI_KG_COMPLETE": "bash_complete",
            "COMP_WORDS": "dashi-kg query open-",
            "COMP_CWORD": "2",
        }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, env=env
    )
    loaded = done.stderr.split()
    assert "dashi_kg.version" in loaded
    assert not LATE & set(loaded) - ({"yaml"} if name == "validate" else set())
    absent = absent or ("dashi_kg.cli", "dashi_kg.api", *ROOMS_FOR_REPORTS)
    assert not [m for m in loaded if m.startswith(absent)]
    if name == "completing":
        assert "open-disputes" in done.stdout
    elif name == "--help":
        assert "Usage: dashi-kg" in done.stdout


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("query open-d", "open-disputes"),
        ("query compare-indicator -p ", "indicator="),
        ("export -f ", "csv"),
        ("load http://x --store ", "fuseki"),
    ],
)
def test_names_are_completed(line: str, expected: str) -> None:
    from click.shell_completion import ShellComplete

    from dashi_kg.cli import cli

    words = line.split(" ")
    found = ShellComplete(cli, {}, "dashi-kg", "X").get_completions(words[:-1], words[-1])
    assert expected in [item.value for item in found]
