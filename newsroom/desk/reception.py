"""What arrived meets the newsroom: its people, its lists, its pictures and its slugs."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.desk.fields import checked
from newsroom.desk.lists import Lists
from newsroom.desk.matching import Cast
from newsroom.desk.seat import Seat
from newsroom.i18n import _, ngettext
from newsroom.intake.arrival import Arrival, ArrivedPicture
from newsroom.intake.picture import Checked
from newsroom.news.article import ARTICLE_FIELDS, EDITABLE, Byline, Picture
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.errors import BadInput, NotFound
from newsroom.news.lists import Term
from newsroom.news.spans import Spans
from newsroom.store.scratch import Scratch
from newsroom.text.slug import is_safe, slugify

if TYPE_CHECKING:
    from newsroom.desk.darkroom import Developed
    from newsroom.store.connect import Store
    from newsroom.store.staging import Staging

BOOKED = frozenset({"published_at", "created_at", "updated_at"})
"""Moments that a source may say and a save may not."""

_MOST_STEM = 112  # of a slug of 120 characters: the rest is for a number


class Slugs:
    """The slugs of one import; those of a whole site take no memory.

    Each is kept as a number. Two that share one by chance (of 2**64) are told apart by a number in
    the slug.
    """

    def __init__(self) -> None:
        self._scratch = Scratch()

    def add(self, slug: str) -> None:
        """One that was given."""
        self._scratch.see(_mark(slug))

    def __contains__(self, slug: str) -> bool:
        return self._scratch.saw(_mark(slug))


def _mark(slug: str) -> int:
    """A number for what must differ between two slugs."""
    return hash(unicodedata.normalize("NFC", slug).casefold())


@dataclass(slots=True)
class Run:
    """One import: what is settled while its stories are gone through.

    ``write`` is off in a rehearsal; ``slugs`` are those given so far,
    ``taken`` the stories that something was taken into, ``added`` what came onto which list.
    With ``staging`` the stories are only prepared: ``wanted`` are then the entries that they need
    on which list, with the key that they carry, and ``laid`` those of their pictures that are here
    and of which they know more.
    """

    write: bool
    cast: Cast
    slugs: Slugs = field(default_factory=Slugs)
    taken: Spans = field(default_factory=Spans)
    added: list[tuple[str, Term]] = field(default_factory=list)
    staging: Staging | None = None
    wanted: list[tuple[str, str, str]] = field(default_factory=list)
    laid: dict[str, Developed] = field(default_factory=dict)
    terms: dict[tuple[str, str], str] = field(default_factory=dict)
    changes: Changes = NOTHING


class Reception:
    """Turns what a source handed over into a story's fields in the newsroom's own terms."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._lists = Lists(seat)

    def known(
        self, one: Arrival, run: Run, notes: list[str], problems: list[str]
    ) -> dict[str, object]:
        """The fields that the story carries, slug always among them.

        What was taken otherwise than it was written is added to ``notes``, what could not be taken
        to ``problems``. Pictures and list entries are only kept if the run writes. Raises BadInput.
        """
        fields = dict(one.fields)
        fields["slug"] = self._slug(one, notes)
        kept = checked(fields, ARTICLE_FIELDS, only=EDITABLE | BOOKED)
        for name, plural in (("section", "sections"), ("desk", "desks")):
            if kept.get(name):
                kept[name] = self._term(plural, str(kept[name]), run, notes)
        if one.bylines is not None:
            kept["bylines"] = self._bylines(one, run, notes)
        if one.picture is not None and (picture := self._picture(one, run, problems)):
            kept["picture"] = picture
        if run.write:
            for file in one.media:
                self._take(file, run)
        if one.extra:
            kept["extra"] = dict(one.extra)
        return kept

    def resolve(self, one: Arrival) -> dict[str, object]:
        """The story's fields in the newsroom's own terms: staff, sections, picture kept.

        Raises BadInput, also for a picture that could not be taken.
        """
        problems = list(one.problems)
        run = Run(write=True, cast=Cast(self._seat, write=True, chosen={}))
        kept = self.known(one, run, [], problems)
        if problems:
            raise BadInput(problems[0])
        return kept

    def keep(self, file: Checked, *, learn: bool = True) -> Picture:
        """Put a checked picture into the media folder, and keep what its file says of it.

        It comes back with its file's words. Without ``learn`` they are left aside.
        """
        sha256 = self._seat.store.media.put(
            file.data,
            filename=file.filename,
            mime=file.mime,
            width=file.width,
            height=file.height,
        )
        return self.note(file, sha256) if learn else replace(_as_picture(file), sha256=sha256)

    def admit(self, made: Developed, beside: Store | None = None) -> Picture:
        """The same of a picture that lies in the media folder already; ``beside`` is a store that
        is to come into the newsroom's."""
        file, store = made.checked, beside or self._seat.store
        store.media.register(
            made.sha256,
            filename=file.filename,
            mime=file.mime,
            width=file.width,
            height=file.height,
            size=made.size,
        )
        return self.note(file, made.sha256, store)

    def note(self, file: Checked, sha256: str, beside: Store | None = None) -> Picture:
        """Keep what the file of a picture says of it."""
        picture = replace(_as_picture(file), sha256=sha256)
        who, at = self._seat.author, self._seat.clock()
        pictures = (beside or self._seat.store).pictures
        if file.words or who is not None:
            pictures.learn(sha256, file.words, who=who, at=at)
        if pictures.get(sha256).removed_at is not None:  # it is wanted again
            pictures.set_removed((sha256,), None, who=who, at=at)
        return picture

    def _slug(self, one: Arrival, notes: list[str]) -> str:
        """The slug, safe as a file name; whether it is free is another question."""
        written = str(one.fields.get("slug") or "")
        headline = str(one.fields.get("headline") or "")
        stem = Path(one.source).stem
        slug = written if is_safe(written) else slugify(written)
        slug = slug or slugify(headline) or slugify(stem) or "untitled"
        if written and slug != written:
            notes.append(
                _("The slug “{written}” can't name a page; “{slug}” was taken.").format(
                    written=written[:60], slug=slug
                )
            )
        return slug

    def free(self, slug: str, run: Run) -> str:
        """The slug, or the first one like it that neither the store nor this import has."""
        found = self._seat.store.articles.free_slug(slug)
        stem, n = slug[:_MOST_STEM], 2
        while found in run.slugs:
            found = f"{stem}-{n}"
            if self._seat.store.articles.id_of(found) is not None:
                found = slug  # taken there: on to the next number
            n += 1
        return found

    def _term(self, name: str, words: str, run: Run, notes: list[str]) -> str:
        if (name, words) in run.terms:
            return run.terms[name, words]
        known = self._lists.find(name, words)
        if known is not None:
            key = known.key
        else:
            notes.append(
                _("“{words}” was not among the {list} and was added.").format(
                    words=words, list=_("sections") if name == "sections" else _("desks")
                )
            )
            key = slugify(words) or words
            if run.staging is not None:
                run.wanted.append((name, words, key))
            elif run.write:
                added = self._lists.term(name, words)
                run.changes |= added.changes
                run.added.append((name, added.value))
                key = added.value.key
        run.terms[name, words] = key
        return key

    def add_terms(self, run: Run) -> None:
        """Put what prepared stories need onto the lists. Raises Meanwhile."""
        from newsroom.store.staging import Meanwhile

        for name, words, key in run.wanted:
            known = self._lists.find(name, words)
            added = self._lists.term(name, words)
            if added.value.key != key:
                raise Meanwhile
            run.changes |= added.changes
            if known is None:
                run.added.append((name, added.value))

    def admit_all(self, run: Run) -> None:
        """Write down of pictures that were here what prepared stories bring for them."""
        for made in run.laid.values():
            self.admit(made)

    def _bylines(self, one: Arrival, run: Run, notes: list[str]) -> tuple[Byline, ...]:
        found = run.cast.bylines(one.bylines or ())
        guests = [b.name for b in found if b.staff is None and not run.cast.joins(b.name)]
        if guests:
            notes.append(
                ngettext(
                    "{names} is not on the staff and stands as a guest.",
                    "{names} are not on the staff and stand as guests.",
                    len(guests),
                ).format(names=", ".join(guests))
            )
        return found

    def _picture(self, one: Arrival, run: Run, problems: list[str]) -> Picture | None:
        arrived = one.picture
        assert arrived is not None
        try:
            kept = self._kept(arrived, run)
        except NotFound:
            problems.append(
                _("{name}: the picture that it names is not in the store.").format(name=one.source)
            )
            return None
        return replace(
            kept,
            caption=arrived.caption or kept.caption,
            credit=arrived.credit or kept.credit,
            alt=arrived.alt or kept.alt,
            rights=arrived.rights or kept.rights,
            focus_x=arrived.focus[0],
            focus_y=arrived.focus[1],
        )

    def _kept(self, arrived: ArrivedPicture, run: Run) -> Picture:
        if arrived.file is not None:
            if not run.write:
                return _as_picture(arrived.file)
            return self._take(arrived.file, run)
        return self._seat.store.media.get(arrived.sha256)

    def _take(self, file: Checked, run: Run) -> Picture:
        media, sha256 = self._seat.store.media, file.sha256
        if not media.has(sha256):
            run.changes |= Changes(media=True)
        if run.staging is None:
            return self.keep(file)
        from newsroom.desk.darkroom import Developed

        media.lay(sha256, file.data)
        made = Developed(replace(file, data=b""), sha256, len(file.data))
        if not media.knows(sha256):
            self.admit(made, run.staging.new)
        elif self._has_news(file):
            run.laid[sha256] = made
        return _as_picture(file)

    def _has_news(self, file: Checked) -> bool:
        """Whether the library, which has the picture, learns something by it."""
        facts = self._seat.store.pictures.get(file.sha256)
        says = bool(file.words) or self._seat.author is not None
        return facts.removed_at is not None or (says and not facts.version)


def _as_picture(file: Checked) -> Picture:
    words = file.words
    return Picture(
        caption=words.caption,
        credit=words.credit,
        alt=words.alt,
        rights=words.terms,
        sha256=file.sha256,
        filename=file.filename,
        mime=file.mime,
        width=file.width,
        height=file.height,
    )
