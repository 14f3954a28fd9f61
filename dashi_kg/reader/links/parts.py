"""How the values of one sentence hang together: each with its object, its whole, its base, its role; then their numbers.

Links are kept by passing ids (``@3``) until the observations have their own.
"""

from __future__ import annotations

from dashi_kg.model import Measure, Observation
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.measure_at import Leaves
from dashi_kg.reader.counted.alone import with_objects
from dashi_kg.reader.links.rates import with_bases
from dashi_kg.reader.links.roles import with_roles
from dashi_kg.reader.links.wholes import with_wholes

_LINKS = ("component_of", "numerator", "denominator", "change_of", "changed_from", "scope_of")


def related(ctx: Context, chain: list[Observation], earlier: list[Observation]) -> list[Observation]:
    """The observations of one sentence up to its full stop (and of those that go on with 其中), linked.

    Args:
        earlier: the last ones of the sentences before it in the paragraph: what a bare act may be done to.
    """
    if not chain:
        return []
    return with_roles(ctx, with_bases(ctx, with_objects(ctx, with_wholes(ctx, chain), earlier), earlier))


def numbered(ctx: Context, found: list[Observation], measures: list[Measure]) -> list[Observation]:
    """The observations with their ids (``o01`` …), the measure each is reported in, and links by id."""
    width = max(2, len(str(len(found))))
    names = {item.id: f"o{index:0{width}d}" for index, item in enumerate(found, start=1)}
    leaves, done = Leaves(measures), []
    for item in found:
        leaf = leaves.at(item.span)
        links = {name: names.get(getattr(item, name) or "") for name in _LINKS}
        done.append(
            changed(
                item,
                id=names[item.id],
                measure=leaf.id if leaf else None,
                possible_wholes=tuple(names[w] for w in item.possible_wholes if w in names),
                **links,  # type: ignore[arg-type]
            )
        )
    return done
