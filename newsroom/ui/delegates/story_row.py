"""Paints a story's row: as a card of three lines, or in columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from newsroom.i18n import _, figure, ngettext
from newsroom.news.article import Hit, Row
from newsroom.news.workflow import PubState, Stage, stage_label
from newsroom.text.direction import first_strong
from newsroom.ui.delegates.lines import Line, Lines
from newsroom.ui.icons import Icons
from newsroom.ui.models.columns import Column, Setting, moment
from newsroom.ui.models.flags import marks_of, standing_of
from newsroom.ui.models.stories import HIT, ROW
from newsroom.ui.theme import Theme
from newsroom.ui.tokens import RADIUS, SPACE

SIDE = SPACE[3]  # px of white space left and right of a card
ABOVE = SPACE[1] + 2
GAP = 2
CHIP_SIDE = 7
NARROWEST_FACTS = 90  # px that byline and words keep; flags are signs without words before
LEAST_BYLINE = 32  # px; three letters and the sign that more was cut
NARROW = 4  # px; most letters are wider
WIDEST_CHIP = 400  # px; no stage or flag is called as long
OPEN = frozenset({PubState.NONE, PubState.SCHEDULED})  # still work that can be late

Cell = tuple[Column, int, int]  # a column, its left edge and its width


class StoryRow(QStyledItemDelegate):
    """One row. ``setting`` gives what words depend on; ``cells`` the columns, none for cards."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        setting: Callable[[], Setting],
        cells: Callable[[], Sequence[Cell]],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._setting = setting
        self._cells = cells
        self.held: Callable[[int], bool] = lambda _story: False
        """Whether somebody else is editing a story."""
        self.look_again()

    def look_again(self) -> None:
        """Fonts and colours are others now."""
        token = self._theme.token
        fonts = {name: self._theme.font(name) for name in ("ui", "strong", "caption")}
        bold = self._theme.font("caption")
        bold.setBold(True)
        names = (
            "text", "muted", "faint", "danger", "warning", "accent", "hairline", "hover", "focus",
            "selected", "selected-idle", "mark", "sunken", "good", "info", "danger-soft",
            "warning-soft", "good-soft", "info-soft",
        )  # fmt: skip
        self._inks = {name: token(name) for name in names}
        for stage in Stage:
            for name in (f"stage-{stage}", f"stage-{stage}-soft"):
                self._inks[name] = token(name)
        self._lines = Lines(fonts | {"bold": bold}, self._inks)
        self._metrics = self._lines.metrics

    # Sizes.

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The same for every row, so that a list of any length is laid out at once."""
        return QSize(200, self.height)

    @property
    def height(self) -> int:
        """A row's height in pixels."""
        caption, strong = self._metrics["caption"].height(), self._metrics["strong"].height()
        if self._cells():
            return max(caption, self._metrics["ui"].height()) + 2 * SPACE[1]
        return 2 * ABOVE + 2 * caption + strong + 2 * GAP + 2

    # Painting.

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row; one that is still on its way is left blank."""
        row: Row | None = index.data(ROW)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._ground(painter, rect, state)
        if row is not None:
            cells = self._cells()
            if cells:
                self._columns(painter, rect, row, cells)
            else:
                self._card(painter, rect, row, index.data(HIT))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        flag = QStyle.StateFlag
        inside = rect.adjusted(SPACE[0], 1, -SPACE[0], -1)
        if state & flag.State_Selected:
            active = state & flag.State_Active and state & flag.State_HasFocus
            name = "selected" if active or state & flag.State_Active else "selected-idle"
            self._fill(painter, inside, name)
        elif state & flag.State_MouseOver:
            self._fill(painter, inside, "hover")
        else:
            painter.setPen(self._inks["hairline"])
            painter.drawLine(
                QPoint(rect.left() + SIDE, rect.bottom()),
                QPoint(rect.right() - SIDE, rect.bottom()),
            )
        if state & flag.State_HasFocus and state & flag.State_KeyboardFocusChange:
            painter.setPen(QPen(self._inks["focus"], 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside.adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _fill(self, painter: QPainter, rect: QRect, ink: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks[ink])
        painter.drawRoundedRect(rect, RADIUS, RADIUS)

    def _card(self, painter: QPainter, rect: QRect, row: Row, hit: Hit | None) -> None:
        setting = self._setting()
        left, right = rect.left() + SIDE, rect.right() - SIDE
        caption, strong = self._metrics["caption"].height(), self._metrics["strong"].height()
        y = rect.top() + ABOVE

        # Kicker or section on one side, age on the other.
        age = self._age_box(rect, row, setting)
        width = age.width()
        self._lines.paint(painter, "caption", "faint", age, setting.age(_shown(row)))
        over = row.kicker or setting.lists.name("sections", row.section)
        x = left
        if row.pinned:
            self._sign(painter, "pin", x, y, caption, "muted")
            x += 16 + SPACE[0]
        line = QRect(x, y, right - width - SPACE[2] - x, caption)
        self._lines.paint(painter, "caption", "muted", line, over)

        # The headline, on the side where it begins.
        y += caption + GAP
        headline = row.headline or row.slug
        self._lines.paint(painter, "strong", "text", QRect(left, y, right - left, strong), headline)

        # Stage, byline, words; what is late; or the passage that was found.
        y += strong + GAP
        if hit is not None and hit.passage:
            self._passage(painter, QRect(left, y, right - left, caption + 2), hit)
            return
        x = self._stands(painter, left, y, caption, row) + SPACE[1]
        x = self._marks(painter, x, right, y, caption, row)
        late = self._late(row, setting)
        end = right
        if late:
            box = self._late_box(rect, late)
            end = box.left()
            self._lines.paint(painter, "caption", "danger", box, late)
            end -= 16 + SPACE[0]
            self._sign(painter, "late", end, y + 1, caption, "danger")
            end -= SPACE[1]
        self._facts(painter, QRect(x, y, end - x, caption + 2), row, setting)

    def _facts(self, painter: QPainter, box: QRect, row: Row, setting: Setting) -> None:
        """Byline and length; where the room is short, the byline is cut: half a number says
        nothing."""
        words = self._words(row, setting)
        if row.embargo_until is not None and moment(row.embargo_until) > setting.now:
            embargo = _("Embargo {when}").format(when=setting.soon(row.embargo_until))
            words = " · ".join(filter(None, (embargo, row.byline, words)))  # the first counts most
        elif row.byline:
            tail = self._lines.line("caption", f"· {words}", WIDEST_CHIP)
            room = box.width() - tail.width - SPACE[0]
            if room >= LEAST_BYLINE:
                lead = self._lines.line("caption", row.byline, room)
                self._lines.put(painter, "caption", "muted", lead, box, 0)
                self._lines.put(painter, "caption", "muted", tail, box, lead.width + SPACE[0])
                return
        self._lines.paint(painter, "caption", "muted", box, words, follow=False)

    def moving(self, rect: QRect, row: Row) -> tuple[QRect, int, tuple[QRect, ...]]:
        """What time alone moves in a card: the age's box and moment (µs), boxes of what is late."""
        setting = self._setting()
        late = self._late(row, setting)
        box = self._late_box(rect, late)
        sign = box.adjusted(-(16 + SPACE[0]), 0, 0, 0)
        return self._age_box(rect, row, setting), _shown(row), (sign,) if late else ()

    def _age_box(self, rect: QRect, row: Row, setting: Setting) -> QRect:
        # Two pixels more than the words: an advance is rounded down, and would be cut.
        width = self._lines.line("caption", setting.age(_shown(row)), WIDEST_CHIP).width + 2
        height = self._metrics["caption"].height()
        return QRect(rect.right() - SIDE - width, rect.top() + ABOVE, width, height)

    def _late_box(self, rect: QRect, late: str) -> QRect:
        caption, strong = self._metrics["caption"].height(), self._metrics["strong"].height()
        width = self._metrics["caption"].horizontalAdvance(late) + 2
        top = rect.top() + ABOVE + caption + GAP + strong + GAP
        return QRect(rect.right() - SIDE - width, top, width, caption + 2)

    def _words(self, row: Row, setting: Setting) -> str:
        count = figure(row.words)
        if row.commissioned_length:
            most = figure(row.commissioned_length)
            return _("{count} of {most} words").format(count=count, most=most)
        return ngettext("{count} word", "{count} words", row.words).format(count=count)

    def _late(self, row: Row, setting: Setting) -> str:
        """By how much a story in the works is over its time; "" if it is not."""
        if row.due_at is None or row.pubstate not in OPEN or row.stage == Stage.SPIKED:
            return ""
        seconds = (setting.now - moment(row.due_at)).total_seconds()
        if seconds < 0:
            return ""
        minutes = int(seconds // 60)
        if minutes < 60:
            return _("{n} min late").format(n=minutes)
        if minutes < 48 * 60:
            return _("{n} h late").format(n=minutes // 60)
        return _("{n} d late").format(n=minutes // (24 * 60))

    def _columns(self, painter: QPainter, rect: QRect, row: Row, cells: Sequence[Cell]) -> None:
        setting = self._setting()
        for column, left, width in cells:
            box = QRect(
                rect.left() + left + SPACE[1], rect.top(), width - 2 * SPACE[1], rect.height()
            )
            if column.id == "stage":
                height = self._metrics["caption"].height()
                top = rect.top() + (rect.height() - height) // 2 - 1
                self._chip(painter, box.left(), top, height, row.stage)
                continue
            name = "strong" if column.id == "headline" else "ui"
            ink = "text" if column.id == "headline" else "muted"
            if column.id == "due_at" and self._late(row, setting):
                ink = "danger"
            words = column.words(row, setting)
            self._lines.paint(painter, name, ink, box, words, right=column.right)

    def _stands(self, painter: QPainter, x: int, y: int, height: int, row: Row) -> int:
        """What readers see of it, and the stage where that says more; gives where they end."""
        stands = standing_of(row.pubstate)
        if stands is not None:
            line = self._lines.line("caption", _(stands.words), WIDEST_CHIP)
            width = line.width + 2 * CHIP_SIDE
            self._pill(painter, QRect(x, y, width, height + 2), line, stands.ink)
            x += width
            if row.stage == Stage.READY:
                return x
            x += SPACE[0]
        return x + self._chip(painter, x, y, height, row.stage)

    def _chip(self, painter: QPainter, x: int, y: int, height: int, stage: str) -> int:
        """The stage's name on its colour; gives the chip's width."""
        line = self._lines.line("caption", _(stage_label(stage)), WIDEST_CHIP)
        width = line.width + 2 * CHIP_SIDE
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.get(f"stage-{stage}-soft", self._inks["sunken"]))
        box = QRect(x, y, width, height + 2)
        painter.drawRoundedRect(box, (height + 2) / 2, (height + 2) / 2)
        ink = f"stage-{stage}" if f"stage-{stage}" in self._inks else "muted"
        self._lines.put(painter, "caption", ink, line, box, CHIP_SIDE)
        return width

    def _marks(self, painter: QPainter, x: int, right: int, y: int, height: int, row: Row) -> int:
        """Who is editing, what keeps the story back, and open comments; gives where they end."""
        if self.held(row.id):
            self._sign(painter, "lock", x, y + 1, height, "warning")
            x += 16 + SPACE[0]
        for mark in marks_of(row):
            line = self._lines.line("caption", _(mark.words), WIDEST_CHIP)
            width = line.width + 2 * CHIP_SIDE
            if x + width > right - NARROWEST_FACTS:
                self._sign(painter, mark.icon, x, y + 1, height, mark.ink)
                x += 16 + SPACE[0]
                continue
            self._pill(painter, QRect(x, y, width, height + 2), line, mark.ink)
            x += width + SPACE[0]
        if row.comments_open:
            self._sign(painter, "comment", x, y + 1, height, "info")
            x += 16 + 2
            words = str(row.comments_open)
            width = self._metrics["caption"].horizontalAdvance(words) + 2
            self._lines.paint(painter, "caption", "muted", QRect(x, y, width, height + 2), words)
            x += width + SPACE[0]
        return x

    def _pill(self, painter: QPainter, box: QRect, line: Line, ink: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks[f"{ink}-soft"])
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        self._lines.put(painter, "caption", ink, line, box, CHIP_SIDE)

    def _sign(self, painter: QPainter, name: str, x: int, y: int, height: int, ink: str) -> None:
        self._icons.icon(name, ink).paint(painter, QRect(x, y + (height - 16) // 2, 16, 16))

    def _passage(self, painter: QPainter, box: QRect, hit: Hit) -> None:
        """The passage with the words that were found in bold on the mark's colour."""
        if first_strong(hit.passage) == "rtl":
            # Runs of a right-to-left line can't be laid side by side; it is shown whole.
            self._lines.paint(painter, "caption", "muted", box, hit.passage)
            return
        x, at = self._lead(painter, box, hit) if hit.marks else (box.left(), 0)
        down = (box.height() - self._metrics["caption"].height()) // 2
        base = box.top() + down + self._metrics["caption"].ascent()
        metrics = self._metrics["caption"]
        for start, end in hit.marks:
            if x >= box.right():
                return
            if text := hit.passage[at:start]:
                width = metrics.horizontalAdvance(text)
                if width > box.right() - x:
                    break  # the rest is cut as one
                self._plain(painter, x, base, text)
                x += width
            if (room := box.right() - x) > 0:
                found = self._lines.line("bold", hit.passage[start:end], room)
                mark = QRect(x, box.top(), min(found.width + 1, room), box.height())
                painter.fillRect(mark, self._inks["mark"])
                self._lines.put(painter, "bold", "text", found, mark, 0)
                x += found.width
            at = end
        if (room := box.right() - x) > 0 and (text := hit.passage[at:]):
            self._plain(painter, x, base, self._cut(text, room))

    def _plain(self, painter: QPainter, x: int, base: int, text: str) -> None:
        painter.setFont(self._lines.fonts["caption"])
        painter.setPen(self._inks["muted"])
        painter.drawText(QPoint(x, base), text)

    def _cut(self, text: str, room: int, *, left: bool = False) -> str:
        """The text cut to its room at its end, or its ``left``. No more of it is laid out than is
        surely seen, as that is what takes time."""
        metrics, most = self._metrics["caption"], room // NARROW + 2
        mode = Qt.TextElideMode.ElideLeft if left else Qt.TextElideMode.ElideRight
        if len(text) > most:
            some = text[-most:] if left else text[:most]
            if (shown := metrics.elidedText(some, mode, room)) != some:
                return shown
        return metrics.elidedText(text, mode, room)

    def _lead(self, painter: QPainter, box: QRect, hit: Hit) -> tuple[int, int]:
        """Where the passage begins on the line and in the text: its first hit has to be seen."""
        start, end = hit.marks[0]
        metrics = self._metrics["caption"]
        found = self._lines.line("bold", hit.passage[start:end], box.width()).width
        if metrics.horizontalAdvance(hit.passage[:start]) + found <= box.width():
            return box.left(), 0
        room = max(0, min(box.width() // 3, box.width() - found))
        shown = self._cut(hit.passage[:start], room, left=True)
        painter.setFont(self._lines.fonts["caption"])
        painter.setPen(self._inks["muted"])
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        return box.left() + metrics.horizontalAdvance(shown), start


def _shown(row: Row) -> int:
    """The moment whose age a card shows: when it was published, else when it was changed."""
    return row.published_at if row.published_at is not None else row.updated_at
