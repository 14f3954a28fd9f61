"""A search over its files, of a release or in memory: one page of hits with all that a reader or a program is told of each."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

from dashi_kg.site.finding.index_files import INDEX
from dashi_kg.site.finding.ranking import Found, Ranking, narrowed

FIGURE = "figure"
_PARTS = 64  # that are remembered
# what a row of the table of hits has
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("iri", "IRI", "IRI"),
    ("kind", "种类的编号（figure 是数值）", "key of the kind (figure)"),
    ("name_zh", "名称或原文", "name or words of the text"),
    ("name_en", "英文名称；数值用其指标的名称", "name in English; of a figure that of its indicator"),
    ("value", "数", "number"),
    ("unit", "量词或单位", "counter word or unit"),
    ("amount_zh", "数、单位和上下界", "number, unit and bounds, in Chinese"),
    ("amount_en", "数、单位和上下界（英）", "number, unit and bounds"),
    ("quote", "引文", "quote"),
    ("indicator", "指标的 IRI", "IRI of the indicator"),
    ("topic", "事项的编号", "key of the topic"),
    ("year", "报告年度", "year of the report"),
    ("report", "报告的 IRI", "IRI of the report"),
    ("body", "报告机关的编号", "id of the reporting body"),
    ("body_zh", "报告机关", "reporting body, in Chinese"),
    ("body_en", "报告机关（英）", "reporting body"),
    ("level", "报告机关的层级", "level of the reporting body"),
)  # fmt: skip


class Hit(NamedTuple):
    """Something found: ``path`` below the base; see :data:`COLUMNS` for the rest. Names of indicator, topic and body in zh and en."""

    path: str
    group: str
    zh: str
    en: str
    quote: str
    more: str
    value: str
    unit: str
    amount_zh: str
    amount_en: str
    year: str
    report: str
    level: str
    topic: str
    indicator: str
    body: str
    indicator_names: tuple[str, str]
    topic_names: tuple[str, str]
    body_names: tuple[str, str]
    report_names: tuple[str, str]

    def name(self, lang: str) -> str:
        """Its name in the reader's language; a figure without an English name is called by its indicator."""
        if lang == "en":
            return self.en or self.indicator_names[1] or self.zh
        return self.zh or self.en

    def amount(self, lang: str) -> str:
        """Value, unit and bounds in words, ``""`` where it is no figure."""
        return self.amount_en if lang == "en" else self.amount_zh

    def words(self, lang: str) -> str:
        """What the text says, where this is not its name."""
        return self.quote or (self.zh if self.name(lang) != self.zh and "#" in self.path else "")

    def row(self, base: str) -> dict[str, str]:
        """As a row of the table of hits."""
        return {
            "iri": base + self.path, "kind": self.group, "name_zh": self.zh, "name_en": self.name("en") if self.en or self.indicator else "",
            "value": self.value, "unit": self.unit, "amount_zh": self.amount_zh, "amount_en": self.amount_en,
            "quote": self.quote or (self.zh if self.indicator else ""), "indicator": base + self.indicator if self.indicator else "",
            "topic": self.topic, "year": self.year, "report": base + self.report if self.report else "",
            "body": self.body.rpartition("/")[2], "body_zh": self.body_names[0], "body_en": self.body_names[1], "level": self.level,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hits:
    """All numbers that fit, of each facet how many its values have, whether all words were found, what was heard as pinyin,
    and which words were taken for others."""

    numbers: Sequence[int]
    counts: Mapping[str, Mapping[str, int]]
    whole: bool
    heard: Sequence[str]
    meant: Sequence[str] = ()


class Searcher:
    """Answers questions over the files that ``read`` gives, ``search/catalogue.json`` first; may be asked by several threads."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read, self._lock = read, Lock()
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self.catalogue: Mapping[str, Any] = json.loads(read(INDEX))
        self._figures = _figures(self.catalogue)
        self.ranking = Ranking(self.catalogue, lambda number: self._file(f"search/words/{number:03}.json"))

    def _file(self, path: str) -> Any:
        with self._lock:
            if path in self._kept:
                self._kept.move_to_end(path)
                return self._kept[path]
        found = json.loads(self._read(path))
        with self._lock:
            self._kept[path] = found
            while len(self._kept) > _PARTS:
                self._kept.popitem(last=False)
        return found

    def search(self, question: str, chosen: Mapping[str, str] | None = None) -> Hits:
        """What fits a question.

        Args:
            question: as typed.
            chosen: facet (:data:`~dashi_kg.site.finding.ranking.FACETS`) → value; a body by the path of its IRI or its id.
        """
        found: Found = self.ranking.find(question)
        wanted = dict(chosen or {})
        if body := wanted.get("body"):
            wanted["body"] = body if "/" in body else f"org/{body}"
        numbers, counts = narrowed(self.ranking, found, wanted)
        return Hits(numbers, counts, found.whole, found.heard, found.meant)

    def hits(self, numbers: Iterable[int]) -> list[Hit]:
        """What the files tell of these records."""
        return [self._hit(n) for n in numbers]

    def figures(self, path: str) -> int:
        """How many figures an indicator or a topic has, by its path; 0 for everything else."""
        return self._figures.get(path, 0)

    def ordered(self, facet: str, counts: Mapping[str, int], lang: str) -> list[tuple[str, int]]:
        """The values of a facet as a form lists them: years from the newest, levels downwards, bodies and topics with most hits first."""
        if facet == "year":
            return sorted(counts.items(), reverse=True)
        if facet in ("group", "level"):
            order = (
                [row[0] for row in self.catalogue["groups"]]
                if facet == "group"
                else list(self.catalogue["levels"])
            )
            return sorted(counts.items(), key=lambda pair: order.index(pair[0]))
        return sorted(
            counts.items(), key=lambda pair: (-pair[1], self.names(facet, pair[0])[lang == "en"], pair[0])
        )

    def names(self, facet: str, key: str) -> tuple[str, str]:
        """The names of a value of a facet."""
        rows: dict[str, Sequence[str]] = (
            {group: names for group, *names in self.catalogue["groups"]}
            if facet == "group"
            else {path: names[:2] for path, *names in self.catalogue["bodies"]}
            if facet == "body"
            else self.catalogue[{"level": "levels", "topic": "topics"}[facet]]
            if facet in ("level", "topic")
            else {}
        )
        zh, en = rows.get(key, (key, key))
        return zh, en

    def _hit(self, n: int) -> Hit:
        size = self.catalogue["in_file"]
        path, *fields = self._file(f"search/records/{n // size:03}.json")[n % size]
        zh, en, quote, more, value, unit, amount_zh, amount_en = (*fields, *[""] * 8)[:8]
        told = self.ranking.attributes(n)
        report = self.catalogue["reports"][r - 1] if (r := self.ranking.of_report[n]) else ["", "", ""]
        indicator = (
            self.catalogue["indicators"][i - 1]
            if (i := self.ranking.of_indicator[n])
            else ["", "", "", "", ""]
        )
        none = ("", "")
        return Hit(
            (report[0] if path.startswith("#") else "") + path, told["group"], zh, en, quote, more, value, unit, amount_zh, amount_en,
            told["year"], report[0], told["level"], told["topic"], indicator[0], told["body"],
            (indicator[3], indicator[4]), self.names("topic", told["topic"]) if told["topic"] else none,
            self.names("body", told["body"]) if told["body"] else none, (report[1], report[2]),
        )  # fmt: skip


def _figures(catalogue: Mapping[str, Any]) -> dict[str, int]:
    """Path of an indicator or topic → how many figures it has; a class of topics has those of its topics."""
    found: Counter[str] = Counter()
    for group, indicator, *pairs in catalogue["runs"]:
        if indicator and catalogue["groups"][group][0] == FIGURE:
            path, topic = catalogue["indicators"][indicator - 1][:2]
            for key in {path, f"topic/{topic}", f"topic/{topic[:1]}"}:
                found[key] += sum(pairs[1::2])
    return found
