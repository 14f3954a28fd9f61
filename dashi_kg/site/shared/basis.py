"""On what a statement rests: told by the named graph that it stands in (``docs/graph.md``)."""

from __future__ import annotations

# in the order in which a page shows them; key, zh, en, what it means zh, en
BASES: tuple[tuple[str, str, str, str, str], ...] = (
    ("stated", "原文所写", "Stated in the report", "报告原文写明", "The report says so"),
    (
        "derived",
        "推算值",
        "Derived",
        "由原文的数值算出，原文没有写",
        "Worked out from the figures in the text, which does not give it",
    ),
    (
        "interpreted",
        "人工解读",
        "Human interpretation",
        "人的判断，有署名、日期和理由；报告没有这样说",
        "A person's judgement, signed, dated, with its reason; the report does not say so",
    ),
    ("external", "外部资料", "Outside source", "来自报告以外的资料", "From a source other than the report"),
    (
        "proposed",
        "机器候选（待确认）",
        "Machine suggestion (unconfirmed)",
        "程序提出，尚无人认定，请勿引用",
        "Suggested by program and confirmed by nobody: do not cite it",
    ),
    ("vocabulary", "术语定义", "Vocabulary", "本项目的术语和代码表", "Terms and code lists of this project"),
    ("record", "来历", "Record", "数据如何产生", "How the data came about"),
)
KEYS = tuple(row[0] for row in BASES)
_BY_GRAPH = {
    "stated": "stated",
    "derived": "derived",
    "interpreted": "interpreted",
    "quality": "interpreted",
    "proposed": "proposed",
    "followups": "proposed",
    "reference": "external",
    "ontology": "vocabulary",
    "schemes": "vocabulary",
    "shapes": "vocabulary",
}


def graph_kind(graph: str, base: str) -> str:
    """The first part of a named graph's path.

    >>> graph_kind("https://x.org/graph/quality/a/2023", "https://x.org/")
    'quality'
    """
    return graph.removeprefix(f"{base}graph/").partition("/")[0]


def basis_of(kind: str) -> str:
    """One of :data:`KEYS` for a kind of graph: ``basis_of("quality") == "interpreted"``."""
    return _BY_GRAPH.get(kind, "record")


def report_of(graph: str, base: str) -> str | None:
    """The report whose graph it is: ``…graph/stated/a/2023`` → ``…report/a/2023``; ``None``: no report's."""
    parts = graph.removeprefix(f"{base}graph/").split("/")
    return f"{base}report/{parts[1]}/{parts[2]}" if len(parts) == 3 else None
