"""Preferences: a person's settings and what pages say about the newsroom, drawn as forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from newsroom.i18n import N_, _
from newsroom.news.errors import BadInput, NewsroomError
from newsroom.news.fields import Kind, Spec
from newsroom.news.site import SITE_FIELDS, Site
from newsroom.settings import SETTINGS_FACES, Settings, is_possible
from newsroom.ui.forms import Form, fittings_of

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

SITE_PAGE = N_("Site")
SETTLE_MS = 400  # of no typing, before what a page says is kept


def settings_specs() -> dict[str, Spec]:
    """Every setting's face, by name."""
    return {
        name: Spec(**{**face, "kind": Kind(face["kind"])}) for name, face in SETTINGS_FACES.items()
    }


class Preferences(QDialog):
    """Takes effect as it is changed; there is nothing to apply."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.setObjectName("preferences")
        self.setWindowTitle(_("Preferences"))
        self.resize(720, 520)
        self._bench = workbench
        self._fittings = fittings_of(workbench)
        self.forms: dict[str, Form] = {}
        self.pages = QListWidget(self)
        self.pages.setProperty("role", "sidebar")
        self.pages.setFixedWidth(180)
        self.pages.setAccessibleName(_("Pages of the preferences"))
        self.stack = QStackedWidget(self)
        specs = settings_specs()
        for page in dict.fromkeys(spec.page for spec in specs.values() if spec.page):
            mine = {name: spec for name, spec in specs.items() if spec.page == page}
            self._add(page, mine, Settings(), workbench.settings)
            self.forms[page].changed.connect(self._set)
        self._add(SITE_PAGE, SITE_FIELDS, Site(), workbench.lists.site)
        self.forms[SITE_PAGE].changed.connect(self._set_site)
        self._site: dict[str, object] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._keep_site)
        self.finished.connect(self._keep_site)
        self.pages.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.pages.setCurrentRow(0)
        workbench.settings_changed.connect(self._show_settings)
        workbench.lists_changed.connect(self._show_site)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(_("Close"))
        close.clicked.connect(self.accept)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 16, 16)
        right.addWidget(self.stack, 1)
        right.addWidget(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pages)
        layout.addLayout(right, 1)

    def _add(self, page: str, specs: Mapping[str, Spec], blank: object, values: object) -> None:
        form = Form(specs, self._fittings, blank=blank, foldable=False)
        form.set_values(values)
        self.forms[page] = form
        inner = QWidget(self)
        inner.setProperty("role", "form")
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(form)
        if page == SITE_PAGE:
            shared = QLabel(_("Shared by everybody who works in this newsroom."))
            shared.setProperty("role", "caption")
            shared.setWordWrap(True)
            column.insertWidget(0, shared)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        item = QListWidgetItem(_(page))
        item.setSizeHint(QSize(0, 32))
        self.pages.addItem(item)
        self.stack.addWidget(scroll)

    def _set(self, name: str, value: object) -> None:
        if is_possible(name, value):
            self._bench.set_settings({name: value})

    def _set_site(self, name: str, value: object) -> None:
        self._site[name] = value
        self._settle.start()

    def _keep_site(self) -> None:
        self._settle.stop()
        fields, self._site = self._site, {}
        if fields:
            self._bench.tasks.change(
                lambda desk: desk.set_site(fields),
                failed=lambda error: self._site_refused(fields, error),
            )

    def _site_refused(self, fields: Mapping[str, object], error: NewsroomError) -> None:
        if not isinstance(error, BadInput) or not isValid(self) or not self.isVisible():
            self._bench.messages.fault(error)  # who closed the dialog has to hear of it too
        elif not self.forms[SITE_PAGE].blame(error):
            self.forms[SITE_PAGE].set_problem(next(iter(fields)), str(error))

    def _show_settings(self) -> None:
        for page, form in self.forms.items():
            if page != SITE_PAGE:
                for name in form.names:
                    form.set_value(name, getattr(self._bench.settings, name))

    def _show_site(self) -> None:
        form = self.forms[SITE_PAGE]
        for name in form.names:
            if name not in self._site:
                form.set_value(name, getattr(self._bench.lists.site, name))
