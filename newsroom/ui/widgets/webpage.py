"""A page of ours in Qt's web engine: no scripts, no network, no way out."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget

from newsroom.i18n import _
from newsroom.ui import pages

_OFF = (
    QWebEngineSettings.WebAttribute.JavascriptEnabled,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.WebGLEnabled,
    QWebEngineSettings.WebAttribute.AutoLoadIconsForPage,
    QWebEngineSettings.WebAttribute.ErrorPageEnabled,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
)


class _Fence(QWebEngineUrlRequestInterceptor):
    """Lets nothing through but the page itself and what is written into it."""

    def __init__(self, page: QUrl, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self.blocked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        address = info.requestUrl()
        if address.scheme() == "data" or _bare(address) == _bare(self._page):
            return
        self.blocked.append(address.toString())
        info.block(True)


class _Page(QWebEnginePage):
    """Follows only links within the page; others are told."""

    link_wanted = Signal(QUrl)

    def __init__(self, own: QUrl, profile: QWebEngineProfile, parent: QWidget) -> None:
        super().__init__(profile, parent)
        self._own = own

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, isMainFrame: bool
    ) -> bool:
        address = QUrl(url)
        if isMainFrame and _bare(address) == _bare(self._own):
            return True
        if kind is QWebEnginePage.NavigationType.NavigationTypeLinkClicked:
            self.link_wanted.emit(address)
        return False

    def createWindow(self, kind: QWebEnginePage.WebWindowType) -> None:  # type: ignore[override]
        """No page opens another."""


@cache
def _profile() -> QWebEngineProfile:
    """One for all pages, without a name: nothing is kept on the disk. It has to outlive them."""
    profile = QWebEngineProfile(QApplication.instance())
    for attribute in _OFF:
        profile.settings().setAttribute(attribute, False)
    return profile


def _bare(address: QUrl) -> str:
    """The address without the place within the page."""
    return address.toString().partition("#")[0]


class PageView(QWebEngineView):
    """Shows one page after another and stays at the same place of it."""

    link_wanted = Signal(QUrl)
    shown = Signal()  # a page is loaded

    def __init__(self, parent: QWidget, file: str) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.call_it(_("The page as readers will see it"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._path = pages.folder() / file
        own = QUrl.fromLocalFile(str(self._path))
        self._own = own
        self._place = QPoint()
        self._to_top = self._loads_top = (
            False  # the next page begins there; the one that comes does
        )
        self.fence = _Fence(own, self)
        page = _Page(own, _profile(), self)
        page.setUrlRequestInterceptor(self.fence)
        page.link_wanted.connect(self.link_wanted)
        # Until a page is there: the ground of our own window, not a white light in a dark one.
        page.setBackgroundColor(self.palette().color(QPalette.ColorRole.Window))
        self._unseen = True
        self.setPage(page)
        self.loadFinished.connect(self._loaded)
        self.renderProcessTerminated.connect(lambda *_how: self.reload())

    def call_it(self, name: str) -> None:
        """Name it for a screen reader, and the widget of the engine in it, which has the keyboard
        and is there from the first page on."""
        self.setAccessibleName(name)
        inner = self.focusProxy()
        if inner is not None:
            inner.setAccessibleName(name)

    def show_page(self, html: str) -> None:
        """Show the page in place of the one before."""
        zoom = self.zoomFactor()
        place = self.page().scrollPosition()
        self._loads_top = self._to_top
        if not self._to_top and not place.isNull():
            self._place = QPoint(round(place.x() / zoom), round(place.y() / zoom))
        # As a file: what is handed over by setHtml ends at 2 MB, a picture's worth.
        self._path.write_text(html, encoding="utf-8")
        self.load(self._own)

    def forget_place(self) -> None:
        """Begin the next page at its top. The engine hears of it late: until that page is there,
        it tells the place of the one before."""
        self._place, self._to_top = QPoint(), True
        self._scroll()

    def _scroll(self) -> None:
        """Have the page that is there go to the place."""
        self.page().runJavaScript(
            f"window.scrollTo({self._place.x()}, {self._place.y()})",
            QWebEngineScript.ScriptWorldId.UserWorld,
        )

    def _loaded(self, well: bool) -> None:
        self.call_it(self.accessibleName())
        if well and self._unseen:
            # From page to page it is the paper that stays.
            self._unseen = False
            self.page().setBackgroundColor(Qt.GlobalColor.white)
        if well and (self._loads_top or not self._place.isNull()):
            self._scroll()
        if well and self._loads_top:
            self._to_top = self._loads_top = False
        self.shown.emit()
