"""Long lists by pages: what they are called, which rows stand on each, and which of them a page leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashi_kg.site.layout.links import page_path

SEARCHED = 60  # pages of a list that its filter reads (assets/list.js); of more it looks at one

# the words of the pages and of the filter (assets/list.js)
FILTER = {
    "filter": ("筛选", "Filter"),
    "f_words": ("名称或地区", "Name or place"),
    "f_terms": ("词语", "Words"),
    "f_level": ("层级", "Level"),
    "f_year": ("年度", "Year"),
    "f_cell": ("公开和收录", "Status"),
    "f_all": ("全部", "all"),
    "f_reset": ("清除", "Clear"),
    "rows_shown": ("{shown} / {count} 行", "{shown} of {count} rows"),
    "more_rows": ("再显示一些", "Show more"),
    "this_page": ("这里是第 {} 页，共 {} 页；筛选只看这一页，要找全部请用", "Page {} of {}; the filter looks at this page only. To look through all of them, use the "),
    "to_search": ("搜索", "search"),
    "full_stop": ("。", "."),
    "pages": ("分页", "Pages"),
    "page": ("第 {} 页", "Page {}"),
    "by_place": ("按地区", "By place"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a page stands among its like, counted from 1, and the paths of those that it leads to.

    Attributes:
        shown: number and path of each page to link, in order; where numbers are left out, ``(0, "")``.
        every: the paths of all pages, for a filter that looks through them; empty where there are too many.
    """

    number: int
    count: int
    shown: tuple[tuple[int, str], ...]
    every: tuple[str, ...]


def documents(name: str, rows: int, size: int) -> list[str]:
    """The documents of a list, the first without a number.

    >>> documents("reports", 81, 40), documents("reports", 0, 40)
    (['reports', 'reports-2', 'reports-3'], ['reports'])
    """
    return [name, *(f"{name}-{number}" for number in range(2, -(-rows // size) + 1))]


def number_of(document: str) -> int:
    """The page of a document, counted from 1.

    >>> number_of("reports"), number_of("reports-3")
    (1, 3)
    """
    return int(document.rpartition("-")[2]) if "-" in document else 1


def turn(pages: Sequence[str], number: int, lang: str) -> Turn:
    """The links of one page to the others: all of few, else the first, the last and its neighbours.

    Args:
        pages: the documents of the list.
        number: of this page.
    """
    shown: list[tuple[int, str]] = []
    for at in numbers(len(pages), number):
        if shown and at > shown[-1][0] + 1:
            shown.append((0, ""))
        shown.append((at, page_path(pages[at - 1], lang)))
    every = [page_path(page, lang) for page in pages] if len(pages) <= SEARCHED else []
    return Turn(number, len(pages), tuple(shown), tuple(every))


def numbers(count: int, number: int) -> list[int]:
    """Which of so many pages are linked from one.

    >>> numbers(5, 2), numbers(40, 17)
    ([1, 2, 3, 4, 5], [1, 15, 16, 17, 18, 19, 40])
    """
    if count <= 9:
        return list(range(1, count + 1))
    return sorted({1, *range(max(1, number - 2), min(count, number + 2) + 1), count})
