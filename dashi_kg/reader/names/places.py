"""Places: the divisions that the page names, villages, sites, what stands in them, addresses.

A division is taken from an organisation's name (the footer often is the only place that names the
district). A site is what the report calls a demonstration site or base; what it is 设有 are its facilities.
"""

from __future__ import annotations

import re

from dashi_kg.model import Mention, Place, Span
from dashi_kg.reader.context.context import REPORTED, Context, divisions
from dashi_kg.reader.rules.table import table, wordings
from dashi_kg.text.segments import clauses, sentences

_SAID = wordings("places")
_BEFORE = 8  # characters before a site in which its village is named


def read_places(ctx: Context) -> list[Place]:
    """Places in the order of their size, then of the text; ``parent`` refers to another of them.

    A chain of divisions comes from the names of the host and the issuer; nothing is looked up here.
    """
    found: list[Place] = []
    chain = _divisions(ctx, found)
    villages = _villages(ctx, found, chain)
    sites = _sites(ctx, found, villages, chain)
    _facilities(ctx, found, sites)
    address = ctx.metadata.address
    if address and address.span:
        found.append(Place(_id(found), address.value, "address", address.span, address.rule))
    return found


def _id(found: list[Place]) -> str:
    return f"pl{len(found) + 1}"


def division_kind(name: str) -> str:
    """province, prefecture, county or township, by the ending of the name."""
    found = table("division-kind").first(name)
    return found[0].action if found else "county"


def _divisions(ctx: Context, found: list[Place]) -> str | None:
    """The divisions named by host and issuer, outermost first; returns the id of the innermost."""
    parent: str | None = None
    for stated in (ctx.metadata.host, ctx.metadata.issuer):
        if not stated or not stated.span:
            continue
        at = stated.span.end - len(stated.value)
        above = ""
        for name in divisions(stated.value):
            kind = division_kind(name)
            if kind == above == "prefecture":
                kind = "county"  # 黔南州|福泉市
            above = kind
            at = ctx.source.text.find(name, at, stated.span.end)
            if at < 0:
                break
            span = Span(at, at + len(name))
            at = span.end
            known = next((p for p in found if p.name == name), None)
            if known:
                parent = known.id
                continue
            mentions = _mentions(ctx, name)
            found.append(
                Place(
                    _id(found),
                    name,
                    kind,
                    mentions[0].span if stated is ctx.metadata.issuer and mentions else span,
                    "division-in-name-of-organisation",
                    parent if stated is ctx.metadata.host else None,
                    "stated",
                    tuple(mentions),
                )
            )
            parent = found[-1].id
    return parent


def _mentions(ctx: Context, name: str) -> list[Mention]:
    pattern = re.compile(re.escape(name))
    return [Mention(name, Span(*m.span())) for _, stretch in ctx.prose() for m in ctx.find(pattern, stretch)]


def _villages(ctx: Context, found: list[Place], parent: str | None) -> dict[str, Place]:
    villages: dict[str, Place] = {}
    for _, stretch in ctx.prose():
        for match in ctx.find(_SAID["village"], stretch):
            name = match["name"]
            if name in villages or _SAID["no-village"].search(name):
                continue
            place = Place(
                _id(found), name, "village", Span(*match.span("name")), "village-name", parent, "interpreted",
                tuple(_mentions(ctx, name)),
            )  # fmt: skip
            villages[name] = place
            found.append(place)
    return villages


def _sites(ctx: Context, found: list[Place], villages: dict[str, Place], chain: str | None) -> list[Place]:
    sites: list[Place] = []
    for section in ctx.sections(*REPORTED):
        for match in ctx.find(_SAID["site"], section.body):
            name = f"“{match['name']}”"
            if any(site.name == name for site in sites):
                continue
            before = ctx.view[max(match.start() - _BEFORE, 0) : match.start()]
            village = next((v for v in villages.values() if before.endswith(v.name)), None)
            start = match.start() - (len(village.name) if village else 0)
            place = Place(
                _id(found), name, "site", Span(start, match.end()), "quoted-name-and-kind-of-site",
                village.id if village else None, "stated", tuple(_mentions(ctx, match["name"])),
            )  # fmt: skip
            sites.append(place)
            found.append(place)
    return sites


def _facilities(ctx: Context, found: list[Place], sites: list[Place]) -> None:
    """What stands in a site: a list behind 设有 in a sentence that begins with the site's name."""
    for section in ctx.sections(*REPORTED):
        for sentence in sentences(ctx.view, section.body):
            words = ctx.words(sentence)
            site = next((s for s in sites if words.lstrip("“").startswith(s.name.strip("“”"))), None)
            if not site:
                continue
            for clause in clauses(ctx.view, sentence):
                listed = _SAID["facilities"].search(ctx.view, clause.start, clause.end)
                if not listed:
                    continue
                for item in _SAID["item"].finditer(ctx.view, *listed.span("list")):
                    span = Span(*item.span())
                    found.append(Place(_id(found), item[0], "facility", span, "listed-in-site", site.id))
