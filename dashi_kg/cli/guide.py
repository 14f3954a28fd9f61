"""What the help of a command says beside its options: in Chinese, with examples and exit codes."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc

import click

_DONE = "0 完成 done"
_ERROR = "2 可以改正的错误 an error that you can mend"


@dataclass(frozen=True, slots=True)
class Guide:
    """``zh``: what the command does; ``examples``: command lines, each with what it does; ``codes``: exit codes."""

    zh: str
    examples: tuple[tuple[str, str], ...]
    codes: tuple[str, ...] = (_DONE, _ERROR)


GUIDES = {
    "outline": Guide(
        "列出报告的提纲:标题、作用、偏移。文件可以是文本、网页、DOCX、PDF、文件夹、通配符,或 - (标准输入)。",
        (("outline report.txt", "一份 one report"), ("outline pages/ -f json", "一批,JSON many, as JSON")),
    ),
    "extract": Guide(
        "列出从报告里读到的事实,每条带原文位置。",
        (
            ("extract report.txt --explain", "原文与规则对照 text and rules side by side"),
            ("extract report.docx -f json", "JSON"),
        ),
    ),
    "build": Guide(
        "生成一份报告的图谱;多份则并行生成语料文件夹,中断后可以接着做。",
        (
            ("build report.txt -o report.ttl", "一份 one report"),
            ("build pages/ -o corpus", "一批 a corpus"),
        ),
        (
            "0 全部读到 all read",
            "1 有未读的文件 some files were refused",
            _ERROR,
            "130 中断,可以继续 stopped",
        ),
    ),
    "coverage": Guide(
        "哪个机关、哪一年有报告。未见不等于没有。",
        (("coverage corpus", "一览 the table"), ("coverage dist -f csv -o coverage.csv", "CSV")),
    ),
    "validate": Guide(
        "按 SHACL 约束校验报告或 RDF。",
        (
            ("validate report.txt", "一份报告 one report"),
            ("validate dist --lang en -f html -o checked.html", "网页 a page"),
        ),
        ("0 符合 conforms", "1 不符合 does not", _ERROR),
    ),
    "publish": Guide(
        "把报告发布成一个文件夹:图谱、表格、网站、校验和。新的完整以后才换下旧的。",
        (
            ("publish -o dist", "随附的报告 the reports that come along"),
            (
                "publish pages/ -o dist --keep-going",
                "一批,略过读不了的 many, leaving out what cannot be read",
            ),
        ),
        ("0 全部收录 all are in it", "1 有略过 some were left out (--keep-going)", _ERROR),
    ),
    "verify": Guide(
        "重新计算发布目录里的每条引文、每个摘要和校验和。",
        (("verify dist", ""),),
        ("0 全部相符 everything matches", "1 有不符 something does not", _ERROR),
    ),
    "query": Guide(
        "问一个已存的问题,或用 SPARQL 查询。",
        (
            ("query --list", "有哪些问题 which questions there are"),
            ("query open-disputes --data dist", "问发布的数据 of a release"),
            ("query -e 'SELECT * { ?r a fz:Report }' -f csv", "SPARQL"),
        ),
    ),
    "export": Guide(
        "把数据写成别的格式:树、表格、数据立方体、NIF 等。",
        (
            ("export --list", "有哪些格式 which formats there are"),
            ("export dist -f xlsx -o figures.xlsx", "工作簿 a workbook"),
            ("export pages/ -f csv --keep-going", "一批报告 many reports"),
        ),
        (_DONE, "1 有略过 some were left out (--keep-going)", _ERROR),
    ),
    "review": Guide(
        "核对一份报告:网页里点开每处原文的事实,接受、更正、否决或补充。",
        (
            ("review report.txt --serve", "在本机的网页里核对 in a page on this machine"),
            ("review report.txt --check", "列出失锚的更正 orphaned corrections"),
        ),
        (_DONE, "1 有失锚的更正 orphaned corrections (--check)", _ERROR),
    ),
    "load": Guide(
        "把数据载入三元组数据库:先载入暂存图,一次换上,再取回比对。",
        (
            ("load http://localhost:3030/kg dist --store fuseki -n", "只看不做 only say what would be done"),
            ("load http://localhost:7878 dist --store oxigraph", ""),
        ),
        (_DONE, "1 取回的不同 what came back differs", _ERROR),
    ),
    "unload": Guide(
        "只移除 dashi-kg 载入的内容。",
        (("unload http://localhost:7878 --store oxigraph", ""),),
    ),
    "serve": Guide(
        "通过 HTTP 提供网站、IRI 解引用和 SPARQL 查询,只读。",
        (
            ("serve dist", "发布目录 a release"),
            ("serve pages/ --keep-going", "报告 reports"),
            ("serve --endpoint http://localhost:7878/query --port 8080", "SPARQL 端点 an endpoint"),
        ),
        ("0 已停止 stopped", _ERROR),
    ),
    "completion": Guide(
        "输出命令补全脚本。",
        (
            ("completion bash > ~/.local/share/bash-completion/completions/dashi-kg", "bash"),
            ("completion fish > ~/.config/fish/completions/dashi-kg.fish", "fish"),
        ),
    ),
}
_ALL = Guide(
    "读取法治政府建设年度报告,发布为关联数据;每条事实都指向报告原文的确切位置。",
    (
        ("publish -o dist", "发布 publish"),
        ("serve dist", "打开网站 open the site"),
        ("COMMAND --help", "某个命令的说明 the help of a command"),
    ),
    (
        _DONE,
        "1 不符合、不相符或有略过 does not conform, does not match, or something was left out",
        _ERROR,
        "130 中断 interrupted",
    ),
)


def with_guide(command: click.Command, name: str = "") -> click.Command:
    """The command with its guide in its help, and the option ``--help`` in both languages."""
    guide = GUIDES.get(name, _ALL)
    command.help = f"{guide.zh}\n\n{cleandoc(command.help or '')}"
    width = max(len(line) for line, _ in guide.examples)
    lines = [f"  dashi-kg {line:<{width}}  {words}".rstrip() for line, words in guide.examples]
    codes = "; ".join(guide.codes)
    command.epilog = "\n".join(["\b", "例 Examples:", *lines, "", f"退出码 Exit codes: {codes}."])
    return click.help_option("-h", "--help", help="显示本说明 Show this message and exit.")(command)
