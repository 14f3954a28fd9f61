"""What people read is in both languages, and written as each is written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashi_kg.errors import DashiError, did_you_mean
from dashi_kg.language import Both, line, of_locale, parted, said, speak
from tests.conftest import ROOT
from tests.many import nodes

PACKAGE = ROOT / "dashi_kg"
HAN = r"\u4e00-\u9fff"
# Punctuation of ASCII beside a Chinese character: full-width there. Not within code, dates, ratios or file names.
HALF = re.compile(rf"[{HAN}”》）][,;:!?](?![/\d])|[,;!?][{HAN}“《（]|[{HAN}]\([{HAN}]|[{HAN}]\)")


def modules() -> Iterator[tuple[Path, tuple[ast.AST, ...]]]:
    """Each file of the program with its nodes."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, nodes(path)


def words_of(node: ast.expr) -> str | None:
    """The words of a literal; what is put into an f-string is one ``x``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "x" for p in node.values)
        return "".join(str(part) for part in parts)
    return None


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def errors() -> set[str]:
    """The names of the error classes."""
    found = {"DashiError"}
    for _, every in modules():
        for node in every:
            if isinstance(node, ast.ClassDef) and any(getattr(b, "id", "") in found for b in node.bases):
                found.add(node.name)
    return found


def test_every_error_has_its_cause_and_remedy_in_both_languages() -> None:
    names = errors()
    assert len(names) >= 8
    count = 0
    for path, every in modules():
        for node in every:
            if not isinstance(node, ast.Call) or called(node) not in names:
                continue
            count += 1
            told = [*node.args[:1], *(k.value for k in node.keywords if k.arg in ("cause", "remedy"))]
            for value in told:
                # a literal alone is one language; what is a variable has the type Both, which mypy holds
                assert words_of(value) in (None, ""), f"{path.name}:{node.lineno} is told in one language"
    assert count > 100


def pairs() -> Iterator[tuple[str, str, str]]:
    for path, every in modules():
        for node in every:
            if isinstance(node, ast.Call) and called(node) == "Both" and len(node.args) == 2:
                zh, en = (words_of(arg) for arg in node.args)
                if zh is not None and en is not None:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", zh, en


def test_what_is_said_in_both_languages_is_said_in_each() -> None:
    found = list(pairs())
    assert len(found) > 300
    assert not [(place, zh) for place, zh, _ in found if HALF.search(zh)]
    for place, zh, en in found:
        assert zh == en or re.search(f"[{HAN}：；，。、（）]", zh) or not re.search("[a-z]{3}", en), (
            place,
            zh,
        )
        quoted = re.sub("“[^”]*”|《[^》]*》", "", en)
        assert not re.search(f"[{HAN}，。；：（）]", quoted), (place, en)


def test_a_message_is_said_in_one_language() -> None:
    error = DashiError(
        Both("没有这个文件", "no such file"),
        remedy=Both("请检查路径。", "Check the path."),
        file="a.txt",
        place=line(3),
    )
    assert error.line("zh") == "a.txt：第 3 行：没有这个文件。请检查路径。"
    assert error.line("en") == "a.txt: line 3: no such file. Check the path."
    assert error.lines() == Both(error.line("zh"), error.line("en"))
    assert error.within("b.txt").file == "a.txt"
    try:
        speak("zh")
        assert str(error) == error.line("zh")
        assert said(Both("是", "yes")) == "是"
    finally:
        speak("")
    assert str(error) == error.line("en")


def test_an_error_without_a_place_begins_with_its_cause() -> None:
    error = DashiError(Both("没有报告", "no report"))
    assert error.line("zh") == "没有报告。"
    assert error.line("en") == "no report."


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "zh"), ({"LANG": "C.UTF-8"}, "zh"), ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "fr_FR"}, "en"), ({"LC_MESSAGES": "zh_TW", "LANG": "en_GB"}, "zh"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_the_locale(environment: dict[str, str], lang: str) -> None:
    assert of_locale(environment) == lang


def test_a_pair_that_lay_in_a_file_is_a_pair_again() -> None:
    words = Both("乱码", "garbled")
    assert parted(str(words)).en == "garbled"
    assert parted("plain").zh == "plain"


def test_the_nearest_name_is_suggested() -> None:
    hint = Both("见 --list。", "See --list.")
    assert did_you_mean("fure", ["figure"], hint).zh == "是不是“figure”？"
    assert did_you_mean("xyz", ["figure"], hint) == hint


def literals() -> Iterator[tuple[str, str]]:
    """Chinese words that people see, with where they are: the ontology, headers of questions, tables of the pages."""
    for path in sorted((ROOT / "ontology").rglob("*.ttl")):
        for row in path.read_text(encoding="utf-8").splitlines():
            # examples are quotes of reports, alternative labels the wordings of reports
            if not re.search("skos:(?:example|altLabel|hiddenLabel)|^#", row):
                yield from ((path.name, words) for words in re.findall(r'"((?:[^"\\]|\\.)*)"@zh', row))
    for path in sorted((ROOT / "ontology" / "questions").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        yield from ((path.name, words) for words in re.findall(r"(?m)^# (?:rows-)?zh: (.*)$", text))
        yield from ((path.name, words) for words in re.findall(r"(?m)^# param: \S+ \S+ (.*?) \|", text))
    for path, every in modules():
        if path.relative_to(PACKAGE).parts[0] not in ("site", "serve", "model", "validation"):
            continue
        for node in every:
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                zh, en = (words_of(e) for e in node.elts)
                if zh and en and re.search(f"[{HAN}]", zh) and re.search("[a-z]{3}", en) and " " in en:
                    yield f"{path.name}:{node.lineno}", zh


# rooms whose Chinese strings are words for people, but for patterns
_SPEAKING = (
    "cli", "corpus", "export", "graph", "loading", "pipeline", "publishing", "query", "review", "serve", "site", "spark", "validation",
)  # fmt: skip


def test_no_string_of_these_rooms_has_punctuation_of_ascii_in_chinese() -> None:
    found = [
        (f"{path.relative_to(ROOT)}:{node.lineno}", words)
        for path, every in modules()
        if path.relative_to(PACKAGE).parts[0] in _SPEAKING
        for outer in every
        if not isinstance(outer, ast.Expr)  # docstrings
        for node in ast.iter_child_nodes(outer)
        if isinstance(node, ast.Constant | ast.JoinedStr)
        and (words := words_of(node))
        and re.search(f"[{HAN}]", words)
        and not re.search(r"\(\?|\\|\[\^|\$", words)
    ]
    assert len(found) > 1500
    assert [row for row in found if HALF.search(re.sub(r"“[^”]*”|\?变量", "", row[1]))] == []


def test_chinese_has_chinese_punctuation() -> None:
    found = list(literals())
    assert len(found) > 2500
    assert not [(place, words) for place, words in found if HALF.search(words)]
