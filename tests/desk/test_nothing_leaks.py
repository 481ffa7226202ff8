"""A story that is forced out with all that is open on it carries none of it: every byte of every
format is searched for planted words."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.publish import formats
from newsroom.news.comment import Fact
from newsroom.news.errors import Refused
from newsroom.news.suggestion import texts_of
from newsroom.news.workflow import Stage
from newsroom.text.anchor import Page, as_data

TALK = ("ZQCOMMENT", "ZQREPLY", "ZQCLAIM", "ZQSOURCE", "ZQORPHAN", "ZQSUGGESTION", "ZQSENDNOTE",
        "ZQREASON", "ZQEDNOTE")  # fmt: skip
NOTED = ("ZQNOTEDOUT",)
COMES_BACK = frozenset({"json", "markdown"})
"""A story goes out in these to be worked on and comes back, its own text whole: what is noted out
is text. Nobody's talk goes with it."""
BODY = (
    "The ferry leaves at nine in the morning.\n\n"
    "It carried 120,000 people %%ZQNOTEDOUT and a secret%% last year.\n\n"
    "It comes back at noon.\n"
)


@pytest.fixture
def story(desk: Desk) -> int:
    """A story with everything open on it that can be."""
    from newsroom.text.notes import note_spans

    body = BODY
    assert note_spans(body), "the words are noted out"
    made = desk.articles.create(
        {"slug": "ferry", "headline": "Ferry", "body": body, "ed_note": "ZQEDNOTE"}
    ).value
    page = Page.of_body(body)
    at = page.whole.index("at noon")
    anchor = as_data(page.between(at, at + len("at noon")))
    thread = desk.comments.add(made.id, "ZQCOMMENT", anchor=anchor, quote="at noon").value
    desk.comments.reply(thread.id, "ZQREPLY")
    gone = as_data(page.between(at - 5, at))
    desk.comments.add(made.id, "On words", anchor=gone, quote="ZQORPHAN")
    desk.comments.add(made.id, "", fact=Fact(claim="ZQCLAIM", source="ZQSOURCE"))
    texts = texts_of(made)
    suggested = {**texts, "body": body.replace("at nine", "at ZQSUGGESTION")}
    desk.suggesting.open(made.id, made.version, suggested, changes=1)
    desk.review.send([made.id], Stage.COPY, note="ZQSENDNOTE")
    return made.id


def readable(name: str, content: bytes) -> Iterator[bytes]:
    """The bytes, and what is packed in them."""
    yield content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for entry in packed.namelist():
                yield from readable(entry, packed.read(entry))
    if content[:5] == b"%PDF-":
        for stream in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield zlib.decompress(stream[1].rstrip(b"\r\n"))
            except zlib.error:
                continue
        if (program := shutil.which("pdftotext")) is not None:
            yield subprocess.run(
                [program, "-", "-"], input=content, capture_output=True, check=True
            ).stdout


def found(folder: Path, words: tuple[str, ...]) -> set[str]:
    """The planted words that stand in any file, in any common spelling of their letters."""
    hits: set[str] = set()
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        for content in readable(path.name, path.read_bytes()):
            for word in words:
                spelt = (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))
                if any(one in content for one in spelt):
                    hits.add(word)
    return hits


def test_it_does_not_go_out_by_itself(desk: Desk, story: int, tmp_path: Path) -> None:
    report = desk.publish.export([story], to=tmp_path / "out")
    assert [item.action for item in report.items] == ["refused"]
    with pytest.raises(Refused):
        desk.publish.publish([story])


@pytest.mark.parametrize("kind", [each.id for each in formats()])
def test_forced_out_it_carries_nothing_that_is_open(
    desk: Desk, story: int, tmp_path: Path, kind: str
) -> None:
    to = tmp_path / "out"
    report = desk.publish.export([story], to=to, format=kind, override="ZQREASON")
    assert [item.action for item in report.items] == ["write"], report.items
    kept = ("ZQEDNOTE",) if kind in COMES_BACK else ()
    planted = tuple(word for word in TALK if word not in kept)
    assert found(to, planted) == set()
    if kind not in COMES_BACK:
        assert found(to, NOTED) == set()
    assert any(path.stat().st_size for path in to.rglob("*") if path.is_file())


def test_nor_does_what_is_copied_for_another_system(desk: Desk, story: int) -> None:
    clip = desk.publish.clip(desk.articles.open(story))
    for text in (clip.html, clip.markdown, clip.text):
        assert "ferry" in text
        assert not any(word in text for word in (*TALK, *NOTED))
