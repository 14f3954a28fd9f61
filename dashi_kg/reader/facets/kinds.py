"""What sort of thing is counted: by the unit and the counter word, where these leave it open by the noun."""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.facets.decision import Decider, Decision, Found
from dashi_kg.reader.facets.lexicon import Hit, lexicon
from dashi_kg.reader.facets.place import Desk, Place

_BY_UNIT = {
    "yuan": "money", "dollar": "money", "percentage-point": "change",
    "class-hour": "duration", "hour": "duration", "minute": "duration", "day": "duration", "month": "duration",
    "year": "duration", "second": "duration",
    "square-metre": "physical", "square-kilometre": "physical", "kilometre": "physical", "metre": "physical",
    "hectare": "physical", "tonne": "physical", "kilogram": "physical", "kilowatt-hour": "physical",
}  # fmt: skip
_SPLIT = str.split
_BY_COUNTER = {
    word: kind
    for kind, words in {
        "occasion": "条次 份次 种次 次 场 轮 届 堂 节 讲 课 班 回 趟 遍 集 批",
        "person": "人 名 位 人头",
        "person-time": "人次 频 名次 人天 人日 批人次 人份 眼",
        "body": "家 户 支 所 队 团 单位 企业 户家 门店 支部",
        "place": "处 座 间 站 村 社区 小区 网格 点位 站点 片 米长 桌",
        "matter": "票 通 警 件 起 宗 笔 问 案 例 单 例件 工单 线索 招 步 桩 号 对 标段",
        "document": "辑 稿 余稿 部 卷 本 封 份文件 法 章",
        "copy": "册 幅 副 段 篇 张 块 版 则 面 盒 袋 枚 帧 盘 条幅 枚章",
        "kind": "类 种 方面 大类 大项 领域 门类 款",
        "physical": "海里 顶 车 台 套 辆 艘 架 吨 亩 公顷 平方米 平方公里 公里 米 株 棵 头 只 箱 瓶 栋 幢 平米 立方米 立方 延米 度 斤 公斤 千克 把 根 羽 口 杆 盏 条艘 桶 具 微克/立方米 毫克/立方米 毫克/升 微克 分贝 千瓦 兆瓦 TB GB MB PB km kg ㎡ 粒 尾 路 支枪 元组",
        "duration": "天 日 工作日 个工作日 年 月 个月 小时 个小时 分钟 秒 学时 课时 周 学分",
        "other": "分 名列 岁 倍 级 星 档",
        "money": "元 美元",
    }.items()
    for word in _SPLIT(words)
}  # fmt: skip
# counter words that count many sorts of things: what their noun may say, and what holds where it says nothing
_OPEN = {
    "个": ("place body matter document occasion copy physical other kind duration money", "matter"),
    "项": ("matter other kind", "matter"),
    "条": ("matter document copy place physical", "document"),
    "份": ("document copy matter", "document"),
    "件": ("document matter copy physical", "matter"),
    "部": ("document copy physical", "document"),
    "本": ("document copy", "document"),
    "张": ("document copy physical matter", "document"),
    "套": ("physical document copy other", "physical"),
    "处": ("matter place document physical", "place"),
    "期": ("document occasion", "occasion"),
    "篇": ("copy document", "copy"),
    "卷": ("document copy", "document"),
    "宗": ("document matter", "matter"),
    "起": ("matter", "matter"),
    "块": ("copy place physical", "copy"),
    "封": ("document copy matter", "document"),
    "支": ("body physical", "body"),
    "座": ("place physical", "place"),
    "所": ("body", "body"),
    "间": ("place physical", "place"),
}
# the same counter word in the field of a topic
_IN_TOPIC = {
    "份": (("I", "copy"),),
    "张": (("I", "copy"),),
    "本": (("I", "copy"),),
    "部": (("I", "copy"),),
    "条": (
        ("H1", "copy"),
        ("J1", "copy"),
        ("I", "copy"),
        ("E1", "matter"),
        ("E2", "matter"),
        ("E5", "matter"),
        ("H5", "matter"),
        ("F1", "matter"),
    ),
    "件": (
        ("C1", "document"),
        ("C2", "document"),
        ("C3", "document"),
        ("C4", "document"),
        ("C5", "document"),
        ("I", "copy"),
        ("H3", "matter"),
    ),
    "宗": (("E8", "document"),),
}
_RULES_MADE = re.compile(
    "(?:制度|机制|办法|规定|措施|规则|方案|预案|标准|规范|政策|文件|规章|细则|指引|举措)[^,;、]{0,2}$"
)
_SHOWN = re.compile("公示|公开(?!征)|发布|录入|归集|推送|上传|报送信息")
_PER_HEAD = re.compile("每万人|每千人|每百人|万人")
_AUTHORS = re.compile(
    r"播放(?:次数|量|总量|达|超|超过)?$|观看|浏览|点击|阅读[量数次]|播放[量数总次]|访问|收看|点赞|受众|收听|听众"
)
_CHANGE_TIMES = re.compile("增长|提高|上升|增加|翻")


def _share(desk: Desk, place: Place, found: Found) -> Decision | None:
    item = place.item
    if item.unit not in ("percent", "percentage-point", "fraction") and item.classifier not in (
        "成",
        "%",
        "百分点",
    ):
        return None
    if (
        item.unit == "percentage-point"
        or item.classifier == "百分点"
        or (item.change is not None and not item.change.level)
    ):
        return Decision("change", "", 1)
    return Decision("rate", "", 1)


def _covered(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.number_span is not None:
        return None
    return Decision(
        "rate" if place.item.qualifier == "full-coverage" or place.item.unit == "percent" else "matter", "", 1
    )


def _unit(desk: Desk, place: Place, found: Found) -> Decision | None:
    kind = _BY_UNIT.get(place.item.unit)
    return Decision(kind, "", 1) if kind else None


def _views(desk: Desk, place: Place, found: Found) -> Decision | None:
    own = desk.words(place.own)[-12:]
    if place.item.classifier not in ("次", "人次", "人", "户次", "") or not _AUTHORS.search(own):
        return None
    if own.endswith("播放") and (place.item.value or 0) < _MANY:
        return None  # LED屏滚动播放|300次: it was shown, not seen
    return Decision("person-time" if place.item.classifier != "人" else "person", "", 1)


def _times(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.classifier != "倍":
        return None
    return Decision("change" if _CHANGE_TIMES.search(desk.words(place.clause)) else "rate", "", 1)


def _per_head(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.classifier in ("名", "人") or not _PER_HEAD.match(desk.words(place.own)):
        return None
    return Decision("rate", "", 1)


def _made_rules(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.classifier not in ("项", "个") or not _RULES_MADE.search(desk.words(place.own)):
        return None
    return Decision("document", "", 1)


def _shown(desk: Desk, place: Place, found: Found) -> Decision | None:
    """公示行政许可1,027条: what is shown, row by row."""
    if place.item.classifier != "条" or not _SHOWN.search(desk.words(Span(place.clause.start, place.start))):
        return None
    return Decision("copy", "", 1)


def _noun(desk: Desk, place: Place, found: Found) -> Decision | None:
    allowed, _ = _OPEN.get(place.item.classifier, ("", ""))
    if not allowed:
        return None
    topic = found.topics[-1].key
    kind = noun_kind(desk, place, allowed)
    if kind == "other" and topic in ("G6", "K1", "G1", "B3"):
        kind = "place"  # a platform to which people come
    if (
        kind in ("document", "copy")
        and (place.item.classifier, topic) == ("件", "E3")
        and not _PAPER.search(desk.words(place.own))
    ):
        kind = "matter"  # 办理规划许可|142件: a case, no paper
    if kind == "document" and (place.item.classifier, topic) in (("条", "D1"), ("条", "K1"), ("件", "H2")):
        kind = "matter"  # what the public said, no paper
    if kind and not (topic == "H3" and place.item.classifier == "件"):
        return Decision(kind, "", 1)
    return None


def _same_as(desk: Desk, place: Place, found: Found) -> Decision | None:
    """保留31件、废止9件: the same counter word goes on with the same things."""
    if place.item.classifier not in _OPEN:
        return None
    for index in (place.whole, place.previous):
        if index is not None and found.items[index].classifier == place.item.classifier:
            if place.item.classifier == "件" and found.topics[index].key != found.topics[-1].key:
                continue  # 答复信函16件,引发行政复议|3件: of another matter
            return Decision(found.kinds[index].key, "", 0)
    return None


def _in_topic(desk: Desk, place: Place, found: Found) -> Decision | None:
    topic = found.topics[-1].key
    for begin, kind in _IN_TOPIC.get(place.item.classifier, ()):
        if topic.startswith(begin):
            return Decision(kind, "", 0)
    return None


def noun_kind(desk: Desk, place: Place, allowed: str) -> str:
    """The sort that the nearest noun names: right behind the number, else before it."""
    view, nouns = desk.ctx.view, lexicon()["noun"]
    counted = place.item.counted_span
    behind = counted is not None and counted.start >= place.end - 1
    sorts = allowed.split()
    end = place.behind.end
    if stop := _STOP.search(view, place.behind.start, end):
        end = stop.start()
    chain: list[Hit] = []
    for hit in nouns.find(view, place.behind.start, end):
        if chain and (hit.start - chain[-1].end > _GAP or VERB.search(view, chain[-1].end, hit.start)):
            break
        chain.append(hit)
    right = [h.entry.kind for h in chain if h.entry.kind in sorts]
    # 24个领域|317项: a noun right behind the number before is that number's own
    taken = place.own.start if place.previous is not None and not place.mark else -1
    own = [
        h.entry.kind
        for h in nouns.find(view, place.own.start, place.own.end)
        if h.entry.kind in sorts and h.start != taken and not _in_title(view, h, place.own.end)
    ]
    if right and (behind or not own) and chain[0].start - place.end <= _FAR:
        return right[-1]
    return own[-1] if own else ""


def _in_title(view: str, hit: Hit, end: int) -> bool:
    """依据《信访工作条例》复查信访事项|23件: a title that more words stand behind names no thing of the number."""
    close = view.find("》", hit.end, end)
    return 0 <= close < end - 1 and "《" not in view[hit.end : close]


_PAPER = re.compile("[证照书](?:书)?[^,;、]{0,2}$")
_MANY = 10_000
_GAP, _FAR = 6, 12
_STOP = re.compile(
    r"[,、;:]|\((?!(?:社区|居|街道|镇|场)\))|(?<!\(社区)(?<!\(居)(?<!\(街道)(?<!\(镇)(?<!\(场)\)|(?:开展|参加|组织|进行|全部|均|已|被|在|为|对|与|签订|通过|取得|达到|占|进行|实现|完成|的|有|中|都|组建|建成|设|跨|由|和|及|与)"
)


_BRACKETED = re.compile(r"\((?!次\)).*\)|[()]")  # 人(次) counts both: 人次


def _counter(desk: Desk, place: Place, found: Found) -> Decision | None:
    word = place.item.classifier
    if "(" in word:
        word = _BRACKETED.sub("", word)
    kind = _OPEN[word][1] if word in _OPEN else _BY_COUNTER.get(word, "")
    return Decision(kind, "", 0) if kind else None


def _last_sign(desk: Desk, place: Place, found: Found) -> Decision | None:
    word = place.item.classifier
    kind = _BY_COUNTER.get(word[-1:], "") if word else ""
    return Decision(kind, "", 0) if kind else None


def _other(desk: Desk, place: Place, found: Found) -> Decision | None:
    return Decision("other", "", 0)


KINDS = (
    Decider("kind-not-counted", _covered, ("", ""), ""),
    Decider("kind-of-share", _share, ("化解率达[98%]", "rate"), "化解纠纷[98件]"),
    Decider("kind-of-unit", _unit, ("罚款[12万元]", "money"), "罚款[12件]"),
    Decider("kind-of-views", _views, ("视频播放量[3万次]", "person-time"), "播放视频[30次]"),
    Decider("kind-of-times", _times, ("同比增长[2倍]", "change"), "同比增长[2件]"),
    Decider("kind-per-head", _per_head, ("万人行政诉讼发案率降至[1.27件]", "rate"), "行政诉讼[12件]"),
    Decider("kind-of-rules", _made_rules, ("修订管理制度[9项]", "document"), "办理服务事项[9项]"),
    Decider("kind-shown", _shown, ("公示行政许可[27条]", "copy"), "提出意见[27条]"),
    Decider("kind-of-noun", _noun, ("建成法治文化广场[4个]", "place"), "办理[4件]"),
    Decider("kind-of-same", _same_as, ("清理规范性文件40件,保留[31件]", "document"), "清理规范性文件40件,保留[31条]"),
    Decider("kind-in-topic", _in_topic, ("发放普法扑克[3000张]", "copy"), "发放营业执照[3000张]"),
    Decider("kind-of-counter", _counter, ("办理[4件]", "matter"), "办理[4%]"),
    Decider("kind-of-last-sign", _last_sign, ("检查[4网次]", "occasion"), "检查[4件]"),
    Decider("kind-other", _other, ("得到[4哈]", "other"), "检查[4件]"),
)  # fmt: skip
