"""An HTML page → its visible blocks: stretches of text that a browser shows as lines of their own.

Parsed by the HTML standard's algorithm (selectolax, the Lexbor engine), so that element paths are those that
a browser finds in the saved page. Scripts, styles, forms and hidden elements are left out; nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from dashi_kg.errors import SourceError
from dashi_kg.language import Both
from dashi_kg.source.convert.archive import Piece, raised, tidy

# More elements open at once than any page of a person has; parsers need quadratic time beyond.
MAX_DEPTH = 1000
MAX_ELEMENTS = 200_000
MAX_ATTRIBUTES = 1000  # of one element
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{4000,}")
_WIDEST = 200  # rows or columns that one cell reaches over

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark o:p q ruby samp"
    " small span st1:chsdate strong sub sup time tt u ucap var wbr".split()
)
_LEFT_OUT = frozenset(
    "script style noscript template iframe frame frameset object embed applet svg math canvas audio video"
    " select option button input textarea datalist dialog map noframes rp rt del s strike".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_ENDS_ITSELF = frozenset("p li dt dd tr td th tbody thead tfoot option optgroup colgroup".split())
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|text-decoration(?:-line)?\s*:[^;]*line-through)",
    re.IGNORECASE,
)
_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]{0,40})")


@dataclass(slots=True)
class Block:
    """One line of the page.

    ``path``: XPath of the element that holds it; ``chain``: the numbers of the elements around it, outermost
    first; ``linked``: how many of its characters stand in a link; ``row`` and ``cell``: the table row and cell
    that hold it (0: none); ``heading``: it stands in h1 … h6.
    """

    pieces: list[Piece]
    path: str
    chain: tuple[int, ...]
    linked: int
    row: int
    cell: int
    heading: bool
    table: int = 0

    @property
    def words(self) -> str:
        return "".join(piece.words for piece in self.pieces)


@dataclass(slots=True)
class Page:
    """What is seen of a page: blocks in the order of the text, class and id of each element, meta tags.

    ``spans``: cells of tables that reach over several rows or columns → how many of each; ``cells``: row → its cells.
    """

    blocks: list[Block] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    meta: list[tuple[str, str, str]] = field(default_factory=list)
    title: str = ""
    title_path: str = ""
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    cells: dict[int, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """An element whose children are being read. ``line``: the path of the block element around it."""

    path: str
    line: str
    chain: tuple[int, ...]
    link: bool
    row: int
    cell: int
    heading: bool
    table: int = 0
    counts: dict[str, int] = field(default_factory=dict)


class _Lines:
    """Text gathered until something ends the line."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._words: list[str] = []
        self._linked = 0
        self._at: _Open | None = None

    def add(self, words: str, at: _Open) -> None:
        if self._at is None and not words.strip():
            return
        self._at = self._at or at
        self._words.append(words)
        if at.link:
            self._linked += len(words.strip())

    @property
    def so_far(self) -> str:
        """The last words of the line."""
        return self._words[-1] if self._words else ""

    def end(self) -> None:
        words = tidy("".join(self._words))
        at = self._at
        if at is not None and words:
            piece = Piece(words, at.line)
            self.page.blocks.append(
                Block([piece], at.line, at.chain, self._linked, at.row, at.cell, at.heading, at.table)
            )
        self._words, self._linked, self._at = [], 0, None


def read_page(html: str, name: str) -> Page:
    """The visible blocks and the meta tags of a page.

    Args:
        html: the page, decoded.
        name: what to call it in messages.

    Raises:
        SourceError: nested deeper, or with more elements, than any page that a person made.
    """
    from selectolax.lexbor import LexborHTMLParser

    _check_nesting(html, name)
    page = Page()
    root: Any = LexborHTMLParser(html).root
    if root is None:
        return page
    lines = _Lines(page)
    number = 0
    stack: list[tuple[Any, _Open | None]] = [(root, _Open("", "", (), False, 0, 0, False))]
    # Each entry: a node still to be read and the element around it. An entry without node ends a block.
    while stack:
        node, parent = stack.pop()
        if node is None or parent is None:
            lines.end()
            continue
        tag = str(node.tag or "")
        if tag == "-text":
            lines.add(node.text_content or "", parent)
            continue
        if not tag or not tag[0].isalpha():  # comments, doctype
            continue
        number += 1
        if number > MAX_ELEMENTS:
            raise _too_many(name)
        count = parent.counts[tag] = parent.counts.get(tag, 0) + 1
        path = f"{parent.path}/{tag}[{count}]"
        attributes = node.attributes
        if tag == "meta":
            _read_meta(page, attributes, path)
            continue
        if tag == "title" and "/svg" not in path:
            page.title, page.title_path = tidy(node.text() or ""), path
            continue
        if tag == "br":
            lines.end()
            continue
        if tag == "sup" and node.css_first("sup *:not(a)") is None:
            lines.add(raised(node.text() or "", lines.so_far), parent)
            continue
        if tag in _LEFT_OUT or _is_hidden(attributes) or (tag == "head" and parent.path.count("/") > 1):
            continue
        block = tag not in _INLINE
        page.names[number] = f"{tag} {attributes.get('id') or ''} {attributes.get('class') or ''}"
        own = _Open(
            path,
            path if block else parent.line,
            (*parent.chain, number) if block else parent.chain,
            parent.link or tag == "a",
            number if tag == "tr" else parent.row,
            number if tag in ("td", "th") else parent.cell,
            parent.heading or bool(re.fullmatch("h[1-6]", tag)),
            number if tag == "table" else parent.table,
        )
        if tag in ("td", "th"):
            page.cells.setdefault(own.row, []).append(number)
            page.spans[number] = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
        children = []
        child = node.child
        while child is not None:
            children.append((child, own))
            child = child.next
        if block:
            lines.end()
            stack.append((None, None))
        stack.extend(reversed(children))
    lines.end()
    return page


def _span(value: str | None) -> int:
    """Over how many rows or columns a cell reaches; what no browser would take is one."""
    return min(max(int(value), 1), _WIDEST) if value and value.strip().isdecimal() and len(value) < 6 else 1


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _read_meta(page: Page, attributes: dict[str, str | None], path: str) -> None:
    name, content = attributes.get("name") or "", tidy(attributes.get("content") or "")
    if name and content:
        page.meta.append((name.strip().lower(), content, f"{path}/@content"))


def _too_many(name: str) -> SourceError:
    return SourceError(
        Both(
            f"网页元素超过 {MAX_ELEMENTS} 个，报告没有这么多",
            f"more than {MAX_ELEMENTS} elements, which no report has",
        ),
        remedy=Both("请只保存报告的正文。", "Save the text of the report alone."),
        file=name,
    )


def _check_nesting(html: str, name: str) -> None:
    """Refuse before parsing what would take a parser hours."""
    depth = elements = 0
    data = html.encode("utf-8", "replace")
    for long in _LONG_TAG.finditer(data):
        if len(re.split(rb"[\s/]+", long[0], maxsplit=MAX_ATTRIBUTES + 1)) > MAX_ATTRIBUTES:
            raise SourceError(
                Both(
                    f"网页中有一个元素的属性超过 {MAX_ATTRIBUTES} 个，正常网页没有这么多",
                    f"an element with more than {MAX_ATTRIBUTES} attributes, which no ordinary page has",
                ),
                remedy=Both("请只保存报告的正文。", "Save the text of the report alone."),
                file=name,
            )
    for found in _TAG.finditer(data):
        elements += not found[1]
        if elements > MAX_ELEMENTS:
            raise _too_many(name)
        tag = found[2].lower().decode("ascii", "replace")
        if tag in _VOID or tag in _ENDS_ITSELF:
            continue
        depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > MAX_DEPTH:
            raise SourceError(
                Both(
                    f"网页嵌套超过 {MAX_DEPTH} 层，正常网页没有这么深",
                    f"nested deeper than {MAX_DEPTH} elements, which no ordinary page is",
                ),
                remedy=Both("请只保存报告的正文。", "Save the text of the report alone."),
                file=name,
            )
