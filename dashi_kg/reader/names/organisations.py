"""Organisations, actors without a name, posts, and how they hang together.

A name is found by its ending; its beginning is the last boundary before it (a mark, a verb, 的). Names of
the same body are brought together by their endings; a longer name wins. Nothing is looked up.
"""

from __future__ import annotations

import re

from dashi_kg.model import Body, Mention, Place, Span, Stated
from dashi_kg.model.page import BY_PERSON
from dashi_kg.reader.context.body_drafts import Draft, Organisations, add_mention
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.names.actors import groups_of_actors
from dashi_kg.reader.names.body_relations import body_relations
from dashi_kg.reader.names.names import kind_of, kind_of_issuer, names, of_level
from dashi_kg.reader.names.on_page import on_page
from dashi_kg.reader.names.posts import read_posts
from dashi_kg.text.fold import fold
from dashi_kg.text.han import compiled

# 基层行政执法队伍: in a town's report the one team that it has; elsewhere a class
_OWN_TEAM = re.compile(r"基层(?:综合)?行政执法队伍")
_TOWNS = ("subdistrict-office", "township-government")
# 党工委、管委会联合发文, 管委会与开发区法院; alone at the head of a sentence it says no more than 我委
_ZONE_ITSELF = compiled(
    r"(?:(?<=[、和与及])管委会|(?<![\u4e00-\u9fff])管委会(?=[、和与及]))(?!主任|领导|会议|工作|各|党|机关|常务|专题)"
)
_SHORT_FOR = re.compile(r"\((?:以下|下文)?(?:简称|称)(?:为)?[:“]*")
_BARE_CONFERENCE = compiled(r"组织(?P<who>[\u4e00-\u9fff]{2,12}?)建立(?P<what>联席会议)")


def read_organisations(ctx: Context, places: list[Place]) -> Organisations:
    """Bodies, posts and their stated relations. Ids are numbered in the order of the text."""
    drafts: list[Draft] = []
    issuer = _issuer(ctx, drafts)
    host = _of_page(ctx.metadata.host, drafts)
    if ctx.metadata.publisher and ctx.metadata.publisher.rule == BY_PERSON:
        _of_page(ctx.metadata.publisher, drafts)
    covered = _titles(ctx)
    _named(ctx, drafts, covered)
    groups_of_actors(ctx, drafts)
    drafts.sort(key=lambda d: (d.span.start, d.span.end))
    bodies = [
        Body(
            f"b{i}", d.name, d.kind, d.span, d.rule, d.named, tuple(sorted(d.mentions, key=lambda m: m.span))
        )
        for i, d in enumerate(drafts, start=1)
    ]
    ids = {id(draft): body.id for draft, body in zip(drafts, bodies, strict=True)}
    found = Organisations(bodies)
    own = ids.get(id(issuer)) if issuer else None
    read_posts(ctx, found)
    body_relations(ctx, found, own, ids.get(id(host)) if host else None, places)
    return found


def _issuer(ctx: Context, drafts: list[Draft]) -> Draft | None:
    stated = ctx.metadata.issuer
    if not stated or not stated.span:
        return None
    kind = kind_of_issuer(fold(stated.value))
    draft = Draft(
        stated.value, kind, stated.rule, [Mention(stated.value, _value_span(stated.span, stated.value))]
    )
    draft.anchor = stated.span
    drafts.append(draft)
    pronoun = compiled(
        r"(?<![\u4e00-\u9fff])(?:我|本)(?:局|厅|委|办|镇|乡|街道|县|区|市|省|州|旗|院|单位|管委会)(?![\u4e00-\u9fff]?[局委办])"
    )
    zone = stated.value.endswith(("管委会", "管理委员会"))
    for _, stretch in ctx.prose():  # 我局, 我镇; of a zone 管委会: the reporting body itself
        for match in ctx.find(pronoun, stretch):
            draft.mentions.append(Mention(match[0], Span(*match.span())))
        for match in ctx.find(_ZONE_ITSELF, stretch) if zone else ():
            draft.mentions.append(Mention(match[0], Span(*match.span())))
    for other in ctx.metadata.joint:
        if other.span:
            kind = kind_of(fold(other.value)) or "other"
            if other.value.startswith("中共"):
                town = re.search(r"(?:镇|乡|街道)(?:委员会|委|工作委员会|工委)$", other.value)
                kind = of_level("party-committee" if town else "county-party-committee", fold(other.value))
            add_mention(drafts, other.value, kind, "joint-issuer", other.span)
    return draft


def _of_page(stated: Stated | None, drafts: list[Draft]) -> Draft | None:
    """The body that the head or the foot of the page names."""
    if not stated or not stated.span:
        return None
    same = next((d for d in drafts if d.name == stated.value), None)
    if same:
        return same
    kind = kind_of(fold(stated.value)) or "office"
    draft = Draft(
        stated.value, kind, stated.rule, [Mention(stated.value, _value_span(stated.span, stated.value))]
    )
    draft.anchor = stated.span
    drafts.append(draft)
    return draft


def _value_span(span: Span, value: str) -> Span:
    return Span(span.end - len(value), span.end)


def _titles(ctx: Context) -> list[Span]:
    pattern = re.compile(r"《[^》\n]{1,80}》")
    return [Span(*m.span()) for m in pattern.finditer(ctx.view)]


def _named(ctx: Context, drafts: list[Draft], covered: list[Span]) -> None:
    taken = bytearray(len(ctx.view))  # 1: the character belongs to a name, or to a title
    for span in [*covered, *(m.span for d in drafts for m in d.mentions)]:
        taken[span.start : span.end] = b"\1" * len(span)
    for _, stretch in ctx.prose():
        for match in ctx.find(_BARE_CONFERENCE, stretch):
            name = match["who"] + match["what"]
            span = Span(match.start("who"), match.end("what"))
            add_mention(drafts, name, "joint-conference", "conference-of-members", span)
            taken[span.start : span.end] = b"\1" * len(span)
        last: tuple[Span, Draft] | None = None
        for span, kind, ending in names(ctx.view, stretch):
            if any(taken[span.start : span.end]):
                continue
            taken[span.start : span.end] = b"\1" * len(span)
            name = ctx.words(span)
            if last and _SHORT_FOR.fullmatch(ctx.view, last[0].end, span.start):
                last[1].aliases.add(name)  # 市住房和城乡建设局(以下简称“市住建局”)
                last[1].mentions.append(Mention(name, span))
                continue
            last = span, add_mention(drafts, name, kind, _rule(name, kind, ending), span)
    for span in on_page(ctx):
        for name, kind, ending in names(ctx.view, span):
            if name == span and ctx.view[span.start] != "本" and not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * len(span)
                add_mention(drafts, ctx.words(span), kind, _rule(ctx.words(span), kind, ending), span)
    if drafts and drafts[0].kind in _TOWNS and ctx.metadata.issuer:
        for _, stretch in ctx.prose():
            for match in ctx.find(_OWN_TEAM, stretch):
                add_mention(drafts, match[0], "team", "name-by-ending", Span(*match.span()))
    # 实现中心组列席旁听全覆盖: the short form, once the body is known
    group = next((d for d in drafts if d.kind == "study-group"), None)
    if group:
        for _, stretch in ctx.prose():
            for match in ctx.find(re.compile(r"理论学习中心组|(?<!学习)中心组"), stretch):
                span = Span(*match.span())
                known = (m.span for m in tuple(group.mentions))
                if not any(c.contains(span) for c in (*covered, *known)):
                    group.mentions.append(Mention(match[0], span))


def _rule(name: str, kind: str, ending: str) -> str:
    """Which rule names it: 区委 and 区政府 by their short names, 大石街道党工委 by its town, others by the ending."""
    if ending in ("委", "政府") and len(name) == len(ending) + 1:
        return "superior-by-short-name"
    return (
        "party-committee-of-township"
        if kind == "party-committee" and re.search("街道|镇|乡", name)
        else "name-by-ending"
    )
