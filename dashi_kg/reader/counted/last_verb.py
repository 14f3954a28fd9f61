"""The last verb of a clause that has an object: 通过巡查|发现隐患, 取消和下放|事项."""

from __future__ import annotations

import re
from functools import cache

from dashi_kg.reader.context.word_lists import ACTS, NOUN_AFTER_VERB, NOUNLIKE, VERB, blind
from dashi_kg.reader.counted.marked_verbs import asked_about, without_marks
from dashi_kg.reader.rules.table import Table, patterns, table, wordings
from dashi_kg.reader.rules.table import words as words_of

_SAID = wordings("last-verb")

_SIDE_BY_SIDE = _SAID["side-by-side"]
_LISTED = _SAID["listed"]
_DONE = ("了", "出", "过")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


@cache
def verbs(kind: str) -> frozenset[str]:
    """The verbs of one class of ``words/verb.tsv``: ``container`` (the object is an act again: 开展|清理整治, 提出|整改意见),
    ``helping`` (the nearer verb says what was done: 主持|召开), ``spends`` (减免|费用 is done, 办理|时限 measured),
    ``handed`` (交办|信访件 came by somebody), ``sends`` (指派|律师办理案件), ``one-act`` (two that are one: 主持召开).
    """
    return frozenset(words_of("verb")[kind])


def outcome() -> re.Pattern[str]:
    """What a case of reconsideration or litigation ends with."""
    return patterns("last-verb")["outcome"]


_LONGEST_VERB = max(map(len, ACTS))


def start_of_last_verb(words: str, passed_over: Table | None = None) -> int:
    """Where the last verb that has an object begins, else 0.

    Args:
        passed_over: which verbs do not begin the words (default: ``rules/verb-passed-over.yaml``).
    """
    if outcome().match(words) and all(outcome().fullmatch(part) for part in _LISTED.split(words)):
        return 0
    rules = passed_over or table("verb-passed-over")
    best, held, words = 0, "", without_marks(blind(words))
    if "(" in words:
        words = _IN_BRACKETS.sub(lambda m: "□" * len(m[0]), words)
    by = patterns("last-verb")["means"].match(words)
    means = by.end() if by else -1
    previous_end = beside_to = -1
    for match in VERB.finditer(words):
        verb, at = match[0], match.start()
        rest = words[match.end() :]
        if rest[:1] in _DONE:
            rest = rest[1:]
        if len(rest) < 2:
            break
        uses_means = 0 <= means <= at and rest[0] not in "、和与及" and not NOUN_AFTER_VERB.match(rest)
        holding = (best, best + len(held)) if held else None
        found = rules.first(asked_about(words[:at], holding, verb, rest, by_means=uses_means))
        if found and found[0].action == "skip":
            continue
        beside = _SIDE_BY_SIDE.match(rest) if held and at > best + len(held) else None
        other = VERB.match(rest, beside.end()) if beside else None
        if other and other[0] not in NOUNLIKE:
            beside_to = len(words) - len(rest) + other.end()
            continue
        if at < beside_to or found:
            continue
        follows = at == previous_end
        if uses_means and at > 0 and verb in NOUNLIKE and not (follows and held in verbs("helping")):
            means = -1
        if follows and held + verb in verbs("one-act"):
            previous_end = match.end()  # 主持召开|…: one act of two words
            continue
        if not follows or held in verbs("helping") or (at > 0 and words[at - 1] in "并"):
            best, held = at, verb
        previous_end = match.end()
    while (also := _also(words[:best])) is not None:  # 取消和|下放…
        best = also
    return best


def _also(words: str) -> int | None:
    """Where a verb begins that a conjunction joins to what stands behind; ``None`` where none does."""
    if not (tail := patterns("last-verb")["joined"].search(words)):
        return None
    ends = {tail.start(), tail.end("done")}
    return next(
        (
            at
            for at in range(max(0, tail.start() - _LONGEST_VERB), tail.start())
            if any(VERB.fullmatch(words, at, end) for end in ends)
        ),
        None,
    )
