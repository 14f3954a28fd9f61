"""How many quads a report takes; ``docs/graph.md`` tells of what they are."""

from __future__ import annotations

import random
from pathlib import Path

from dashi_kg.pipeline import build
from dashi_kg.rdf.terms import value
from dashi_kg.settings import settings
from tests.conftest import REPORT_DIR
from tests.corpus_make import _MEASURES

BASE = settings(None).base
_HEADS = ("强化学习", "依法履职", "规范执法", "化解纠纷", "普法宣传", "推进公开", "服务群众", "完善制度")
_PROSE = "坚持把法治建设摆在全局工作的突出位置，与经济社会发展同部署、同推进、同督促、同考核，推动法治建设各项任务落到实处。"


def dense() -> str:
    """A report of 5,000 characters with 280 figures: eight parts, each of four sentences of five clauses with numbers."""
    dice = random.Random(7)

    def clause(number: int) -> str:
        words = {"a": dice.randint(2, 90), "b": dice.randint(10, 900) * 10, "c": dice.randint(2, 9)}
        return _MEASURES[number % len(_MEASURES)].format(**words)

    lines = [
        "发布日期:2024-02-11",
        "合川区司法局2023年度法治政府建设情况报告",
        "2023年,合川区司法局坚持依法行政,推进法治政府建设。现将有关情况报告如下:",
        "一、2023年法治政府建设的主要举措和成效",
    ]
    for part, (mark, head) in enumerate(zip("一二三四五六七八", _HEADS, strict=True)):
        lines.append(f"({mark}){head}。{_PROSE}")
        for sentence in range(part * 4, part * 4 + 4):
            clauses = ";".join(clause(number) for number in range(sentence * 5, sentence * 5 + 5))
            lines.append(f"{clauses}。{_PROSE[:40]}。")
    lines += [
        "二、存在的不足",
        "执法力量不足。法治宣传形式单一。",
        "三、2024年工作打算",
        "加强执法人员培训。创新普法宣传形式。",
    ]
    return "\n".join(lines) + "\n"


def count(path: Path) -> tuple[int, int]:
    """Quads of a report without the table of former IRIs, and its figures."""
    built = build(path, BASE)
    own = [q for q in built.quads if value(q.graph_name) != f"{BASE}graph/moved"]
    return len(own), len(built.extraction.observations)


def test_a_dense_report(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(dense(), encoding="utf-8")
    quads, figures = count(file)
    assert 4900 <= len(dense()) <= 5100
    assert figures == 280
    assert quads <= 8000


def test_the_dashi_report() -> None:
    quads, figures = count(REPORT_DIR)
    assert figures == 31
    assert quads <= 4687  # half of what 0.1 took
