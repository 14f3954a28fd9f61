"""A change of the text changes what it says, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from dashi_kg.model import Extraction, Source
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text


def test_one_digit_changes_that_observation_and_nothing_else(dashi: Source, read: Extraction) -> None:
    changed = extract(from_text(dashi.text.replace("开展各类宣传活动50余次", "开展各类宣传活动70余次")))
    for field in ("bodies", "posts", "places", "relations", "measures", "citations", "events", "mechanisms",
                  "problems", "plan_items", "not_statistics", "outline", "metadata"):  # fmt: skip
        assert getattr(changed, field) == getattr(read, field), field
    different = [(a, b) for a, b in zip(read.observations, changed.observations, strict=True) if a != b]
    assert [a.id for a, _ in different] == ["o16"]
    before, after = different[0]
    assert after.value == after.min_exclusive == 70
    assert replace(after, value=before.value, min_exclusive=before.min_exclusive) == before


def test_a_sentence_that_moves_keeps_its_facts_and_moves_its_anchors(dashi: Source, read: Extraction) -> None:
    sentence = (
        "推行非现场执法和移动执法,加大视频监控、仪器定点监测等技术手段运用力度,扩大覆盖面,减少执法盲区。"
    )
    target = "目前街道共有"
    assert dashi.text.count(sentence) == dashi.text.count(target) == 1
    moved_text = dashi.text.replace(sentence, "").replace(target, sentence + target)
    moved = extract(from_text(moved_text))
    assert len(moved.source.text) == len(dashi.text)

    def facts(found: Extraction) -> list[tuple[str, ...]]:
        quote = found.source.quote
        rows = [
            ("o", quote(o.span), str(o.value), o.counted, o.qualifier, o.period.key)
            for o in found.observations
        ]
        rows += [("m", quote(m.span)) for m in found.measures]
        rows += [("k", quote(k.span), k.name) for k in found.mechanisms]
        rows += [("p", quote(p.span)) for p in (*found.problems, *found.plan_items)]
        return sorted(rows)

    assert facts(moved) == facts(read)
    old = next(k for k in read.mechanisms if k.name == "非现场执法和移动执法")
    new = next(k for k in moved.mechanisms if k.name == old.name)
    assert new.span.start - old.span.start == moved_text.index(sentence) - dashi.text.index(sentence)
