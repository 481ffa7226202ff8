"""A page that holds its style sheet itself, and is dressed wherever it is opened from."""

from __future__ import annotations

import re
from typing import Final

from newsroom.export.templates import csp_hash

SHEET: Final = re.compile(r'<link rel="stylesheet"[^<>]*>')
"""Where a page takes its style sheet in."""

_ALLOWED: Final = "style-src 'self'"


def inside(sheet: str) -> str:
    """The sheet as it may stand inside a page."""
    return sheet.replace("\r\n", "\n").replace("</", "<\\/")


def dressed(page: str, sheet: str) -> str:
    """The page with the sheet inside; its policy names that one by its digest.

    A page that takes in none, or has a policy of its own, is left as it is.
    """
    link = SHEET.search(page)
    if link is None or _ALLOWED not in page[: link.start()]:
        return page
    sheet = inside(sheet)
    before = page[: link.start()].replace(_ALLOWED, f"style-src {csp_hash(sheet)}", 1)
    return f"{before}<style>{sheet}</style>{page[link.end() :]}"
