"""Which texts cost more than their length? ``python -m fuzz.growth [--shard 0 --of 8] [--seconds 240]``.

Two or three tokens of the language of reports, repeated over a paragraph, for all pairs and as many triples as there is time for. A unit
whose paragraph of 6,000 characters takes long for its length is read at 1,000 and 8,000 as well, and told where the ratio is beyond
what a linear reader has: what is found belongs into ``tests/test_linear.py``. Times of the processor, least of several.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import time

from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text
from fuzz.targets import FRAME

TOKENS = (
    *"0一十万件人元年月日%‰第个条项(（)《》“”、,。;:.-—/|〔〕号[]和与及等共占率不未由对将在为的\n\t ",
    "5件", "1,234", "10.5%", "一是", "2023年", "3月", "1-6月", "三分之一", "百分之五", "第1", "人次", "案件", "受理", "办结", "同比", "增长", "下降", "其中",
    "分别", "达到", "办法", "条例", "局", "政府", "镇", "区", "县", "市", "委员会", "牵头", "没有", "存在", "问题", "不足", "下一步", "计划", "完成", "推进",
    "举办", "培训", "次", "场", "名", "余", "近", "超过", "以上", "至", "累计", "全年", "上年", "同期", "较", "比", "提高", "百分点", "(一)", "1.", "①", "首先",
    "行政复议", "应诉", "行政处罚", "重大", "决策", "合法性审查", "法治", "张三", "主任", "书记", "组织", "开展", "关于", "印发", "通知", "责任", "落实", "村", "社区",
)  # fmt: skip
USUAL, SHORT, LONG = 6_000, 1_000, 8_000  # characters
AT_MOST = 14.0  # of LONG to SHORT; a linear reader has 8 and what a start costs less
SLOW = 3.0  # times the median of what was read so far
ROUNDS = 3


def cost(unit: str, length: int) -> float:
    """Seconds of the processor that a report takes with the unit repeated over so many characters."""
    source = from_text(f"{FRAME}{(unit * length)[:length]}。\n")
    begin = time.process_time()
    extract(source)
    return time.process_time() - begin


def units(shard: int, of: int) -> itertools.chain[str]:
    """The units of a shard: all single tokens and pairs in an order by the dice, then triples without end."""
    pairs = [*TOKENS, *(a + b for a, b in itertools.product(TOKENS, repeat=2))]
    random.Random(8).shuffle(pairs)
    dice = random.Random(f"triples {shard}")
    return itertools.chain(pairs[shard::of], ("".join(dice.choices(TOKENS, k=3)) for _ in itertools.count()))


def main() -> None:
    """Search for some time, and print what grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shard", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=240)
    given = parser.parse_args()
    cost("一是", USUAL)  # patterns are compiled by now
    begin, usual, tried = time.process_time(), list[float](), 0
    for unit in units(given.shard, given.of):
        if time.process_time() - begin > given.seconds:
            break
        tried += 1
        usual.append(cost(unit, USUAL))
        if usual[-1] > SLOW * statistics.median(usual[-200:]):
            least, most = (min(cost(unit, length) for _ in range(ROUNDS)) for length in (SHORT, LONG))
            told = "GROWS" if most / least > AT_MOST else "slow"
            print(f"{told} {unit!r}: {most / least:.1f} times, {least:.3f} and {most:.3f} s", flush=True)
    print(f"{tried} units", flush=True)


if __name__ == "__main__":
    main()
