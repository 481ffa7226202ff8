"""Taking in stories and pictures: planned, then made, changed, left alone or refused, in one step.

All of an import is one transaction and one step of the journal: it is there or it is not, and Undo
takes it back whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from operator import length_hint
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.desk.arriving import (
    NO_CHOICES,
    Action,
    Cancel,
    Choices,
    Fate,
    IntakeReport,
    Planned,
    Progress,
    Told,
)
from newsroom.desk.gathering import source_of
from newsroom.desk.importing import Arrivals, Importing, refused
from newsroom.desk.reception import Reception
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone
from newsroom.desk.unpacking import gathered
from newsroom.i18n import _
from newsroom.intake.arrival import Arrival, Setting
from newsroom.intake.picture import check
from newsroom.news.article import Picture
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import BadInput, Cancelled
from newsroom.news.rights import Right

if TYPE_CHECKING:
    from newsroom.desk.darkroom import Developed
    from newsroom.news.origin import Origin, Original


_MANY_FILES, _MANY_BYTES = 50, 1_000_000  # what is less is in the store within half a second


class Intake:
    """Stories and pictures from outside."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._reception = Reception(seat)

    def plan(
        self,
        paths: Iterable[Path | str],
        *,
        choices: Choices = NO_CHOICES,
        encoding: str | None = None,
        told: Told | None = None,
        cancel: Cancel | None = None,
    ) -> IntakeReport:
        """What ``take`` would do with these files and folders; nothing is touched.

        Raises BadInput where a folder holds nothing, Cancelled.
        """
        done = self.take(
            paths, dry_run=True, choices=choices, encoding=encoding, told=told, cancel=cancel
        )
        return done.value

    def take(
        self,
        paths: Iterable[Path | str],
        *,
        dry_run: bool = False,
        choices: Choices = NO_CHOICES,
        encoding: str | None = None,
        told: Told | None = None,
        cancel: Cancel | None = None,
    ) -> Done[IntakeReport]:
        """Take in the stories of these files, and of the files in these folders, all or nothing.

        A story is known by what its source calls it, then by its slug: a new one is made, one that
        differs gets a revision, one that is the same, or that was edited here since this very file
        was taken, is left alone; where both sides changed the same, it is doubtful and left unless
        ``choices`` say otherwise. What can't be read is refused with a sentence in the report and
        the rest goes on. A fault of the store, a source that goes away in the middle and
        ``cancel`` (raises Cancelled) take everything back.
        """

        def pulse() -> None:
            if cancel is not None and cancel():
                raise Cancelled

        setting = Setting(zone=own_zone(self._seat), encoding=encoding, pulse=pulse)
        left: list[tuple[str, str]] = []
        with gathered(paths, left) as files:
            importing = Importing(
                self._seat,
                self._reception,
                choices=choices,
                name=files[0].name if len(files) == 1 else "",
                cancel=cancel,
            )

            def arrivals() -> Arrivals:
                yield from self._read_all(files, setting, choices, told)
                yield from (("", refused(source, said)) for source, said in left)

            if dry_run:
                return importing.rehearse(arrivals())
            if _are_many(files):
                return importing.prepare_and_carry(arrivals)
            return importing.carry(arrivals())

    def receive(
        self,
        arrivals: Iterable[tuple[str, Arrival]],
        *,
        name: str,
        dry_run: bool = False,
        choices: Choices = NO_CHOICES,
        cancel: Cancel | None = None,
    ) -> Done[IntakeReport]:
        """Take in stories that are in hand already, each with its kind of source ("feed").

        ``name`` is what they come from, in the step's label. Everything else as ``take``.
        """
        importing = Importing(
            self._seat, self._reception, choices=choices, name=name, cancel=cancel
        )
        return importing.rehearse(iter(arrivals)) if dry_run else importing.carry(iter(arrivals))

    def origins(self, article: int) -> tuple[Origin, ...]:
        """How a story came in, the first time first."""
        return self._seat.store.origins.of(article)

    def origin(self, source: str, key: str) -> Origin | None:
        """How the story that a kind of source calls so was taken last; None if it never was."""
        return self._seat.store.origins.find(source, key)

    def original(self, article: int) -> Original | None:
        """The story as its source had it; None where that was not kept."""
        return self._seat.store.origins.original(article)

    def picture(self, source: Path | str | bytes, filename: str = "") -> Done[Picture]:
        """A picture, checked and kept, with the words that its file or the newsroom has for it.

        Raises BadInput with a sentence: not a picture, damaged, missing, too large.
        """
        self._seat.hold(Right.EDIT)
        kept = check(Path(source) if isinstance(source, str) else source, filename)
        with self._seat.store.transaction():
            return Done(self._known(self._reception.keep(kept)), Changes(media=True))

    def admit(self, made: Iterable[Developed]) -> Done[tuple[Picture, ...]]:
        """Write down pictures that the darkroom laid into the media folder, as ``picture`` does."""
        self._seat.hold(Right.EDIT)
        with self._seat.store.transaction():
            pictures = tuple(self._known(self._reception.admit(one)) for one in made)
        return Done(pictures, Changes(media=True))

    def _known(self, picture: Picture) -> Picture:
        """The picture with the words that the newsroom has for it."""
        facts = self._seat.store.pictures.get(picture.sha256)
        return replace(
            picture,
            filename=facts.filename,  # as it was called when it first came in
            caption=facts.caption,
            credit=facts.credit,
            alt=facts.alt,
            rights=facts.terms,
            focus_x=facts.focus[0],
            focus_y=facts.focus[1],
        )

    # One import.

    def _read_all(
        self, files: tuple[Path, ...], setting: Setting, choices: Choices, told: Told | None
    ) -> Arrivals:
        many = len(files) > 1
        there = {path for path in files if path.exists()} if many else set()
        named = Counter(path.name for path in files) if many else Counter[str]()
        for done, path in enumerate(files):
            if told is not None and many:
                told(Progress(done, len(files), path.name))
            encoding = choices.encodings.get(str(path), setting.encoding)
            begun = False
            try:
                source = source_of(path)
                stories = source.read(path, replace(setting, encoding=encoding))
                total = length_hint(stories)
                for n, one in enumerate(stories):
                    if told is not None and not many:
                        told(Progress(n, total, path.name))
                    begun = True
                    if named[path.name] > 1 and not isinstance(one, Planned):
                        one = replace(one, source=f"{path.parent.name}/{one.source}")
                    yield source.id, one
            except BadInput as error:
                if begun:  # what came of it is not to stay
                    raise
                if path in there and not path.exists():
                    raise BadInput(
                        _("{name} was taken away while it was read; nothing was taken in.").format(
                            name=path.name
                        )
                    ) from None
                said = str(error)
                if path.name not in said:  # told beside those of other files
                    said = _("{name}: {problem}").format(name=path.name, problem=said)
                yield "", refused(path.name, said)
        if told is not None and many:
            told(Progress(len(files), len(files)))


def _are_many(files: Iterable[Path]) -> bool:
    """Whether to take them in takes so long that others should not have to wait for it."""
    sizes = [path.stat().st_size for path in files if path.is_file()]
    return len(sizes) > _MANY_FILES or sum(sizes) > _MANY_BYTES


__all__ = ["Action", "Choices", "Fate", "Intake", "IntakeReport", "Planned"]
