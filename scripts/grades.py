"""Write the rules that say what a number counts as concepts, each graded by the precision that was measured.

``python -m evaluation --by-rule`` measures, this script publishes: ``ontology/concepts/counting-rule.ttl`` from
``evaluation/RULES.tsv`` (n and precision on both splits) and ``dashi_kg/reader/rules/counting.tsv`` (for each rule its name,
what it reads, a sentence and what the number in it counts; ``tests/test_rule_tables.py`` reads these sentences).
"""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).parent.parent
MEASURED = ROOT / "evaluation" / "RULES.tsv"
NAMED = ROOT / "dashi_kg" / "reader" / "rules" / "counting.tsv"
OUT = ROOT / "ontology" / "concepts" / "counting-rule.ttl"

HIGH, MEDIUM = 0.95, 0.85
FEWEST = 10  # labelled numbers, without which nothing is graded high

_HEAD = """# 计数词语的规则及其可信度:由 scripts/grades.py 按 evaluation/RULES.tsv 生成 Rules for counted words, graded by scripts/grades.py
@prefix fz: <ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<counting-rule> a skos:ConceptScheme ;
  skos:prefLabel "计数词语的规则"@zh, "Rules for counted words"@en ;
  skos:definition "凭哪条规则得出一个数所数的是什么；可信度按标注文本上测得的准确率分级。"@zh,
    "By which rule it was read what a number counts; graded by the precision measured on labelled texts."@en ;
  rdfs:isDefinedBy <ns> .
"""


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a TSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def grade(row: dict[str, str] | None) -> tuple[str, int, float]:
    """The grade of a rule, how many labelled numbers it was judged on, and its precision on them.

    >>> grade({"dev n": "90", "dev precision": "1.000", "test n": "10", "test precision": "0.800"})
    ('high', 100, 0.98)
    >>> grade(None)
    ('low', 0, 0.0)
    """
    counts = [(int(row[f"{s} n"]), float(row[f"{s} precision"] or 0)) for s in ("dev", "test")] if row else []
    n = sum(count for count, _ in counts)
    precision = sum(count * share for count, share in counts) / n if n else 0.0
    if precision >= HIGH and n >= FEWEST:
        return "high", n, precision
    return ("medium" if precision >= MEDIUM else "low"), n, precision


def turtle() -> str:
    """The scheme, in the order of the names."""
    measured = {row["rule"]: row for row in rows(MEASURED) if row["field"] == "counted"}
    parts = [_HEAD]
    for row in rows(NAMED):
        level, n, precision = grade(measured.get(row["id"]))
        said_zh = f"标注文本上用到 {n} 次，{precision:.1%} 正确。" if n else "标注文本上没有用到。"
        said_en = (
            f"Used {n} time{'s' if n > 1 else ''} on labelled texts, right in {precision:.1%}."
            if n
            else "Not used on labelled texts."
        )
        parts.append(
            f"""<counting-rule/{row["id"]}> a skos:Concept ;
  skos:inScheme <counting-rule> ;
  skos:topConceptOf <counting-rule> ;
  skos:notation "{row["id"]}" ;
  skos:prefLabel "{row["zh"]}"@zh, "{row["en"]}"@en ;
  skos:definition "所读的是{row["reads_zh"]}。例如“{row["example"]}”，数的是“{row["counts"]}”。"@zh,
    "What it reads: {row["reads_en"]}. In “{row["example"]}” this is “{row["counts"]}”."@en ;
  skos:note "{said_zh}"@zh, "{said_en}"@en ;
  skos:example "{row["example"]}"@zh ;
  fz:confidence fz:{level} .
"""
        )
    return "\n".join(parts)


if __name__ == "__main__":
    OUT.write_text(turtle(), encoding="utf-8")
