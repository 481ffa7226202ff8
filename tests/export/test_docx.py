"""DOCX by the rules of its parts; opened by LibreOffice where that is at hand."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
import xml.etree.ElementTree as etree
import zipfile
from pathlib import Path

import pytest

from newsroom.export.docx import WordDocument
from newsroom.export.worker import Renderer
from tests.export.parade import BAD, INSIDE, hostile, parade

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PR = "{http://schemas.openxmlformats.org/package/2006/relationships}"

_P_ORDER = """pStyle keepNext keepLines numPr pBdr shd bidi spacing ind contextualSpacing jc
outlineLvl"""
_R_ORDER = """rStyle rFonts b bCs i iCs strike color sz szCs highlight u vertAlign rtl lang"""
ORDER = {"pPr": _P_ORDER.split(), "rPr": _R_ORDER.split()}
"""The schema's order of what we write (ECMA-376, 17.3); Word refuses any other."""


class Read:
    """A document's parts; holds that they fit together."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            self.names = archive.namelist()
            self.parts = {
                name: etree.fromstring(archive.read(name))
                for name in self.names
                if name.endswith((".xml", ".rels"))
            }
            self.media = {n: archive.read(n) for n in self.names if n.startswith("word/media/")}
        assert self.names[0] == "[Content_Types].xml"
        types = self.parts["[Content_Types].xml"]
        told = {one.get("PartName") for one in types} | {one.get("Extension") for one in types}
        for name in self.names:
            assert f"/{name}" in told or name.rpartition(".")[2] in told
        self.document = self.parts["word/document.xml"]
        self.notes = self.parts["word/footnotes.xml"]
        self._holds("document")
        self._holds("footnotes")

    def _holds(self, part: str) -> None:
        root = self.parts[f"word/{part}.xml"]
        relations = {one.get("Id"): one for one in self.parts[f"word/_rels/{part}.xml.rels"]}
        styles = {one.get(W + "styleId") for one in self.parts["word/styles.xml"]}
        numbers = {one.get(W + "numId") for one in self.parts["word/numbering.xml"]}
        for element in root.iter():
            for name in (R + "id", R + "embed"):
                if link := element.get(name):
                    target = relations[link]
                    if target.get("TargetMode") != "External":
                        assert f"word/{target.get('Target')}" in self.names
            tag = element.tag.removeprefix(W)
            if tag in ORDER:
                places = [ORDER[tag].index(one.tag.removeprefix(W)) for one in element]
                assert places == sorted(places), [one.tag for one in element]
            if tag in ("pStyle", "rStyle", "tblStyle"):
                assert element.get(W + "val") in styles
            if tag == "numId":
                assert element.get(W + "val") in numbers
            if tag == "tc":
                assert element[-1].tag == W + "p", "a cell ends with a paragraph"
            if tag in ("body", "tc"):
                for one, after in itertools.pairwise(element):
                    assert one.tag != W + "tbl" or after.tag == W + "p"
            if tag == "tbl":
                width = len(element.findall(f"{W}tblGrid/{W}gridCol"))
                for row in element.findall(W + "tr"):
                    spans = [int(s.get(W + "val", "1")) for s in row.iter(W + "gridSpan")]
                    cells = len(row.findall(W + "tc"))
                    assert cells + sum(spans) - len(spans) == width

    def paragraphs(self, style: str = "") -> list[str]:
        found = []
        for paragraph in self.document.iter(W + "p"):
            own = paragraph.find(f"{W}pPr/{W}pStyle")
            if not style or (own is not None and own.get(W + "val") == style):
                found.append(words(paragraph))
        return found


def words(element: etree.Element) -> str:
    return "".join(one.text or "" for one in element.iter(W + "t"))


def document(renderer: Renderer, **fields: object) -> Read:
    return Read(WordDocument().render(parade(renderer, **fields)))


def test_what_things_are_is_said_by_styles(renderer: Renderer) -> None:
    read = document(renderer)
    assert read.paragraphs("Title") == ["The “Lily” leaves & <goes>"]
    assert read.paragraphs("Kicker") == ["Exclusive"]
    assert read.paragraphs("Subtitle") == ["A ship and its cargo"]
    assert read.paragraphs("Byline")[0] == "By Ana Lima and Guest Writer"
    assert read.paragraphs("Heading1") == ["The second part"]
    assert read.paragraphs("Quote") == ["A quotation."]
    assert read.paragraphs("IntenseQuote") == ["It floats."]
    assert read.paragraphs("BoxTitle") == ["What it costs"]
    assert read.paragraphs("Box") == ["Ten crowns."]
    assert read.paragraphs("Caption") == [
        "The ship Photo: Ilse Moreau",
        "The old crane Photo: Ilse Moreau",
    ]
    assert read.paragraphs("HTMLPreformatted") == ['if a < b:    print("&")']
    assert read.paragraphs("Heading2") == ["Ana Lima"]


def test_marks(renderer: Renderer) -> None:
    read = document(renderer)
    found = {
        mark: [words(run) for run in read.document.iter(W + "r")
               if run.find(f"{W}rPr/{W}{mark}") is not None]
        for mark in ("b", "i", "strike", "vertAlign", "rtl")
    }  # fmt: skip
    assert found["b"] == ["surely", "went"]
    assert found["i"][0] == "slowly"
    assert found["strike"] == ["haste"]
    assert found["vertAlign"] == ["2"]
    assert found["rtl"] == ["سلام دنیا، این یک بند است."]
    (link,) = read.document.iter(W + "hyperlink")
    assert words(link) == "Lily"


def test_lists_have_levels_and_begin_anew(renderer: Renderer) -> None:
    read = document(
        renderer, body="3. Three\n4. Four\n\nText.\n\n1. One\n    - Two\n        1. Deep"
    )
    items = [
        (words(p), level.get(W + "val"), number.get(W + "val"))
        for p in read.document.iter(W + "p")
        if (level := p.find(f"{W}pPr/{W}numPr/{W}ilvl")) is not None
        and (number := p.find(f"{W}pPr/{W}numPr/{W}numId")) is not None
    ]
    assert items == [
        ("Three", "0", "1"),
        ("Four", "0", "1"),
        ("One", "0", "2"),
        ("Two", "1", "3"),
        ("Deep", "2", "4"),
    ]
    numbering = read.parts["word/numbering.xml"]
    starts = [
        (one.get(W + "numId"), start.get(W + "val"))
        for one in numbering.findall(W + "num")
        for start in one.iter(W + "startOverride")
    ]
    assert starts == [("1", "3"), ("2", "1"), ("4", "1")]


def test_footnotes_are_words_own(renderer: Renderer) -> None:
    read = document(
        renderer,
        body="One.[^a] Two.[^b] Again.[^a]\n\n[^a]: *First* [x](https://x.example).\n"
        "[^b]: Second.\n\n    More.\n",
    )
    named = [one.get(W + "id") for one in read.document.iter(W + "footnoteReference")]
    assert named == ["2", "3"]
    notes = {one.get(W + "id"): words(one).strip() for one in read.notes}
    assert notes == {"0": "", "1": "", "2": "First x.", "3": "Second.More."}
    assert len(list(read.notes.iter(W + "footnoteRef"))) == 2
    assert "https://x.example" in [
        one.get("Target") for one in read.parts["word/_rels/footnotes.xml.rels"]
    ]
    again = [
        words(run)
        for run in read.document.iter(W + "r")
        if run.find(f"{W}rPr/{W}vertAlign") is not None
    ]
    assert again == ["1"]


def test_pictures_are_inside_with_their_words(renderer: Renderer) -> None:
    body = f"![A crane](media/{INSIDE}.png)\n\n![Far](https://x.example/a.png)"
    read = document(renderer, body=body)
    assert len(read.media) == 2
    told = [one.get("descr") for one in read.document.iter() if one.tag.endswith("}docPr")]
    assert told == ["A ship at a quay", "A crane"]
    assert [words(link) for link in read.document.iter(W + "hyperlink")] == ["[Far]"]


def test_a_persian_document_runs_from_the_right(renderer: Renderer) -> None:
    read = document(
        renderer,
        language="fa",
        headline="خبر Lily خبر",
        body="متن.\n\nEnglish words.\n\n| الف | ب |\n|---|---|\n| ۱ | ۲ |",
    )
    assert read.document.find(f".//{W}sectPr/{W}bidi") is not None
    assert read.document.find(f".//{W}bidiVisual") is not None
    lang = read.parts["word/styles.xml"].find(f".//{W}rPrDefault//{W}lang")
    assert lang is not None
    assert lang.get(W + "bidi") == "fa"
    bidi = {words(p): p.find(f"{W}pPr/{W}bidi") is not None for p in read.document.iter(W + "p")}
    assert bidi["VELMORA — متن."]
    assert not bidi["English words."]
    assert bidi["خبر Lily خبر"]
    rtl = [words(r) for r in read.document.iter(W + "r") if r.find(f"{W}rPr/{W}rtl") is not None]
    assert "خبر " in rtl
    assert "Lily " not in rtl


def test_tables_with_spans(renderer: Renderer) -> None:
    body = (
        "<table><tr><th colspan=2>Wide</th><td rowspan=3>High</td></tr>"
        "<tr><td>a</td><td>b</td></tr><tr><td>only</td></tr><tr></tr></table>"
    )
    read = document(renderer, body=body)
    assert [one.get(W + "val") for one in read.document.iter(W + "vMerge")] == [
        "restart",
        None,
        None,
    ]
    assert words(next(read.document.iter(W + "tbl"))) == "WideHighabonly"


def test_words_in_odd_places_are_not_lost(renderer: Renderer) -> None:
    body = (
        "<details><summary>More</summary>loose <b>words</b><p>par</p>tail</details>\n\n"
        "Term\n:   Meaning\n\n<q>quoted</q><br>two<kbd>x</kbd>\n\n"
        "- item\n\n    second\n\n    > quoted\n\n[inner](#x)"
    )
    text = words(document(renderer, body=body).document)
    for part in ("More", "loose words", "par", "tail", "Term", "Meaning", "two", "x", "second",
                 "quoted", "inner"):  # fmt: skip
        assert part in text


@pytest.mark.parametrize("bad", BAD)
def test_hostile_words_leave_it_whole(renderer: Renderer, bad: str) -> None:
    page = hostile(renderer, BAD[bad])
    read = Read(WordDocument().render(page))
    assert read.paragraphs("Title") == [page.headline.replace("\t", "") or "Untitled story"]


@pytest.mark.judge
@pytest.mark.parametrize("language", ["en", "fa"])
def test_libreoffice_opens_it(renderer: Renderer, tmp_path: Path, language: str) -> None:
    office, totext = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or totext is None:
        pytest.skip("LibreOffice and pdftotext are not here")
    (tmp_path / "a.docx").write_bytes(WordDocument().render(parade(renderer, language=language)))
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "a.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    done = subprocess.run([totext, "a.pdf", "-"], cwd=tmp_path, check=True, capture_output=True)
    text = " ".join(done.stdout.decode("utf-8").split())
    for part in ("The “Lily” leaves & <goes>", "The second part", "Tonnes", "A note with a link",
                 "It floats.", "Last words."):  # fmt: skip
        assert part in text
