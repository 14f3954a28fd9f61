"""The command line as a user meets it: help, exit codes, one-line errors, pipes and terminals."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click
import pytest
import rdflib

from dashi_kg.cli import cli, releasing
from dashi_kg.cli.guide import GUIDES
from dashi_kg.cli.spoken import Command, Option
from dashi_kg.files import RELEASE_MARKS, Progress
from dashi_kg.language import said
from dashi_kg.pipeline import build
from dashi_kg.publishing import swap
from dashi_kg.publishing.release import Release
from dashi_kg.publishing.verify import verify
from dashi_kg.settings import DEFAULT_BASE
from tests import corpus_make
from tests.commands import ENV, apart, data_read_once, on_a_terminal, run
from tests.conftest import REPORT, REPORT_DIR, ROOT
from tests.many import in_one
from tests.once import data_release, short_vocabulary

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    with data_read_once():
        yield


def refused(*args: object, stdin: bytes = b"", cwd: Path = ROOT, **env: str) -> str:
    """The one line of an error with exit code 2."""
    done = run(*args, stdin=stdin, cwd=cwd, **env)
    words = done.stderr.decode()
    assert done.returncode == 2, (done.returncode, words, done.stdout[:300])
    assert "Traceback" not in words
    assert words.startswith("dashi-kg: "), words
    assert words.count("\n") == 1, words
    assert done.stdout == b""
    return words


# ------------------------------------------------------------------ help


@in_one("name", sorted(cli.commands))
def test_every_command_explains_itself_in_both_languages(name: str) -> None:
    done = run(name, "--help", "--lang", "en")
    words = done.stdout.decode()
    assert done.returncode == 0
    assert words.startswith(f"Usage: dashi-kg {name}")
    assert not HAN.search(words), "Chinese in the English help"
    zh = run(name, "--help", "--lang", "zh").stdout.decode()
    assert zh.startswith(f"用法：dashi-kg {name}")
    # what is left in Latin letters are names, commands and values, no sentences of English
    assert not re.search(r"[A-Za-z]{2,}(?: [a-z]{2,}){4,}", zh), zh
    for parameter in cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert isinstance(parameter, Option), parameter
            assert HAN.search(parameter.words.zh) and not HAN.search(parameter.words.en), parameter


def test_the_list_of_commands_is_short_and_whole() -> None:
    words = run("-h").stdout.decode()
    for name in cli.commands:
        assert f"\n  {name} " in words
    assert "..." not in words.replace("[ARGS]...", ""), "a summary is cut off"


def test_without_a_command_the_help_is_shown_as_it_is() -> None:
    done = run()
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr == run("-h").stdout


@in_one("name", sorted(cli.commands))
def test_the_short_help_option_serves_every_command(name: str) -> None:
    assert run(name, "-h").stdout == run(name, "--help").stdout
    command = cli.commands[name]
    assert isinstance(command, Command)
    assert HAN.search(command.short_words.zh) and not HAN.search(command.short_words.en)


@in_one("name", sorted(cli.commands))
def test_an_unknown_option_is_refused_by_every_command(name: str) -> None:
    assert f"dashi-kg {name} --help" in refused(name, "--nonsense")


@in_one(
    ("args", "zh", "en"),
    [
        (["bogus"], "没有命令 bogus。用法见", "No such command 'bogus'"),
        (["serve", "--bogus"], "没有选项 --bogus，是不是 --host、", "No such option '--bogus'"),
        (["build", "a", "--formt", "nt"], "没有选项 --formt，是不是 --format？用法见", "--format"),
        (["serve", "--port", "x"], "--port 的值“x”不是整数", "Invalid value for '--port'"),
        (["build", "a", "-j", "0"], "-j / --jobs 的值 0 不在 1<=x<=512 的范围内", "not in the range"),
        (["build", "a", "-f", "turtel"], "的值不能是“turtel”", "is not one of"),
        (["build"], "缺少参数 REPORTS", "Missing argument"),
        (["load", "http://x"], "缺少选项 --store，请用其中之一：oxigraph、", "Missing option"),
        (["export", "-f"], "选项 -f 后面缺少值", "requires an argument"),
        (["serve", "a", "b"], "多出的参数：b", "unexpected extra argument"),
        (["serve", "a", "--endpoint", "http://x"], "只能给一个", "not several"),
    ],
    ids=str,
)
def test_wrong_usage_is_told_in_the_language_that_is_asked_for(args: list[str], zh: str, en: str) -> None:
    name = "" if args[0] == "bogus" else f" {args[0]}"
    line = refused(*args, "--lang", "zh") if args[-1] != "-f" else refused(*args, LC_ALL="zh_CN.UTF-8")
    assert zh in line, line
    assert line.endswith(f"用法见 dashi-kg{name} --help。\n")
    line = refused(*args, LC_ALL="en_GB.UTF-8")
    assert en in line, line
    assert not HAN.search(line)
    assert line.endswith(f" See dashi-kg{name} --help.\n")


def test_every_command_has_a_guide_whose_examples_can_be_parsed() -> None:
    assert set(GUIDES) == set(cli.commands)
    for name, guide in GUIDES.items():
        assert re.search(r"[\u4e00-\u9fff]", guide.zh) and guide.examples and guide.codes
        for line, _ in guide.examples:
            called, *words = shlex.split(line.partition(" > ")[0])
            assert called == name
            with cli.make_context("dashi-kg", [called, *words]) as top:
                cli.commands[name].make_context(name, words, parent=top)


def test_version() -> None:
    from dashi_kg import __version__

    assert run("--version").stdout.decode().strip() == f"dashi-kg, version {__version__}"


def test_an_unknown_command_suggests_the_nearest() -> None:
    assert "'publish'" in refused("pubish")
    assert "--format" in refused("build", REPORT_DIR, "--formt", "nt")
    assert "'turtle'" in refused("build", REPORT_DIR, "--format", "turtel")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert b"_DASHI_KG_COMPLETE" in done.stdout
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not on this machine")
    check = subprocess.run([shell, "-n"], input=done.stdout, capture_output=True, check=False)
    assert check.returncode == 0, check.stderr


def test_the_shell_is_offered_commands_and_options() -> None:
    def offered(words: str, position: int) -> str:
        done = run(
            _DASHI_KG_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(position)
        )  # what the script of bash asks for
        assert b"Traceback" not in done.stderr
        return done.stdout.decode()

    assert "plain,validate" in offered("dashi-kg v", 1)
    assert "plain,--fail-on" in offered("dashi-kg validate --f", 2)
    assert "plain,markdown" in offered("dashi-kg query --format m", 3)


# ------------------------------------------------------------------ formats


@pytest.mark.parametrize("command", ["outline", "extract"])
def test_what_the_reader_saw_as_text_and_json(command: str) -> None:
    text = run(command, REPORT).stdout.decode()
    assert (
        "开展各类宣传活动50余次" if command == "extract" else "二、2023年度法治政府建设的主要举措和成效"
    ) in text
    document = json.loads(run(command, REPORT, "-f", "json").stdout)
    assert "2741" in json.dumps(document) or command == "outline"


@pytest.mark.parametrize(
    ("form", "theirs"),
    [("turtle", "turtle"), ("trig", "trig"), ("nt", "nt"), ("nq", "nquads"), ("jsonld", "json-ld")],
)
def test_build_writes_each_syntax(form: str, theirs: str, short: Path) -> None:
    done = run("build", short, "--format", form)
    assert done.returncode == 0
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=done.stdout.decode(), format=theirs)
    wanted = {q.triple for q in build(short, DEFAULT_BASE).quads}
    assert len({(s, p, o) for s, p, o, _ in dataset.quads()}) == len(wanted) > 500


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "new" / "report.nq"
    out.parent.mkdir()
    assert run("build", REPORT_DIR, "-f", "nq", "-o", out).returncode == 0
    first = out.read_bytes()
    assert refused("build", tmp_path / "missing.txt", "-f", "nq", "-o", out)
    assert out.read_bytes() == first
    assert [p.name for p in out.parent.iterdir()] == ["report.nq"]


@pytest.mark.parametrize("command", [("build", REPORT_DIR), ("validate",)], ids=lambda c: c[0])
def test_an_output_that_is_no_file_stays_what_it_is(command: tuple[object, ...], tmp_path: Path) -> None:
    # a run by root once put a file in the place of the device named by -o
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    with (tmp_path / "got").open("wb") as got:
        reader = subprocess.Popen(["cat", str(fifo)], stdout=got)
        done = run(*command, "-o", fifo)
        reader.wait(600)
    assert done.returncode == 0, done.stderr
    assert fifo.is_fifo()
    assert (tmp_path / "got").read_bytes() == run(*command).stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["got", "pipe"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.nq").symlink_to(tmp_path / "real.nq")
    for _ in range(2):  # to a file that does not exist yet, and to one that does
        assert run("build", REPORT_DIR, "-f", "nq", "-o", tmp_path / "link.nq").returncode == 0
        assert (tmp_path / "link.nq").is_symlink()
        assert (tmp_path / "real.nq").stat().st_size > 1_000_000


def test_the_written_file_and_standard_output_are_the_same(tmp_path: Path) -> None:
    assert run("build", REPORT_DIR, "-o", tmp_path / "a.ttl").stdout == b""
    assert (tmp_path / "a.ttl").read_bytes() == run("build", REPORT_DIR).stdout
    assert oct((tmp_path / "a.ttl").stat().st_mode & 0o777) == oct(0o666 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_validate_formats_and_languages() -> None:
    zh = run("validate", "--lang", "zh").stdout.decode()
    en = run("validate", "--lang", "en").stdout.decode()
    assert zh != en
    assert "10" in zh and "S12" in zh and "S12" in en
    json.loads(run("validate", "-f", "json").stdout)
    report = rdflib.Graph().parse(data=run("validate", "-f", "turtle").stdout.decode(), format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert (None, sh.conforms, rdflib.Literal(False)) in report  # SHACL 3.6: any result, even an info
    assert run("validate", "-f", "html").stdout.decode().startswith("<!doctype html>")


def test_to_keep_going_means_the_same_in_every_command() -> None:
    options = [
        (name, p)
        for name, one in cli.commands.items()
        for command in (one, *getattr(one, "commands", {}).values())
        for p in command.params
        if "--keep-going" in p.opts
    ]
    assert {name for name, _ in options} == {"build", "spark", "validate", "publish", "export", "serve"}
    assert len({p.words for _, p in options}) == 1
    assert "exit code is then 1" in options[0][1].words.en


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_fail_on(level: str, code: int) -> None:
    assert run("validate", "--fail-on", level).returncode == code


def test_validate_a_file_that_does_not_conform() -> None:
    bad = next((ROOT / "tests" / "shapes" / "s06-value-has-unit").glob("invalid-*.ttl"))
    done = run("validate", bad)
    assert done.returncode == 1
    assert b"S06" in done.stdout


def test_query_formats(tmp_path_factory: pytest.TempPathFactory) -> None:
    ask = ("query", "--data", data_release(tmp_path_factory, DEFAULT_BASE), "problems-without-plan", "-f")
    rows = list(csv.reader(io.StringIO(run(*ask, "csv").stdout.decode())))
    assert len(rows) == 7
    assert len(json.loads(run(*ask, "json").stdout)["results"]["bindings"]) == 6
    assert run(*ask, "tsv").stdout.startswith(b"?problem\t")
    assert run(*ask, "markdown").stdout.startswith(b"| problem |")
    assert b"<sparql" in run(*ask, "xml").stdout
    assert run("query", "-e", "ASK { ?s a fz:Report }").stdout == b"true\n"
    assert b"fz:Report" in run("query", "-e", "CONSTRUCT WHERE { ?s a fz:Report }").stdout
    assert run("query", "-", stdin=b"SELECT (1 AS ?x) {}", cwd=ROOT).stdout.split()[0] == b"x"


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize("command", ["outline", "extract", "build"])
@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        ("法治政府\0建设".encode(), "NUL"),
        (b"\x83\x65\x83\x58\x83\x67\xff\xfe\x81", "UTF-8"),
        (b"\xed\xa0\x80", "UTF-8"),
    ],
    ids=["empty", "binary", "nul", "encoding", "surrogate"],
)
def test_bad_text_is_refused_in_one_line(command: str, data: bytes, cause: str, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(data)
    line = refused(command, file)
    assert cause in line, line
    assert str(file) in line


def test_a_text_that_is_no_report_gives_no_facts(tmp_path: Path) -> None:
    file = tmp_path / "poem.txt"
    file.write_text("床前明月光,疑是地上霜。\n举头望明月,低头思故乡。\n", encoding="utf-8")
    done = run("extract", file, "-f", "json")
    if done.returncode == 0:
        assert b"warning" in done.stderr
        assert json.loads(done.stdout)["observations"] == []
    else:
        assert done.returncode == 2


def test_gb18030_is_read(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(REPORT.read_text(encoding="utf-8").encode("gb18030"))
    done = run("extract", file, "-f", "json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["observations"]) == 31


@pytest.mark.parametrize(
    "args",
    [("outline",), ("extract",), ("build",), ("validate",), ("query", "-e", "ASK {}", "--data"), ("publish",),
     ("verify",)],
    ids=lambda a: a[0],
)  # fmt: skip
def test_a_missing_file_is_named(args: tuple[str, ...], tmp_path: Path) -> None:
    assert "nowhere" in refused(*args, tmp_path / "nowhere.ttl", cwd=tmp_path)


def test_bad_rdf_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text("<a> <b> <c> .\n<a> <b> oops .\n", encoding="utf-8")
    assert f"{file}: line 2" in refused("validate", file)
    (tmp_path / "data.docx").write_bytes(b"PK")
    assert "a damaged ZIP archive or DOCX" in refused("validate", tmp_path / "data.docx")
    (tmp_path / "empty").mkdir()
    assert "neither reports nor RDF" in refused("validate", tmp_path / "empty")


def test_a_folder_that_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    assert "release" in refused("verify", tmp_path)
    assert "no statement of a rule-of-law report" in refused("publish", tmp_path, "-o", tmp_path / "dist")
    # a folder with other things in it is not written over
    line = refused("publish", "-o", tmp_path)
    assert str(tmp_path) in line
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "x"


def test_a_broken_release_is_exit_code_1(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shutil.copytree(data_release(tmp_path_factory, DEFAULT_BASE), tmp_path / "dist")
    assert run("verify", tmp_path / "dist").returncode == 0
    file = tmp_path / "dist" / "dashi-kg.nt"
    file.write_bytes(file.read_bytes().replace(b"508", b"509"))
    done = run("verify", tmp_path / "dist")
    assert done.returncode == 1
    assert b"dashi-kg.nt" in done.stdout


def test_bad_settings(tmp_path: Path) -> None:
    assert "base" in refused("build", REPORT_DIR, "--base", "not an iri").lower()
    assert "base" in refused("build", REPORT_DIR, DASHI_KG_BASE="ftp//x").lower()
    (tmp_path / "dashi-kg.toml").write_text("base = [\n", encoding="utf-8")
    assert "dashi-kg.toml" in refused("build", REPORT_DIR, cwd=tmp_path)
    (tmp_path / "dashi-kg.toml").write_text('bse = "https://example.org/"\n', encoding="utf-8")
    assert "bse" in refused("build", REPORT_DIR, cwd=tmp_path)
    (tmp_path / "dashi-kg.toml").write_bytes(b"\xff\xfe")
    assert "dashi-kg.toml" in refused("validate", cwd=tmp_path)


@pytest.mark.parametrize(
    "base", ["", "http://[x/", "http://a b/", "https://例子.example/", "//x/", "https://x/?q"]
)
def test_a_base_that_is_no_base(base: str) -> None:
    assert refused("build", REPORT_DIR, "--base", base).startswith("dashi-kg: --base: ")


def test_the_base_of_the_config_file_is_used(tmp_path: Path) -> None:
    (tmp_path / "dashi-kg.toml").write_text('base = "https://example.org/x"\n', encoding="utf-8")
    words = run("build", REPORT_DIR, "-f", "nt", cwd=tmp_path).stdout.decode()
    assert "<https://example.org/x/report/" in words
    assert DEFAULT_BASE not in words


def test_bad_questions(tmp_path: Path) -> None:
    (tmp_path / "any.ttl").write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    query = partial(refused, "query", "--data", tmp_path / "any.ttl")
    assert "problems-without-plan" in refused("query", "problem-without-plan")
    assert "not a SPARQL query" in query("-e", "SELECT WHERE")
    for text in (
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { serVice <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ):
        assert "SERVICE" in query("-e", text)
    assert "an update (DROP), not a query" in query("-e", "DROP ALL")
    assert "no.rq: no such file" in refused("query", "no.rq")
    assert "not both" in refused("query", "problems-without-plan", "-e", "ASK {}")
    assert "FROM" in query("-e", "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }")
    assert "--list" in refused("query", "zzzz")


def test_a_query_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    text = 'SELECT ("中文" AS ?x) {}'
    (tmp_path / "any.ttl").write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    query = ("query", "--data", tmp_path / "any.ttl")
    assert "中文" in apart(*query, "-", stdin=text.encode(), PYTHONIOENCODING="gbk").stdout.decode()
    assert "UTF-8" in refused(*query, "-", stdin=text.encode("gbk"))
    (tmp_path / "q.rq").write_bytes(text.encode("gbk"))
    assert "q.rq: the query is not UTF-8" in refused(*query, tmp_path / "q.rq")
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    assert "中文" in run(*query, tmp_path / "q.rq").stdout.decode()
    # an empty expression is an empty query, and does not wait for standard input
    assert "not a SPARQL query" in refused(*query, "-e", "", stdin=b"ASK {}")


needs_full = pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no /dev/full")


@pytest.mark.parametrize(
    "args",
    [("build", REPORT_DIR), ("outline", REPORT), ("extract", REPORT), ("validate", "--fail-on", "note"),
     ("query", "--list"), ("query", "open-disputes"), ("--help",), ("completion", "bash")],
    ids=lambda a: "-".join(map(str, a[::2])).split("/")[0],
)  # fmt: skip
@needs_full
def test_a_full_disk_is_an_error_in_one_line(args: tuple[object, ...]) -> None:
    done = run(*args, to=Path("/dev/full"))
    _one_line_about_space(done)


def _one_line_about_space(done: subprocess.CompletedProcess[bytes]) -> None:
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"space" in done.stderr.lower()
    assert done.stderr.count(b"\n") == 1


@needs_full
def test_a_full_disk_is_no_second_error_when_the_process_ends() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dashi_kg", "--help"],
            stdout=full, stderr=subprocess.PIPE, env=ENV, cwd=ROOT, check=False,
        )  # fmt: skip
    _one_line_about_space(done)


def test_a_folder_in_the_place_of_the_output(tmp_path: Path) -> None:
    assert str(tmp_path) in refused("build", REPORT_DIR, "-o", tmp_path)
    assert str(tmp_path) in refused("validate", "-o", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["outline", "extract"])
def test_a_folder_in_the_place_of_a_text(command: str, tmp_path: Path) -> None:
    assert "no report in this folder" in refused(command, tmp_path)
    assert "no report in this folder" in refused("build", tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [("bad.ttl", b'<a> <b> "x', 1), ("bad.nq", b"<a:a> <a:b> <a:c> .\nx y z .\n", 2), ("bad.jsonld", b'{"a":', 1),
     ("bad.trig", b"@prefix x: <a> .\n\nx:a x:b }", 3), ("utf8.ttl", b'<a> <b> "\xff\xfe" .', 1)],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_every_bad_syntax_names_the_line(name: str, data: bytes, line: int, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    for command in (("validate",), ("query", "-e", "ASK {}", "--data")):
        assert f"{file}: line {line}: not " in refused(*command, file)


def test_verify_of_a_damaged_list_of_checksums(tmp_path: Path) -> None:
    sums = tmp_path / "SHA256SUMS"
    for data, cause in (
        (b"\xff\xfe\n", "not a checksum line"),
        (b"0" * 64 + b"  ../outside.txt\n", "points out of the folder"),
        (b"0" * 64 + b"  gone.txt\n", "missing"),
    ):
        sums.write_bytes(data)
        done = run("verify", tmp_path)
        assert done.returncode == 1
        assert cause in done.stdout.decode()
        assert b"Traceback" not in done.stderr


def test_publish_wants_what_is_there(tmp_path: Path) -> None:
    assert "no such folder" in refused("publish", tmp_path / "nowhere", "-o", tmp_path / "dist")
    (tmp_path / "poem.txt").write_text("床前明月光,疑是地上霜。\n", encoding="utf-8")
    assert "no statement of" in refused("publish", tmp_path / "poem.txt", "-o", tmp_path / "dist")
    assert [p.name for p in tmp_path.iterdir()] == ["poem.txt"]


@pytest.fixture
def few() -> Iterator[None]:
    with short_vocabulary():
        yield


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A report of some lines, where nothing hangs on what it says."""
    file = tmp_path / "short" / "report.txt"
    file.parent.mkdir()
    file.write_text(corpus_make.text("合川区", "司法局", 2022, 0), encoding="utf-8")
    return file


@pytest.mark.usefixtures("few")
def test_publish_takes_a_single_report_and_is_quiet_in_a_pipe(tmp_path: Path, short: Path) -> None:
    done = run("publish", short, "-o", tmp_path / "dist", "--no-site", "--keep-going")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("Published: ")
    assert run("verify", tmp_path / "dist").returncode == 0


@pytest.mark.usefixtures("few")
def test_publish_keeps_going_when_told_to(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "dist"
    for year, words in ((2021, b""), (2022, corpus_make.text("合川区", "司法局", 2022, 0).encode())):
        (data / "cn-500117-sfj" / str(year)).mkdir(parents=True)
        (data / "cn-500117-sfj" / str(year) / "source.txt").write_bytes(words)
    bad = data / "cn-500117-sfj" / "2021" / "source.txt"
    assert f"dashi-kg: {bad}: the file is empty" in refused("publish", data, "-o", out, "--no-site")
    assert not out.exists()
    done = run("publish", data, "-o", out, "--no-site", "--keep-going")
    assert done.returncode == 1
    assert f"dashi-kg: left out: {bad}: the file is empty" in done.stderr.decode()
    assert "Left out: 1 report\n" in done.stdout.decode()
    assert run("verify", out).returncode == 0


def test_an_unwritable_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "file" in refused("build", REPORT_DIR, "-o", tmp_path / "file" / "x.ttl")
    assert "file" in refused("publish", "-o", tmp_path / "file" / "dist")


# ------------------------------------------------------------------ pipes and terminals


@pytest.fixture(scope="module")
def long_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data whose rows are more than a pipe holds."""
    file = tmp_path_factory.mktemp("long") / "long.nt"
    file.write_text("".join(f"<urn:s{n}> <urn:p> <urn:o{n}> .\n" for n in range(6000)))
    return file


@pytest.mark.parametrize("stream", [">&-", "2>&-", "<&-"])
def test_a_closed_stream_gives_no_traceback(stream: str, long_table: Path) -> None:
    command = (
        f"{sys.executable} -m dashi_kg query -f csv -e 'SELECT * {{ ?s ?p ?o }}' --data {long_table} {stream}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=ENV, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""


@pytest.mark.parametrize(
    "args",
    ["build data/reports/cn-500117007-office/2023", "query -e 'SELECT * {{ ?s ?p ?o }}' --data {0}",
     "validate -f turtle {0}", "-h"],
)  # fmt: skip
def test_a_closed_pipe_is_no_error(args: str, long_table: Path) -> None:
    command = f"{sys.executable} -m dashi_kg {args.format(long_table)} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=ENV, cwd=ROOT, check=False)
    assert done.stderr == b""
    assert done.stdout.splitlines()[-1] == b"0"


@pytest.mark.usefixtures("few")
def test_publish_shows_progress_on_a_terminal(tmp_path: Path, short: Path) -> None:
    line = ("publish", short, "--no-site", "-o", tmp_path / "dist")
    code, shown = on_a_terminal(*line, of=("errors_to",), TERM="xterm")
    assert code == 0
    assert b"writing" in shown


def interruptible(*args: object, before: str = "") -> subprocess.Popen[bytes]:
    """The command in a process whose SIGINT is its own, also where the tests run in the background, which ignores it."""
    code = f"""
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
{before}
from dashi_kg.__main__ import main
main()
"""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("build {0}/in -o {0}/in", "the output file is the file that is read"),
        ("build {0}/in/a.txt -o {0}/in/a.txt", "the output file is the file that is read"),
        ("export {0}/in/a.ttl -f nt -o {0}/in/a.ttl", "the output file is the file that is read"),
        ("validate {0}/in/a.ttl -o {0}/in/a.ttl", "the output file is the file that is read"),
        ("query -e ASK{{}} --data {0}/in/a.ttl -o {0}/new/a.csv", "no such folder"),
        ("export -f csv -o {0}/new/a.csv", "no such folder"),
        ("build {0}/in/a.txt -o {0}/new/a.ttl", "no such folder"),
    ],
)
def test_nothing_is_written_over_what_is_read_or_into_folders_that_are_not_there(
    tmp_path: Path, line: str, words: str
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "a.ttl"):
        (tmp_path / "in" / name).write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    assert words in refused(*line.format(tmp_path).split())
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.ttl", "a.txt", "b.txt", "in"]


def test_a_value_that_is_nowhere_in_the_data_is_told() -> None:
    told = "nowhere in the data"
    line = ("query", "compare-indicator", "-f", "csv", "-p")
    assert told in run(*line, "indicator=ind:none").stderr.decode()
    assert told not in run(*line, "indicator=ind:publicity-events").stderr.decode()


def test_no_text_speaks_to_a_terminal(tmp_path: Path) -> None:
    file = tmp_path / "甲\x1b]0;x\x07.txt"
    file.write_text(
        "仁和镇2023年法治政府建设情况报告\n一、举措\x1b[31m红\u202e\n开展检查3次。\n", encoding="utf-8"
    )
    for line in (["outline", file], ["extract", file], ["outline", tmp_path / "\x1b[2J\udcb7.txt"]):
        code, told = on_a_terminal(*line)
        assert b"\x1b" not in told and "\u202e" not in told.decode()
        assert ("仁和镇" in told.decode()) == (code == 0)


def test_an_interrupt_leaves_no_traceback(tmp_path: Path) -> None:
    fifo = tmp_path / "query.rq"
    os.mkfifo(fifo)
    process = interruptible("query", fifo)
    with fifo.open("wb"):  # opens when the command does, which then waits for the query
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == 130, errors
    assert errors.decode().strip() == "dashi-kg: interrupted"


def test_an_interrupted_publish_leaves_nothing_behind(tmp_path: Path, short: Path) -> None:
    halting = """
from dashi_kg import pipeline
publish = pipeline.publish
def tell(step, done=0, total=0):
    if step.en.startswith("writing"):
        print(step.en, flush=True)
        sys.stdin.read()  # until the signal comes
pipeline.publish = lambda *args, **options: publish(*args, **{**options, "progress": tell})
"""
    process = interruptible("publish", short, "-o", tmp_path / "dist", before=halting)
    assert process.stdout
    assert b"dashi-kg.ttl" in process.stdout.readline()
    assert {p.name.rpartition(".")[0] for p in tmp_path.iterdir() if p.is_dir()} == {
        "",
        ".dist.new",
        ".dist.work",
    }
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130, errors
    assert errors.decode().strip() == "dashi-kg: interrupted"
    assert list(tmp_path.iterdir()) == [short.parent]


def _at_step(name: str, interrupt: Callable[[], None], patch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def progress() -> Iterator[Progress]:
        yield lambda step, done=0, total=0: interrupt() if name in said(step) else None

    patch.setattr(releasing, "progress", progress)


def _around(
    owner: object, name: str, interrupt: Callable[[], None], patch: pytest.MonkeyPatch, after: bool
) -> None:
    real = getattr(owner, name)

    def wrapped(*args: object, **options: object) -> object:
        if not after:
            interrupt()
        done = real(*args, **options)
        if after:
            interrupt()
        return done

    patch.setattr(owner, name, wrapped)


MOMENTS: dict[str, Callable[[Callable[[], None], pytest.MonkeyPatch], None]] = {
    "checking": lambda now, patch: _at_step("checking", now, patch),
    "writing": lambda now, patch: _at_step("writing the catalogue", now, patch),
    "before the exchange": lambda now, patch: _around(swap, "_exchanged", now, patch, after=False),
    "after the exchange": lambda now, patch: _around(swap, "_exchanged", now, patch, after=True),
    "before it is said": lambda now, patch: _around(Release, "summary", now, patch, after=False),
}  # fmt: skip


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("moment", sorted(MOMENTS))
def test_whenever_the_interrupt_comes_a_release_is_whole(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit code is 130 and the former release or the new one is whole, or it is 0 and the new one was told of."""
    out, report = tmp_path / "dist", tmp_path / "report.txt"
    with swap.swapped_in(out) as former:
        for mark in RELEASE_MARKS:
            (former / mark).write_text("")
    report.write_text(corpus_make.text("合川区", "司法局", 2022, 0), encoding="utf-8")
    came: list[str] = []

    def interrupt() -> None:
        if not came:
            came.append(moment)
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        MOMENTS[moment](interrupt, monkeypatch)
        done = run("publish", report, "-o", out, "--no-site")
    finally:
        signal.signal(signal.SIGINT, before)
    assert came == [moment]
    assert done.returncode == 130
    assert done.stderr.decode().strip() == "dashi-kg: interrupted"
    swap.recover(out)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dist", "report.txt"]
    if (out / "SHA256SUMS").read_text():
        assert verify(out) == []
    else:
        assert sorted(p.name for p in out.iterdir()) == sorted(RELEASE_MARKS)
        assert b"published" not in done.stdout


def test_a_file_without_triples_is_not_called_conforming(tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_text("# nothing\n", encoding="utf-8")
    assert "no triples to check" in refused("validate", tmp_path / "empty.ttl")
