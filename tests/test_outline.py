"""Headings as real reports write them: (reason, text, expected tree as ``number marker title``)."""

from __future__ import annotations

import pytest

from dashi_kg.outline import numbered, outline
from dashi_kg.source import from_text

PROSE = "大石街道深入推进依法行政,全面落实各项工作要求,持续提升治理能力和水平。"
CASES = [
    ("run-in heading", f"一、主要举措和成效\n(一)强化政治引领,纵深推进。{PROSE}", ["1 一、 主要举措和成效", "1.1 (一) 强化政治引领,纵深推进"]),
    ("heading on its own line", f"一、主要举措和成效\n(一)强化政治引领\n{PROSE}", ["1 一、 主要举措和成效", "1.1 (一) 强化政治引领"]),
    ("full-width brackets", f"一、主要举措\n（一）强化政治引领。{PROSE}", ["1 一、 主要举措", "1.1 （一） 强化政治引领"]),
    ("no (一) level", f"一、主要举措\n一是抓学习。{PROSE}二是抓落实。{PROSE}", ["1 一、 主要举措", "1.1 一是 抓学习", "1.2 二是 抓落实"]),
    ("1. under 一、", f"一、主要举措\n1.抓学习。{PROSE}\n2、抓落实。{PROSE}", ["1 一、 主要举措", "1.1 1. 抓学习", "1.2 2、 抓落实"]),
    ("numbering that runs on", f"一、主要举措\n(一)甲事。\n1.抓学习。{PROSE}\n(二)乙事。\n2.抓落实。{PROSE}", [
        "1 一、 主要举措", "1.1 (一) 甲事", "1.1.1 1. 抓学习", "1.2 (二) 乙事", "1.2.1 2. 抓落实"]),
    ("a colon ends a short title", f"一、主要举措\n(一)深化改革:{PROSE}", ["1 一、 主要举措", "1.1 (一) 深化改革"]),
    ("an item that is one sentence has no title", f"一、主要问题\n(一){PROSE}", ["1 一、 主要问题", "1.1 (一) "]),
    ("一是 must go on with 二是", f"一、主要举措\n(一)抓学习。这一是基础。{PROSE}", ["1 一、 主要举措", "1.1 (一) 抓学习"]),
    ("ordinals are no headings", f"一、主要举措\n{PROSE}\n一、二审案件较多,需要加强应诉能力建设,提升办案水平和质量。", ["1 一、 主要举措"]),
    ("decimals are no headings", f"一、主要举措\n{PROSE}\n1.5万余人参加了本年度组织开展的法治宣传教育和培训活动。", ["1 一、 主要举措"]),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_headings(reason: str, text: str, expected: list[str]) -> None:
    root = outline(from_text(text))
    assert [f"{s.number} {s.marker} {s.title}" for s in numbered(root) if s.marker] == expected, reason


ROLES = [
    ("推进法治政府建设的主要举措和成效", "measures-results"),
    ("主要做法与成效", "measures-results"),
    ("2022年主要工作完成情况", "measures-results"),
    ("2023年度推荐法治政府建设存在的不足", "shortcomings-causes"),
    ("存在的主要问题和原因", "shortcomings-causes"),
    ("党政主要负责人履行推进法治建设第一责任人职责情况", "leader-duty"),
    ("街道党政主要负责人推进法治政府建设总体情况", "leader-duty"),
    ("下一步工作打算", "next-year"),
    ("2024年度推动法治政府建设主要工作思路和打算", "next-year"),
    ("2024年工作安排", "next-year"),
    ("加强组织领导,健全推进机制", "measures-results"),
]


@pytest.mark.parametrize(("title", "role"), ROLES, ids=[r[0] for r in ROLES])
def test_section_roles(title: str, role: str) -> None:
    root = outline(from_text(f"一、{title}\n{PROSE}"))
    assert [s.role for s in root.children] == [role]


def test_signature_and_footer_are_apart() -> None:
    text = f"一、主要举措\n{PROSE}\n\n仁和镇人民政府\n2024年1月15日\n分享到\n主办:某区人民政府办公室\n"
    parts = [(s.number, s.role) for s in outline(from_text(text)).children]
    assert parts == [("1", "measures-results"), ("2", "closing"), ("3", "chrome")]


def test_text_without_headings_is_one_preamble() -> None:
    root = outline(from_text(PROSE))
    assert [(s.number, s.role, s.span.end) for s in root.children] == [("0b", "preamble", len(PROSE))]
