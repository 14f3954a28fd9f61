"""The names of all figures of a report: what a name says of one must not be untrue beside the others.

Where the text around says of which sort a figure is, it has the name of this sort (``narrower``). A name is withheld where two figures
of one report would bear it, of one body and period and with two values (监督意见书74份、决定书9份: neither is the number of documents) or
that stand side by side as sorts of one thing (行政编制42名、事业编制68名), or where one is a part of the other (执法人员14名,其中9名已取得
执法证: 9 is no number of officers) or what a head did of what all did; where a rate is one of a sort of what its name speaks of, unless a
narrower name is there (受理医疗纠纷65起,成功率91%); where its clause says what the name is not (累计建成9个 is nothing new; of 各处1万元
罚款 each is told); and where the name is of what counsel did and the paragraph speaks of none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from dashi_kg.graph.figures.explained import STAGES, of_head, words_of
from dashi_kg.graph.figures.figure_indicators import combination_of, named_indicator, per_what
from dashi_kg.graph.figures.narrower import fines_of_a_sort, said_before, words_around
from dashi_kg.knowledge.indicators import excluded, facets_of
from dashi_kg.knowledge.vocabulary import Concept, Vocabulary
from dashi_kg.model import Observation
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text.segments import begin_after

_INSPECTIONS = ("E1", "occasion")  # topic and kind
_ATTENDANCE = "G4"  # in court, which is asked for in cases of the first instance
_NEAR = 24  # characters between two that stand side by side
_NOUN = 2  # characters that two sorts of one thing share: 行政|编制, 事业|编制
_CLAUSE_ENDS = "。\n，、；：,;:"
_SAID = wordings("naming")


def named_indicators(
    vocabulary: Vocabulary, base: str, observations: Iterable[Observation], text: str
) -> dict[str, Concept]:
    """The named indicators of the figures of a report, by the id of the figure; none for a figure without a name.

    Args:
        text: of the report, into which the spans of the figures lead.
    """
    all_of_them = tuple(observations)
    by_id = {o.id: o for o in all_of_them}
    own = {o.id: c for o in all_of_them if (c := named_indicator(vocabulary, base, o)) is not None}
    for o in all_of_them:
        if o.id not in own and (more := words_around(o, text, by_id)):
            found = named_indicator(vocabulary, base, replace(o, wording=more))
            of_persons = o.role != "part" and combination_of(o)[1] == "person"  # for whom something was done
            if found is not None and ("oneSort" in found.extra or of_persons):
                own[o.id] = found
    by_person = {o.id for o in all_of_them if o.indicator}
    of_a_sort = fines_of_a_sort(all_of_them, text)
    for o in all_of_them:
        concept = own.get(o.id)
        if concept is None or o.id in by_person:
            continue
        if before := said_before(concept, o, text, of_a_sort):
            narrow = named_indicator(vocabulary, base, replace(o, wording=before + (o.wording or o.counted)))
            if narrow is None or narrow is concept:
                del own[o.id]
                continue
            own[o.id] = concept = narrow
        if _otherwise_said(concept, o, text):
            del own[o.id]
            continue
        below = by_id.get(o.denominator or o.numerator or "")
        if below is not None and not before and combination_of(o)[1] == "rate":
            found = _of_its_base(vocabulary, base, o, concept, below)
            if found is None:
                del own[o.id]
            else:
                own[o.id] = found
    unclear = _told_twice(own, by_id) | _of_their_whole(own, by_id) | _side_by_side(own, all_of_them, text)
    unclear -= by_person
    return {key: c for key, c in own.items() if key not in unclear}


def _told_twice(named: Mapping[str, Concept], by_id: Mapping[str, Observation]) -> frozenset[str]:
    """The figures whose name another one bears, too, with another value."""
    alike: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for key, concept in named.items():
        o = by_id[key]
        if "oneSort" in concept.extra:  # the words tell two sorts apart
            continue
        if o.role in ("value", "part") and combination_of(o)[1] != "duration":
            whole = f"{o.component_of} {o.breakdown}" if o.role == "part" else ""
            alike[concept.key, whole, o.period.key, o.about, o.actor, o.unit, per_what(o)].append(o)
    return frozenset(
        o.id for same in alike.values() if len({o.value for o in same}) > 1 for o in same
    ) | _of_a_head(named, by_id)


def _of_a_head(named: Mapping[str, Concept], by_id: Mapping[str, Observation]) -> frozenset[str]:
    """What a head did in person, where the same name is borne by what all did (市长出庭应诉2件; 负责人出庭应诉141件)."""
    by_others = {c.key for key, c in named.items() if not of_head(by_id[key].actor)}
    return frozenset(key for key, c in named.items() if c.key in by_others and of_head(by_id[key].actor))


def _of_their_whole(named: Mapping[str, Concept], by_id: Mapping[str, Observation]) -> frozenset[str]:
    """The parts of a figure that bear its name: which part they are is not said (执法人员14名,其中9名已取得执法证). A sum behind its parts
    has the words of the last of them (其他行政权力173项,合计3872项): the name is that of the part.
    """
    found: set[str] = set()
    for key, concept in named.items():
        part = by_id[key]
        whole = by_id.get(part.component_of or "") if part.role == "part" else None
        if whole is None or named.get(whole.id) is not concept or "oneSort" in concept.extra:
            continue
        if whole.value != part.value:
            found.add(whole.id if _at(whole) > _at(part) else key)
    return frozenset(found)


def _side_by_side(
    named: Mapping[str, Concept], observations: tuple[Observation, ...], text: str
) -> frozenset[str]:
    """The figures that stand beside one of another sort of the same thing, where the name does not say which sort it is."""
    found: set[str] = set()
    said = sorted((o for o in observations if o.number_span and o.role == "value"), key=_at)
    for one, other in pairwise(said):
        between = text[one.number_span.end if one.number_span else 0 : _at(other)]
        if "、" not in between or len(between) > _NEAR or any(end in between for end in "，。；,;\n"):
            continue
        if combination_of(one)[:3] != combination_of(other)[:3]:
            continue
        for this, that in ((one, other), (other, one)):
            concept, beside = named.get(this.id), named.get(that.id)
            wide = concept is not None and "namesCombination" in concept.extra
            if concept is None or (beside is not None and beside is not concept and not wide):
                continue
            if not _says_which(concept, this.counted, that.counted):
                found.add(this.id)
    return frozenset(found)


def _says_which(concept: Concept, words: str, beside: str) -> bool:
    """Whether a name tells these words from those of the same thing that stand beside them; so where they are not of the same thing."""
    shared = 0
    while shared < min(len(words), len(beside)) and words[-1 - shared] == beside[-1 - shared]:
        shared += 1
    if "namesCombination" not in concept.extra and shared < _NOUN:
        return True
    at = len(words) - shared
    edge = words[max(0, at - 1) : at + 1]  # 总体|预案 → 体预, which a name of both has not
    own = (*concept.wordings(), *concept.extra.get("wordNeeded", ()))
    return len(edge) == _NOUN and any(edge in word for word in own)


def _otherwise_said(concept: Concept, o: Observation, text: str) -> bool:
    """Whether the clause says what the name is not, though what is counted does not."""
    if not o.number_span:
        return False
    kind, at = combination_of(o)[1], _at(o)
    start = begin_after(text, at, _CLAUSE_ENDS)
    clause = text[start:at]
    if _SAID["after-examples"].match(text, max(0, start - 1), at):  # 、网络视听节目备案等|申请47件
        clause = clause.rpartition("等")[2]
    name, acts = concept.labels["zh"], _SAID["two-acts"].search(clause)
    if _SAID["fewer-in-each"].search(clause):
        return True
    if _SAID["newly"].match(name) and _SAID["so-far"].search(clause):
        return True
    if (act := _SAID["gave-account"].match(text, o.number_span.end)) and act[1] not in name:
        return True
    if (
        combination_of(o)[:2] == _INSPECTIONS
        and _SAID["from-afar"].search(clause)
        and not _SAID["from-afar"].search(name)
    ):
        return True
    if acts and not all(act in name for act in acts.groups()):
        return True
    if (
        kind in ("matter", "money", "document")
        and _SAID["for-each"].search(clause)
        and not _SAID["for-each"].search(name)
    ):
        return True
    if _SAID["counsel-did"].match(name) and not _SAID["counsel"].search(text, _paragraph(text, at), at):
        return True
    if kind == "matter":
        return excluded(concept, clause)
    return kind == "person" and any(
        len(word) > 1 and word in clause for word in concept.extra.get("wordExcluded", ())
    )


def _paragraph(text: str, at: int) -> int:
    """Where the paragraph of a place begins; with the line above, which may be its heading."""
    return text.rfind("\n", 0, max(0, text.rfind("\n", 0, at))) + 1


def _of_its_base(
    vocabulary: Vocabulary, base: str, rate: Observation, concept: Concept, below: Observation
) -> Concept | None:
    """The name of a rate, where what it is a rate of is of a sort that its name does not speak of: a narrower one, or none."""
    words = below.wording or below.counted
    said = set(words_of("sort").findall(words)) - set(words_of("sort").findall(rate.wording or rate.counted))
    facets = facets_of(concept)
    if (
        not said
        or (facets and facets[0] == _ATTENDANCE)
        or all(any(sort in own for own in concept.wordings()) for sort in said)
    ):
        return concept
    narrow = words_of(*STAGES).sub("", words) + (rate.wording or rate.counted)
    return named_indicator(vocabulary, base, replace(rate, wording=narrow))


def _at(o: Observation) -> int:
    """Where the number stands."""
    return o.number_span.start if o.number_span else -1
