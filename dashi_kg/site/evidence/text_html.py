"""The archived text as HTML: paragraphs for its lines, a link for every piece that a fact is anchored to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from dashi_kg.model.kinds import kind, ranks
from dashi_kg.site.evidence.highlight import Mark, TextPiece, pieces
from dashi_kg.site.facts.card_html import BY_ID
from dashi_kg.site.layout.minify import attribute

# the kind of most words without letters, which needs no class
_PLAIN = "measure"


def line_starts(text: str) -> list[int]:
    """The offset at which each line begins; the line feed belongs to the line that it ends."""
    return [0, *(i + 1 for i, character in enumerate(text) if character == "\n" and i + 1 < len(text))]


def lines(
    text: str,
    marks: Iterable[Mark],
    within: tuple[int, int] | None = None,
    cuts: Iterable[int] = (),
) -> Iterator[list[TextPiece]]:
    """The pieces of the text, or of a range of it, line by line; line feeds stay in them.

    Args:
        cuts: further offsets where a line is cut in two.
    """
    first, last = within or (0, len(text))
    starts = sorted({*line_starts(text), first, last, *cuts} - {len(text)})
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
    rows: Iterable[list[TextPiece]],
    kinds: Mapping[str, str],
    *,
    heads: Mapping[int, tuple[str, int]],
    flagged: Callable[[str], bool],
) -> str:
    """The text for the report page, or a range of it.

    Args:
        rows: of :func:`lines`; its marks keyed by the id of each fact's card.
        kinds: id → key of the kind; its card has the CSS class.
        heads: offset at which a section begins → its id and level; a first-level heading that fills its line is an
            ``<h3>``.
        flagged: whether a fact has a finding or note.

    Each piece with facts is ``<a href="#ID OF THE SHORTEST" id="tOFFSET" class="KIND">``, without a class where the id says
    the kind; one that has only punctuation a ``<span>``, or where no words begin or end with it an ``<i>`` without an id. The
    texts of all elements together are the text itself, character by character.
    """
    found, order = [], ranks()
    shown: dict[tuple[tuple[str, ...], bool], tuple[str, str]] = {}
    for row in rows:
        head, level = heads.get(row[0].start, ("", 0))
        whole = level == 1 and all(p.marks or not p.text.strip() for p in row)
        tag = "h3" if whole and len(row) <= 8 and sum(len(p.text) for p in row) < 80 else "p"
        end = "</h3>" if tag == "h3" else ""  # a paragraph ends with the next, and with what it stands in
        found.append(f"<{tag} id={attribute(head)}>" if head else f"<{tag}>")
        for piece in row:
            if piece.start in heads and piece is not row[0]:
                found.append(f"<span id={attribute(heads[piece.start][0])}></span>")
            found.append(_piece(piece, kinds, order, flagged, shown))
        found.append(end)
    return "".join(found)


def _piece(
    piece: TextPiece,
    kinds: Mapping[str, str],
    order: Mapping[str, int],
    flagged: Callable[[str], bool],
    shown: dict[tuple[tuple[str, ...], bool], tuple[str, str]],
) -> str:
    """One piece.

    Args:
        shown: the kinds of its marks, the first of them first, and whether one is flagged → the kind that its class names
            and its classes; filled here.
    """
    words = escape(piece.text, quote=False)
    marks = piece.marks
    if not marks:
        return words
    first = marks[0].key
    if len(marks) > 1:
        first = min(marks, key=lambda m: (kinds[m.key] == "note", m.end - m.start, order[kinds[m.key]])).key
    key = (kinds[first], *(kinds[m.key] for m in marks)), any(flagged(m.key) for m in marks)
    if key not in shown:
        tints = {kind(of).shown.tint for of in key[0] if of != key[0][0]} - {""}
        css = kind(key[0][0]).shown.css
        shown[key] = css, " ".join([css, *sorted(tints)]) + (" w" if key[1] else "")
    css, classes = shown[key]
    class_ = f" class={attribute(classes)}"
    if not any(c.isalnum() for c in piece.text):  # a mark between two names is no stop for the keyboard
        class_ = "" if classes == kind(_PLAIN).shown.css else class_
        if is_inner(piece):
            return f"<i{class_}>{words}</i>"
        return f"<span id=t{piece.start}{class_}>{words}</span>"
    if classes == css and first.startswith(BY_ID.get(key[0][0], "\0")):
        class_ = ""
    return f"<a href={attribute('#' + first)} id=t{piece.start}{class_}>{words}</a>"


def is_inner(piece: TextPiece) -> bool:
    """Whether a piece has only punctuation, and no words of a fact begin or end with it: then it has no id."""
    if any(c.isalnum() for c in piece.text):
        return False
    return all(m.start < piece.start and piece.end < m.end for m in piece.marks)


def target_css(
    rows: Iterable[list[TextPiece]],
    ids: Mapping[str, str],
    prefix: str,
    nameless: Callable[[TextPiece], bool] = lambda piece: False,
) -> str:
    """Rules that mark the words of the fact whose id is the fragment of the address: no script is needed.

    Args:
        rows: the pieces of the text, line by line, each line in an element of its own.
        ids: key of a mark → the id that it is chosen by; marks of other keys get no rule.
        prefix: of the ids of pieces.
        nameless: whether a piece has no id.
    """
    runs: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        within: dict[str, list[int | None]] = defaultdict(list)
        for piece in row:
            start = None if nameless(piece) else piece.start
            for mark in piece.marks:
                if mark.key in ids:
                    within[mark.key].append(start)
        for key, starts in within.items():
            if run := _run(starts, prefix):
                runs[key].append(run)
    chosen: dict[str, list[str]] = defaultdict(list)
    for key, some in runs.items():
        chosen[",".join(some)].append(f"#{css_name(ids[key])}:target")
    found = [
        f"main:has({','.join(targets)}) {f':is({words})' if ',' in words else words}"
        for words, targets in chosen.items()
    ]
    if not found:
        return ""
    return ",\n".join(found) + "{background:var(--mark);box-shadow:0 0 0 2px var(--mark);color:var(--ink)}\n"


def _run(starts: Sequence[int | None], prefix: str) -> str:
    """Selectors of neighbouring pieces: each, or where that is shorter the first and what follows it but not the last.

    Args:
        starts: of each piece, ``None`` where it has no id: such a one is marked between two that have.
    """
    named = [f"#{prefix}{start}" for start in starts if start is not None]
    if not named:
        return ""
    each, span = ",".join(named), f"{named[0]},{named[0]}~:not({named[-1]}~*)"
    if len(named) > 1 and any(start is None for start in starts):
        return span
    return min(each, span, key=len)


def css_name(name: str) -> str:
    """An id as a CSS identifier (CSS Syntax 3, section 4.3.7).

    >>> css_name("addresses-a4.1b")
    'addresses-a4\\\\.1b'
    """
    escaped = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else f"\\{c}" for c in name)
    return f"\\3{escaped[0]} {escaped[1:]}" if escaped[:1].isdigit() else escaped
