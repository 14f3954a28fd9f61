"""A long report in parts: each is a page of its own, the first is the report's page, and it names what stands in the others.

Where the parts begin depends on the text and its facts alone, so that both languages have the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from dashi_kg.site.evidence.text_html import line_starts
from dashi_kg.site.facts.facts_panel import Cards

# about how many bytes of a page a character of the text and a card take in English, which takes a tenth more, and the charts at most
_CHARACTER, _CARD, _BAR, _CHARTS = 7, 205, 160, 6_000
_REST = 14_000  # head, outline, key, problems, checks, citation
_NAMED = 24  # bytes of an id that the first page tells the place of
_ANSWER = 600  # of a plan and the reason why it answers a problem, on the first page
_MARK = 40  # bytes of the report's style sheet that mark the words of one fact
# a page stays below 200 kB with its style sheets: those that all share (27 kB), and the one of the report
LIMIT = 172_000
_LEAST = 25_000
SHORTEST = 2_000  # characters: no text below has as much to say as fills a page
WORKS = 110  # citations on a page
LINES = 6_000  # characters of an archived text on a page
_SENTENCE = re.compile("[。；]")
_ID = re.compile(r'\sid=(?:"([^"]*)"|([^\s">]+))')
_PLACE = re.compile(r"(?:t|c|char=|pos=|quote=)(\d+)")
_HERE = re.compile(r'(\shref=)("?)#([^\s">]+)\2')


@dataclass(frozen=True, slots=True)
class Part:
    """The half-open range of the text (code points) that one page has, counted from 1."""

    number: int
    start: int
    end: int


def parts(cards: Cards) -> list[Part]:
    """The parts of a report; one where it fits one page."""
    text = cards.graph.source.text
    weights = _weights(cards)
    total = len(text) * _CHARACTER + sum(weights.values())
    figures = sum(of in ("observation", "target") for of in cards.kinds.values())
    style = _MARK * sum(map(cards.is_card, cards.graph.nodes))
    answers = _ANSWER * sum(map(cards.items.answers, cards.graph.nodes.values()))
    if len(text) < SHORTEST or total + answers + min(figures * _BAR, _CHARTS) + _REST + style <= LIMIT:
        return [Part(1, 0, len(text))]
    most = max(LIMIT - _CHARTS - _REST - style, _LEAST)
    # on the first page: half of the ids, for they are of the others, and all former ones
    named = _NAMED * len(cards.graph.nodes) // 2 + 2 * _NAMED * len(cards.graph.former) + answers
    # about as much on each as on the others, so that one more part begins only where it has to
    even = (total + named) // -(-(total + named) // most) + _LEAST // 2
    room, later = max(min(even, most) - named, _LEAST), min(even, most)
    begins, size, before = [0], 0, 0
    offsets = sorted(weights)
    for start, end in pairwise([*_cuts(cards), len(text)]):
        here = offsets[bisect_right(offsets, start - 1) : bisect_right(offsets, end - 1)]
        piece = (end - start) * _CHARACTER + sum(weights[o] for o in here)
        if size and size + piece > room:
            begins.append(start)
            before, size, room = size, 0, later
        size += piece
    if len(begins) > 2 and size < _LEAST and before + size <= most:  # a few lines are no page
        begins.pop()
    return [Part(n, start, end) for n, (start, end) in enumerate(pairwise([*begins, len(text)]), start=1)]


def may_be_long(length: int, nodes: int, figures: int) -> bool:
    """Whether a report may take more than one page: of a text of so many characters, with at most so many cards and bars."""
    style = _MARK * nodes
    return length * _CHARACTER + nodes * _CARD + min(figures * _BAR, _CHARTS) + _REST + style > LIMIT


def text_parts(text: str, most: int) -> list[Part]:
    """A text in parts of whole lines, each of at most so many characters, if no line has more."""
    begins = [0]
    for start, end in pairwise([*line_starts(text), len(text)]):
        if end - begins[-1] > most and start > begins[-1]:
            begins.append(start)
    return [Part(n, start, end) for n, (start, end) in enumerate(pairwise([*begins, len(text)]), start=1)]


def _weights(cards: Cards) -> Mapping[int, int]:
    """Where facts begin → about how many bytes their cards take."""
    found: dict[int, int] = defaultdict(int)
    for node in cards.graph.nodes.values():
        if cards.is_card(node.iri):
            found[max(cards.items.start_of(node), 0)] += _CARD
    return found


def _cuts(cards: Cards) -> list[int]:
    """Where a part may begin: at a line that is not right below its heading, or behind a sentence that no fact runs beyond."""
    text = cards.graph.source.text
    headings = {s.anchors[0].start for s in cards.graph.sections}
    ends = line_starts(text)
    lines = {start for before, start in pairwise(ends) if before not in headings}
    covered: list[tuple[int, int]] = []
    # a section without a heading is anchored to all that it holds: a text without headings would have no cut
    facts = (n for n in cards.graph.nodes.values() if cards.kinds[n.iri] != "section")
    for start, end in sorted((a.start, a.end) for n in facts for a in n.anchors):
        if covered and start < covered[-1][1]:
            covered[-1] = (covered[-1][0], max(end, covered[-1][1]))
        else:
            covered.append((start, end))
    begins = [start for start, _ in covered]

    def free(at: int) -> bool:
        place = bisect_right(begins, at - 1) - 1
        return place < 0 or covered[place][1] <= at

    sentences = {m.end() for m in _SENTENCE.finditer(text) if free(m.end()) and m.end() < len(text)}
    return sorted({0, *(at for at in lines if free(at)), *(sentences - set(ends))})


def part_document(document: str, number: int) -> str:
    """The document of a part: ``report/x/2023`` itself, ``report/x/2023/part-2`` …"""
    return document if number == 1 else f"{document}/part-{number}"


def of_part(document: str) -> tuple[str, int]:
    """The other way round: the document of the whole, and the number of the part.

    >>> of_part("report/x/2023/part-2")
    ('report/x/2023', 2)
    """
    whole, _, number = document.partition("/part-")
    return whole, int(number) if number.isdecimal() else 1


def part_documents(wholes: Collection[str], pages: Callable[[str], int]) -> dict[str, None]:
    """The documents, and behind them those of their parts beyond the first.

    Args:
        wholes: documents.
        pages: how many parts a document has; 0 or 1: none.
    """
    more = (part_document(whole, number) for whole in wholes for number in range(2, pages(whole) + 1))
    return dict.fromkeys((*wholes, *more))


def is_part(document: str, wholes: Container[str], pages: Callable[[str], int]) -> bool:
    """Whether there is such a document, by the arguments of :func:`part_documents`."""
    whole, number = of_part(document)
    # there is no part-1, which is the whole's own document, nor part-02
    spelled = document == part_document(whole, number)
    return spelled and whole in wholes and (number == 1 or 1 < number <= pages(whole))


def places(cards: Cards, of: Sequence[Part]) -> dict[str, int]:
    """The ids of facts and sections (without those of pieces of the text) → the number of the part that has them."""
    begins = [part.start for part in of]
    graph = cards.graph
    found = {id: max(bisect_right(begins, start), 1) for id, start in cards.items.places.items()}
    for (
        old,
        new,
    ) in graph.former:  # of what has a card: it stands there; the others are listed on the first page
        if new in graph.nodes and (cards.is_card(new) or cards.items.classifies(graph.nodes[new])):
            found[cards.id(old)] = found.get(cards.id(new), 1)
    return found


def led(
    html: str, known: Mapping[str, int], begins: Sequence[int], own: int, address: Callable[[int], str]
) -> str:
    """A page of a part whose links within lead to the page that has what they name.

    Args:
        known: id → number of its part; what is in none is on the first page.
        begins: where the parts begin, for the pieces and anchors of the text (``t120``, ``char=120,130``).
        address: number of a part → its address as written on this page.
    """
    here = {one or other for one, other in _ID.findall(html)}

    def whither(link: re.Match[str]) -> str:
        name = link[3]
        if name in here:
            return link[0]
        at = known.get(name, 1)
        if name not in known and (offset := _PLACE.match(name)):
            at = max(bisect_right(begins, int(offset[1])), 1)
        return link[0] if at == own else f'{link[1]}"{address(at)}#{name}"'

    return _HERE.sub(whither, html)


def listed(
    cards: Cards, of: Sequence[Part], known: Mapping[str, int], own: int, address: Callable[[int], str]
) -> list[tuple[int, str, int, str, str]]:
    """The parts as a page names them: number, address, offset, heading, and on the first page the ids of the others' facts.

    Each id has an empty element, so that an address of a fact leads to the link to its part where no script runs.
    """
    found = []
    for part in of:
        inside = [s for s in cards.graph.sections if part.start <= s.anchors[0].start < part.end]
        before = [s for s in cards.graph.sections if s.anchors[0].start < part.start]
        heading = inside[0] if inside else before[-1] if before else None
        words = cards.site_graph.labels.said(heading.iri, cards.lang).words if heading else ""
        ids = [i for i, n in known.items() if n == part.number] if own == 1 and part.number > 1 else []
        marks = "".join(f"<b id={escape(i)}></b>" for i in sorted(ids))
        found.append((part.number, address(part.number), part.start, words, marks))
    return found
