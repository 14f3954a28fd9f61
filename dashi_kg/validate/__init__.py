"""Quads → findings: the SHACL shapes, run set at a time; reports that an author can read."""

from dashi_kg.validate.engine import Outcome, failed, joined, validate
from dashi_kg.validate.finding import SEVERITIES, Finding
from dashi_kg.validate.render import FORMATS, render, results_quads

__all__ = [
    "FORMATS",
    "SEVERITIES",
    "Finding",
    "Outcome",
    "failed",
    "joined",
    "render",
    "results_quads",
    "validate",
]
