"""Markdown that would stall or fell the parser: it ends within its bound, and the next story works.

The patterns are those of design/editor.md 4.3, at up to 32,000 repeats.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom import processes
from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export.worker import Renderer
from newsroom.news.errors import BadInput, NewsroomError
from tests.desk.conftest import HandClock
from tests.export.harmless import harmless_prose
from tests.export.scenes import out

LIMIT = 0.15
"""Seconds that a killer may take here; prose takes a fiftieth of it."""

SLACK = 3.0
"""Seconds more until the answer is there: ending one process and, on a busy machine, a wait."""

N = 32_000

KILLERS = {
    "brackets": "[" * N,
    "cdata": "<![CDATA[" * N,
    "references": "[a][b" * N,
    "links with a space": "[a](b " * N,
    "links": "[a](" * N,
    "pictures and links": "![[]()" * N,
    "automatic links": "<http://a " * N,
    "attributes": '<a b="' * N,
    "code": "`a " * N,
    "longer and longer fences": "\n".join("`" * (3 + n) for n in range(500)),
    "nested quotes": "\n".join("> " * n + "a" for n in range(900)),
    "one line of quotes": "> " * N + "a",
    "nested lists": "\n".join(" " * (4 * n) + "- a" for n in range(400)),
    "one line of lists": "* " * N + "a",
    "one line of numbers": "1. " * N + "a",
    "abbreviations": "\n".join(f"*[a{n}]: x" for n in range(2000))
    + "\n\n"
    + " ".join(f"a{n}" for n in range(2000)),
    "one footnote often": "a[^1] " * 2000 + "\n\n[^1]: note",
    "footnotes": " ".join(f"a[^{n}]" for n in range(8000))
    + "\n\n"
    + "\n".join(f"[^{n}]: note" for n in range(8000)),
    "entities": "&a;" * N,
    "items": "- a\n" * 16_000,
    "hard breaks": "a  \n" * 16_000,
    "emphasis": "*a " * N,
    "nested emphasis": "**a" * N,
    "nested divs": "<div markdown=1>\n" * N,
    "nested raw divs": "<div>" * N + "a",
    "tables": "|a" * N + "\n" + "|-" * N + "\n" + "|b" * N,
    "definitions": "a\n: " * N,
    "one long word": "a" * 1_000_000,
    "attribute lists": "{: a=" * N,
    "tags that silence": "<title>" * N + "</title>" * N,
}


@pytest.fixture(scope="module")
def bounded() -> Iterator[Renderer]:
    with Renderer(limit=LIMIT) as made:
        yield made


@pytest.mark.parametrize("markdown", KILLERS.values(), ids=KILLERS)
def test_a_killer_ends_within_its_bound_and_the_next_story_works(
    markdown: str, bounded: Renderer
) -> None:
    bounded.warm()
    process = bounded._process
    assert process is not None
    start = time.monotonic()
    try:
        made = bounded.render(markdown)
    except BadInput as error:
        sentence = str(error)
        assert sentence.startswith("This story's text")
        assert sentence.endswith(".")
        assert process.poll() is not None, "what stalled goes on in the background"
    else:
        harmless_prose(made)
        assert made
    assert time.monotonic() - start < LIMIT + SLACK
    assert bounded.render("**Next**.", limit=30) == "<p><strong>Next</strong>.</p>"


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[" * 500, "[" * 500),
        ("<http://a " * 200, ("<http://a " * 200).strip()),
        ("![" * 200, "![" * 200),
        ("&a;" * 500, "&a;" * 500),
        ('<a b="' * 100, '<a b="' * 100),
        ("<title>" * 200, "<title>" * 200),
    ],
)
def test_what_fits_into_the_bound_stands_there_as_it_was_typed(
    markdown: str, shown: str, renderer: Renderer
) -> None:
    assert harmless_prose(renderer.render(markdown)).words == shown


def test_the_same_killer_is_not_tried_twice(bounded: Renderer) -> None:
    killer = "[" * 30_000
    with pytest.raises(BadInput, match="takes too long") as first:
        bounded.render(killer)
    start = time.monotonic()
    with pytest.raises(BadInput) as again:
        bounded.render(killer)
    assert again.value is first.value
    assert time.monotonic() - start < LIMIT / 2


def test_a_story_nested_too_deep_is_said_to_be() -> None:
    with Renderer() as made:
        with pytest.raises(BadInput, match="nested too deep"):
            made.render("* " * 500 + "a")
        assert made.render("Next.") == "<p>Next.</p>"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_worker_that_somebody_ended_is_started_again() -> None:
    with Renderer() as made:
        made.warm()
        process = made._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert made.render("Next.") == "<p>Next.</p>"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_worker_that_stops_listening_is_ended() -> None:
    with Renderer(limit=LIMIT) as made:
        made.warm()
        process = made._process
        assert process is not None
        os.kill(process.pid, signal.SIGSTOP)
        with pytest.raises(BadInput, match="takes too long"):
            made.render("x" * 1_000_000)
        assert process.poll() is not None


def test_closing_ends_the_worker_and_a_next_one_can_start() -> None:
    made = Renderer()
    assert made.render("One.") == "<p>One.</p>"
    process = made._process
    assert process is not None
    made.close()
    assert process.poll() is not None
    made.close()  # once more does no harm
    assert made.render("Two.") == "<p>Two.</p>"
    second = made._process
    assert second is not None
    del made
    assert second.poll() is not None, "a forgotten renderer leaves a process behind"


def test_a_worker_that_does_not_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        processes, "command", lambda *_what: [sys.executable, "-c", "raise SystemExit"]
    )
    with Renderer() as made, pytest.raises(NewsroomError, match="did not start"):
        made.render("Text.")


def test_half_a_character_and_every_other_one_survive_the_way(renderer: Renderer) -> None:
    assert renderer.render("a \ud800 b") == "<p>a \ufffd b</p>"
    text = "سلام 👩‍👩‍👧 “né”"
    assert text in renderer.render(text)


def test_a_story_that_cannot_be_rendered_is_one_sentence_and_the_rest_goes_out(
    desk: Desk, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.desk.pages.EXPORT_SECONDS", 1.0)
    monkeypatch.setattr("newsroom.desk.pages.PREVIEW_SECONDS", LIMIT)
    bad = out(desk, clock, "bad", body="[" * 20_000)
    good = out(desk, clock, "good")
    desk.publish.page_html(desk.articles.open(good))  # the first start is not what is measured
    to = tmp_path / "site"
    report = desk.publish.export([bad, good], to=to)
    by_id = {item.article: item for item in report.items}
    assert by_id[bad].action is Outcome.REFUSED
    assert by_id[bad].why.startswith("“bad”: This story's text takes too long to render")
    assert "\n" not in by_id[bad].why
    assert by_id[good].action is Outcome.WRITE
    assert [path.name for path in to.iterdir()] == ["good.html"]
    with pytest.raises(BadInput, match="takes too long"):
        desk.publish.page_html(desk.articles.open(bad), preview=True)
