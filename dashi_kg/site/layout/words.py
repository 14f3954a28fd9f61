"""The words of the pages themselves, zh and en side by side."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: dict[str, tuple[str, str]] = {
    "site": ("法治政府建设年度报告知识图谱", "Rule-of-law reports as linked data"),
    "short": ("法治政府报告图谱", "Rule-of-law reports"),
    "skip": ("跳到正文", "Skip to content"),
    "menu": ("主导航", "Main"),
    "to_menu": ("菜单", "Menu"),
    "foot": ("更多页面", "More pages"),
    "foot_indicators": ("指标", "Indicators"),
    "foot_query": ("写查询（SPARQL）", "Query (SPARQL)"),
    "foot_programs": ("接口和数据", "API and data"),
    "foot_explore": ("关系图", "Explore"),
    "foot_terms": ("术语", "Terms"),
    "foot_checks": ("检查规则", "Checks"),
    "menu_reports": ("报告", "Reports"),
    "menu_topics": ("事项", "Topics"),
    "menu_bodies": ("机关", "Bodies"),
    "menu_coverage": ("收录", "Coverage"),
    "menu_ask": ("提问", "Ask"),
    "menu_search": ("搜索", "Search"),
    "comma": ("、", ", "),
    "semicolon": ("；", "; "),
    "colon": ("：", ": "),
    "language": ("English", "中文"),
    "copy_iri": ("复制网址", "Copy address"),
    "copied": ("已复制", "Copied"),
    "data": ("数据", "Data"),
    "this_as": ("本页数据", "This page as"),
    "rights": (
        "数据由程序从报告原文读出，每个条目都指向写明它的原文。数据许可尚未决定。",
        "Read from the reports by program; every item points to the words that state it. The licence of the data is not decided yet.",
    ),
}


class Words(dict[str, str]):
    """Words by key; ``w.home`` in a template. A key that is not there is an error, not an empty place."""

    def __getattr__(self, key: str) -> str:
        try:
            return self[key]
        except KeyError:
            raise AttributeError(f"no words “{key}”") from None


def words_of(lang: str, more: Mapping[str, tuple[str, str]] | None = None) -> Words:
    """The words in one language; ``more`` adds those of one kind of page."""
    column = 1 if lang == "en" else 0
    return Words({key: pair[column] for key, pair in {**_WORDS, **(more or {})}.items()})


# the pages of the main menu, in its order: file without suffix, key of its word
MENU = [
    ("reports", "menu_reports"),
    ("topic", "menu_topics"),
    ("bodies", "menu_bodies"),
    ("coverage", "menu_coverage"),
    ("questions/index", "menu_ask"),
    ("search", "menu_search"),
]
# at the foot of every page: what fewer look for
FOOT = [
    ("indicator", "foot_indicators"),
    ("query", "foot_query"),
    ("programs", "foot_programs"),
    ("explore", "foot_explore"),
    ("ns", "foot_terms"),
    ("shapes", "foot_checks"),
]
