"""OpenDocument texts as stories: what LibreOffice writes, comments, changes, and bad ones."""

from __future__ import annotations

import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsroom.intake.arrival import Arrival, ArrivedByline, Setting
from newsroom.intake.docx import DocxFile
from newsroom.intake.odt import OdtFile
from newsroom.news.errors import BadInput
from tests.intake.packed import packed
from tests.intake.test_docx import LAUGHS, OFFICE, bomb, png

SETTING = Setting(zone=ZoneInfo("Europe/Berlin"))
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("draw", "drawing"), ("svg", "svg-compatible"),
        ("meta", "meta"),
    )
)  # fmt: skip
NAMES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Code" style:family="paragraph" style:display-name="Preformatted Text"/>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/>
</style:style>
<style:style style:name="T2" style:family="text" style:parent-style-name="T1">
<style:text-properties fo:font-weight="normal" fo:font-style="italic" style:text-position="-33% 58%"
 fo:color="#ff0000" style:font-name="Arial" style:text-underline-style="solid"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/>
</style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1"
 style:num-format="1" text:start-value="4"/></text:list-style>
"""


def odt(body: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    return packed(
        {
            "content.xml": f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            **(parts or {}),
        }
    )


def arrive(data: bytes, tmp_path: Path) -> Arrival:
    path = tmp_path / "story.odt"
    path.write_bytes(data)
    (found,) = OdtFile().read(path, SETTING)
    return found


def test_a_document_of_libreoffice_says_what_its_docx_says() -> None:
    (found,) = OdtFile().read(OFFICE / "harbour.odt", SETTING)
    assert found.fields["headline"] == "The harbour reopens"
    assert found.fields["body"] == (OFFICE / "harbour.md").read_text("utf-8")
    assert found.bylines == (ArrivedByline("Anna Berg"),)
    assert len(found.media) == 1
    assert [(one.author, one.words) for one in found.remarks] == [
        ("Bert Chief", "Source for this?")
    ]


@pytest.mark.parametrize(
    ("made", "markdown"),
    [
        ("<text:p>one\n two</text:p><text:p/>", "one two"),
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>', "a b c  \nd"),
        ('<text:p>a <text:span text:style-name="T1">b</text:span>c</text:p>', "a **b**c"),
        ('<text:p>a<text:span text:style-name="T2">b</text:span></text:p>', "a*~b~*"),
        ('<text:p>a<text:span text:style-name="T3">b</text:span>c</text:p>', "ac"),
        ('<text:p>x</text:p><text:p text:style-name="P1">q</text:p>', "x\n\n> q"),
        ('<text:p text:style-name="Code">a = 1</text:p>', "```\na = 1\n```"),
        ('<text:p>x</text:p><text:h text:outline-level="3">H</text:h>', "x\n\n## H"),
        (
            ('<text:list text:style-name="L1"><text:list-item><text:p>a</text:p><text:list>'
            "<text:list-item><text:p>b</text:p></text:list-item></text:list></text:list-item>"
            "</text:list>"),
            "4. a\n    - b",
        ),
        ("<text:section><text:p>in</text:p></text:section>", "in"),
        ('<text:p>a<text:a xlink:href="javascript:x">b</text:a></text:p>', "ab"),
        (
            ("<table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell>"
            "<table:table-cell><text:p>B</text:p></table:table-cell></table:table-row>"
            "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>1</text:p>"
            "<text:p>2</text:p></table:table-cell></table:table-row></table:table>"),
            "| A | B |\n| --- | --- |\n|  | 1 2 |",
        ),
        (
            ('<text:p>a<text:note text:note-class="endnote"><text:note-citation>1'
            "</text:note-citation><text:note-body><text:p>n</text:p></text:note-body></text:note>b"
            "</text:p>"),
            "a[^1]b\n\n[^1]: n",
        ),
        (
            ("<text:p>a<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box>"
            "</draw:frame></text:p>"),
            "a\n\nboxed",
        ),
        (('<text:p>a<draw:a><draw:frame><draw:image xlink:href="https://e.org/a.png"/></draw:frame>'
         "</draw:a></text:p>"), "a![](https://e.org/a.png)"),
        ('<draw:frame><draw:image xlink:href="https://e.org/a.png"/></draw:frame>',
         "![](https://e.org/a.png)"),
        ("<text:p>a<text:page-number>7</text:page-number></text:p>", "a7"),
        ('<text:p>a<text:change text:change-id="none"/>b</text:p>', "ab"),
        ("<text:p>a<draw:frame><draw:object/></draw:frame><draw:line/></text:p>", "a"),
    ],
)  # fmt: skip
def test_structure(made: str, markdown: str, tmp_path: Path) -> None:
    assert str(arrive(odt(made), tmp_path).fields["body"]).rstrip("\n") == markdown


def test_pictures(tmp_path: Path) -> None:
    frame = '<draw:frame><draw:image xlink:href="{}"/><svg:desc>The basin</svg:desc></draw:frame>'
    made = (
        f"<text:p>{frame.format('Pictures/a.png')}</text:p><text:p>"
        f"{frame.format('https://e.org/b.png')}</text:p><text:p>{frame.format('Pictures/c.png')}"
        "</text:p>"
    )
    found = arrive(odt(made, {"Pictures/a.png": png()}), tmp_path)
    (picture,) = found.media
    assert found.fields["body"] == (
        f"![The basin](media/{picture.sha256})\n\n![The basin](https://e.org/b.png)\n\nThe basin\n"
    )


CHANGES = """<text:tracked-changes>
<text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>Bert</dc:creator>
</office:change-info></text:insertion></text:changed-region>
<text:changed-region text:id="c2"><text:deletion><office:change-info><dc:creator>Anna</dc:creator>
</office:change-info><text:p>old </text:p></text:deletion></text:changed-region>
<text:changed-region text:id="c3"><text:deletion><office:change-info><dc:creator>Anna</dc:creator>
</office:change-info><text:p/><text:p/></text:deletion></text:changed-region>
<text:changed-region text:id="c4"><text:format-change/></text:changed-region>
</text:tracked-changes>"""


def test_changes_become_proposals_by_their_authors(tmp_path: Path) -> None:
    made = (
        f'{CHANGES}<text:p>The <text:change text:change-id="c2"/>'
        '<text:change-start text:change-id="c1"/>new <text:change-end text:change-id="c1"/>pier.'
        '</text:p><text:p>Joined<text:change text:change-id="c3"/> here.</text:p>'
    )
    found = arrive(odt(made), tmp_path)
    assert found.fields["body"] == "The old pier.\n\nJoined\n\nhere.\n"
    assert [(one.author, one.body) for one in found.proposals] == [
        ("Bert", "The old new pier.\n\nJoined\n\nhere.\n"),
        ("Anna", "The pier.\n\nJoined here.\n"),
    ]
    assert found.notes == ("Dropped: 1 tracked change of formatting, which stands as it was made",)


CUT = """<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>
<office:change-info><dc:creator>Anna</dc:creator></office:change-info>
<text:p>Gone <text:span text:style-name="T1">bold</text:span><office:annotation office:name="n">
<dc:creator>Bert</dc:creator><text:p>Why?</text:p></office:annotation><text:line-break/>on.</text:p>
<text:list><text:list-item><text:p>An item.</text:p></text:list-item></text:list><text:p/>
</text:deletion></text:changed-region></text:tracked-changes>"""


@pytest.mark.parametrize(
    "place",
    [
        '<text:p>Stands.</text:p><text:p><text:change text:change-id="c1"/>Stays.</text:p>',
        '<text:p>Stands.</text:p><text:change text:change-id="c1"/><text:p>Stays.</text:p>',
    ],
)
def test_what_was_cut_is_there_until_somebody_accepts_it(place: str, tmp_path: Path) -> None:
    found = arrive(odt(CUT + place), tmp_path)
    assert str(found.fields["body"]) == ("Stands.\n\nGone **bold**  \non.\n\nAn item.\n\nStays.\n")
    ((author, body),) = [(one.author, one.body) for one in found.proposals]
    assert (author, body) == ("Anna", "Stands.\n\nStays.\n")
    assert [(one.author, one.words) for one in found.remarks] == [("Bert", "Why?")]


def test_comments_stand_on_their_words(tmp_path: Path) -> None:
    made = (
        '<text:p>The <office:annotation office:name="n1"><dc:creator>Bert</dc:creator>'
        "<dc:date>2026-11-20T10:00:00</dc:date><text:p>Which?</text:p></office:annotation>"
        'east basin<office:annotation-end office:name="n1"/> opens.</text:p>'
    )
    (remark,) = arrive(odt(made), tmp_path).remarks
    assert (remark.author, remark.words, remark.quote) == ("Bert", "Which?", "east basin")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"words", "no document that can be read"),
        (odt("<text:p>a</text:p>")[:-100], "no document that can be read"),
        (packed({"a.xml": "<a/>"}), "no OpenDocument text"),
        (packed({"content.xml": "<a/>"}), "no OpenDocument text"),
        (packed({"content.xml": LAUGHS}), "DOCTYPE"),
        (packed({"content.xml": "<a"}), "damaged"),
        (bomb(512 * 1024 * 1024), "far more than a document"),
        (odt("", {}), "holds no text"),
        (odt("", {"META-INF/manifest.xml": "<m:encryption-data/>"}), "protected by a password"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_ones_are_refused_at_once(data: bytes, sentence: str, tmp_path: Path) -> None:
    begun = time.process_time()
    with pytest.raises(BadInput, match=sentence):
        arrive(data, tmp_path)
    assert time.process_time() - begun < 1


def test_what_is_longer_than_any_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.intake.wordreturn.MOST_PARAGRAPHS", 2)
    with pytest.raises(BadInput, match="longer than any story"):
        arrive(odt("<text:p>a</text:p>" * 3), tmp_path)


@pytest.mark.parametrize("name", ["reviewed.odt", "reviewed.docx"])
def test_what_libreoffice_tracks_comes_whole_from_either_of_its_formats(name: str) -> None:
    """LibreOffice 7.4 wrote both, the Word document out of the other one."""
    source: OdtFile | DocxFile = OdtFile() if name.endswith(".odt") else DocxFile()
    (found,) = source.read(OFFICE / name, SETTING)
    body = str(found.fields["body"])
    assert body == (OFFICE / "reviewed.md").read_text(encoding="utf-8")
    assert found.fields["headline"] == "The harbour opens"
    proposals = {one.author: one.body for one in found.proposals}
    put_in = body
    for after, words in (
        ("The cutone ", "insone "), ("Item one ", "instwo "), ("| 2024 ", "insthree "),
        ("A note ", "insfour "),
    ):  # fmt: skip
        put_in = put_in.replace(after, after + words)
    assert proposals == {
        "Anna Ins": put_in.replace("moved words stay", "stay"),
        "Bert Del": body.replace("cutone ", "").replace("cuttwo ", "").replace(
            "cutthree\n\ncutfour ", ""
        ),
    }  # fmt: skip
    assert [(one.author, one.words, one.quote) for one in found.remarks] == [
        ("Cora Com", "Which pier commentone?", "east"),
        ("Cora Com", "commenttwo", "in list"),
        ("Dora", "commentthree", "tons"),
    ]
    assert found.notes == ("Dropped: 1 tracked change of formatting, which stands as it was made",)
