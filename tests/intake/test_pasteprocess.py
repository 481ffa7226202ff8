"""A large paste that is read in a process of its own: what comes of it, and what ends it."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from newsroom import processes
from newsroom.__main__ import PASTE_WORKER
from newsroom.intake import pasted, pasteprocess
from newsroom.intake.pasteprocess import Given, Held, PasteProcess, Unstarted
from newsroom.news.errors import BadInput, Cancelled
from tests.intake.wordclip import from_word

MANY = "".join(f"<p>Line {n} of <b>words</b>.</p>" for n in range(50))
NOTE = (
    '<p>Cited<a href="#fn1" id="ref1"><sup>1</sup></a></p>'
    '<div class="footnotes"><ol><li id="fn1">A note. <a href="#ref1">↩</a></li></ol></div>'
)


def process(text: str, *, few: int = 0) -> PasteProcess:
    return PasteProcess(text, few=few, short=100_000)


def test_html_comes_out_as_if_it_was_read_here(tmp_path: Path) -> None:
    html = from_word(tmp_path)
    here = pasted.walk(html)
    there = process(html).html()
    assert isinstance(there, Held)
    assert (there.dropped, there.pictures, there.trackers) == (
        dict(here.text.dropped),
        here.text.pictures,
        here.text.trackers,
    )
    assert there.files == here.files
    assert there.notes
    moved: dict[str, str | None] = dict.fromkeys(here.text.pictures, "media/0.jpg")
    given = there.process.give(lines=False, addresses=moved, first=7)
    expected = here.text.with_pictures(moved).with_notes_from(7)
    assert tuple(given.blocks()) == expected.blocks
    assert given.count == len(expected.blocks)


def test_few_blocks_come_whole(tmp_path: Path) -> None:
    picture = "data:image/png;base64,iVBORw0KGgo="
    html = f'{MANY}<p><img src="{picture}" alt="x"></p>'
    assert process(html, few=1_000).html() == pasted.walk(html)
    ours = process("Some *words*.", few=9).markdown("")
    assert isinstance(ours, pasted.Opened)
    assert ours.markdown == "Some *words*."
    assert [run.text for block in ours.blocks for run in block.runs] == ["Some ", "words", "."]


def test_as_lines_with_what_stands_around() -> None:
    held = process(MANY).html()
    assert isinstance(held, Held)
    given = held.process.give(lines=True, around=("\n\n", "\n"))
    lines = list(given.lines())
    assert "\n".join(lines) == f"\n\n{pasted.walk(MANY).text.markdown}\n"
    assert given.count == len(lines)


def test_notes_of_our_markdown_are_none_of_the_storys() -> None:
    held = process("Cited.[^1]\n\n[^1]: A note.\n").markdown("Here.[^1]\n\n[^1]: Another.\n")
    assert isinstance(held, Held)
    given = held.process.give(lines=True)
    assert "[^1]" not in "\n".join(given.lines())


@pytest.mark.parametrize("lines", [False, True])
def test_words(*, lines: bool) -> None:
    text = "One\r\n\x00two\n\n" + "x" * 30_000
    here = pasted.plain_lines(text) if lines else pasted.plain_paragraphs(text)
    there = process(text).words(lines=lines)
    assert isinstance(there, Given)
    assert (there.count, there.endless, there.cut) == (here.count, here.endless, here.cut)
    if lines:
        assert list(there.lines()) == here.lines()
    else:
        assert list(there.blocks()) == list(here.blocks())


def test_it_is_ended_while_it_reads() -> None:
    reading = process(MANY * 400)
    said: list[Exception] = []

    def read() -> None:
        try:
            reading.html()
        except Exception as error:
            said.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    while reading._process is None:
        time.sleep(0.001)
    child = reading._process
    reading.stop()
    thread.join(30)
    assert [type(error) for error in said] == [Cancelled]
    assert child.poll() is not None


def test_it_is_not_begun_once_it_was_ended() -> None:
    reading = process(MANY)
    reading.stop()
    with pytest.raises(Cancelled):
        reading.html()


def test_what_takes_too_long_is_told() -> None:
    reading = process(MANY * 400)
    reading.seconds = 0.01
    with pytest.raises(BadInput, match="takes too long"):
        reading.html()


def test_what_ends_by_itself_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    quits = "from newsroom.processes import *\nwith answering() as (a, o): receive(a)"
    monkeypatch.setattr(processes, "command", lambda *_names: [sys.executable, "-c", quits])
    with pytest.raises(BadInput, match="more memory"):
        process(MANY).html()


def test_a_page_of_too_many_parts_is_refused_in_its_own_words() -> None:
    with pytest.raises(BadInput, match="parts"):
        process("<br>" * 700_000).html()


@pytest.mark.parametrize("command", [["/nowhere/at/all"], ["/bin/true"]])
def test_it_may_not_start(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setattr(processes, "command", lambda *_names: command)
    with pytest.raises(Unstarted):
        process(MANY).html()


def test_the_frozen_program_knows_it() -> None:
    assert pasteprocess.SWITCH == PASTE_WORKER
