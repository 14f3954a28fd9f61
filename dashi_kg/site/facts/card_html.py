"""A card as HTML, by plain joins: a page has hundreds of them, and each byte of one is on the disk as often.

Written as :mod:`dashi_kg.site.layout.minify` would leave it: no quotes and end tags that HTML lets one leave out. What the
cards of a page share is said once: the figures of a measure stand within its card, and an indicator is a link where a
page first names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from dashi_kg.site.facts.card import FactCard, Ref, SectionCards
from dashi_kg.site.layout.languages import Said
from dashi_kg.site.layout.minify import attribute
from dashi_kg.site.layout.words import Words

# kinds that are of one basis by what they are
_OF_ONE_BASIS = ("derived", "candidate", "external", "link")
_FIGURES = ("observation", "target")
# of which a section has one list
_LISTED = ("not-statistic",)
# within which cards others may stand, and in which row those name it
_ITEMS = ("measure", "problem", "plan-item")
_ABOUT = {"observation": "measure", "target": "measure", "candidate": "item"}
# most cards and most pieces of the text are of these: their ids tell the kind (assets/report.css, assets/report.js)
BY_ID = {"observation": "f-", "measure": "m-", "not-statistic": "n-"}


class Detail(NamedTuple):
    """What cards tell beside kind, words, value and quote; all of it is in the data of the page, too."""

    graded: bool = True  # the rule that read the fact, and how far it can be trusted
    linked: bool = True  # what it belongs to, is about, is classified as


ALL = Detail()


class CardWriter:
    """Writes the cards of one page, one after the other.

    Args:
        w: the words of the page.
        lang: of the page.
    """

    def __init__(self, w: Words, lang: str, detail: Detail = ALL) -> None:
        self.w, self.lang, self.detail = w, lang, detail
        self._zh = " lang=zh" if lang == "en" else ""
        self._linked: set[str] = set()

    def cards(self, cards: Iterable[FactCard]) -> str:
        """The items of a list of cards."""
        return "".join(self._card(card) for card in cards)

    def sections(self, groups: Iterable[SectionCards], heads: Iterable[tuple[str, Said, str]]) -> str:
        """The cards of each section below its heading.

        Args:
            heads: id, label and quote of each section; id ``""`` where the cards stand at no place.
        """
        found = []
        for group, (id, label, quote) in zip(groups, heads, strict=True):
            head = escape(self.w.no_place, quote=False)
            if id:
                tongue = self._zh if label.lang.startswith("zh") else ""
                head = f"<a href={attribute('#' + id)}{tongue}>{escape(label.words, quote=False)}</a>"
                if self._zh and not tongue and len(quote) < 80:  # else it says the same
                    head += f" <small{self._zh}>{escape(quote, quote=False)}</small>"
            found.append(f"<section><h3>{head}</h3><ol>{self._nested(group.facts)}</ol></section>")
        return "".join(found)

    def _nested(self, facts: Sequence[FactCard]) -> str:
        """The cards of a section; the figures of a measure, and suggestions about an item, within its card."""
        items = {f.id: f for f in facts if f.kind in _ITEMS}
        within: dict[str, list[FactCard]] = defaultdict(list)
        alone, plain = list[FactCard](), list[FactCard]()
        for f in facts:
            item = items.get(_item_of(f))
            if item and item is not f and _inside(f, item):
                within[item.id].append(f)
            elif f.kind in _LISTED and f.basis == "stated":
                plain.append(f)
            else:
                alone.append(f)
        found = []
        for f in alone:
            inner = within.get(f.id, ())
            found.append(self._card(f, quoted=not any(one.anchors == f.anchors for one in inner)))
            if inner:
                found += ["<ol>", *(self._card(one, within=True) for one in inner), "</ol>"]
        if plain:  # they say one word each: under the name of their kind
            card = plain[0].card
            found.append(f"<li class={card.css}><p>{card.legend.said(self.lang)}<ol>")
            found += [*(self._card(f, within=True) for f in plain), "</ol>"]
        return "".join(found)

    def _card(self, f: FactCard, *, within: bool = False, quoted: bool = True) -> str:
        """One card.

        Args:
            within: whether it stands within the card of the item that it is about.
            quoted: whether it quotes its words; else a card within it has the same.
        """
        w, zh = self.w, self._zh
        of_basis = f.basis if f.basis != "stated" else ""
        found = [f"<li id={attribute(f.id)}"]
        if of_basis:
            found.append(f' class="{f.card.css} {of_basis}"')
        elif not f.id.startswith(BY_ID.get(f.kind, "\0")):
            found.append(f" class={f.card.css}")
        found.append(">")
        found += [f"<b id={attribute(i)}></b>" for i in f.former]
        if of_basis or (f.kind not in _FIGURES and not (within and f.kind in _LISTED)):
            kind = f.card.legend.said(self.lang)
            if of_basis and f.kind not in _OF_ONE_BASIS:
                kind += f" · {w['basis_' + of_basis]}"
            found.append(
                f"<p><a href={attribute('#' + f.id)}>{kind}</a> " if "/" not in f.id else f"<p><i>{kind}</i> "
            )
        if f.href or not _is_quote(f):
            found += [self._title(f), " "]
        if f.value:
            found.append(f"<b>{escape(f.value, quote=False)}</b> ")
            if f.words:
                found.append(f"<span{zh}>{escape(f.words, quote=False)}</span> ")
        found += [f"<em>{w['tag_' + tag]}</em> " for tag in f.tags]
        for a in f.anchors if quoted else ():
            quote = escape(a.quote, quote=False)
            found.append(
                f"<q{zh}><a href=#t{a.start}>{quote}</a></q>"
                if a.whole
                else f"<q{zh}>{quote}</q> <em>{w.orphaned}</em>"
            )
        rows = [row for row in f.rows if row[0] != _ABOUT.get(f.kind)] if within else f.rows
        if rows and not self.detail.linked:  # their addresses still lead here
            found += [_named(r) for _, refs in rows for r in refs]
        elif within and f.kind in _LISTED and len(rows) == 1:
            found.append(f" {w.comma.join(_ref(ref, w) for ref in rows[0][1])}")
        elif rows:
            found.append(f"<p>{' · '.join(_row(f, word, refs, w) for word, refs in rows)}")
        for number, note in f.findings:
            name = escape(
                f"{w['severity_' + note.severity]} {note.code} {note.shape.label[self.lang]}", quote=False
            )
            found.append(
                f"<p class=f><a href=#finding-{number}>{name}</a> {escape(note.message(self.lang), quote=False)}"
            )
        found += [
            f"<p class=f><a href={attribute(n.href)}>{w.note}</a> {escape(n.words, quote=False)}"
            for n in f.notes
        ]
        if f.grade and not f.usual and self.detail.graded:
            # behind a paragraph it would be in it, which changes nothing that one sees
            found.append(f"<small>{f.grade} · {escape(f.rule, quote=False)}</small>")
        return "".join(found)

    def _title(self, f: FactCard) -> str:
        """The words of a card, a link to their page where they stand on this page for the first time."""
        tongue = self._zh if f.title.lang.startswith("zh") else ""
        href = "" if f.href in self._linked else f.href
        self._linked.add(href)
        return _said(f.title.words, tongue, href)


def _item_of(f: FactCard) -> str:
    """The id of the one item that a figure is reported in or a suggestion is about; ``""``: none."""
    refs = [r for word, some in f.rows if word == _ABOUT.get(f.kind) for r in some]
    return refs[0].href.removeprefix("#") if len(refs) == 1 and not (refs[0].by or refs[0].link) else ""


def _inside(f: FactCard, item: FactCard) -> bool:
    """Whether all words of a fact are words of an item."""
    whole = all(a.whole for a in (*f.anchors, *item.anchors))
    return whole and all(any(b.start <= a.start and a.end <= b.end for b in item.anchors) for a in f.anchors)


def _is_quote(f: FactCard) -> bool:
    """Whether the title only says the beginning of the one quote."""
    return len(f.anchors) == 1 and f.anchors[0].quote.startswith(f.title.words.removesuffix("…"))


def _said(words: str, tongue: str, href: str) -> str:
    words = escape(words, quote=False)
    if href:
        return f"<a href={attribute(href)}{tongue}>{words}</a>"
    return f"<span{tongue}>{words}</span>" if tongue else words


def _row(f: FactCard, word: str, refs: tuple[Ref, ...], w: Words) -> str:
    if word == "measure" and f.kind in _FIGURES and len(refs) == 1 and refs[0].href.startswith("#"):
        # its words stand on its card and, most often, are those of this one
        return f"<a href={attribute(refs[0].href)}>{w[word]}</a>"
    return f"{w[word]} {w.comma.join(_ref(ref, w) for ref in refs)}"


def _named(r: Ref) -> str:
    """The addresses that a thing beside a card has on the page."""
    return "".join(f"<b id={attribute(i)}></b>" for i in (*((r.link,) if r.link else ()), *r.former))


def _ref(r: Ref, w: Words) -> str:
    found = _said(r.words, " lang=zh" if r.lang else "", r.href)
    if r.by:
        found += (
            f" <i id={attribute(r.link)}>{w.basis_interpreted}</i>"
            if r.link
            else f" <i>{w.basis_interpreted}</i>"
        )
    elif r.link:
        found += f"<span id={attribute(r.link)}></span>"
    return found + "".join(f"<b id={attribute(i)}></b>" for i in r.former)
