"""A page that holds its style sheet itself, and is dressed wherever it is opened from."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

SHEET: Final = re.compile(r'<link rel="stylesheet"[^<>]*>')
"""Where a page takes its style sheet in."""

_ALLOWED: Final = "style-src 'self'"


def inside(sheet: str) -> str:
    """The sheet as it may stand inside a page."""
    return sheet.replace("\r\n", "\n").replace("</", "<\\/")


def dressed(page: str, sheet: str) -> str:
    """The page with the sheet inside; its policy names that one by its digest (CSP 3, 2.3.1).

    A page that takes in none, or has a policy of its own, is left as it is.
    """
    link = SHEET.search(page)
    if link is None or _ALLOWED not in page[: link.start()]:
        return page
    sheet = inside(sheet)
    digest = base64.b64encode(hashlib.sha256(sheet.encode("utf-8")).digest()).decode("ascii")
    before = page[: link.start()].replace(_ALLOWED, f"style-src 'sha256-{digest}'", 1)
    return f"{before}<style>{sheet}</style>{page[link.end() :]}"
