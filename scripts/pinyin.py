"""The table of readings of Chinese characters, taken from pypinyin (MIT License).

    pip install pypinyin==0.55.0
    python scripts/pinyin.py           # write dashi_kg/text/pinyin.tsv and its licence

A line a syllable: the syllable without its tone, a tab, the characters that are read so where they stand alone. Behind them, a
line a phrase of two or three characters whose reading differs from that: the syllables with blanks between, a tab, the phrase.
"""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import distribution
from pathlib import Path

VERSION = "0.55.0"
OUT = Path(__file__).resolve().parent.parent / "dashi_kg" / "text" / "pinyin.tsv"
HEAD = f"""\
# Readings of Chinese characters without tones, from pypinyin {VERSION} (https://github.com/mozillazg/python-pinyin, MIT License).
# Made by scripts/pinyin.py: a syllable and the characters that are read so; then the phrases that are read otherwise.
"""
CHARACTERS = range(0x4E00, 0x9FA6)


def main() -> None:
    from pypinyin import lazy_pinyin  # type: ignore[import-not-found,unused-ignore]
    from pypinyin.constants import PHRASES_DICT  # type: ignore[import-not-found,unused-ignore]

    package = distribution("pypinyin")
    assert package.version == VERSION, f"wanted pypinyin {VERSION}, found {package.version}"

    def read(words: str) -> list[str]:
        return [syllable.replace("v", "ü") for syllable in lazy_pinyin(words, errors="ignore")]

    alone: dict[str, str] = {}
    for character in map(chr, CHARACTERS):
        if found := read(character):
            alone[character] = found[0]
    by_syllable: defaultdict[str, list[str]] = defaultdict(list)
    for character, syllable in alone.items():
        by_syllable[syllable].append(character)
    phrases = {}
    for phrase in PHRASES_DICT:
        if 2 <= len(phrase) <= 3 and all(character in alone for character in phrase):
            syllables = read(phrase)
            if len(syllables) == len(phrase) and syllables != [alone[character] for character in phrase]:
                phrases[phrase] = " ".join(syllables)
    rows = [f"{syllable}\t{''.join(found)}\n" for syllable, found in sorted(by_syllable.items())]
    rows += [f"{syllables}\t{phrase}\n" for phrase, syllables in sorted(phrases.items())]
    OUT.write_text(HEAD + "".join(rows), encoding="utf-8")
    licence = next(path for path in package.files or () if path.name == "LICENSE.txt")
    OUT.with_name("pinyin.LICENSE.txt").write_text(licence.read_text(), encoding="utf-8")
    print(f"{len(alone)} characters, {len(phrases)} phrases, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
