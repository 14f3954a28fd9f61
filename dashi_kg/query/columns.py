"""What the columns of saved questions are called where a person reads the answer; machines get the variables."""

from __future__ import annotations

from dashi_kg.language import Both
from dashi_kg.rdf.namespaces import XSD
from dashi_kg.settings import DEFAULT_BASE

_NAME = "Label"  # documentLabel: the name of what stands in the column document
COLUMNS = {
    "actor": Both("行为者", "who acted"), "after": Both("变化后", "after"), "anchors": Both("引文数", "quotes"), "article": Both("条", "article"),
    "base": Both("分母", "base"), "before": Both("变化前", "before"), "bodies": Both("机关数", "bodies"), "body": Both("报告机关", "reporting body"),
    "cases": Both("案件数", "cases"), "check": Both("核对结果", "check"), "citation": Both("引用", "citation"),
    "comparability": Both("可比性", "comparability"), "computed": Both("推算值", "derived value"), "count": Both("个数", "count"),
    "counter": Both("量词", "counter word"), "county": Both("区县", "county"), "days": Both("天数", "days"), "deadline": Both("公开期限", "deadline"),
    "direction": Both("增减", "direction"), "division": Both("区划", "division"), "document": Both("文件", "document"),
    "done": Both("完成数", "done"), "end": Both("止", "end"), "exclusive": Both("多于", "more than"),
    "first": Both("先前", "first"), "found": Both("找到", "found"), "group": Both("小组", "group"), "holds": Both("相符", "holds"),
    "how": Both("怎样", "how"), "inclusive": Both("不少于", "at least"), "indicator": Both("指标", "indicator"),
    "issued": Both("公开日期", "made public on"), "issuer": Both("报告机关", "reporting body"), "item": Both("条目", "item"),
    "judged": Both("有人判断", "judged"), "key": Both("比较条件", "comparison key"), "later": Both("后来", "later"), "last": Both("后来", "last"),
    "least": Both("至少", "at least"), "listed": Both("列出的项数", "items listed"), "manner": Both("引用方式", "how it is cited"),
    "marked": Both("有书名号", "title marks"), "measure": Both("举措", "measure"), "measures": Both("举措数", "measures"),
    "most": Both("至多", "at most"), "name": Both("名称", "name"), "one": Both("一方", "one side"), "other": Both("另一方", "other side"),
    "otherValue": Both("另一数", "other number"), "otherYear": Both("另一年度", "other year"), "outcome": Both("结果", "outcome"),
    "part": Both("分项", "part"), "per": Both("每", "per"), "percent": Both("百分比", "per cent"), "period": Both("时期", "period"),
    "plan": Both("安排", "plan"), "planned": Both("安排年度", "planned for"), "possible": Both("可能的合计", "possible totals"),
    "post": Both("职务", "post"), "problem": Both("问题", "problem"), "publisher": Both("公开者", "made public by"),
    "qualifier": Both("限定词", "qualifier"), "quote": Both("引文", "quote"), "rank": Both("文件层级", "rank of document"),
    "rate": Both("比率", "rate"), "reason": Both("理由", "reason"), "report": Both("报告", "report"), "reports": Both("报告数", "reports"),
    "rights": Both("权利说明", "rights"), "role": Both("角色", "role"), "rule": Both("规则", "rule"), "scope": Both("范围", "scope"),
    "seat": Both("小组职务", "role in the group"), "second": Both("后来", "second"), "section": Both("章节", "section"),
    "sha256": Both("SHA-256 摘要", "SHA-256"), "share": Both("占比", "share"), "size": Both("幅度", "size"), "slogan": Both("提法", "phrase"),
    "solved": Both("化解数", "resolved"), "source": Both("来源", "source"), "stage": Both("阶段", "stage"), "start": Both("起", "start"),
    "stated": Both("原文所写", "stated"), "statement": Both("数值", "figure"), "status": Both("后续状态", "status"),
    "target": Both("要求达到的数值", "required figure"), "task": Both("任务", "task"), "title": Both("标题", "title"),
    "titleBasis": Both("标题依据", "basis of the title"), "top": Both("总项", "total"), "topic": Both("事项", "topic"), "unit": Both("单位", "unit"),
    "value": Both("数", "number"), "values": Both("数值个数", "figures"), "words": Both("原文", "words"), "year": Both("年度", "year"),
    # those of the tables of figures (export/tables/observations.py)
    "audience": Both("对象", "audience"), "change_direction": Both("增减", "change"),
    "change_size": Both("增减幅度", "size of the change"), "counted_words": Both("原文所数", "counted words"),
    "denominator": Both("分母", "denominator"), "division_code": Both("区划代码", "division code"),
    "grade": Both("把握", "grade"), "high": Both("上限", "high"), "indicator_en": Both("指标（英）", "indicator"),
    "indicator_iri": Both("指标 IRI", "indicator IRI"), "indicator_zh": Both("指标", "indicator (zh)"),
    "level": Both("层级", "level"), "low": Both("下限", "low"), "numerator": Both("分子", "numerator"),
    "org_id": Both("机构编号", "organisation id"), "organisation_en": Both("机构（英）", "organisation"),
    "organisation_zh": Both("机构", "organisation (zh)"), "part_of": Both("属于", "part of"),
    "period_begin": Both("起", "begin"), "period_en": Both("时期（英）", "period"), "period_end": Both("止", "end"),
    "period_zh": Both("时期", "period (zh)"), "province": Both("省", "province"),
    "qualifier_en": Both("限定（英）", "qualifier"), "qualifier_zh": Both("限定", "qualifier (zh)"),
    "quantity_kind": Both("计数种类", "kind of quantity"), "report_year": Both("报告年度", "report year"),
    "rule_counted": Both("读取规则", "rule"), "topic_en": Both("事项名（英）", "topic name"),
    "topic_zh": Both("事项名", "topic (zh)"),
}  # fmt: skip
# words of the questions themselves that stand in cells, in English there
_CELLS = {
    "true": Both("是", "yes"), "false": Both("否", "no"), "stated": Both("原文所写", "stated in the report"),
    "derived": Both("推算值", "derived value"), "total": Both("总数", "total"), "part": Both("其中一部分", "part"),
    "sum": Both("合计", "sum"), "rate": Both("比率", "rate"), "rate without base": Both("比率，没有分母", "rate without base"),
    "high": Both("高", "high"), "medium": Both("中", "medium"), "low": Both("低", "low"),
    "increase": Both("增加", "increase"), "decrease": Both("减少", "decrease"), "unchanged": Both("持平", "unchanged"),
    "province": Both("省级", "province"), "prefecture": Both("地级", "prefecture"), "county": Both("县级", "county"),
    "township": Both("乡级", "township"),
}  # fmt: skip
# columns of keys, and the code lists that name them
_CODED = {
    "stage": ("stage",), "quantity_kind": ("quantity-kind",), "audience": ("audience",), "role": ("figure-role",),
    "rule_counted": ("counting-rule", "extraction-rule"),
}  # fmt: skip


def head(variable: str, lang: str) -> str:
    """The head of a column, for a reader of ``zh`` or ``en``; a variable that no saved question has stays as it is.

    >>> head("rank", "zh"), head("documentLabel", "en"), head("mine", "zh")
    ('文件层级', 'document (name)', 'mine')
    """
    if variable in COLUMNS:
        return COLUMNS[variable].said(lang)
    stem = variable.removesuffix(_NAME)
    if stem == variable or stem not in COLUMNS:
        return variable
    words = COLUMNS[stem].said(lang)
    return f"{words} (name)" if lang == "en" else f"{words}（名称）"


def cell(words: str, kind: str, lang: str, column: str = "") -> str:
    """The words of a literal as a person says them: truth values, keys, and what a question itself puts into a cell.

    Args:
        words: of the literal.
        kind: its datatype; words in a language are those of a text and stay.
        lang: ``zh`` or ``en``.
        column: the variable, for the keys of a code list.

    >>> cell("true", XSD + "boolean", "zh"), cell("derived", XSD + "string", "en"), cell("12", XSD + "integer", "zh")
    ('是', 'derived value', '12')
    """
    if kind not in (XSD + "boolean", XSD + "string"):
        return words
    if column in _CODED:
        from dashi_kg.knowledge.vocabulary import vocabulary  # only a table of figures has such columns

        lists = [vocabulary(DEFAULT_BASE).scheme(name) for name in _CODED[column]]
        return next((known[words].labels[lang] for known in lists if words in known), words)
    return _CELLS[words].said(lang) if words in _CELLS else words
