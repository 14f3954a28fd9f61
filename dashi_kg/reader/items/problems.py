"""Problems: what the report says is wanting, in the part on shortcomings.

A sentence (up to 。 or ;) is one problem, with the facts that belong to it; a sentence that only lists four shortcomings
and more, without a figure, is as many. Causes, what only opens the list, and what is good are none.
"""

from __future__ import annotations

from dashi_kg.model import Problem, Section, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.context.statements import (
    MARK,
    SHORTCOMING,
    in_tree,
    leaves,
    only_lists,
    own_title,
    statements,
    unmarked,
)
from dashi_kg.reader.items.measures import letters
from dashi_kg.reader.items.stated import stated_outright
from dashi_kg.reader.rules.table import the_word, wordings
from dashi_kg.text.segments import sentences

_SAID = wordings("problems")
_OF_CAUSES = the_word("problems", "of-causes")
_NAMES_A_PROBLEM = _SAID["names-a-problem"]

_PROBLEM = _SAID["problem"]
_GOES_ON = _SAID["goes-on"]
_INTRODUCES = _SAID["introduces"]
_CAUSE = _SAID["cause"]
_PRAISE = _SAID["praise"]
_ONLY_OPENS = _SAID["only-opens"]
_LISTS = _SAID["lists"]
_LEAST_LISTED_PROBLEMS = 4
_LACK = _SAID["lack"]
_TURNS = _SAID["turns"]
_CAUSES = _SAID["causes"]
_GOES_ON_CAUSE = _SAID["goes-on-cause"]
_NAMES_THE_LIST = _SAID["names-the-list"]
_NO_SHORTCOMING = _SAID["no-shortcoming"]


def read_problems(ctx: Context) -> list[Problem]:
    """Problems of the part on shortcomings: a heading with its sub-problems, or sentences by themselves."""
    found: list[Problem] = []
    parents = _parents(ctx)
    for section in leaves(ctx, "shortcomings-causes"):
        if _tells_causes(ctx, section, parents):
            continue
        spans = _joined_problems(ctx, statements(ctx, section), item=section.level > 1)
        identity = f"p{section.number}"
        head = own_title(ctx, section)
        if head and (section.children or spans or _wanting(ctx.words(head))):
            found.append(Problem(identity, head, section.number, "problem-heading"))
            found += [
                Problem(f"{identity}{letters(i)}", span, section.number, "problem-clause", identity)
                for i, span in enumerate(spans)
            ]
        elif section.marker.endswith("是") and spans:  # an item is one problem, however many clauses it has
            whole = Span(spans[0].start, spans[-1].end)
            found.append(Problem(identity, whole, section.number, "problem-item"))
        else:
            found += [
                Problem(f"{identity}{letters(i)}", span, section.number, "problem-clause")
                for i, span in enumerate(spans)
            ]
    return in_tree(sorted([*found, *_told_in_the_work(ctx)], key=lambda p: p.span))


_TOLD = _SAID["told"]


def _told_in_the_work(ctx: Context) -> list[Problem]:
    """Shortcomings that a part on the year's work states outright: 但仍存在…的问题; what opens a list gives its items."""
    found: list[Problem] = []
    for section in ctx.sections(*REPORTED):
        spans: list[Span] = []
        for sentence in sentences(ctx.view, section.body):
            parts = unmarked(ctx, sentence)
            for at, clause in enumerate(parts):
                told = _TOLD.match(ctx.words(clause))
                turn = _TURNS.match(ctx.words(clause))
                rest = Span(clause.start, parts[-1].end)
                if _OPENS_WITH_IT.match(ctx.words(clause)) and _wanting(ctx.words(rest)):
                    spans.append(rest)  # 存在的不足是,…: said outright
                    break
                if told is None and turn and SHORTCOMING.match(ctx.words(rest)):
                    spans.append(Span(clause.start + turn.end(), rest.end))
                    break
                if told is None:
                    continue
                start = clause.start + (turn.end() if turn else 0)
                if not _HOW_MANY.fullmatch(told["what"]):
                    spans.append(Span(start, parts[-1].end))
                elif parts[at + 1 :] and any(_wanting(ctx.words(p)) for p in parts[at + 1 :]):
                    spans += _joined_problems(ctx, [Span(parts[at + 1].start, parts[-1].end)])
                break
        rules = dict.fromkeys(spans, "problem-clause")
        for span in stated_outright(ctx, section, _wanting):
            if not any(
                span.start <= other.start < span.end or other.start <= span.start < other.end
                for other in spans
            ):
                rules[span] = "problem-stated"
        found += [
            Problem(f"p{section.number}{letters(i)}", span, section.number, rules[span])
            for i, span in enumerate(sorted(rules))
        ]
    return found


_OPENS_WITH_IT = _SAID["opens-with-it"]
_HOW_MANY = _SAID["how-many"]


def _wanting(words: str) -> bool:
    return bool(_PROBLEM.search(words) or _LACK.search(words))


def _tells_causes(ctx: Context, section: Section, parents: dict[str, Section]) -> bool:
    """Whether a part, or the items that it opens, tell why and not what: (二)原因分析, 究其原因:一是…"""
    at: Section | None = section
    while at is not None:
        title = ctx.words(at.heading) if at.heading else ""
        if _OF_CAUSES in title and not _NAMES_A_PROBLEM.search(title):
            return True
        at = parents.get(at.number)
    parent = parents.get(section.number)
    if parent is None or not section.marker.endswith("是"):
        return False
    own = sentences(ctx.view, Span(max(parent.body.start, parent.body.end - 120), parent.body.end))
    return bool(own) and bool(_CAUSE.search(ctx.words(own[-1])))


def _parents(ctx: Context) -> dict[str, Section]:
    """Number of a section → the section that holds it; the root holds nothing."""
    return {c.number: s for s in ctx.sections() for c in s.children}


def _joined_problems(ctx: Context, parts: list[Span], *, item: bool = False) -> list[Span]:
    """What each sentence states as wanting; what follows a cause (一方面…;另一方面…) is cause too.

    Args:
        item: the sentences stand in a numbered item or under a heading: they need no word that says so.
    """
    found: list[Span] = []
    cause, labelled = -1, False
    for index, sentence in enumerate(parts):
        words = ctx.words(sentence)
        if cause == sentence.start - 1 and (labelled or _GOES_ON_CAUSE.match(words)):
            cause = sentence.end
            labelled = labelled and ctx.view[cause : cause + 1] == ";"
            continue
        told = unmarked(ctx, sentence)
        if _CAUSE.search(words) or any(_CAUSE.match(ctx.words(part)) for part in told[1:]):
            cause = sentence.end
            labelled = bool(_CAUSES.match(words)) and ctx.view[cause : cause + 1] == ";"
            told = _before_cause(ctx, told)
            if not told:
                continue
        stated = _without_opening(ctx, told, item=item)
        if not stated:
            continue
        alone = ctx.words(stated[0])
        if len(stated) == 1 and (_PRAISE.search(alone) or _NO_SHORTCOMING.search(alone)):
            continue
        whole = Span(stated[0].start, stated[-1].end)
        counted = MARK.match(words) or index > 0  # behind the first sentence, prose needs no such word either
        if not (item or counted) and not _wanting(ctx.words(whole)):
            continue
        if only_lists(ctx, whole, stated, _LEAST_LISTED_PROBLEMS):
            found += _listed_problems(ctx, stated)
        else:
            found.append(whole)
    return found


def _before_cause(ctx: Context, parts: list[Span]) -> list[Span]:
    """What is wanting, without why: 水法规体系还不够完善,|主要原因是…; nothing where the cause comes first."""
    at = next((i for i, part in enumerate(parts) if _CAUSE.search(ctx.words(part))), 0)
    kept = parts[:at]
    return kept if any(_wanting(ctx.words(part)) for part in kept) else []


def _without_opening(ctx: Context, parts: list[Span], *, item: bool) -> list[Span]:
    """Clauses behind what only opens (还存在一些短板:), what is good (虽取得成绩), and the rule that is not met (…,但…)."""
    for at in range(len(parts) - 1, -1, -1):
        if _opens(ctx, parts[at], item=item):
            parts = parts[at + 1 :]
            break
    for at, clause in enumerate(parts[1:], start=1):
        if turn := _TURNS.match(ctx.words(clause)):
            before = [ctx.words(c) for c in parts[:at]]
            if any(_PRAISE.search(w) for w in before) or not any(_wanting(w) for w in before):
                parts = [Span(clause.start + turn.end(), clause.end), *parts[at + 1 :]]
            break
    while len(parts) > 1 and _PRAISE.search(ctx.words(parts[0])):
        parts = parts[1:]
    if parts and (mark := MARK.match(ctx.words(parts[0]))):
        parts = [Span(parts[0].start + mark.end(), parts[0].end), *parts[1:]]
    return [part for part in parts if len(part)]


def _opens(ctx: Context, clause: Span, *, item: bool) -> bool:
    """Whether a clause only opens the list: 还存在一些短板: — in an item only where a colon follows."""
    words = ctx.words(clause)
    colon = ctx.view[clause.end : clause.end + 1] == ":"
    if item and _ONLY_OPENS.match(words) and _LISTS.match(ctx.view, clause.end):
        return True
    if colon and _NAMES_THE_LIST.search(words):
        return True
    return bool(_INTRODUCES.search(words)) and (colon or not item)


def _listed_problems(ctx: Context, parts: list[Span]) -> list[Span]:
    """Clauses that state a shortcoming; a clause that goes on belongs to the one before it."""
    found: list[Span] = []
    pending: Span | None = None
    for clause in parts:
        words = ctx.words(clause)
        if found and _GOES_ON.match(words):
            found[-1] = Span(found[-1].start, clause.end)
        elif _wanting(words):
            found.append(Span(pending.start if pending else clause.start, clause.end))
            pending = None
        elif found:  # a remark after a shortcoming: 部分单位…, 制约了…
            found[-1] = Span(found[-1].start, clause.end)
        else:  # circumstances before it: 随着…,
            pending = pending or clause
    return found
