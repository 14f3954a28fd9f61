"""The archived text as HTML: paragraphs for its lines, a link for every piece that a fact is anchored to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from itertools import groupby

from dashi_kg.model.kinds import kind, ranks
from dashi_kg.site.evidence.highlight import Mark, TextPiece, pieces
from dashi_kg.site.layout.minify import attribute

# the kind of most words, which needs no class
_PLAIN = "measure"


def line_starts(text: str) -> list[int]:
    """The offset at which each line begins; the line feed belongs to the line that it ends."""
    return [0, *(i + 1 for i, character in enumerate(text) if character == "\n" and i + 1 < len(text))]


def lines(
    text: str, marks: Iterable[Mark], within: tuple[int, int] | None = None
) -> Iterator[list[TextPiece]]:
    """The pieces of the text, or of a range of it, line by line; line feeds stay in them."""
    starts = line_starts(text)
    first, last = within or (0, len(text))
    starts = sorted({*starts, first, last} - {len(text)})
    at = set(starts)
    number = 0

    def line_of(piece: TextPiece) -> int:
        nonlocal number
        number += piece.start in at
        return number

    inside = (piece for piece in pieces(text, marks, starts) if first <= piece.start < last)
    for _, group in groupby(inside, key=line_of):
        yield list(group)


def text_html(
    text: str,
    marks: Iterable[Mark],
    kinds: Mapping[str, str],
    *,
    heads: Mapping[int, tuple[str, int]],
    flagged: Callable[[str], bool],
    within: tuple[int, int] | None = None,
) -> str:
    """The text for the report page, or a range of it.

    Args:
        marks: keyed by the id of each fact's card.
        kinds: id → key of the kind; its card has the CSS class.
        heads: offset at which a section begins → its id and level; a first-level heading that fills its line is an
            ``<h3>``.
        flagged: whether a fact has a finding or note.

    Each piece with facts is ``<a href="#ID OF THE SHORTEST" id="tOFFSET" class="KIND">`` (a ``<span>`` where it has
    only punctuation); the texts of all elements together are the text itself, character by character.
    """
    found, order = [], ranks()
    for row in lines(text, marks, within):
        level = heads.get(row[0].start, ("", 0))[1]
        whole = level == 1 and all(p.marks or not p.text.strip() for p in row)
        tag = "h3" if whole and len(row) <= 8 and sum(len(p.text) for p in row) < 80 else "p"
        end = "</h3>" if tag == "h3" else ""  # a paragraph ends with the next, and with what it stands in
        found.append(f"<{tag}>{''.join(_piece(p, kinds, order, heads, flagged) for p in row)}{end}")
    return "".join(found)


def _piece(
    piece: TextPiece,
    kinds: Mapping[str, str],
    order: Mapping[str, int],
    heads: Mapping[int, tuple[str, int]],
    flagged: Callable[[str], bool],
) -> str:
    words = escape(piece.text, quote=False)
    head = heads.get(piece.start)
    before = f"<span id={attribute(head[0])}></span>" if head else ""
    if not piece.marks:
        return before + words
    first = min(piece.marks, key=lambda m: (kinds[m.key] == "note", m.end - m.start, order[kinds[m.key]])).key
    around = {kinds[m.key] for m in piece.marks} - {kinds[first]}
    tints = {kind(key).shown.tint for key in around} - {""}
    classes = " ".join([kind(kinds[first]).shown.css, *sorted(tints)])
    classes += " w" if any(flagged(m.key) for m in piece.marks) else ""
    class_ = "" if classes == kind(_PLAIN).shown.css else f" class={attribute(classes)}"
    if not any(c.isalnum() for c in piece.text):  # a mark between two names is no stop for the keyboard
        return f"{before}<span id=t{piece.start}{class_}>{words}</span>"
    return f"{before}<a href={attribute('#' + first)} id=t{piece.start}{class_}>{words}</a>"


def target_css(rows: Iterable[list[TextPiece]], ids: Mapping[str, str], prefix: str) -> str:
    """Rules that mark the words of the fact whose id is the fragment of the address: no script is needed.

    Args:
        rows: the pieces of the text, line by line, each line in an element of its own.
        ids: key of a mark → the id that it is chosen by; marks of other keys get no rule.
        prefix: of the ids of pieces.
    """
    runs: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        within: dict[str, list[int]] = defaultdict(list)
        for piece in row:
            for mark in piece.marks:
                if mark.key in ids:
                    within[mark.key].append(piece.start)
        for key, starts in within.items():
            runs[key].append(_run(starts, prefix))
    found = []
    for key in runs:
        words = ",".join(runs[key])
        found.append(f"main:has(#{css_name(ids[key])}:target) {f':is({words})' if ',' in words else words}")
    if not found:
        return ""
    return ",\n".join(found) + "{background:var(--mark);box-shadow:0 0 0 2px var(--mark);color:var(--ink)}\n"


def _run(starts: list[int], prefix: str) -> str:
    """Selectors of neighbouring pieces: each, or where that is shorter the first and what follows it but not the last."""
    first, last = f"#{prefix}{starts[0]}", f"#{prefix}{starts[-1]}"
    each, span = ",".join(f"#{prefix}{s}" for s in starts), f"{first},{first}~:not({last}~*)"
    return min(each, span, key=len)


def css_name(name: str) -> str:
    """An id as a CSS identifier (CSS Syntax 3, section 4.3.7).

    >>> css_name("addresses-a4.1b")
    'addresses-a4\\\\.1b'
    """
    escaped = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else f"\\{c}" for c in name)
    return f"\\3{escaped[0]} {escaped[1:]}" if escaped[:1].isdigit() else escaped
