"""The registry of kinds: of each kind of fact one row, from which every list of kinds is made.

A row says where the reader's results keep the kind, how its ids begin, which class it has in the graph, how it is
called, printed, reviewed, shown and found. ``CONTRIBUTING.md`` tells how to add one.

Rows without a field are not read from the text by themselves: they are what the graph says besides (derived values,
links, notes), and what else can be found on the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from dashi_kg.model import kind_words


class Name(NamedTuple):
    """A name in both languages."""

    zh: str
    en: str

    def said(self, lang: str) -> str:
        """The name for a reader of ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


class Printing(NamedTuple):
    """How ``extract`` prints the kind.

    ``heading``: over the list (``None``: the name of the kind); ``details``: behind the quote of each. ``words``: behind
    the id in ``--explain`` and on the review page.
    """

    heading: Name | None = None
    details: Callable[[Any, kind_words.Label], str] = kind_words.nothing
    words: Callable[[Any, Any, kind_words.Label], str] = kind_words.quoted


class Form(NamedTuple):
    """What a person can do to a fact of the kind on the review page.

    ``corrects``: the attributes that can be corrected; ``apart``: the attribute that tells facts at one place apart;
    ``addable``: whether one that the reader missed can be added; ``colours``: of its words, in light and in dark.
    """

    corrects: tuple[str, ...] = ()
    apart: str = ""
    addable: bool = False
    colours: tuple[str, str] = ("#e6e6e6", "#3a3a3a")


class Card(NamedTuple):
    """How the report page shows the kind; several kinds may share a card.

    ``css``: the class in the published pages, a word (``report.css`` says how it looks);
    ``legend``: its name there; ``in_text``: whether it has words of its own in the text; ``tint``: the class that goes
    on under names within it.
    """

    css: str
    legend: Name
    in_text: bool = True
    tint: str = ""


class SearchGroup(NamedTuple):
    """Where the search shows the kind: the key of the group (in the published index) and its name."""

    key: str
    name: Name


class Drawn(NamedTuple):
    """How the explorer draws the kind: a colour of the style sheet, its name, and the key under which parts count it."""

    colour: str
    name: Name
    counted: str = ""


class Kind(NamedTuple):
    """One kind.

    Args:
        key: its name in the program, in reading files and in JSON.
        name: in zh and en, one of it.
        classes: prefixed names of the classes whose members are of the kind; the writer gives the first.
        field: of :class:`~dashi_kg.model.Extraction`; ``""``: none of its own.
        prefix: the letters with which its ids begin in the reader and in reading files.
        lasting: those with which its ids begin in IRIs (:mod:`dashi_kg.knowledge.lasting`), where they are others.
        digits: the least width of the number in its ids.
        label: the attribute with the span by whose words a person registers it.
        usual_rule: the rule that reads it where its node names none (``fz:usualRule`` of its class).
        statement: it says something by itself, so that links, notes and citations may name it.
        cited: it is cited by itself.
        tallied: the summary of a corpus counts it.
        tree: the reverse term and its name in the JSON tree of a report.
        form: ``None``: not in ``--explain`` and not for review.
        card, found: ``None``: as its name says.
    """

    key: str
    name: Name
    classes: tuple[str, ...] = ()
    field: str = ""
    prefix: str = ""
    lasting: str = ""
    digits: int = 1
    label: str = "span"
    usual_rule: str = ""
    statement: bool = False
    cited: bool = False
    tallied: bool = False
    tree: tuple[str, str] | None = None
    printed: Printing = Printing()
    form: Form | None = Form()
    card: Card | None = None
    found: SearchGroup | None = None
    drawn: Drawn | None = None

    @property
    def shown(self) -> Card:
        """Its card on the report page."""
        return self.card or Card(self.key, self.name, in_text=bool(self.field))

    @property
    def group(self) -> SearchGroup:
        """Its group in the search."""
        return self.found or SearchGroup(self.key, self.name)


_BODY_CARD = Card("body", Name("组织与职务", "Body or post"))
_DOCUMENT_CARD = Card("cited", Name("引用文件", "Citation"))
_OTHER_CARD = Card("other", Name("其他", "Other"))
_OTHER_FOUND = SearchGroup("other", Name("其他", "Other"))
_POST_FOUND = SearchGroup("post", Name("职务", "Posts"))

# A link is of one class; whether a person or the program says it, its basis tells (interpreted or proposed).
LINK_CLASSES = (
    "AddressesLink", "ContinuesLink", "TensionLink", "EchoLink", "ClassifyingLink", "FollowUpLink", "PlacingLink",
)  # fmt: skip
# In the order of the legend of a report page.
KINDS: tuple[Kind, ...] = (
    Kind(
        "observation", Name("数值", "figure"), ("fz:Observation",), "observations", "o", "f", 2, usual_rule="number-and-unit", statement=True, cited=True, tallied=True,
        tree=("figures", "observations"),
        printed=Printing(Name("数值", "figures"), kind_words.amount, kind_words.counted),
        form=Form(("value", "unit", "classifier", "qualifier", "counted", "period", "indicator", "topic", "quantity_kind", "stage", "audience", "component_of", "numerator", "denominator"), "counted", True, ("#ffe49a", "#5b4700")),
        card=Card("figure", Name("数值", "Figure"), tint="in-figure"), found=SearchGroup("figure", Name("数值", "Figures")),
        drawn=Drawn("observation", Name("数值", "figure"), "figures"),
    ),
    Kind(  # an observation of the reader whose kind is target
        "target", Name("要求达到的数值", "required figure"), ("fz:Target",), prefix="o", usual_rule="number-and-unit", lasting="f", statement=True, cited=True,
        tree=("figures", "targets"),
        card=Card("required", Name("要求达到的数值", "Required figure"), tint="in-figure"), found=SearchGroup("target", Name("要求达到的数值", "Required figures")),
    ),
    Kind(
        "measure", Name("举措", "measure"), ("fz:Measure",), "measures", "m", label="label_span", usual_rule="sentence-is-measure",
        statement=True, tallied=True, tree=("contents", "measures"),
        printed=Printing(Name("举措", "measures"), kind_words.parts, kind_words.label_quoted), form=Form(colours=("#eeeae0", "#2c2a24")),
        card=Card("measure", Name("举措", "Measure")), found=SearchGroup("measure", Name("举措", "Measures")),
        drawn=Drawn("measure", Name("举措", "measure"), "measures"),
    ),
    Kind(
        "problem", Name("存在的不足", "shortcoming"), ("fz:Problem",), "problems", "p", usual_rule="problem-clause", statement=True, cited=True, tallied=True,
        tree=("contents", "problems"),
        printed=Printing(Name("存在的不足", "shortcomings")), form=Form(addable=True, colours=("#ffd3cc", "#692318")),
        card=Card("problem", Name("存在的不足", "Shortcoming"), tint="in-problem"), found=SearchGroup("problem", Name("存在的不足", "Shortcomings")),
        drawn=Drawn("problem", Name("存在的不足", "shortcoming"), "problems"),
    ),
    Kind(
        "plan-item", Name("安排", "plan"), ("fz:PlanItem",), "plan_items", "a", usual_rule="plan-clause", statement=True, cited=True, tallied=True,
        tree=("contents", "planItems"),
        printed=Printing(Name("安排", "plans"), kind_words.kind_only, kind_words.quoted_with_kind),
        form=Form(addable=True, colours=("#e3d7fa", "#3d2a66")),
        card=Card("plan", Name("安排", "Plan"), tint="in-plan"), found=SearchGroup("plan", Name("安排", "Plans")),
        drawn=Drawn("plan", Name("安排", "plan"), "plans"),
    ),
    Kind(  # the class of each comes from the scheme body-kind
        "body", Name("机构", "body"),
        (
            "fz:ActorGroup", "m8g:PublicOrganisation", "org:FormalOrganization", "org:Organization", "org:OrganizationalUnit",
            "org:OrganizationalCollaboration",
        ),
        "bodies", "b", tallied=True,
        printed=Printing(Name("机构", "bodies"), kind_words.name_and_kind, kind_words.named),
        form=Form(("name", "kind"), "name", True, ("#d9f2d0", "#204a17")),
        card=_BODY_CARD, found=SearchGroup("organisation", Name("机关和组织", "Bodies")),
        drawn=Drawn("organisation", Name("机关", "body")),
    ),
    Kind(  # read with its body, not judged by itself
        "post", Name("职务", "post"), ("org:Post",), "posts", "post", form=None,
        printed=Printing(Name("职务", "posts"), kind_words.name_and_kind, kind_words.named), card=_BODY_CARD, found=_POST_FOUND,
    ),
    Kind("seat", Name("小组职务", "role in a group"), ("fz:GroupSeat",), card=_BODY_CARD, found=_POST_FOUND),
    Kind(
        "place", Name("地点", "place"), ("schema:Place", "schema:AdministrativeArea", "org:Site", "fz:DemonstrationSite"), "places", "pl",
        printed=Printing(Name("地点", "places"), kind_words.name_and_kind, kind_words.named),
        form=Form(apart="name", colours=("#e2e7c8", "#404a14")),
        card=Card("place", Name("地点", "Place")), found=SearchGroup("place", Name("地方", "Places")),
        drawn=Drawn("place", Name("地方", "place")),
    ),
    Kind(
        "indicator", Name("指标", "indicator"), ("fz:Indicator",),
        card=_OTHER_CARD, found=SearchGroup("indicator", Name("指标", "Indicators")),
    ),
    Kind(  # what a citation cites
        "document", Name("文件", "document"), ("schema:Legislation", "schema:Book", "schema:Report", "schema:CreativeWork"),
        card=_DOCUMENT_CARD, found=SearchGroup("document", Name("法规和文件", "Laws and documents")),
        drawn=Drawn("document", Name("文件", "document")),
    ),
    Kind(
        "event", Name("活动", "event"), ("fz:Campaign",), "events", "e",
        printed=Printing(Name("活动", "events"), kind_words.kind_only, kind_words.named),
        form=Form(apart="name", colours=("#d2f0ef", "#12494a")),
        card=Card("event", Name("活动", "Event")), found=SearchGroup("event", Name("活动", "Events")),
    ),
    Kind(
        "mechanism", Name("机制和提法", "mechanism or set phrase"), ("fz:Mechanism",), "mechanisms", "k",
        printed=Printing(Name("机制和提法", "mechanisms and set phrases"), kind_words.listed_and_kind, kind_words.named),
        form=Form(apart="name", colours=("#f6d8ea", "#58213f")),
        card=Card("mechanism", Name("机制和提法", "Mechanism or set phrase")), found=SearchGroup("mechanism", Name("机制和提法", "Mechanisms and set phrases")),
    ),
    Kind(
        "not-statistic", Name("非统计数字", "digits that are not a figure"), ("fz:NotStatistic",), prefix="n", usual_rule="digits-outside-statements",
        card=Card("no-statistic", Name("非统计数字", "Digits that are not a figure")), found=_OTHER_FOUND,
    ),
    Kind(
        "section", Name("章节", "section"), ("fz:Section",), prefix="s", usual_rule="heading",
        card=Card("section", Name("章节", "Section")), found=SearchGroup("section", Name("报告的部分", "Parts of reports")),
    ),
    Kind(
        "report", Name("报告", "report"), ("fz:Report",),
        card=Card("about", Name("报告信息", "About the report")), found=SearchGroup("report", Name("报告", "Reports")),
    ),
    Kind(
        "citation", Name("文件", "document"), ("fz:Citation",), "citations", "c", usual_rule="title-marks", tallied=True,
        printed=Printing(Name("文件", "documents"), kind_words.mode_and_kind, kind_words.titled),
        form=Form(("title", "kind"), addable=True, colours=("#cfe3ff", "#143a66")),
        card=_DOCUMENT_CARD, found=SearchGroup("citation", Name("引用", "Citations")),
    ),
    Kind(
        "derived", Name("推算值", "derived value"), ("fz:DerivedValue",), prefix="d",
        card=Card("derived-value", Name("推算值", "Derived value"), in_text=False), found=SearchGroup("derived", Name("推算值", "Derived values")),
    ),
    Kind(
        "link", Name("人工解读的关联", "human interpretation"), tuple(f"fz:{name}" for name in LINK_CLASSES),
        card=Card("reading", Name("人工解读的关联", "Human interpretation"), in_text=False), found=SearchGroup("link", Name("人工解读", "Human interpretations")),
    ),
    Kind(
        "note", Name("质量说明", "quality note"), ("fz:QualityIssue",),
        card=Card("quality", Name("质量说明", "Quality note"), in_text=False), found=SearchGroup("issue", Name("质量问题", "Quality issues")),
    ),
    Kind(
        "candidate", Name("机器候选（待确认）", "machine suggestion (unconfirmed)"),
        card=Card("candidate", Name("机器候选（待确认）", "Machine suggestion (unconfirmed)"), in_text=False), found=_OTHER_FOUND,
    ),
    Kind(
        "external", Name("外部资料", "from an outside source"), ("fz:ExternalFact",),
        card=Card("external-fact", Name("外部资料", "From an outside source"), in_text=False), found=_OTHER_FOUND,
    ),
    Kind("topic", Name("事项", "topic"), card=_OTHER_CARD, found=SearchGroup("topic", Name("事项", "Topics"))),
    Kind("question", Name("预设问题", "saved question"), card=_OTHER_CARD, found=SearchGroup("question", Name("预设问题", "Saved questions"))),
    Kind(
        "concept", Name("概念", "concept"), ("skos:Concept", "skos:ConceptScheme"),
        card=_OTHER_CARD, found=SearchGroup("concept", Name("概念", "Concepts")),
    ),
    Kind(
        "term", Name("术语", "term"), ("owl:Class", "rdf:Property", "owl:ObjectProperty", "owl:DatatypeProperty", "rdfs:Datatype"),
        card=_OTHER_CARD, found=SearchGroup("term", Name("术语", "Terms")),
    ),
    Kind("other", Name("其他", "other"), card=_OTHER_CARD, found=_OTHER_FOUND),
)  # fmt: skip
# What stands before the rest where the order of the legend is not the one that helps.
REVIEWED_FIRST = ("observation", "citation", "body", "measure", "problem", "plan-item", "event", "mechanism")
FOUND_FIRST = (
    "topic", "observation", "target", "indicator", "report", "body", "place", "measure", "problem", "plan-item", "question",
)  # fmt: skip
OTHER = "other"


# The rule by which it was read what a number counts, where its node names no rule at all.
USUAL_COUNTING_RULE = "last-verb"


def kind(key: str) -> Kind:
    """The row of a kind.

    Raises:
        KeyError: there is no such kind.
    """
    for row in KINDS:
        if row.key == key:
            return row
    raise KeyError(key)


def ordered(first: Iterable[str]) -> list[Kind]:
    """All kinds: these first, then the others in their order, ``other`` last."""
    before = [kind(key) for key in first]
    rest = [row for row in KINDS if row not in before]
    return [*before, *sorted(rest, key=lambda row: row.key == OTHER)]


def read_kinds() -> list[Kind]:
    """The kinds that the reader reads: those with a field of the extraction."""
    return [row for row in KINDS if row.field]


def statements() -> list[Kind]:
    """The kinds whose facts say something by themselves."""
    return [row for row in KINDS if row.statement]


def reviewed_kinds() -> list[Kind]:
    """The kinds of ``--explain`` and of the review page, in the order of its filter."""
    return [row for row in ordered(REVIEWED_FIRST) if row.field and row.form]


def by_kind(found: Any, rows: Iterable[Kind] | None = None) -> list[tuple[Kind, tuple[Any, ...]]]:
    """The kinds of an extraction with their items, in the order of its fields.

    Args:
        found: the extraction.
        rows: only these kinds (default: all that are read).
    """
    by_field = {row.field: row for row in (KINDS if rows is None else rows) if row.field}
    return [
        (by_field[name], getattr(found, name))
        for name in type(found).__dataclass_fields__
        if name in by_field
    ]


def items(found: Any, rows: Iterable[Kind] | None = None) -> Iterator[Any]:
    """The items of :func:`by_kind`, one after the other."""
    for _, some in by_kind(found, rows):
        yield from some


def cards() -> list[Card]:
    """The cards of the report page, each once, in the order of the legend."""
    shown = dict.fromkeys(row.shown for row in KINDS)
    last = kind(OTHER).shown
    return [*(card for card in shown if card != last), last]


def ranks() -> dict[str, int]:
    """Key of each kind → the place of its card in the legend."""
    order = {card: number for number, card in enumerate(cards())}
    return {row.key: order[row.shown] for row in KINDS}


def groups() -> list[tuple[SearchGroup, tuple[str, ...]]]:
    """The groups of the search in their order, each with the classes whose members it shows."""
    found: dict[SearchGroup, tuple[str, ...]] = {}
    for row in ordered(FOUND_FIRST):
        found[row.group] = (*found.get(row.group, ()), *row.classes)
    last = kind(OTHER).group
    return [*((group, classes) for group, classes in found.items() if group != last), (last, found[last])]
