"""Every word that a person sees, with where it stands and in which language: labels, messages, pages, documents."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT
from tests.many import nodes

HAN = r"\u4e00-\u9fff"
# rooms whose tables hold words in both languages as plain pairs
_PAIRS = ("site", "serve", "model", "validation", "export", "query", "publishing", "pipeline", "graph")
_DOCUMENTS = ("README.md", "README.zh.md", "ontology/README.md", "data/README.md", "SECURITY.md")
# what is code or quoted in a document: not our words
_CODE = re.compile(r"`[^`]*`|\]\([^)]*\)|<?https?://\S+|“[^”]*”")


class Words(NamedTuple):
    """``place``: file and line; ``lang``: ``zh`` or ``en``."""

    place: str
    lang: str
    words: str


@cache
def surface() -> tuple[Words, ...]:
    """All of them, in the order of the files."""
    return tuple(
        Words(*row) for part in (_ontology, _questions, _program, _documents, _pages) for row in part()
    )


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        yield f"{path.relative_to(ROOT)}:{number}", row


def _ontology() -> Iterator[tuple[str, str, str]]:
    """Labels, definitions, notes; not examples and wordings, which are quotes of reports."""
    for path in sorted((ROOT / "ontology").rglob("*.ttl")):
        for place, row in _lines(path):
            if not re.search("skos:(?:example|altLabel|hiddenLabel)|^#", row):
                for words, lang in re.findall(r'"((?:[^"\\]|\\.)*)"@(zh|en)', row):
                    yield place, lang, words


def _questions() -> Iterator[tuple[str, str, str]]:
    for path in sorted((ROOT / "ontology" / "questions").glob("*.rq")):
        for place, row in _lines(path):
            if head := re.match(r"# (?:rows-)?(zh|en): (.*)", row):
                yield place, head[1], head[2]
            elif param := re.match(r"# param: \S+ \S+ (.*?) \| (.*)", row):
                yield place, "zh", param[1]
                yield place, "en", param[2]


def _program() -> Iterator[tuple[str, str, str]]:
    """Messages (``Both``), names (``Name``), and pairs in the tables of pages."""
    for path in sorted((ROOT / "dashi_kg").rglob("*.py")):
        room = path.relative_to(ROOT / "dashi_kg").parts[0]
        for node in nodes(path):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Both", "Name")
            pair = node.args if named else node.elts if isinstance(node, ast.Tuple) and room in _PAIRS else []  # type: ignore[attr-defined]
            if len(pair) != 2:
                continue
            zh, en = (_literal(one) for one in pair)
            if named or (zh and en and re.search(f"[{HAN}]", zh) and re.search("[a-z]{3}", en)):
                place = f"{path.relative_to(ROOT)}:{node.lineno}"  # type: ignore[attr-defined]
                yield from ((place, lang, words) for lang, words in (("zh", zh), ("en", en)) if words)


def _literal(node: ast.expr) -> str:
    """The words of a literal; what is put into an f-string is one ``x``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "x" for p in node.values)
    return ""


def _documents() -> Iterator[tuple[str, str, str]]:
    """Documents without code; a line in both languages is cut into its parts."""
    for path in (*(ROOT / name for name in _DOCUMENTS), *sorted((ROOT / "docs").glob("*.md"))):
        code = False
        for place, row in _lines(path):
            code ^= row.lstrip().startswith("```")
            if not code and not row.startswith((">", "```")):
                for part in re.split(r"\||(?<=[.!?]) +|(?<=。) *(?=[A-Z])", _CODE.sub("", row)):
                    yield place, _language(part), part


def _language(words: str) -> str:
    """By which letters there are more of; a Chinese character says as much as two or three letters."""
    return "zh" if 2 * len(re.findall(f"[{HAN}]", words)) >= len(re.findall("[A-Za-z]", words)) else "en"


def _pages() -> Iterator[tuple[str, str, str]]:
    """What stands in templates themselves, without tags."""
    for path in sorted((ROOT / "dashi_kg" / "site" / "templates").glob("*.html")):
        for place, row in _lines(path):
            words = re.sub(r"<[^>]*>|\{[{%#].*?[}%#]\}", " ", row)
            if re.search(f"[{HAN}]", words):
                yield place, "zh", words
