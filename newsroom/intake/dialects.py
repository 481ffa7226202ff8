"""Front matter of other programs in our own words: Hugo, Jekyll, Zettlr, Publii and their like.

What their keys mean stands in their manuals: gohugo.io/content-management/front-matter,
jekyllrb.com/docs/front-matter, docs.zettlr.com/en/core/yaml-frontmatter. A file with a ``title``
and no ``headline`` is none of ours.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import yaml
from yaml.nodes import Node, ScalarNode, SequenceNode

from newsroom.i18n import _
from newsroom.intake.matter import MOST_CHARACTERS, Matter, Value, read_matter
from newsroom.news.errors import BadInput

_NAMES: Mapping[str, tuple[str, ...]] = {
    "headline": ("title",),
    "dek": ("description", "summary", "excerpt", "subtitle", "metadescription"),
    "short_headline": ("linktitle", "short_title"),
    "language": ("lang", "locale"),
    "bylines": ("authors", "author"),
    "slug": ("slug",),
    "section": ("section", "category"),
}
"""Our keys, and what others call them (in small letters), the surest first."""

_DATES = ("publishdate", "pubdate", "published_at", "date", "created", "createdat")
_CHANGED = ("lastmod", "last_modified_at", "modified", "updated", "modifiedat")
_PICTURES = ("cover", "featured_image", "featuredimage", "featured", "image", "images", "thumbnail",
             "header", "banner")  # fmt: skip
_SITES = (
    "draft",
    "layout",
    "published",
    "publishdate",
    "lastmod",
    "status",
    "permalink",
    "aliases",
)
"""Keys that only the builders of sites write: what is dated there is published."""

_DROPPED = frozenset({"layout", "id", "type", "weight", "draft", "published", "status"})
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")  # Jekyll: 2024-05-06-harbour-fees.md
_TONGUE = re.compile(r"(.+)\.([a-z]{2}(?:-[a-z]{2})?)")  # Hugo: harbour.fa.md
_FENCE = re.compile(r"\+\+\+[ \t]*\n")
_CLOSE = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_KEY = re.compile(r"^\s*(?:\[+)?\s*[\"']?([\w-]+)[\"']?\s*(?:\.[^=\]]*)?(?:=|\])")
_MILLISECONDS = re.compile(r"\d{12,14}")  # Publii counts them
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Foreign:
    """A file's front matter in our words.

    ``date`` and ``changed`` are moments as written, ``image`` where its lead picture lies with its
    words. ``site`` says that it was made for a site, where what is dated is published unless it is
    a ``draft``.
    """

    values: dict[str, Value]
    date: Value | None = None
    changed: Value | None = None
    draft: bool = False
    site: bool = False
    image: dict[str, str] = field(default_factory=dict)
    slug: str = ""  # by the file's name
    language: str = ""
    day: str = ""


def split_toml(text: str) -> tuple[str | None, str]:
    """A file's front matter in TOML between ``+++`` (None for none), and the text after it."""
    bare = text.removeprefix("\ufeff")
    opened = _FENCE.match(bare)
    closed = _CLOSE.search(bare, opened.end()) if opened else None
    if opened is None or closed is None:
        return None, text
    return bare[opened.end() : closed.start()], bare[closed.end() :]


def read_toml(text: str, *, name: str) -> Matter:
    """Front matter in TOML as if it stood there in YAML. Raises BadInput naming the line."""
    if len(text) > MOST_CHARACTERS:
        raise BadInput(
            _(
                "The front matter of {name} is longer than {most} KB; the story goes below it."
            ).format(name=name, most=MOST_CHARACTERS // 1024)
        )
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(
            _("The front matter of {name} is not TOML: {problem}.").format(name=name, problem=error)
        ) from None
    lines: dict[str, int] = {}
    for n, line in enumerate(text.split("\n"), start=2):
        if found := _TOML_KEY.match(line):
            lines.setdefault(found[1], n)
    matter = read_matter(
        yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=10_000), name=name
    )
    return Matter(
        {
            key: Value(value.node, lines.get(key, 2), value.first)
            for key, value in matter.values.items()
        }
    )


def foreign(values: Mapping[str, Value], path: Path) -> Foreign | None:
    """The front matter in our words; None for one that is ours, or says nothing of the kind."""
    small = {key.casefold(): value for key, value in values.items()}
    dated = _DATED.fullmatch(_stem(path))
    if "headline" in small or not (
        "title" in small or (dated and small) or any(name in small for name in _SITES)
    ):
        return None
    made = Foreign({})
    used: set[str] = set()
    for ours, theirs in _NAMES.items():
        for name in (ours, *theirs):
            if name in small and name not in used:
                made.values.setdefault(ours, small[name])
                used.add(name)
    _people(made)
    _terms(made, small, used)
    made.date = _first(small, _DATES, used)
    made.changed = _first(small, _CHANGED, used)
    folders = {part.casefold() for part in path.parts[:-1]}
    made.site = (
        any(name in small for name in _SITES)
        or bool(dated)
        or bool(folders & {"_posts", "_drafts", "content"})
    )
    made.draft = (
        _yes(small.get("draft"))
        or _no(small.get("published"))
        or "_drafts" in folders
        or _words(small.get("status")) in ("draft", "hidden", "trashed")
    )
    _image(made, small, used)
    _by_name(made, path, dated)
    for key, value in values.items():
        if key.casefold() not in used and key.casefold() not in _DROPPED:
            made.values.setdefault(key, value)
    return made


def moment_words(value: Value) -> str:
    """A moment as it was written; milliseconds since the epoch as one."""
    words = (value.text or "").strip()
    if _MILLISECONDS.fullmatch(words):
        return datetime.fromtimestamp(int(words) / 1000, UTC).isoformat()
    # Jekyll: "2024-05-06 10:00:00 +0200"
    return re.sub(r"\s+([+-]\d{2}):?(\d{2})$", r"\1:\2", words)


def _people(made: Foreign) -> None:
    """Authors as names: a list, one, or mappings with more than a name."""
    value = made.values.get("bylines")
    if value is None:
        return
    entries = value.entries
    if entries is not None and "name" in entries:
        made.values["bylines"] = entries["name"]
    elif value.text and ("," in value.text or " and " in value.text):
        names = re.split(r",|\sand\s", value.text)
        made.values["bylines"] = _list((name.strip() for name in names), value)


def _terms(made: Foreign, small: Mapping[str, Value], used: set[str]) -> None:
    """The first category is the section, the others are tags; Jekyll parts them by blanks."""
    categories: list[str] = []
    tags: list[str] = []
    for name, into in (
        ("categories", categories),
        ("tags", tags),
        ("keywords", tags),
        ("topics", tags),
    ):
        value = small.get(name)
        if value is None:
            continue
        used.add(name)
        if value.items is not None:
            into += [item.text for item in value.items if item.text]
        elif value.text:
            into += re.split(r"[,،]", value.text) if re.search("[,،]", value.text) else (
                _BLANKS.split(value.text.strip())
            )  # fmt: skip
    where = next(iter(small.values()))
    if categories and "section" not in made.values:
        made.values["section"] = _scalar(categories.pop(0).strip(), where)
    if tags or categories:
        named = [word.strip().lstrip("#") for word in (*tags, *categories)]
        made.values["tags"] = _list(dict.fromkeys(word for word in named if word), where)


def _image(made: Foreign, small: Mapping[str, Value], used: set[str]) -> None:
    for name in _PICTURES:
        value = small.get(name)
        if value is None:
            continue
        used.add(name)
        entries = value.entries
        first = value.items[0] if value.items else value
        if entries is not None:
            words = {key.casefold(): one.text or "" for key, one in entries.items()}
            place = next(
                (
                    words[k]
                    for k in ("image", "src", "url", "path", "teaser", "img")
                    if words.get(k)
                ),
                "",
            )
            if place:
                made.image = {
                    "place": place,
                    "alt": words.get("alt", ""),
                    "caption": words.get("caption", ""),
                    "credit": words.get("credit", words.get("credits", "")),
                }
        elif first.text:
            made.image = {"place": first.text, "alt": "", "caption": "", "credit": ""}
            for word in ("alt", "caption", "credit"):
                for key in (f"{name}_{word}", f"image_{word}"):
                    if key in small:
                        used.add(key)
                        made.image[word] = made.image[word] or (small[key].text or "")
        if made.image:
            return


def _by_name(made: Foreign, path: Path, dated: re.Match[str] | None) -> None:
    stem = _stem(path)
    if dated:
        made.day, stem = dated[1], dated[2]
    if tongue := _TONGUE.fullmatch(stem):
        stem, made.language = tongue[1], tongue[2]
    if stem.casefold() in ("index", "_index"):
        stem = path.parent.name  # Hugo's bundles
    made.slug = stem


def _stem(path: Path) -> str:
    return path.name.rpartition(".")[0] or path.name


def _first(small: Mapping[str, Value], names: tuple[str, ...], used: set[str]) -> Value | None:
    """The first of these keys that says something. One that is a list or a mapping is given where
    no other is there, to be told of; it stays among the keys that we do not know."""
    found = odd = None
    for name in names:
        if name in small and small[name].text is not None:
            used.add(name)
            found = found or (small[name] if small[name].text else None)
        elif name in small:
            odd = odd or small[name]
    return found or odd


def _yes(value: Value | None) -> bool:
    return _words(value) in ("true", "yes", "on", "1")


def _no(value: Value | None) -> bool:
    return _words(value) in ("false", "no", "off", "0")


def _words(value: Value | None) -> str:
    return (value.text or "").strip().casefold() if value is not None else ""


def _scalar(words: str, where: Value) -> Value:
    node = ScalarNode("tag:yaml.org,2002:str", words, where.node.start_mark, where.node.end_mark)
    return Value(node, where.line, where.first)


def _list(words: Iterable[str], where: Value) -> Value:
    mark, end = where.node.start_mark, where.node.end_mark
    nodes: list[Node] = [ScalarNode("tag:yaml.org,2002:str", one, mark, end) for one in words]
    return Value(SequenceNode("tag:yaml.org,2002:seq", nodes, mark, end), where.line, where.first)
