"""A query as a function of Python: patterns become loops over what is said of each node, filters become tests.

Written so that the solutions are those of the query by the rules of SPARQL 1.1: what follows a pattern sees the values that it gave.
That is the same where an optional variable is not matched again, and where filters within braces look only at what these
braces bind; other queries raise :class:`NotCompiledError`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from dashi_kg.validation.compiled.expressions import TERM, Code, Expressions
from dashi_kg.validation.compiled.not_compiled import NotCompiledError
from dashi_kg.validation.compiled.tree import (
    Bind,
    Call,
    Constant,
    Exists,
    Expression,
    Filter,
    Group,
    Match,
    Optional,
    Pattern,
    Select,
    Union,
    Values,
    Variable,
    bindable,
    occurrences,
    told_apart,
    variables,
)
from dashi_kg.validation.compiled.triples import Triples
from dashi_kg.validation.compiled.values import total

Row = tuple[str | None, ...]
Query = Callable[[Triples], Iterator[Row]]
_AGGREGATES = ("SUM", "COUNT")


def compiled(query: Select) -> Query:
    """A function that gives the solutions over triples; each has a term or ``None`` for what the query gives.

    Raises:
        NotCompiledError: the query is beyond what is written here.
    """
    return _Writer(query).function()


class _Writer:
    """Writes the Python of one query."""

    def __init__(self, query: Select) -> None:
        self._query = query
        self._names: dict[str, Any] = {"total": total, "NONE": (None,), "EMPTY": {}}
        self._say = Expressions(self._names, self._exists, self._early)
        self._maybe: set[str] = set()  # variables that may be unbound
        self._head: list[str] = []  # the tables that are looked at
        self._inner: list[list[str]] = []  # functions of groups that are not written in place
        self._tables: dict[tuple[Any, ...], str] = {}
        self._uses = Counter(occurrences(query))
        self._once = query.distinct and not query.grouped  # how often there is a solution does not matter
        self._count = 0
        self._lines: list[
            str | list[str]
        ] = []  # a list: what is made of a variable as soon as it has its value
        # the loops over variables that are open: which variable, in which function, where what is made of it is written
        self._loops: list[tuple[str, list[str | list[str]], list[str], int]] = []
        self._depth = 0

    def function(self) -> Query:
        query = self._query
        asked = [expression for _, expression in query.given if expression] + list(query.having)
        sums = list(dict.fromkeys(call for one in asked for call in _aggregates(one)))
        if (bool(sums) and not query.grouped) or (query.grouped and not sums):
            raise NotCompiledError("GROUP BY")
        self._group(query.where, lambda: self._grouped(sums) if sums else self._give())
        if sums:
            self._after_groups(sums)
        body = [line for inner in self._inner for line in inner] + _flat(self._lines)
        text = "\n    ".join(["def query(triples):", *self._head, *body])
        scope = dict(self._names)
        try:
            exec(
                compile(text, "<a query of a shape>", "exec"), scope
            )  # made of our own words; constants are by name
        except SyntaxError:  # more loops within each other than Python takes
            raise NotCompiledError(text) from None
        function: Query = scope["query"]
        return function

    # ------------------------------------------------------------ what is given

    def _give(self) -> None:
        given = [
            self._say.term(expression or Variable(name)).python for name, expression in self._query.given
        ]
        self._line(f"yield ({', '.join(given)},)")

    def _grouped(self, sums: list[Call]) -> None:
        key = ", ".join(self._say.term(Variable(name)).python for name in self._query.grouped)
        row = ", ".join(
            self._say.number(call.given[0]).python
            if call.name == "SUM"
            else self._say.value(call.given[0]).python
            for call in sums
        )
        self._line(f"groups.setdefault(({key},), []).append(({row},))")

    def _after_groups(self, sums: list[Call]) -> None:
        self._head.append("groups = {}")
        self._depth = 0
        keys = ", ".join(f"g{at}" for at in range(len(self._query.grouped)))
        self._line(f"for ({keys},), rows in groups.items():")
        self._depth += 1
        self._say.variables = {name: Code(f"g{at}", TERM) for at, name in enumerate(self._query.grouped)}
        for at, call in enumerate(sums):
            column = f"[row[{at}] for row in rows]"
            self._line(
                f"a{at} = "
                + (f"total({column})" if call.name == "SUM" else f"sum(one is not None for one in {column})")
            )
            self._say.aggregates[call] = Code(f"a{at}", "number")
        for test in self._query.having:
            self._line(f"if {self._say.true(test)}:")
            self._depth += 1
        self._give()

    # ------------------------------------------------------------ groups

    def _line(self, line: str) -> None:
        self._lines.append("    " * self._depth + line)

    def _loop(self, variable: str, head: str) -> None:
        """Write the head of a loop over what a variable may be."""
        self._line(head)
        made: list[str] = []
        self._lines.append(made)
        self._loops.append((variable, self._lines, made, self._depth + 1))

    def _early(self, code: str, variable: str) -> str:
        """Python that is made of a variable alone: where further loops are within the one over the variable, worked out before these."""
        for at, (name, lines, made, depth) in enumerate(self._loops):
            if name == variable and lines is self._lines and at + 1 < len(self._loops):
                kept = f"{variable}_text"
                line = f"{'    ' * depth}{kept} = {code}"
                if line not in made:
                    made.append(line)
                return kept
        return code

    def _name(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def _group(self, group: Group, then: Callable[[], None]) -> None:
        """Write a group, and within its loops what comes then. Variables have their values before and stay known after."""
        filters = [pattern.holds for pattern in group.patterns if isinstance(pattern, Filter)]
        patterns: list[Pattern] = [p for p in group.patterns if not isinstance(p, Filter)]
        of_two = told_apart(group)
        self._tests(filters, patterns)
        while patterns:
            pattern = self._next(patterns)
            patterns.remove(pattern)
            if pattern in of_two and isinstance(pattern, Match) and (test := self._has_two(pattern)):
                self._line(f"if {test}:")
                self._depth += 1
            if isinstance(pattern, Match):
                self._match(pattern, filters, patterns)
            else:
                self._pattern(pattern)
            self._tests(filters, patterns)
        then()

    def _has_two(self, match: Match) -> str:
        """A quick test without which a group that asks for two different objects has no solution; ``""`` where there is none."""
        subject = self._end(match.subject)
        return f"{subject} in {self._table(match, 'several')}" if subject else ""

    def _tests(self, filters: list[Expression], left: list[Pattern]) -> None:
        """Write the filters to whose variables nothing that is left can give a value."""
        open_names = {name for pattern in left for name in bindable(pattern)}
        open_names -= {name for name, code in self._say.variables.items() if code.sure}
        for one in list(filters):
            if not variables(one) & open_names:
                filters.remove(one)
                for part in one.given if isinstance(one, Call) and one.name == "&&" else (one,):
                    self._line(f"if {self._say.true(part)}:")
                    self._depth += 1

    def _next(self, left: list[Pattern]) -> Pattern:
        """Of the triples before anything else, the one that gives the fewest solutions, as far as its form tells."""
        run: list[Match] = []
        for pattern in left:
            if not isinstance(pattern, Match):
                break
            run.append(pattern)
        return min(run, key=self._width) if run else left[0]

    def _width(self, match: Match) -> int:
        bound = [
            isinstance(end, Constant) or end.name in self._say.variables
            for end in (match.subject, match.object)
        ]
        if all(bound):
            return 0
        if bound[0]:
            return 1
        if bound[1]:
            return 2 if isinstance(match.object, Variable) else 3
        return 4

    def _pattern(self, pattern: Pattern) -> None:
        if isinstance(pattern, Optional):
            self._optional(pattern.group)
        elif isinstance(pattern, Union):
            self._apart(pattern.groups, "for {} in {}:", or_none=False)
        elif isinstance(pattern, Bind):
            if pattern.name in self._say.variables:
                raise NotCompiledError(pattern.name)
            code = self._say.value(pattern.expression)
            name = self._name()
            self._line(f"{name} = {code.python}")
            self._say.variables[pattern.name] = Code(name, code.sort)
            self._maybe.add(pattern.name)
        elif isinstance(pattern, Values):
            if pattern.name in self._say.variables:
                raise NotCompiledError(pattern.name)
            name = self._name()
            self._line(f"for {name} in {tuple(pattern.terms)!r}:")
            self._depth += 1
            self._say.variables[pattern.name] = Code(name, TERM, sure=True)

    # ------------------------------------------------------------ triples

    def _end(self, end: Variable | Constant) -> str | None:
        """Python for one end of a triple; ``None`` where it has no value yet."""
        if isinstance(end, Constant):
            return repr(end.term)
        if end.name in self._maybe or (
            end.name in self._say.variables and self._say.variables[end.name].sort != TERM
        ):
            raise NotCompiledError(end.name)
        return self._say.variables[end.name].python if end.name in self._say.variables else None

    def _table(self, match: Match, of: str) -> str:
        """The name of a table: subject → objects, or object → subjects."""
        key = (of, match.predicates, match.repeated)
        if key not in self._tables:
            self._tables[key] = name = f"t{len(self._tables)}"
            how = f"triples.{of}({match.predicates!r}, {match.repeated})"
            self._head.append(f"{name} = {how}")
        return self._tables[key]

    def _match(self, match: Match, filters: list[Expression], left: list[Pattern]) -> None:
        """Write the loops of a triple, and between two of them the filters that can be asked there; ``left``: what is written later."""
        subject, thing = self._end(match.subject), self._end(match.object)
        if subject and thing:
            self._line(f"if {thing} in {self._table(match, 'objects')}.get({subject}, EMPTY):")
        elif subject:
            self._step(match.object, match, "objects", subject)
        elif thing:
            self._step(match.subject, match, "subjects", thing)
        elif match.subject == match.object:
            raise NotCompiledError(str(match.subject))
        elif self._no_matter(match.object):
            subject = self._new(match.subject)
            self._loop(subject, f"for {subject} in {self._table(match, 'objects')}:")
        else:
            first, second, table = match.subject, match.object, "objects"
            if any(
                variables(match.object) <= variables(one) and not variables(match.subject) & variables(one)
                for one in filters
            ):
                first, second, table = match.object, match.subject, "subjects"  # fewer are asked
            of = self._name()
            one = self._new(first)
            self._loop(one, f"for {one}, {of} in {self._table(match, table)}.items():")
            self._depth += 1
            self._tests(filters, [*left, match])
            other = self._new(second)
            self._loop(other, f"for {other} in {of}:")
        self._depth += 1

    def _step(self, end: Variable | Constant, match: Match, table: str, known: str) -> None:
        """From one end of a triple to the other; a test where it does not matter what is there."""
        if self._no_matter(end):
            self._line(f"if {known} in {self._table(match, table)}:")
        else:
            name = self._new(end)
            self._loop(name, f"for {name} in {self._table(match, table)}.get({known}, EMPTY):")

    def _no_matter(self, end: Variable | Constant) -> bool:
        """Whether nothing asks for the value of a variable, nor how many there are."""
        return self._once and isinstance(end, Variable) and self._uses[end.name] == 1

    def _new(self, end: Variable | Constant) -> str:
        assert isinstance(end, Variable)
        name = self._name()
        self._say.variables[end.name] = Code(name, TERM, sure=True)
        return name

    # ------------------------------------------------------------ groups apart

    def _optional(self, group: Group) -> None:
        only = group.patterns[0] if len(group.patterns) == 1 else None
        if isinstance(only, Match) and (subject := self._end(only.subject)) and not self._end(only.object):
            assert isinstance(only.object, Variable)
            table = self._table(only, "objects")
            name = self._name()
            self._line(f"for {name} in {table}.get({subject}, NONE):")
            self._depth += 1
            self._say.variables[only.object.name] = Code(name, TERM)
            self._maybe.add(only.object.name)
        else:
            self._apart((group,), "for {} in {}:", or_none=True)

    def _apart(self, groups: tuple[Group, ...], head: str, *, or_none: bool) -> None:
        """A function that gives what groups bind, and a loop over it."""
        before = dict(self._say.variables)
        within = Counter(occurrences(groups))
        fresh = sorted(
            name
            for name in {name for group in groups for name in bindable(group)} - set(before)
            if self._uses[name] > within[name]
        )
        sorts: dict[str, set[str]] = {name: set() for name in fresh}
        sure = set() if or_none else set(fresh)

        def write() -> None:
            for group in groups:
                self._say.variables = dict(before)
                maybe, depth = set(self._maybe), self._depth
                looked_at = {n for p in group.patterns if isinstance(p, Filter) for n in variables(p)}
                if any(not isinstance(p, (Match, Filter)) for p in group.patterns) or (
                    not or_none and not looked_at & set(before) <= bindable(group)
                ):
                    raise NotCompiledError("braces")
                if or_none:
                    self._line("found = False")

                def give() -> None:
                    known = self._say.variables
                    if or_none:
                        self._line("found = True")
                    self._line(
                        f"yield ({''.join(f'{known[n].python}, ' if n in known else 'None, ' for n in fresh)})"
                    )
                    for name in fresh:
                        sorts[name].add(known[name].sort if name in known else TERM)
                        if name not in known:
                            sure.discard(name)

                self._group(group, give)
                self._maybe, self._depth, self._loops = maybe, depth, []
                if or_none:
                    self._line("if not found:")
                    self._line(f"    yield {tuple([None] * len(fresh))!r}")

        function, given = self._function(write, before)
        names = {name: self._name() for name in fresh}
        self._say.variables = before
        solutions = (
            f"dict.fromkeys({function}({given}))" if self._once and not before else f"{function}({given})"
        )
        self._line(head.format("".join(f"{name}, " for name in names.values()) or "_", solutions))
        self._depth += 1
        for name in fresh:
            self._say.variables[name] = Code(names[name], TERM, name in sure)
            if name not in sure:
                self._maybe.add(name)

    def _exists(self, node: Exists) -> str:
        """The test whether a group has a solution, with the values so far."""
        patterns = node.group.patterns
        if len(patterns) == 1 and isinstance(patterns[0], Match):  # one triple: no function
            one = patterns[0]
            subject, thing = self._end(one.subject), self._end(one.object)
            if subject and thing:
                return f"{thing} in {self._table(one, 'objects')}.get({subject}, EMPTY)"
            if subject:
                return f"{subject} in {self._table(one, 'objects')}"
            if thing:
                return f"{thing} in {self._table(one, 'subjects')}"
        quick = [test for one in told_apart(node.group) if (test := self._has_two(one))]
        before, maybe = dict(self._say.variables), set(self._maybe)
        once, self._once = self._once, True

        def write() -> None:
            self._group(node.group, lambda: self._line("return True"))
            self._depth = 0
            self._line("return False")

        function, given = self._function(write, {n: c for n, c in before.items() if n in variables(node)})
        self._say.variables, self._maybe, self._once = before, maybe, once
        return f"({' and '.join([*quick, f'{function}({given})'])})" if quick else f"{function}({given})"

    def _function(self, write: Callable[[], None], known: dict[str, Code]) -> tuple[str, str]:
        """Write a function apart; its name, and what it is given."""
        lines, depth, loops = self._lines, self._depth, self._loops
        self._lines, self._depth, self._loops = [], 0, []
        write()
        name = f"f{len(self._inner)}"
        given = ", ".join(dict.fromkeys(code.python for code in known.values()))
        self._inner.append([f"def {name}({given}):", *(f"    {line}" for line in _flat(self._lines))])
        self._lines, self._depth, self._loops = lines, depth, loops
        return name, given


def _flat(lines: list[str | list[str]]) -> list[str]:
    return [line for part in lines for line in ([part] if isinstance(part, str) else part)]


def _aggregates(node: Expression) -> list[Call]:
    if not isinstance(node, Call):
        return []
    if node.name in _AGGREGATES:
        return [node]
    return [call for one in node.given for call in _aggregates(one)]
