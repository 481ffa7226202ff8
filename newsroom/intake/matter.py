"""Front matter as data: YAML's nodes within bounds, every value with the line it stands on.

Scalars stay as they were written ("no" is Norwegian, 2026-02-30 is for us to judge); only keys that
we do not know are read by YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from newsroom.i18n import _
from newsroom.news.errors import BadInput

_LOADERS = (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)
"""LibYAML where it was built in; what it refuses the other reads, or says what is wrong."""

MOST_CHARACTERS = 256 * 1024
"""The longest front matter; a sample with its whole history in it takes a tenth."""

MOST_DEPTH = 20
"""How deep lists and mappings may nest: PyYAML's composer and ours recurse."""

MOST_NODES = 20_000
"""How many values it may hold once its aliases are followed; the exploding kind has billions."""

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

# What YAML 1.1 in PyYAML does not let through, and what a paste may bring along.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the front matter, and the file's line (from 1) that it or its key stands on.

    ``first`` is the line of the file that the front matter begins on.
    """

    node: Node
    line: int
    first: int

    @property
    def text(self) -> str | None:
        """The words of a scalar as they were written ("" for a plain null), None for others."""
        return _text(self.node)

    @property
    def quoted(self) -> bool:
        """Whether it is a scalar in quotes or a block: words, whatever they look like."""
        return isinstance(self.node, ScalarNode) and bool(self.node.style)

    @property
    def items(self) -> tuple[Value, ...] | None:
        """The entries of a list, None for others."""
        if not isinstance(self.node, SequenceNode):
            return None
        return tuple(
            Value(node, self.first + node.start_mark.line, self.first) for node in self.node.value
        )

    @property
    def entries(self) -> dict[str, Value] | None:
        """The entries of a mapping whose keys are words, None for others."""
        if not isinstance(self.node, MappingNode):
            return None
        found: dict[str, Value] = {}
        for key, node in self.node.value:
            word = _text(key)
            if word is not None:
                found[word] = Value(node, self.first + key.start_mark.line, self.first)
        return found

    @property
    def plain(self) -> Plain:
        """The value as JSON could hold it."""
        return _plain(self.node)


@dataclass(frozen=True, slots=True)
class Matter:
    """A file's front matter; ``doubled`` are keys that stand twice, with the line that counts."""

    values: dict[str, Value]
    doubled: tuple[tuple[str, int], ...] = ()


def read_matter(text: str, *, name: str, first_line: int = 2) -> Matter:
    """The front matter in ``text``; ``first_line`` is the file's line that it begins on.

    Raises BadInput with a sentence that names the file and the line: no YAML, not a mapping, too
    long, too deep, or anchors that would grow beyond bounds.
    """
    root = read_value(text, name=name, first_line=first_line)
    if root is None:
        return Matter({})
    if not isinstance(root.node, MappingNode):
        raise BadInput(
            _("The front matter of {name} is not a list of “key: value” lines.").format(name=name)
        )
    values: dict[str, Value] = {}
    doubled: list[tuple[str, int]] = []
    for key, node in root.node.value:
        line = first_line + key.start_mark.line
        word = _text(key)
        if word is None:
            raise BadInput(
                _("The front matter of {name} has a key that is not a word (line {line}).").format(
                    name=name, line=line
                )
            )
        if word in values:
            doubled.append((word, line))
        values[word] = Value(node, line, first_line)
    return Matter(values, tuple(doubled))


def read_value(text: str, *, name: str, first_line: int = 1) -> Value | None:
    """Any YAML text as a value, None for an empty one. Within the same bounds; raises BadInput."""
    if len(text) > MOST_CHARACTERS:
        raise BadInput(
            _(
                "The front matter of {name} is longer than {most} KB; the story goes below it."
            ).format(name=name, most=MOST_CHARACTERS // 1024)
        )
    text = _CONTROLS.sub("", text)
    try:
        try:
            root = _composed(text, _LOADERS[0], name=name, first_line=first_line)
        except yaml.YAMLError:
            root = _composed(text, _LOADERS[1], name=name, first_line=first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if "quoted scalar" in (error.context or ""):
            mark = error.context_mark  # a quotation mark left open: where, not where it ran out
        raise BadInput(
            _(
                "The front matter of {name} is not YAML (line {line}: {problem}). "
                "Put words with a colon or a quotation mark in them in quotes."
            ).format(
                name=name,
                line=first_line + (mark.line if mark is not None else 0),
                problem=error.problem or error.context or _("unreadable"),
            )
        ) from None
    except yaml.YAMLError as error:
        raise BadInput(
            _("The front matter of {name} is not YAML: {problem}.").format(
                name=name, problem=str(error).splitlines()[0]
            )
        ) from None
    if root is None:
        return None
    if _grown(root) > MOST_NODES:
        raise BadInput(
            _(
                "The front matter of {name} uses anchors that grow without bounds; "
                "write the values out."
            ).format(name=name)
        )
    return Value(root, first_line, first_line)


def _composed(text: str, loader: Any, *, name: str, first_line: int) -> Node | None:
    """The text's nodes. Raises BadInput where they nest too deep, YAMLError."""
    for depth, line in _depths(text, loader):
        if depth > MOST_DEPTH:
            raise BadInput(
                _("The front matter of {name} nests too deep (line {line}).").format(
                    name=name, line=first_line + line
                )
            )
    root: Node | None = yaml.compose(text, Loader=loader)
    return root


def _depths(text: str, loader: Any) -> Iterator[tuple[int, int]]:
    """How deep each opening bracket of the text stands, and on which line from 0.

    Read from the events, which PyYAML gives without recursion.
    """
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            yield depth, event.start_mark.line if event.start_mark is not None else 0
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _grown(node: Node, known: dict[int, int] | None = None) -> int:
    """How many values the node holds with its aliases written out, counted to just over the most.

    A node that holds itself counts as over it.
    """
    known = {} if known is None else known
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = MOST_NODES + 1  # met again from inside itself: a circle
    total = 1
    if isinstance(node, SequenceNode):
        total += sum(_grown(item, known) for item in node.value)
    elif isinstance(node, MappingNode):
        total += sum(_grown(key, known) + _grown(item, known) for key, item in node.value)
    known[id(node)] = min(total, MOST_NODES + 1)
    return known[id(node)]


def _text(node: Node) -> str | None:
    if not isinstance(node, ScalarNode):
        return None
    return "" if not node.style and node.value in _NULL else str(node.value)


def _plain(node: Node) -> Plain:
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, MappingNode):
        return {_text(key) or "": _plain(item) for key, item in node.value}
    assert isinstance(node, ScalarNode)
    word = str(node.value)
    if node.style:  # quoted or a block: words, whatever they look like
        return word
    if word in _NULL:
        return None
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if _INT.fullmatch(word):
        return int(word)
    if _FLOAT.fullmatch(word) and math.isfinite(number := float(word)):
        return number
    return word
