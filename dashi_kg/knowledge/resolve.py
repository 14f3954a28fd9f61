"""Identity: which organisation and place a report is about, and which number each item keeps.

A place is decided by its code: the one candidate of that name whose ancestors the page names. Where none
or several remain, it stays unresolved; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from dashi_kg.knowledge.placing import place_of
from dashi_kg.knowledge.reference import Division, Reference
from dashi_kg.model import Extraction
from dashi_kg.model.kinds import by_kind, read_kinds
from dashi_kg.rdf import iris
from dashi_kg.text.fold import fold

if TYPE_CHECKING:  # most reports have no reading file
    from dashi_kg.knowledge.reading import Gloss, Reading

_DIGITS = re.compile(r"[0-9０-９]+")
_KINDS_WITH_OWN_ID = {
    "subdistrict-office": "office",
    "township-government": "government",
    "county-government": "government",
    "municipal-government": "government",
    "provincial-government": "government",
}
_GENERAL_OFFICE = re.compile(r"(?:人民政府|政府)办公[室厅]")


class Identity(NamedTuple):
    """Who reports: the id in IRIs, the division (``None``: unresolved), its chain up to the province.

    ``candidates``: the namesakes between which the page does not decide. ``level`` and ``department``: see
    :class:`dashi_kg.knowledge.placing.Placement`. ``name``: the official name of the body, however the page writes it.
    """

    org_id: str
    division: Division | None
    chain: tuple[Division, ...]
    candidates: tuple[Division, ...] = ()
    level: str = ""
    department: bool = False
    name: str = ""

    @property
    def county(self) -> Division | None:
        """The division of county level in or above which the body works."""
        own = (self.division,) if self.division else ()
        return next((d for d in (*own, *self.chain) if d.kind == "county"), None)


def identify(found: Extraction, reference: Reference) -> Identity:
    """The organisation that a report is about.

    Returns:
        An id such as ``cn-500117007-office``; where the place is not certain, ``x`` and eight hex digits of
        the issuer's name, and no division.
    """
    issuer = next(
        (b for b in found.bodies if found.metadata.issuer and b.name == found.metadata.issuer.value), None
    )
    if issuer is None:
        return Identity("x" + found.source.sha256[:8], None, ())
    placed = place_of(fold(issuer.name), found, reference)
    if placed.division is None:
        slug = iris.slug(issuer.name)
        return Identity(slug, None, (), placed.candidates, placed.level, placed.department, issuer.name)
    division = placed.division
    # the same body whether the page writes 重庆市合川区司法局, 合川区司法局 or 区司法局
    slug = _KINDS_WITH_OWN_ID.get(issuer.kind, iris.slug(placed.rest or issuer.name))
    name = placed.official
    if not placed.rest:  # 大石街道, 大马营镇: its government is meant
        slug = "office" if division.zh.endswith("街道") else "government"
        name = division.zh + ("办事处" if slug == "office" else "人民政府")
    elif slug == "office":
        name = division.zh + "办事处"
    elif slug == "government":
        name = division.zh + "人民政府"
    elif _GENERAL_OFFICE.fullmatch(placed.rest):
        slug = "government-general-office"
        name = f"{division.zh}人民政府办公{'厅' if division.kind == 'province' else '室'}"
    chain = tuple(reference.ancestors(division))
    return Identity(f"cn-{division.code}-{slug}", division, chain, (), placed.level, placed.department, name)


def with_registered_ids(
    found: Extraction, reading: Reading | None
) -> tuple[Extraction, dict[str, Gloss], list[Gloss]]:
    """Give items the ids that a person registered for their quotes.

    Exact quotes first, then quotes that differ in their digits only; an item that is new gets the next free
    number of its kind.

    Returns:
        The extraction with all ids and cross references rewritten; the gloss of each id; the orphaned
        entries, whose quote was not found.
    """
    if reading is None:
        return found, {}, []
    free = {g.id: g for g in reading.items if not re.match(r"s\d", g.id)}
    sections = {g.id: g for g in reading.items if re.match(r"s\d", g.id)}
    named = {i.id: found.source.quote(getattr(i, row.label)) for row, some in by_kind(found) for i in some}
    given: dict[str, str] = {}
    for mask in (str, _masked):
        by_quote: dict[tuple[str, str], list[str]] = {}
        for gloss in free.values():
            by_quote.setdefault((_kind(gloss.id), mask(gloss.quote)), []).append(gloss.id)
        for identity, words in named.items():
            if identity in given:
                continue
            candidates = by_quote.get((_kind(identity), mask(words)), [])
            # the same id where it fits, so that two items with one quote keep theirs
            chosen = identity if identity in candidates else next(iter(candidates), None)
            if chosen:
                candidates.remove(chosen)
                given[identity] = chosen
                free.pop(chosen, None)
    taken = {*given.values(), *free}
    for identity in named:
        if identity not in given:
            given[identity] = identity if identity not in taken else _next(identity, taken)
            taken.add(given[identity])
    glosses = {g.id: g for g in reading.items if g.id in given.values()} | sections
    orphans = list(free.values())
    if all(old == new for old, new in given.items()):
        return found, glosses, orphans
    return _renamed(found, given), glosses, orphans


def _masked(words: str) -> str:
    return _DIGITS.sub("#", words)


def _kind(identity: str) -> str:
    return re.match(r"[a-z]*", identity)[0]  # type: ignore[index]


def _next(identity: str, taken: set[str]) -> str:
    """The next free number of the same kind, with the same width of digits."""
    kind = _kind(identity)
    width = next((row.digits for row in read_kinds() if row.prefix == kind), 1)
    numbers = [int(m[1]) for name in taken if (m := re.fullmatch(rf"{kind}0*(\d+)", name))]
    if numbers:
        return f"{kind}{max(numbers) + 1:0{width}d}"
    number = 2
    while f"{identity}-{number}" in taken:
        number += 1
    return f"{identity}-{number}"


def _renamed(found: Extraction, given: dict[str, str]) -> Extraction:
    references = {
        "id", "parent", "children", "about", "measure", "component_of", "possible_wholes", "numerator",
        "denominator", "subject", "object", "body",
    }  # fmt: skip

    def name(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(name(v) for v in value)
        return given.get(value, value) if isinstance(value, str) else value

    def rename(value: Any) -> Any:
        changes = {f.name: name(getattr(value, f.name)) for f in fields(value) if f.name in references}
        return replace(value, **changes)

    changes: dict[str, Any] = {}
    for field in fields(found):
        value = getattr(found, field.name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            has_reference = {f.name for f in fields(value[0])} & references
            changes[field.name] = tuple(rename(v) for v in value) if has_reference else value
    return replace(found, **changes)
