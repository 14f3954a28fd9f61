"""Everything that was read from one source."""

from __future__ import annotations

from dataclasses import dataclass, field

from dashi_kg.language import Both
from dashi_kg.model.actors import Body, Place, Post, Relation
from dashi_kg.model.numbers import NotStatistic, Observation
from dashi_kg.model.outline import Section
from dashi_kg.model.page import Metadata
from dashi_kg.model.source import Source
from dashi_kg.model.statements import Citation, Event, Measure, Mechanism, PlanItem, Problem


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one source: the input of the graph stage."""

    source: Source
    outline: Section
    metadata: Metadata
    bodies: tuple[Body, ...] = ()
    posts: tuple[Post, ...] = ()
    places: tuple[Place, ...] = ()
    relations: tuple[Relation, ...] = ()
    measures: tuple[Measure, ...] = ()
    observations: tuple[Observation, ...] = ()
    citations: tuple[Citation, ...] = ()
    events: tuple[Event, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    problems: tuple[Problem, ...] = ()
    plan_items: tuple[PlanItem, ...] = ()
    not_statistics: tuple[NotStatistic, ...] = ()
    warnings: tuple[Both, ...] = field(default=())
    reviewed: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        return int(self.metadata.year.value) if self.metadata.year else None
