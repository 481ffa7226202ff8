"""Pictures as they lie in the media folder, for formats that another newsroom takes in."""

from __future__ import annotations

import re
from collections.abc import Callable

from newsroom.export.files import file_name
from newsroom.news.article import Article

_HELD = re.compile(r"(?<![\w/.-])media/([0-9a-f]{64})(?:\.[a-z]{3,4})?")
"""How the text names a picture of the media folder."""

Read = Callable[[str], bytes]
"""A picture's own bytes by its sha256; raises NotFound where there is none."""


def lead_name(article: Article) -> str:
    """Where the lead picture lies beside the story: under its own name, "" without one."""
    picture = article.picture
    if picture is None:
        return ""
    last = re.split(r"[/\\]", picture.filename)[-1]
    return f"media/{picture.sha256[:16]}/{file_name(last, '')}"


def named_in(body: str) -> dict[str, str]:
    """The pictures that a text shows: path as it is written there, to sha256."""
    return {found[0]: found[1] for found in _HELD.finditer(body)}


def beside(article: Article, read: Read) -> dict[str, bytes]:
    """The files that come along with a story, by their path from it. Raises what ``read`` does."""
    files = {path: read(sha256) for path, sha256 in named_in(article.body).items()}
    if article.picture is not None:
        files[lead_name(article)] = read(article.picture.sha256)
    return files
