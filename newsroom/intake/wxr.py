"""A WordPress site's own export, WXR 1.0 to 1.2: its posts, authors, terms and pictures.

The file is gone through twice, each time as a stream, so that its size does not matter: once for
what posts point to (authors, pictures, terms) and to see that it is whole, once for the posts. What
WordPress writes was read in its ``wp-admin/includes/export.php``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from newsroom.i18n import N_, _, ngettext
from newsroom.intake import wxrours
from newsroom.intake.arrival import Arrival, ArrivedByline, ArrivedPicture, Left, Setting
from newsroom.intake.credit import names_in
from newsroom.intake.decode import without_unstorable
from newsroom.intake.picture import Checked
from newsroom.intake.posthtml import markdown_of
from newsroom.intake.tongue import language_of
from newsroom.intake.within import Get, beside, picture_of
from newsroom.intake.wordpress import readable
from newsroom.intake.wxritems import Item, Site, Writer, items_of, line_of, plain_of, survey
from newsroom.news.errors import BadInput
from newsroom.news.workflow import Stage

MOST_LETTERS = 5_000_000  # of one post's content: a thousand pages

_SIGNS = (b"wordpress.org/export/", b"wp:wxr_version")
_NO_SECTION = frozenset({"uncategorized", "uncategorised", "allgemein", "sans-titre"})
_MOST_NAMED = 5  # pictures whose numbers a sentence tells
_CREDITED = re.compile(r"\s*[^.!?:]{0,30}:\s*$")


@dataclass(frozen=True, slots=True)
class WordPressFile:
    """The posts of a WordPress site's export file."""

    id: str = "wordpress"
    title: str = N_("WordPress export file (WXR)")
    suffixes: tuple[str, ...] = (".wxr.xml", ".wxr", ".xml")

    def knows(self, path: Path, head: bytes) -> bool:
        """Whether the file says that WordPress exported it."""
        plain = head.replace(b"\0", b"")  # UTF-16
        return any(sign in plain for sign in _SIGNS) or path.name.lower().endswith(
            (".wxr", ".wxr.xml")
        )

    def read(self, path: Path, setting: Setting) -> Posts:
        """The posts, read as they are asked for. Raises BadInput: no WXR, damaged, cut short."""
        return Posts(path, survey(path, setting), setting)


@dataclass(slots=True)
class Posts:
    """The posts of one file."""

    path: Path
    site: Site
    setting: Setting
    _get: Get = field(init=False)
    _ours: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        """Where its pictures may lie."""
        folder = self.path.parent
        stem = self.path.name.removesuffix(".xml").removesuffix(".wxr")
        names = ("wp-content/uploads", "uploads", f"{stem}_files", stem)
        self._get = beside(folder, tuple(p for name in names if (p := folder / name).is_dir()))

    def __length_hint__(self) -> int:
        """How many stories there are, pages and the like included."""
        return self.site.posts

    def __iter__(self) -> Iterator[Arrival | Left]:
        """Each post as it comes."""
        self._ours.clear()
        for item in items_of(self.path):
            yield from self._item(item)

    def _item(self, item: Item) -> Iterator[Arrival | Left]:
        kind = item.said.get("wp:post_type", "post").strip() or "post"
        status = item.said.get("wp:status", "").strip()
        if kind == "attachment":
            return
        if kind != "post":
            yield Left(self.path.name, _left_out(kind))
        elif status in ("trash", "auto-draft", "inherit"):
            yield Left(self.path.name, _("What lay in the trash there was left there."))
        else:
            if item.comments:
                for _n in range(item.comments):
                    yield Left(self.path.name, _("Readers' comments were left out."))
            yield self._story(item, status)

    def _story(self, item: Item, status: str) -> Arrival:
        said = item.said
        number = said.get("wp:post_id", "").strip()
        source = f"{self.path.name}: {unquote(said.get('wp:post_name', '').strip()) or number}"
        notes: list[str] = []
        doubts: list[str] = []
        content, tongue = wxrours.bare(said.get("content:encoded", ""), item.meta)
        body, media, problems = self._body(content, source, notes)
        fields: dict[str, object] = {
            "headline": line_of(said.get("title", "")),
            "slug": wxrours.slug_of(unquote(said.get("wp:post_name", "").strip()), item.meta),
            "body": body,
            "dek": plain_of(said.get("excerpt:encoded", "")),
        }
        if words := line_of(item.meta.get("newsroom_short_headline", "")):
            fields["short_headline"] = words
        for name in ("newsroom_kicker", "kicker", "_kicker"):
            if words := line_of(item.meta.get(name, "")):
                fields.setdefault("kicker", words)
        if words := line_of(item.meta.get("newsroom_dateline", "")):
            fields["dateline"] = words
            fields["body"] = wxrours.without_dateline(body, words)
        self._terms(item, fields, notes)
        self._moments(item, status, fields, notes)
        if status == "private":
            fields["not_for_publication"] = True
            notes.append(_("It was private there and is not for publication here."))
        if said.get("wp:post_password", "").strip():
            fields["not_for_publication"] = True
            doubts.append(_("It was behind a password there; here it is not for publication."))
        fields["language"] = (
            wxrours.spoken(item.meta, tongue)
            or language_of(f"{fields['headline']} {body}", self.site.language)
            or ""
        )
        return Arrival(
            source=source,
            corrections=wxrours.corrections(item.meta),
            fields={name: _storable(value) for name, value in fields.items() if value != ""},
            bylines=self._bylines(item),
            picture=self._lead(item, problems),
            media=media,
            notes=tuple(notes),
            doubts=tuple(doubts),
            problems=tuple(problems),
            key=self._key(item, number),
            facts={
                name: value
                for name, value in (
                    ("file", self.path.name),
                    ("address", said.get("link", "").strip()),
                )
                if value
            },
        )

    def _body(
        self, content: str, source: str, notes: list[str]
    ) -> tuple[str, tuple[Checked, ...], list[str]]:
        if len(content) > MOST_LETTERS:
            raise BadInput(
                _("{name} has {size} MB of text, which is too much for a story.").format(
                    name=source, size=len(content) // 1_000_000
                )
            )
        made = readable(content, self._attached)
        for name, n in made.left.items():
            notes.append(
                _("The shortcode [{name}] ({n}×) is WordPress's own and was left out.").format(
                    name=name, n=n
                )
            )
        if made.unknown:
            notes.append(_unknown(made.unknown))
        walked = markdown_of(made.html, self._get, name=source, base=self.site.address)
        notes.extend(walked.notes)
        text = walked.markdown
        return (
            (text if text.endswith("\n") or not text else f"{text}\n"),
            walked.media,
            list(walked.problems),
        )

    def _attached(self, number: int) -> tuple[str, str, str] | None:
        found = self.site.attachments.get(number)
        if found is None or not found.address:
            return None
        return found.address, found.alt, found.caption

    def _terms(self, item: Item, fields: dict[str, object], notes: list[str]) -> None:
        names = [
            unescape(name)
            for domain, nicename, name in item.terms
            if domain == "category" and name and nicename.lower() not in _NO_SECTION
        ]
        primary = self.site.sections.get(item.meta.get("_yoast_wpseo_primary_category", ""), "")
        if primary in names:
            names.insert(0, names.pop(names.index(primary)))
        tags = [
            unescape(n) for domain, _nice, n in item.terms if domain in ("post_tag", "tag") and n
        ]
        if names:
            fields["section"] = names[0]
        if names[1:]:
            notes.append(
                _("A story is in one section; {names} became tags.").format(
                    names=", ".join(names[1:])
                )
            )
        if tags or names[1:]:
            fields["tags"] = tuple(dict.fromkeys([*tags, *names[1:]]))

    def _key(self, item: Item, number: str) -> str:
        """What the story is called: as we called it, if no other of the file is called so (as a
        copy made there is), else by its number on that site."""
        guid = item.said.get("guid", "").strip()
        own = wxrours.name_of(guid, item.meta, item.said.get("content:encoded", ""))
        if own and own not in self._ours:
            self._ours.add(own)
            return own
        return f"{self.site.address}#{number or guid}"

    def _moments(
        self, item: Item, status: str, fields: dict[str, object], notes: list[str]
    ) -> None:
        said = item.said
        there = self._when(said, "wp:post_date_gmt", "wp:post_date")
        at = wxrours.published(there, item.meta)
        if at is None and status == "publish":
            at = _rfc(said.get("pubDate", ""))
            if at is None:
                notes.append(_("It says no date of publication; it came in as a draft."))
        moments = [self._when(said, "wp:post_modified_gmt", ""), wxrours.changed(item.meta)]
        moments += [at] if at != there else []
        changed = max(filter(None, moments), default=None)
        if status == "publish" and at is not None:
            fields["published_at"] = at
        elif status == "future" and at is not None:
            fields["planned_at"] = at
            fields["stage"] = Stage.READY
        elif status == "pending":
            fields["stage"] = Stage.DESK
        else:
            fields["stage"] = Stage.DRAFT
        now = self.setting.now
        if at is not None and status != "future" and (now is None or at <= now):
            fields["created_at"] = at
        if changed is not None and (now is None or changed <= now):
            fields["updated_at"] = changed

    def _when(self, said: dict[str, str], gmt: str, local: str) -> datetime | None:
        for name, zone in ((gmt, UTC), (local, self.setting.zone)):
            words = said.get(name, "").strip()
            if not words or words.startswith("0000"):
                continue
            try:
                return datetime.fromisoformat(words).replace(tzinfo=zone).astimezone(UTC)
            except (ValueError, OverflowError):
                continue
        return None

    def _bylines(self, item: Item) -> tuple[ArrivedByline, ...]:
        if (ours := wxrours.bylines(item.meta)) is not None:
            return ours
        login = item.said.get("dc:creator", "").strip()
        writer = self.site.writers.get(login, Writer(login, "", login))
        several = [name for domain, _nice, name in item.terms if domain == "author" and name]
        names = several or list(names_in(item.meta.get("newsroom_byline", ""))) or [writer.name]
        return tuple(
            ArrivedByline(
                name,
                email=writer.email if name == writer.name else "",
                login=writer.login if name == writer.name else "",
            )
            for name in names
            if name
        )

    def _lead(self, item: Item, problems: list[str]) -> ArrivedPicture | None:
        number = item.meta.get("_thumbnail_id", "")
        if not (number.isascii() and number.isdigit()):
            return None
        found = self.site.attachments.get(int(number))
        if found is None or not found.address:
            return None
        try:
            file = picture_of(self._get(found.address), found.address)
        except BadInput as error:
            problems.append(str(error))
            return None
        if file is None:
            problems.append(
                _("The picture {name} is not beside the file; put its uploads there.").format(
                    name=found.address.rpartition("/")[2][:80]
                )
            )
            return None
        caption = found.caption
        if found.credit and caption.endswith(found.credit):  # "… Photo: Ana Lima", as we write it
            caption = _CREDITED.sub("", caption.removesuffix(found.credit))
        return ArrivedPicture(file=file, caption=caption, alt=found.alt, credit=found.credit)


def _unknown(numbers: Sequence[int]) -> str:
    """What a gallery shows that is not in the file, with the numbers to look for."""
    each = tuple(dict.fromkeys(numbers))
    named = ", ".join(str(number) for number in each[:_MOST_NAMED])
    return ngettext(
        "{n} picture of a gallery is not in the file and was left out (its number there: {named}).",
        "{n} pictures of galleries are not in the file and were left out "
        "(their numbers there: {named}).",
        len(each),
    ).format(n=len(each), named=named if len(each) <= _MOST_NAMED else f"{named} …")


def _left_out(kind: str) -> str:
    if kind == "page":
        return _("Pages are no stories and were left out.")
    if kind in ("nav_menu_item", "revision", "customize_changeset", "oembed_cache"):
        return _("Menus and old versions were left out.")
    return _("Entries of the kind “{kind}” were left out.").format(kind=kind[:40])


def _rfc(words: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(words.strip())
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _storable(value: object) -> object:
    return without_unstorable(value, name="")[0] if isinstance(value, str) else value
