"""Cells of a spreadsheet on the clipboard, as words by row and column."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final

MOST_CELLS: Final = 5_000  # more is a file, not a table of a story
MOST_AROUND: Final = 100_000  # characters before and behind it, as of Excel's styles
MOST_MARKUP: Final = (
    2_000_000  # 400 characters of each cell: of more HTML not a letter is looked at
)
MOST_SPAN: Final = 100  # columns that one cell may reach over
Rows = tuple[tuple[str, ...], ...]


def rows_of_text(text: str) -> Rows:
    """Tab-separated lines as rows of one length, nothing for a text that is no table.

    A cell with a line break or a quote stands in quotes, as spreadsheets copy it.
    """
    text = text.removesuffix("\n")
    if "\t" not in text or text.count("\t") > MOST_CELLS:
        return ()
    import csv  # nobody pastes a sheet before the window stands there

    rows = [tuple(row) for row in csv.reader(text.split("\n"), delimiter="\t")]
    if '"' in text:
        rows = [tuple(row) for row in csv.reader(text.splitlines(keepends=True), delimiter="\t")]
    if len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return ()
    return tuple(rows)


class _Cells(HTMLParser):
    """The cells of the one table of a page; what stands beside it is counted as other words."""

    _SILENT: Final = frozenset({"script", "style", "head", "title", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.tables = self.deep = 0
        self.others = ""
        self._silent = 0
        self._open = False
        self._wide = 0  # further columns that the open cell reaches over

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent += 1
        elif tag == "table":
            self.tables += 1
            self.deep += 1
        elif tag == "tr" and self.deep:
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            wide = next((value for name, value in attrs if name == "colspan"), "1") or "1"
            self._wide = int(wide) - 1 if wide.isdigit() and 0 < int(wide) < MOST_SPAN else 0
            self.rows[-1].append("")
            self._open = True
        elif tag in ("br", "p", "div") and self._open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table":
            self.deep = max(0, self.deep - 1)
        elif tag in ("td", "th", "tr"):
            if self.rows and self._wide:
                self.rows[-1] += [""] * self._wide
            self._wide, self._open = 0, False

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data
        elif not self.deep:
            self.others += data.strip()


def _may_be_one_table(html: str) -> bool:
    """Whether it is worth a reading: that of a large page takes seconds."""
    if html.count("<table") != 1 or html.count("<td") + html.count("<th") > MOST_CELLS:
        return False
    return html.find("<table") + len(html) - html.rfind("</table") < MOST_AROUND


def rows_of_html(html: str) -> Rows:
    """The cells of a page that is nothing but one table; nothing for any other page."""
    if len(html) > MOST_MARKUP or not _may_be_one_table(html.lower()):
        return ()
    parser = _Cells()
    parser.feed(html)
    parser.close()
    rows = [row for row in parser.rows if row]
    if parser.tables != 1 or parser.others or not rows or len(rows) * len(rows[0]) > MOST_CELLS:
        return ()
    columns = max(len(row) for row in rows)
    return tuple(
        tuple(" ".join(row[at].split()) if at < len(row) else "" for at in range(columns))
        for row in rows
    )
