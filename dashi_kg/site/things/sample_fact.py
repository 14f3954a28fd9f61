"""One sentence of the latest report beside what was read from it: what the site is for, at first sight."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dashi_kg.query.result import Term
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.facts.quantity import unit_name
from dashi_kg.site.shared.amounts import Amount, said
from dashi_kg.site.shared.site_graph import SiteGraph

_ENDS = re.compile(r"[。；;！？\n]")
_SHORT, _LONG = 12, 80  # code points of a sentence that is read at a glance


@dataclass(frozen=True, slots=True)
class SampleFact:
    """A figure with its sentence, cut where its words begin and end.

    ``figure``, ``indicator``, ``body``, ``counter`` and ``unit`` (``""``: none) are IRIs.
    """

    figure: str
    indicator: str
    body: str
    year: str
    before: str
    words: str
    after: str
    amount: Amount
    counter: str
    unit: str

    @property
    def order(self) -> tuple[bool, bool, bool, int]:
        """What shows best comes first: a number with a bound that stays one, of an indicator that others have, in a short sentence."""
        length = len(self.before + self.words + self.after)
        own = "@" in self.indicator
        return own, self.amount.low is None, not _SHORT <= length <= _LONG, length

    def said(self, site_graph: SiteGraph, lang: str) -> str:
        """Its value with the unit in words."""
        unit = unit_name(site_graph.labels, self.counter, self.unit, lang)
        one = self.amount
        return said(Amount(one.value, unit, one.qualifier, one.low, one.low_open), lang)


def sample_fact(site_graph: SiteGraph, reports: Iterable[tuple[str, str, str]]) -> SampleFact | None:
    """A figure of the first report that states one; ``None`` where none does.

    Args:
        reports: report, body (IRIs) and year, in the order in which they are looked at.
    """
    for report, body, year in reports:
        if found := _figures(site_graph, report, body, year):
            return min(found, key=lambda one: (one.order, one.figure))
    return None


def _figures(site_graph: SiteGraph, report: str, body: str, year: str) -> list[SampleFact]:
    fz = f"{site_graph.base}ns#"
    query = (
        f"SELECT ?f ?i ?v ?unit ?counter ?how ?more ?least ?b ?e ?text WHERE {{ ?f a <{fz}Observation> ; <{fz}inReport> <{report}> ; "
        f"{curie('sosa:observedProperty')} ?i ; {curie('sosa:hasSimpleResult')} ?v ; <{fz}anchor> ?a . "
        f"?a {curie('nif:beginIndex')} ?b ; {curie('nif:endIndex')} ?e ; {curie('nif:referenceContext')}/<{fz}text> ?text "
        f"OPTIONAL {{ ?f {curie('qudt:hasUnit')} ?unit }} OPTIONAL {{ ?f <{fz}classifier> ?counter }} "
        f"OPTIONAL {{ ?f <{fz}qualifier> ?how }} OPTIONAL {{ ?f <{fz}minExclusive> ?more }} "
        f"OPTIONAL {{ ?f <{fz}minInclusive> ?least }} }} ORDER BY ?f ?a ?i"
    )
    found = []
    for f, i, v, unit, counter, how, more, least, b, e, text in site_graph.reader.rows(query):
        begin, end = int(value(b)), int(value(e))
        before, after = _around(value(text), begin, end)
        low = more if more is not None else least
        amount = Amount(
            Decimal(value(v)), "", _end(how), None if low is None else Decimal(value(low)), more is not None
        )
        found.append(
            SampleFact(
                value(f), value(i), body, year, before, value(text)[begin:end], after, amount,
                value(counter) if counter else "", value(unit) if unit else "",
            )
        )  # fmt: skip
    return found


def _around(text: str, begin: int, end: int) -> tuple[str, str]:
    """What stands before and behind these words in their sentence.

    >>> _around("甲。开展宣传50余次，印制通告。乙", 2, 10)
    ('', '，印制通告。')
    """
    start = max((m.end() for m in _ENDS.finditer(text, 0, begin)), default=0)
    stop = _ENDS.search(text, end)
    return text[start:begin].lstrip(), text[end : stop.end() if stop else len(text)].rstrip()


def _end(term: Term | None) -> str:
    return "" if term is None else value(term).rpartition("/")[2]
