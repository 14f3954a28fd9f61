"""What the readings of problems and of plan items share: which sentences count, which titles, what hangs under what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from dashi_kg.model import PlanItem, Problem, Section, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text.segments import clauses, sentences

_SAID = wordings("statements")

_Item = TypeVar("_Item", Problem, PlanItem)
FAREWELL = _SAID["farewell"]
# a longer sentence than this holds more than one item, figures or not
_LONGEST_ITEM = 90
_FIGURE = _SAID["figure"]
_YEAR = _SAID["year"]
SHORTCOMING = _SAID["shortcoming"]
MARK = _SAID["mark"]


def in_tree(items: list[_Item]) -> list[_Item]:
    """Each item under the nearest head above it; a head knows those under it."""
    heads = {i.section: i.id for i in items if i.rule.endswith("-heading")}
    under: dict[str, list[str]] = {}
    placed: list[_Item] = []
    for item in items:
        parent = item.parent
        outer = item.section
        while parent is None and "." in outer:
            outer = outer.rpartition(".")[0]
            parent = heads.get(outer)
        if parent:
            under.setdefault(parent, []).append(item.id)
        placed.append(changed(item, parent=parent))
    return [changed(item, children=tuple(under.get(item.id, ()))) for item in placed]


_FRAME = _SAID["frame"]


def own_title(ctx: Context, section: Section) -> Span | None:
    """The title of a section below the parts, where it says something of its own."""
    title = _title_span(section)
    return None if title is None or _FRAME.match("".join(ctx.words(title).split())) else title


def leaves(ctx: Context, role: str) -> list[Section]:
    """Sections of the part that hold statements: with a heading of their own or with prose."""
    return [s for s in ctx.sections(role) if s.level > 1 or len(s.body)]


def _title_span(section: Section) -> Span | None:
    if section.heading is None or section.level == 1:
        return None
    return Span(section.heading.end - len(section.title), section.heading.end)


def statements(ctx: Context, section: Section) -> list[Span]:
    """The section's own sentences up to its turn to plans or its farewell; not what only leads in to its items."""
    everything = found = until_farewell(ctx, sentences(ctx.view, section.body))
    if section.role == "shortcomings-causes":
        turn = ctx.plans_from(section)
        found = [s for s in found if s.start < turn]
        kept = dict(_stated(ctx, section, found))
        whole = bool(found) and found[-1] is everything[-1] and found[-1] in kept
        found = [kept[s] for s in found if s in kept]
        everything = found if whole else everything
    if (
        section.children
        and found
        and found[-1] is everything[-1]
        and not section.children[0].marker.startswith(
            ("二", "三")
        )  # 力量不足。二是…: the first item, without its mark
        and (section.level == 1 or section.heading is None)
    ):
        lead = ctx.words(found[-1])
        if not _FIGURE.search(_YEAR.sub("", lead)):
            found = found[:-1]
    return found


_REMEDY = _SAID["remedy"]
_TURNS_INSIDE = _SAID["turns-inside"]


def _stated(ctx: Context, section: Section, found: list[Span]) -> Iterator[tuple[Span, Span]]:
    """Each sentence of a part on shortcomings that states one, and what of it does: not what announces."""
    said = {s: told for s, told, _ in _told_apart(ctx, section, found)}
    return ((s, told) for s, told in said.items() if told is not None)


def announced(ctx: Context, section: Section) -> list[Span]:
    """What a part on shortcomings announces before it turns to plans: remedies beside each, or behind one in its sentence."""
    turn = ctx.plans_from(section)
    found = [s for s in until_farewell(ctx, sentences(ctx.view, section.body)) if s.start < turn]
    return [plan for _, _, plan in _told_apart(ctx, section, found) if plan is not None]


def _told_apart(
    ctx: Context, section: Section, found: list[Span]
) -> Iterator[tuple[Span, Span | None, Span | None]]:
    """Each sentence with what it states as wanting and what it announces."""
    until = -1
    for sentence in found:
        words = ctx.words(sentence)
        if remedy := _REMEDY.match(words):
            line = ctx.view.find("\n", sentence.start, section.body.end)
            until = section.body.end if line == -1 else line
            yield sentence, None, Span(sentence.start + remedy.end(), sentence.end)
            continue
        if sentence.start < until:
            yield sentence, None, sentence
            continue
        turn = _TURNS_INSIDE.search(words)
        if turn and turn.start() > 0 and words[turn.start() - 1] == ",":
            at = sentence.start + turn.start()
            yield sentence, Span(sentence.start, at - 1), Span(at, sentence.end)
            continue
        yield sentence, sentence, None


def until_farewell(ctx: Context, found: list[Span]) -> list[Span]:
    """The sentences before a farewell (特此报告), or before what stands under it."""
    end = next((i for i, s in enumerate(found) if FAREWELL.search(ctx.words(s))), len(found))
    return found[:end]


def unmarked(ctx: Context, sentence: Span) -> list[Span]:
    """The clauses of a sentence, without a number at its head."""
    mark = MARK.match(ctx.words(sentence))
    start = sentence.start + (mark.end() if mark else 0)
    return clauses(ctx.view, Span(start, sentence.end)) if start < sentence.end else []


def only_lists(ctx: Context, whole: Span, parts: list[Span], least: int) -> bool:
    """Whether a sentence of clauses only lists: many of them and no figure, or too long for one item."""
    if len(parts) < least:
        return False
    return not _FIGURE.search(ctx.words(whole)) or len(whole) > _LONGEST_ITEM
