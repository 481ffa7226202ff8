"""Tables of languages that run from right to left: their first column stands at the right.

Qt sets the columns of a table from left to right, whatever the direction of its format (seen in
6.11). So the cells of such a table stand the other way round in the document, and everything that
counts columns asks here.
"""

from __future__ import annotations

from PySide6.QtGui import QTextTable, QTextTableCell

from newsroom.text.direction import first_strong
from newsroom.text.document import Block
from newsroom.ui.editor.formats import MIRRORED


def runs_back(table: Block, *, otherwise: bool) -> bool:
    """Whether a table runs from right to left: by its first letter, else as its story does."""
    for row in table.rows:
        for cell in row:
            way = first_strong("".join(run.text for run in cell))
            if way is not None:
                return way == "rtl"
    return otherwise


def is_mirrored(table: QTextTable) -> bool:
    """Whether the cells stand the other way round in the document."""
    return table.format().hasProperty(MIRRORED)


def there(table: QTextTable, column: int) -> int:
    """The document's column of a column of the text, and the other way."""
    return table.columns() - 1 - column if is_mirrored(table) else column


def first_cell(table: QTextTable) -> QTextTableCell:
    """Where the table begins to be read."""
    return table.cellAt(0, there(table, 0))


def last_cell(table: QTextTable) -> QTextTableCell:
    """Where it ends."""
    return table.cellAt(table.rows() - 1, there(table, table.columns() - 1))
