"""Learns the weights of words for topics, kinds and stages from the development texts (``dashi_kg/reader/facets/*weights.tsv``).

A softmax over the signs around each labelled number, by gradient steps that grow smaller for signs seen often. At each step six signs in
ten are left out, so that no few of them are relied on: what the rules decided is right more often here than on texts nobody has seen.
The order of the texts and what is left out come from a fixed seed, so the same texts give the same file. Never from the texts of the test split.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from math import exp, sqrt
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType

from dashi_kg.reader.facets import weighed
from dashi_kg.reader.facets.decision import Decision, Found
from dashi_kg.reader.facets.lexicon import read_entries
from dashi_kg.reader.facets.weighed import Surroundings
from dashi_kg.reader.rules.weights import Weights, pairs
from evaluation.labels import Labelled
from evaluation.predict import ours
from evaluation.score import found_by

_ROUNDS, _STEP, _LEFT_OUT = 20, 0.3, 0.6
_SEEN_OF_TOPIC, _SEEN = 2, 3  # how often a sign is seen at least
_TENTHS, _LEAST = 10, 3  # weights are kept in tenths; smaller ones than this are left out

_PLAIN = 7  # strength of a word that names a topic by itself
_WORDS = Path(__file__).with_name("topic_words.tsv")
_OF_TEXT = "obpa"  # signs that are pieces of the text
_HOTLINES = "12345热线 12348热线"
Case = tuple[Sequence[str], str]


@contextmanager
def by_rules_alone(
    topics: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[dict[str, dict[str, list[str]]]]:
    """Read without weights; gives the signs around each number that was read, by its id and by facet.

    Args:
        topics: id → the topic to go on with, whatever the rules say.
    """
    seen: dict[str, dict[str, list[str]]] = {}

    def watch(facet: str, around: Surroundings, found: Found, decision: Decision) -> Decision:
        signs = around.of_topic if facet == "topic" else weighed.signs_of(facet, around, found, decision)
        item = around.place.item
        seen.setdefault(item.id, {})[facet] = [s for s in signs if "\t" not in s and "\n" not in s]
        known = topics.get(item.id) if facet == "topic" else None
        return decision._replace(key=known) if known else decision

    kept = weighed.overruled
    weighed.overruled = watch
    try:
        yield seen
    finally:
        weighed.overruled = kept


def cases(texts: Iterable[Labelled]) -> dict[str, list[Case]]:
    """The signs and the label of each labelled number that the reader finds, by facet. A kind and a stage are read under the labelled
    topic: it is the right one mostly, once the weights of topics are learned."""
    made: dict[str, list[Case]] = {facet: [] for facet in weighed.FILES}
    for text in texts:
        with by_rules_alone() as seen:
            found = [(label, guess.id) for label, guess in found_by(text, ours(text)) if label.topic]
        made["topic"] += [(seen[at]["topic"], label.topic) for label, at in found if at in seen]
        with by_rules_alone({at: label.topic for label, at in found}) as seen:
            ours(text)
        for label, at in found:
            if at in seen:
                made["kind"].append((seen[at]["kind"], label.kind))
                made["stage"].append((seen[at]["stage"], label.stage or weighed.NONE))
    made["topic"] += words_alone()
    return made


def tables(texts: Iterable[Labelled]) -> dict[str, str]:
    """The table of weights of each facet, learned from some texts."""
    known = cases(texts)
    least = [_SEEN_OF_TOPIC if facet == "topic" else _SEEN for facet in known]
    with ProcessPoolExecutor(len(known), mp_context=get_context("spawn")) as pool:
        return dict(zip(known, pool.map(learned, known.values(), least), strict=True))


@contextmanager
def with_weights(found: Mapping[str, str]) -> Iterator[None]:
    """Read with these tables instead of those of the package."""
    lanes = {facet: Weights(pairs(table.partition("\n")[2])) for facet, table in found.items()}
    kept = weighed.weights_of
    weighed.weights_of = lanes.__getitem__  # type: ignore[assignment]
    try:
        yield
    finally:
        weighed.weights_of = kept


def of_hand(text: Labelled, hand: str) -> bool:
    """Whether a text is one of a hand, given as ranges of names: ``p2101-p2150 r131-r134``."""
    name = text.name.rpartition("/")[2]
    ranges = [part.partition("-") for part in hand.split()]
    return any(
        first[:1] == name[:1] and int(first[1:]) <= int(name[1:]) <= int((last or first)[1:])
        for first, _, last in ranges
    )


def words_alone() -> list[Case]:
    """The signs of each plain word of the lexicon, and of the words of many offices (``topic_words.tsv``), as if it stood before a number
    and behind it, alone: what no development text says may still share characters with one of them."""
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
        yield f"a{form[at : at + 2]}"


def learned(rows: Sequence[Case], least: int = _SEEN) -> str:
    """The table of weights as TSV: sign, and ``key:tenths`` for each key (topic, kind, stage) it speaks for or against."""
    often = Counter(sign for signs, _ in rows for sign in signs)
    topics = sorted({topic for _, topic in rows})
    place = {topic: n for n, topic in enumerate(topics)}
    weights = {
        sign: [0.0] * len(topics) for sign, n in often.items() if n >= least and not _says_how_many(sign)
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
