"""Answers of saved questions in a form that can be compared whoever gave them; ``python -m tests.questions`` writes
them, and the pages that list the questions (``docs/questions.md``)."""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from dashi_kg.pipeline import own_quads
from dashi_kg.query.engines import engine
from dashi_kg.query.questions import Question, questions
from dashi_kg.query.result import Engine, Result
from dashi_kg.settings import settings
from dashi_kg.site.layout.typeset import typeset
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "questions"
BASE = settings(None).base
_NUMBERS = ("integer", "decimal", "int", "long", "short", "byte", "nonNegativeInteger", "double")


def cell(term: object) -> str:
    """A term as a cell: IRIs relative to the base, numbers by value, so that engines' spellings don't matter."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return "<" + term.value.removeprefix(BASE) + ">"
    assert isinstance(term, Literal), term
    kind = term.datatype.value.rpartition("#")[2]
    if kind in _NUMBERS:
        try:
            return f"{Decimal(term.value).normalize():f}"
        except InvalidOperation:
            return term.value
    if kind == "boolean":
        return {"1": "true", "0": "false"}.get(term.value, term.value)
    return term.value + (f"@{term.language}" if term.language else "")


def table(result: Result) -> list[list[str]]:
    """Header and rows."""
    assert result.rows is not None
    return [list(result.variables), *([cell(t) for t in row] for row in result.rows)]


def answer(question: Question, on: Engine) -> list[list[str]]:
    return table(on.run(question.full_text(BASE)))


def expected(name: str) -> list[list[str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def page(lang: str) -> str:
    """``docs/questions.md`` in one language: each saved question with its rows and parameters."""
    words = {
        "zh": ("# 预设问题", "[English](questions.md)", "问法：`dashi-kg query 名称 -p 参数=值`；对着语料用 `--data corpus`。各栏有中英文名称，CSV、JSON 等用变量名。",
               "| 名称 | 问题 | 每行 | 参数 |"),
        "en": ("# Saved questions", "[中文](questions.zh.md)", "Ask with `dashi-kg query NAME -p PARAMETER=VALUE`; of a corpus with `--data corpus`. Tables name their columns in both languages; CSV, JSON and the like have the variables.",
               "| name | question | a row | parameters |"),
    }[lang]  # fmt: skip
    rows = [
        f"| `{q.name}` | {q.en if lang == 'en' else typeset(q.zh)} | {q.rows_en if lang == 'en' else typeset(q.rows_zh)} | "
        + ("; " if lang == "en" else "；").join(
            f"`{p.name}` {p.en if lang == 'en' else typeset(p.zh)}" for p in q.parameters
        )
        + " |"
        for q in questions()
    ]
    return "\n".join([words[0], "", words[1], "", words[2], "", words[3], "|---|---|---|---|", *rows, ""])


def main() -> None:
    for lang, name in (("en", "questions.md"), ("zh", "questions.zh.md")):
        (ROOT / "docs" / name).write_text(page(lang), encoding="utf-8")
    on = engine("pyoxigraph", own_quads(BASE), BASE)
    FOLDER.mkdir(exist_ok=True)
    for question in questions():
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(answer(question, on))
        Path(FOLDER / f"{question.name}.csv").write_text(buffer.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
