"""Quantified statements: numbers with what they count, zero statements, full coverage.

Numbers are found first (:mod:`dashi_kg.reader.numbers.numbers`, minus the masks of :mod:`digits`); then each gets the
piece of the sentence that states it, the counted words, the period, the change, and its relation to the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashi_kg.model import Body, Measure, Observation, Place, Section, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.counted import edges
from dashi_kg.reader.counted.actor import Actor, actor_at, actor_of_heading, actors_in
from dashi_kg.reader.counted.each_actor import each_by_one
from dashi_kg.reader.counted.words_before import skip
from dashi_kg.reader.links.parts import numbered, related
from dashi_kg.reader.numbers.coverage import full_coverage, none_occurred
from dashi_kg.reader.numbers.dependent import COMPARES, apart, by_years, dealt_out, shared
from dashi_kg.reader.numbers.inherited import Around, carried
from dashi_kg.reader.numbers.masks import Masks
from dashi_kg.reader.numbers.numbers import find_numbers
from dashi_kg.reader.numbers.one_number import Actors, about_whom, former_value, one_number, stripped
from dashi_kg.reader.numbers.periods import TimeWord, time_words
from dashi_kg.reader.numbers.pieces import pieces_of
from dashi_kg.reader.numbers.tables import read_table, tables
from dashi_kg.reader.rules.table import the_word, wordings
from dashi_kg.text import patterns
from dashi_kg.text.segments import LONGEST_SENTENCE, begin_after, clauses, sentences

_SAID = wordings("quantities")
_STUDIES_LAW = the_word("quantities", "studies-law")
_CALLS = _SAID["calls"]


def read_observations(
    ctx: Context,
    masked: Masks,
    measures: list[Measure],
    bodies: Sequence[Body],
    places: Sequence[Place],
) -> list[Observation]:
    """All quantified statements outside the page chrome, in the order of the text, numbered ``o01`` …

    ``component_of``, ``numerator`` and ``denominator`` are set where the sentence says so; where it leaves
    two readings open, ``possible_wholes`` names them and ``certainty`` is ``ambiguous``.
    """
    actors = Actors(bodies, places)
    found: list[Observation] = []
    for section, stretch in ctx.prose():
        group: list[Observation] = []
        whole: list[Observation] = []  # of the sentence up to its full stop
        chain: list[Observation] = []  # …and of those that go on with 其中
        earlier: list[Observation] = []  # of the sentences before
        before: Span | None = None
        set_out = list(tables(ctx.view, stretch))
        for table in set_out:
            found += _passing(read_table(ctx, section, table), len(found))
        in_table = Masks([("table", [table.span for table in set_out])])
        for sentence in sentences(ctx.view, stretch):
            if set_out and in_table.overlapping(sentence):
                continue
            full = len(chain) > _LONGEST_CHAIN or (
                before and sentence.end - before.start > 2 * LONGEST_SENTENCE
            )
            continues = _GOES_ON.match(ctx.words(sentence)) is not None and not full
            scope = Span(before.start, sentence.end) if continues and before else sentence
            opening = _opening(ctx, stretch, scope)
            joined = ctx.view[max(sentence.start - 1, 0)] == ";" and not full
            # …23件。比去年同期减少11件: a comparison alone speaks of the sentence before
            compares = not full and COMPARES.match(ctx.words(sentence))
            tail = group[-1:] if joined else group if compares else []
            goes_on = bool(tail) or joined
            whole = whole if joined else []
            if not continues:
                group = []
                before = sentence
                if not goes_on:
                    linked = related(ctx, chain, earlier)
                    found += linked
                    earlier = (earlier + linked)[-_NEAR:]
                    chain = []
            own = _in_sentence(ctx, section, sentence, opening, masked, actors, tail, whole)
            own = _passing(own, len(found) + len(chain))
            group += own
            chain += own
            whole = whole + own
        found += related(ctx, chain, earlier)
    found.sort(key=lambda o: (o.span.start, o.span.end))
    return numbered(ctx, found, measures)


def _passing(own: list[Observation], before: int) -> list[Observation]:
    """The observations with passing ids, by which they are linked until they are numbered; ``before``: how many there are."""
    return [changed(item, id=f"@{n}") for n, item in enumerate(own, start=before)]


_LONGEST_OPENING = 400
# Numbers that may hang together, over semicolons and 其中: a report has a score. Each is compared with all of them.
_LONGEST_CHAIN = 60
_GOES_ON = _SAID["goes-on"]
_NEAR = 12  # numbers of the sentences before, in which the object of a bare act is looked for


def _opening(ctx: Context, stretch: Span, scope: Span) -> Span:
    """The scope from the last full stop on: 截至12月底,…;… holds for all that semicolons part."""
    first = max(stretch.start, scope.start - _LONGEST_OPENING)
    start = begin_after(ctx.view, scope.start, "。!?\n", first)
    return Span(start, scope.end)


# ------------------------------------------------------------------ one sentence


def _in_sentence(
    ctx: Context,
    section: Section,
    sentence: Span,
    scope: Span,
    masked: Masks,
    actors: Actors,
    tail: list[Observation],
    whole: list[Observation],
) -> list[Observation]:
    """One sentence, or one of the parts of a sentence between semicolons.

    Args:
        tail: the observations before it that a number without words of its own may speak of.
        whole: the observations of the parts before it, up to the last full stop.
    """
    found: list[Observation] = []
    subject = ""
    hidden = masked.overlapping(sentence)
    times: Sequence[TimeWord] | None = None
    doers: list[Actor] | None = None
    earlier_clause: Span | None = None
    for clause in clauses(ctx.view, sentence):
        numbers = find_numbers(ctx, clause, hidden)
        pieces = pieces_of(ctx, clause, numbers)
        own: list[Observation] = []
        for item in pieces:
            if times is None:
                times = time_words(ctx, scope)
            observation = one_number(ctx, section, item, clause, scope, actors, times)
            if observation.about and any(place.id == observation.about for place in actors.places):
                subject = observation.about
            elif subject and not observation.about:  # 易家小院参与…3次、组织…7件,自发化解…4起
                observation = changed(observation, about=subject)
            observation = _by_carrying(
                observation,
                carried(
                    ctx, observation, item, Around(clause, earlier_clause, pieces, whole, tail, found, own)
                ),
            )
            if doers is None:
                doers = actors_in(ctx, scope) or actor_of_heading(ctx, section)
            observation = _with_actor(ctx, observation, doers, clause)
            observation = edges.weighed(ctx, observation, item.left, item.right)
            values = shared(observation, apart=apart(ctx.words(clause)))
            if item.previous and values:
                found.append(former_value(ctx, values[0], item.previous))
            found += values
            own += values
        if own:
            own = found[len(found) - len(own) :] = by_years(ctx, clause, own, found[: len(found) - len(own)])
            at = len(found) - len(own)
            if all(found[at + i] is o for i, o in enumerate(own)):
                found[at:] = each_by_one(ctx, clause, dealt_out(ctx, clause, own))
        before, earlier_clause = earlier_clause, clause
        if not numbers:
            if cover := next(ctx.find(patterns.FULL_COVERAGE, clause), None):
                named = ctx.view[cover.start() - 1 : cover.start()] == "“"  # 按照“应纳尽纳”原则
                if not named and not _inside(hidden, Span(*cover.span())):
                    span, _ = stripped(ctx, clause)
                    about, _ = about_whom(ctx, span, scope, actors)
                    found.append(full_coverage(ctx, section, clause, span, cover, scope, about, before))
            elif none := next(ctx.find(patterns.NONE_OCCURRED, clause), None):
                found += none_occurred(ctx, section, clause, Span(none.end(), clause.end), sentence)
            elif none := next(ctx.find(patterns.NONE_BEHIND, clause), None):
                bare, _ = stripped(ctx, Span(clause.start, none.start()))
                found += none_occurred(ctx, section, clause, bare, sentence)
    return found


def _by_carrying(before: Observation, after: Observation) -> Observation:
    """The observation with ``carried`` as the rule of its counted words, where those are of another number or clause."""
    if after.counted == before.counted and after.counted_span == before.counted_span:
        return after
    rules = tuple(pair for pair in after.rules if pair[0] != "counted")
    return changed(after, rules=(*rules, ("counted", "carried")) if after.counted else rules)


def _with_actor(ctx: Context, item: Observation, doers: list[Actor], clause: Span) -> Observation:
    doer = actor_at(ctx, doers, clause, item.number_span.start if item.number_span else item.span.start)
    if doer is None:
        return item
    item = _without_actor(ctx, item, doer)
    return changed(item, actor=doer.words, actor_span=doer.span, rules=(*item.rules, ("actor", doer.rule)))


def _without_actor(ctx: Context, item: Observation, doer: Actor) -> Observation:
    """复议机关|审结: who acts is no part of what is counted."""
    span = item.counted_span
    if (
        item.unit == "percent"
        or span is None
        or not doer.span.start <= span.start < doer.span.end <= span.end - 2
    ):
        return item
    rest = Span(skip(ctx, doer.span.end, span.end), span.end)
    words = ctx.words(rest)
    if words == _STUDIES_LAW and _CALLS.search(ctx.view[max(doer.span.start - 4, 0) : doer.span.end]):
        return item  # 主持召开县政府常务会议学法
    wording = (
        words + item.wording.removeprefix(item.counted)
        if item.wording.startswith(item.counted)
        else item.wording
    )
    return changed(item, counted=words, counted_span=rest, wording=wording)


def _inside(hidden: Sequence[Span], span: Span) -> bool:
    return any(h.overlaps(span) for h in hidden)
