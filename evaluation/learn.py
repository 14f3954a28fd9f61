"""Learns the weights of words for topics from the development texts (``dashi_kg/reader/facets/weights.tsv``).

A softmax over the signs around each labelled number, by gradient steps that grow smaller for signs seen often. At each step six signs in
ten are left out, so that no few of them are relied on: what the rules decided is right more often here than on texts nobody has seen.
The order of the texts and what is left out come from a fixed seed, so the same texts give the same file. Never from the texts of the test split.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import exp, sqrt
from pathlib import Path

from dashi_kg.reader.facets import weighed
from dashi_kg.reader.facets.decision import Decision, Found
from dashi_kg.reader.facets.lexicon import read_entries
from dashi_kg.reader.facets.place import Desk, Place
from evaluation.labels import Labelled
from evaluation.predict import ours
from evaluation.score import found_by

_ROUNDS, _STEP, _SEEN, _LEFT_OUT = 20, 0.3, 3, 0.6
_TENTHS, _LEAST = 10, 3  # weights are kept in tenths; smaller ones than this are left out

_PLAIN = 7  # strength of a word that names a topic by itself
_WORDS = Path(__file__).with_name("topic_words.tsv")
_OF_TEXT = "obp"  # signs that are pieces of the text
_HOTLINES = "12345热线 12348热线"
Case = tuple[Sequence[str], str]


@contextmanager
def by_rules_alone() -> Iterator[dict[int, list[str]]]:
    """Read without weights; gives the signs around each number that was read, by where it starts in the text."""
    seen: dict[int, list[str]] = {}

    def watch(desk: Desk, place: Place, found: Found, decision: Decision) -> Decision:
        if place.item.number_span:
            seen[place.item.number_span.start] = [
                sign
                for sign in weighed.signs(desk, place, decision.key)
                if "\t" not in sign and "\n" not in sign
            ]
        return decision

    kept = weighed.overruled
    weighed.overruled = watch
    try:
        yield seen
    finally:
        weighed.overruled = kept


def cases(texts: Iterable[Labelled]) -> list[Case]:
    """The signs and the topic of each labelled number that the reader finds."""
    made: list[Case] = []
    with by_rules_alone() as seen:
        for text in texts:
            seen.clear()
            made += [
                (seen[guess.start], label.topic)
                for label, guess in found_by(text, ours(text))
                if label.topic and guess.start in seen
            ]
    return made


def words_alone() -> list[Case]:
    """The signs of each plain word of the lexicon, and of the words of many offices (``topic_words.tsv``), as if it stood before a number
    alone: what no development text says may still share characters with one of them."""
    known = [
        (e.form, e.topic)
        for e in read_entries()
        if e.role in ("head", "verb", "rate") and e.strength >= _PLAIN and len(e.form) > 1
    ]
    rows = _WORDS.read_text(encoding="utf-8").splitlines()[1:]
    known += [(word, topic) for topic, word in (row.split("\t") for row in rows)]
    return [(list(_pieces(form)), topic) for form, topic in known]


def _pieces(form: str) -> Iterator[str]:
    for size in (2, 3, 4):
        for at in range(len(form) - size + 1):
            yield f"o{form[at : at + size]}"
    for at in range(len(form) - 1):
        yield f"p{form[at : at + 2]}"


def learned(rows: Sequence[Case]) -> str:
    """The table of weights as TSV: sign, and ``topic:tenths`` for each topic it speaks for or against."""
    often = Counter(sign for signs, _ in rows for sign in signs)
    topics = sorted({topic for _, topic in rows})
    place = {topic: n for n, topic in enumerate(topics)}
    weights = {
        sign: [0.0] * len(topics) for sign, n in often.items() if n >= _SEEN and not _says_how_many(sign)
    }
    sizes = dict.fromkeys(weights, 1e-6)
    known = [([s for s in signs if s in weights], place[topic]) for signs, topic in rows]
    order, dice = list(range(len(known))), random.Random(1)
    for _ in range(_ROUNDS):
        dice.shuffle(order)
        for n in order:
            signs, right = known[n]
            _step([s for s in signs if dice.random() >= _LEFT_OUT], right, weights, sizes)
    lines = ["sign\tweights"]
    for sign in sorted(weights):
        tenths = [(topic, round(w * _TENTHS)) for topic, w in zip(topics, weights[sign], strict=True)]
        if cells := [f"{topic}:{n}" for topic, n in tenths if abs(n) >= _LEAST]:
            lines.append(f"{sign}\t{' '.join(cells)}")
    return "\n".join(lines) + "\n"


def _says_how_many(sign: str) -> bool:
    """Whether a sign holds a figure: how many says nothing of what. The numbers of hotlines are names."""
    return sign[0] in _OF_TEXT and any(c.isdigit() for c in sign) and sign[1:] not in _HOTLINES


def _step(signs: Sequence[str], right: int, weights: dict[str, list[float]], sizes: dict[str, float]) -> None:
    sums = [sum(column) for column in zip(*(weights[sign] for sign in signs), strict=True)]
    if not sums:
        return
    top = max(sums)
    shares = [exp(s - top) for s in sums]
    whole = sum(shares)
    slope = [share / whole for share in shares]
    slope[right] -= 1
    size = sum(s * s for s in slope)
    for sign in signs:
        sizes[sign] += size
        step = _STEP / sqrt(sizes[sign])
        weights[sign] = [w - step * s for w, s in zip(weights[sign], slope, strict=True)]
