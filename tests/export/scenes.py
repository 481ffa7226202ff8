"""Stories and pictures to make pages of."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from newsroom.desk.desk import Desk
from newsroom.export.html import HtmlPage
from newsroom.export.makeup import Sources, make_page
from newsroom.export.page import PageData
from newsroom.export.pictures import Pictures
from newsroom.export.worker import Renderer
from newsroom.news.article import Article, Picture
from newsroom.news.errors import NotFound
from newsroom.news.site import Site
from newsroom.news.workflow import PubState, Stage
from tests.desk.conftest import HandClock

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def png(width: int = 8, height: int = 6, colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and holds no pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def a_picture(desk: Desk, data: bytes | None = None, **words: str) -> Picture:
    """A picture of our own, with all that it takes to go out."""
    picture = desk.intake.picture(data or png(), "shot.png").value
    facts = desk.library.facts(picture.sha256)
    desk.library.describe(picture.sha256, facts.version, {"rights": "own"})
    return replace(picture, **{"credit": "A. Lens", "alt": "A quay", **words})


def put(desk: Desk, slug: str, **fields: object) -> int:
    """A story at the desk, not published."""
    given: Mapping[str, object] = {
        "headline": slug.title(),
        "body": f"The text of {slug}.",
        "stage": Stage.READY,
        **fields,
    }
    return desk.articles.create({"slug": slug, **given}).value.id


def out(desk: Desk, clock: HandClock, slug: str, **fields: object) -> int:
    """A published story; an hour passes."""
    number = put(desk, slug, **fields)
    desk.publish.publish([number], override="What is open in it is meant.")
    clock.forward(hours=1)
    return number


def change(desk: Desk, number: int, **fields: object) -> None:
    desk.articles.save(number, desk.articles.open(number).version, fields)


def foreign(desk: Desk, number: int, **fields: object) -> None:
    """What an older or a foreign store may hold, though the desk lets no such thing in."""
    version = desk.articles.open(number).version
    desk._seat.store.articles.update(number, version, fields, author=None)


def no_pictures(sha256: str) -> bytes:
    raise NotFound(f"no {sha256}")


def sources(renderer: Renderer, **given: object) -> Sources:
    """What stands around a story, with nothing in it but what is ``given``."""
    bare = Sources(
        render=renderer.render,
        pictures=Pictures(no_pictures),
        site=Site(name="The Harbour Post", url="https://harbour.example"),
        zone=UTC,
        now=NOW,
    )
    return replace(bare, **given)  # type: ignore[arg-type]


def article(**fields: object) -> Article:
    """A published story without a store."""
    bare = Article(
        id=1,
        slug="story",
        headline="Headline",
        body="Text.",
        pubstate=PubState.PUBLISHED,
        published_at=NOW,
        updated_at=NOW,
    )
    return replace(bare, **fields)  # type: ignore[arg-type]


def page_data(renderer: Renderer, given: Sources | None = None, **fields: object) -> PageData:
    return make_page(article(**fields), given or sources(renderer))


def page_html(renderer: Renderer, given: Sources | None = None, **fields: object) -> str:
    page = HtmlPage(given.templates if given else None)
    return page.render(page_data(renderer, given, **fields)).decode("utf-8")


def files(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file with what tells that it was written anew: its inode, its time, its bytes."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_ino,
            path.stat().st_mtime_ns,
            path.read_bytes(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
