"""What one person proposes for an open story: typed beside the story's own texts, never in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from newsroom.news.article import Article
from newsroom.news.suggestion import (
    PICTURE_WORDS,
    SUGGESTED,
    Group,
    SuggestionSet,
    joined,
    texts_of,
)

PICTURE = "picture"


class Proposal:
    """Texts by name in three states: ``base`` as the story stands, ``stored`` as my set in the
    store has them on top of that, ``texts`` as they are typed now."""

    def __init__(self, article: Article) -> None:
        self.base: dict[str, str] = texts_of(article, SUGGESTED)
        self.base_version = article.version
        self.stored: dict[str, str] = dict(self.base)
        self.texts: dict[str, str] = dict(self.base)
        self.number = 0  # of the set in the store, 0 for none
        self.version = 0  # of that set
        self.edits = 0  # goes up with every change of ``texts``
        self.groups: tuple[Group, ...] = ()
        """Changes that were made together, here or before."""
        self.stored_groups: tuple[Group, ...] = ()

    # As fields of a story.

    def holds(self, name: str) -> bool:
        """Whether this field is typed here and not into the story."""
        return name in self.base and name not in PICTURE_WORDS

    def field(self, name: str, stands: Any) -> Any:
        """The field as it is proposed; ``stands`` is the story's own value."""
        if name == PICTURE:
            if stands is None:
                return None
            return replace(stands, **{word: self.texts[word] for word in PICTURE_WORDS})
        return self.texts[name] if self.holds(name) else stands

    def put(self, name: str, value: Any, stands: Any) -> Any:
        """The field was typed. Gives what the story itself gets of it: ``stands`` for nothing.

        The words of the same picture are proposed; another picture is the story's.
        """
        if name == PICTURE:
            if stands is None or value is None or stands.sha256 != value.sha256:
                return value
            for word in PICTURE_WORDS:
                self._put(word, getattr(value, word))
            return replace(value, **{word: getattr(stands, word) for word in PICTURE_WORDS})
        if not self.holds(name):
            return value
        self._put(name, str(value))
        return stands

    def _put(self, name: str, text: str) -> None:
        if self.texts[name] != text:
            self.texts[name] = text
            self.edits += 1

    def take(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        """Texts came from elsewhere; gives the story's fields that look different now."""
        changed = [name for name in texts if self.texts[name] != texts[name]]
        for name in changed:
            self._put(name, texts[name])
        fields = (PICTURE if name in PICTURE_WORDS else name for name in changed)
        return tuple(dict.fromkeys(fields))

    # Beside the store.

    @property
    def unstored(self) -> bool:
        """Whether something is proposed that the store does not know yet."""
        return self.texts != self.stored or (self.groups != self.stored_groups and not self.empty)

    @property
    def empty(self) -> bool:
        """Whether nothing is proposed."""
        return self.texts == self.base

    def proposed(self) -> dict[str, str]:
        """The texts that differ from the story's."""
        return {name: text for name, text in self.texts.items() if text != self.base[name]}

    def stands_on(self, base: Mapping[str, str], version: int) -> None:
        """The story stands otherwise now."""
        self.base, self.base_version = dict(base), version

    def was_stored(self, sent: Mapping[str, str], found: SuggestionSet | None) -> None:
        """The texts that were sent are in the store's set, or in none if nothing was proposed."""
        self.stored = dict(sent)
        self.number = found.id if found is not None else 0
        self.version = found.version if found is not None else 0
        if found is not None:
            self.groups = joined((*found.groups, *self.groups))
            self.stored_groups = found.groups

    # In the journal.

    def kept(self) -> dict[str, object] | None:
        """What the journal keeps; None where the store has all of it."""
        if not self.unstored:
            return None
        return {
            "set": self.number,
            "version": self.version,
            "base_version": self.base_version,
            "texts": self.proposed(),
            "was": {n: text for n, text in self.stored.items() if text != self.base[n]},
            "groups": {group.name: group.changes for group in self.groups},
        }

    @classmethod
    def restored(cls, article: Article, kept: Mapping[str, Any]) -> Proposal:
        """What ``kept`` said, over the story as it was read then."""
        made = cls(article)
        made.stored.update(_known(kept.get("was")))
        made.texts.update(_known(kept.get("texts")))
        made.number, made.version = int(kept.get("set") or 0), int(kept.get("version") or 0)
        made.groups = tuple(
            Group(name, tuple((field, before, after) for field, before, after in changes))
            for name, changes in (kept.get("groups") or {}).items()
        )
        return made


def _known(texts: object) -> dict[str, str]:
    if not isinstance(texts, dict):
        return {}
    return {name: str(text) for name, text in texts.items() if name in SUGGESTED}
