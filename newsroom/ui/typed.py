"""What was typed over a story as it was read, as plain values: what differs, and what clashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from newsroom.news.article import ARTICLE_FIELDS, EDITABLE, Article

_NOTHING: Final = object()


class Typed:
    """A story as it was read (``article``), and the fields that were typed since."""

    def __init__(self, article: Article, fields: Mapping[str, Any] | None = None) -> None:
        self.article = article
        self._fields: dict[str, Any] = dict(fields or {})
        self._stored_as: dict[str, Any] = {}  # typed so, kept a little differently by the desk

    def get(self, name: str) -> Any:
        """The field as it stands."""
        value = self._fields.get(name, _NOTHING)
        return getattr(self.article, name) if value is _NOTHING else value

    def put(self, name: str, value: object) -> None:
        """The field was typed. Raises ValueError for one that people don't edit."""
        if name not in EDITABLE:
            raise ValueError(f"not a field that people edit: {name}")
        self._fields[name] = value

    def now(self) -> Article:
        """The whole story as it stands."""
        return replace(self.article, **self._fields)

    def unsaved(self) -> dict[str, Any]:
        """The fields that differ from the story as it was read.

        A field that the desk stored a little differently from what was typed (a space at the
        end) does not: it is not changed under somebody's hands either.
        """
        return {
            name: value
            for name, value in self._fields.items()
            if value != getattr(self.article, name) and self._stored_as.get(name, _NOTHING) != value
        }

    def whole(self) -> dict[str, Any]:
        """What a new story would be made of: all that differs from an empty one."""
        blank = Article()
        given = {
            name: getattr(self.article, name)
            for name in EDITABLE
            if getattr(self.article, name) != getattr(blank, name)
        }
        return {**given, **self.unsaved()}

    def was_saved(self, sent: Mapping[str, Any], article: Article) -> tuple[str, ...]:
        """``sent`` became ``article``; gives the fields that look different now."""
        shown = self.now()
        self.article = article
        for name, value in sent.items():
            if getattr(article, name) != value:
                self._stored_as[name] = value
                continue
            self._stored_as.pop(name, None)
            if self._fields.get(name, _NOTHING) == value:
                del self._fields[name]
        return _different(shown, self.now())

    def clashes(self, theirs: Article) -> frozenset[str]:
        """The fields that both sides changed, and not to the same."""
        return frozenset(
            name
            for name, value in self.unsaved().items()
            if getattr(theirs, name) not in (getattr(self.article, name), value)
        )

    def rebase(self, theirs: Article, *, body: str | None = None) -> tuple[str, ...]:
        """Stand on ``theirs``, keeping what was typed; ``body`` is a merged text.

        Gives the fields that look different now.
        """
        fields = self.unsaved()
        if body is not None:
            fields["body"] = body
        shown = self.now()
        self.article, self._fields = theirs, fields
        self._stored_as.clear()
        return _different(shown, self.now())

    def give_up(self, stands: Article) -> tuple[str, ...]:
        """Forget what was typed; gives the fields that look different now."""
        shown = self.now()
        self.article = stands
        self._fields.clear()
        self._stored_as.clear()
        return _different(shown, stands)


def _different(before: Article, after: Article) -> tuple[str, ...]:
    return tuple(n for n in ARTICLE_FIELDS if getattr(before, n) != getattr(after, n))
