"""Files of the formats, compared with ones that somebody has looked at: tests/export/gold_formats.

After a change that is meant, write them anew and look at the difference:

    NEWSROOM_GOLD=write python -m pytest tests/export && git diff tests/export/gold_formats
"""

from __future__ import annotations

import os
import re
from pathlib import Path

GOLD = Path(__file__).parent / "gold_formats"

_PICTURE = re.compile(r"(pictures/|/)[0-9a-f]{16}(?=\.(png|jpg))")
"""Named for their bytes, which differ from one version of a library to the next."""


def gold(name: str, text: str) -> None:
    """Holds that the file is as it was looked at."""
    text = _PICTURE.sub(r"\1…", text)
    path = GOLD / name
    if os.environ.get("NEWSROOM_GOLD") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines(), (
        "meant? NEWSROOM_GOLD=write writes the gold files anew"
    )
