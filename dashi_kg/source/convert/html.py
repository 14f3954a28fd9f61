"""A saved page of a government site → archived text: fields of the page, title, body, signature.

What is page chrome stays out: navigation, breadcrumbs, clocks, 字体:【大 中 小】, share buttons, 上一条/下一条.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dashi_kg.errors import SourceError
from dashi_kg.language import Both
from dashi_kg.model import PageField
from dashi_kg.source.convert.archive import Archive, Converted, Piece
from dashi_kg.source.convert.blocks import Block, Page, read_page
from dashi_kg.source.convert.labels import FOOT_FIELDS, HEAD_FIELDS, META_TAGS, bare_label, fields_in
from dashi_kg.source.convert.main_part import is_chrome, is_prose, main_blocks
from dashi_kg.text import patterns
from dashi_kg.text.fold import fold

_SITE_BEHIND_TITLE = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]{2,30}$")
_LONGEST_VALUE = 120
_SIGNATURE = re.compile(
    rf"^.{{2,28}}(?:政府|办事处|办公室|委员会|局|厅|委|中心|管委会|支队|大队|院)$|^\s*{patterns.YEAR}年\d{{1,2}}月\d{{1,2}}日$"
)


def from_html(html: str, name: str = "") -> Converted:
    """The report on a saved page.

    Args:
        html: the page, decoded.
        name: what to call it in messages.

    Raises:
        SourceError: there is no text on the page, or it is built to harm.
    """
    page = read_page(html, name)
    if not page.blocks:
        raise SourceError(
            Both("网页里没有文字（可能由脚本载入）", "the page has no text in it (a script may load it)"),
            remedy=Both(
                "请等网页显示后再完整保存，或保存其文字。",
                "Save it as a complete page after it is shown, or save its text.",
            ),
            file=name,
        )
    inside = main_blocks(page)
    inside = [*inside, *_signature(page, inside)]
    chosen = set(map(id, inside))
    outside = [block for block in page.blocks if id(block) not in chosen]
    first_prose = next((n for n, block in enumerate(inside) if is_prose(fold(block.words))), len(inside))
    last_prose = next(
        (n for n in range(len(inside) - 1, -1, -1) if is_prose(fold(inside[n].words))), len(inside) - 1
    )
    head, body, foot = inside[:first_prose], inside[first_prose : last_prose + 1], inside[last_prose + 1 :]
    # Labelled lines count as fields only beside the text: inside it they are the report's own words.
    found, used = _fields([*outside, *head, *foot])
    found += _meta_fields(page, {f.key for f in found})
    used |= {id(block) for block in [*body, *foot] if is_chrome(fold(block.words))}
    used |= {id(b) for b in head if is_chrome(fold(b.words)) or 2 * b.linked > len(b.words)}
    used |= {id(b) for b in foot if 2 * b.linked > len(b.words)}
    head = [block for block in head if id(block) not in used]
    body = [block for block in body if id(block) not in used]
    foot = [block for block in foot if id(block) not in used]
    archive = Archive()
    placed = _write_fields(archive, found, HEAD_FIELDS)
    if not any(_is_title(block.words) for block in [*head, *body[:1]]):
        for line in _title(page, outside, found):
            archive.line(line)
    _write_lines(archive, page, _without_repeats(head))
    _write_lines(archive, page, body)
    _write_lines(archive, page, foot)
    placed |= _write_fields(archive, found, FOOT_FIELDS)
    fields = tuple(placed.get(n, one) for n, one in enumerate(found))
    return Converted(archive.text, archive.origins, fields, ("text taken from the HTML page",))


# ------------------------------------------------------------------ what the page says about itself


def _fields(blocks: Sequence[Block]) -> tuple[list[PageField], set[int]]:
    """Labelled values in the order of the page, and the blocks that hold them (by identity)."""
    found: list[PageField] = []
    used: set[int] = set()
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        label = bare_label(block.words)
        if label:
            used.add(id(block))
            value = blocks[at] if at < len(blocks) else None
            if (
                value is None
                or bare_label(value.words)
                or fields_in(value.words)
                or not _beside(block, value)
            ):
                continue
            if len(value.words) <= _LONGEST_VALUE or label.key == "summary":
                words = value.words.strip("[]【】 |")
                found.append(PageField(label.key, label.label, words, value.path))
                used.add(id(value))
                at += 1
            continue
        several = fields_in(block.words)
        if several and len(block.words) <= 4 * _LONGEST_VALUE:
            used.add(id(block))
            for number, one in enumerate(several):
                place, words = block.path, one.value
                last = number == len(several) - 1
                follower = blocks[at] if at < len(blocks) else None
                if not words and last and follower and _beside(block, follower):
                    if (
                        bare_label(follower.words)
                        or fields_in(follower.words)
                        or is_chrome(fold(follower.words))
                    ):
                        continue
                    if len(follower.words) > _LONGEST_VALUE or _is_title(follower.words):
                        continue
                    place, words = follower.path, follower.words
                    used.add(id(follower))
                    at += 1
                if words:
                    found.append(PageField(one.key, one.label, words, place))
    return found, used


def _beside(label: Block, value: Block) -> bool:
    """Whether the value stands in the same row, or in an element beside the label's."""
    if label.row or value.row:
        return label.row == value.row
    shared = 0
    for one, other in zip(label.chain, value.chain, strict=False):
        if one != other:
            break
        shared += 1
    return max(len(label.chain), len(value.chain)) - shared <= 2


def _meta_fields(page: Page, known: set[str]) -> list[PageField]:
    found = []
    for name, content, path in page.meta:
        if name in META_TAGS:
            key, label = META_TAGS[name]
            if key not in known:
                found.append(PageField(key, label, content, path))
                known.add(key)
    return found


def _write_fields(archive: Archive, found: list[PageField], wanted: Sequence[str]) -> dict[int, PageField]:
    """A line ``label:value`` for the first field of each kind; the fields with their spans, by number."""
    placed = {}
    for key in wanted:
        number = next((n for n, one in enumerate(found) if one.key == key), None)
        if number is not None:
            one = found[number]
            span = archive.line([Piece(f"{one.label}:{one.value}", one.place)])
            placed[number] = replace(one, span=span)
    return placed


# ------------------------------------------------------------------ title, lines, signature


def _signature(page: Page, inside: Sequence[Block]) -> list[Block]:
    """Issuer and date right behind the text, where they stand in an element of their own."""
    last = max((n for n, block in enumerate(page.blocks) if block is inside[-1]), default=-1)
    found: list[Block] = []
    for block in page.blocks[last + 1 : last + 4]:
        view = fold(block.words)
        if block.linked or fields_in(view) or not _SIGNATURE.search(view):
            break
        found.append(block)
    return found


def _is_title(words: str) -> bool:
    view = fold(words).strip()
    return len(view) <= 60 and bool(patterns.TITLE.search(view)) and not set("。,:;") & set(view)


def _title(page: Page, outside: Sequence[Block], found: Sequence[PageField]) -> list[list[Piece]]:
    """The title where it does not stand in the text: a heading or line beside it, a field, the tab's title.

    A heading of several lines (issuer, then title) is taken whole.
    """
    beside = [b for b in outside if _is_title(b.words) and 2 * b.linked < len(b.words)]
    for block in [*(b for b in beside if b.heading), *reversed(beside)]:
        return [b.pieces for b in outside if b is block or (block.heading and b.path == block.path)]
    for field in found:
        if field.key == "title" and _is_title(field.value):
            return [[Piece(field.value, field.place)]]
    words = page.title
    while _is_title(shorter := _SITE_BEHIND_TITLE.sub("", words)) and shorter != words:
        words = shorter
    return [[Piece(words, page.title_path)]] if _is_title(words) else []


def _without_repeats(blocks: Sequence[Block]) -> list[Block]:
    """The lines above the text; a title that is printed twice is kept once, the last time."""
    seen: set[str] = set()
    kept = []
    for block in reversed(blocks):
        if block.words not in seen:
            kept.append(block)
        seen.add(block.words)
    return kept[::-1]


def _write_lines(archive: Archive, page: Page, blocks: Sequence[Block]) -> None:
    """One line a block; the cells of one row of a table, where each holds one block, on one line."""
    at = 0
    carried = Carried()
    while at < len(blocks):
        row = [blocks[at]]
        while row[0].row and at + len(row) < len(blocks) and blocks[at + len(row)].row == row[0].row:
            row.append(blocks[at + len(row)])
        cells = [block.cell for block in row]
        one_each = len(set(cells)) == len(cells)
        if row[0].row and one_each:
            lines = carried.row(page, row)
            archive.line((piece for block in lines for piece in block.pieces), between=" | ")
        else:
            for block in row:
                archive.line(block.pieces)
        at += len(row)


class Carried:
    """Cells that reach over several rows (``rowspan``): their words stand in each row that they cover."""

    def __init__(self) -> None:
        self._table = 0
        self._open: dict[int, tuple[Block, int]] = {}  # column → what stands there, and in how many rows more

    def row(self, page: Page, row: list[Block]) -> list[Block]:
        """The blocks of a row with those carried into it, in the order of the columns."""
        if row[0].table != self._table:
            self._table, self._open = row[0].table, {}
        own = {block.cell: block for block in row}
        placed = {column: block for column, (block, _) in self._open.items()}
        still = {column: (block, left - 1) for column, (block, left) in self._open.items() if left > 1}
        column = 0
        for cell in page.cells.get(row[0].row, list(own)):
            while column in placed:
                column += 1
            rows, columns = page.spans.get(cell, (1, 1))
            if block := own.get(cell):
                placed[column] = block
                if rows > 1:
                    still[column] = (block, rows - 1)
            column += columns
        self._open = still
        return [placed[column] for column in sorted(placed)]
