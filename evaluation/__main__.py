"""``python -m evaluation``: scores of the extractor beside two baselines, by field; every miss on request."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from dashi_kg.reader.facets.weighed import FILES
from evaluation import baseline, by_rule, learn, learn_edges, peer
from evaluation.labels import Labelled, split
from evaluation.predict import Answer, ours
from evaluation.score import FIELDS, Score, Tally, score

FLOOR = Path(__file__).parent / "floor.json"
RESULTS = Path(__file__).parent / "RESULTS.md"
RULES = Path(__file__).parent / "RULES.tsv"
MEASURED = Path(__file__).parent.parent / "dashi_kg" / "reader" / "facets" / "measured.tsv"
EDGES = MEASURED.parent.parent / "counted" / "edges.tsv"
SPLITS = ("dev", "test")


@click.command()
@click.option(
    "--misses/--no-misses",
    default=True,
    help="列出开发集的每处失误 · list every miss of the development split",
)
@click.option("--show-test", is_flag=True, help="也列出测试集的失误 · list those of the test split too")
@click.option(
    "--by-rule",
    "rules",
    is_flag=True,
    help="把每条规则的准确率写入 RULES.tsv · write the precision of each rule",
)
@click.option(
    "--learn",
    "learning",
    is_flag=True,
    help="由开发集重新学习各 weights.tsv 和 edges.tsv · learn the weights for topics, kinds and stages, and for where counted words begin and end, anew from the development split",
)
@click.option(
    "--held-out",
    metavar="TEXTS",
    help="由其余文本学习，对这些文本的主题、种类、环节计分 · learn facets from all other texts of dev, score these: “p2101-p2150 r131-r134”",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · print JSON")
@click.option("--record", is_flag=True, help="把分数记为下限 · record the scores as the floor")
@click.option("--results", metavar="DATE", help="把结果表写入 RESULTS.md · write the table, with this date")
def main(
    misses: bool,
    show_test: bool,
    rules: bool,
    learning: bool,
    held_out: str | None,
    as_json: bool,
    record: bool,
    results: str | None,
) -> None:
    """评测读取程序：每个字段的准确率、召回率和 F1。 Score the extractor, field by field."""
    if learning:
        EDGES.write_text(
            learn_edges.table(learn_edges.learned(learn_edges.cases(split("dev")))), encoding="utf-8"
        )
        learn_edges.read_anew()
        # with the edges of the rules: those that were learned from these very texts are better here than elsewhere
        with learn_edges.by_rules_alone():
            tables = learn.tables(split("dev"))
        for facet, weights in tables.items():
            FILES[facet].write_text(weights, encoding="utf-8")
        return
    if held_out:
        known, unseen = parted(split("dev"), held_out)
        with learn_edges.by_rules_alone(), learn.with_weights(learn.tables(known)):
            found = score(unseen, ours)
        found.tallies = {  # nothing else is learned without these texts
            n: t if n in (*FILES, "quantity kind") else Tally() for n, t in found.tallies.items()
        }
        click.echo(table({held_out: found}, {}))
        return
    if rules:
        # the edges of counted words were learned from dev: each text of it is read with what the others teach
        counts = {
            "dev": by_rule.by_rule(learn_edges.each_unseen(split("dev"))),
            "test": by_rule.by_rule(split("test")),
        }
        RULES.write_text(by_rule.rows(counts), encoding="utf-8")
        # the reader knows its rules by the texts that rules may be written for, never by the others
        with learn.by_rules_alone():  # and not by the weights that were learned from these very texts
            MEASURED.write_text(
                by_rule.deciders(by_rule.by_rule(learn_edges.each_unseen(split("dev")))), encoding="utf-8"
            )
        return
    scores = {name: score(split(name), ours) for name in SPLITS}
    extractors: dict[str, Callable[[Labelled], Answer]] = {"regex": baseline.regex}
    if library := peer.library():
        extractors["jionlp"] = partial(peer.jionlp, jio=library)
    else:
        click.echo(
            "jionlp 未安装，不作比较 · jionlp is not installed and is left out: pip install jionlp", err=True
        )
    others = {
        kind: {name: score(split(name), answer) for name in SPLITS} for kind, answer in extractors.items()
    }
    if record:
        FLOOR.write_text(json.dumps(floor(scores), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = table(scores, others)
    if results:
        RESULTS.write_text(page(text, results, scores), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(floor(scores), ensure_ascii=False, indent=1))
        return
    if misses:
        for name in SPLITS if show_test else SPLITS[:1]:
            for where, field, words in scores[name].misses:
                click.echo(f"{where}\t{field}\t{words}")
    click.echo(text)


def parted(texts: list[Labelled], hand: str) -> tuple[list[Labelled], list[Labelled]]:
    """The texts of other hands, and those of this one (:func:`evaluation.learn.of_hand`)."""
    return [t for t in texts if not learn.of_hand(t, hand)], [t for t in texts if learn.of_hand(t, hand)]


def floor(scores: dict[str, Score]) -> dict[str, dict[str, float]]:
    """F1 of each field and split, in percent with two decimals."""
    return {
        name: {
            field: round(found.tallies[field].f1 * 100, 2) for field in FIELDS if found.tallies[field].wanted
        }
        for name, found in scores.items()
    }


def table(scores: dict[str, Score], others: dict[str, dict[str, Score]]) -> str:
    """The table of all fields in Markdown: our precision, recall and F1, and each baseline's F1."""
    lines = []
    for name, found in scores.items():
        if not any(tally.wanted for tally in found.tallies.values()):
            continue  # a split without texts
        lines += [
            f"**{name}**", "",
            "| 字段 field | n | P | R | F1 |" + "".join(f" {kind} F1 |" for kind in others),
            "|---|---|---|---|---|" + "---|" * len(others),
        ]  # fmt: skip
        for field in FIELDS:
            tally = found.tallies[field]
            if not tally.wanted and not tally.given:
                continue  # no labels of it in this split
            cells = [
                field,
                str(tally.wanted),
                f"{tally.precision:.3f}",
                f"{tally.recall:.3f}",
                f"**{tally.f1:.3f}**",
            ]
            for other in others.values():
                known = other[name]
                read = field in known.offered and known.tallies[field].given
                cells.append(f"{known.tallies[field].f1:.3f}" if read else "–")
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)


def page(text: str, day: str, scores: dict[str, Score]) -> str:
    """The page of results."""
    counts = ", ".join(f"{name} {len(split(name))}" for name in scores)
    return (
        "# 评测结果 Results of the evaluation\n\n"
        f"{day}; Python {sys.version_info.major}.{sys.version_info.minor}; texts: {counts}. "
        "How scores are counted: [README.md](README.md).\n\n" + text
    )


if __name__ == "__main__":
    main()
