"""Writing a template as a Python function: see ``stamps``, which keeps and calls what comes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from newsroom.assets import asset

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

_OPERATORS = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=",
              "in": "in", "notin": "not in"}  # fmt: skip
_STILL = frozenset({"site", "words", "language", "direction", "root", "masthead", "colophon",
                    "house_direction", "locale", "shared", "most", "level"})  # fmt: skip
"""Values that are the same on many pages; what depends on them alone is put together once."""


Piece = tuple[str, frozenset[str] | None]
"""What is put out, and the shared values that it depends on alone; None where it moves."""


class Unstamped(Exception):
    """The template holds something that only Jinja knows."""


def stamped(
    environment: Environment, name: str, filters: Collection[str]
) -> tuple[tuple[str, ...], str]:
    """Names of the templates that ``name`` is made of, and the source of its function ``fill``.

    ``filters`` are those that it may use. Raises Unstamped, and Jinja's own errors for a mistake.
    """
    names: list[str] = []
    first: list[nodes.Node] = []
    body: list[nodes.Node] = []
    blocks: dict[str, list[nodes.Node]] = {}
    following: str | None = name
    while following is not None:
        names.append(following)
        template = environment.parse(asset("templates", following).read_text("utf-8"), following)
        following, own, found = _parted(template)
        for block, inside in found.items():
            blocks.setdefault(block, inside)
        if following is None:
            body = own
        else:
            first[:0] = own
    writer = _Writer(blocks, filters)
    writer.all(first)
    writer.all(body)
    return tuple(names), writer.source()


def _parted(
    template: nodes.Template,
) -> tuple[str | None, list[nodes.Node], dict[str, list[nodes.Node]]]:
    """What a template extends, what it does by itself, and its blocks."""
    from jinja2 import nodes

    extends: str | None = None
    own: list[nodes.Node] = []
    for node in template.body:
        if isinstance(node, nodes.Extends):
            if not isinstance(node.template, nodes.Const) or extends is not None:
                raise Unstamped("extends")
            extends = str(node.template.value)
        else:
            own.append(node)
    blocks = {block.name: block.body for block in template.find_all(nodes.Block)}
    if extends is not None:
        kept: list[nodes.Node] = []
        for node in own:
            if isinstance(node, nodes.Assign | nodes.AssignBlock):
                kept.append(node)
            elif not isinstance(node, nodes.Block | nodes.Output):
                raise Unstamped(type(node).__name__)
        own = kept
    return extends, own, blocks


class _Writer:
    """Writes Python: pieces of text, put together at the end.

    What depends on nothing but values that many pages share (``_STILL``) is put together once for
    all of them, in a function of its own.
    """

    def __init__(self, blocks: Mapping[str, list[nodes.Node]], filters: Collection[str]) -> None:
        self._blocks = blocks
        self._filters = filters
        self._lines: list[str] = []
        self._depth = 1
        self._out = "o"
        self._pieces: list[Piece] = []  # outputs that follow each other
        self._still: list[tuple[str, frozenset[str]]] = []  # what is put together once
        self._scopes: list[dict[str, str]] = [{}]
        self._loops: list[tuple[str, str]] = []  # names of a loop's number and length
        self._given: dict[str, bool] = {}  # names of values, and whether one may be missing
        self._moving = False  # whether the expression that is written differs from page to page
        self._used: set[str] = set()  # shared values in the expression that is written
        self._mixed: set[str] = set()  # those that other things hang on than still pieces
        self._count = 0
        self._soft = 0  # within how many conditions

    def source(self) -> str:
        """The whole module: ``names`` of shared values, ``mixed``, ``still``, ``fill``; ``loose``
        are the names that each still piece depends on."""
        self._flush()
        given = [
            f' c_{name} = c.get("{name}", absent)' if optional else f' c_{name} = c["{name}"]'
            for name, optional in sorted(self._given.items())
        ]
        shared = [line for line in given if line.split()[0][2:] in _STILL]
        names = [line.split()[0][2:] for line in shared]
        return "\n".join(
            [
                f"names = {tuple(names)!r}",
                f"mixed = {tuple(sorted(self._mixed))!r}",
                f"loose = {tuple(tuple(sorted(used)) for _text, used in self._still)!r}",
                "def still(c):",
                *shared,
                f" return ({''.join(f'{text}, ' for text, _used in self._still)})",
                "def fill(c, k):",
                " o = []",
                *given,
                *self._lines,
                ' return "".join(o)',
                "",
            ]
        )

    def _line(self, text: str) -> None:
        self._flush()
        self._lines.append(" " * self._depth + text)

    def _flush(self) -> None:
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, []
        joined: list[str] = []
        while pieces:
            count = next((n for n, (_t, used) in enumerate(pieces) if used is None), len(pieces))
            part, pieces = pieces[:count], pieces[count:]
            if len(part) == 1 and part[0][0][0] in "'\"":
                joined.append(part[0][0])
            elif part:
                joined.append(f"k[{len(self._still)}]")
                every = frozenset().union(*(used for _text, used in part if used))
                self._still.append((f'"".join(({", ".join(text for text, _u in part)},))', every))
            if pieces:
                joined.append(pieces.pop(0)[0])
        self._lines.append(f"{' ' * self._depth}{self._out} += ({', '.join(joined)},)")

    def _fresh(self) -> str:
        self._count += 1
        return f"l{self._count}"

    def _told(self, node: nodes.Node) -> Piece:
        """An expression as a piece."""
        self._moving, self._used, before = False, set(), set(self._mixed)
        text = self.value(node)
        if self._moving:
            return text, None
        self._mixed = before
        return text, frozenset(self._used)

    # Statements.

    def all(self, body: list[nodes.Node]) -> None:
        """Write these one after the other."""
        for node in body:
            kind = type(node).__name__
            write = getattr(self, f"_do_{kind.lower()}", None)
            if write is None:
                raise Unstamped(kind)
            write(node)

    def _inside(self, body: list[nodes.Node], *, soft: bool = False) -> None:
        self._flush()
        self._depth += 1
        self._soft += soft
        self.all(body)
        self._flush()
        if not body:
            self._lines.append(" " * self._depth + "pass")
        self._soft -= soft
        self._depth -= 1

    def _do_output(self, node: nodes.Output) -> None:
        self._pieces += self._parts(node)

    def _parts(self, node: nodes.Output) -> list[Piece]:
        from jinja2 import nodes

        found: list[Piece] = []
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                found.append((repr(part.data), frozenset()))
            else:
                text, used = self._told(part)
                found.append((f"e({text})", used))
        return found

    def _do_block(self, node: nodes.Block) -> None:
        soft, self._soft = self._soft, 0
        self._scopes.append({})
        self.all(self._blocks[node.name])
        self._flush()
        self._scopes.pop()
        self._soft = soft

    def _do_if(self, node: nodes.If) -> None:
        if piece := self._steady(node):
            self._pieces.append(piece)
            return
        self._line(f"if {self.value(node.test)}:")
        self._inside(node.body, soft=True)
        for other in node.elif_:
            self._line(f"elif {self.value(other.test)}:")
            self._inside(other.body, soft=True)
        if node.else_:
            self._line("else:")
            self._inside(node.else_, soft=True)

    def _steady(self, node: nodes.If) -> Piece | None:
        """A condition that comes out the same on many pages, as a piece; None for another."""
        from jinja2 import nodes

        test, used = self._told(node.test)
        if used is None or node.elif_ or node.else_:
            return None
        pieces: list[Piece] = []
        for one in node.body:
            if not isinstance(one, nodes.Output):
                return None
            pieces += self._parts(one)
        for _text, more in pieces:
            if more is None:
                return None
            used |= more
        joined = ", ".join(text for text, _used in pieces)
        return (f'("".join(({joined},)) if {test} else "")', used) if pieces else None

    def _do_for(self, node: nodes.For) -> None:
        from jinja2 import nodes

        if node.else_ or node.recursive or not isinstance(node.target, nodes.Name):
            raise Unstamped("for")
        all_, number, each = self._fresh(), self._fresh(), self._fresh()
        source = self.value(node.iter)
        self._scopes.append({node.target.name: each})
        if node.test is not None:
            source = f"[{each} for {each} in {source} if {self.value(node.test)}]"
        self._line(f"{all_} = list({source})")
        self._loops.append((number, all_))
        self._line(f"for {number}, {each} in enumerate({all_}):")
        soft, self._soft = self._soft, 0
        self._inside(node.body)
        self._soft = soft
        self._loops.pop()
        self._scopes.pop()

    def _do_assign(self, node: nodes.Assign) -> None:
        value = self.value(node.node)  # first: what it names is what the name meant until now
        self._line(f"{self._named(node.target)} = {value}")

    def _do_assignblock(self, node: nodes.AssignBlock) -> None:
        if node.filter is not None:
            raise Unstamped("filter")
        self._flush()
        outer, inner = self._out, self._fresh()
        self._line(f"{inner} = []")
        self._out = inner
        self.all(node.body)
        self._flush()
        self._out = outer
        self._line(f"{self._named(node.target)} = safe(''.join({inner}))")

    def _named(self, target: nodes.Expr) -> str:
        from jinja2 import nodes

        if not isinstance(target, nodes.Name) or self._soft:
            raise Unstamped("set")
        return self._scopes[-1].setdefault(target.name, self._fresh())

    # Expressions.

    def value(self, node: nodes.Node) -> str:
        """An expression as Python."""
        write = getattr(self, f"_of_{type(node).__name__.lower()}", None)
        if write is None:
            raise Unstamped(type(node).__name__)
        return str(write(node))

    def _of_name(self, node: nodes.Name) -> str:
        for scope in reversed(self._scopes):
            if node.name in scope:
                self._moving = True
                return scope[node.name]
        if node.name in ("loop", "super", "self", "caller"):
            raise Unstamped(node.name)
        self._given.setdefault(node.name, False)
        self._uses(node.name)
        return f"c_{node.name}"

    def _uses(self, name: str) -> None:
        if name in _STILL:
            self._mixed.add(name)
            self._used.add(name)
        else:
            self._moving = True

    def _of_const(self, node: nodes.Const) -> str:
        if not isinstance(node.value, str | int | bool | None):
            raise Unstamped("const")
        return repr(node.value)

    def _of_getattr(self, node: nodes.Getattr) -> str:
        from jinja2 import nodes

        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            if not self._loops:
                raise Unstamped("loop")
            number, all_ = self._loops[-1]
            known = {"first": f"({number} == 0)", "index": f"({number} + 1)",
                     "last": f"({number} == len({all_}) - 1)"}  # fmt: skip
            if node.attr not in known:
                raise Unstamped(f"loop.{node.attr}")
            self._moving = True
            return known[node.attr]
        if node.attr.startswith("_"):
            raise Unstamped(node.attr)
        return f"{self.value(node.node)}.{node.attr}"

    def _of_getitem(self, node: nodes.Getitem) -> str:
        from jinja2 import nodes

        if not isinstance(node.arg, nodes.Const) or not isinstance(node.arg.value, str):
            raise Unstamped("item")
        return f"{self.value(node.node)}[{node.arg.value!r}]"

    def _of_call(self, node: nodes.Call) -> str:
        from jinja2 import nodes

        if (not isinstance(node.node, nodes.Getattr) or node.node.attr != "get" or node.kwargs
                or node.dyn_args or node.dyn_kwargs):  # fmt: skip
            raise Unstamped("call")
        given = ", ".join(self.value(one) for one in node.args)
        return f"{self.value(node.node.node)}.get({given})"

    def _of_filter(self, node: nodes.Filter) -> str:
        if node.name not in self._filters or node.args or node.kwargs or node.node is None:
            raise Unstamped(node.name)
        return f"f_{node.name}({self.value(node.node)})"

    def _of_test(self, node: nodes.Test) -> str:
        from jinja2 import nodes

        if node.name != "defined" or not isinstance(node.node, nodes.Name):
            raise Unstamped(node.name)
        name = node.node.name
        self._given[name] = True
        self._uses(name)
        return f"(c_{name} is not absent)"

    def _of_and(self, node: nodes.And) -> str:
        return f"({self.value(node.left)} and {self.value(node.right)})"

    def _of_or(self, node: nodes.Or) -> str:
        return f"({self.value(node.left)} or {self.value(node.right)})"

    def _of_not(self, node: nodes.Not) -> str:
        return f"(not {self.value(node.node)})"

    def _of_condexpr(self, node: nodes.CondExpr) -> str:
        if node.expr2 is None:
            raise Unstamped("if")
        test, one, other = map(self.value, (node.test, node.expr1, node.expr2))
        return f"({one} if {test} else {other})"

    def _of_compare(self, node: nodes.Compare) -> str:
        told = [self.value(node.expr)]
        for operand in node.ops:
            told += [_OPERATORS[operand.op], self.value(operand.expr)]
        return f"({' '.join(told)})"
