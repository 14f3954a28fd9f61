"""Kinds of statements and bases, as a reader tells them apart: a short key (a CSS class), a name in zh and en."""

from __future__ import annotations

from dashi_kg.site.facts.report_graph import Node

# key → zh, en; the order is that of the legend
KINDS = {
    "ob": ("数值", "Figure"),
    "ta": ("要求的数值", "Required figure"),
    "me": ("举措", "Measure"),
    "pr": ("问题", "Problem"),
    "pl": ("安排", "Plan"),
    "or": ("组织与职务", "Body or post"),
    "pc": ("地点", "Place"),
    "ci": ("引用文件", "Citation"),
    "ev": ("活动", "Event"),
    "mk": ("机制提法", "Mechanism"),
    "ns": ("非统计数字", "No statistic"),
    "se": ("章节", "Section"),
    "re": ("报告信息", "About the report"),
    "de": ("推算值", "Derived value"),
    "li": ("解读的关联", "Interpreted link"),
    "qu": ("质量说明", "Quality note"),
    "ca": ("机器候选", "Proposed by machine"),
    "ex": ("外部事实", "External fact"),
    "ot": ("其他", "Other"),
}
# kinds that have words of their own; the others speak of these
IN_TEXT = ("ob", "ta", "me", "pr", "pl", "or", "pc", "ci", "ev", "mk", "ns", "se", "re", "ot")
BASES = {
    "stated": ("原文陈述", "Stated"),
    "derived": ("推算", "Derived"),
    "interpreted": ("人的解读", "Interpreted"),
    "external": ("外部资料", "External"),
    "proposed": ("机器候选", "Proposed by machine"),
}
# the first class that a node has decides
_CLASSES = (
    ("fz:Target", "ta"), ("fz:Observation", "ob"), ("fz:DerivedValue", "de"), ("fz:Problem", "pr"), ("fz:PlanItem", "pl"),
    ("fz:Measure", "me"), ("fz:Citation", "ci"), ("fz:Mechanism", "mk"), ("fz:Campaign", "ev"), ("fz:NotStatistic", "ns"),
    ("fz:Section", "se"), ("fz:Report", "re"), ("fz:Candidate", "ca"), ("fz:QualityIssue", "qu"),
    ("fz:InterpretiveLink", "li"), ("fz:ExternalFact", "ex"), ("fz:GroupSeat", "or"), ("org:Post", "or"), ("fz:ActorGroup", "or"),
    ("m8g:PublicOrganisation", "or"), ("org:FormalOrganization", "or"), ("org:Organization", "or"),
    ("org:OrganizationalUnit", "or"), ("org:OrganizationalCollaboration", "or"), ("fz:DemonstrationSite", "pc"),
    ("schema:Place", "pc"), ("schema:AdministrativeArea", "pc"), ("org:Site", "pc"), ("schema:Legislation", "ci"),
    ("schema:Book", "ci"), ("schema:Report", "ci"), ("schema:CreativeWork", "ci"),
)  # fmt: skip


def kind(node: Node, expand: dict[str, str]) -> str:
    """The key of a node's kind; ``ot`` for a class that has none.

    Args:
        expand: prefix → namespace IRI.
    """
    types = set(node.iris("rdf:type"))
    for name, key in _CLASSES:
        prefix, _, local = name.partition(":")
        if expand[prefix] + local in types:
            return key
    return "ot"


def basis(node: Node) -> str:
    """The key of a node's basis; ``stated`` is not guessed: ``""`` where the graph does not say."""
    found = node.small("fz:basis")
    return found if found in BASES else ""
