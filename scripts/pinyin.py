"""The table of readings by which the search finds Chinese words typed in pinyin, taken from pypinyin (MIT License).

    pip install pypinyin==0.55.0
    python scripts/pinyin.py      # write dashi_kg/site/finding/pinyin.tsv and its licence

One line a character of GB 2312: the character and its readings without tones, ``ü`` as ``v``, the usual one first. Further readings
are taken where at least three phrases of the library have them: 调 is tiao and diao, 解 is jie, though it can be xie.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from importlib.metadata import distribution
from pathlib import Path

PACKAGE, VERSION = "pypinyin", "0.55.0"
OUT = Path(__file__).resolve().parent.parent / "dashi_kg" / "site" / "finding"
LEAST = 3  # phrases in which a further reading occurs
HEAD = f"""\
# Characters of GB 2312 and their readings in pinyin, without tones, ü as v, the usual one first.
# From the dictionaries of {PACKAGE} {VERSION} (https://github.com/mozillazg/python-pinyin).
# MIT License: pinyin.LICENSE.txt. Changed: tones taken off, rare readings left out (scripts/pinyin.py).
"""


def plain(reading: str) -> str:
    """
    >>> plain("lüè"), plain("tiáo")
    ('lve', 'tiao')
    """
    signs = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(sign for sign in signs if sign.isascii() and sign.isalpha())


def characters() -> list[str]:
    """The Chinese characters of GB 2312 (rows 16 to 87)."""
    found = []
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.append(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return sorted(found)


def readings() -> dict[str, list[str]]:
    """Character → its readings, the usual one first."""
    from pypinyin.phrases_dict import phrases_dict  # type: ignore[import-not-found,unused-ignore]
    from pypinyin.pinyin_dict import pinyin_dict  # type: ignore[import-not-found,unused-ignore]

    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, spoken in phrases_dict.items():
        if len(phrase) == len(spoken):
            for character, reading in zip(phrase, spoken, strict=True):
                heard[character][plain(reading[0])] += 1
    found = {}
    for character in characters():
        known = [plain(reading) for reading in pinyin_dict[ord(character)].split(",")]
        more = sorted(r for r, n in heard[character].items() if n >= LEAST and r in known)
        found[character] = [r for r in dict.fromkeys([known[0], *more]) if r]
    return found


def main() -> None:
    package = distribution(PACKAGE)
    assert package.version == VERSION, f"wanted {PACKAGE} {VERSION}, found {package.version}"
    licence = next(path for path in package.files or () if path.name == "LICENSE.txt")
    rows = "".join(f"{one}\t{' '.join(said)}\n" for one, said in readings().items())
    (OUT / "pinyin.tsv").write_text(HEAD + rows, encoding="utf-8")
    (OUT / "pinyin.LICENSE.txt").write_text(licence.read_text(), encoding="utf-8")
    print(f"{rows.count(chr(10))} characters")


if __name__ == "__main__":
    main()
