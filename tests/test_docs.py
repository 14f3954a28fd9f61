"""The documents are true: their blocks run or parse, their links and names exist."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib
import io
import json
import pkgutil
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import click
import pytest
import rdflib
import yaml
from pyoxigraph import RdfFormat, Store, parse

import dashi_kg
from dashi_kg.cli import cli
from dashi_kg.pipeline import build, shared_quads
from dashi_kg.rdf.namespaces import prefixes
from dashi_kg.settings import BASE_VARIABLE, settings
from dashi_kg.source.read import read_source
from scripts import pictures
from tests.commands import run
from tests.conftest import REPORT, REPORT_DIR, ROOT
from tests.many import for_each, tree
from tests.once import data_release, read_here

BASE = settings(None).base
# the documents leave the prefixes out; “r:” is the report that serves as the example
SPACES = {**prefixes(BASE), "r": f"{BASE}report/cn-500117007-office/2023#"}
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(p for p in ROOT.glob("[a-z]*/README.md"))]
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [
    (page, kind, body) for page in PAGES for kind, body in BLOCK.findall(page.read_text(encoding="utf-8"))
]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
# make sets up an environment of its own; .ci/run runs these
SETS_UP = ("make ", "python3 -m venv", "pip install", "git clone", "cd ")


def blocks(*kinds: str) -> list[object]:
    found = [
        pytest.param(page, body, id=f"{page.relative_to(ROOT)}-{number}")
        for number, (page, kind, body) in enumerate(BLOCKS)
        if kind in kinds
    ]
    assert found, kinds
    return found


def test_every_kind_of_block_has_a_test() -> None:
    assert PAGES
    assert {kind for _, kind, _ in BLOCKS} <= {
        "python",
        "console",
        "turtle",
        "yaml",
        "json",
        "sparql",
        "text",
        "toml",
    }


@pytest.mark.parametrize(("page", "body"), blocks("python"))
def test_python_runs(page: Path, body: str) -> None:
    if page.name in ("tutorial.md", "serve.md") or page.name.endswith(".zh.md"):
        return  # its blocks build on each other, or need a server: tests/test_api.py and tests/serve/test_serve_docs.py run them
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(io.StringIO()) as shown:
        exec(compile(body, str(page), "exec"), {"__name__": "__main__"})
    assert shown.getvalue()


@pytest.mark.parametrize(("page", "body"), [b for b in blocks("console") if ".zh.md" not in str(b.id)])  # type: ignore[attr-defined]
def test_commands_run(
    page: Path, body: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if page.name == "serve.md":
        return  # what it shows needs a server: tests/serve/test_serve_docs.py runs it
    lines = [line.partition("#")[0].strip() for line in body.splitlines() if line.startswith("$ ")]
    assert lines
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "ontology").symlink_to(ROOT / "ontology")
    for line in lines:
        command = line.removeprefix("$ ")
        if command.startswith(SETS_UP):
            continue
        command = re.sub(r"(?:\.venv/bin/)?dashi-kg(?= )", "dashi-kg", command)
        if command.startswith("dashi-kg serve "):  # runs on: tests/serve/ holds it
            continue
        if (
            command.strip() == "dashi-kg publish -o dist"
        ):  # was run for all tests; its site is looked at in tests/site
            shutil.copytree(data_release(tmp_path_factory, BASE), tmp_path / "dist")
            continue
        done = in_a_shell(command, tmp_path) if set(command) & set("<>|&;$*") else plainly(command, tmp_path)
        assert done.returncode == 0, (line, done.stderr.decode())


def plainly(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    name, *words = shlex.split(command)
    assert name == "dashi-kg", command
    with read_here():
        return run(*words, cwd=folder)


def in_a_shell(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    command = command.replace("dashi-kg", f"{sys.executable} -m dashi_kg")
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, cwd=folder, check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def test_blocks_of_data_parse() -> None:
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in SPACES.items())
    read: dict[str, Callable[[str], object]] = {
        "turtle": lambda text: list(parse(f"BASE <{BASE}>\n{declared}{text}", format=RdfFormat.TURTLE)),
        "sparql": lambda text: Store().query(declared + text, base_iri=BASE),
        "json": json.loads,
        "yaml": yaml.safe_load,
        "toml": tomllib.loads,
    }
    seen = 0
    for page, kind, body in BLOCKS:
        excerpt = (
            page.name == "formats.md"
        )  # cut short by “…”; tests/test_formats_page.py holds these to the files
        if kind in read and not excerpt:
            seen += 1
            try:
                read[kind](body)
            except Exception as error:
                pytest.fail(f"{page.relative_to(ROOT)}: {kind}: {error}\n{body}")
    assert seen


@for_each(PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_arrive(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def commands(name: str = "") -> Iterator[click.Command]:
    """The commands, or one of them, with those below them."""
    for one in [cli.commands[name]] if name else cli.commands.values():
        yield from (one, *(one.commands.values() if isinstance(one, click.Group) else ()))


@for_each(PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_named_commands_and_options_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    options = {o for c in commands() for p in c.params for o in (*p.opts, *p.secondary_opts)} | {
        "--help",
        "--version",
    }
    for line in re.findall(r"dashi-kg ([a-z-][^`\n|]*)", text):
        words = line.split()
        if words[0].startswith("-"):
            assert words[0] in options, line
        elif re.fullmatch(r"[a-z]+", words[0]) and line in text and f"`dashi-kg {words[0]}" in text:
            assert words[0] in cli.commands, line
    for option in re.findall(r"`(--[a-z-]+)", text):
        assert option in options, option


@for_each(PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_an_option_belongs_to_the_command_that_it_is_shown_with(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name, rest in re.findall(r"dashi-kg ([a-z]+)([^`\n|]*)", text):
        if name in cli.commands:
            known = {o for c in commands(name) for p in c.params for o in (*p.opts, *p.secondary_opts)} | {
                "--help",
                "-h",
            }
            for option in re.findall(r"(?<!\S)(--?[a-z][a-z-]*)", rest.partition("#")[0]):
                assert option in known, f"dashi-kg {name}{rest}"


def test_the_readme_names_every_command_and_the_right_numbers() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `dashi-kg ([a-z]+)", text, re.MULTILINE)) == set(cli.commands)
    shapes = len(list((ROOT / "ontology" / "shapes").glob("s[0-9]*.ttl")))
    for page in ("README.md", "CHANGELOG.md"):
        for number in re.findall(r"(\d+) SHACL shapes", (ROOT / page).read_text(encoding="utf-8")):
            assert int(number) == shapes, page


@for_each(PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_named_variables_and_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for variable in {BASE_VARIABLE, *re.findall(r"DASHI_KG_\w+", text)}:
        assert f'"{variable}"' in _code(), variable
    for name in re.findall(r"`([\w.-]+(?:/[\w.-]+)+\.(?:py|md|ttl|yaml|txt|toml))`", text):
        if "NN" in name:  # a pattern: sNN-idea.ttl
            continue
        places = (ROOT, page.parent, ROOT / "dashi_kg")
        assert any((place / name).exists() for place in places), name


def test_the_map_of_the_code_names_every_folder() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = text[text.index("## Map of the code") : text.index("## How to add")]
    names = set(re.findall(r"`([a-z_/]+)/`", part)) - {"dashi_kg", "ontology"}
    package = ROOT / "dashi_kg"
    assert names == {p.parent.relative_to(package).as_posix() for p in package.glob("*/**/__init__.py")}
    files = {p.stem for p in package.glob("*.py")} - {"__init__", "__main__"}
    assert {name for name in files if f"`{name}.py`" not in part} == set()


def test_the_first_screen_of_the_readme_is_true() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    quote = re.search(r"^> (.+?)……$", text, re.MULTILINE)
    assert quote
    assert quote[1].replace("**", "") in REPORT.read_text(encoding="utf-8")
    (body,) = (
        b for page, kind, b in BLOCKS if page.name == "README.md" and page.parent == ROOT and kind == "turtle"
    )
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in SPACES.items())
    written = f"@base <{BASE}> .\n{declared}{body}"
    shown = rdflib.Graph().parse(data=written, format="turtle")
    whole = {q.triple for q in (*build(REPORT_DIR, BASE).quads, *shared_quads(BASE))}
    assert len(shown) > 10
    assert {q.triple for q in parse(written, format=RdfFormat.TURTLE)} - whole == set()
    # the anchor that is shown really points at the words that are shown, and these stand in the sentence
    (label,) = (str(o) for o in shown.objects(None, rdflib.RDFS.label) if o.language == "zh")
    found = re.search(r"#char=(\d+),(\d+)>", body)
    assert found
    assert read_source(REPORT).text[int(found[1]) : int(found[2])] == label
    assert label in quote[1].replace("**", "")


@cache
def _code() -> str:
    return "".join(p.read_text(encoding="utf-8") for p in (ROOT / "dashi_kg").rglob("*.py"))


def test_the_changelog_has_this_version() -> None:
    assert f"## {dashi_kg.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


MODULES = [
    m.name for m in pkgutil.walk_packages(dashi_kg.__path__, "dashi_kg.") if not m.name.endswith("__main__")
]


def with_examples() -> Iterator[str]:
    """The modules that have a prompt anywhere: to look for examples where there are none takes as long as to run them."""
    for name in ("dashi_kg", *MODULES):
        file = importlib.import_module(name).__file__
        if ">>> " in Path(str(file)).read_text(encoding="utf-8"):
            yield name


def test_doctests() -> None:
    seen = 0
    for name in with_examples():
        found = doctest.testmod(importlib.import_module(name))
        assert found.failed == 0, name
        seen += found.attempted
    assert seen >= 5


@for_each(MODULES)
def test_public_functions_and_classes_have_docstrings(name: str) -> None:
    path = Path(str(importlib.import_module(name).__file__))
    assert ast.get_docstring(tree(path))
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path.name}: {node.name}"


def test_the_two_readmes_say_the_same() -> None:
    """Headings in number and order, commands, blocks of code (but for their remarks) and figures are equal."""
    zh, en = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.zh.md", "README.md"))
    translated = {f"docs/{p.name}" for p in (ROOT / "docs").glob("*.zh.md")}
    for pattern in (
        r"^#+(?= )",
        r"^\| `(dashi-kg [^`]+)`",
        r"^\| [^|`]+ \| [\d.]+ \|.*$",
        r"^\$ ([^#\n]+?)\s*(?:#|$)",
        r"\]\(([^)]+\.(?:md|cff))\)",
        r"^```\w*$",
    ):
        found, other = (re.findall(pattern, text, re.MULTILINE) for text in (zh, en))
        if pattern.startswith(r"\]"):
            # a page that is in both languages is linked in that of the README
            assert all(f"{name.removesuffix('.md')}.zh.md" not in translated for name in found)
            here, there = ({name.replace(".zh.md", ".md") for name in names} for names in (found, other))
            found, other = sorted(here - {"README.md"}), sorted(there - {"README.md"})
        assert found == other, pattern
        assert found, pattern
    bodies = [
        re.sub(r"#.*", "", body)
        for text in (zh, en)
        for kind, body in BLOCK.findall(text)
        if kind != "console"
    ]
    assert bodies[: len(bodies) // 2] == bodies[len(bodies) // 2 :]


def test_both_readmes_show_the_pictures_that_the_script_makes() -> None:
    """``make pictures`` draws them; each README has those in its language."""
    for file in pictures.files():
        data = file.read_bytes()
        width, height = struct.unpack(">II", data[16:24])  # the header of a PNG
        assert data.startswith(b"\x89PNG") and (width, height) == pictures.SIZE, file.name
        assert len(data) <= pictures.LARGEST, file.name
    for lang, name in (("zh", "README.zh.md"), ("en", "README.md")):
        shown = re.findall(r"!\[[^\]]{10,}\]\((.*?)\)", (ROOT / name).read_text(encoding="utf-8"))
        assert shown == [f"docs/pictures/{picture.name}.{lang}.png" for picture in pictures.PICTURES]


def test_the_citation_is_of_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["version"], cited["type"]) == (dashi_kg.__version__, "software")


def plain(block: str) -> str:
    """A block without its remarks, which are in the language of the page."""
    return "\n".join(re.sub(r"\s*#.*", "", line) for line in block.split("\n"))


TRANSLATED = sorted(p.name.removesuffix(".zh.md") for p in (ROOT / "docs").glob("*.zh.md"))


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_document_in_both_languages_says_the_same(name: str) -> None:
    """Headings, blocks of code, rows of tables and named options are as many, in one order; the blocks are equal."""
    zh, en = ((ROOT / "docs" / f"{name}{end}").read_text(encoding="utf-8") for end in (".zh.md", ".md"))
    assert [(kind, plain(body)) for kind, body in BLOCK.findall(zh)] == [
        (kind, plain(body)) for kind, body in BLOCK.findall(en)
    ]
    for pattern in (r"(?m)^#+(?= )", r"(?m)^\|(?=.*\|$)", r"(?m)^(?:- |\d\. )"):
        assert re.findall(pattern, BLOCK.sub("", zh)) == re.findall(pattern, BLOCK.sub("", en)), pattern
    assert set(re.findall(r"`(--[a-z-]+)`", zh)) == set(re.findall(r"`(--[a-z-]+)`", en))
    han = len(re.findall("[\u4e00-\u9fff]", BLOCK.sub("", en)))
    assert han < len(BLOCK.sub("", en)) / 20, "the English page is in English"


def test_what_people_begin_with_is_in_both_languages() -> None:
    assert {"tutorial", "inputs", "corpora", "review", "site", "questions"} <= set(TRANSLATED)


def test_the_index_names_every_document() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert set(LINK.findall(index)) == {p.name for p in (ROOT / "docs").glob("*.md")} - {"README.md"}
