"""What was found in one report: frozen values, no RDF?

Every item that comes from the text carries a ``span``; ``source.text[span.start:span.end]`` is its quote.
Offsets are half-open and count Unicode code points of ``Source.text``.
Item ids are the fragments of the published IRIs (``m2.4.3e``, ``o16``, ``p3.2a``, ``a4.1b`` …); which kinds of items
there are, :mod:`dashi_kg.model.kinds` says.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashi_kg.model.actors import Body as Body
    from dashi_kg.model.actors import Mention as Mention
    from dashi_kg.model.actors import Place as Place
    from dashi_kg.model.actors import Post as Post
    from dashi_kg.model.actors import Relation as Relation
    from dashi_kg.model.extraction import Extraction as Extraction
    from dashi_kg.model.numbers import Change as Change
    from dashi_kg.model.numbers import Facets as Facets
    from dashi_kg.model.numbers import NotStatistic as NotStatistic
    from dashi_kg.model.numbers import Observation as Observation
    from dashi_kg.model.numbers import Period as Period
    from dashi_kg.model.outline import Section as Section
    from dashi_kg.model.page import Metadata as Metadata
    from dashi_kg.model.page import PageField as PageField
    from dashi_kg.model.page import Stated as Stated
    from dashi_kg.model.source import Source as Source
    from dashi_kg.model.span import Origin as Origin
    from dashi_kg.model.span import Span as Span
    from dashi_kg.model.statements import Citation as Citation
    from dashi_kg.model.statements import Event as Event
    from dashi_kg.model.statements import Measure as Measure
    from dashi_kg.model.statements import Mechanism as Mechanism
    from dashi_kg.model.statements import PlanItem as PlanItem
    from dashi_kg.model.statements import Problem as Problem

# file → its values. A file is loaded when a value of it is first asked for: making all the classes takes longer than
# importing what the program needs to show its help.
_FILES = {
    "actors": (
        "Body",
        "Mention",
        "Place",
        "Post",
        "Relation",
    ),
    "extraction": ("Extraction",),
    "numbers": (
        "Change",
        "Facets",
        "NotStatistic",
        "Observation",
        "Period",
    ),
    "outline": ("Section",),
    "page": (
        "Metadata",
        "PageField",
        "Stated",
    ),
    "source": ("Source",),
    "span": (
        "Origin",
        "Span",
    ),
    "statements": (
        "Citation",
        "Event",
        "Measure",
        "Mechanism",
        "PlanItem",
        "Problem",
    ),
}
_FILE_OF = {name: file for file, names in _FILES.items() for name in names}
__all__ = list(_FILE_OF)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """The value of this name, from its file.

        Raises:
            AttributeError: the model has no such value.
        """
        if name not in _FILE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{_FILE_OF[name]}"), name)
        return found
