"""The English title of a report, and the English name of the body that gives it."""

from __future__ import annotations

from dashi_kg.knowledge.english.body_names import body_name
from dashi_kg.knowledge.reference import Division, Reference
from dashi_kg.knowledge.resolve import Identity

# bodies that stand for their place: a report of Shayu Town is one of its government
_FOR_THEIR_PLACE = (
    "township-government",
    "county-government",
    "municipal-government",
    "provincial-government",
    "subdistrict-office",
)
_NAMES = ("People's Government of ", "Government of ", "Office of ")


def english_body(name: str, kind_label: str, division: Division | None, reference: Reference) -> str:
    """The English name of a body, composed by rule (:mod:`dashi_kg.knowledge.english.body_names`).

    Args:
        name: its Chinese name.
        kind_label: its kind in English.
        division: the division that it is of, where that is certain.
    """
    lies_in = (division.zh, reference.placed_name(division)) if division else ("", "")
    return body_name(name, kind_label, reference.english_name, lies_in=lies_in)


def english_title(identity: Identity, kind: str, year: str, reference: Reference) -> str:
    """“Rule-of-law report 2024, Shayu Town”; with the county where several towns of the country bear the name.

    Args:
        identity: who reports.
        kind: its kind, a key of ``body-kind``; ``""`` where no body is known.
        year: the year, ``""`` where it is not stated.
    """
    report = f"Rule-of-law report {year}".strip()
    if not identity.name:
        return f"{report}, issuer not stated"
    name = english_body(identity.name, "public body", identity.division, reference)
    if kind in _FOR_THEIR_PLACE:
        if identity.division:
            return f"{report}, {reference.short_place(identity.division)}"
        name = next((name.removeprefix(start) for start in _NAMES if name.startswith(start)), name)
    return f"{report}, {name}"
