"""Ask the graph: saved questions of ``ontology/questions/`` and free SPARQL 1.1 queries."""

from dashi_kg.query.ask import Answer, ask
from dashi_kg.query.questions import Question, questions

__all__ = ["Answer", "Question", "ask", "questions"]
