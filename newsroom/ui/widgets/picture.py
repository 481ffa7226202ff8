"""The place for a picture: drop one or pick one, then its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _
from newsroom.news.article import Picture
from newsroom.news.changes import Changes
from newsroom.news.errors import NewsroomError
from newsroom.news.fields import Spec
from newsroom.news.media import RIGHTS_CHOICES, PictureFacts
from newsroom.ui.letgo import take_copy
from newsroom.ui.widgets.field import Field, Fittings, GrowingText, column

WELL_HEIGHT = 168  # px: a 16:9 picture in the inspector's width
PORTRAIT = 112  # px
SUFFIXES = "*.jpg *.jpeg *.png *.webp *.gif *.tif *.tiff *.bmp"
PASTED = "pasted.png"

GROUND = N_("On what ground")
"""What is asked of a picture's rights first; the words on them come behind."""

WORDS = (
    # name, label, hint, several lines
    ("caption", N_("Caption"), N_("What is seen, and when"), True),
    ("credit", N_("Credit"), N_("Who took it"), False),
    ("alt", N_("Alternative text"), N_("For readers who can't see it"), True),
    ("rights", N_("Rights"), N_("Where and until when it may be used"), False),
)

OWN = {"credit": "credit", "rights": "terms"}
"""Words that belong to the picture and not to the use, and what the library calls them."""


def offered(mime: QMimeData) -> tuple[Path | bytes, str] | None:
    """The picture that is dropped or pasted: a file of this computer, or the picture itself."""
    for url in mime.urls():
        if url.isLocalFile():
            path = Path(url.toLocalFile())
            return path, path.name
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            image.save(buffer, "PNG")  # type: ignore[call-overload]
            return bytes(buffer.data().data()), PASTED
    return None


class Well(QFrame):
    """Shows a picture or asks for one. ``offered`` carries (path or bytes, file name)."""

    offered = Signal(object, str)
    wanted = Signal()  # a click, Enter or Space: pick a file

    def __init__(self, name: str, empty: str) -> None:
        super().__init__()
        self.setProperty("role", "well")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setAccessibleDescription(empty)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._empty = empty
        self._image = QImage()
        self.label = QLabel(empty)
        self.label.setProperty("role", "caption")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self.label)

    def say(self, text: str) -> None:
        """Words instead of a picture."""
        self._image = QImage()
        self.label.setPixmap(QPixmap())
        self.label.setText(text or self._empty)

    def show_image(self, image: QImage) -> None:
        """The picture, fitted in."""
        self._image = image
        if image.isNull():
            self.say(_("The file of this picture is missing"))
        else:
            self._fit()

    def _fit(self) -> None:
        scale = self.devicePixelRatioF()
        room = (self.size() - QSize(6, 6)) * scale
        fitted = self._image.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(scale)
        self.label.setPixmap(QPixmap.fromImage(fitted))

    def resizeEvent(self, event: Any) -> None:
        """The picture is fitted anew."""
        super().resizeEvent(event)
        if not self._image.isNull():
            self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A picture may come in."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            take_copy(event)
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went away."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """It was let go here."""
        self._light(False)
        if (found := offered(event.mimeData())) is not None:
            take_copy(event)
            self.offered.emit(*found)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks a file."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space pick a file, Ctrl+V takes the picture of the clipboard."""
        if event.matches(QKeySequence.StandardKey.Paste):
            if (found := offered(QApplication.clipboard().mimeData())) is not None:
                self.offered.emit(*found)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def _light(self, on: bool) -> None:
        self.setProperty("over", on)
        self.style().polish(self)


class _Taking(Field):
    """What both fields share: taking a file in through the desk and showing it in the well."""

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None, empty: str) -> None:
        super().__init__(spec, fittings, parent)
        self.well = Well(_(spec.label), empty)
        self.well.offered.connect(self.take)
        self.well.wanted.connect(self.pick)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.remove = QPushButton(_("Remove"))
        self.remove.setProperty("role", "quiet")
        self.remove.setAccessibleName(_("Remove: {label}").format(label=_(spec.label)))
        if fittings.media is not None:
            fittings.media.changed.connect(self.on_changed)

    def on_changed(self, changes: Changes) -> None:
        """The picture may be shown otherwise now."""
        media = self.fittings.media
        if media is not None and changes.media and (changes.articles or changes.staff):
            media.on_changed(changes)
            self._show(self._sha256())

    def pick(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self.window(), _("Choose a picture"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{_('Pictures')} ({SUFFIXES})", f"{_('All files')} (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take(Path(name), Path(name).name))
        dialog.open()

    def take(self, source: Path | bytes, filename: str) -> None:
        """Have a picture checked and kept, then use it."""
        if self.fittings.media is None:
            return
        self._complain("")
        self.well.say(_("Looking at {name}…").format(name=filename))
        self.fittings.media.take(
            source, filename, then=self._taken, failed=self._refused, owner=self
        )

    def _taken(self, picture: Picture) -> None:
        raise NotImplementedError

    def _refused(self, error: NewsroomError) -> None:
        self._complain(str(error))
        self._redraw()

    def _complain(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _redraw(self) -> None:
        raise NotImplementedError

    def _show(self, sha256: str) -> None:
        if not sha256 or self.fittings.media is None:
            self.well.say("")
            return
        scale = self.devicePixelRatioF()
        room = QSize(640, 2 * WELL_HEIGHT) * scale

        def shown(image: QImage) -> None:
            if sha256 == self._sha256():  # another one may have come meanwhile
                self.well.show_image(image)

        self.fittings.media.show(sha256, room, then=shown, owner=self)

    def _sha256(self) -> str:
        raise NotImplementedError


class PictureField(_Taking):
    """A lead picture with its words; None where there is none."""

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent, _("Drop a picture here, or click to choose one"))
        self._picture: Picture | None = None
        self.well.setFixedHeight(WELL_HEIGHT)
        self.remove.clicked.connect(self._remove)
        self._facts: PictureFacts | None = None  # what the library knows, once it was read
        self.words: dict[str, QLineEdit | GrowingText] = {}
        """What is said of the picture; empty until there is one."""
        self.proposed: dict[str, QLabel] = {}
        """What is suggested for a word, below it; made when something is."""
        self._showing = False
        self._below: QWidget | None = None
        layout = self._layout = column(self, space=4)
        layout.addWidget(self.well)
        layout.addWidget(self.problem)
        self._redraw()

    def _make_below(self) -> QWidget:
        """All that stands under a picture, as many widgets as the rest of a story's first fields;
        most stories that are opened have none."""
        if self._below is not None:
            return self._below
        made = self._below = QWidget(self)
        self.facts = QLabel(made)
        self.facts.setProperty("role", "caption")
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.want = QLabel(made)
        self.want.setProperty("role", "chip")
        self.want.setProperty("stage", "hold")
        self.sheet = QPushButton(_("Crop and rights…"), made)
        self.sheet.setProperty("role", "quiet")
        self.sheet.setToolTip(_("Its point, its turn, whose it is and who allows what"))
        self.sheet.clicked.connect(lambda: self.described.emit(self._sha256()))
        self.ground = QComboBox(made)
        self.ground.setAccessibleName(f"{_(self.spec.label)}: {_(GROUND)}")
        for value, label in RIGHTS_CHOICES:
            self.ground.addItem(_(label), value)
        self.ground.activated.connect(lambda _n: self._set_ground())
        below = column(made, space=2)
        row = QHBoxLayout()
        row.addWidget(self.sheet)
        row.addStretch(1)
        row.addWidget(self.remove)
        below.addWidget(self.facts)
        below.addLayout(row)
        wanting = QHBoxLayout()
        wanting.addWidget(self.want)
        wanting.addStretch(1)
        below.addLayout(wanting)
        for name, label, hint, several in WORDS:
            if name == "rights":
                below.addSpacing(6)
                below.addWidget(self._label(GROUND))
                below.addWidget(self.ground)
            below.addSpacing(6)
            below.addWidget(self._label(label))
            below.addWidget(self._word(name, label, hint, several=several))
        self._lines = below
        self._layout.addWidget(made)
        for one, other in pairwise(self.controls()):
            QWidget.setTabOrder(one, other)
        return made

    def value(self) -> Picture | None:
        """The picture with its words."""
        return self._picture

    def show_value(self, value: Picture | None) -> None:
        """Show it."""
        if value == self._picture:
            return
        other = self._sha256() != (value.sha256 if value else "")
        self._picture = value
        self._redraw(picture=other)

    def controls(self) -> tuple[QWidget, ...]:
        """The well, then the words."""
        if self._below is None:
            return (self.well,)
        *words, rights = self.words.values()
        return (self.well, self.sheet, self.remove, *words, self.ground, rights)

    def mark_problem(self, on: bool) -> None:
        """The sentence stands under the well; nothing else is drawn."""

    def wanting(self) -> tuple[str, ...]:
        """The words without which it should not go out: credit and alternative text."""
        if self._picture is None:
            return ()
        found = [name for name in ("credit", "alt") if not self._shown(name).strip()]
        known = self._facts
        if known is not None and not known.rights_known and not self._shown("rights").strip():
            found.append("rights")
        return tuple(found)

    def on_changed(self, changes: Changes) -> None:
        """What the library says of the picture may be other."""
        if changes.media and self.fittings.media is not None and self._picture is not None:
            self.fittings.media.on_changed(changes)
            self._read_facts()

    def _set_ground(self) -> None:
        """It is kept with the picture, wherever that is used."""
        self._say(rights=str(self.ground.currentData()))

    def _say(self, **fields: str) -> None:
        """What belongs to the picture is kept with it, wherever that is used."""
        if self.fittings.media is not None and self._picture is not None:
            self.fittings.media.say(self._picture.sha256, fields, failed=self._refused, owner=self)

    def _read_facts(self) -> None:
        if self.fittings.media is not None and self._picture is not None:
            sha256 = self._picture.sha256

            def known(facts: PictureFacts) -> None:
                if sha256 == self._sha256():
                    turned = self._facts is not None and self._facts.turn != facts.turn
                    self._facts = facts
                    self.ground.setCurrentIndex(max(0, self.ground.findData(str(facts.rights))))
                    if turned:
                        self._show(sha256)
                    self._redraw(picture=False)

            self.fittings.media.known(sha256, then=known, owner=self)

    def _shown(self, name: str) -> str:
        """A word as it is shown: the library's, where the story says an older one."""
        assert self._picture is not None
        said, known = str(getattr(self._picture, name)), self._facts
        if known is None or name not in OWN:
            return said
        return known.credit_of(said) if name == "credit" else known.terms_of(said)

    def show_proposed(self, told: Mapping[str, str]) -> None:
        """Show what is suggested for each of the words, as rich text; for others nothing."""
        below = self._make_below() if told else self._below
        for name, part in self.words.items():
            line = self.proposed.get(name)
            if line is None and name in told:
                line = self.proposed[name] = QLabel(below)
                line.setProperty("role", "caption")
                line.setTextFormat(Qt.TextFormat.RichText)
                line.setWordWrap(True)
                self._lines.insertWidget(self._lines.indexOf(part) + 1, line)
            if line is not None:
                line.setText(told.get(name, ""))
                line.setVisible(name in told)

    def _label(self, label: str) -> QLabel:
        made = QLabel(_(label), self._below)
        made.setProperty("role", "label")
        return made

    def _word(self, name: str, label: str, hint: str, *, several: bool) -> QWidget:
        part: QLineEdit | GrowingText
        if several:
            part = GrowingText(self._below, (2, 6))
            part.textChanged.connect(lambda: self._typed(name, part.toPlainText()))
        else:
            line = part = QLineEdit(self._below)
            line.textEdited.connect(lambda text: self._typed(name, text))
            line.editingFinished.connect(lambda: self._finished(name, line))
        part.setPlaceholderText(_(hint))
        part.setAccessibleName(f"{_(self.spec.label)}: {_(label)}")
        self.words[name] = part
        return part

    def _typed(self, name: str, text: str) -> None:
        if self._showing or self._picture is None:
            return
        self._picture = replace(self._picture, **{name: text})  # type: ignore[arg-type]
        self._tell_wanting()
        self.edited.emit(self._picture)

    def _finished(self, name: str, line: QLineEdit) -> None:
        """Credit and terms belong to the picture."""
        if line.isModified():
            line.setModified(False)
            self._say(**{OWN[name]: line.text().strip()})

    def _taken(self, picture: Picture) -> None:
        old = self._picture
        if old is not None:  # what was written about the old one is most often still wanted
            told: dict[str, Any] = {
                name: getattr(old, name)
                for name, *_rest in WORDS
                if name not in OWN or not getattr(picture, name)
            }
            picture = replace(picture, **told)
        self._picture = picture
        self._redraw()
        self.edited.emit(picture)
        self.words["caption"].setFocus()

    def _remove(self) -> None:
        self._picture = None
        self._complain("")
        self._redraw()
        self.well.setFocus()
        self.edited.emit(None)

    def _sha256(self) -> str:
        return self._picture.sha256 if self._picture else ""

    def _redraw(self, *, picture: bool = True) -> None:
        there = self._picture
        if picture:
            self._facts = None
            self._show(self._sha256())
            self._read_facts()
        if there is None:
            if self._below is not None:
                self._below.hide()
            return
        self._make_below().show()
        size = self._facts or there
        self.facts.setText(f"{there.filename} · {size.width} × {size.height}")
        self.facts.setToolTip(self.facts.text())
        self._showing = True
        for name, part in self.words.items():
            text = self._shown(name)
            if isinstance(part, QLineEdit):
                if part.text() != text and not (part.hasFocus() and part.isModified()):
                    part.setText(text)
            elif part.toPlainText() != text:
                part.setPlainText(text)
        self._showing = False
        self._tell_wanting()

    def _tell_wanting(self) -> None:
        labels = {name: _(label) for name, label, *_rest in WORDS}
        wanting = ", ".join(labels[name] for name in self.wanting())
        self.want.setText(_("Still wanted: {words}").format(words=wanting))
        self.want.setVisible(bool(wanting))


class MediaField(_Taking):
    """A picture alone, by the hash of its content; "" where there is none."""

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent, _("Drop or choose"))
        self._hash = ""
        self.well.setFixedSize(PORTRAIT, PORTRAIT)
        self.remove.clicked.connect(self._remove)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.well)
        beside = QVBoxLayout()
        beside.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addWidget(self.problem)
        beside.addStretch(1)
        layout.addLayout(beside, 1)
        self._redraw()

    def value(self) -> str:
        """The hash."""
        return self._hash

    def show_value(self, value: str) -> None:
        """Show it."""
        if value != self._hash:
            self._hash = value
            self._redraw()

    def controls(self) -> tuple[QWidget, ...]:
        """The well."""
        return (self.well, self.remove)

    def mark_problem(self, on: bool) -> None:
        """The sentence stands beside the well; nothing else is drawn."""

    def _taken(self, picture: Picture) -> None:
        self._hash = picture.sha256
        self._redraw()
        self.edited.emit(self._hash)

    def _remove(self) -> None:
        self._hash = ""
        self._complain("")
        self._redraw()
        self.edited.emit("")

    def _sha256(self) -> str:
        return self._hash

    def _redraw(self) -> None:
        self.remove.setVisible(bool(self._hash))
        self._show(self._hash)
