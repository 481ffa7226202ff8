"""Draws every view into PNG files, light and dark: python -m newsroom.ui.screens FOLDER."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.i18n import _, ngettext

if TYPE_CHECKING:
    pass

SIZES = ((1366, 768), (2560, 1440))
LOOKS = ("light", "dark")
SETTLE_MS = 20_000  # the longest that a view may take to have its answers
EXTRA_MS = 60  # layouts that settle in a second pass
STORY = "ferry-night-service"


def without_display(out: Path) -> int:
    """What ``make run`` does where nothing can be shown: the screens and the pages, as files."""
    from newsroom.desk.desk import open_desk
    from newsroom.desk.sample import make_sample
    from newsroom.news.clock import system_clock

    sys.stderr.write(
        _("newsroom: there is no display here, so the window is drawn into files instead.") + "\n"
    )
    with tempfile.TemporaryDirectory(prefix="newsroom-sample-") as folder:
        store = Path(folder, "sample.newsroom")
        make_sample(store, clock=system_clock)
        screens, site = (out / "screens").resolve(), (out / "site").resolve()
        count = sum(1 for _path in draw(store, screens, looks=LOOKS, sizes=SIZES[:1]))
        with open_desk(store) as desk:
            desk.publish.export(None, format="html", to=site)
            pages = len(list(site.glob("**/*.html")))
    for line in (
        ngettext("{n} screen in {place}", "{n} screens in {place}", count).format(
            n=count, place=screens
        ),
        ngettext("{n} page in {place}", "{n} pages in {place}", pages).format(n=pages, place=site),
    ):
        sys.stdout.write(line + "\n")
    return 0
