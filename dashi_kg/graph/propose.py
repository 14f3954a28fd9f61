"""Links and classes that the words suggest: candidates for a reader, never statements of the report.

Two items are compared by the pairs of neighbouring characters that they share; a pair that stands in many items
weighs little. Classes are suggested by the wordings of the code lists. All arithmetic is in whole numbers, so that
the same text gives the same score on every machine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from dashi_kg.model import Extraction, Span
from dashi_kg.text.fold import fold

_LEAST_SCORE = 1, 5  # a fifth
MOST_PER_ITEM = 2
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# words that every report repeats: they say nothing about what an item is about
_COMMON = re.compile(
    r"法治政府建设|法治政府|法治建设|依法行政|进一步|不断|持续|切实|全面|深入|加强|提升|提高|推进|推动|工作|建设|开展|落实|完善|健全|强化|深化|水平|能力|力度|机制|制度|仍需|有待|不足|不够|不强|存在"
)


class Candidate(NamedTuple):
    """One suggestion: ``subject`` ``predicate`` ``object``.

    ``predicate``: ``addresses`` (plan item → problem), ``continuesMeasure`` (plan item → measure), ``domain``
    (measure → key of a domain scheme) or ``problemType`` (problem → key). ``scheme`` names the scheme of a key.
    ``score``: 0 to 1, two decimals. ``shared``: the words that suggest it, longest first.
    """

    subject: str
    predicate: str
    object: str
    score: Decimal
    shared: tuple[str, ...]
    rule: str
    scheme: str = ""


@lru_cache(maxsize=1024)  # each item is compared with several kinds of others
def pairs(words: str) -> frozenset[str]:
    """The neighbouring pairs of Han characters of a text, without the words that every report repeats.

    >>> sorted(pairs("矛盾纠纷,调解"))
    ['盾纠', '矛盾', '纠纷', '调解']
    """
    found: set[str] = set()
    for run in _HAN.findall(_COMMON.sub(" ", words)):
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(found)


def alike(
    ones: Mapping[str, frozenset[str]], others: Mapping[str, frozenset[str]], rarity: Counter[str]
) -> Iterator[tuple[str, list[tuple[str, Decimal]]]]:
    """For each of ``ones``: which of ``others`` hold a fifth or more of the lesser of both, and how much of it.

    Args:
        ones, others: id → pairs of characters.
        rarity: pair → the items that hold it; a pair weighs 1/(items), counted in parts of their common multiple.
    """
    whole = lcm(*rarity.values())
    weight = {pair: whole // count for pair, count in rarity.items()}
    holders: dict[str, list[str]] = {}
    for key, found in others.items():
        for pair in found:
            holders.setdefault(pair, []).append(key)
    totals = {key: sum(weight[p] for p in found) for key, found in others.items()}
    part, of = _LEAST_SCORE
    for key, found in ones.items():
        own = sum(weight[p] for p in found)
        common: dict[str, int] = {}
        for pair in found:
            for other in holders.get(pair, ()):
                common[other] = common.get(other, 0) + weight[pair]
        rows = []
        for other, shared in common.items():
            least = min(own, totals[other])
            if shared * of >= least * part:
                rows.append((other, score(shared, least)))
        yield key, rows


def shared_words(one: str, other: str) -> tuple[str, ...]:
    """The longest stretches of two and more Han characters that both texts hold, at most four.

    >>> shared_words("加强行政执法队伍建设", "执法队伍力量不足")
    ('执法队伍',)
    """
    found: list[str] = []
    for run in _HAN.findall(_COMMON.sub(" ", one)):
        start = 0
        while start < len(run) - 1:
            length = 0
            while start + length < len(run) and run[start : start + length + 1] in other:
                length += 1
            if length >= 2:
                found.append(run[start : start + length])
            start += max(length - 1, 1) if length >= 2 else 1
    kept = [w for w in dict.fromkeys(found) if not any(w != v and w in v for v in found)]
    return tuple(sorted(kept, key=lambda w: (-len(w), w))[:4])


def score(part: int, whole: int) -> Decimal:
    """A part of a whole as a decimal with two places, half up."""
    return min((Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP), Decimal("1.00"))


def propose(found: Extraction, wordings: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Candidate]:
    """All candidates of one report, in the order of predicates, subjects and scores.

    Args:
        found: what the reader saw.
        wordings: scheme → key → wordings; the schemes ``domain/outline-2021``, ``domain/local-ext`` and
            ``problem-type`` are used.
    """
    measures = {m.id: _words(found, m.span) for m in found.measures if not m.children}
    problems = {p.id: _words(found, p.span) for p in found.problems if not p.children}
    plans = {
        a.id: _named_problem(found, a.span) + _words(found, a.span)
        for a in found.plan_items
        if not a.children
    }
    rarity: Counter[str] = Counter()
    for words in (*measures.values(), *problems.values(), *plans.values()):
        rarity.update(pairs(words))
    return (
        _links("addresses", "shared-words", plans, problems, rarity)
        + _links("continuesMeasure", "shared-words", plans, measures, rarity)
        + _classes("domain", measures, {s: w for s, w in wordings.items() if s.startswith("domain/")})
        + _classes("problemType", problems, {s: w for s, w in wordings.items() if s == "problem-type"})
    )


def _words(found: Extraction, span: Span) -> str:
    return fold(found.source.quote(span))


# 针对执法力量不足的问题,|推动执法力量下沉: the plan names the shortcoming that it is for
_FOR = re.compile(
    r"(?:^|[。;:\n])\s*(?:[一二三四五六七八九十]是|\d{1,2}[.、])?(?P<named>针对[^,。;:]{2,40}?(?:问题|不足|短板|现状|情况|差距|弱项)),$"
)
_LONGEST_LEAD = 60


def _named_problem(found: Extraction, span: Span) -> str:
    """The shortcoming that the words right before a plan item name; empty where they name none."""
    start = max(0, span.start - _LONGEST_LEAD)
    lead = _FOR.search(fold(found.source.text[start : span.start]))
    return f"{lead['named']}," if lead else ""


def _links(
    predicate: str, rule: str, ones: dict[str, str], others: dict[str, str], rarity: Counter[str]
) -> list[Candidate]:
    result = []
    sets = {key: pairs(words) for key, words in ones.items()}
    other_sets = {key: pairs(words) for key, words in others.items()}
    for one, found in alike(sets, other_sets, rarity):
        rows = [
            Candidate(one, predicate, other, points, shared, rule)
            for other, points in found
            if (shared := shared_words(ones[one], others[other]))
        ]
        rows.sort(key=lambda c: (-c.score, c.object))
        result += rows[:MOST_PER_ITEM]
    return result


def _classes(
    predicate: str, items: dict[str, str], schemes: Mapping[str, Mapping[str, Sequence[str]]]
) -> list[Candidate]:
    """The one class whose wordings an item holds most of; none where two are level."""
    result = []
    for identity, words in items.items():
        rows = []
        for scheme, keys in sorted(schemes.items()):
            for key, wordings in keys.items():
                held = [w for w in wordings if w in words]
                if held:  # most classes have none
                    held = sorted(set(held), key=lambda w: (-len(w), w))
                    hits = tuple(h for h in held if not any(h != g and h in g for g in held))
                    rows.append((sum(len(h) for h in hits), scheme, key, hits))
        rows.sort(key=lambda r: -r[0])
        if not rows or (len(rows) > 1 and rows[0][0] == rows[1][0]):
            continue
        weight, scheme, key, hits = rows[0]
        rivals = sum(r[0] for r in rows)
        result.append(
            Candidate(
                identity,
                predicate,
                key,
                score(weight, rivals),
                hits[:4],
                "wording-of-class",
                scheme,
            )
        )
    return result
