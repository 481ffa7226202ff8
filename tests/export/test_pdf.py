"""PDF: tagged, searchable, the same bytes each time; the proof on its grid of numbered lines."""

from __future__ import annotations

import builtins
import re
import shutil
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFile

from newsroom.export import pdf, prose
from newsroom.export.page import PageData
from newsroom.export.pdf import Pdf, Proof
from newsroom.export.prose import Element
from newsroom.export.templates import Templates
from newsroom.export.worker import Renderer
from newsroom.news.errors import BadInput
from newsroom.news.workflow import PubState
from tests.export.parade import BAD, PLANTED, hostile, parade

BOTH = pytest.mark.parametrize("kind", [Pdf, Proof])


def objects(content: bytes) -> bytes:
    """The file with its packed streams unpacked."""
    out = [content]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            out.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(out)


def words(content: bytes, folder: Path, *more: str) -> str:
    """What a reader of PDF finds in it."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not here")
    (folder / "a.pdf").write_bytes(content)
    done = subprocess.run(
        [program, *more, "a.pdf", "-"], cwd=folder, check=True, capture_output=True
    )
    return done.stdout.decode("utf-8")


def html(page: PageData, *, proof: bool = False) -> str:
    return pdf._html(page, "", proof=proof)


@BOTH
def test_it_is_tagged_and_named(renderer: Renderer, kind: type[Pdf]) -> None:
    content = kind().render(parade(renderer))
    assert content.startswith(b"%PDF-1.7")
    said = objects(content)
    for part in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang (en)", b"pdfuaid", b"Ana Lima"):
        assert part in said, part
    assert b"/H1" in said
    assert b"CreationDate (D:20261123120000Z" in said, "of the story, not of today"


def shaped(renderer: Renderer, monkeypatch: pytest.MonkeyPatch, body: str) -> int:
    """How many letters are handed to Pango to set a story; each once would be the least."""
    from weasyprint.text.line_break import Layout

    letters = 0
    real = Layout.set_text

    def counted(self: Any, text: str, justify: bool = False) -> None:
        nonlocal letters
        letters += len(text)
        real(self, text, justify)

    with monkeypatch.context() as patch:
        patch.setattr(Layout, "set_text", counted)
        Pdf().render(parade(renderer, body=body))
    return letters


@pytest.mark.parametrize("body", ["{}", "```\n{}\n```"])
def test_twice_the_letters_without_a_break_are_twice_the_work(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    bare, once, twice = (
        shaped(renderer, monkeypatch, body.format("w" * n)) for n in (1, 2_000, 4_000)
    )
    assert twice - bare < 2.5 * (once - bare)


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        ("w" * 119, "w" * 119),
        ("w" * 120, f"{'w' * 60}\u200b{'w' * 60}\u200b"),
        ("w" * 130, f"{'w' * 60}\u200b{'w' * 60}\u200b{'w' * 10}"),
        ("لا" * 75, "لا" * 30 + "\u200b" + "لا" * 30 + "\u200b" + "لا" * 15),
        ("e\u0301" * 61, "e\u0301" * 60 + "\u200be\u0301"),
        ("می\u200c" * 50, "می\u200c" * 30 + "\u200b" + "می\u200c" * 20),
        ("港" * 200, "港" * 200),
        ("ท" * 200, "ท" * 200),
        ("word " * 200, "word " * 200),
    ],
)
def test_only_what_is_longer_than_any_word_is_parted(words: str, broken: str) -> None:
    element = Element("p", {"title": words}, [words, Element("b", {}, [words])])
    pdf._breakable(element)
    assert element.text == broken * 2
    assert element.get("title") == words


@BOTH
def test_what_stands_above_every_page_is_a_line(renderer: Renderer, kind: type[Pdf]) -> None:
    page = hostile(renderer, BAD["long"])
    tree = prose.read(html(page, proof=kind.proof))
    heads = [one.get("data-running") for one in tree.walk() if one.get("data-running")]
    assert len(heads) == 1 + kind.proof
    assert all(len(head) <= 101 and head.endswith("…") for head in heads)
    said = html(parade(renderer), proof=True)
    assert 'data-running="lily-leaves – 3"' in said
    assert 'data-running="The Harbour Post"' in said


@pytest.mark.parametrize("proof", [False, True])
def test_nothing_parked_is_on_it(renderer: Renderer, proof: bool) -> None:
    said = html(parade(renderer), proof=proof)
    assert "Last words" in said
    for planted in PLANTED:
        assert planted not in said


@pytest.mark.judge
def test_readers_find_its_words(renderer: Renderer, tmp_path: Path) -> None:
    text = " ".join(words(Pdf().render(parade(renderer)), tmp_path).split())
    for part in ("The “Lily” leaves & <goes>", "The second part", "Ten crowns.", "این یک بند"):
        assert part in text
    assert "PARKEDWORDS" not in text
    assert "↩" not in text


@pytest.mark.judge
def test_the_proofs_lines_stand_on_their_numbers(renderer: Renderer, tmp_path: Path) -> None:
    """Each word's own place in the file, by pdftotext -bbox, is one of 30 lines of 24 points."""
    body = (
        "Words and *more* words, `code`, سلام and H~2~O with a note.[^1] " * 60 + "\n\n[^1]: Note."
    )
    for language in ("en", "fa"):
        content = Proof().render(parade(renderer, language=language, body=body))
        boxes = words(content, tmp_path, "-bbox")
        place: dict[str, float] = {}
        middles: list[tuple[str, float]] = []
        for top, bottom, word in re.findall(
            r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</word>', boxes
        ):
            middles.append((word, (float(top) + float(bottom)) / 2))
        first_page = middles[: next(n for n, (w, _y) in enumerate(middles) if w == "30") + 1]
        place = {word: y for word, y in first_page if word.isdigit() and word.isascii()}
        steps = [place[str(n + 1)] - place[str(n)] for n in range(10, 29)]
        assert all(abs(step - 24) < 0.2 for step in steps), steps
        lines = [y for word, y in middles if word == "Words"]
        assert len(lines) > 30
        for y in lines:
            off = (y - place["10"]) % 24
            assert min(off, 24 - off) < 4, (language, y, off)


def test_the_proof_says_pictures_in_words(renderer: Renderer) -> None:
    said = html(parade(renderer), proof=True)
    assert "<img" not in said
    assert "[A ship at a quay]" in said
    assert "[A crane]" in said
    assert "lily-leaves – 3" in said
    assert html(parade(renderer)).count("<img") == 2


def test_nothing_is_fetched(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_arguments: object, **_more: object) -> None:
        raise AssertionError("a PDF asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    body = "![a](http://127.0.0.1:9/x.png) <img src='file:///etc/passwd'> ![b](/etc/passwd)"
    assert Pdf().render(parade(renderer, body=body))


@pytest.mark.parametrize("name", ["../../etc/passwd.ttf", "README.md", "x.ttf"])
def test_only_our_own_fonts_are_read(name: str) -> None:
    with pytest.raises((ValueError, OSError)):
        pdf._font(pdf.FONT + name)


def test_a_newsrooms_own_style(renderer: Renderer, tmp_path: Path) -> None:
    (tmp_path / "print.css").write_text("@page { size: A5 } {{ page.nothing }}", encoding="utf-8")
    with pytest.raises(BadInput, match=r"print\.css has a mistake in line 1"):
        Pdf(tmp_path).render(parade(renderer))
    (tmp_path / "print.css").write_text("@page { size: 300pt 500pt }", encoding="utf-8")
    assert b"/MediaBox [0 0 300 500]" in objects(Pdf(tmp_path).render(parade(renderer)))


def test_half_a_picture_stays_damaged_for_everybody_else(renderer: Renderer) -> None:
    Pdf().render(parade(renderer))
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_too_long_is_a_sentence(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 100)
    with pytest.raises(BadInput, match="too long to be set"):
        Pdf().render(parade(renderer))


@pytest.mark.parametrize(
    ("error", "said"), [(ImportError(), "package weasyprint"), (OSError(), "Pango library")]
)
def test_what_is_missing_is_a_sentence(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name.startswith("weasyprint"):
            raise error
        return real(name, *rest)

    page = parade(renderer)
    exporter = Pdf()
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(BadInput, match=said):
        exporter.render(page)


def test_a_writers_title_stands_on_the_side_of_the_page(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)  # WeasyPrint sets it for all
    from weasyprint import HTML

    page = replace(
        parade(renderer),
        direction="rtl",
        authors=(replace(parade(renderer).authors[0], name="نسرین", title="Reporter", bio=()),),
    )
    style = Templates().fill("print.css", {"page": page.shown})
    style = re.sub(r"@font-face \{[^}]*\}", "", style)  # of our own, by an address of our own
    found = {
        box.element_tag: box.position_x + box.width
        for sheet in HTML(string=pdf._html(page, style, proof=False)).render().pages
        for section in sheet._page_box.descendants()
        if section.element_tag == "section"
        for box in section.descendants()
        if type(box).__name__ == "TextBox"
    }
    assert found["p"] == pytest.approx(found["h2"], abs=1)


@pytest.mark.parametrize("proof", [False, True])
def test_what_was_set_right_says_so_beside_its_time(renderer: Renderer, proof: bool) -> None:
    said = html(parade(renderer, pubstate=PubState.CORRECTED), proof=proof)
    assert "Corrected " in said
    assert "Updated " not in said
