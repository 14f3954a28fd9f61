"""Rules as data: one YAML file a step of the reader, in the order in which its rules are tried.

A rule says what it looks for (``pattern``, verbose, with named parts), what is done with a match (``action``, a word that
the step knows), and what keeps it from firing (``unless``: a pattern looked for at a place of the match). Its examples and
counterexamples are tested one rule alone (``tests/test_rule_tables.py``); each guard names the words that need it.

What a module looks for by name, without an order, are its wordings: ``wordings/<module>.yaml``, rows of ``id``, ``pattern`` and examples.
In all patterns ``<list.class>`` stands for the words of a class of ``words/<list>.tsv`` (``<list.*>``: of all classes), ``<module:id>`` for a wording, and
``<text:NAME>`` for what all rooms share (``text/patterns.py``, ``text/numerals.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dashi_kg.prepared import worked_out
from dashi_kg.text import numerals
from dashi_kg.text import patterns as shared
from dashi_kg.text.alternatives import looked_up, one_of, outside
from dashi_kg.text.han import compiled
from dashi_kg.text.needed import WORTH_KNOWING, Sieve

FOLDER = Path(__file__).parent
WORDS = FOLDER.parent / "words"
WORDINGS = FOLDER.parent / "wordings"
# classes of longer words: in which no word of their list is meant, and (not-组织) in which this one is not
NO_WORD, NOT = "no-word", "not-"
EVERY = "*"  # all classes of a list but these


_Search = Callable[[str, int, int], "re.Match[str] | None"]
_ALL_BITS = -1
_MANY = 100  # alternatives


class Guard(NamedTuple):
    """What keeps a rule from firing: ``pattern`` found in a named part of its match, or right ``before`` or ``behind`` it.

    ``needed_by``: words on which the rule would fire without this guard.
    """

    where: str
    pattern: str
    needed_by: str

    def holds(self, match: re.Match[str]) -> bool:
        """Whether the guard finds its words at its place."""
        if self.where == "before":
            return compiled_rule(f"(?:{self.pattern})$").search(match.string, 0, match.start()) is not None
        if self.where == "behind":
            return compiled_rule(self.pattern).match(match.string, match.end()) is not None
        part = match[0] if self.where == "match" else match[self.where] or ""
        return compiled_rule(self.pattern).search(part) is not None


class Rule(NamedTuple):
    """One rule; ``examples`` are words on which it fires, ``counterexamples`` words that it leaves alone."""

    id: str
    pattern: str
    action: str
    guards: tuple[Guard, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()

    def search(self, words: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in ``words`` between two offsets that no guard forbids; anchors and looks see the whole."""
        stop = len(words) if end is None else end
        pattern = compiled_rule(self.pattern)
        if not self.guards:
            return pattern.search(words, start, stop)
        for match in pattern.finditer(words, start, stop):
            if not any(guard.holds(match) for guard in self.guards):
                return match
        return None

    def searching(self) -> _Search:
        """:meth:`search`; without guards, that of the pattern itself, which is asked often."""
        return self.search if self.guards else compiled_rule(self.pattern).search

    def every(self, words: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Every match between two offsets that no guard forbids, in order."""
        while match := self.search(words, start, end):
            yield match
            start = match.end()


class Table:
    """The rules of one step, in the order in which they are tried."""

    __slots__ = ("_asked", "_fitting", "_sieve", "name", "rules")

    def __init__(self, name: str, rules: tuple[Rule, ...]) -> None:
        self.name, self.rules = name, rules
        self._asked = 0
        self._sieve: Sieve | None = None  # most rules find nothing, and are asked often
        # bits of the sieve → the rules with these, each with the search of its pattern; few of all that may be
        self._fitting: dict[int, tuple[tuple[Rule, _Search], ...]] = {}

    def first(self, words: str, start: int = 0, end: int | None = None) -> tuple[Rule, re.Match[str]] | None:
        """The first rule that fires between two offsets, and its match."""
        stop = len(words) if end is None else end
        for rule, search in self._may_fire(words[start:stop]):
            if match := search(words, start, stop):
                return rule, match
        return None

    def all(self, words: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Every rule that fires, in order, each with its first match."""
        stop = len(words) if end is None else end
        for rule, search in self._may_fire(words[start:stop]):
            if match := search(words, start, stop):
                yield rule, match

    def fitting(self, words: str) -> list[Rule]:
        """The rules that may fire in words, or in a part of them."""
        return [rule for rule, _ in self._may_fire(words)]

    def _may_fire(self, words: str) -> tuple[tuple[Rule, _Search], ...]:
        if self._sieve is None:
            bits = _ALL_BITS
            self._asked += 1
            if self._asked >= WORTH_KNOWING:
                self._sieve = Sieve([compiled_rule(rule.pattern) for rule in self.rules])
        else:
            bits = self._sieve.fitting(words)
        found = self._fitting.get(bits)
        if found is None:
            rules = [rule for at, rule in enumerate(self.rules) if bits >> at & 1]
            found = self._fitting[bits] = tuple([(rule, rule.searching()) for rule in rules])
        return found


@cache
def table(name: str) -> Table:
    """The rules of ``<name>.yaml`` beside this module; read once, compiled when first used."""
    path = FOLDER / f"{name}.yaml"
    rows: list[dict[str, Any]] = worked_out(f"rules-{name}", str(path), lambda: yaml_rows(path))
    return Table(name, tuple(_rule(row) for row in rows))


@cache
def words(name: str) -> dict[str, tuple[str, ...]]:
    """Class → words of ``words/<name>.tsv`` (word, class, where it was seen), longest first within a class."""
    found: dict[str, list[str]] = {}
    for line in (WORDS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        word, kind, _ = line.split("\t")
        found.setdefault(kind, []).append(word)
    return {kind: tuple(sorted(row, key=lambda w: (-len(w), w))) for kind, row in found.items()}


def word_class(name: str, kind: str) -> tuple[str, ...]:
    """The words of a class, the longest first."""
    return words(name)[kind]


def the_word(name: str, kind: str) -> str:
    """The word of a class that has one."""
    (word,) = words(name)[kind]
    return word


@cache
def actions(name: str) -> dict[str, Rule]:
    """The rules of a table by their action, where each has one of its own."""
    return {rule.action: rule for rule in table(name).rules}


@cache
def patterns(name: str) -> dict[str, re.Pattern[str]]:
    """The patterns of a table by the action of their rules, where each has one of its own and none has guards."""
    return {rule.action: compiled_rule(rule.pattern) for rule in table(name).rules}


@cache
def wording_rows(name: str) -> Mapping[str, Rule]:
    """The rows of ``wordings/<name>.yaml`` by their ids; the action is how the module asks: ``search``, ``match``, ``fullmatch``."""
    path = WORDINGS / f"{name}.yaml"
    rows: list[dict[str, Any]] = worked_out(f"wordings-{name}", str(path), lambda: yaml_rows(path))
    return {row["id"]: _rule({**row, "action": row.get("how", "search")}) for row in rows}


@cache
def wordings(name: str) -> Mapping[str, re.Pattern[str]]:
    """What the module of this name looks for, by the ids of ``wordings/<name>.yaml``."""
    return _Wordings(wording_rows(name))


class _Wordings(dict[str, "re.Pattern[str]"]):
    """Patterns by their ids, each compiled when it is first asked for."""

    def __init__(self, rows: Mapping[str, Rule]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, key: str) -> re.Pattern[str]:
        found = self[key] = compiled_rule(self._rows[key].pattern)
        return found


def tables() -> list[str]:
    """The names of all tables of rules, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def _rule(row: dict[str, Any]) -> Rule:
    guards = tuple(Guard(g["where"], str(g["pattern"]), str(g["needed_by"])) for g in row.get("unless") or ())
    return Rule(
        row["id"], str(row["pattern"]), row["action"], guards, tuple(row["examples"]), tuple(row.get("counterexamples") or ())
    )  # fmt: skip


def yaml_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of rules or steps."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return rows


@cache
def compiled_rule(pattern: str) -> re.Pattern[str]:
    """A pattern as rules write it: verbose, with ``<list.class>`` for the words of a class."""
    # only in a long one it is worth the time that it takes a start; behind # there may be a comment
    if pattern.count("|") >= _MANY and "#" not in pattern:
        pattern = looked_up(pattern)
    return compiled(filled(pattern), re.VERBOSE)


STANDS_FOR = re.compile(r"<(?P<of>\w[\w-]*)(?:\.(?P<kind>[\w-]+|\*)|:(?P<id>[\w-]+))>")


def filled(pattern: str) -> str:
    """The pattern with what stands for words, wordings and what is shared put in."""
    return STANDS_FOR.sub(_meant, pattern) if "<" in pattern else pattern


def _meant(match: re.Match[str]) -> str:
    name, key = match["of"], match["id"]
    if match["kind"]:
        return listed(name, match["kind"])
    if name == "text":
        common: str | re.Pattern[str] = getattr(shared, key, None) or getattr(numerals, key)
        return common if isinstance(common, str) else f"(?:{common.pattern})"
    return f"(?:{filled(wording_rows(name)[key].pattern)})"


@cache
def listed(name: str, *kinds: str) -> str:
    """A group that matches one of the words of some classes of a list, the longest first.

    Words of the class ``no-word`` are longer ones in which none of them is meant (社会组织 holds no 组织), words of ``not-组织`` those in which
    this one is not; words of ``not-部长`` are those in which 部长 hides no 部 (交通运输部|长江航务管理局).
    """
    rows = words(name)
    if kinds == (EVERY,):
        kinds = tuple(sorted(kind for kind in rows if kind != NO_WORD and not kind.startswith(NOT)))
    return outside_of_longer(name, [word for kind in kinds for word in rows[kind]])


def outside_of_longer(name: str, found: Sequence[str]) -> str:
    """A group that matches one of some words, the longest first, outside of the longer words of a list."""
    rows = words(name)
    hiding = {word: longer for word in found if (longer := rows.get(NOT + word))}
    for whole in [whole for longer in hiding.values() for whole in longer]:
        if but := rows.get(NOT + whole):
            hiding[whole] = but
    if NO_WORD not in rows and not hiding:
        return one_of(sorted(found, key=lambda word: (-len(word), word)))
    return outside(found, rows.get(NO_WORD, ()), hiding)


def together(name: str, whole: str = "{}") -> re.Pattern[str]:
    """All rules of a table as one pattern, in their order; guards are not asked. ``whole``: a pattern with ``{}`` for them."""
    rules = "|".join(f"(?:{filled(rule.pattern)})" for rule in table(name).rules)
    return compiled(whole.replace("{}", f"(?:{rules})"), re.VERBOSE)
