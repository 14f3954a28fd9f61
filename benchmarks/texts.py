"""Reports to measure with: sentences of our own, made from a seed, in every style of numbering.

``python -m benchmarks.texts FOLDER COUNT`` writes them. The same number gives the same text on every machine; a body
reports once a year. Places are those of the table of divisions; the figures are dice.
"""

from __future__ import annotations

import random
import sys
from functools import cache
from pathlib import Path

from dashi_kg.knowledge.divisions import table
from dashi_kg.resources import data_dir

SHORTEST, LONGEST = 2_000, 15_000  # code points
YEARS = (2020, 2021, 2022, 2023, 2024)
_CHINESE = ("", *"一二三四五六七八九")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
# marks of parts, of points in a part, of items in a point
STYLES = (
    ("{zh}、", "（{zh}）", "{n}."),
    ("{zh}、", "({zh})", "{n}、"),
    ("第{zh}部分 ", "{zh}、", "（{zh}）"),
    ("{zh}、", "{n}.", "（{n}）"),
    ("{n}. ", "{m}.{n} ", "{circled}"),
    ("{zh}、", "（{zh}）", "{zh}是"),
    ("", "", ""),
)
_DONE = (
    "开展执法培训{a}期，参训{b}余人次", "受理行政复议案件{a}件，办结{a}件，办结率100%", "排查矛盾纠纷{b}起，化解{a}起",
    "印发普法资料{b}份", "审查规范性文件{a}件，提出意见{b}条", "组织行政执法人员参加考试{c}次，合格率9{c}.{d}%",
    "建成法治文化阵地{a}处", "召开法治建设专题会议{c}次", "办理行政诉讼案件{a}件，其中败诉{c}件", "行政机关负责人出庭应诉{a}件，出庭率达到9{d}%",
    "办理法律援助案件{b}件，同比增长{d}.{c}%", "公开政府信息{b}条", "调解案件{b}件，调解成功率9{c}%", "作出行政处罚决定{b}件",
    "取消证明事项{a}项，保留{c}项", "聘请法律顾问{c}名，参与重大决策{a}次", "培养“法律明白人”{b}名", "开展执法案卷评查{c}次，评查案卷{a}卷",
    "接待群众咨询{b}人次", "办结信访事项{a}件，按期办结率{d}{c}%", "减免费用{a}.{c}万元", "组织领导干部学法{c}次，覆盖{a}人",
)  # fmt: skip
_PROSE = (
    "坚持把法治建设摆在全局工作的突出位置，与经济社会发展同部署、同推进、同督促、同考核", "健全完善工作制度，压实工作责任",
    "深入学习贯彻习近平法治思想，切实履行推进法治建设第一责任人职责", "严格落实行政执法公示、执法全过程记录、重大执法决定法制审核三项制度",
    "持续优化法治化营商环境，让企业和群众办事更加便利", "坚持和发展新时代“枫桥经验”，努力把矛盾化解在基层", "加大重点领域执法力度，维护群众切身利益",
)  # fmt: skip
_HEADS = (
    "强化学习引领", "依法全面履行职能", "严格规范公正文明执法", "多元化解矛盾纠纷", "深入开展普法宣传", "推进政务公开",
    "完善依法行政制度体系", "加强对权力的监督", "提升公共法律服务水平", "夯实基层法治基础",
)  # fmt: skip
_PROBLEMS = (
    "执法力量不足，专业人员偏少", "法治宣传形式单一，针对性不强", "个别干部法治意识不强", "信息化水平有待提高", "部门协同机制不够健全",
)  # fmt: skip
_PLANS = (
    "加强执法人员培训，充实执法力量", "创新普法宣传形式，增强针对性", "完善行政复议工作机制", "推进矛盾纠纷多元化解", "加快信息化建设",
)  # fmt: skip


@cache
def places() -> tuple[str, ...]:
    """Prefectures and counties whose name no other has, sorted."""
    rows = table(data_dir() / "reference")
    return tuple(sorted(name for name in rows.upper_names if len(name) > 2 and len(rows.named(name)) == 1))


def _numeral(number: int) -> str:
    """1 to 99: 一, 十二, 二十三; then from the beginning."""
    tens, ones = divmod(number % 100, 10)
    return f"{_CHINESE[tens] if tens > 1 else ''}{'十' if tens else ''}{_CHINESE[ones]}"


def length_of(number: int) -> int:
    """The code points that the text of a number has at least: most are short, a few long."""
    return SHORTEST + int((LONGEST - SHORTEST) * random.Random(f"length {number}").random() ** 2 * 0.97)


def text(number: int, length: int | None = None, density: float | None = None) -> str:
    """The report of a number.

    Args:
        number: from 0; decides body, year, style and every sentence.
        length: code points that it has at least (default: :func:`length_of`).
        density: how much of the points are sentences with figures, 0 to 1 (default: by the number, 0.3 to 0.8).
    """
    dice = random.Random(f"text {number}")
    bodies = places()
    body = f"{bodies[number % len(bodies)]}人民政府"
    year = YEARS[number // len(bodies) % len(YEARS)]
    style = STYLES[number % len(STYLES)]
    wanted = length or length_of(number)
    share = density if density is not None else 0.3 + dice.random() / 2

    def mark(level: int, at: int, within: int = 0) -> str:
        circled = _CIRCLED[at % len(_CIRCLED)]
        return style[level].format(zh=_numeral(at + 1), n=at + 1, m=within + 1, circled=circled)

    def done() -> str:
        figures = {
            "a": dice.randint(2, 90),
            "b": dice.randint(10, 900) * 10,
            "c": dice.randint(2, 9),
            "d": dice.randint(1, 9),
        }
        return dice.choice(_DONE).format(**figures)

    def sentence() -> str:
        if dice.random() > share:
            return f"{dice.choice(_PROSE)}。"
        return f"{'；'.join(done() for _ in range(dice.randint(1, 4)))}。"

    ending = [
        f"{mark(0, 1)}存在的问题和不足",
        *(f"{mark(1, at, 1)}{words}。" for at, words in enumerate(dice.sample(_PROBLEMS, 3))),
        f"{mark(0, 2)}{year + 1}年工作打算",
        *(f"{mark(1, at, 2)}{words}。" for at, words in enumerate(dice.sample(_PLANS, 3))),
    ]
    lines = [
        f"发布日期：{year + 1}-0{dice.randint(1, 3)}-1{dice.randint(0, 9)}",
        f"{body}{year}年度法治政府建设情况报告",
        f"{year}年，{body}坚持依法行政，推进法治政府建设。现将有关情况报告如下：",
        f"{mark(0, 0)}{year}年法治政府建设的主要举措和成效",
    ]
    total = sum(map(len, lines)) + sum(map(len, ending))
    point = 0
    while total < wanted:
        line = f"{mark(1, point)}{_HEADS[point % len(_HEADS)]}。{sentence()}{sentence()}"
        items = [f"{mark(2, at, point)}{sentence()}" for at in range(dice.randint(0, 3))]
        made = [line + "".join(items)] if style[2].endswith("是") else [line, *items]
        lines += made
        total += sum(map(len, made)) + len(made)
        point += 1
    return "\n".join([*lines, *ending]) + "\n"


def write(folder: Path, count: int, length: int | None = None, density: float | None = None) -> list[Path]:
    """Write the first ``count`` texts, a hundred a folder; files that are there stay."""
    files = []
    for number in range(count):
        file = folder / f"{number // 100:03d}" / f"{number:05d}.txt"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text(number, length, density), encoding="utf-8")
        files.append(file)
    return files


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
