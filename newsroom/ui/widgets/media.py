"""Pictures of the newsroom for the window: taken in, and shown small, off the GUI thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from newsroom.news.article import Picture
from newsroom.news.errors import NewsroomError

if TYPE_CHECKING:
    from newsroom.desk.darkroom import Darkroom, Developed
    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes, Done
    from newsroom.news.media import PictureFacts
    from newsroom.ui.tasks import Tasks

KEPT = 48  # small pictures in memory: a staff directory and a list's worth


class Media(QObject):
    """Brings pictures in and shows them. Answers come on the GUI thread."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.changed = tasks.changed  # carries what the desk, or somebody elsewhere, did
        self._room: Darkroom | None = None
        self._small: OrderedDict[tuple[str, int, int], QImage] = OrderedDict()

    def take(
        self,
        source: Path | bytes,
        filename: str,
        *,
        then: Callable[[Picture], object],
        failed: Callable[[NewsroomError], object],
        owner: QObject,
    ) -> None:
        """Check a picture and keep it in the newsroom; ``failed`` gets the sentence why not."""

        def admit(made: Developed) -> None:
            self._tasks.change(
                lambda desk: desk.intake.admit((made,)),
                then=lambda done: then(done.value[0]),
                failed=failed,
                owner=owner,
            )

        def develop(room: Darkroom) -> None:
            self._tasks.crunch(
                lambda: room.develop(source, filename), then=admit, failed=failed, owner=owner
            )

        self._with_room(develop, failed, owner)

    def show(
        self, sha256: str, size: QSize, *, then: Callable[[QImage], object], owner: QObject
    ) -> None:
        """Hand over the picture scaled into ``size`` pixels; an empty one if it is missing."""
        key = (sha256, size.width(), size.height())
        if key in self._small:
            self._small.move_to_end(key)
            then(self._small[key])
            return

        def ready(image: QImage) -> None:
            self._small[key] = image
            if len(self._small) > KEPT:
                self._small.popitem(last=False)
            then(image)

        def read(content: bytes) -> None:
            self._tasks.background(lambda: decode(content, size), then=ready, owner=owner)

        def ask(_error: NewsroomError) -> None:
            """It is not on this computer, or nothing that pages take: the desk has the bytes."""
            self._tasks.run(
                lambda desk: desk.media_shown(sha256),
                then=read,
                failed=lambda _error: then(QImage()),
                owner=owner,
            )

        def look(room: Darkroom) -> None:
            self._tasks.background(
                lambda: decode(room.fitting(sha256, size.width()), size),
                then=ready,
                failed=ask,
                owner=owner,
            )

        self._with_room(look, lambda _error: then(QImage()), owner)

    def on_changed(self, changes: Changes) -> None:
        """Forget pictures where some may be shown otherwise now: to be told before they are asked
        for again."""
        if changes.media and (changes.articles or changes.staff):
            self._room = None
            self._small.clear()

    def known(self, sha256: str, *, then: Callable[[PictureFacts], object], owner: QObject) -> None:
        """Hand over what the library knows of a picture, later; nothing where it is not ours."""
        self._tasks.run(
            lambda desk: desk.library.facts(sha256),
            then=then,
            failed=lambda _error: None,
            owner=owner,
        )

    def say(
        self,
        sha256: str,
        fields: Mapping[str, object],
        *,
        failed: Callable[[NewsroomError], object],
        owner: QObject,
    ) -> None:
        """Keep what somebody says of a picture: it is the picture's own, wherever it is used."""

        def keep(desk: Desk) -> Done[PictureFacts]:
            facts = desk.library.facts(sha256)
            return desk.library.describe(sha256, facts.version, fields)

        self._tasks.change(keep, failed=failed, owner=owner)

    def _with_room(
        self,
        use: Callable[[Darkroom], object],
        failed: Callable[[NewsroomError], object],
        owner: QObject,
    ) -> None:
        """Hand over the darkroom, which the desk knows."""
        if self._room is not None:
            use(self._room)
            return

        def known(room: Darkroom) -> None:
            self._room = room
            use(room)

        self._tasks.run(lambda desk: desk.darkroom, then=known, failed=failed, owner=owner)


def decode(content: bytes, size: QSize) -> QImage:
    """The picture, upright, decoded no larger than it fits into ``size``; empty if it is none."""
    buffer = QBuffer()
    buffer.setData(content)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid() and (whole.width() > size.width() or whole.height() > size.height()):
        box = size
        turned = (
            reader.transformation() & QImageReader.transformation(reader).TransformationRotate90
        )
        if turned:
            box = size.transposed()
        reader.setScaledSize(whole.scaled(box, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
