"""Coverage-guided fuzzing of the reader: ``python -m fuzz.reader -max_total_time=3600 CORPUS``.

Whatever bytes come in, the reader answers with facts or with one error of ours; every span lies in the text, every
quote is what the text says there, and the sections tile it. Needs ``atheris`` (``pip install atheris``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["dashi_kg"]):
    from dashi_kg.errors import DashiError
    from dashi_kg.model import Extraction, Mention, Section, Span
    from dashi_kg.reader.extract import extract
    from dashi_kg.source.read import decode


def spans(value: Any) -> Iterator[Span]:
    """Every span anywhere in a value of the model."""
    if not is_dataclass(value):
        return
    for field in fields(value):
        inner = getattr(value, field.name)
        for item in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(item, Span):
                yield item
            elif is_dataclass(item):
                yield from spans(item)


def mentions(value: Any) -> Iterator[Mention]:
    """Every mention anywhere in a value of the model."""
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            for item in inner if isinstance(inner, tuple) else (inner,):
                if isinstance(item, Mention):
                    yield item
                elif is_dataclass(item):
                    yield from mentions(item)


def check(found: Extraction) -> None:
    """What must hold of every extraction."""
    text = found.source.text
    for span in spans(found):
        assert 0 <= span.start <= span.end <= len(text), span
    for mention in mentions(found):
        assert found.source.quote(mention.span), mention
    for o in found.observations:
        assert o.number_span is None or o.span.contains(o.number_span), o
        assert o.counted.strip(), o
    tile(found.outline)


def tile(section: Section) -> None:
    """The extents of the children follow each other without a gap, up to the end of their section."""
    for one, other in zip(section.children, section.children[1:], strict=False):
        assert one.extent.end == other.extent.start, (one.number, other.number)
    if section.children:
        assert section.children[-1].extent.end == section.extent.end
    for child in section.children:
        tile(child)


FRAME = "仁和镇人民政府2023年度法治政府建设情况报告\n2023年,仁和镇推进依法行政,建设法治政府。\n一、主要举措和成效\n(一)有关工作。"


def one_input(data: bytes) -> None:
    """One input: as a file, and as words inside a report."""
    try:
        source = decode(data, name="fuzz")
    except DashiError as error:
        assert str(error)
    else:
        check(extract(source))
    words = data.decode("utf-8", "ignore")
    try:
        source = decode((FRAME + words).encode("utf-8"), name="fuzz")
    except DashiError:
        return
    check(extract(source))


def main() -> None:
    """Run libFuzzer with its own options."""
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
