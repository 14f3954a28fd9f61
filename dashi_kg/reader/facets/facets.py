"""The facets of all observations of a report: topic with audience, quantity kind, stage, each with the rule that decided."""

from __future__ import annotations

from collections.abc import Sequence

from dashi_kg.model import Facets, Observation
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.facets import weighed
from dashi_kg.reader.facets.decision import Decision, Found, decided_by
from dashi_kg.reader.facets.kinds import KINDS
from dashi_kg.reader.facets.place import Desk, places
from dashi_kg.reader.facets.stages import STAGES
from dashi_kg.reader.facets.topics import TOPICS

__all__ = ["with_facets"]


def with_facets(ctx: Context, items: Sequence[Observation]) -> list[Observation]:
    """The observations with their facets.

    Args:
        items: in the order of the text, with ids; parts and rates name theirs.

    Returns:
        The same observations in the same order; each has a topic (``L1`` where nothing says one).
    """
    desk = Desk(ctx)
    topics: list[Decision] = []
    kinds: list[Decision] = []
    stages: list[Decision] = []
    where = places(ctx, items)
    found = Found(items, topics, kinds, stages, [place.end for place in where])
    done = []
    for item, place in zip(items, where, strict=True):
        before = topics[place.previous].key if place.previous is not None else ""
        topic = decided_by(TOPICS, desk, place, found, before)
        around = weighed.Surroundings(desk, place, topic.key)
        topics.append(weighed.overruled("topic", around, found, topic))
        kinds.append(weighed.overruled("kind", around, found, decided_by(KINDS, desk, place, found)))
        stages.append(weighed.overruled("stage", around, found, decided_by(STAGES, desk, place, found)))
        done.append(changed(item, facets=_facets(topics[-1], kinds[-1], stages[-1])))
    return done


def _facets(topic: Decision, kind: Decision, stage: Decision) -> Facets:
    return Facets(
        topic=topic.key,
        audience=topic.audience,
        quantity_kind=kind.key,
        stage=stage.key,
        margin=topic.margin,
        topic_rule=topic.rule,
        kind_rule=kind.rule,
        stage_rule=stage.rule,
        backing=topic.backing,
    )
