"""What every rule of the reader looks at: the text, its folded view, its outline, its issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dashi_kg.model import Metadata, Section, Source, Span
from dashi_kg.reader.outline.outline import numbered, outline_of, view_of
from dashi_kg.reader.outline.roles import ANNOUNCED, PLAN_TURN
from dashi_kg.reader.rules.table import wordings, words
from dashi_kg.text.fold import fold
from dashi_kg.text.segments import sentences

_SAID = wordings("context")

SPEAKS_OF_PLANS = _SAID["speaks-of-plans"]
REPORTED = ("measures-results", "leader-duty", "overview")
# What an office calls itself, by the ending of its name: 大石街道办事处 speaks of 街道, 我街道, 全街道.
_SELF_NAMES = {ending: own for ending, own in words("self-names").items() if ending != "any"}


class Context:
    """One report on the reader's desk."""

    __slots__ = (
        "_announced",
        "_turns",
        "acting",
        "initials",
        "metadata",
        "root",
        "self_names",
        "source",
        "view",
    )

    def __init__(
        self, source: Source, view: str, root: Section, metadata: Metadata, self_names: tuple[str, ...]
    ) -> None:
        self.source, self.view, self.root = source, view, root
        self.metadata, self.self_names = metadata, self_names
        self.initials = frozenset(name[0] for name in self_names)  # with which these names begin
        # by where a part's body begins and ends: each is asked for once a sentence, and reads the whole part
        self._turns: dict[Span, int] = {}
        self._announced: dict[Span, tuple[Span, ...]] = {}
        # who acts in a clause, by where it begins and ends: the parts of a sentence ask for those of the parts before them
        self.acting: dict[tuple[int, int], Any] = {}

    def own_name(self, words: str, more: int) -> str:
        """The name under which the issuer speaks of itself that words begin with; ``""`` where there is none, or no more than ``more``
        characters are left behind it."""
        if words[:1] not in self.initials:
            return ""
        return next((n for n in self.self_names if words.startswith(n) and len(words) > len(n) + more), "")

    def words(self, span: Span) -> str:
        """The folded words of a span: for rules. Quotes come from ``source.quote``."""
        return self.view[span.start : span.end]

    def sections(self, *roles: str) -> list[Section]:
        """Sections of these roles (all sections where none is given), in the order of the text."""
        return [s for s in numbered(self.root) if not roles or s.role in roles]

    def own_sentences(self, *roles: str) -> Iterator[tuple[Section, Span]]:
        """Each sentence of each section's own prose, with the section."""
        for section in self.sections(*roles):
            for sentence in sentences(self.view, section.body):
                yield section, sentence

    def prose(self) -> Iterator[tuple[Section, Span]]:
        """Every stretch of words that is not page chrome: headings and bodies."""
        for section in self.sections():
            if section.role in ("chrome", "closing"):
                continue
            if section.heading:
                yield section, section.heading
            if len(section.body):
                yield section, section.body

    def is_planned(self, section: Section, offset: int) -> bool:
        """Whether the words at an offset speak of what is to come: by their part, behind 下一步 in a merged part, or by their sentence."""
        if section.role == "shortcomings-causes":
            return offset >= self.plans_from(section)
        return section.role == "next-year" or any(s.start <= offset < s.end for s in self.announced(section))

    def announced(self, section: Section) -> tuple[Span, ...]:
        """The sentences of a part on the work that speak of a year to come: 2024年计划新建消防站2座."""
        body = section.body
        if body not in self._announced:
            year = self.metadata.year
            spoken = section.role in REPORTED and SPEAKS_OF_PLANS.search(self.view, body.start, body.end)
            told = sentences(self.view, body) if year and spoken else []
            self._announced[body] = tuple(s for s in told if year and self._is_to_come(s, int(year.value)))
        return self._announced[body]

    def _is_to_come(self, sentence: Span, own: int) -> bool:
        found = ANNOUNCED.match(self.view, sentence.start, sentence.end)
        year = found and (found["year"] or found["till"] or found["next"] or found["by"])
        return found is not None and (not year or int(year) > own)

    def plans_from(self, section: Section) -> int:
        """Where a part on shortcomings goes over to plans without a heading; its end where it does not."""
        body = section.body
        if body not in self._turns:
            turns = (s.start for s in sentences(self.view, body) if PLAN_TURN.match(self.words(s)))
            self._turns[body] = next(turns, body.end)
        return self._turns[body]

    def find(self, pattern: re.Pattern[str], span: Span) -> Iterator[re.Match[str]]:
        """Matches inside a span; look-behind and look-ahead see beyond it."""
        return pattern.finditer(self.view, span.start, span.end)


def context(source: Source, given: Mapping[str, str] | None = None) -> Context:
    """Prepare a source without hard line ends for the rules: outline it, read what its page says about itself.

    Args:
        given: what a person says of the report (``HEAD_FIELDS``); it comes before what was read.
    """
    from dashi_kg.reader.page.given import with_given
    from dashi_kg.reader.page.metadata import read_metadata

    view = view_of(source)
    root = outline_of(source)
    metadata = with_given(read_metadata(source, view, root), given or {}, source.text)
    names = self_names(fold(metadata.issuer.value) if metadata.issuer else "")
    return Context(source, view, root, metadata, names)


def self_names(issuer: str) -> tuple[str, ...]:
    """The names under which an issuer speaks of itself, longest first.

    >>> self_names("大石街道办事处")[:3]
    ('大石街道办事处', '我大石街道', '街道办事处')
    """
    names: set[str] = set(words("self-names")["any"])
    place = ""
    if issuer:
        names.add(issuer)
        for ending, own in _SELF_NAMES.items():
            if issuer.endswith(ending):
                names.update(own)
                place = place_of(issuer)
                break
        if place:
            names.add(place)
            names.add("我" + place)
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def place_of(issuer: str) -> str:
    """The last division named in an organisation's name: 大石街道 in 大石街道办事处.

    >>> place_of("重庆市合川区人民政府办公室"), place_of("仁和镇人民政府")
    ('合川区', '仁和镇')
    """
    parts = divisions(issuer)
    return parts[-1] if parts else ""


_BEFORE_DIVISION = _SAID["before-division"]
_DIVISION = _SAID["division"]


def divisions(name: str) -> list[str]:
    """The divisions at the start of a name, outermost first.

    >>> divisions("重庆市合川区人民政府办公室")
    ['重庆市', '合川区']
    """
    before = _BEFORE_DIVISION.match(name)
    found, at = [], before.end() if before else 0
    while match := _DIVISION.match(name, at):
        found.append(match[0])
        at = match.end()
    return found
