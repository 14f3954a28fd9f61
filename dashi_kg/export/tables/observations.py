"""The observations of a report as rows, each with its quote and IRI, and as CSV (RFC 4180, UTF-8 with BOM)."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from typing import IO

from pyoxigraph import Quad, Triple

from dashi_kg.export.tables.lookup import Facts
from dashi_kg.model.kinds import USUAL_COUNTING_RULE
from dashi_kg.query.write import no_formula
from dashi_kg.rdf.namespaces import FOREIGN

# column, zh heading, en heading, what it holds (zh, en), width in the sheet
COLUMNS: tuple[tuple[str, str, str, str, str, int], ...] = (
    ("id", "编号", "Id", "条目的编号，由其文字得出", "Id of the statement, made from its words", 14),
    ("org_id", "机构编号", "Organisation id", "报告机关的编号，前面是区划代码", "Id of the reporting body, with the code of its division", 18),
    ("organisation_zh", "机构", "Organisation (zh)", "报告机关", "Reporting organisation", 18),
    ("organisation_en", "机构（英）", "Organisation", "报告机关英文名", "Its English name", 26),
    ("level", "层级", "Level", "区划层级：province 省，prefecture 市，county 县，township 乡", "Level of the division: province, prefecture, county, township", 10),
    ("division_code", "区划代码", "Division code", "机关所在区划的代码", "Code of the division of the body", 10),
    ("province", "省", "Province", "所在省（自治区、直辖市）", "Province that the body is in", 10),
    ("county", "县", "County", "所在县（市、区）；省、市机关空白", "County that the body is in; empty for higher ones", 10),
    ("report_year", "报告年度", "Report year", "报告年度", "Year of the report", 9),
    ("indicator_zh", "指标", "Indicator (zh)", "数的是什么", "What is counted", 30),
    ("indicator_en", "指标（英）", "Indicator", "指标英文名", "Its English name", 38),
    ("topic", "事项", "Topic", "数的事项的编号（A1…L1）", "Key of the topic (A1 … L1)", 6),
    ("topic_zh", "事项名", "Topic (zh)", "数的事项", "What the figure is about", 12),
    ("topic_en", "事项名（英）", "Topic name", "事项英文名", "Its English name", 18),
    ("audience", "对象", "Audience", "学习培训的对象：leaders, staff, officers, public", "Who learns: leaders, staff, officers, public", 9),
    ("quantity_kind", "计数种类", "Kind of quantity", "数的是哪种东西：matter, occasion, person …", "What sort of thing is counted: matter, occasion, person …", 11),
    ("stage", "阶段", "Stage", "办理的阶段或结果；空白表示没有说", "Step or outcome; empty where none is said", 9),
    ("counted_words", "原文所数", "Counted words", "原文中被数的事项", "The counted thing in the report's words", 28),
    ("value", "数值", "Value", "数值；空白表示原文没有给数", "Value; empty where the text gives none", 10),
    ("low", "下限", "Low", "原文给出的下限（含或不含）", "Lower bound that the words give, inclusive or not", 10),
    ("high", "上限", "High", "原文给出的上限（含或不含）", "Upper bound that the words give, inclusive or not", 10),
    ("unit", "单位", "Unit", "计量单位（QUDT）", "Unit (QUDT)", 10),
    ("classifier", "量词", "Classifier", "原文量词", "Chinese classifier as a concept", 7),
    ("qualifier_zh", "限定", "Qualifier (zh)", "余、不少于、达到等", "More than, at least …", 10),
    ("qualifier_en", "限定（英）", "Qualifier", "限定英文名", "Its English name", 14),
    ("min_inclusive", "下限（含）", "Lower bound (inclusive)", "原文给出的下限", "Bound that the words give", 10),
    ("min_exclusive", "下限（不含）", "Lower bound (exclusive)", "“余”给出的下限", "Bound that the words give", 10),
    ("max_inclusive", "上限（含）", "Upper bound (inclusive)", "原文给出的上限", "Bound that the words give", 10),
    ("max_exclusive", "上限（不含）", "Upper bound (exclusive)", "“近”给出的上限", "Bound that the words give", 10),
    ("period_zh", "时期", "Period (zh)", "数值所指的时期", "Time the value is about", 16),
    ("period_en", "时期（英）", "Period", "时期英文名", "Its English name", 18),
    ("period_begin", "起", "Begin", "时期起始日", "First day", 11),
    ("period_end", "止", "End", "时期结束日；空白表示没有", "Last day; empty where open", 11),
    ("period_edtf", "EDTF", "EDTF", "扩展日期时间格式", "Extended Date/Time Format", 13),
    ("period_basis", "时期依据", "Basis of the period", "explicit 原句写明，implied 按年度推定", "explicit or implied", 10),
    ("year", "所属年度", "Year", "数值所属的年度；跨多年者空白", "Year that the figure describes; empty for several", 9),
    ("role", "角色", "Role", "value 结果，part 部分，change 变化量，before 变化前，after 变化后，scope 范围，target 要求达到的数值", "value, part, change, before, after, scope or target", 9),
    ("kind", "性质", "Kind", "actual 结果，practice 惯例，requirement 要求", "actual, practice or requirement", 12),
    ("about_zh", "关于", "About (zh)", "数值所关于的机构或地点", "Whom or what it is about", 20),
    ("about_en", "关于（英）", "About", "其英文名", "Its English name", 28),
    ("measure", "举措", "Measure", "所在举措的编号", "Id of the measure", 9),
    ("section", "章节", "Section", "所在章节的编号", "Number of the section", 8),
    ("part_of", "属于", "Part of", "合计的编号", "Id of the stated total", 8),
    ("change_direction", "增减", "Change", "increase 增加，decrease 减少", "Direction of a change: increase or decrease", 9),
    ("change_size", "增减幅度", "Size of the change", "变化量的大小；方向在前一列", "How much more or less; the direction is in the column before", 9),
    ("change_of", "变化的是", "Change of", "变化量所属数值的编号", "Id of the value whose change this is", 8),
    ("numerator", "分子", "Numerator", "比率分子的编号", "Id of the rate's numerator", 8),
    ("denominator", "分母", "Denominator", "比率分母的编号", "Id of the rate's denominator", 8),
    ("actor", "行为者", "Actor", "原文中做这件事的机构或人员；空白表示报告机关", "Who acted, in the report's words; empty: the issuer", 18),
    ("rule_counted", "读取规则", "Rule", "读出这个数所数事项的规则；没有则为读出数字的规则", "Rule by which it was read what is counted; else that of the figure", 16),
    ("grade", "把握", "Grade", "规则的把握：high 高，medium 中，low 低，reviewed 已核对", "Grade of the rule: high, medium, low, reviewed", 8),
    ("topic_certainty", "事项确定性", "Certainty of the topic", "clear 确定，unsure 不确定", "clear or unsure", 10),
    ("comparison_key", "可比键", "Comparison key", "可比键相同的数值可比；空白表示与谁都不可比", "Values with the same key compare; empty: compares with none", 30),
    ("certainty", "确定性", "Certainty", "clear 明确，ambiguous 含糊", "clear or ambiguous", 10),
    ("quote", "原文", "Quote", "陈述它的原文", "The words that state it", 44),
    ("start", "起点", "Start", "引文起点（码点，从 0 起）", "Start of the quote (code points)", 7),
    ("end", "终点", "End", "引文终点（不含）", "End of the quote (exclusive)", 7),
    ("source_sha256", "来源 SHA-256", "Source SHA-256", "原文的摘要", "Digest of the text", 20),
    ("iri", "IRI", "IRI", "本条目的 IRI", "IRI of the statement", 50),
    ("indicator_iri", "指标 IRI", "Indicator IRI", "指标的 IRI", "IRI of the indicator", 44),
)  # fmt: skip
NUMBERS = {
    "value",
    "low",
    "high",
    "change_size",
    "min_inclusive",
    "min_exclusive",
    "max_inclusive",
    "max_exclusive",
    "start",
    "end",
    "report_year",
    "year",
}

Row = dict[str, str]


def observation_rows(quads: Iterable[Triple | Quad], base: str, shared: Facts | None = None) -> list[Row]:
    """One row for each observation and target in the quads, in the order of the text.

    Args:
        shared: what all reports share, where the quads are those of one report only.
    """
    return rows_of(Facts(quads, shared), base)


def rows_of(facts: Facts, base: str) -> list[Row]:
    """See :func:`observation_rows`; of all that the facts have of these types."""
    one, words = facts.one, facts.words
    fz = f"{base}ns#"
    sosa, qudt, nif = FOREIGN["sosa"], FOREIGN["qudt"], FOREIGN["nif"]

    def day(period: str, bound: str) -> str:
        """The first or last day of a period; of an instant the day itself."""
        instant = one(period, FOREIGN["time"] + bound) or period
        return one(instant, FOREIGN["time"] + "inXSDDate")

    usual = f"{base}counting-rule/{USUAL_COUNTING_RULE}"
    targets = frozenset(facts.of_type(f"{fz}Target"))
    divisions: dict[str, dict[str, str]] = {}
    rows = []
    for iri in facts.of_type(f"{fz}Observation", f"{fz}Target"):
        report = one(iri, f"{fz}inReport")
        organisation = one(report, FOREIGN["dct"] + "creator")
        indicator, period = one(iri, f"{sosa}observedProperty"), one(iri, f"{sosa}phenomenonTime")
        about = one(iri, f"{fz}describes") or organisation
        qualifier = one(iri, f"{fz}qualifier") or f"{base}qualifier/exact"
        section = one(iri, f"{fz}inSection") or one(one(iri, f"{fz}reportedIn"), f"{fz}inSection")
        anchor = one(iri, f"{fz}anchor")
        source = anchor.partition("#")[0]
        span = anchor.rpartition("=")[2].split(",")
        place = one(report, f"{FOREIGN['dct']}spatial")
        above = (
            divisions[place]
            if place in divisions
            else divisions.setdefault(place, _divisions(facts, place, fz))
        )
        value = one(iri, f"{sosa}hasSimpleResult")
        role = _key(one(iri, f"{fz}role"))
        topic = one(indicator, f"{fz}about")
        by = one(iri, f"{fz}countedBy") or one(iri, f"{fz}rule") or usual
        bounds = {
            name: one(iri, fz + name)
            for name in ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")
        }
        rows.append(
            {
                "id": iri.partition("#")[2],
                "org_id": _key(organisation),
                "level": next((kind for kind, where in above.items() if where == place), ""),
                "division_code": one(place, f"{fz}divisionCode"),
                "province": words(above.get("province", ""), "zh"),
                "county": words(above.get("county", ""), "zh"),
                "topic": _key(topic),
                "topic_zh": words(topic, "zh"),
                "topic_en": words(topic, "en"),
                "audience": _key(one(indicator, f"{fz}audience")),
                "quantity_kind": _key(one(indicator, f"{fz}quantityKind")),
                "stage": _key(one(indicator, f"{fz}stage")),
                "low": bounds["minInclusive"] or bounds["minExclusive"],
                "high": bounds["maxInclusive"] or bounds["maxExclusive"],
                "change_size": value if role == "change" else "",
                "rule_counted": _key(by),
                "grade": one(by, f"{fz}confidence").rpartition("#")[2],
                "organisation_zh": words(organisation, "zh"),
                "organisation_en": words(organisation, "en"),
                "report_year": one(report, f"{fz}reportYear"),
                "indicator_zh": words(indicator, "zh"),
                "indicator_en": words(indicator, "en"),
                "counted_words": one(iri, f"{fz}countedThing"),
                "value": value,
                "unit": one(iri, f"{qudt}hasUnit").rpartition("/")[2],
                "classifier": words(one(iri, f"{fz}classifier"), "zh"),
                "qualifier_zh": words(qualifier, "zh"),
                "qualifier_en": words(qualifier, "en"),
                "min_inclusive": bounds["minInclusive"],
                "min_exclusive": bounds["minExclusive"],
                "max_inclusive": bounds["maxInclusive"],
                "max_exclusive": bounds["maxExclusive"],
                "period_zh": words(period, "zh"),
                "period_en": words(period, "en"),
                "period_begin": day(period, "hasBeginning"),
                "period_end": day(period, "hasEnd"),
                "period_edtf": one(period, f"{fz}edtf"),
                "period_basis": one(iri, f"{fz}periodBasis").rpartition("#")[2] or "implied",
                "year": one(iri, f"{fz}year"),
                "kind": "requirement"
                if iri in targets
                else one(iri, f"{fz}statementKind").rpartition("#")[2] or "actual",
                "about_zh": words(about, "zh"),
                "about_en": words(about, "en"),
                "measure": one(iri, f"{fz}reportedIn").rpartition("#")[2],
                "section": one(section, f"{fz}number"),
                "part_of": one(iri, f"{fz}componentOf").rpartition("#")[2],
                "role": role,
                "change_direction": one(iri, f"{fz}changeDirection").rpartition("#")[2],
                "change_of": one(iri, f"{fz}changeOf").rpartition("#")[2],
                "numerator": one(iri, f"{fz}numerator").rpartition("#")[2],
                "denominator": one(iri, f"{fz}denominator").rpartition("#")[2],
                "actor": one(iri, f"{fz}actorWords"),
                "topic_certainty": one(iri, f"{fz}topicCertainty").rpartition("#")[2] or "clear",
                "comparison_key": one(iri, f"{fz}comparisonKey"),
                "certainty": one(iri, f"{fz}certainty").rpartition("#")[2] or "clear",
                "quote": one(anchor, f"{nif}anchorOf"),
                "start": span[0],
                "end": span[-1],
                "source_sha256": one(source, f"{fz}sha256"),
                "iri": iri,
                "indicator_iri": indicator,
            }
        )
    rows.sort(key=by_place)
    return rows


def by_place(row: Row) -> tuple[str, int, str]:
    """The order of rows: by report, then place in the text."""
    return row["iri"].partition("#")[0], int(row["start"] or 0), row["id"]


def _key(iri: str) -> str:
    """The key of a concept or body: the last part of its IRI."""
    return iri.rpartition("/")[2]


def _divisions(facts: Facts, place: str, fz: str) -> dict[str, str]:
    """Level → division, of a place and all that it lies in."""
    found: dict[str, str] = {}
    while place and len(found) < 6:
        kind = _key(facts.one(place, f"{fz}placeKind"))
        if kind in found:
            break
        found[kind] = place
        place = facts.one(place, FOREIGN["schema"] + "containedInPlace")
    return found


def csv_bytes(rows: Iterable[Row], names: Sequence[str] = (), numbers: Collection[str] = NUMBERS) -> bytes:
    """CSV that Excel opens in Chinese: BOM, CRLF; no cell can act as a formula.

    Args:
        names: the columns (default: those of observations).
        numbers: those of them that hold numbers.
    """
    out = io.BytesIO()
    write_csv(out, rows, names, numbers)
    return out.getvalue()


def write_csv(
    out: IO[bytes], rows: Iterable[Row], names: Sequence[str] = (), numbers: Collection[str] = NUMBERS
) -> None:
    """See :func:`csv_bytes`; a row at a time."""
    words = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    words.write("\ufeff")
    writer = csv.writer(words, lineterminator="\r\n")
    names = names or [column[0] for column in COLUMNS]
    writer.writerow(names)
    for row in rows:
        writer.writerow([no_formula(row[name]) if name not in numbers else row[name] for name in names])
    words.detach()
