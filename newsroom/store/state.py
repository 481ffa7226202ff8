"""A story between its three shapes: the value that is handed out, table columns, a saved state.

The shapes follow the fields of ``news.article.Article`` and the columns of the same name; a field
that has no column is found by a test, not by a person.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from newsroom.i18n import _
from newsroom.news.article import ARTICLE_FIELDS, Article, Byline, BylineRole, Direction, Picture
from newsroom.news.errors import BadInput
from newsroom.news.workflow import PUBLIC, Need, PubState, Stage
from newsroom.store import tables
from newsroom.store.frames import State
from newsroom.store.tables import JsonField, Standing, UtcField, micros, moment, to_json
from newsroom.store.tokens import index_text, sort_key
from newsroom.text.counts import count_words, readable

EXCERPT_KEPT = 280  # characters; the longest view of it, the Recent Posts box, shows 110

_FIELDS = tuple(item.name for item in fields(Article))
_IN_TABLES = {
    table: tuple(
        field for field in table._meta.sorted_fields if field.name in _FIELDS and field.name != "id"
    )
    for table in (tables.Article, tables.ArticleText)
}
_MOMENTS = frozenset(
    field.name for some in _IN_TABLES.values() for field in some if isinstance(field, UtcField)
)
_JSON = frozenset(
    field.name for some in _IN_TABLES.values() for field in some if isinstance(field, JsonField)
)
_FLAGS = frozenset({"pinned", "sensitive", "not_for_publication"})
_ENUMS = {
    "stage": Stage,
    "pubstate": PubState,
    "direction": Direction,
    "legal": Need,
    "pictures": Need,
}

STORY_COLUMNS = (tables.Article.id, *_IN_TABLES[tables.Article], *_IN_TABLES[tables.ArticleText])
"""What ``story`` takes, in its order; the text table is joined."""

_STORY_NAMES = tuple(column.name for column in STORY_COLUMNS)
_NOT_IN_STATE = frozenset({"id", "uid", "body", "excerpt"})


def standing(article: Article) -> Standing:
    """Where the story stands on both axes."""
    if article.stage == Stage.SPIKED:
        return Standing.SPIKED
    if article.pubstate in PUBLIC:
        return Standing.OUT
    if article.pubstate in (PubState.WITHDRAWN, PubState.UNPUBLISHED):
        return Standing.TAKEN
    return Standing.OPEN


def slug_key(slug: str) -> str:
    """What must differ between two slugs."""
    return unicodedata.normalize("NFC", slug).casefold()


def derive(body: str, dek: str) -> tuple[int, str]:
    """Words and excerpt of a body; a story without a body shows its dek."""
    from newsroom.text.excerpt import excerpt, plain_text  # a list that is only read needs none

    return count_words(body), excerpt(plain_text(body) or dek, EXCERPT_KEPT)


def columns(article: Article) -> tuple[dict[str, Any], dict[str, Any]]:
    """The story's columns in the list's table and in the text table."""
    row = {field.name: _kept(article, field.name) for field in _IN_TABLES[tables.Article]}
    row["slug_key"] = slug_key(article.slug)
    row["headline_key"] = sort_key(article.headline)
    row["standing"] = int(standing(article))
    row["byline"] = credit(article.bylines)
    text = {field.name: _kept(article, field.name) for field in _IN_TABLES[tables.ArticleText]}
    text["digest"] = hashlib.sha256(article.body.encode()).digest()
    return row, text


def credit(bylines: Sequence[Byline]) -> str:
    """The credit line as one text: who wrote it, or where nobody did, whoever is named."""
    writers = [b.name for b in bylines if b.role == BylineRole.STORY]
    return ", ".join(writers or [b.name for b in bylines])


def _kept(article: Article, name: str) -> Any:
    value = getattr(article, name)
    if name in _MOMENTS:
        return micros(value)
    if name == "picture":
        return to_json(asdict(value)) if value else ""
    if name in _JSON:
        return to_json(dict(value)) if value else ""
    if name in _FLAGS:
        return int(value)
    if name in _ENUMS:
        return str(value)
    return value


def story(row: Sequence[Any], bylines: Sequence[Byline], tags: Sequence[str]) -> Article:
    """The value out of a row of ``STORY_COLUMNS``."""
    data = dict(zip(_STORY_NAMES, row, strict=True))
    for name in _MOMENTS:
        data[name] = moment(data[name])
    for name, kind in _ENUMS.items():
        data[name] = kind(data[name])
    for name in _FLAGS:
        data[name] = bool(data[name])
    data["picture"] = Picture(**json.loads(data["picture"])) if data["picture"] else None
    data["extra"] = json.loads(data["extra"]) if data["extra"] else {}
    return Article(**data, bylines=tuple(bylines), tags=tuple(tags))


def to_state(article: Article) -> State:
    """The story as a saved state: all but its body as JSON, in a fixed order."""
    data: dict[str, Any] = {}
    for name in _FIELDS:
        if name in _NOT_IN_STATE:
            continue
        value = getattr(article, name)
        if name == "bylines":
            value = [[b.name, b.staff, str(b.role)] for b in value]
        elif name == "picture":
            value = asdict(value) if value else None
        elif name == "extra":
            value = dict(value)
        elif name in _MOMENTS:
            value = micros(value)
        data[name] = value
    return State(to_json(data).encode(), article.body.encode())


def from_state(state: State, *, number: int, uid: str) -> Article:
    """The story as it was. A field that came later has its default, one that went is left out."""
    data = {name: value for name, value in json.loads(state.fields).items() if name in _FIELDS}
    for name in _MOMENTS & data.keys():
        data[name] = moment(data[name])
    for name in _ENUMS.keys() & data.keys():
        data[name] = _ENUMS[name](data[name])
    if "bylines" in data:
        data["bylines"] = tuple(
            Byline(name, staff, BylineRole(role)) for name, staff, role in data["bylines"]
        )
    if "tags" in data:
        data["tags"] = tuple(data["tags"])
    if data.get("picture"):
        data["picture"] = Picture(**data["picture"])
    body = state.body.decode()
    _count, lead = derive(body, str(data.get("dek", "")))
    return Article(id=number, uid=uid, body=body, excerpt=lead, **data)


def search_texts(article: Article) -> dict[str, str]:
    """The story's folded words by part of the index, as the fields' faces say."""
    parts: dict[str, list[str]] = {"headline": [], "meta": [], "body": []}
    for name, spec in ARTICLE_FIELDS.items():
        if spec.search is None:
            continue
        value = getattr(article, name)
        if name == "bylines":
            value = " ".join(byline.name for byline in value)
        elif name == "body":
            value = readable(value)  # nobody looks for a story by an address in it
        parts[spec.search].append(value)
    return {part: index_text("\n".join(words)) for part, words in parts.items()}


SEARCHED = frozenset(name for name, spec in ARTICLE_FIELDS.items() if spec.search)
"""The fields whose change makes the words of the index change."""


def hold_storable(fields: Mapping[str, object]) -> None:
    """Refuse text that no engine can keep: NUL and halves of surrogate pairs. Raises BadInput."""
    for value in fields.values():
        for text in _texts(value):
            if "\0" in text or not _encodes(text):
                raise BadInput(
                    _(
                        "This text holds a character that can't be stored. "
                        "Take it out and save again."
                    )
                )


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Byline):
        return [value.name]
    if isinstance(value, Picture):
        return [value.caption, value.credit, value.alt, value.rights, value.filename]
    if isinstance(value, (tuple, list)):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, Mapping):
        return [text for item in (*value.keys(), *value.values()) for text in _texts(item)]
    return []


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
