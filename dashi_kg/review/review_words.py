"""What the review page says, in both languages, and how the fields of an item are called."""

from __future__ import annotations

from dashi_kg.language import Both

FIELDS = {
    "issuer": Both("报告机关", "reporting body"), "year": Both("报告年度", "year of the report"), "title": Both("标题", "title"),
    "issued": Both("公开日期", "made public on"), "signed": Both("成文日期", "dated"), "publisher": Both("公开者", "made public by"),
    "value": Both("数", "number"), "unit": Both("单位", "unit"), "classifier": Both("量词", "counter word"),
    "qualifier": Both("限定词", "qualifier"), "counted": Both("数的是什么", "what it counts"), "period": Both("时期", "period"),
    "indicator": Both("指标", "indicator"), "topic": Both("事项", "topic"), "quantity_kind": Both("计数种类", "kind of quantity"),
    "stage": Both("阶段", "stage"), "audience": Both("对象", "audience"), "component_of": Both("属于哪个合计", "part of the total"),
    "numerator": Both("分子", "numerator"), "denominator": Both("分母", "denominator"), "name": Both("名称", "name"),
    "kind": Both("种类", "kind"), "mode": Both("引用方式", "how it is cited"),
}  # fmt: skip
# fields whose values are keys of a code list
LISTS = {
    "qualifier": "qualifier", "topic": "topic", "quantity_kind": "quantity-kind", "stage": "stage", "audience": "audience",
    "indicator": "indicator",
}  # fmt: skip
GRADES = {
    "low": Both("低", "low"), "medium": Both("中", "medium"), "high": Both("高", "high"), "reviewed": Both("经人核对", "reviewed"),
}  # fmt: skip
DECISIONS = {
    "accept": Both("接受", "accept"), "correct": Both("更正", "correct"), "reject": Both("驳回", "reject"), "add": Both("补充", "add"),
}  # fmt: skip

# {} is filled in by the page
PAGE = {
    "review": Both("人工核对", "Review"),
    "filters": Both("筛选", "Filters"),
    "text": Both("存档原文", "The archived text"),
    "items": Both("条目", "Items"),
    "about": Both("报告本身", "The report itself"),
    "about_note": Both(
        "页面没有写明或读错的，在这里填写；留空表示照读出的。日期写成 2024-03-01。",
        "Fill in what the page does not say or was read wrongly; empty means as it was read. Write dates like 2024-03-01.",
    ),
    "read_as": Both("读出：{}", "read: {}"),
    "not_read": Both("没有读出", "not found"),
    "kind": Both("种类", "kind"),
    "confidence": Both("可信度", "confidence"),
    "rule": Both("规则", "rule"),
    "section": Both("章节", "section"),
    "all": Both("全部", "all"),
    "undecided": Both("只看未决定的", "undecided only"),
    "next": Both("下一条", "next"),
    "previous": Both("上一条", "previous"),
    "undo": Both("撤销", "undo"),
    "accept_all": Both("全部接受（{}）", "accept all ({})"),
    "add_selected": Both("补充所选文字", "add the selected words"),
    "save": Both("保存", "save"),
    "hint": Both(
        "选一处标出的文字，查看读出的条目。n 下一条，p 上一条，a 接受，r 驳回，u 撤销，s 保存。",
        "Choose highlighted words to see the items read from them. n next, p previous, a accept, r reject, u undo, s save.",
    ),
    "progress": Both("已决定 {} / {}", "decided {} of {}"),
    "added": Both("补充 {} 条", "{} added"),
    "unsaved": Both("尚未保存", "not saved"),
    "accepted": Both("已接受 {} 条", "{} accepted"),
    "unchanged": Both("没有改动", "nothing was changed"),
    "none_left": Both("没有了", "none left"),
    "nothing_to_undo": Both("没有可撤销的", "nothing to undo"),
    "note": Both("备注", "note"),
    "clear": Both("取消决定", "take the decision back"),
    "select_first": Both("先在原文中选取文字", "select words in the text first"),
    "add": Both("补充", "Add"),
    "added_hint": Both("已补充，保存后生效。", "Added; it takes effect when saved."),
    "as_read": Both("（照读出的）", "(as it was read)"),
    "nothing": Both("（没有）", "(none)"),
    "effect": Both("保存后有什么变化", "What saving changes"),
    "no_effect": Both("数据没有变化；接受的条目标为经人核对。", "The data stay as they are; what was accepted is marked as reviewed."),
    "confirm": Both("确认保存", "save now"),
    "cancel": Both("返回", "back"),
    "working": Both("正在计算变化……", "working out what changes …"),
    "saved": Both("已保存到 {}", "saved to {}"),
    "not_saved": Both("没有保存：{}", "not saved: {}"),
    "apply": Both(
        "用 dashi-kg review 报告 --apply corrections.yaml 存入",
        "put it in with: dashi-kg review REPORT --apply corrections.yaml",
    ),
    "lost": Both("对不上的更正", "Corrections that no longer fit"),
    "lost_note": Both(
        "这些更正没有应用，仍留在文件里；每条写明原因。",
        "These corrections are not applied and stay in the file; each says why.",
    ),
    "scripts": Both("此页需要脚本。", "This page needs scripts."),
}  # fmt: skip
