"""Which records fit a question, and in which order. ``assets/ask/finding.js`` does the same over the same files.

A unit of the question fits a record by its words (name 4, quote 2, the rest 1), by what it is about (indicator or topic of a
figure, a word of the lexicon: 1), or by its report (title, body, year: 0); typed in pinyin, by each of these as well. A record is a hit where all units fit and at least one not
by the report alone. Where there is none, those with the most units are, and failing these those with the most of their words: part hits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dashi_kg.site.finding.catalogue import expanded
from dashi_kg.site.finding.index_files import utf16
from dashi_kg.site.finding.postings import unpack
from dashi_kg.site.finding.question import Unit, units
from dashi_kg.site.finding.slips import WORD, distance, slips
from dashi_kg.site.finding.tokens import is_han, query_tokens, runs

_WEIGHTS = (4, 2, 1)
_EXACT = 64  # the whole name: before all that only has the words
_LEAST = 3  # of so many words one has to be there
_WORDS = 32  # that one way of pinyin may be
FACETS = ("group", "year", "body", "level", "topic")


class Found(NamedTuple):
    """Numbers of the records that fit, best first; whether all words were found; pairs that were taken for pinyin; scores;
    words that were taken for others."""

    numbers: list[int]
    whole: bool
    heard: list[str]
    score: Mapping[int, int]
    meant: Sequence[str] = ()


class Ranking:
    """Finds in the files of the search.

    Args:
        catalogue: ``search/catalogue.json``.
        part: gives ``search/words/NNN.json`` by its number.
    """

    def __init__(self, catalogue: Mapping[str, Any], part: Callable[[int], Mapping[str, str]]) -> None:
        self.catalogue, self._part = catalogue, part
        self.of_group, self.of_indicator, self.of_report = expanded(catalogue["runs"])
        self._syllables = frozenset(catalogue["syllables"].split())
        self._first = [utf16(word) for word in catalogue["first"]]
        topics = catalogue["topics"]
        self._about = [
            [runs(words) for words in (zh, en, *topics.get(topic, ()))]
            for _, topic, _, zh, en in catalogue["indicators"]
        ]
        bodies = catalogue["bodies"]
        self._reports = [
            [runs(words) for words in (zh, en, year, *(bodies[body][1:3] if body >= 0 else ()))]
            for _, zh, en, year, body in catalogue["reports"]
        ]

    def find(self, question: str) -> Found:
        """What fits a question."""
        asked = units(question, self._syllables)
        if not asked:
            return Found([], True, [], {})
        heard: list[str] = []
        meant: list[str] = []
        asked = [self._meant(unit, meant) for unit in asked]
        fits = [self._fit(unit, heard) for unit in asked]
        alike = [(unit, *self._spoken(unit)) for unit in asked]
        known = [set().union(*map(self._context, several)) for several in alike]
        about = [set().union(*map(self._about_of, several)) for several in alike]
        candidates = {n for weights, _ in fits for n in weights}
        for chosen in about:
            if chosen:
                candidates |= {n for n, i in enumerate(self.of_indicator) if i in chosen}
        score: dict[int, int] = {}
        count: dict[int, int] = {}
        for n in candidates:
            total = whole = 0
            for (weights, _), chosen, reports in zip(fits, about, known, strict=True):
                weight = max(weights.get(n, 0), 1 if self.of_indicator[n] in chosen else 0)
                total += weight
                whole += weight > 0 or self.of_report[n] in reports
            score[n], count[n] = total, whole
        best = max(count.values(), default=0)
        numbers = [n for n in candidates if count[n] == best and score[n] > 0]
        if best == 0:
            numbers, score = self._parts(fits, sum(len(unit.ways[0]) for unit in asked))
        for n in self._posted(
            f"^{' '.join(unit.whole for unit in asked) if meant else ' '.join(runs(question))}"
        ):
            if n in score:
                score[n] += _EXACT
        return Found(self._ordered(numbers, score), best == len(asked), heard, score, meant)

    def _meant(self, unit: Unit, meant: list[str]) -> Unit:
        """The unit, or where it is a word that fits nothing the nearest word of the index with its first letter.

        Of several as near the one of which the index says most.
        """
        typed = unit.whole
        if not WORD.fullmatch(typed) or self._fit(unit, [])[0] or self._context(unit) or self._about_of(unit):
            return unit
        most = slips(typed)
        near = [
            (wrong, -len(said), word)
            for word, said in self._words(typed[0])
            if (wrong := distance(typed, word, most)) <= most
        ]
        if not near:
            return unit
        *_, word = min(near)
        meant.append(word)
        return units(word, self._syllables)[0]

    def _words(self, letter: str) -> Iterable[tuple[str, str]]:
        """The words of Latin letters in the index that begin with one, and what it says of them."""
        for number in range(max(self._place(letter), 0), len(self._first)):
            if number > self._place(letter) and not self.catalogue["first"][number].startswith(letter):
                break
            for word, said in self._part(number).items():
                if word.startswith(letter) and WORD.fullmatch(word):
                    yield word, said

    def _parts(self, fits: Iterable[tuple[Mapping[int, int], Mapping[int, int]]], words: int) -> tuple[list[int], dict[int, int]]:  # fmt: skip
        """Where no unit is whole anywhere: the records with the most of their words."""
        count: dict[int, int] = {}
        for _, parts in fits:
            for n, pieces in parts.items():
                count[n] = count.get(n, 0) + pieces
        best = max(count.values(), default=0)
        return [n for n in count if count[n] == best and best * _LEAST >= words], count

    def _ordered(self, numbers: Iterable[int], score: Mapping[int, int]) -> list[int]:
        """By group, the first that has a thing of this very name before the others; in each that name, then what has figures, the best first."""
        numbers = list(numbers)
        first = min((self.of_group[n] for n in numbers if score[n] >= _EXACT), default=-1)

        def place(n: int) -> tuple[bool, int, bool, int, int]:
            group, without = self.of_group[n], score[n] < _EXACT and not self.of_indicator[n]
            return group != first, group, without, -score[n], n

        return sorted(numbers, key=place)

    def _fit(self, unit: Unit, heard: list[str]) -> tuple[dict[int, int], dict[int, int]]:
        """Records with all words of one of its ways → weight; records with some of the first way → how many."""
        best: dict[int, int] = {}
        parts: dict[int, int] = {}
        for number, way in enumerate(unit.ways):
            sounds: list[str] = []
            found = [self._weights(word, sounds) for word in way]
            if number == 0:
                for weights in found:
                    for n in weights:
                        parts[n] = parts.get(n, 0) + 1
            fitting = False
            for n in min(found, key=len):
                weight = min(weights.get(n, 0) for weights in found)
                fitting |= weight > 0
                if weight > best.get(n, 0):
                    best[n] = weight
            if fitting:  # tiaojie is not told to be 调机: no word goes on with “e”
                heard += [pair for pair in sounds if pair not in heard]
        return best, parts

    def _weights(self, word: str, heard: list[str]) -> dict[int, int]:
        """Records with an index word → weight."""
        if word.startswith("~"):
            alike = self._said(word)
            pairs = [alike[i : i + 2] for i in range(0, len(alike), 2)]
            heard += [pair for pair in pairs if pair not in heard]
            return _most(self._posted_by_weight(pair) for pair in pairs)
        if word.endswith("*"):
            return _most(map(_by_weight, self._beginning(word[:-1])))
        return self._posted_by_weight(word)

    def _posted_by_weight(self, word: str) -> dict[int, int]:
        return _by_weight(self._said(word))

    def _posted(self, word: str) -> list[int]:
        return unpack(self._said(word))

    def _said(self, word: str) -> str:
        """What the index says of a word; ``""``: it has none such."""
        number = self._place(word)
        return self._part(number).get(word, "") if number >= 0 else ""

    def _beginning(self, start: str) -> Iterable[str]:
        """What the index says of all words that begin so."""
        for number in range(max(self._place(start), 0), len(self._first)):
            if number > self._place(start) and not self.catalogue["first"][number].startswith(start):
                break
            for word, said in self._part(number).items():
                if word.startswith(start):
                    yield said

    def _place(self, word: str) -> int:
        """The number of the part that has a word, if one has it; -1: before all."""
        key, low, high = utf16(word), 0, len(self._first)
        while low < high:
            middle = (low + high) // 2
            if self._first[middle] <= key:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def _about_of(self, unit: Unit) -> set[int]:
        """Numbers of the indicators (from 1) that a unit means: by their names, their topics', or the lexicon."""
        found = {n for n, names in enumerate(self._about, 1) if _named(unit, names)}
        for means in self._said(f"={unit.whole}").split():
            topic, _, kind = means.partition(".")
            for n, (_, its, of_kind, *_) in enumerate(self.catalogue["indicators"], 1):
                if its == topic and kind in ("", of_kind):
                    found.add(n)
        return found

    def _spoken(self, unit: Unit) -> list[Unit]:
        """The words that a unit may be in pinyin, of pairs of characters that the texts have, as units."""
        found: list[str] = []
        for way in unit.ways[1:]:
            heard = [""]
            for sound in way:
                said = self._said(sound)
                pairs = [said[i : i + 2] for i in range(0, len(said), 2)]
                heard = [
                    before + pair[-1] if before else pair
                    for before in heard for pair in pairs if before[-1:] in ("", pair[0])
                ][:_WORDS]  # fmt: skip
            found += heard
        return [Unit(word, ()) for word in dict.fromkeys(found)]

    def _context(self, unit: Unit) -> set[int]:
        """Numbers of the reports (from 1) whose title, body or year a unit names."""
        return {n for n, names in enumerate(self._reports, 1) if _named(unit, names)}

    def attributes(self, n: int) -> dict[str, str]:
        """Of a record: group, and of its report year, body (path), level, and the topic of its figure."""
        told = dict.fromkeys(FACETS, "")
        told["group"] = self.catalogue["groups"][self.of_group[n]][0]
        if report := self.of_report[n]:
            *_, told["year"], body = self.catalogue["reports"][report - 1]
            if body >= 0:
                told["body"], *_, told["level"] = self.catalogue["bodies"][body]
        if indicator := self.of_indicator[n]:
            told["topic"] = self.catalogue["indicators"][indicator - 1][1]
        return told


def _by_weight(said: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for weight, numbers in zip(_WEIGHTS, said.split("/"), strict=False):
        found.update(dict.fromkeys(unpack(numbers), weight))
    return found


def _most(several: Iterable[Mapping[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for weights in several:
        for n, weight in weights.items():
            if weight > found.get(n, 0):
                found[n] = weight
    return found


def _named(unit: Unit, names: Iterable[Iterable[str]]) -> bool:
    """Whether one of these names has a unit: characters in a row, or all its words as beginnings."""
    stems = [word for run in unit.whole.split(" ") for word in query_tokens(run)]
    if is_han(unit.whole):
        return len(unit.whole) > 1 and any(unit.whole in word for words in names for word in words)
    return any(all(any(word.startswith(stem) for word in words) for stem in stems) for words in names)


def narrowed(
    ranking: Ranking, found: Found, chosen: Mapping[str, str]
) -> tuple[list[int], dict[str, dict[str, int]]]:
    """The hits within the chosen facets, and of each facet how many hits its values have within the others.

    Args:
        chosen: name of a facet (:data:`FACETS`) → value; ``""``: any.
    """
    wanted = {name: words for name, words in chosen.items() if words}
    counts: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    kept: list[int] = []
    for n in found.numbers:
        told = ranking.attributes(n)
        missed = [name for name, words in wanted.items() if told[name] != words]
        if not missed:
            kept.append(n)
        for name in FACETS:
            if told[name] and missed in ([], [name]):
                counts[name][told[name]] = counts[name].get(told[name], 0) + 1
    return kept, counts
