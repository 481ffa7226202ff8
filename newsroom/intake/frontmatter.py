"""The values of a story's front matter as its fields take them, or a sentence why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsroom.i18n import _
from newsroom.intake.arrival import ArrivedByline, Setting
from newsroom.intake.decode import without_unstorable
from newsroom.intake.matter import Plain, Value
from newsroom.intake.moments import moment
from newsroom.news.article import BylineRole
from newsroom.news.errors import BadInput
from newsroom.news.fields import Kind, Spec
from newsroom.news.workflow import STAGES, Stage

_YES = frozenset({"true", "yes", "on", "1"})  # as YAML 1.1 has it, and 1


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of one file; what is worth telling is added to ``notes``."""

    path: Path
    setting: Setting
    notes: list[str]

    def note(self, sentence: str, line: int) -> None:
        """Tell something about a line."""
        self.notes.append(self._at(sentence, line))

    def refuse(self, sentence: str, line: int) -> BadInput:
        """What to raise where a line can't be taken."""
        return BadInput(self._at(sentence, line))

    def _at(self, sentence: str, line: int) -> str:
        return _("{name}, line {line}: {sentence}").format(
            name=self.path.name, line=line, sentence=sentence
        )

    def field(self, key: str, value: Value, spec: Spec) -> object:
        """The value of a key for a field of that kind. Raises BadInput."""
        if spec.kind is Kind.TAGS:
            return self._tags(key, value)
        words = self.words(key, value)
        if spec.kind is Kind.MOMENT or key == "published_at":
            return self._moment(key, words, value.line)
        if spec.kind is Kind.NUMBER:
            return self._number(key, words, value.line, spec)
        if spec.kind is Kind.FLAG:
            return words.strip().casefold() in _YES
        if key == "stage":
            return Stage(self._choice(key, words, value.line, [str(i.stage) for i in STAGES]))
        if spec.choices:
            return self._choice(key, words, value.line, [choice for choice, _label in spec.choices])
        if spec.kind in (Kind.TEXT, Kind.MARKDOWN):
            return words.strip()
        return " ".join(words.split())

    def words(self, key: str, value: Value) -> str:
        """The value as words that a store can hold. Raises BadInput for a list."""
        if value.text is None:
            raise self.refuse(_("“{key}” should be words, not a list.").format(key=key), value.line)
        words, notes = without_unstorable(value.text, name=self.path.name)
        self.notes.extend(notes)
        return words

    def storable(self, value: Plain) -> Plain:
        """The value without the characters that no store can hold, in whatever depth."""
        if isinstance(value, str):
            return without_unstorable(value, name=self.path.name)[0]
        if isinstance(value, list):
            return [self.storable(item) for item in value]
        if isinstance(value, dict):
            return {
                without_unstorable(key, name="")[0]: self.storable(item)
                for key, item in value.items()
            }
        return value

    def _moment(self, key: str, words: str, line: int) -> datetime | None:
        if not words.strip():
            return None
        try:
            return moment(words, zone=self.setting.zone, now=self.setting.now)
        except ValueError:
            raise self.refuse(
                _(
                    "“{key}” is “{words}”, which is no date; "
                    "write it like 2026-11-24 18:30 or 2026-11-24T18:30+01:00."
                ).format(key=key, words=short(words)),
                line,
            ) from None

    def _number(self, key: str, words: str, line: int, spec: Spec) -> int:
        try:
            number = int(words)
        except ValueError:
            number = -1
        lowest, highest = spec.lowest or 0, spec.highest
        if number < lowest or (highest is not None and number > highest):
            raise self.refuse(
                _("“{key}” is “{words}”; it should be a number from {lowest} to {highest}.").format(
                    key=key, words=short(words), lowest=lowest, highest=highest
                ),
                line,
            )
        return number

    def _choice(self, key: str, words: str, line: int, choices: list[str]) -> str:
        word = words.strip().casefold()
        if word not in choices:
            raise self.refuse(
                _("“{key}” is “{words}”; it should be one of {choices}.").format(
                    key=key, words=short(words), choices=", ".join(choices)
                ),
                line,
            )
        return word

    def _tags(self, key: str, value: Value) -> tuple[str, ...]:
        if (items := value.items) is not None:
            tags = [" ".join(self.words(key, item).split()) for item in items]
        else:
            tags = [" ".join(tag.split()) for tag in re.split("[,،]", self.words(key, value))]
        return tuple(dict.fromkeys(tag for tag in tags if tag))

    def bylines(self, key: str, value: Value) -> tuple[ArrivedByline, ...]:
        """The credit line: names, or names with roles. Raises BadInput."""
        items = (value,) if value.items is None else value.items
        found: list[ArrivedByline] = []
        for item in items:
            role = BylineRole.STORY
            name = item
            if (entries := item.entries) is not None:
                if "name" not in entries:
                    raise self.refuse(
                        _("a byline needs a “name”, such as “- name: Ana Lima”."), item.line
                    )
                name = entries["name"]
                if "role" in entries:
                    words = self.words("role", entries["role"])
                    role = BylineRole(
                        self._choice("role", words, entries["role"].line, list(BylineRole))
                    )
            if words := " ".join(self.words(key, name).split()):
                found.append(ArrivedByline(words, role))
        return tuple(found)


def short(words: str) -> str:
    """The words as they fit into a sentence."""
    words = " ".join(words.split())
    return words if len(words) <= 60 else words[:59] + "…"
