"""The words around a number weighed all together, where one word and its rule may be wrong (``weights.tsv`` for topics,
``kind_weights.tsv``, ``stage_weights.tsv``).

A rule looks at one word; these weights were learned from all words around the numbers of the development texts
(``python -m evaluation --learn``), with the words of the lexicon among them and what the rules decided. They overrule a rule where
they are ahead of it (of kind and stage: far ahead), but never a ruling of the design, nor what a unit, a share or a negation says for sure.
An indicator is named by such a topic only where it is far ahead (``sureness.py``). The margin of a topic is its lead over the next one. Of every other
topic the weights say how far they back it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from dashi_kg.model import Span
from dashi_kg.reader.facets.acts import fits, sort_of
from dashi_kg.reader.facets.decision import Decision, Found
from dashi_kg.reader.facets.evidence import FARTHEST, STEP
from dashi_kg.reader.facets.learners import audience_of, learners
from dashi_kg.reader.facets.lexicon import Hit
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.facets.rulings import rulings
from dashi_kg.reader.rules.weights import Weights, kept

RULE, KIND_RULE, STAGE_RULE = "weighed", "kind-weighed", "stage-weighed"
_HERE = Path(__file__).parent
FILES = {
    "topic": _HERE / "weights.tsv",
    "kind": _HERE / "kind_weights.tsv",
    "stage": _HERE / "stage_weights.tsv",
}
NONE = "none"  # the key of no stage in its file
# what follows 其中 keeps the topic of its whole, by the design, and so does what is reached that of what was before: weights of the
# words of one of them would part the two
_OF_ANOTHER = frozenset(("whole", "same-statement"))
# in tenths of a natural logarithm
_AHEAD, _FAR_AHEAD, _MOST = 5, 20, 99
_OWN, _BEHIND, _PART, _AFTER = 18, 8, 40, 24  # code points that are looked at
_ADVERB = 2  # code points that may stand before an act which opens the words
_EACH_TIME = "次"  # ends the counter words of which the design says what they count
_ONE_SORT = frozenset(
    ("person", "person-time", "occasion")
)  # kinds whose counter words count hardly anything else
# what is decided by a noun, an act or a counter word of many sorts; whatever else decides is sure
_MAY_BE_WRONG = {
    "kind": frozenset(
        "kind-of-rules kind-shown kind-of-noun kind-of-same kind-in-topic kind-of-counter kind-of-last-sign kind-other".split()
    ),
    "stage": frozenset("stage-of-rate stage-of-act stage-done-to stage-there-is".split()),
}


class Surroundings:
    """What stands around one number, in signs, made when they are first asked for.

    Args:
        ruled: its topic by the rules.
    """

    def __init__(self, desk: Desk, place: Place, ruled: str) -> None:
        self.desk, self.place, self._ruled = desk, place, ruled
        self._near: list[str] | None = None
        self._signs: Collection[str] | None = None

    @property
    def near(self) -> list[str]:
        """Of the signs, the characters next to the number and its counter word."""
        if self._near is None:
            self._near = near_signs(self.desk, self.place)
        return self._near

    @property
    def signs(self) -> Collection[str]:
        if self._signs is None:
            self._signs = signs(self.desk, self.place, self._ruled, self.near)
        return self._signs

    @property
    def following(self) -> Collection[str]:
        """What follows the number in its sentence, over marks and numbers (``a``): it says of a topic, and not of a stage."""
        place, view = self.place, self.desk.ctx.view
        after = view[place.end : min(place.sentence.end, place.end + _AFTER)]
        return {f"a{one}{other}" for one, other in pairwise(after)}

    @property
    def of_topic(self) -> Collection[str]:
        """All signs that say of a topic, in order."""
        return [*self.signs, *sorted(self.following)]


def overruled(facet: str, around: Surroundings, found: Found, decision: Decision) -> Decision:
    """The decision of the rules on a facet (``topic``, ``kind``, ``stage``), or another key where the words together speak for it.

    Args:
        found: with the topic of this number where its kind is asked for, with topic and kind where its stage is.
    """
    return _topic(around, decision) if facet == "topic" else _other_facet(facet, around, found, decision)


def _topic(around: Surroundings, decision: Decision) -> Decision:
    if decision.rule in of_design():
        return decision
    weights = weights_of("topic")
    total = weights.total(around.signs) + weights.total(around.following)
    backing = weights.ahead(total, decision.key)
    decision = decision._replace(backing=backing)
    if backing >= -_AHEAD or decision.rule in _OF_ANOTHER:
        return decision  # nearly always
    sums = weights.unpacked(total)
    best, topic = sums[0]
    lead = min(_MOST, best - sums[1][0]) if len(sums) > 1 else _MOST
    who = learners(around.desk, around.place) if topic == "I4" else ""
    return Decision(topic, RULE, lead, audience_of(topic, who))


def _other_facet(facet: str, around: Surroundings, found: Found, decision: Decision) -> Decision:
    if decision.rule not in _MAY_BE_WRONG[facet]:
        return decision
    if facet == "kind" and (decision.key in _ONE_SORT or around.place.item.classifier.endswith(_EACH_TIME)):
        return decision
    if facet == "stage" and _opens(around, decision.key):
        return decision
    weights = weights_of(facet)
    total = weights.total(signs_of(facet, around, found, decision))
    ruled = decision.key or NONE
    if weights.ahead(total, ruled) >= -_FAR_AHEAD:
        return decision  # nearly always
    sums = weights.unpacked(total)
    least = next((said for said, key in sums if key == ruled), 0) + _FAR_AHEAD
    sort = sort_of(around.place, found) if facet == "stage" else ""
    for said, key in sums:
        if said <= least:
            break
        if facet == "kind":
            return Decision(key, KIND_RULE, min(_MOST, said - least))
        if key == NONE or fits(key, sort):
            return Decision("" if key == NONE else key, STAGE_RULE, min(_MOST, said - least))
    return decision


def _opens(around: Surroundings, stage: str) -> bool:
    """Whether an act opens a number's own words and no act in them says another stage (共办理以县政府为被告的应诉案件|19件): the design says which act says which stage."""
    own = around.place.own
    acts = around.desk.find("act", own)
    return (
        bool(acts) and {act.entry.stage for act in acts} == {stage} and acts[0].start - own.start <= _ADVERB
    )


def signs_of(facet: str, around: Surroundings, found: Found, decision: Decision) -> Collection[str]:
    """The signs that say the kind or the stage of a number: what the rules decided, its role and topic, and

    of its kind those near it, and the last characters of what is counted (``l``; with the counter word ``ul``), the counter word with topic and kind by the rules (``uT``,
    ``uR``); of its stage all that stand around it, and the acts in its own words (``w.``, ``O.``: their stage; of the last ``1.``, ``2.``).
    """
    item, key, topic = around.place.item, decision.key, found.topics[-1].key
    rows = [f"R.{key}", f"T{topic}", f"ro{item.role}"]
    if facet == "kind":
        counter, counted = item.classifier, item.counted or ""
        rows += [f"uR{counter}{key}", f"uT{counter}{topic}"]
        rows += [f"l{counted[-n:]}" for n in (1, 2, 3) if len(counted) >= n]
        rows += [f"ul{counter}{counted[-n:]}" for n in (1, 2) if len(counted) >= n]
        return dict.fromkeys([*around.near, *rows])
    rows += [f"q{decision.rule}{key}", f"K{found.kinds[-1].key}"]
    acts = around.desk.find("act", around.place.own)
    for hit in acts:
        rows += [f"w.{hit.entry.form}", f"O.{hit.entry.stage}"]
    rows += [f"1.{acts[-1].entry.stage}", f"2.{acts[-1].entry.form}"] if acts else ["1.0"]
    return dict.fromkeys([*around.signs, *rows])


def near_signs(desk: Desk, place: Place) -> list[str]:
    """What stands next to a number: two and three characters of its own words (``o``), one to three of those behind it (``b``), its counter word (``u``)."""
    view = desk.ctx.view
    own, behind = place.own, place.behind
    before = view[max(own.start, own.end - _OWN) : own.end]
    after = view[behind.start : min(behind.end, behind.start + _BEHIND)]
    return [
        *[f"o{before[at : at + 2]}" for at in range(len(before) - 1)],
        *[f"o{before[at : at + 3]}" for at in range(len(before) - 2)],
        *[f"b{sign}" for sign in after],
        *[f"b{after[at : at + 2]}" for at in range(len(after) - 1)],
        *[f"b{after[at : at + 3]}" for at in range(len(after) - 2)],
        f"u{place.item.classifier}",
    ]


def signs(desk: Desk, place: Place, ruled: str, near: Sequence[str]) -> Collection[str]:
    """What stands around a number, in pieces. Each once, in order.

    Characters of its own words (``o``), of those behind it (``b``) and of its part of the sentence (``p``); its counter word (``u``); words
    of the lexicon in its own words (``w``) and behind (``x``), their topics (``O``, ``B``) and those of the part before (``P``) and of the heading (``H``),
    and of each the strongest (``1`` to ``4``); the topic by the rules (``R``).
    """
    view = desk.ctx.view
    own, behind = place.own, place.behind
    before = view[max(own.start, own.end - _OWN) : own.end]
    rows = [
        *near,
        *[f"o{before[at : at + 4]}" for at in range(len(before) - 3)],
        *desk.pairs("p", max(place.part.start, place.start - _PART), place.start),
        f"R{ruled}",
    ]
    strongest = _add(rows, desk.find("topic", own), place.start, "wO")
    next_to = _add(rows, desk.find("topic", behind), -place.end, "xB")
    far = ""
    if own.start > place.part.start:
        far = _add(rows, desk.find("topic", place.part), place.start, " P", until=own.start)
    rows += [f"1{strongest}", f"2{next_to}", f"3{far}"]
    if not strongest and not next_to:
        rows.append(f"5{far}")
    if place.titles:
        title = place.titles[0]
        rows += desk.signs_of(title, lambda: _of_title(desk, title))
    return dict.fromkeys(rows)


def _of_title(desk: Desk, title: Span) -> list[str]:
    rows: list[str] = []
    strongest = _add(rows, desk.find("topic", title), title.end, " H")
    return [*rows, f"4{strongest}"]


def _add(rows: list[str], words: Iterable[Hit], at: int, kinds: str, until: int | None = None) -> str:
    """Add the signs of words (a kind of sign for the word itself, if any, and one for its topic) up to an offset; the topic of the
    heaviest: strong, and near the number, that stands at ``at`` (behind the words; before them where it is negative)."""
    of_word, of_topic = kinds[0], kinds[1]
    most, heaviest = -FARTHEST - 1, ""
    for hit in words:
        if until is not None and hit.end > until:
            break
        entry = hit.entry
        if of_word != " ":
            rows.append(of_word + entry.form)
        if topic := entry.topic:
            rows.append(of_topic + topic)
            distance = at - hit.end if at > 0 else hit.start + at
            weight = STEP * entry.strength - min(max(distance, 0), FARTHEST)
            if weight > most:
                most, heaviest = weight, topic
    return heaviest


@cache
def of_design() -> frozenset[str]:
    """The rulings of the design: no words overrule them."""
    return frozenset(ruling.id for ruling in rulings())


@cache
def weights_of(facet: str) -> Weights:
    """The weights of the file of a facet; read once."""
    return kept(FILES[facet])
