"""How precise is each rule? For each field and rule: how often it fired on labelled numbers, and how often it was right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashi_kg.reader.facets.sureness import WORD, WORD_LENGTH
from dashi_kg.text.fold import fold
from evaluation.labels import Labelled, Number
from evaluation.predict import Answer, Guess, ours
from evaluation.score import found_by, likeness, same_period

_LIKE = 0.6
_SEEN = 5  # a word that was seen less often tells nothing of its own
_PLAIN = {"total": "exact", "reaches": "exact"}


@dataclass(slots=True)
class Count:
    """How often a rule fired on a labelled number, and how often its field was right."""

    n: int = 0
    right: int = 0


def by_rule(texts: Iterable[Labelled]) -> dict[tuple[str, str], Count]:
    """(field, rule) → count. Roles and links are judged on texts that have labels for them.

    ``form`` is judged on every number that was read: it is right where a labelled number is found by it; problems and plan
    items on every one that was read.
    """
    counts: dict[tuple[str, str], Count] = {}
    for text in texts:
        answer = ours(text)
        found = found_by(text, answer)
        right_numbers = {id(guess) for _, guess in found}
        for guess in answer.numbers:
            for field, rule in guess.rules:
                if field == "form":
                    count = counts.setdefault((field, rule), Count())
                    count.n += 1
                    count.right += id(guess) in right_numbers
        _items(text, answer, counts)
        for label, guess in found:
            for field, rule in guess.rules:
                right = _right(field, label, guess)
                if right is None:
                    continue
                # a rule that reads many stages reads some of them better than others
                # … and some of its words: 审结 is more surely concluded than 完成
                of_stage = f"{rule}={guess.stage}"
                of_word = f"{of_stage}{WORD}{guess.wording[:WORD_LENGTH]}"
                for name in (rule, of_stage, of_word) if field == "stage" and guess.stage else (rule,):
                    count = counts.setdefault((field, name), Count())
                    count.n += 1
                    count.right += right
    return counts


def _items(text: Labelled, answer: Answer, counts: dict[tuple[str, str], Count]) -> None:
    """Problems and plan items: right where a label has the same words or much the same; by the part they stand in, too.

    One label judges one item. What heads others is not judged: the labels have it or leave it out.
    """
    if text.facets_only:
        return
    for field, labels in (("problem", text.problems), ("plan item", text.plans)):
        free = list(labels)
        given = [(words, rule, role) for name, words, rule, role in answer.items if name == field]
        for words, rule, role in sorted(given, key=lambda row: row[0] not in labels):  # the same words first
            match = next((w for w in free if w == words), None) or next(
                (w for w in free if likeness(words, w) >= _LIKE), None
            )
            if match is not None:
                free.remove(match)
            for name in (rule, f"{rule}={role}"):
                count = counts.setdefault((field, name), Count())
                count.n += 1
                count.right += match is not None


def _right(field: str, label: Number, guess: Guess) -> bool | None:
    """Whether the field was right; ``None`` where the label does not say."""
    if field == "qualifier":
        return _PLAIN.get(guess.qualifier or "", guess.qualifier) == label.qualifier
    if field == "period":
        return same_period(guess.period, label.period)
    if field in ("counted", "counted-joined"):
        if not label.counted:
            return None
        words = [fold(guess.counted or ""), *map(fold, guess.stretches)]
        return max(likeness(w, fold(label.counted)) for w in words) >= _LIKE
    if field in ("topic", "kind", "stage"):
        if not label.topic:
            return None
        wanted = {"topic": (label.topic, *label.alt), "kind": (label.kind,), "stage": (label.stage,)}[field]
        return {"topic": guess.topic, "kind": guess.kind, "stage": guess.stage}[field] in wanted
    if not label.relations.role:
        return None
    if field == "role":
        return guess.role == label.relations.role
    if field == "actor":
        return (
            bool(label.relations.actor)
            and likeness(fold(guess.actor or ""), fold(label.relations.actor)) >= _LIKE
        )
    if field == "base":
        return label.relations.denominator is not None or label.relations.numerator is not None
    if field == "whole":
        return label.relations.part_of is not None
    return None


def rows(splits: dict[str, dict[tuple[str, str], Count]]) -> str:
    """The table as TSV: field, rule, and for each split n and precision."""
    names = list(splits)
    lines = [
        "\t".join(["field", "rule", *(f"{name} {what}" for name in names for what in ("n", "precision"))])
    ]
    for field, rule in sorted({key for found in splits.values() for key in found}):
        if WORD in rule:
            continue
        cells = [field, rule]
        for name in names:
            count = splits[name].get((field, rule))
            cells += [str(count.n), f"{count.right / count.n:.3f}"] if count else ["0", ""]
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def deciders(counts: dict[tuple[str, str], Count]) -> str:
    """The rows of the deciders of facets as TSV: facet, rule, how often it fired, how often it was right."""
    lines = ["facet\trule\tn\tright"]
    for (field, rule), count in sorted(counts.items()):
        if field in ("topic", "kind", "stage") and (WORD not in rule or count.n >= _SEEN):
            lines.append(f"{field}\t{rule}\t{count.n}\t{count.right}")
    return "\n".join(lines) + "\n"
