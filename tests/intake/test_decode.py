from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from newsroom.intake import decode as decoding
from newsroom.intake.decode import decode, decode_guessing, read_bytes, without_unstorable
from newsroom.news.errors import BadInput

TEXT = "---\nslug: bandar\n---\n\nبندر باز شد. Café.\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (TEXT.encode(), False),
        (codecs.BOM_UTF8 + TEXT.encode(), False),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), True),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), True),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), True),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), True),
        (TEXT.encode("utf-16-le"), True),
        (TEXT.encode("utf-16-be"), True),
        (TEXT.replace("\n", "\r\n").encode(), False),
        (TEXT.replace("\n", "\r").encode(), False),
    ],
)
def test_unicode_in_every_dress_is_read_right(data: bytes, told: bool) -> None:
    text, notes = decode(data, name="a.md")
    assert text == TEXT
    assert bool(notes) is told


def test_empty_is_empty() -> None:
    assert decode(b"", name="a.md") == ("", ())


def test_other_encodings_need_a_name() -> None:
    data = "slug: a\nسلام\n".encode("windows-1256")
    with pytest.raises(BadInput, match=r"a\.md is not UTF-8 \(line 2\).*windows-1256"):
        decode(data, name="a.md")
    text, notes = decode(data, name="a.md", encoding="windows-1256")
    assert "سلام" in text
    assert "windows-1256" in notes[0]


def test_an_unknown_encoding_is_said() -> None:
    with pytest.raises(BadInput, match="not an encoding"):
        decode(b"\xff\xff\xff", name="a.md", encoding="klingon-8")
    with pytest.raises(BadInput, match="not ascii either"):
        decode(b"\xff\xff\xff", name="a.md", encoding="ascii")


def test_what_no_store_can_hold_is_taken_out_and_told() -> None:
    text, notes = decode(b"a\0b\0c", name="a.md")
    assert text == "abc"
    assert notes == ("2 NUL characters were taken out of a.md.",)
    text, notes = without_unstorable("a\ud800b", name="a.md")
    assert text == "a\N{REPLACEMENT CHARACTER}b"
    assert "1 broken character" in notes[0]


def test_files_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file gone"):
        read_bytes(tmp_path / "gone.md", most=10)
    with pytest.raises(BadInput, match="is a folder"):
        read_bytes(tmp_path, most=10**9)
    with pytest.raises(BadInput, match="can't be read"):
        read_bytes(tmp_path / "a\0b", most=10)
    with pytest.raises(BadInput, match="can't be read"):
        read_bytes(tmp_path / ("x" * 5000), most=10)
    large = tmp_path / "large.md"
    large.write_bytes(b"x" * (3 * 1024 * 1024))
    with pytest.raises(BadInput, match=r"large\.md is 3\.0 MB large; at most 2 MB"):
        read_bytes(large, most=2 * 1024 * 1024)
    assert len(read_bytes(large, most=3 * 1024 * 1024)) == 3 * 1024 * 1024


def test_a_file_without_a_size_is_still_bounded() -> None:
    zero = Path("/dev/zero")
    if not zero.exists():
        pytest.skip("no /dev/zero on this platform")
    with pytest.raises(BadInput, match="larger than 1 MB"):
        read_bytes(zero, most=1024 * 1024)


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<p class=a>Plain.</p><p>The <b>caf\xe9</b> &amp; bar</p>", "caf\xe9"),
        (
            "<script>var a = '\xe9';</script><!-- \xe9 --><p>\xc9t\xe9 &lt;b&gt;</p>",
            "\xc9t\xe9 <b>",
        ),
        ('<img alt="Le caf\xe9" src=a.jpg>', "Le caf\xe9"),
        ("<i>" * 900 + "\xe9t\xe9", "\xe9t\xe9"),
    ],
)
def test_a_guess_about_a_page_is_shown_by_its_words_not_its_tags(html: str, line: str) -> None:
    data = html.encode("windows-1252")
    text, _notes, (doubt,) = decode_guessing(data, name="lie.html", markup=True)
    assert text == html
    assert f"read as windows-1252: “{line}”." in doubt


def test_a_page_made_to_be_slow_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_through: list[int] = []
    plain = decoding._TAGS

    class Counting:
        def findall(self, part: str) -> list[str]:
            looked_through.append(len(part))
            return plain.findall(part)

        def sub(self, by: str, part: str) -> str:
            return plain.sub(by, part)

    monkeypatch.setattr(decoding, "_TAGS", Counting())
    decode_guessing(b"<script " * 200_000 + b"\xe9" + b"<!--" * 200_000, name="a", markup=True)
    assert looked_through
    assert max(looked_through) <= 2 * decoding._AROUND
