"""Word documents as stories: structure, notes, pictures, comments, changes, and bad ones."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from newsroom.intake.arrival import Arrival, ArrivedByline, Setting
from newsroom.intake.docx import DocxFile
from newsroom.news.errors import BadInput
from tests.intake.packed import NUMBERING, W, cell, docx, item, p, packed, r, table

OFFICE = Path(__file__).parent / "office"
SETTING = Setting(zone=ZoneInfo("Europe/Berlin"))
RESTART = '<w:vMerge w:val="restart"/>'
INS = '<w:ins w:id="1" w:author="{who}" w:date="2026-11-20T10:00:00Z">{inside}</w:ins>'
DEL = (
    '<w:del w:id="2" w:author="{who}" w:date="2026-11-20T10:00:00Z"><w:r>'
    '<w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'
)


def png() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (8, 6), "navy").save(held, "PNG")
    return held.getvalue()


def arrive(data: bytes, tmp_path: Path) -> Arrival:
    path = tmp_path / "story.docx"
    path.write_bytes(data)
    (found,) = DocxFile().read(path, SETTING)
    return found


def body(data: bytes, tmp_path: Path) -> str:
    return str(arrive(data, tmp_path).fields["body"]).rstrip("\n")


def test_a_document_of_libreoffice() -> None:
    (found,) = DocxFile().read(OFFICE / "harbour.docx", SETTING)
    assert found.fields["headline"] == "The harbour reopens"
    assert found.fields["body"] == (OFFICE / "harbour.md").read_text("utf-8")
    assert found.bylines == (ArrivedByline("Anna Berg"),)
    assert [picture.filename for picture in found.media] == ["image1.png"]
    assert [(one.author, one.words) for one in found.remarks] == [
        ("Bert Chief", "Source for this?")
    ]
    assert found.notes[0] == "Dropped: 1 empty paragraph, 1 tracker"


@pytest.mark.parametrize(
    ("made", "markdown"),
    [
        (p("one") + p() + p("two"), "one\n\ntwo"),
        (p("a") + p("H", "H2") + p("b") + p("I", "Own"), "a\n\n## H\n\nb\n\n## I"),
        (p("a") + p("H", properties='<w:outlineLvl w:val="0"/>'), "a\n\n## H"),
        (p(r("a ") + r("b", "<w:b/>") + r("c", '<w:b w:val="0"/>')), "a **b**c"),
        (p(r("x", '<w:rStyle w:val="Strong"/>')), "**x**"),
        (p(r("a", "<w:i/>") + r("b", "<w:strike/>")), "*a*~~b~~"),
        (p(r("m") + r("2", '<w:vertAlign w:val="superscript"/>')), "m^2^"),
        (item("a", 1) + item("b", 1, 1) + item("c", 1), "- a\n    - b\n- c"),
        (item("a", 2) + item("b", 2) + p("x") + item("c", 2), "3. a\n4. b\n\nx\n\n5. c"),
        (p("a", "Bullets") + p("b", "Bullets"), "- a\n- b"),
        (item("a", 1, 4), "- a"),
        (p("a") + p("q", "Q") + p("b"), "a\n\n> q\n\nb"),
        (p("a = 1", "P") + p("  b", "P"), "```\na = 1\n  b\n```"),
        (p("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>"), "a  \nb c"),
        (p('<w:r><w:t>a</w:t><w:br w:type="page"/></w:r>') + p("b"), "a\n\nb"),
        (
            table(cell(p("A")) + cell(p("B")), cell(p("1")) + cell(p("2"), p("3"))),
            "| A | B |\n| --- | --- |\n| 1 | 2 3 |",
        ),
        (
            table(
                cell(p("A"), properties='<w:gridSpan w:val="2"/>') + cell(p("B")),
                cell(p("1"), properties=RESTART) + cell(p("2")) + cell(p("3")),
                cell(p(""), properties="<w:vMerge/>") + cell(p("4")) + cell(p("5")),
            ),
            "| A |  | B |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |",
        ),
        (table(cell(p("only"), p("framed"))), "only\n\nframed"),
        (
            table(
                cell(table(cell(p("in")) + cell(p("ner")))) + cell(p("B")),
                cell(p("1")) + cell(p("2")),
            ),
            "| in ner | B |\n| --- | --- |\n| 1 | 2 |",
        ),
        (f"<w:sdt><w:sdtContent>{p('held')}</w:sdtContent></w:sdt>", "held"),
        (p("<m:oMath><m:r><m:t>E=m</m:t></m:r></m:oMath>"), "E=m"),
        (p(r("a ") + r("hidden", "<w:vanish/>") + r("b")), "a b"),
        (p(r("*a* &lt;b>")), "\\*a\\* &lt;b>"),
    ],
)  # fmt: skip
def test_structure(made: str, markdown: str, tmp_path: Path) -> None:
    assert body(docx(made), tmp_path) == markdown


def test_title_dek_and_headings_below(tmp_path: Path) -> None:
    found = arrive(
        docx(p("The harbour", "T") + p("It reopens", "S") + p("One", "berschrift1") + p("a")),
        tmp_path,
    )
    assert found.fields == {
        "headline": "The harbour", "dek": "It reopens", "body": "## One\n\na\n"
    }  # fmt: skip
    (found,) = (arrive(docx(p("Head", "berschrift1") + p("a")), tmp_path),)
    assert (found.fields["headline"], found.fields["body"]) == ("Head", "a\n")


def test_links_and_fields(tmp_path: Path) -> None:
    made = p(
        f'<w:hyperlink r:id="r1">{r("a")}</w:hyperlink>'
        f'<w:hyperlink r:id="r2">{r("b")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="x">{r("c")}</w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK '
        '"https://e.org/f?fbclid=1" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/>'
        f'</w:r>{r("d")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:fldSimple w:instr="PAGE">{r("7")}</w:fldSimple>'
    )
    links = (
        '<Relationship Id="r1" Target="https://e.org/a" TargetMode="External"/>'
        '<Relationship Id="r2" Target="javascript:alert(1)" TargetMode="External"/>'
    )
    found = arrive(docx(made, links=links), tmp_path)
    assert found.fields["body"] == "[a](https://e.org/a)bc[d](https://e.org/f)7\n"
    assert found.notes[:2] == ("Dropped: 1 link, 1 tracker", "Taken off addresses: e.org: fbclid")


def test_notes_of_both_kinds(tmp_path: Path) -> None:
    made = p(
        f'{r("a")}<w:r><w:endnoteReference w:id="1"/></w:r>{r("b")}'
        '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="9"/></w:r>'
    )
    foot = f'<w:footnote w:id="0" w:type="separator">{p("x")}</w:footnote><w:footnote w:id="1">'
    parts = {
        "footnotes": f"{foot}{p('first')}{p('more')}</w:footnote>",
        "endnotes": f'<w:endnote w:id="1">{p("last")}</w:endnote>',
    }
    assert body(docx(made, parts), tmp_path) == (  # type: ignore[arg-type]
        "a[^1]b[^2]\n\n[^1]: last\n\n[^2]: first\n\n    more"
    )


def drawing(name: str, alt: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        f'<a:graphicData><a:blip r:embed="{name}"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def test_pictures(tmp_path: Path) -> None:
    made = (
        p(drawing("r1", "The basin")) + p("The basin on Monday", "C") + p(drawing("r2", "Metafile"))
        + p(drawing("r3", "Gone")) + p("<w:r><w:drawing><a:chart/></w:drawing></w:r>")
    )  # fmt: skip
    links = (
        '<Relationship Id="r1" Target="media/a.png"/><Relationship Id="r2" Target="media/b.emf"/>'
        '<Relationship Id="r3" Target="media/c.png"/>'
    )
    parts = {"word/media/a.png": png(), "word/media/b.emf": b"\x01\x00\x00\x00EMF"}
    found = arrive(docx(made, parts, links), tmp_path)  # type: ignore[arg-type]
    (picture,) = found.media
    assert found.fields["body"] == (
        f'![The basin](media/{picture.sha256} "The basin on Monday")\n\nMetafile\n\nGone\n'
    )
    assert found.notes[0] == "Dropped: 1 empty paragraph, 1 drawing, 2 pictures"
    assert any("b.emf" in note for note in found.notes)
    assert any("c.png is not in the document" in note for note in found.notes)


def test_text_boxes_keep_their_words(tmp_path: Path) -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
        f"{p('Boxed')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        f"{p('Boxed')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = arrive(docx(p(r("Around") + box)), tmp_path)
    assert found.fields["body"] == "Around\n\nBoxed\n"
    assert found.notes == ("Dropped: 1 text box",)


def test_what_looks_alone_is_dropped_and_told(tmp_path: Path) -> None:
    made = p(
        r("a", '<w:rFonts w:ascii="Arial"/><w:sz w:val="40"/>') + r("b", "<w:smallCaps/>")
        + r("c", '<w:u w:val="single"/><w:color w:val="FF0000"/>')
    )  # fmt: skip
    header = {"word/header1.xml": docx_header()}
    found = arrive(docx(made, header), tmp_path)  # type: ignore[arg-type]
    assert found.fields["body"] == "abc\n"
    assert found.notes == (
        "Dropped: 1 font, 1 colour, 1 underline, 1 run of small capitals, 1 page header or footer",
    )


def docx_header() -> str:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:hdr xmlns:w="{name}"><w:p><w:r><w:t>Page 1</w:t></w:r></w:p></w:hdr>'


def test_changes_become_proposals_by_their_authors(tmp_path: Path) -> None:
    made = (
        p(r("The ") + DEL.format(who="Anna", words="old ")
          + INS.format(who="Bert", inside=r("new ")) + r("pier."))
        + p(r("Joined"), properties='<w:rPr><w:del w:id="3" w:author="Anna"/></w:rPr>')
        + p(" here.")
        + p(r("Put in."), properties='<w:rPr><w:ins w:id="4" w:author="Bert"/></w:rPr>').replace(
            r("Put in."), INS.format(who="Bert", inside=r("Put in.")))
    )  # fmt: skip
    found = arrive(docx(made), tmp_path)
    assert found.fields["body"] == "The old pier.\n\nJoined\n\nhere.\n"
    assert [(one.author, one.body) for one in found.proposals] == [
        ("Anna", "The pier.\n\nJoined here.\n"),
        ("Bert", "The old new pier.\n\nJoined\n\nhere.\n\nPut in.\n"),
    ]


def test_comments_stand_on_their_words(tmp_path: Path) -> None:
    made = p(
        f'{r("The ")}<w:commentRangeStart w:id="1"/>{r("east basin", "<w:b/>")}'
        f'<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>{r(" opens.")}'
    )
    talk = (
        '<w:comment w:id="1" w:author="Bert  Chief" w:date="2026-11-20T10:00:00Z">'
        f"{p('Which one?')}{p('East?')}</w:comment><w:comment w:id='2' w:author='X'>{p()}"
        "</w:comment>"
    )
    found = arrive(docx(made, {"comments": talk}), tmp_path)
    (remark,) = found.remarks
    assert (remark.author, remark.words, remark.quote) == (
        "Bert Chief", "Which one?\nEast?", "east basin"
    )  # fmt: skip
    assert remark.at == datetime(2026, 11, 20, 10, tzinfo=UTC)


def bomb(size: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "a" * size)
    return held.getvalue()


LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)).replace("&a0;", "&a;")
    + "]><w>&a8;</w>"
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no document that can be read"),
        (b"words", "no document that can be read"),
        (b"{\\rtf1 words}", "no document that can be read"),
        (docx(p("a"))[:-200], "no document that can be read"),
        (docx(p("a"))[:400], "no document that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "old .doc"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (packed({"a.txt": "words"}), "no Word document"),
        (packed({"word/document.xml": "<w><"}), "damaged"),
        (packed({"word/document.xml": LAUGHS}), "DOCTYPE"),
        (
            packed({"word/document.xml": '<!DOCTYPE w SYSTEM "file:///etc/passwd"><w/>'}),
            "DOCTYPE",
        ),
        (packed({"word/document.xml": "<a>" * 10_000}), "nested too deep"),
        (bomb(512 * 1024 * 1024), "far more than a document"),
        (packed({f"{n}.xml": "" for n in range(2_100)}), "far more than a document"),
        (docx(""), "holds no text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_ones_are_refused_at_once(data: bytes, sentence: str, tmp_path: Path) -> None:
    begun = time.process_time()
    with pytest.raises(BadInput, match=sentence):
        arrive(data, tmp_path)
    assert time.process_time() - begun < 1


def test_a_part_that_lies_about_its_size(tmp_path: Path) -> None:
    data = docx(p("a" * 5_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (50).to_bytes(4, "little"))
    with pytest.raises(BadInput):
        arrive(lying, tmp_path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no file"):
        DocxFile().read(tmp_path / "none.docx", SETTING)


@pytest.mark.parametrize(
    ("made", "markdown"),
    [
        (p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"), "a\u2011b"),
        (p(r("a", '<w:highlight w:val="yellow"/>')), "a"),
        (
            "<w:tbl><w:sdt><w:sdtContent><w:tr>" + cell(p("A")) + cell(p("B"))
            + "</w:tr></w:sdtContent></w:sdt><w:tr>" + cell(p("1")) + cell(p("2"))
            + "</w:tr></w:tbl>",
            "| A | B |\n| --- | --- |\n| 1 | 2 |",
        ),
        (table(cell(p("A")) + cell(p("B")), cell(p()) + cell(p())) + p("x"), "A\n\nB\n\nx"),
        (p("a") + p("no picture above", "C"), "a\n\nno picture above"),
        (
            p("a", properties='<w:rPr><w:del w:id="1" w:author="X"/></w:rPr>')
            + '<w:commentRangeStart w:id="7"/>' + p("b"),
            "a\n\nb",
        ),
        (
            p("a") + p(INS.format(who="X", inside=r("b")), properties=(
                '<w:rPr><w:ins w:id="1" w:author="X"/></w:rPr>')),
            "a",
        ),
    ],
)  # fmt: skip
def test_odd_structure(made: str, markdown: str, tmp_path: Path) -> None:
    assert body(docx(made), tmp_path) == markdown


def test_old_drawings_and_pictures_elsewhere(tmp_path: Path) -> None:
    made = p('<w:r><w:pict><v:shape><v:imagedata r:id="r1"/></v:shape></w:pict></w:r>') + p(
        '<w:r><w:drawing><a:blip r:link="r2"/></w:drawing></w:r>'
    )
    links = (
        '<Relationship Id="r1" Target="/word/media/a.png"/>'
        '<Relationship Id="r2" Target="https://e.org/b.png" TargetMode="External"/>'
    )
    found = arrive(docx(made, {"word/media/a.png": png()}, links), tmp_path)
    (picture,) = found.media
    assert found.fields["body"] == (f"![](media/{picture.sha256})\n\n![](https://e.org/b.png)\n")


def test_a_list_that_is_told_to_begin_elsewhere(tmp_path: Path) -> None:
    other = (
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    )
    numbering = f"<w:numbering {W}>{NUMBERING}{other}</w:numbering>"
    assert body(docx(item("a", 5), {"word/numbering.xml": numbering}), tmp_path) == "9. a"


def test_what_is_longer_than_any_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.intake.wordreturn.MOST_PARAGRAPHS", 2)
    with pytest.raises(BadInput, match="longer than any story"):
        arrive(docx(p("a") * 3), tmp_path)


def test_a_title_that_only_a_program_gave(tmp_path: Path) -> None:
    core = (
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title>'
        "<dc:creator> Anna  Berg </dc:creator></c:coreProperties>"
    )
    found = arrive(docx(p("a"), {"docProps/core.xml": core.format("Untitled")}), tmp_path)
    assert "headline" not in found.fields
    assert found.bylines == (ArrivedByline("Anna Berg"),)
    found = arrive(docx(p("a"), {"docProps/core.xml": core.format("The pier")}), tmp_path)
    assert found.fields["headline"] == "The pier"


def test_changes_of_formatting_are_told_as_what_they_are(tmp_path: Path) -> None:
    made = p(r("Bold", '<w:b/><w:rPrChange w:id="1" w:author="Anna"><w:rPr/></w:rPrChange>')) + p(
        r("Quote."), properties='<w:pPrChange w:id="2" w:author="Bert"><w:pPr/></w:pPrChange>'
    )
    found = arrive(docx(made), tmp_path)
    assert found.fields["body"] == "**Bold**\n\nQuote.\n"
    assert found.proposals == ()
    assert found.notes == (
        "Dropped: 2 tracked changes of formatting, which stand as they were made",
    )


def test_reviewers_without_a_name_are_told_apart_by_their_initials(tmp_path: Path) -> None:
    made = "".join(
        f'<w:comment w:id="{n}" w:author="" w:initials="{initials}">{p("Why?")}</w:comment>'
        for n, initials in enumerate(("AB", "CD"))
    )
    part = f"<w:comments {W}>{made}</w:comments>"
    found = arrive(docx(p("Words."), {"word/comments.xml": part}), tmp_path)
    assert [one.author for one in found.remarks] == ["AB", "CD"]
