"""A folder of many files for the tests of corpora: good reports of our own sentences, and files that are none."""

from __future__ import annotations

import random
from pathlib import Path

_PLACES = (
    "合川区", "平江县", "株洲市", "番禺区", "临桂区", "浏阳市", "攸县",
)  # fmt: skip
_DEPARTMENTS = ("司法局", "应急管理局", "人民政府")  # few, so that a hundred files are more than four years
_MEASURES = (
    "开展执法培训{a}期,参训{b}余人次", "受理行政复议案件{a}件,办结{a}件,办结率100%", "排查矛盾纠纷{b}起,化解{a}起", "印发普法资料{b}份",
    "审查规范性文件{a}件,提出意见{b}条", "组织行政执法人员参加考试{a}次,合格率9{c}.{c}%", "建成法治文化阵地{a}处", "召开法治建设专题会议{c}次",
)  # fmt: skip
_PROBLEMS = ("执法力量不足", "法治宣传形式单一", "个别干部法治意识不强", "信息化水平有待提高")
_PLANS = ("加强执法人员培训", "创新普法宣传形式", "完善行政复议工作机制", "推进矛盾纠纷多元化解")

BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "error.html": "<html><head><title>404</title></head><body><h1>404 页面不存在</h1><a href='/'>返回首页</a></body></html>".encode(),
    "zip.docx": b"PK\x03\x04 not a document",
    "scan.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    "news.txt": "本地新闻:今天天气晴朗,气温二十度。\n".encode(),
    "garbled.txt": "法治(fǎ)建設(shè)報(bào)告?。ㄒ唬?".encode() * 60,
}  # fmt: skip


def text(place: str, department: str, year: int, seed: int) -> str:
    """One report: the same arguments give the same text."""
    dice = random.Random(f"{place}{department}{year}{seed}")
    issuer = place + department

    def numbers() -> dict[str, int]:
        return {"a": dice.randint(2, 90), "b": dice.randint(10, 900) * 10, "c": dice.randint(2, 9)}

    done = [words.format(**numbers()) for words in dice.sample(_MEASURES, 5)]
    lines = [
        f"发布日期:{year + 1}-0{dice.randint(1, 3)}-1{dice.randint(0, 9)}",
        f"{issuer}{year}年度法治政府建设情况报告",
        f"{year}年,{issuer}坚持依法行政,推进法治政府建设。现将有关情况报告如下:",
        f"一、{year}年法治政府建设的主要举措和成效",
        *(
            f"({mark}){head}。{words}。"
            for mark, head, words in zip(
                "一二三四五", ("强化学习", "依法履职", "规范执法", "化解纠纷", "普法宣传"), done, strict=True
            )
        ),
        "二、存在的不足",
        f"{dice.choice(_PROBLEMS)}。{dice.choice(_PROBLEMS)}。",
        f"三、{year + 1}年工作打算",
        f"{dice.choice(_PLANS)}。{dice.choice(_PLANS)}。",
    ]
    return "\n".join(lines) + "\n"


def make(folder: Path, good: int, bad: int) -> dict[str, int]:
    """Write ``good`` reports (in three encodings, text and HTML) and ``bad`` files, some duplicates among the good.

    Returns:
        How many files of each status the summary must show.
    """
    folder.mkdir(parents=True, exist_ok=True)
    combos = [(p, d, y) for y in (2021, 2022, 2023, 2024) for p in _PLACES for d in _DEPARTMENTS]
    wanted = {"read": 0, "refused": 0, "duplicate": 0, "other-version": 0}
    words_before = b""
    told: set[tuple[str, str, int]] = set()
    for number in range(good):
        place, department, year = combos[number % len(combos)]
        seed = number // len(combos)
        words = text(place, department, year, seed)
        name = f"{number % 10}/{number:04d}"
        path = folder / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        if number % 25 == 24:  # the one before, once more
            path.write_bytes(words_before)
            wanted["duplicate"] += 1
            continue
        data = words.encode("gb18030" if number % 3 == 1 else "utf-16" if number % 3 == 2 else "utf-8")
        if number % 7 == 3:
            body = "".join(f"<p>{line}</p>\n" for line in words.splitlines())
            path = path.with_suffix(".html")
            data = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><div class='nav'><a href='/'>首页</a></div>{body}</body></html>".encode()
        path.write_bytes(data)
        words_before = data if path.suffix == ".txt" else words.encode("utf-8")
        wanted["other-version" if (place, department, year) in told else "read"] += 1
        told.add((place, department, year))
    names = sorted(BAD)
    for number in range(bad):
        name = names[number % len(names)]
        path = folder / "bad" / f"{number:03d}-{name}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(BAD[name])
        wanted["refused"] += 1
    (folder / "a folder.txt").mkdir(exist_ok=True)
    return wanted
