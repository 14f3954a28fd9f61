"""Scores: precision, recall and F1 of each field, and every miss in words.

A number is found where the spans overlap, value and unit agree. Qualifier, period and what is counted are judged on
the numbers found; a change on all numbers. “Overlap” is a character F1 of 0.6 and more. The facets are judged on all
numbers with labels of them: the recall of topic and kind is their accuracy (a number not found is wrong), that of stage
and audience the accuracy on those that have one; a stage given where there is none lowers the precision.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from dashi_kg.text.fold import fold
from dashi_kg.text.patterns import UNIT_NAMES
from evaluation.labels import Labelled, Number
from evaluation.predict import Answer, Guess

FIELDS = (
    "number+unit", "qualifier", "period", "counted (exact)", "counted (overlap)", "change",
    "role", "part of", "base", "change of", "actor", "section role", "heading",
    "document", "organisation", "problem", "plan item", "topic", "quantity kind", "stage", "audience",
)  # fmt: skip
_LIKE = 0.6
_FRACTION = 4  # digits


@dataclass(slots=True)
class Tally:
    """Right, given and wanted answers of one field."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0 if not self.wanted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 1.0


@dataclass(slots=True)
class Score:
    """Tallies by field, and the misses: (text, field, words)."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    offered: set[str] = field(default_factory=set)
    misses: list[tuple[str, str, str]] = field(default_factory=list)


def score(texts: Iterable[Labelled], answer: Callable[[Labelled], Answer]) -> Score:
    """Score an extractor on texts.

    Args:
        answer: gives the extractor's answer for a text.
    """
    total = Score()
    for text in texts:
        _one(text, answer(text), total)
    return total


def likeness(one: str, other: str) -> float:
    """Character F1 of two strings, order left aside."""
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if one or other else 1.0


def _one(text: Labelled, answer: Answer, total: Score) -> None:
    _numbers(text, answer, total)
    if text.facets_only:
        return
    for name, wanted, given, same in (
        ("document", text.documents, answer.documents, _equal),
        ("organisation", text.organisations, answer.organisations, _same_body),
        ("problem", text.problems, answer.problems, _like),
        ("plan item", text.plans, answer.plans, _like),
    ):
        if given is not None:
            _sets(total, text.name, name, wanted, given, same, answer.heads if same is _like else ())
    if answer.headings is not None and text.headings is not None:
        labelled = [_heading(h) for h in text.headings if text.items or not h[1].endswith("是")]
        read = [_heading(h) for h in answer.headings if text.items or not h[1].endswith("是")]
        _sets(total, text.name, "heading", labelled, read, _equal)
    if answer.roles is not None and text.roles:
        _sets(
            total, text.name, "section role", [f"{k} {v}" for k, v in text.roles.items()],
            [f"{k} {v}" for k, v in answer.roles.items() if k in text.roles], _equal,
        )  # fmt: skip


def _heading(row: tuple[int, str, str]) -> str:
    return f"{row[0]} {row[1].rstrip('、.')} {''.join(row[2].split()).rstrip('。.:：;；,，')}"


def _numbers(text: Labelled, answer: Answer, total: Score) -> None:
    total.offered.add("number+unit")
    free = list(answer.numbers)
    pairs: list[tuple[Number, Guess | None]] = []
    tally = total.tallies["number+unit"]
    tally.wanted += len(text.numbers)
    tally.given += len(free)
    for label in text.numbers:
        guess = next((g for g in free if _found(label, g)), None)
        if guess is None:
            near = next((g for g in free if g.start < label.end and label.start < g.end), None)
            said = f", read as {near.value} {near.unit}" if near else ""
            total.misses.append((text.name, "number+unit", f"{label.quote}{said}"))
            _change(total, text, label, None)
            _facets(total, text.name, label, None)
            pairs.append((label, None))
            continue
        pairs.append((label, guess))
        free.remove(guess)
        tally.right += 1
        _fields(total, text.name, label, guess)
        _change(total, text, label, guess)
        _facets(total, text.name, label, guess)
    if any(guess.role for _, guess in pairs if guess):
        _relations(text.name, pairs, total)
    for guess in free:
        total.misses.append(
            (text.name, "number+unit", f"too much: {text.text[max(0, guess.start - 8) : guess.end + 6]}")
        )
        if guess.change and not text.facets_only:
            total.tallies["change"].given += 1


def found_by(text: Labelled, answer: Answer) -> list[tuple[Number, Guess]]:
    """Each labelled number with the guess that found it."""
    free, pairs = list(answer.numbers), []
    for label in text.numbers:
        guess = next((g for g in free if _found(label, g)), None)
        if guess is not None:
            free.remove(guess)
            pairs.append((label, guess))
    return pairs


def _found(label: Number, guess: Guess) -> bool:
    if not (guess.start < label.end and label.start < guess.end) or _unit(label.unit) != _unit(guess.unit):
        return False
    if label.qualifier == "range":
        return (guess.low, guess.high) == (label.low, label.high)
    if label.value is None or guess.value is None:
        return label.value is None
    if label.unit == "分之":  # 三分之二 is 0.6667 in the labels
        return round(guess.value, _FRACTION) == round(label.value, _FRACTION)
    return guess.value == label.value


def _unit(unit: str) -> str:
    plain = re.sub(r"\(.*\)$", "", fold(unit))  # 篇(条)
    return {"个百分点": "百分点", **UNIT_NAMES}.get(plain, plain)  # ㎡ is 平方米


def _period(name: str | None) -> str | None:
    """A year from January to December is that year."""
    return re.sub(r"^(\d{4})-01/\1-12$", r"\1", name) if name else name


def same_period(given: str | None, wanted: str) -> bool:
    """Whether two names of periods mean the same time."""
    return _period(given) == _period(wanted)


def _fields(total: Score, name: str, label: Number, guess: Guess) -> None:
    plain = {"total": "exact", "reaches": "exact"}
    counted, wanted_words = _said(guess.counted or ""), _said(label.counted)
    # the labels have one stretch of the text: 审结 or 行政复议申请, not 审结行政复议申请
    counted = max((counted, *map(_said, guess.stretches)), key=lambda words: likeness(words, wanted_words))
    for field_name, given, right in (
        ("qualifier", guess.qualifier, plain.get(guess.qualifier or "", guess.qualifier) == label.qualifier),
        ("period", guess.period, same_period(guess.period, label.period)),
        ("counted (exact)", guess.counted, counted == wanted_words),
        ("counted (overlap)", guess.counted, likeness(counted, wanted_words) >= _LIKE),
    ):
        if given is None or (field_name.startswith("counted") and not label.counted):
            continue
        if field_name == "period" and not label.period:
            continue
        total.offered.add(field_name)
        tally = total.tallies[field_name]
        tally.wanted += 1
        tally.given += 1
        tally.right += right
        if not right:
            wanted = {"qualifier": label.qualifier, "period": label.period}.get(field_name, label.counted)
            total.misses.append((name, field_name, f"{label.quote}: “{given}”, wanted “{wanted}”"))


_LINKS = {
    "part of": ("part_of",), "base": ("numerator", "denominator"), "change of": ("change_of", "changed_from"),
}  # fmt: skip


def _relations(name: str, pairs: list[tuple[Number, Guess | None]], total: Score) -> None:
    """Role, wholes, bases and actors of the numbers found, where the text has labels for them."""
    found = {guess.id: n for n, (_, guess) in enumerate(pairs) if guess}
    for label, guess in pairs:
        if guess is None or not label.relations.role:
            continue
        _one_to_one(total, name, "role", label, label.relations.role, guess.role or "")
        _one_to_one(total, name, "actor", label, label.relations.actor, guess.actor or "", same=_same_actor)
        for field_name, kinds in _LINKS.items():
            for kind in kinds:
                wanted = getattr(label.relations, kind)
                given = found.get(guess.links.get(kind, ""))
                words = [pairs[n][0].quote if n is not None else "" for n in (wanted, given)]
                same = wanted == given
                _one_to_one(total, name, field_name, label, f"{kind} {words[0]}".strip() if wanted is not None else "",
                            f"{kind} {words[1]}".strip() if given is not None else "", same=lambda *_, same=same: same)  # fmt: skip


def _one_to_one(
    total: Score, name: str, field_name: str, label: Number, wanted: str, given: str,
    same: Callable[[str, str], bool] = lambda one, other: one == other,
) -> None:  # fmt: skip
    """One answer beside one label; an empty one is none."""
    total.offered.add(field_name)
    tally = total.tallies[field_name]
    right = same(wanted, given)
    tally.wanted += bool(wanted)
    tally.given += bool(given)
    tally.right += right and bool(wanted)
    if not right:
        total.misses.append((name, field_name, f"{label.quote}: “{given}”, wanted “{wanted}”"))


def _same_actor(one: str, other: str) -> bool:
    """The same words, or one the end of the other: 司法局 and 县司法局."""
    one, other = fold(one), fold(other)
    return one == other or (
        bool(one and other) and (one.endswith(other) or other.endswith(one) or likeness(one, other) >= _LIKE)
    )


def _change(total: Score, text: Labelled, label: Number, guess: Guess | None) -> None:
    if text.facets_only or (guess is not None and guess.change is None):
        return
    tally = total.tallies["change"]
    given = guess.change if guess else ""
    if guess is not None:
        total.offered.add("change")
    tally.wanted += bool(label.change)
    tally.given += bool(given)
    tally.right += bool(given) and given == label.change
    if (given or "") != label.change:
        total.misses.append((text.name, "change", f"{label.quote}: “{given}”, wanted “{label.change}”"))


def _facets(total: Score, name: str, label: Number, guess: Guess | None) -> None:
    if not label.topic or (guess is not None and guess.topic is None):
        return
    for field_name, wanted, given, right in (
        ("topic", label.topic, guess and guess.topic, (label.topic, *label.alt)),
        ("quantity kind", label.kind, guess and guess.kind, (label.kind,)),
        ("stage", label.stage, guess and guess.stage, (label.stage,)),
        ("audience", label.audience, guess and guess.audience, (label.audience,)),
    ):
        total.offered.add(field_name)
        tally = total.tallies[field_name]
        tally.wanted += bool(wanted)
        tally.given += bool(given)
        tally.right += bool(given) and given in right
        if (given or "") not in right:
            total.misses.append(
                (name, field_name, f"{label.quote}: “{given or ''}”, wanted “{'” or “'.join(right)}”")
            )


def _sets(
    total: Score, name: str, field_name: str, wanted: Sequence[str], given: Sequence[str],
    same: Callable[[str, str], bool], heads: Sequence[str] = (),
) -> None:  # fmt: skip
    """Match one to one; a head (the title over several items) may be wanted, and is never too much."""
    total.offered.add(field_name)
    tally = total.tallies[field_name]
    free = list(given)
    tally.wanted += len(wanted)
    tally.given += len(free)
    for label in wanted:
        match = next((g for g in free if g == label), None) or next((g for g in free if same(label, g)), None)
        if match is None and any(same(label, head) for head in heads):
            tally.given += 1
            tally.right += 1
        elif match is None:
            total.misses.append((name, field_name, f"missed: {label}"))
        else:
            free.remove(match)
            tally.right += 1
    total.misses += [(name, field_name, f"too much: {g}") for g in free]


def _equal(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _said(words: str) -> str:
    """Words of what is counted as they are compared: 取得执法证的 is 取得执法证."""
    return fold(words).removesuffix("的")


def _plain(words: str) -> str:
    return "".join(fold(words).split())


def _same_body(one: str, other: str) -> bool:
    """The same name, or one the end of the other: 司法局 and 合川区司法局."""
    short, long = sorted((fold(one), fold(other)), key=len)
    return len(short) >= 2 and (long.endswith(short) or likeness(short, long) >= 0.85)


def _like(one: str, other: str) -> bool:
    return likeness(one, other) >= _LIKE
