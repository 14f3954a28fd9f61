"""Standing arrangements (制度, 机制, 模式) and numbered slogans, with what their number announces and
what the text lists.

A name needs something of its own: 「法治政府建设工作机制」 and a bare 「联席会议制度」 name no mechanism.
"""

from __future__ import annotations

import re

from dashi_kg.model import Event, Mechanism, Mention, Place, Section, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.rules.table import the_word, word_class, wordings
from dashi_kg.text.needed import Gate
from dashi_kg.text.numerals import DIGITS, chinese_number
from dashi_kg.text.segments import clauses, sentences

_SAID = wordings("mechanisms")
_PROCEDURES, _SYSTEM, _A_MODEL = (
    the_word("mechanisms", kind) for kind in ("procedures", "system", "a-model")
)
_CARRIES_OUT = _SAID["carries-out"]
_AMONG = _SAID["among"]
_BY = _SAID["by"]
_UP_TO_THE_VERB = _SAID["up-to-the-verb"]

_COUNTED_QUOTE = _SAID["counted-quote"]
_MODEL = _SAID["model"]
_NUMBERED = _SAID["numbered"]
_NUMBER_INSIDE = _SAID["number-inside"]
_COINED = _SAID["coined"]
_QUOTATION = _SAID["quotation"]
_ARRANGEMENT = _SAID["arrangement"]
_INTRODUCED = _SAID["introduced"]
_PROCEDURE = _SAID["procedure"]
_GENERIC = _SAID["generic"]
_GROUP = _SAID["group"]
_CODE = re.compile(r"\((?P<code>\d{2,8})\)")
# 亲自 three times and more in one sentence
_REPEATED = word_class("mechanisms", "repeated")
_LISTED = re.compile("[^,、。;]+")


class _MechanismDraft:
    def __init__(self, name: str, kind: str, rule: str, span: Span, stated: int | None = None) -> None:
        self.name, self.kind, self.rule, self.span, self.stated = name, kind, rule, span, stated
        self.listed: list[Span] = []
        self.mentions: list[Mention] = []


class _Reader:
    """Collects mechanisms of one report; each method is one way to name a mechanism."""

    def __init__(self, ctx: Context, events: list[Event], places: list[Place]) -> None:
        self.ctx = ctx
        self.taken = [m.span for e in events for m in e.mentions]
        self.places = {place.name for place in places}
        self.drafts: list[_MechanismDraft] = []

    def add(self, draft: _MechanismDraft) -> None:
        draft.mentions.append(Mention(self.ctx.source.quote(draft.span), draft.span))
        self.drafts.append(draft)

    def free(self, span: Span) -> bool:
        return not any(t.overlaps(span) for t in self.taken)

    def again(self, core: str, span: Span) -> bool:
        """The name is part of a mechanism that is known already: one more mention."""
        draft = next((d for d in self.drafts if f"“{core}”" in d.name), None)
        if draft:
            draft.mentions.append(Mention(self.ctx.source.quote(span), span))
        return draft is not None

    def counted_quotes(self, clause: Span) -> None:
        for match in self.ctx.find(_COUNTED_QUOTE, clause):
            span = Span(*match.span())
            if self.free(span):
                draft = _MechanismDraft(
                    match[0], "numbered-slogan", "counted-quote", span, chinese_number(match["n"])
                )
                quote = re.compile(re.escape(f"“{match['core']}”"))
                draft.listed = self._before_each(quote, Span(clause.start, span.start))
                self.taken.append(span)
                self.add(draft)

    def models(self, clause: Span) -> None:
        for match in self.ctx.find(_MODEL, clause):
            span = Span(*match.span())
            groups = _GROUP.findall(_CODE.sub("", match["core"]))
            if self.free(span) and (len(groups) > 1 or not groups):
                stated = sum(DIGITS[n] for n, _ in groups) if groups else None
                self.taken.append(span)
                self.add(_MechanismDraft(match[0], "model", "named-model", span, stated))

    def numbered(self, clause: Span) -> None:
        for pattern in (_NUMBERED, _NUMBER_INSIDE):
            for match in self.ctx.find(pattern, clause):
                span = Span(*match.span())
                if match[0] in self.places or any(t.contains(span) and t == span for t in self.taken):
                    continue
                stated = chinese_number(match["n"])
                if self.again(match["core"], span) or stated is None:
                    continue
                draft = _MechanismDraft(match[0], "numbered-slogan", "numbered-quote", span, stated)
                draft.listed = self._list_before(clause, span, stated)
                if draft.listed:
                    draft.span = Span(draft.listed[0].start, span.end)
                self.taken.append(span)
                self.add(draft)

    def coined(self, clause: Span) -> None:
        for match in self.ctx.find(_COINED, clause):
            span = Span(*match.span())
            if match[0] in self.places or not self.free(span) or self.again(match["core"], span):
                continue
            self.taken.append(span)
            self.add(_MechanismDraft(match[0], "slogan", "coined-word", span))

    def repeated(self, sentence: Span) -> None:
        for word in _REPEATED:
            parts = [Span(*m.span()) for m in self.ctx.find(_LISTED, sentence) if word in m[0]]
            if len(parts) >= 3:
                span = Span(parts[0].start, parts[-1].end)
                count = "一二三四五六七八九十"[len(parts) - 1] if len(parts) <= 10 else str(len(parts))
                draft = _MechanismDraft(f"{count}个{word}", "slogan", "repeated-word", span)
                draft.listed = parts
                self.add(draft)

    def quotations(self, sentence: Span) -> None:
        for match in self.ctx.find(_QUOTATION, sentence):
            span = Span(*match.span("quote"))
            self.add(_MechanismDraft(match["quote"], "quotation", "quoted-from", span))

    def procedures(self, sentence: Span) -> None:
        if self.ctx.view.find(_PROCEDURES, sentence.start, sentence.end) < 0:
            return
        for match in self.ctx.find(_PROCEDURE, sentence):
            lead = _CARRIES_OUT.match(match["name"])
            span = Span(match.start("name") + (lead.end() if lead else 0), match.end("name"))
            draft = _MechanismDraft(self.ctx.words(span), "procedure", "listed-procedure", span)
            draft.listed = self._items(Span(span.start, self.ctx.view.rindex("等", span.start, span.end)))
            self.add(draft)

    def arrangements(self, section: Section, sentence: Span) -> None:
        topic = _topic(section.title)
        for pattern, kind, rule in (
            (_ARRANGEMENT, "", "arrangement-set-up"),
            (_INTRODUCED, "working-method", "introduced"),
        ):
            for match in self.ctx.find(pattern, sentence):
                name, span = match["name"], Span(*match.span("name"))
                if _GENERIC.match(name) or "“" in name or any(d.span.overlaps(span) for d in self.drafts):
                    continue
                own = next((d for d in self.drafts if topic and topic in d.name and topic in name), None)
                if own:  # an aspect of what the item's heading sets up: 法律顾问经费保障机制
                    own.mentions.append(Mention(self.ctx.source.quote(span), span))
                    continue
                kind_here = kind or ("system" if name.endswith(_SYSTEM) else "mechanism")
                if name.endswith(_A_MODEL):
                    kind_here = "model"
                draft = _MechanismDraft(name, kind_here, rule, span)
                if among := _AMONG.match(name):
                    draft.listed = self._items(Span(span.start, span.start + among.end("list")))
                self.add(draft)

    def heading(self, section: Section) -> None:
        """健全法律顾问制度: the heading of an item that sets up an arrangement."""
        if section.heading is None or not _topic(section.title):
            return
        name = _topic(section.title) + section.title.split(_topic(section.title), 1)[1]
        start = section.heading.end - len(name)
        self.add(_MechanismDraft(name, "system", "arrangement-in-heading", Span(start, section.heading.end)))

    def _before_each(self, quote: re.Pattern[str], where: Span) -> list[Span]:
        """党建统领说“大实话”、基层自治说“大实话”: the items of a list that end with the quoted word."""
        items = []
        start = where.start
        for match in self.ctx.find(quote, where):
            lead = _BY.match(self.ctx.view[start : match.end()])
            items.append(Span(start + (lead.end() if lead else 0), match.end()))
            start = match.end()
        return items

    def _list_before(self, clause: Span, name: Span, count: int) -> list[Span]:
        """执法文书、执法证件、队伍着装“三个统一”: a list of just as many items right before the name."""
        words = self.ctx.view[clause.start : name.start]
        lead = _UP_TO_THE_VERB.match(words)
        start = clause.start + (lead.end() if lead else 0)
        items = self._items(Span(start, name.start))
        return items if len(items) == count else []

    def _items(self, where: Span) -> list[Span]:
        return [
            Span(*m.span()) for m in re.compile(r"[^、]+").finditer(self.ctx.view, where.start, where.end)
        ]


_SET_UP_TOPIC = _SAID["set-up-topic"]


def _topic(title: str) -> str:
    """What an item's heading sets up: 法律顾问 in 健全法律顾问制度; else ``""``."""
    match = _SET_UP_TOPIC.match(title)
    return match["topic"] if match and not _GENERIC.match(title) else ""


_IN_CLAUSES, _IN_WORDS = Gate(_COUNTED_QUOTE, _MODEL, _NUMBERED, _NUMBER_INSIDE), Gate(_COINED)


def read_mechanisms(ctx: Context, events: list[Event], places: list[Place]) -> list[Mechanism]:
    """Mechanisms in the order of the text. Names of events and places are left to these.

    ``stated_count`` is what the name announces; ``listed`` the items that the text spells out.
    """
    reader = _Reader(ctx, events, places)
    for section in ctx.sections(*REPORTED, "preamble"):
        reader.heading(section)
        for sentence in sentences(ctx.view, section.body):
            if _IN_CLAUSES.fitting(ctx.words(sentence)):
                for clause in clauses(ctx.view, sentence):
                    reader.counted_quotes(clause)
                    reader.models(clause)
                    reader.numbered(clause)
            reader.repeated(sentence)
            reader.quotations(sentence)
            reader.procedures(sentence)
            reader.arrangements(section, sentence)
    # Coined words come last: most are part of a longer name.
    for _, sentence in ctx.own_sentences(*REPORTED, "preamble"):
        if _IN_WORDS.fitting(ctx.words(sentence)):
            for clause in clauses(ctx.view, sentence):
                reader.coined(clause)
    drafts = sorted(reader.drafts, key=lambda d: (d.span.start, d.span.end))
    return [
        Mechanism(f"k{i}", d.name, d.span, d.rule, d.kind, d.stated, tuple(d.listed), tuple(d.mentions))
        for i, d in enumerate(drafts, start=1)
    ]
