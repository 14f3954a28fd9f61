"""The labels of a second hand stand for numbers that exist, in keys of the closed lists, and agree as the page says."""

from __future__ import annotations

import csv

from evaluation.labels import TEXTS, split


def test_two_hands_agree_as_the_page_says() -> None:
    labelled = {text.name.partition("/")[2]: text.numbers for text in split("dev")}
    with (TEXTS.parent / "second_hand.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    pairs = [(labelled[row["text"]][int(row["n"]) - 1], row) for row in rows]
    assert len(pairs) == 200
    shares = (
        sum(row["topic"] in (one.topic, *one.alt) for one, row in pairs) / len(pairs),
        sum(row["kind"] == one.kind for one, row in pairs) / len(pairs),
        sum(row["stage"] == one.stage for one, row in pairs) / len(pairs),
    )
    page = (TEXTS.parent / "README.md").read_text(encoding="utf-8")
    assert "agree on {:.2f} of the topics, {:.2f} of the kinds, {:.2f} of the stages".format(*shares) in page
