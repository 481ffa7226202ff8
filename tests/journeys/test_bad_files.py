"""Files that somebody else's program wrote: taken in, opened, written in, saved, given out again.

Nothing is lost on the way, what had to be changed is told in one sentence, and what can't be read
leaves the newsroom as it was.
"""

from __future__ import annotations

import codecs
import contextlib
import io
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QTextEdit

from newsroom.__main__ import main
from newsroom.ui.editor.turns import TurnSigns
from newsroom.ui.story import State
from tests.journeys.conftest import Hand, Opener

HEAD = "---\nslug: odd\nheadline: An odd file\n---\n\n"
BODY = "First words.\n\n* one\n* two\n\nLast words.\n"
TURNED = "a \u202eb\u202c c"
PRIVATE = "sign \ue0f1 and \uf8ff"


def newsroom(folder: Path, *words: str) -> tuple[int, str]:
    """The command line on the day's newsroom: its exit code and what it said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(["--store", str(folder / "day.newsroom"), *words])
    return code, said.getvalue()


def taken_in(folder: Path, data: bytes) -> str:
    """Take a file in; what was told about it."""
    path = folder / "odd.md"
    path.write_bytes(data)
    newsroom(folder, "new", "--headline", "So that there is a newsroom")
    code, told = newsroom(folder, "import", str(path))
    assert code == 0, told
    return told


def given_out(folder: Path) -> str:
    """The story's Markdown file, without its front matter."""
    code, told = newsroom(
        folder, "export", "odd", "--format", "markdown", "--to", str(folder / "out"), "--force"
    )
    assert code in (0, 1), told
    (path,) = (folder / "out").rglob("odd*.md")
    text = path.read_bytes().decode()
    return text.split("\n---\n", 1)[1].lstrip("\n")


def opened(opener: Opener) -> Hand:
    hand = opener()
    (found,) = hand.ask(lambda desk: [desk.articles.by_slug("odd").id])  # type: ignore[misc]
    hand.bench.open(found)
    hand.settle()
    assert hand.window.editor is not None
    hand.window.editor.focus_body()
    hand.key("Ctrl+End")
    return hand


def saved(hand: Hand) -> str:
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.SAVED)
    return str(hand.bench.current.article.body)


@pytest.mark.parametrize(
    ("data", "told", "body"),
    [
        pytest.param(
            (HEAD + BODY).replace("\n", "\r\n").replace("one\r\n", "one\n").encode(), "", BODY,
            id="mixed line ends",
        ),
        pytest.param(
            (HEAD + BODY.replace("First", "Fi\0rst")).encode(), "1 NUL character was taken out",
            BODY, id="NUL",
        ),
        pytest.param(
            codecs.BOM_UTF16_LE + (HEAD + BODY).encode("utf-16-le"), "was read as UTF-16", BODY,
            id="UTF-16 with its mark",
        ),
        pytest.param(
            (HEAD + BODY).encode("utf-16-be"), "was read as UTF-16", BODY, id="UTF-16 without one",
        ),
        pytest.param(
            (HEAD + BODY.replace("First", TURNED)).encode(), "", BODY.replace("First", TURNED),
            id="overrides of direction",
        ),
        pytest.param(
            (HEAD + BODY.replace("First", PRIVATE)).encode(), "", BODY.replace("First", PRIVATE),
            id="private use",
        ),
        pytest.param(
            (HEAD + BODY.replace("First", "\x02wzxhzdk:0\x03")).encode(), "",
            BODY.replace("First", "\x02wzxhzdk:0\x03"), id="the parser's own signs",
        ),
        pytest.param(
            ("\ufeff" + HEAD + BODY).encode(), "", BODY, id="BOM",
        ),
    ],
)  # fmt: skip
def test_an_odd_file_is_written_in_and_given_out_whole(
    opener: Opener, tmp_path: Path, data: bytes, told: str, body: str
) -> None:
    assert told in taken_in(tmp_path, data)
    hand = opened(opener)
    assert hand.bench.current.get("body") == body
    hand.type(" More.")
    wanted = body.removesuffix("\n") + " More.\n"
    assert saved(hand) == wanted
    hand.key("Ctrl+/")
    hand.key("Ctrl+End")
    hand.type("End.")
    wanted += "End."
    assert saved(hand).rstrip("\n") == wanted
    hand.key("Ctrl+/")
    assert hand.bench.current.get("body").rstrip("\n") == wanted, "the page says the same"
    assert not [message for message in hand.window.messages.standing if "report" in message.text]
    assert given_out(tmp_path).rstrip("\n") == wanted


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(HEAD.encode() + b"Caf\xe9 au lait.\n", id="Latin-1"),
        pytest.param(HEAD.encode() + b"half \xed\xa0\x80 a pair\n", id="a lone surrogate"),
        pytest.param(HEAD.encode() + b"cut short \xe2\x82", id="cut in a letter"),
    ],
)
def test_what_is_no_text_is_told_and_changes_nothing(
    opener: Opener, tmp_path: Path, data: bytes
) -> None:
    taken_in(tmp_path, (HEAD + BODY).encode())
    path = tmp_path / "bad.md"
    path.write_bytes(data)
    code, told = newsroom(tmp_path, "import", str(path))
    assert code == 1
    assert "bad.md is not Unicode; it was read as" in told
    assert "Traceback" not in told
    hand = opened(opener)
    assert hand.bench.current.get("body") == BODY
    _code, stories = newsroom(tmp_path, "list")
    assert len(stories.splitlines()) == 2


@pytest.mark.parametrize("source", [False, True], ids=["page", "Markdown"])
def test_odd_signs_that_are_pasted_stay_and_are_shown(
    opener: Opener, tmp_path: Path, source: bool
) -> None:
    taken_in(tmp_path, (HEAD + BODY).encode())
    hand = opened(opener)
    if source:
        hand.key("Ctrl+/", "Ctrl+End")
    pane = hand.window.editor
    assert pane is not None
    QApplication.clipboard().setText(f" {TURNED} {PRIVATE}")
    hand.key("Ctrl+V")
    assert pane.view.findChild(TurnSigns) is not None
    body = saved(hand)
    assert f"{TURNED} {PRIVATE}" in body
    hand.key("Ctrl+/")
    assert hand.bench.current.get("body") == body
    assert given_out(tmp_path).rstrip("\n") == body.rstrip("\n")
    kicker = pane.titles.fields["kicker"]
    kicker.setFocus()
    hand.key("Ctrl+V")
    assert kicker.findChild(TurnSigns) is not None
    assert isinstance(kicker, QTextEdit)
