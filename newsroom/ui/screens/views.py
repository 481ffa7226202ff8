"""The table of views, in their order: a file's name, and what brings the window there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from newsroom.ui.screens.acting import (
    about_a_story,
    command,
    panel,
)
from newsroom.ui.screens.arriving import (
    dropped,
    feeds,
    imported,
    importing,
    pasted,
    picture,
    pictures,
    wire,
)
from newsroom.ui.screens.publishing import (
    correct,
    outbox,
    outward,
    packages,
    result,
    schedule,
)
from newsroom.ui.screens.reviewing import (
    board,
    comparison,
    desk_story,
    no_board,
    others,
    replace,
    stood,
    suggesting,
    versions,
)
from newsroom.ui.screens.starting import (
    conflict,
    crash,
    messages,
    preferences_of_the_site,
    recovery,
    refused,
    start,
)
from newsroom.ui.screens.writing import (
    focus,
    new,
    no_story,
    palette,
    persian,
    preview,
    search,
    source,
    story,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from newsroom.ui.window import Window

VIEWS: Mapping[str, Callable[[Window], QWidget]] = {
    "01-no-story": no_story,
    "02-story": story,
    "03-source": source,
    "04-recent": panel("recent"),
    "05-preview": preview,
    "06-staff": panel("staff"),
    "07-outline": panel("outline"),
    "08-persian": persian,
    "09-new-story": new,
    "10-messages": messages,
    "10-pasted": pasted,
    "10-dropped": dropped,
    "11-search": search,
    "12-only-the-story": focus,
    "13-palette": palette,
    "14-shortcuts": command("help.shortcuts"),
    "15-about": command("help.about"),
    "16-preferences": command("edit.preferences"),
    "16b-preferences-site": preferences_of_the_site,
    "16-lists": command("edit.lists"),
    "17-export": command("publish.export_all"),
    "17-export-page": result("html"),
    "17-export-ninjs": result("ninjs"),
    "17-export-word": result("docx"),
    "17-export-held": result("text", "energy-tariffs"),
    "17-export-many": command("publish.export_all"),
    "18-start": start,
    "19-start-refused": refused,
    "20-conflict": conflict,
    "21-recovery": recovery,
    "23-suggesting": suggesting,
    "24-suggestions": others,
    "25-versions": versions,
    "26-what-changed": comparison,
    "22-crash": crash,
    "23-correct": correct,
    "24-schedule": schedule,
    "25-unpublish": about_a_story("publish.unpublish"),
    "26-withdraw": about_a_story("publish.kill"),
    "27-slug": about_a_story("publish.rename"),
    "28-news-list": command("publish.news_list"),
    "29-targets": outward("publish.targets"),
    "29-wordpress": outward("publish.wordpress"),
    "29-deploy": outward("publish.deploy"),
    "29-outbox": outbox,
    "30-review": desk_story,
    "31-board": board,
    "32-checklist": no_board,
    "33-inbox": panel("inbox"),
    "34-send": command("story.send"),
    "35-send-back": command("review.back"),
    "36-replace": replace,
    "38-let-stand": stood,
    "39-stages": command("edit.stages"),
    "29-packages": packages,
    "37-ready": panel("ready"),
    "40-pictures": pictures,
    "41-picture": picture,
    "40-wire": wire,
    "40-feeds": feeds,
    "41-import": importing,
    "41-import-report": imported,
    "41-import-empty": command("story.import"),
}
"""What is drawn, one after the other in one window."""
