"""Markdown with YAML front matter: one file, one story.

The keys are those that the fields of a story declare (``Spec.matter``), so that a new field can be
imported without a line here. resources/help/cli.md describes them for people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PureWindowsPath
from typing import Any

from newsroom.i18n import N_, _
from newsroom.intake.arrival import Arrival, ArrivedByline, ArrivedPicture, Setting, file_key
from newsroom.intake.decode import MOST_BYTES, decode_guessing, read_bytes
from newsroom.intake.dialects import Foreign, foreign, moment_words, read_toml, split_toml
from newsroom.intake.frontmatter import FrontMatter, short
from newsroom.intake.matter import Plain, Value, read_matter
from newsroom.intake.moments import moment
from newsroom.intake.picture import Checked, check
from newsroom.intake.sitetext import pictures_of, plainer, with_pictures
from newsroom.intake.within import picture_of
from newsroom.news.article import ARTICLE_FIELDS
from newsroom.news.errors import BadInput
from newsroom.news.fields import Kind
from newsroom.news.workflow import Stage
from newsroom.text.matter import split_matter

_BY_KEY: Mapping[str, str] = {
    spec.matter: name for name, spec in ARTICLE_FIELDS.items() if spec.matter
}

_PICTURE_WORDS = ("caption", "credit", "alt", "rights")
_PICTURE_KEYS = frozenset(_PICTURE_WORDS) | {f"image_{word}" for word in _PICTURE_WORDS}

_OPENED = re.compile(r"---[ \t]*\n[A-Za-z_][\w-]*[ \t]*:")
_TITLE = re.compile(r"#[ \t]+(?P<title>[^\n]+?)[ \t#]*(?:\n+|\Z)")
_HELD = re.compile(r"(?<![\w/.-])media/([0-9a-f]{64})(?:\.[a-z]{3,4})?")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """Stories as Markdown files with front matter."""

    id: str = "markdown"
    title: str = N_("Markdown with front matter")
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd", ".txt")

    def knows(self, path: Path, head: bytes) -> bool:
        """Whether it is called Markdown, or is a text that begins as Markdown files do."""
        begins = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n")
        return not path.name.lower().endswith(".txt") or begins.startswith((b"---", b"+++", b"# "))

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The one story in the file. Raises BadInput where it holds none."""
        data = read_bytes(path, most=MOST_BYTES)
        text, notes, doubts = decode_guessing(data, name=path.name, encoding=setting.encoding)
        if not text.strip():
            raise BadInput(_("{name} is empty.").format(name=path.name))
        story = read_story(text, path=path, setting=setting, notes=notes)
        return (replace(story, doubts=doubts, held=True) if doubts else story,)


def read_story(text: str, *, path: Path, setting: Setting, notes: tuple[str, ...] = ()) -> Arrival:
    """The story in ``text``; ``path`` names it and is what a picture's path is relative to."""
    yaml_text, body = split_matter(text)
    toml_text = None
    if yaml_text is None:
        toml_text, body = split_toml(text)
    if yaml_text is None and _OPENED.match(text):
        raise BadInput(
            _(
                "The front matter of {name} is opened but never closed; "
                "put --- on a line of its own below it."
            ).format(name=path.name)
        )
    reading = _Reading(path, setting, list(notes))
    other: Foreign | None = None
    if yaml_text is not None or toml_text is not None:
        matter = (
            read_matter(yaml_text, name=path.name)
            if yaml_text is not None
            else read_toml(toml_text or "", name=path.name)
        )
        for key, line in matter.doubled:
            reading.front.note(
                _("“{key}” stands twice; the later one counts.").format(key=key), line
            )
        other = foreign(matter.values, path)
        reading.take(matter.values if other is None else other.values)
    body = body.strip("\n")
    if other is not None:
        body = reading.take_foreign(other, body).strip("\n")
    if reading.lacks_headline and (title := _TITLE.match(body)):
        reading.fields["headline"] = title["title"]
        body = body[title.end() :]
        reading.notes.append(
            _("{name} has no headline; its first heading was taken.").format(name=path.name)
        )
    elif (
        other is not None
        and (title := _TITLE.match(body))
        and title["title"] == str(reading.fields.get("headline", "")).strip()
    ):
        body = body[title.end() :]  # notes say it twice
    body = reading.with_pictures(body)
    reading.fields["body"] = body + "\n" if body else ""
    return Arrival(
        source=path.name,
        fields=reading.fields,
        bylines=reading.bylines,
        picture=reading.picture,
        media=(*reading.media(body), *reading.beside.values()),
        extra=reading.extra,
        notes=tuple(reading.notes),
        problems=tuple(reading.problems),
        key=file_key(path, str(reading.fields.get("slug") or "")),
        same_slug=True,
        facts={"file": path.name},
    )


@dataclass(slots=True)
class _Reading:
    """One file being read: what was found so far."""

    path: Path
    setting: Setting
    notes: list[str]
    problems: list[str] = field(default_factory=list)
    fields: dict[str, object] = field(default_factory=dict)
    bylines: tuple[ArrivedByline, ...] | None = None
    picture: ArrivedPicture | None = None
    extra: dict[str, Plain] = field(default_factory=dict)
    lacks_headline: bool = True
    beside: dict[str, Checked] = field(default_factory=dict)
    front: FrontMatter = field(init=False)

    def __post_init__(self) -> None:
        self.front = FrontMatter(self.path, self.setting, self.notes)

    def with_pictures(self, body: str) -> str:
        """The text with the pictures that lie beside it in the newsroom's own place."""
        made = with_pictures(body, self.path)
        self.beside |= made.media
        self.problems += made.problems
        return made.text

    def take_foreign(self, other: Foreign, body: str) -> str:
        """What another program's file says beside its fields; gives its text in our Markdown."""
        if other.draft:
            self.fields["stage"] = Stage.DRAFT
        at = self._foreign_moment(other.date)
        if at is None and other.day:
            at = moment(other.day, zone=self.setting.zone)
        if at is not None:
            published = other.site and not other.draft
            self.fields["published_at" if published else "created_at"] = at
        changed = self._foreign_moment(other.changed)
        if changed is not None:
            self.fields["updated_at"] = changed
        if not self.fields.get("slug") and (other.site or other.day):
            self.fields["slug"] = other.slug
        if other.language and "language" not in self.fields:
            self.fields["language"] = other.language
        made = plainer(body, hashtags=not other.site)
        self.notes += made.notes
        if made.tags:
            tags = self.fields.get("tags", ())
            assert isinstance(tags, tuple)
            self.fields["tags"] = tuple(dict.fromkeys([*tags, *made.tags]))
        if other.image and self.picture is None:
            self._foreign_picture(other.image)
        return made.text

    def _foreign_moment(self, value: Value | None) -> datetime | None:
        if value is None:
            return None
        try:
            return moment(moment_words(value), zone=self.setting.zone)
        except ValueError:
            self.front.note(
                _("“{words}” is no date and was passed over.").format(words=_said(value)),
                value.line,
            )
            return None

    def _foreign_picture(self, image: Mapping[str, str]) -> None:
        place = image["place"].replace("#DOMAIN_NAME#", "")
        try:
            file = picture_of(pictures_of(self.path)(place), place)
        except BadInput as error:
            self.problems.append(str(error))
            return
        if file is None:
            self.problems.append(
                _("The picture {name} does not lie beside {file}.").format(
                    name=short(place), file=self.path.name
                )
            )
            return
        self.picture = ArrivedPicture(
            file=file, alt=image["alt"], caption=image["caption"], credit=image["credit"]
        )

    def take(self, values: Mapping[str, Value]) -> None:
        """Sort every key: a field of the story, a word on its picture, or one kept as it is."""
        # Beside a picture's plain path its words may stand as keys of their own.
        with_picture = "image" in values and values["image"].entries is None
        for key, value in values.items():
            name = _BY_KEY.get(key)
            if name == "picture":
                self._take_picture(value, values)
            elif name == "bylines":
                self.bylines = self.front.bylines(key, value)
            elif name is not None:
                self._take_field(name, key, value)
            elif not (with_picture and key in _PICTURE_KEYS):
                self.extra[key] = self.front.storable(value.plain)

    def _take_field(self, name: str, key: str, value: Value) -> None:
        spec = ARTICLE_FIELDS[name]
        if spec.kind in (Kind.NUMBER, Kind.CHOICE) and value.text == "":
            return  # a key that was left empty says nothing
        self.fields[name] = self.front.field(key, value, spec)
        if name == "headline":
            # Quoted and empty, as it is exported, means that there is none.
            self.lacks_headline = not self.fields[name] and not value.quoted

    def _take_picture(self, value: Value, values: Mapping[str, Value]) -> None:
        """The lead picture; one that can't be taken is told, and the story goes on without it."""
        entries = value.entries
        where = value if entries is None else entries.get("file")
        words: dict[str, Any] = {
            word: " ".join(self.front.words(key, source[key]).split())
            for word in _PICTURE_WORDS
            for source, key in (
                (values if entries is None else entries, word),
                (values if entries is None else {}, f"image_{word}"),
            )
            if key in source
        }
        known = entries.get("sha256") if entries is not None else None
        sha256 = self.front.words("sha256", known).strip().lower() if known else ""
        place = self.front.words("image", where).strip() if where is not None else ""
        if sha256 and not re.fullmatch("[0-9a-f]{64}", sha256):
            raise self.front.refuse(
                _("“sha256” should be the 64 signs that name a picture in the store."), value.line
            )
        if sha256 and not (place and self._beside(place).is_file()):
            self.picture = ArrivedPicture(sha256=sha256, **words)
        elif place:
            try:
                file = check(self._beside(place))
            except BadInput as error:
                self.problems.append(
                    _("{problem} The story was taken without it.").format(problem=error)
                )
            else:
                self.picture = ArrivedPicture(file=file, **words)

    def media(self, body: str) -> tuple[Checked, ...]:
        """The pictures that the text names by their sha256 and that lie beside the file."""
        found: dict[str, Checked] = {}
        for path, sha256 in ((m[0], m[1]) for m in _HELD.finditer(body)):
            if sha256 in found or not self._beside(path).is_file():
                continue
            try:
                file = check(self._beside(path))
            except BadInput as error:
                self.problems.append(str(error))
                continue
            if file.sha256 == sha256:
                found[sha256] = file
        return tuple(found.values())

    def _beside(self, place: str) -> Path:
        """The picture's path from the story's own folder. Raises BadInput for any other kind."""
        windows = PureWindowsPath(place)
        if _ADDRESS.match(place) and not windows.drive:
            raise BadInput(
                _(
                    "{name}: the picture {place} is an address; save it beside the story "
                    "and give its file name."
                ).format(name=self.path.name, place=short(place))
            )
        if windows.drive or windows.root:
            raise BadInput(
                _(
                    "{name}: the picture {place} should be given from the story's own folder, "
                    "such as pictures/harbour.jpg."
                ).format(name=self.path.name, place=short(place))
            )
        return self.path.parent.joinpath(*windows.parts)


def _said(value: Value) -> str:
    """A value as it fits into a sentence; a list or a mapping as JSON writes it."""
    words = value.text
    return short(json.dumps(value.plain, ensure_ascii=False) if words is None else words)
