"""The saved questions: a page each, with its answer as HTML, CSV and SPARQL JSON, and the query itself."""

from __future__ import annotations

import io
import re
from collections import OrderedDict
from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache
from itertools import combinations, islice
from typing import NamedTuple

from dashi_kg.language import Both
from dashi_kg.query.bind import bind
from dashi_kg.query.named import default_name
from dashi_kg.query.plain import PlainAnswer, plain_answer, plain_csv, plain_json
from dashi_kg.query.questions import GROUPS, Question, questions
from dashi_kg.query.result import Engine, Result, Row
from dashi_kg.query.write import write
from dashi_kg.rdf.terms import value
from dashi_kg.site.asking.answer_table import answer_table
from dashi_kg.site.asking.ask_words import QUESTIONS
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.foreign import foreign_term
from dashi_kg.site.layout.links import Links
from dashi_kg.site.layout.typeset import typeset
from dashi_kg.site.shared.site_graph import SiteGraph

FOLDER = "questions"
_FILES = {
    ".csv": ("csv", "zh"),
    ".json": ("json", "zh"),
    ".en.csv": ("csv", "en"),
    ".en.json": ("json", "en"),
    ".plain.csv": ("plain.csv", "zh"),
    ".plain.json": ("plain.json", "zh"),
    ".en.plain.csv": ("plain.csv", "en"),
    ".en.plain.json": ("plain.json", "en"),
}
MANY = 3  # bodies, of which the pairs may have 50,000 rows; of more, a question about pairs of bodies is answered for the first two that compare
_BODIES = "SELECT DISTINCT ?b WHERE {{ ?s <{0}ns#comparisonKey> ?k ; <{0}ns#issuer> ?b }}"
_KEYS = "SELECT DISTINCT ?k WHERE {{ ?s <{0}ns#issuer> <{1}> ; <{0}ns#comparisonKey> ?k }}"
_TRIED = 1000  # pairs of which one that compares is looked for
_HELD = 100  # bodies whose keys are held meanwhile
FIRST = 500  # rows of an answer that its page looks at, of which it shows fewer; the others are counted
_REMEMBERED = 2  # an answer in both languages: of a large graph it has many rows
# types of parameters, as a person calls what is typed
_KINDS = {
    "iri": Both("名称或 IRI", "name or IRI"), "string": Both("文字", "words"), "integer": Both("整数", "whole number"),
    "decimal": Both("数", "number"), "date": Both("日期", "date"), "gYear": Both("年份", "year"),
}  # fmt: skip
_DEFAULT = re.compile(r'<(?P<iri>.*)>|"(?P<literal>.*)"(?:\^\^.*)?|(?P<other>.*)')


class First(NamedTuple):
    """The first rows of an answer, and the number of all."""

    variables: tuple[str, ...]
    rows: list[Row]
    total: int


class Asked(NamedTuple):
    """Of how many reports the answers tell where these are not all, and how many there are."""

    reports: int
    of: int


class QuestionPages(Bilingual):
    """``questions/index.html`` and, for each question, ``.html .csv .json .plain.csv .plain.json``, the same with ``.en``, and ``.rq``.

    ``NAME.plain.csv`` and ``NAME.plain.json`` have names in the place of IRIs (:mod:`dashi_kg.query.plain`). ``NAME.csv`` and ``NAME.json`` are the bytes of ``dashi-kg query NAME -f csv`` and ``-f json`` on the same data
    (where there are more than :data:`MANY` bodies, a question about pairs is asked of two of them, and says so);
    those with ``.en`` of the same with ``--lang en``. No cell of a CSV begins a formula.

    Args:
        data: answers.
        asked: which reports it holds, where it does not hold all; the pages say so.
    """

    start = f"{FOLDER}/"

    def __init__(self, site_graph: SiteGraph, data: Engine, asked: Asked | None = None) -> None:
        self.site_graph, self.data, self.asked = site_graph, data, asked
        self.by_name = {q.name: q for q in questions()}
        self._plain: tuple[tuple[str, str], PlainAnswer] | None = None
        self._answers: OrderedDict[tuple[str, str], tuple[tuple[str, ...], list[Row]]] = OrderedDict()
        self._last: tuple[str, First] | None = None

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (f"{FOLDER}/index", *(f"{FOLDER}/{name}" for name in self.by_name))

    def others(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (f"{FOLDER}/{name}{suffix}" for name in self.by_name for suffix in (".rq", *_FILES))

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        name = document.removeprefix(f"{FOLDER}/")
        return self._index(path, lang) if name == "index" else self._page(self.by_name[name], path, lang)

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        folder, _, file = path.rpartition("/")
        name, dot, rest = file.partition(".")
        suffix = dot + rest
        question = self.by_name.get(name) if folder == FOLDER else None
        if question is None:
            return None
        if suffix in _FILES:
            return self._answer(question, *_FILES[suffix])
        return question.full_text(self.site_graph.base).encode("utf-8") if suffix == ".rq" else None

    def result(self, question: Question, lang: str) -> Result:
        """The answer with the values of :meth:`values`, and the labels of this language in it."""
        key = (question.name, lang)
        if key not in self._answers:
            found = self.data.run(bind(question, self.values(question), self.site_graph.base, lang))
            self._answers[key] = found.variables, list(found.rows or ())
            if len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
        variables, rows = self._answers[key]
        return Result(variables, rows=iter(rows))

    def first(self, question: Question, lang: str) -> First:
        """The first rows of the answer, and how many there are: of a large graph, all take more room than it has."""
        text = bind(question, self.values(question), self.site_graph.base, lang)
        if (whole := self._answers.get((question.name, lang))) is not None:
            return First(whole[0], whole[1][:FIRST], len(whole[1]))
        if self._last is None or self._last[0] != text:  # most questions are the same in both languages
            found = self.data.run(text)
            rows = iter(found.rows or ())
            some = list(islice(rows, FIRST))
            self._last = text, First(found.variables, some, len(some) + sum(1 for _ in rows))
        return self._last[1]

    def values(self, question: Question) -> dict[str, str]:
        """Parameters that the page gives a value: all pairs of many bodies are the square of their number."""
        return dict(zip(question.of_many.split(), self._pair, strict=False))

    @cached_property
    def _pair(self) -> tuple[str, ...]:
        """Of many bodies with figures that compare the first two of which some do; none where there are few bodies.

        The rows of all pairs begin with those of these.
        """
        base = self.site_graph.base
        bodies = sorted(value(row[0]) for row in self.data.run(_BODIES.format(base)).rows or ())
        if len(bodies) <= MANY:
            return ()

        @lru_cache(maxsize=_HELD)
        def keys(body: str) -> frozenset[str]:  # a store that is asked for what two share looks at all
            return frozenset(value(row[0]) for row in self.data.run(_KEYS.format(base, body)).rows or ())

        for one, other in islice(combinations(bodies, 2), _TRIED):
            if not keys(one).isdisjoint(keys(other)):
                return one, other
        return (bodies[0],)

    def plain(self, question: Question, lang: str) -> PlainAnswer:
        """The answer with names in the place of IRIs; the last one is remembered, its files being asked for in a row."""
        key = (question.name, lang)
        if self._plain is None or self._plain[0] != key:
            self._plain = (key, plain_answer(self.result(question, lang), self.data, lang, foreign_term))
        return self._plain[1]

    def _answer(self, question: Question, form: str, lang: str) -> bytes:
        if form == "plain.json":
            return plain_json(self.plain(question, lang), lang)
        if form == "plain.csv":
            return plain_csv(self.plain(question, lang), lang)
        out = io.BytesIO()
        write(self.result(question, lang), form, out, self.site_graph.base, raw=False)
        return out.getvalue()

    def _index(self, path: str, lang: str) -> bytes:
        return self.site_graph.pages.page(
            "questions.html", path=path, lang=lang, title=QUESTIONS["questions"][lang == "en"], words=QUESTIONS,
            description=QUESTIONS["lead"][lang == "en"], groups=grouped(self.by_name.values(), lang),
        )  # fmt: skip

    def _page(self, question: Question, path: str, lang: str) -> bytes:
        english = lang == "en"
        first, links = self.first(question, lang), self.site_graph.links
        answer = plain_answer(Result(first.variables, rows=iter(first.rows)), self.data, lang, foreign_term)
        table = answer_table(answer, lambda iri: _href(links, iri, path, lang), self.site_graph.base, lang)
        title = question.en if english else typeset(question.zh)
        row = question.rows_en if english else typeset(question.rows_zh)
        return self.site_graph.pages.page(
            "question.html",
            path=path,
            lang=lang,
            title=title,
            description=f"{title} {QUESTIONS['row_is'][english]}{': ' if english else '：'}{row}",
            words=QUESTIONS,
            name=question.name,
            row=row,
            suffix=".en" if english else "",
            parameters=[self._parameter(question, told, path, lang) for told in parameters(question, lang)],
            table=table,
            asked=QUESTIONS["asked"][english].format(*self.asked) if self.asked else "",
            count=first.total,
            text=question.full_text(
                self.site_graph.base, bind(question, self.values(question), self.site_graph.base, lang)
            ),
            address=self.site_graph.base + path,
        )

    def _parameter(self, question: Question, told: dict[str, str], path: str, lang: str) -> dict[str, str]:
        """A parameter with the name of its default and the address of what this is."""
        base = self.site_graph.base
        if given := self.values(question).get(told["name"]):
            return {
                **told,
                "default": self.site_graph.labels.said(given, lang).words,
                "href": self.site_graph.links.href(given, path, lang),
            }
        words, iri = default_name(question, told["name"], self.data, base, lang)
        href = self.site_graph.links.href(base + iri, path, lang) if iri else ""
        return {**told, "default": words, "href": href}


def _href(links: Links, iri: str, path: str, lang: str) -> str:
    return links.href(iri, path, lang) if iri.startswith((links.base, "http://", "https://")) else ""


def grouped(asked: Iterable[Question], lang: str) -> list[tuple[str, str, list[dict[str, str]]]]:
    """The questions by what people want to know: key and name of each group, its questions in their order."""
    ordered = sorted(asked, key=lambda q: (q.number, q.name))
    return [
        (key, name.said(lang), some)
        for key, name in GROUPS.items()
        if (some := listed((q for q in ordered if q.group == key), lang))
    ]


def listed(asked: Iterable[Question], lang: str) -> list[dict[str, str]]:
    """Name and words of each question, for a list."""
    return [
        {"name": q.name, "words": q.en, "row": q.rows_en}
        if lang == "en"
        else {"name": q.name, "words": typeset(q.zh), "row": typeset(q.rows_zh)}
        for q in asked
    ]


def parameters(question: Question, lang: str) -> list[dict[str, str]]:
    """Name, type (of SPARQL, and as a person says it), words and default (``""``: any) of each parameter."""
    return [
        {
            "name": p.name,
            "type": p.type,
            "kind": _KINDS[p.type].said(lang),
            "words": p.en if lang == "en" else typeset(p.zh),
            "default": _default(question.default(p.name)),
        }
        for p in question.parameters
    ]


def _default(said: str) -> str:
    """A term of SPARQL as a reader types it."""
    found = _DEFAULT.fullmatch(said)
    return next(group for group in found.groups() if group is not None) if found else ""
