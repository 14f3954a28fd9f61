"""Ask the graph: saved questions of ``ontology/questions/`` and free SPARQL 1.1 queries."""

from dashi_kg.query.bind import bind
from dashi_kg.query.engines import (
    ENGINES,
    EndpointEngine,
    OxigraphEngine,
    engine,
)
from dashi_kg.query.labels import with_labels
from dashi_kg.query.questions import Parameter, Question, question, questions
from dashi_kg.query.result import Engine, Result
from dashi_kg.query.second import RdflibEngine, rdflib_dataset
from dashi_kg.query.write import FOR_PEOPLE, FORMATS, write

__all__ = [
    "ENGINES", "FORMATS", "FOR_PEOPLE", "EndpointEngine", "Engine", "OxigraphEngine", "Parameter", "Question",
    "RdflibEngine", "Result", "bind", "engine", "question", "questions", "rdflib_dataset", "with_labels", "write",
]  # fmt: skip
