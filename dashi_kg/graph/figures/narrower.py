"""Which sort of its thing a figure is of, where the text around says it and the words of the figure do not.

A fine hangs on one case, on a sort of cases or on a campaign (查处非法采砂案件14起,罚款27万元), what was done with disputes on a sort of them
(草场边界纠纷历来多发,全年调处37起), how a case ended on whose acts were judged (被申请行政复议5件,维持4件), and of a stock only some took part
(公职律师3名参与审查). A name of all of them would be untrue; with these words put before its own a figure may have a narrower one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from dashi_kg.graph.figures.explained import STAGES, left_over, words_of
from dashi_kg.graph.figures.figure_indicators import combination_of
from dashi_kg.knowledge.indicators import facets_of
from dashi_kg.knowledge.vocabulary import Concept
from dashi_kg.model import Observation
from dashi_kg.reader.rules.table import the_word, wordings
from dashi_kg.text.segments import begin_after

_PENALTIES, _CAMPAIGNS = "E2", "E5"  # topics
_RECONSIDERATION, _MEDIATION = "G2", "G1"
_INSPECTING = ("E1", "E5")
_INSPECTED = ("E1", "body"), ("E1", "place")
_COUNTERS = (("counts-vessels", "vessels"), ("counts-vehicles", "vehicles"), ("counts-rounds", "rounds"))
_FEW = 1  # characters that may be left of words for cases of any sort
_SENTENCE_ENDS, _PARTS = "。\n", "。\n，；,;"
_SAID = wordings("narrower")


def said_before(concept: Concept, o: Observation, text: str, of_a_sort: Mapping[str, bool]) -> str:
    """The words that the text puts before those of a figure, where by them it is not all of what its name speaks of; ``""``: none.

    Args:
        of_a_sort: ``fines_of_a_sort``.
    """
    if not o.number_span:
        return ""
    topic, kind, *_ = combination_of(o)
    at, name = o.number_span.start, concept.labels["zh"]
    if _is_fine(concept) and of_a_sort.get(o.id):
        return the_word("narrower", "particular")
    if kind == "person" and concept.extra["temporalNature"][0].endswith("#stock"):
        return (
            the_word("narrower", "taking-part") if _SAID["took-part"].match(text, o.number_span.end) else ""
        )
    start = begin_after(text, at, _SENTENCE_ENDS)
    if _SAID["handed-down"].match(name):
        return (
            the_word("narrower", "taking-over")
            if _SAID["taken-over"].search(text, begin_after(text, at, _PARTS), at)
            else ""
        )
    if _SAID["left-over"].search(name):
        before = _SAID["carried-over"].search(text, begin_after(text, at, _PARTS), at)
        return the_word("narrower", "last-year") if before else ""
    if topic in _INSPECTING and kind == "occasion":
        return _what_is_counted(o.classifier, name + (o.wording or o.counted))
    if topic == _RECONSIDERATION and not _SAID["respondent"].search(name):
        return the_word("narrower", "respondent") if _SAID["respondent"].search(text, start, at) else ""
    if topic == _MEDIATION and "oneSort" not in concept.extra and _SAID["disputes"].search(name):
        return _sort_of_disputes(concept, o.wording or o.counted, text[start:at])
    return ""


def _what_is_counted(classifier: str, told: str) -> str:
    """What a counter word says is inspected, or how, that neither words nor name tell (安全检查487艘次, 检查2轮)."""
    for counts, said in _COUNTERS:
        if _SAID[counts].fullmatch(classifier) and not _SAID[said].search(told):
            return the_word("narrower", said)
    return ""


def words_around(o: Observation, text: str, by_id: Mapping[str, Observation]) -> str:
    """The words of a figure with those of its whole, where it is a part of the same sort of thing (办理处罚案件15件,其中环境卫生类|9件), or
    with what was done for the persons behind their number (为58名|农民工追回劳动报酬), or that they were inspected (对12家|小额贷款公司实施检查); ``""`` where neither is told.
    """
    words = o.wording or o.counted
    if o.role == "part":
        whole = by_id.get(o.component_of or "")
        if whole is None or combination_of(whole)[:3] != combination_of(o)[:3]:
            return ""
        return (whole.wording or whole.counted) + words.removesuffix("类")
    if o.number_span and combination_of(o)[:2] in _INSPECTED and o.role == "value":
        start = begin_after(text, o.number_span.start, _PARTS)
        inspected = _SAID["aimed-at"].search(text, start, o.number_span.start)
        if inspected and _SAID["inspected-behind"].match(text, o.number_span.end):
            return the_word("narrower", "inspected") + words
    if o.number_span and combination_of(o)[1] == "person":
        done = _SAID["recovered-for"].match(text, o.number_span.end)
        return done[1] + words if done else ""
    return ""


def _sort_of_disputes(concept: Concept, words: str, before: str) -> str:
    """The disputes that were spoken of before, if all of them are of a sort and the figure says only what was done with them."""
    if _SAID["disputes"].search(words):
        return ""
    said = list(_SAID["disputes-of"].finditer(before))
    for match in said:
        sort = words_of(*STAGES).sub("", match[1] or "")
        if len(left_over(concept, sort)[0]) <= _FEW:
            return ""
    return said[-1][0] if said else ""


def _is_fine(concept: Concept) -> bool:
    """Whether a name is of money or detention by which violations were punished (罚款金额; not 减免罚款金额)."""
    facets = facets_of(concept)
    if facets is None or facets[0] != _PENALTIES:
        return False
    return _SAID["fine"].match(concept.labels["zh"]) is not None


def fines_of_a_sort(observations: tuple[Observation, ...], text: str) -> dict[str, bool]:
    """For each sum of money or number of persons: whether the cases before it in its sentence are of a sort; or, where there are
    none, whether a campaign is spoken of."""
    found: dict[str, bool] = {}
    said = sorted((o for o in observations if o.number_span), key=lambda o: (_at(o), o.id))
    for i, o in enumerate(said):
        if combination_of(o)[1] not in ("money", "person"):
            continue
        start = begin_after(text, _at(o), _SENTENCE_ENDS)
        case = _case_before(said, i, start)
        if _SAID["referred"].search(text, start, _at(o)):
            found[o.id] = True
        elif case:
            found[o.id] = len(_any_case().sub("", case.wording or case.counted)) > _FEW
        else:
            found[o.id] = _SAID["campaign"].search(text, start, _at(o)) is not None
    return found


def _case_before(said: list[Observation], place: int, start: int) -> Observation | None:
    """The nearest before a place of the list that counts cases or whom they are about, else what they are about (查获非法营运车辆203辆),
    from a start in the text on."""
    thing = None
    for number in range(place - 1, -1, -1):
        o = said[number]
        if _at(o) < start:
            break
        if o.role != "value" or o.topic not in (_PENALTIES, _CAMPAIGNS):
            continue
        if o.quantity_kind in ("matter", "body"):
            return o
        if o.quantity_kind == "physical":
            thing = thing or o
    return thing


def _at(o: Observation) -> int:
    """Where the number stands."""
    return o.number_span.start if o.number_span else -1


@cache
def _any_case() -> re.Pattern[str]:
    """The words for cases of any sort, and what is done with them."""
    return re.compile(f"{words_of('any-case', 'neutral', *STAGES).pattern}|[^\u4e00-\u9fff]+")
