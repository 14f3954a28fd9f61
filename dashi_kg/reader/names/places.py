"""Places: the divisions that the page names, villages, sites, what stands in them, addresses.

A division is taken from an organisation's name (the footer often is the only place that names the
district). A site is what the report calls a demonstration site or base; what it is 设有 are its facilities.
"""

from __future__ import annotations

import re

from dashi_kg.model import Mention, Place, Span
from dashi_kg.reader.context.context import REPORTED, Context, divisions
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import clauses, sentences

_DIVISION_KINDS = (
    ("province", re.compile(r"(?:省|自治区|北京市|天津市|上海市|重庆市)$")),
    ("township", re.compile(r"(?:街道|镇|乡|苏木)$")),
    ("county", re.compile(r"(?:区|县|旗|自治县)$")),
    ("prefecture", re.compile(r"(?:市|州|盟|地区)$")),
)
# 打造出柿子村“易家小院”: the name of a village starts behind a verb or at a mark
_VILLAGE = compiled(
    r"(?:(?<=[,、。;:\s“”《》()])|(?<=打造出)|(?<=建成)|(?<=打造)|(?<=位于)|(?<=以)|(?<=在)|(?<=到)|(?<=将)|(?<=和)|^)"
    r"(?P<name>(?!出|成|了|农|乡|各|全|本|每|该|进|行政|自然|示范|重点|贫困|城中)[\u4e00-\u9fff]{2,4}(?:村|社区))"
    r"(?=[“”,、。;:的为\s]|$|\d)",
    re.MULTILINE,
)
_NOT_A_VILLAGE = re.compile(r"(?:农村|乡村|美丽|智慧|平安|和谐|法治|示范|各村|全村|行政村|村社区|新农)")
# “易家小院”基层社会治理示范点
_SITE = compiled(
    r"“(?P<name>[^”\d]{2,12})”(?P<what>[\u4e00-\u9fff]{0,10}(?:示范点|示范基地|示范区|基地|广场|公园|工作室|服务站|驿站|阵地|调解室))"
)
# 设有“明德亭”、“明法廊”和微治理主题墙
_FACILITIES = re.compile(
    r"(?:设有|建有|设置了?|建成了?)(?P<list>“[^”]{2,8}”(?:(?:、|和|及)[^、,。和及]{2,14})+)"
)
_ITEM = re.compile(r"“[^”]+”|[^、和及]+")


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
    return next((kind for kind, pattern in _DIVISION_KINDS if pattern.search(name)), "county")


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
        for match in ctx.find(_VILLAGE, stretch):
            name = match["name"]
            if name in villages or _NOT_A_VILLAGE.search(name):
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
        for match in ctx.find(_SITE, section.body):
            name = f"“{match['name']}”"
            if any(site.name == name for site in sites):
                continue
            before = ctx.view[max(match.start() - 8, 0) : match.start()]
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
                listed = _FACILITIES.search(ctx.view, clause.start, clause.end)
                if not listed:
                    continue
                for item in _ITEM.finditer(ctx.view, *listed.span("list")):
                    span = Span(*item.span())
                    found.append(Place(_id(found), item[0], "facility", span, "listed-in-site", site.id))
