"""Bad files: one sentence each, at once, in bounded memory, and nothing half taken in."""

from __future__ import annotations

import re
import shutil
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from newsroom.desk.arriving import Action, Choices, Fate, Planned, Progress
from newsroom.desk.desk import Desk
from newsroom.desk.gathering import source_of
from newsroom.intake.arrival import Setting
from newsroom.intake.wxr import Posts
from newsroom.news.article import Filter
from newsroom.news.errors import BadInput, Cancelled

SECOND = 1.0
"""Of this process's own time, in which a bad file is refused."""

MOST_MEMORY = 48 * 1024 * 1024  # Python's own, beyond what stood before

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY lol%d "%s">' % (n, b"&lol%s;" % (b"" if n == 1 else str(n - 1).encode()) * 10)
        for n in range(1, 10)
    )
    + b"]><rss><channel><item><title>&lol9;</title></item></channel></rss>"
)
OUTSIDE = (
    b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>'
)
WXR = (
    b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
    b'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    b'xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    b"<wp:wxr_version>1.2</wp:wxr_version>"
)
POST = (
    b"<item><title>A %d</title><content:encoded><![CDATA[%s]]></content:encoded>"
    b"<wp:post_id>%d</wp:post_id><wp:post_name>a-%d</wp:post_name><wp:status>draft</wp:status>"
    b"<wp:post_type>post</wp:post_type></item>"
)
END = b"</channel></rss>"


STEP = Posts.__iter__


def post(number: int, content: bytes = b"<p>Text.</p>") -> bytes:
    return POST % (number, content, number, number)


BAD = {
    "bomb.wxr": (LAUGHS, "DOCTYPE"),
    "bomb.xml": (b"<rss>" + LAUGHS[21:], "not XML|no XML"),
    "bomb.newsml": (LAUGHS, "DOCTYPE"),
    "outside.wxr": (OUTSIDE, "DOCTYPE"),
    "cut.wxr": (WXR + post(1) + post(2)[:60], "breaks off in the middle"),
    "cut-tag.wxr": (WXR + post(1) + b"<ite", "breaks off in the middle"),
    "cdata.wxr": (WXR + b"<item><title><![CDATA[no end", "breaks off in the middle"),
    "torn.wxr": (WXR + b"<item></channel>", "not XML \\(line 1"),
    "empty.wxr": (b"", "breaks off in the middle"),
    "words.wxr": (b"just words", "not XML"),
    "page.wxr": (b"<!DOCTYPE html><html><body>404</body></html>", "DOCTYPE"),
    "other.wxr": (b"<opml><body/></opml>", "no export of WordPress"),
    "pages.wxr": (WXR + END, "holds no posts"),
    "deep.wxr": (WXR + b"<x>" * 300, "nested too deep"),
    "encoding.wxr": (b'<?xml version="1.0" encoding="klingon"?><rss/>', "unknown encoding"),
    "deep.newsml": (b"<newsItem>" * 300, "nested too deep"),
    "none.newsml": (b"<newsItem xmlns='x'></newsItem><b/>", "not XML"),
    "no.ninjs": (b"{", "not JSON"),
    "deep.ninjs": (b"[" * 100_000, "not JSON"),
    "other.ninjs": (b'{"a": 1}', "no news in it"),
    "binary.txt": (bytes(range(256)) * 40, "not a text"),
    "empty.txt": (b" \n \n", "is empty"),
    "empty.html": (b"", "is empty"),
    "words.eml": (b"Just words, and no head.", "no mail"),
    "silent.eml": (b"From: a@b.example\nSubject: x\n\n", "no words"),
    "open.md": (b"+++\ntitle = 'no end\n+++\n", "not TOML"),
    "image.svg": (b"<svg onload='x()'/>", "is a picture; bring it into the picture library"),
    "blank.md": (b" \n\n", "is empty"),
    "nothing.md": (b"\0\0\0", "is empty"),
    "odd.xyz": (b"words", "no kind that can be imported"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_is_refused_at_once_in_one_sentence(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    data, sentence = BAD[name]
    (tmp_path / name).write_bytes(data)
    desk.intake.plan([tmp_path / "nothing.md"])  # what is loaded once is no bad file's fault
    start = time.process_time()
    (item,) = taken(desk, tmp_path / name)
    assert time.process_time() - start < SECOND
    assert item.action is Action.REFUSED
    (said,) = item.problems
    assert re.search(sentence, said), said
    assert "\n" not in said
    assert desk.articles.count(Filter()) == 0


def taken(desk: Desk, path: Path) -> tuple[Planned, ...]:
    return desk.intake.take([path]).value.items


DEEP = 10_000
STRANGE: dict[str, tuple[bytes, str]] = {
    "deep.html": (b"<div>" * DEEP + b"<p>At the bottom.</p>", "At the bottom."),
    "deep.wxr": (WXR + post(1, b"<div>" * DEEP + b"At the bottom.") + END, "At the bottom."),
    "script.html": (b"<p onclick='x()'>Words.</p><script>x()</script>", "Words."),
    "cut.html": (b"<html><body><article><p>The first. <p>The <b>second", "The second"),
    "wrong.html": (
        "<meta charset='utf-8'><p>Café au lait, dit-elle.</p>".encode("cp1252"), "Café au lait",
    ),
    "none.html": ("<p>سلام بر همه</p>".encode("cp1256"), "سلام"),
    "two.html": ("<p>Über</p>".encode("utf-16"), "Über"),
    "nul.txt": (b"A\0 line.\n\nMore.", "A line."),
    "long.txt": (b"x" * 1_000_000, "xxx"),
    "cut.txt": ("Eine Übung für Ärzte".encode()[:-3] + b"\xc3", "Übung"),
    "date.md": (b"---\ntitle: A\ndate: 31/31/2024\nlayout: post\n---\nText.", "Text."),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(STRANGE))
def test_a_strange_file_is_taken_with_all_its_words(desk: Desk, tmp_path: Path, name: str) -> None:
    data, words = STRANGE[name]
    (tmp_path / name).write_bytes(data)
    (item,) = taken(desk, tmp_path / name)
    if item.action is Action.DOUBTFUL:  # shown before it is taken
        assert words[:4] in item.doubts[0]
        choices = Choices(stories={item.ref: Fate.TAKE})
        (item,) = desk.intake.take([tmp_path / name], choices=choices).value.items
    assert item.action is Action.NEW, item.problems
    assert item.article is not None
    story = desk.articles.open(item.article)
    assert words in f"{story.headline}\n{story.body}".replace("**", "")
    assert "script" not in story.body


@pytest.mark.parametrize("name", ["bomb.wxr", "cut.wxr", "deep.ninjs", "deep.newsml"])
def test_a_bad_file_takes_no_memory(desk: Desk, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name][0])
    taken(desk, tmp_path / name)
    tracemalloc.start()
    try:
        taken(desk, tmp_path / name)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY


def test_a_site_is_read_as_a_stream(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "site.wxr"
    with path.open("wb") as file:
        file.write(WXR)
        for number in range(300):
            file.write(post(number, b"<p>" + b"Words and words. " * 6000 + b"</p>"))
        file.write(END)
    assert path.stat().st_size > 30_000_000
    tracemalloc.start()
    try:
        count = 0
        for _one in source_of(path).read(path, Setting(zone=UTC)):
            count += 1
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 300
    assert peak < 12 * 1024 * 1024, "a post at a time"


def test_a_file_that_is_cut_after_it_was_looked_at_leaves_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "site.wxr"
    whole = WXR + b"".join(post(n, b"<p>" + b"Words. " * 3000 + b"</p>") for n in range(60)) + END

    def shrinking(act: Callable[[], object]) -> None:
        path.write_bytes(whole)

        def cut(self: Posts) -> object:
            act()
            return STEP(self)

        with monkeypatch.context() as patch:
            patch.setattr(Posts, "__iter__", cut)
            with pytest.raises(BadInput, match=r"breaks off|no file|not XML"):
                desk.intake.take([path])
        assert desk.articles.count(Filter()) == 0
        assert desk.undo.last() is None

    shrinking(lambda: path.write_bytes(whole[: len(whole) // 2]))
    shrinking(lambda: path.write_bytes(whole[: len(whole) // 2] + b"</b>"))
    path.write_bytes(whole)
    with monkeypatch.context() as patch:
        patch.setattr(Posts, "__iter__", lambda self: (path.unlink(), STEP(self))[1])
        (item,) = taken(desk, path)
    assert item.action is Action.REFUSED, "gone before its first story"
    assert "no file site.wxr" in item.problems[0]


def test_a_picture_that_goes_away_leaves_the_story(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(
        b"<article><p>Words that stay.</p><img src='gone.png'></article>"
    )
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    (tmp_path / "b.html").write_bytes(b"<p>Words.</p><p><img src='bad.png' alt='x'></p>")
    a, b = (taken(desk, tmp_path / name)[0] for name in ("a.html", "b.html"))
    assert (a.action, b.action) == (Action.NEW, Action.NEW)
    assert "not at hand" in a.problems[0]
    assert "damaged" in b.problems[0]


@pytest.mark.parametrize("after", range(0, 9, 2))
def test_a_site_is_called_off_at_every_stage(desk: Desk, tmp_path: Path, after: int) -> None:
    path = tmp_path / "site.wxr"
    path.write_bytes(WXR + b"".join(post(n) for n in range(8)) + END)
    asked = 0

    def cancel() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    with pytest.raises(Cancelled):
        desk.intake.take([path], cancel=cancel)
    assert asked == after + 1
    assert desk.articles.count(Filter()) == 0
    assert desk.undo.last() is None
    assert [item.action for item in taken(desk, path)] == [Action.NEW] * 8


def test_slugs_that_collide_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "site.wxr"
    same = [
        post(n).replace(b"<wp:post_name>a-%d<" % n, b"<wp:post_name>%s<" % slug)
        for n, slug in enumerate((b"fog", b"FOG", b"fog", b"../fog", b"%d8%b9"))
    ]
    path.write_bytes(WXR + b"".join(same) + END)
    items = taken(desk, path)
    assert [item.slug for item in items] == ["fog", "FOG-2", "fog-3", "fog-4", "ع"]
    assert [item.action for item in taken(desk, path)] == [Action.UNCHANGED] * 5


@pytest.mark.parametrize("many", [4, 60])
def test_a_folder_that_is_taken_away_half_way_leaves_nothing(
    desk: Desk, tmp_path: Path, many: int
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    for n in range(many):
        (folder / f"post-{n:02}.md").write_text(f"---\nslug: post-{n}\n---\nText.\n")

    def gone(progress: Progress) -> None:
        if progress.done == 2 and folder.exists():
            shutil.rmtree(folder)

    with pytest.raises(BadInput, match=r"^post-02\.md was taken away while it was read; nothing"):
        desk.intake.take([folder], told=gone)
    assert desk.articles.count(Filter()) == 0
