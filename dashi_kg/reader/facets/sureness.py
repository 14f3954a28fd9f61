"""How far the facets of a figure can be trusted: by how often the rules that decided were right (``measured.tsv``), and the margin.

``python -m evaluation --by-rule`` writes the file from the texts of the development split.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dashi_kg.model import Facets
from dashi_kg.reader.facets.weighed import KIND_RULE, RULE, STAGE_RULE, of_design

_FILE = Path(__file__).with_name("measured.tsv")
LEAST = 0.87  # of what a rule decides must be right
LEAST_MARGIN = 10  # by which the topic was ahead of the next one: one grade of strength in the lexicon
# Of 2,506 topics on four hands of texts, each by the rules of the day before it was seen and judged by weights learned without it: where
# the words back the topic by 20 and more, 0.96 are right; by 0 to 20, 0.55. Backed by 80 and more, 0.98 are.
LEAST_BACKING, ENOUGH_BACKING = 20, 80
NEARLY_BACKING, NEARLY_LONG, LONG = 0, 4, 6
# Where the words all together overrule a rule: of 86 such topics on a hand of texts that the weights were not learned from, 67 are right; of the 29
# with this lead all, of the 45 with the smaller one 40.
LEAST_LEAD, NEARLY_LEAD = 60, 40
_OF_WHOLE, LEAST_OF_PART = "stage-of-whole", 0.83
# Where the words all together overrule a rule on the kind or the stage: how often they are right on seven hands of texts (5,422 numbers), each
# read by the rules of the day before it was seen and by weights learned without it (87 of 110 kinds, 65 of 99 stages). Too seldom to name by
_WEIGHED = {("kind", KIND_RULE): 0.79, ("stage", STAGE_RULE): 0.66}
# a rule that was seen a few times only is taken to be as good as this many cases of the usual one
_PRIOR, _USUAL = 4, 0.9
WORD, WORD_LENGTH = "+", 2  # stage-of-act=concluded+审结: by the first characters of the words


def sure_topic(facets: Facets) -> bool:
    """Whether the topic was far enough ahead, by a rule that is right often enough, to compare by it, and the words around do
    not speak for another; or they back it by much.
    """
    if facets.topic_rule == RULE:
        # how often it is right cannot be measured on the texts that the weights were learned from
        return facets.margin >= LEAST_LEAD
    if facets.backing < LEAST_BACKING and facets.topic_rule not in of_design():
        return False
    if facets.backing >= ENOUGH_BACKING:
        return True
    return facets.margin >= LEAST_MARGIN and _right("topic", facets.topic_rule) >= LEAST


def sure(facets: Facets, words: str = "") -> bool:
    """Whether topic, kind and stage are all by rules that are right often enough to name an indicator by them.

    Args:
        words: what the figure counts, with the act that it stands in (审结行政复议案件): the act may be read more surely than others.
    """
    return sure_but_for_stage(facets) and sure_of_stage(facets, words)


def sure_of_stage(facets: Facets, words: str) -> bool:
    """Whether the stage is by a rule that is right often enough with these words."""
    return _right_stage(facets.stage_rule, facets.stage, words) >= LEAST


def nearly_sure_of_stage(facets: Facets) -> bool:
    """Whether the stage is that of the whole (查处案件12起，其中采砂3起), which is enough where a name accounts for all words of the part."""
    return facets.stage_rule == _OF_WHOLE and _right_stage(_OF_WHOLE, facets.stage, "") >= LEAST_OF_PART


def sure_but_for_stage(facets: Facets) -> bool:
    """Whether topic and kind are by rules that are right often enough."""
    return sure_topic(facets) and sure_of_kind(facets)


def sure_of_kind(facets: Facets) -> bool:
    """Whether the kind of quantity is by a rule that is right often enough."""
    return _right("kind", facets.kind_rule) >= LEAST


def nearly_sure(facets: Facets, words: str) -> bool:
    """Whether kind and topic are sure where a name accounts for all of its words: the words around may then speak for another
    topic a little, and if they back the topic too narrowly, long words are hardly said of another one. Of 81 such figures of
    texts, half of which had never been looked at, 0.96 of the topics are right. Of a kind by all words together a name that accounts
    for its words is right more often than such kinds are at large: in all of 11 figures of two hands that the weights had not seen.
    """
    if not (sure_of_kind(facets) or facets.kind_rule == KIND_RULE):
        return False
    if facets.topic_rule == RULE:
        return facets.margin >= NEARLY_LEAD and len(words) >= LONG
    if facets.backing < NEARLY_BACKING:
        return False
    enough = NEARLY_LONG if facets.backing < LEAST_BACKING and facets.margin >= LEAST_MARGIN else LONG
    return len(words) >= enough


def _right(facet: str, rule: str, usual: float = _USUAL) -> float:
    """How often a rule is right, 0 to 1."""
    if (facet, rule) in _WEIGHED:
        return _WEIGHED[facet, rule]
    n, right = _measured().get((facet, rule), (0, 0))
    return (right + _PRIOR * usual) / (n + _PRIOR)


def _right_stage(rule: str, stage: str, words: str) -> float:
    """How often a rule is right where it gives this stage, and by these first words: acts are told apart by many words, some
    of them surer than others. What was seen seldom is as good as the wider case.
    """
    of_rule = _right("stage", rule)
    if not stage:
        return of_rule
    of_stage = _right("stage", f"{rule}={stage}", of_rule)
    return _right("stage", f"{rule}={stage}{WORD}{words[:WORD_LENGTH]}", of_stage)


@cache
def _measured() -> dict[tuple[str, str], tuple[int, int]]:
    """(facet, rule) → how often it fired, how often it was right. Empty where the file is missing (it is being made)."""
    if not _FILE.is_file():
        return {}
    rows = _FILE.read_text(encoding="utf-8").splitlines()[1:]
    return {
        (facet, rule): (int(n), int(right)) for facet, rule, n, right in (row.split("\t") for row in rows)
    }
