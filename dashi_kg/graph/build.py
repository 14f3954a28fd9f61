"""One report's quads: every writer once, in the order of the stages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dashi_kg.graph import actors, documents, facts, links, meta, original, text
from dashi_kg.graph.candidates import write_candidates
from dashi_kg.graph.figures import figures
from dashi_kg.graph.moved import write_moved
from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.graph.reference_facts import write_dispatch, write_divisions
from dashi_kg.knowledge.reference import Reference
from dashi_kg.knowledge.resolve import Identity
from dashi_kg.knowledge.vocabulary import Vocabulary
from dashi_kg.language import Both
from dashi_kg.model import Extraction
from dashi_kg.rdf.statements import Statements

if TYPE_CHECKING:  # most reports have no reading file
    from dashi_kg.knowledge.reading import Gloss, Reading

# What the page is, and how it is divided.
_BEFORE_FACTS = (text.write_source, original.write_original, text.write_report, text.write_sections)
# Kind → who writes it. A target is written with the observations; a seat with the posts.
WRITERS: dict[str, Callable[[Canvas], None]] = {
    "body": actors.write_bodies,
    "post": actors.write_posts,
    "place": actors.write_places,
    "measure": facts.write_measures,
    "observation": figures.write_figures,
    "citation": documents.write_citations,
    "event": facts.write_events,
    "mechanism": facts.write_mechanisms,
    "problem": facts.write_problems,
    "plan-item": facts.write_plan_items,
    "not-statistic": facts.write_not_statistics,
}
# What speaks of the facts.
_AFTER_FACTS = (
    actors.write_relations,
    figures.write_derived,
    write_divisions,
    write_dispatch,
    write_candidates,
    write_moved,
)


def build_graph(
    found: Extraction,
    identity: Identity,
    glosses: dict[str, Gloss],
    reading: Reading | None,
    reference: Reference,
    vocabulary: Vocabulary,
    base: str,
) -> tuple[Statements, list[Both]]:
    """The graph of one report.

    Args:
        found: what the reader saw, with registered ids (:func:`dashi_kg.knowledge.resolve.with_registered_ids`).
        identity: whom and where it is about.
        glosses: English names by id.
        reading: what a person added, if anything.

    Returns:
        Statements without blank nodes; and a line for each hand-made entry that
        no longer fits the text (orphaned).
    """
    canvas = Canvas(found, identity, glosses, reading, reference, vocabulary, base)
    for write in (*_BEFORE_FACTS, *WRITERS.values(), *_AFTER_FACTS):
        write(canvas)
    orphaned = links.write_links(canvas) + links.write_classifications(canvas) + links.write_notes(canvas)
    meta.write_meta(canvas)
    return Statements(canvas.rows), orphaned
