"""Indicators: a combination of facets that every figure has, and the named ones that are narrower.

The key of a combination is ``topic.kind[.stage[.audience]]`` (``G1.matter.success``): readable, and the same in all
reports. A named indicator (``disputes-resolved``) stands below its combination and repeats its facets.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode

from dashi_kg.graph.figures.explained import (
    OF_SORTS,
    end_said,
    explained,
    left_over,
    of_heads_only,
    of_one_head,
    of_village_counsel,
    stage_said,
    topic_told,
    unsaid,
    without_examples,
)
from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.knowledge.indicators import excluded, facets_of, indicators
from dashi_kg.knowledge.vocabulary import Concept, Vocabulary
from dashi_kg.model import Observation
from dashi_kg.rdf.combinations import FACETS, Combination, combination_quads
from dashi_kg.reader.facets.sureness import (
    nearly_sure,
    nearly_sure_of_stage,
    sure_but_for_stage,
    sure_of_kind,
    sure_of_stage,
)
from dashi_kg.reader.rules.polarity import negated
from dashi_kg.reader.rules.table import the_word, word_class, wordings

_SAID = wordings("figure-indicators")
# What a concept's Chinese name says it counts, and the class of counter words that count it: 行政处罚件数 is no number of powers
# (项) and none of persons; 法治培训场次 is none of persons who took part.
_COUNTERS = (
    ("of-cases", "counts-cases"),
    ("of-documents", "counts-documents"),
    ("of-occasions", "counts-occasions"),
)
_PERSON_TIMES = the_word("figure-indicators", "counts-person-times")
# What is no count of things: the key of a unit → the unit that a concept must have, none for points.
_UNITS_APART = {"percent": "PERCENT", "fraction": "PERCENT", "yuan": "CCY_CNY", "percentage-point": ""}


@cache
def _verbs_by_sign() -> dict[str, tuple[str, ...]]:
    """The verbs that a scheme's wording may leave out (开展各类宣传活动 → 各类宣传活动), the longest first, by their first character."""
    found: dict[str, tuple[str, ...]] = {}
    for verb in word_class("figure-indicators", "leading-verb"):
        found[verb[0]] = (*found.get(verb[0], ()), verb)
    return found


def match_indicator(
    vocabulary: Vocabulary, counted: str, unit: str = "", classifier: str = ""
) -> Concept | None:
    """The concept whose wording these counted words are: as they stand, without 各类, without a leading verb.

    Args:
        unit: the key of the value's unit; a share is no count, an amount of money is none either. ``""``: any.
        classifier: the counter word; persons who took part (320人次) are not the occasions (6期) of the same words.
    """
    plain = _SAID["loose"].sub("", counted)
    verbs = _verbs_by_sign().get(plain[:1], ())
    tried = [counted, plain, *(plain[len(verb) :] for verb in verbs if plain.startswith(verb))]
    for words in dict.fromkeys(tried):
        if classifier == _PERSON_TIMES and (concept := vocabulary.find("indicator", words + _PERSON_TIMES)):
            return concept
        concept = vocabulary.find("indicator", words)
        if concept and _measures(concept, unit, classifier) and _same_polarity(concept, counted):
            return concept
    return None


def _same_polarity(concept: Concept, counted: str) -> bool:
    """未审结案件 is never an indicator none of whose wordings says that something was not done."""
    return not negated(counted) or any(negated(words) for words in concept.wordings())


def _measures(concept: Concept, key: str, classifier: str) -> bool:
    """Whether a value of this unit and counter word can be one of the concept."""
    own = concept.extra.get("defaultUnit", ("",))[0].rpartition("/")[2]
    wanted = _UNITS_APART.get(key)
    if key and (own in ("PERCENT", "CCY_CNY") or wanted is not None) and own != wanted:
        return False
    if _SAID["times-as-many"].fullmatch(classifier):  # 是2023年的2.16倍: how many times, not how many
        return False
    allowed = _counters_of(concept.labels["zh"])
    return allowed is None or _SAID["bracketed"].sub("", classifier) in allowed


@lru_cache(maxsize=1024)
def _counters_of(name: str) -> frozenset[str] | None:
    """The counter words of what a name says it counts; ``None``: any."""
    for said, counters in _COUNTERS:
        if _SAID[said].search(name):
            return frozenset(("", *word_class("figure-indicators", counters)))
    return None


_NO_TOPIC = "L1"
_KIND_OF_UNIT = {
    "percent": "rate", "fraction": "rate", "one": "rate", "percentage-point": "change", "yuan": "money", "dollar": "money",
    **dict.fromkeys(("hour", "minute", "day", "month", "year", "second", "class-hour"), "duration"), "number": "",
}  # fmt: skip
# without facets: kind of quantity → what a counter word of it is
_KINDS_COUNTED = ("person-time", "person", "occasion", "matter", "copy")


def combination_of(o: Observation) -> Combination:
    """The combination of a figure's facets; without facets, of what its unit and counter word say."""
    if o.facets:
        found = o.facets
        return Combination(
            found.topic or _NO_TOPIC, found.quantity_kind or "other", found.stage, found.audience
        )
    kind = _KIND_OF_UNIT.get(o.unit, "physical")
    if not kind:
        kind = next((name for name in _KINDS_COUNTED if _SAID[name].fullmatch(o.classifier)), "other")
    return Combination(_NO_TOPIC, kind)


# rules of roles by which a value only bounds what another counts, or is what the law allows
_BOUNDS = frozenset(("bound", "yardstick", "what-the-law-allows"))
# kinds whose values are means, or hold for each, all the same: a rate, a time limit, a score
_MEANT = frozenset(("rate", "change", "duration", "other"))


def per_what(o: Observation) -> str:
    """What a value is per: ``person`` (人均), or ``""``."""
    return o.per or ("person" if _SAID["each-person"].search(o.wording or o.counted) else "")


def is_mean(o: Observation) -> bool:
    """Whether the words count for each of something (人均, 日均), not in all."""
    return bool(o.per) or _SAID["mean"].search(o.wording or o.counted) is not None


def _is_often(o: Observation) -> bool:
    """Whether a figure says how often or how much something is done each time (每月坐班1次)."""
    return o.kind == "practice" or o.period.key.startswith("each-")


def _is_more_or_fewer(concept: Concept) -> bool:
    """Whether a name is of how many more or fewer there were (查处案件增减数), which is no rate either."""
    return _SAID["more-or-fewer"].search(concept.labels["zh"]) is not None


def _is_standing(concept: Concept) -> bool:
    """Whether what an indicator says holds each time (每年培训学时), or is a share, which it may always be."""
    return concept.extra["temporalNature"][0].endswith(("#standing", "#rate"))


class Given(NamedTuple):
    """The indicator of a figure; the key of its topic; whether it is a named one, and whether one whose name is of one place only."""

    node: NamedNode
    topic: str
    named: bool
    local: bool


def write_indicator(c: Canvas, o: Observation, named: Concept | None) -> Given:
    """The indicator of a figure: the named one where it has one (``naming.named_indicators``), else its combination."""
    if named is None:
        facets = combination_of(o)
        return Given(_write_combination(c, facets), facets.topic, named=False, local=False)
    about = named.extra.get("about", ("",))[0].rpartition("/")[2]
    return Given(NamedNode(named.iri), about, named=True, local=_is_local(named))


def named_indicator(vocabulary: Vocabulary, base: str, o: Observation) -> Concept | None:
    """The named indicator of a figure by itself: by a person, by its words, by its facets; ``None`` where none of them names one.

    Beside the other figures of its report it may be withheld: ``naming.named_indicators``.
    """
    if o.indicator:
        return vocabulary.concept("indicator", o.indicator)
    if o.role == "target" or o.kind == "target":
        return None  # what is planned is not yet done
    words, facets = o.wording or o.counted, combination_of(o)
    if _BOUNDS.intersection(o.rules_of("role")):
        return None  # 案值1000万元以上的4件, 由法定的20个工作日压缩: a threshold and what the law allows are no value of the body
    found = _by_any(vocabulary, base, o, facets, words)
    if found is None or "oneSort" in found.extra:
        shorter = without_examples(words, facets.topic)
        wider = _by_any(vocabulary, base, o, facets, shorter) if shorter != words else None
        if wider is not None:
            found, words = wider, shorter
    if found is not None and (o.role == "change" and facets.kind != "change") != _is_more_or_fewer(found):
        return None  # how many more or fewer (较上年减少21件) is not how many
    if found is None or (_is_often(o) and not _is_standing(found)):
        return None  # 每年召开不少于4次 is no number of meetings
    if unsaid(found, words) or of_one_head(found, o.actor) or of_village_counsel(found, o.actor):
        return None  # 办结率 is no 按时办结率, 县长接访12批次 no number of visits to the office
    if facets.kind not in _MEANT and is_mean(o) and _SAID["mean"].search(found.labels["zh"]) is None:
        return None  # 人均办案17.6件 is no number of cases, nor 每村“法律明白人”5名 one of persons
    return found


def _by_any(
    vocabulary: Vocabulary, base: str, o: Observation, facets: Combination, words: str
) -> Concept | None:
    """The indicator of a figure with these words: by them, by its facets, or by a word of one topic; by long words of other facets only
    where no name has its facets (办结12345热线工单)."""
    found = _by_words(vocabulary, o, facets, words)
    if found is None or (facets_of(found) != facets[:3] and not _is_local(found)):
        found = _by_facets(base, o, facets, words) or found
    return found or _by_telling_words(base, o, facets, words)


def _is_local(concept: Concept) -> bool:
    return concept.extra["scope"][0].endswith("#local")


def _by_words(vocabulary: Vocabulary, o: Observation, facets: Combination, words: str) -> Concept | None:
    """The indicator one of whose wordings these are, if its facets are those of the figure, or the wording is long: a
    short one (化解率, 挽回损失) stands in many fields, and by 受理 and 审结 the same words are other indicators.
    """
    found = match_indicator(vocabulary, words, o.unit, o.classifier)
    if found is not None and (
        excluded(found, words) or left_over(found, words)[1] or not _of_such_actors(found, o, words)
    ):
        return None
    if found is None or o.facets is None or facets_of(found) == facets[:3]:
        return found
    # 院坝会: a name of one place has no namesake in other fields
    return found if _is_local(found) or min(len(words), len(o.counted)) >= _LONG else None


def _by_facets(base: str, o: Observation, facets: Combination, words: str) -> Concept | None:
    """The named indicator of these facets, where they are sure; none where a negation of the words is in neither its stage
    nor its wordings."""
    if o.facets is None:
        return None
    known, sure_but = indicators(base), sure_but_for_stage(o.facets)
    if not sure_but and not nearly_sure(o.facets, words):
        return None

    def fits(concept: Concept) -> bool:
        if not _of_such_actors(concept, o, words):
            return False
        if not sure_but:  # words that are all the name's speak for its topic, and say no sort
            return "oneSort" not in concept.extra and left_over(concept, words) == _NOTHING
        return explained(concept, words, part=o.role == "part")

    found = known.by_facets(facets[:3], words, fits)
    if found and not (
        sure_of_stage(o.facets, words)
        or stage_said(found, words)
        or (nearly_sure_of_stage(o.facets) and left_over(found, words) == _NOTHING)
    ):
        found = None
    # a name that asks for its words leaves no verb of another stage over; how a case ended (其中维持3件) has the stage of its whole
    for stage in ("", *(_ENDS if o.role == "part" else ())):
        found = found or known.by_words(
            (*facets[:2], stage),
            words,
            lambda c: left_over(c, words) == _NOTHING and end_said(c, words) and fits(c),
        )
    said = _SAID["omission"].sub("", words) if facets.topic in OF_SORTS else words  # 查处无证行医案件
    if found and facets.stage not in _NEGATIVE and not _same_polarity(found, said):
        return None
    return found


def _by_telling_words(base: str, o: Observation, facets: Combination, words: str) -> Concept | None:
    """The named indicator of words that are all its own and said of one topic only (超限率), whatever topic the words around speak for."""
    if o.facets is None or not topic_told(words) or not sure_of_kind(o.facets):
        return None
    if not sure_of_stage(o.facets, words) and o.facets.stage:
        return None

    def fits(concept: Concept) -> bool:
        return _of_such_actors(concept, o, words) and left_over(concept, words) == _NOTHING

    return indicators(base).of_any_topic(facets.kind, facets.stage, words, fits)


def _of_such_actors(concept: Concept, o: Observation, words: str) -> bool:
    """Whether heads of offices act where the name is of what they do, and nowhere else."""
    return not (of_one_head(concept, o.actor) or of_heads_only(concept, words, o.actor))


_NOTHING = ("", False)  # no word is left over, none cuts out a part
_ENDS = ("concluded", "failure")
_LONG = 9  # characters of counted words that no other field shares
# stages that say themselves that something failed or was not done
_NEGATIVE = frozenset(("pending", "failure", "dropped"))


def _write_combination(c: Canvas, facets: Combination) -> NamedNode:
    """A combination and those that are wider, in the graph that all reports share; not those that the code lists have."""
    known = _above_named(c.vocabulary)
    for one in facets.chain():
        if one in known or not c.first(c.n(f"indicator/{one.key}")):
            break
        labels = {path: c.vocabulary.concept(*path.split("/")).labels for _, path in one.concepts()}
        for quad in combination_quads(one, labels, c.n.base, c.shared):
            c.rows[str(quad.subject), str(quad.predicate), str(quad.object), str(c.shared)] = None
    return c.n(f"indicator/{facets.key}")


@cache
def _above_named(vocabulary: Vocabulary) -> frozenset[Combination]:
    """The combinations that stand above a named indicator."""
    named = vocabulary.scheme("indicator").values()
    keys = [[concept.extra.get(term, ("",))[0].rpartition("/")[2] for term, _ in FACETS] for concept in named]
    return frozenset(wide for found in keys if found[0] for wide in Combination(*found).chain())
