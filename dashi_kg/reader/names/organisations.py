"""Organisations, actors without a name, posts, and how they hang together.

A name is found by its ending; its beginning is the last boundary before it (a mark, a verb, 的). Names of
the same body are brought together by their endings; a longer name wins. Nothing is looked up.
"""

from __future__ import annotations

from dashi_kg.model import Body, Mention, Place, Span, Stated
from dashi_kg.model.page import BY_PERSON
from dashi_kg.reader.context.body_drafts import Draft, Organisations, add_mention
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.names.actors import groups_of_actors
from dashi_kg.reader.names.body_relations import body_relations
from dashi_kg.reader.names.names import kind_of, kind_of_issuer, names, of_level
from dashi_kg.reader.names.on_page import on_page
from dashi_kg.reader.names.posts import read_posts
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text.fold import fold

_SAID = wordings("organisations")
_TOWNS = ("subdistrict-office", "township-government")


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
    zone = _SAID["zone"].search(stated.value)
    for _, stretch in ctx.prose():
        for match in ctx.find(_SAID["pronoun"], stretch):
            draft.mentions.append(Mention(match[0], Span(*match.span())))
        for match in ctx.find(_SAID["zone-itself"], stretch) if zone else ():
            draft.mentions.append(Mention(match[0], Span(*match.span())))
    for other in ctx.metadata.joint:
        if other.span:
            kind = kind_of(fold(other.value)) or "other"
            if _SAID["party"].match(other.value):
                town = _SAID["party-of-a-town"].search(other.value)
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
    return [Span(*m.span()) for m in _SAID["title"].finditer(ctx.view)]


def _named(ctx: Context, drafts: list[Draft], covered: list[Span]) -> None:
    taken = bytearray(len(ctx.view))  # 1: the character belongs to a name, or to a title
    for span in [*covered, *(m.span for d in drafts for m in d.mentions)]:
        taken[span.start : span.end] = b"\1" * len(span)
    for _, stretch in ctx.prose():
        for match in ctx.find(_SAID["conference-of-members"], stretch):
            name = match["who"] + match["what"]
            span = Span(match.start("who"), match.end("what"))
            add_mention(drafts, name, "joint-conference", "conference-of-members", span)
            taken[span.start : span.end] = b"\1" * len(span)
        last: tuple[Span, Draft] | None = None
        for span, kind, _ in names(ctx.view, stretch):
            if any(taken[span.start : span.end]):
                continue
            taken[span.start : span.end] = b"\1" * len(span)
            name = ctx.words(span)
            if last and _SAID["short-for"].fullmatch(ctx.view, last[0].end, span.start):
                last[1].aliases.add(name)  # 市住房和城乡建设局(以下简称“市住建局”)
                last[1].mentions.append(Mention(name, span))
                continue
            last = span, add_mention(drafts, name, kind, _rule(name, kind), span)
    for span in on_page(ctx):
        for name, kind, _ in names(ctx.view, span):
            if name == span and ctx.view[span.start] != "本" and not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * len(span)
                add_mention(drafts, ctx.words(span), kind, _rule(ctx.words(span), kind), span)
    if drafts and drafts[0].kind in _TOWNS and ctx.metadata.issuer:
        for _, stretch in ctx.prose():
            for match in ctx.find(_SAID["own-team"], stretch):
                add_mention(drafts, match[0], "team", "name-by-ending", Span(*match.span()))
    group = next((d for d in drafts if d.kind == "study-group"), None)
    if group:
        for _, stretch in ctx.prose():
            for match in ctx.find(_SAID["study-group"], stretch):
                span = Span(*match.span())
                known = (m.span for m in tuple(group.mentions))
                if not any(c.contains(span) for c in (*covered, *known)):
                    group.mentions.append(Mention(match[0], span))


def _rule(name: str, kind: str) -> str:
    """Which rule names it: 区委 and 区政府 by their short names, 大石街道党工委 by its town, others by the ending."""
    if _SAID["superior"].fullmatch(name):
        return "superior-by-short-name"
    town = kind == "party-committee" and _SAID["township"].search(name)
    return "party-committee-of-township" if town else "name-by-ending"
