"""Another slug for a story, and the links to it in other stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit

from newsroom.i18n import _, ngettext
from newsroom.ui.dialogs.sheet import Sheet

if TYPE_CHECKING:
    from newsroom.desk.renaming import Inbound
    from newsroom.news.article import Row
    from newsroom.ui.actions.context import Window

_SHOWN = 8  # stories that are named; the rest is counted


class RenameDialog(Sheet):
    """The new slug, and what links to the old one: all changed in one step."""

    def __init__(self, window: Window, number: int) -> None:
        super().__init__("rename", _("Change the slug"))
        self._window = window
        self._number = number
        self.slug = QLineEdit(self)
        self.slug.setMaxLength(120)
        self.add(self.slug, _("Slug"))
        self.words(_("Who comes by the old address is sent on to the new one."))
        self.space()
        self.links = self.words(_("Looking for links…"), role="")
        self.links.setAccessibleName(_("Links to this story"))
        self.fix = QCheckBox(self)
        self.fix.setChecked(True)
        self.fix.hide()
        self.add(self.fix)
        self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("Change"), self._rename, name="go", primary=True)
        self.go.setEnabled(False)
        self.finish()
        window.tasks.run(
            lambda desk: (desk.articles.rows((number,))[0], desk.renaming.inbound(number)),
            then=self._show,
            failed=self.tell,
            owner=self,
        )

    def _show(self, read: tuple[Row, tuple[Inbound, ...]]) -> None:
        row, found = read
        name = row.headline or row.slug
        self.head.setText(_("Change the slug of “{headline}”").format(headline=name))
        self.slug.setText(row.slug)
        self.slug.selectAll()
        self.slug.setFocus()
        self.go.setEnabled(True)
        can = [one for one in found if not one.held]
        lines = [f"{one.row.headline or one.row.slug} ({one.count})" for one in can[:_SHOWN]]
        if len(can) > _SHOWN:
            more = len(can) - _SHOWN
            lines.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
        lines += [one.held for one in found if one.held]
        self.links.setText("\n".join(lines) or _("No other story links to it."))
        links = sum(one.count for one in can)
        self.fix.setVisible(bool(links))
        self.fix.setText(
            ngettext("Change {n} link to it, too", "Change {n} links to it, too", links).format(
                n=links
            )
        )

    def _rename(self) -> None:
        number, slug, fix = self._number, self.slug.text(), self.fix.isChecked()
        self._window.tasks.change(
            lambda desk: desk.renaming.rename(number, slug, fix=fix),
            then=lambda _changes: self.accept(),
            failed=self.tell,
            owner=self,
        )
