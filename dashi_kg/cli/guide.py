"""What the help of a command says beside its options: what it does in a line, in Chinese, with examples and exit codes."""

from __future__ import annotations

from typing import NamedTuple

import click

from dashi_kg.cli.options import lang_option
from dashi_kg.cli.spoken import Command, Option
from dashi_kg.language import Both

_DONE = Both("0 完成", "0 done")
_ERROR = Both("2 可以改正的错误", "2 an error that you can correct")
_LEFT_OUT = Both("1 有略过（--keep-going）", "1 some were left out (--keep-going)")


class Guide(NamedTuple):
    """``short``: a line for the list of commands; ``zh``: what the command does (English is its docstring);
    ``examples``: command lines, each with what it does; ``codes``: exit codes."""

    short: Both
    zh: str
    examples: tuple[tuple[str, Both], ...]
    codes: tuple[Both, ...] = (_DONE, _ERROR)


_JSON = Both("JSON", "JSON")
_NOTHING = Both("", "")
GUIDES = {
    "outline": Guide(
        Both("列出报告的提纲", "the headings of a report, with what each part is for"),
        "列出报告的提纲：标题、作用、位置。文件可以是文本、网页、DOCX、PDF、文件夹、通配符，或 -（标准输入）。",
        (
            ("outline report.txt", Both("一份报告", "one report")),
            ("outline pages/ -f json", Both("一批，JSON", "many, as JSON")),
        ),
    ),
    "extract": Guide(
        Both("列出从报告读出的条目", "the items read from a report, with their places"),
        "列出从报告读出的条目，每条都带原文和原文位置。解读文件里保存的更正一并生效。",
        (
            ("extract report.txt --explain", Both("原文与规则对照", "text and rules side by side")),
            ("extract report.docx -f json", _JSON),
        ),
    ),
    "build": Guide(
        Both("生成一份或成千份报告的图谱", "the graph of a report, or of thousands"),
        "生成一份报告的图谱；多份则并行生成语料文件夹，中断后可以接着做。",
        (
            ("build report.txt -o report.ttl", Both("一份报告", "one report")),
            ("build pages/ -o corpus", Both("一批报告", "a corpus")),
        ),
        (
            Both("0 全部读到", "0 all read"),
            Both("1 有未读的文件", "1 some files were refused"),
            _ERROR,
            Both("130 中断，可以继续", "130 stopped, can go on"),
        ),
    ),
    "spark": Guide(
        Both("在 Apache Spark 上读取更多报告", "read more reports than one machine can, on Apache Spark"),
        "在 Apache Spark 上读取一台机器读不完的报告（需要 Spark 3.5 以上、Java 17）。",
        (("spark build pages/ lake", _NOTHING),),
    ),
    "coverage": Guide(
        Both("收录了哪个机关、哪一年的报告", "which body's report of which year was collected"),
        "列出收录了哪个机关、哪一年的报告。未收录不等于没有公开。",
        (
            ("coverage corpus", Both("一览表", "the table")),
            ("coverage dist -f csv -o coverage.csv", Both("CSV", "CSV")),
        ),
    ),
    "validate": Guide(
        Both("规则检查：按 SHACL 规则检查报告", "check reports against the rules (SHACL)"),
        "规则检查：按 SHACL 规则检查报告或 RDF，逐条说明结果、该做什么、由谁来做。",
        (
            ("validate report.txt", Both("一份报告", "one report")),
            ("validate dist --lang en -f html -o checked.html", Both("英文网页", "a page in English")),
        ),
        (Both("0 没有错误", "0 no errors"), Both("1 有错误", "1 errors found"), _ERROR),
    ),
    "publish": Guide(
        Both("把报告发布成网站和数据", "publish reports as a site and data"),
        "把报告发布成一个文件夹：图谱、表格、网站、校验和。新的写完以后才换下旧的。",
        (
            ("publish -o dist", Both("随附的报告", "the bundled reports")),
            (
                "publish pages/ -o dist --keep-going",
                Both("一批，略过不能收录的", "many, leaving out what cannot be included"),
            ),
        ),
        (Both("0 全部收录", "0 all are included"), _LEFT_OUT, _ERROR),
    ),
    "verify": Guide(
        Both("完整性核验：引文、摘要、校验和", "recompute quotes, digests and checksums"),
        "完整性核验：重新计算发布包里的每条引文、每个摘要和校验和。",
        (("verify dist", _NOTHING),),
        (Both("0 全部相符", "0 everything matches"), Both("1 有不符", "1 something does not"), _ERROR),
    ),
    "query": Guide(
        Both("查询：预设问题和 SPARQL", "saved questions and SPARQL"),
        "查询：回答一个预设问题，或执行 SPARQL。",
        (
            ("query --list", Both("有哪些问题", "which questions there are")),
            ("query open-disputes --data dist", Both("查询发布包", "ask a release")),
            ("query -e 'SELECT * { ?r a fz:Report }' -f csv", Both("SPARQL", "SPARQL")),
        ),
    ),
    "export": Guide(
        Both("导出成表格、树、数据立方体等", "export as tables, trees, a data cube and more"),
        "把数据导出成别的格式：表格、树、数据立方体、NIF 等。",
        (
            ("export --list", Both("有哪些格式", "which formats there are")),
            ("export dist -f xlsx -o figures.xlsx", Both("工作簿", "a workbook")),
            ("export pages/ -f csv --keep-going", Both("一批报告", "many reports")),
        ),
        (_DONE, _LEFT_OUT, _ERROR),
    ),
    "review": Guide(
        Both("人工核对：接受、更正、驳回条目", "a page to accept, correct or reject items"),
        "人工核对一份报告：在网页里点开每处原文的条目，接受、更正、驳回或补充。",
        (
            ("review report.txt --serve", Both("在本机的网页里核对", "on a page on this machine")),
            (
                "review report.txt --check",
                Both("列出对不上的更正和原因", "list corrections that no longer fit, with the reason"),
            ),
        ),
        (
            _DONE,
            Both("1 有对不上的更正（--check）", "1 some corrections no longer fit (--check)"),
            _ERROR,
        ),
    ),
    "load": Guide(
        Both("载入三元组数据库，并核对", "load into a triple store, with proof"),
        "把数据载入三元组数据库：先载入暂存图，一次换上，再取回比对。",
        (
            (
                "load http://localhost:3030/kg dist --store fuseki -n",
                Both("只说明将做什么", "only say what would be done"),
            ),
            ("load http://localhost:7878 dist --store oxigraph", _NOTHING),
        ),
        (_DONE, Both("1 取回的不同", "1 what came back differs"), _ERROR),
    ),
    "unload": Guide(
        Both("移除 dashi-kg 载入的内容", "remove what was loaded, nothing else"),
        "只移除 dashi-kg 载入的内容。",
        (("unload http://localhost:7878 --store oxigraph", _NOTHING),),
    ),
    "serve": Guide(
        Both("提供网站和 SPARQL 查询（只读）", "serve the site and SPARQL, read-only"),
        "通过 HTTP 提供网站、IRI 解引用和 SPARQL 查询，只读。",
        (
            ("serve dist", Both("发布包", "a release")),
            ("serve pages/ --keep-going", Both("报告", "reports")),
            ("serve --endpoint http://localhost:7878/query --port 8080", Both("SPARQL 端点", "an endpoint")),
        ),
        (Both("0 已停止", "0 stopped"), _ERROR),
    ),
    "completion": Guide(
        Both("命令行的补全脚本", "completion script for a shell"),
        "输出命令行的补全脚本。",
        (
            ("completion bash > ~/.local/share/bash-completion/completions/dashi-kg", Both("bash", "bash")),
            ("completion fish > ~/.config/fish/completions/dashi-kg.fish", Both("fish", "fish")),
        ),
    ),
}
# of commands below a command
INNER = {
    "spark build": Guide(
        Both("生成全部报告的图谱和表", "graph and tables of all documents"),
        "在 Spark 上读取全部文件，写出图谱和表，按省和年度分开；中断后可以接着做，再次运行只读新的文件。",
        (
            ("spark build pages/ lake", Both("用本机全部处理器", "all processors here")),
            ("spark build documents.parquet lake --master spark://host:7077", Both("一个集群", "a cluster")),
        ),
        (Both("0 全部读到", "0 all read"), Both("1 有未读的文件", "1 some files were refused"), _ERROR),
    ),
}
_ALL = Guide(
    _NOTHING,
    "读取法治政府建设年度报告，发布为关联数据；每个条目都指向报告原文的确切位置。",
    (
        ("publish -o dist", Both("发布", "publish")),
        ("serve dist", Both("打开网站", "open the site")),
        ("COMMAND --help", Both("某个命令的说明", "the help of a command")),
    ),
    (
        _DONE,
        Both("1 检查有错误、核验不符或有略过", "1 errors, mismatches, or something was left out"),
        _ERROR,
        Both("130 中断", "130 interrupted"),
    ),
)


def with_guide(command: click.Command, name: str = "") -> click.Command:
    """The command with its guide in its help, and the options ``--help`` and ``--lang``."""
    assert isinstance(command, Command)
    guide = GUIDES.get(name) or INNER.get(name, _ALL)
    command.words = Both(guide.zh, command.words.en)
    command.short_words = guide.short
    command.examples = Both(_examples(guide, "zh"), _examples(guide, "en"))
    if not any(p.name == "lang" for p in command.params):
        command = lang_option(command)
        command.params[-1].expose_value = False
    words = Both("显示本说明。", "Show this message and exit.")
    return click.help_option("-h", "--help", cls=Option, help=words)(command)


def _examples(guide: Guide, lang: str) -> str:
    width = max(len(line) for line, _ in guide.examples)
    lines = [f"  dashi-kg {line:<{width}}  {words.said(lang)}".rstrip() for line, words in guide.examples]
    codes = ("；" if lang == "zh" else "; ").join(code.said(lang) for code in guide.codes)
    head, tail = ("例：", f"退出码：{codes}。") if lang == "zh" else ("Examples:", f"Exit codes: {codes}.")
    return "\n".join(["\b", head, *lines, "", tail])
