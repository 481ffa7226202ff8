"""The walker of HTML: samples as the real programs write them, hostile input, bounds."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest

from newsroom.export.clean import clean
from newsroom.intake.html import MOST_LETTERS, Dropped, read_html, told
from newsroom.news.errors import BadInput
from newsroom.text.blocks import BlockKind, blocks_key
from newsroom.text.dialect import render
from newsroom.text.document import Document
from tests.export.harmless import harmless_prose, scheme
from tests.export.test_hostile import BODIES, MARKED
from tests.intake.words import words_of, words_seen

SAMPLES = sorted((Path(__file__).parent / "html").glob("*.html"))
PLAYER = "https://www.youtube.com/"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\nno picture, but bytes").decode()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    walked = read_html(path.read_text("utf-8"))
    assert walked.markdown == path.with_suffix(".md").read_text("utf-8").strip("\n")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_word_is_lost_or_fused(path: Path) -> None:
    html = path.read_text("utf-8")
    seen, came = words_seen(html), words_of(read_html(html).blocks)
    # The brackets of "(Photo: Ali Reza)" are no words, nor is the address of a player.
    assert [w.strip("()") for w in came if PLAYER not in w] == [
        w.strip("()") for w in seen if PLAYER not in w
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_is_written_says_the_blocks(path: Path) -> None:
    walked = read_html(path.read_text("utf-8"))
    assert blocks_key(Document.open(walked.markdown).blocks) == blocks_key(walked.blocks)


def test_what_is_dropped_is_told() -> None:
    walked = read_html((Path(__file__).parent / "html" / "word.html").read_text("utf-8"))
    assert walked.dropped[Dropped.BOXES] == 1
    assert told(walked.dropped) == (
        "dropped: 2 fonts, 1 underline, 1 empty paragraph, 1 text box, 1 hidden passage, "
        "1 comment, 1 tracker"
    )
    assert walked.trackers == ("example.org: utm_source",)


def md(html: str, **given: str) -> str:
    return read_html(html, **given).markdown


def test_nothing() -> None:
    for html in ("", "  \n", "<!-- -->", "<p></p>", "<html><head><title>x</title></head></html>"):
        walked = read_html(html)
        assert (walked.blocks, walked.markdown) == ((), "")
    assert told(read_html("").dropped) == ""


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("one\n two", "one two"),
        ("<b>one</b> two<i> three</i>", "**one** two *three*"),
        ("<p>a<b>b</b>c</p>", "a**b**c"),
        ("<b><p>one</p><p>two</p></b>", "**one**\n\n**two**"),
        ("<b style='font-weight:normal'>a</b>", "a"),
        ("<span style='font-weight:600'>a</span>", "**a**"),
        ("<i style='font-style:normal'>a</i>", "a"),
        ("<s style='text-decoration:none'>a</s> <del>b</del>", "a ~~b~~"),
        ("<sup>a b</sup>", "^a^ ^b^"),
        ("<h1><b>A</b> <i>b</i></h1>", "# A *b*"),
        ("<h3>A<br>b</h3>", "### A b"),
        ("<h2><img src='/a.png'>A</h2>", "![](/a.png)\n\n## A"),
        ("a<br>b<br/><br>c<br>", "a  \nb\n\nc"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<p>1. not a list</p>", "1\\. not a list"),
        ("<p>- not</p><p># nor</p>", "\\- not\n\n\\# nor"),
        ("<p>&lt;script&gt;x&lt;/script&gt;</p>", "&lt;script>x&lt;/script>"),
        ("<ol start=4><li>a<li>b</ol>", "4. a\n5. b"),
        ("<ol start=x><li>a</ol>", "1. a"),
        ("<ul><li></li><li>a</li></ul>", "- a"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n    b\n\n- c"),
        ("<ul><li><ul><li>x</li></ul></li></ul>", "- x"),
        ("<ul><li>a</li><li><ul><li>x</li></ul></li></ul>", "- a\n    - x"),
        ("<ul>a<li>b</li></ul>", "- a\n- b"),
        ("<li>a</li><li>b</li>", "- a\n- b"),
        ("<ul><ol><li>a</li></ol></ul>", "1. a"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n- b"),
        ("<ul><li><input type=checkbox checked> a</li></ul>", "- [x] a"),
        ("<ul><li>[ ]  a</li><li>[X] <b>b</b></li></ul>", "- [ ] a\n- [x] **b**"),
        ("<ul><li>[ ]</li><li>[y] b</li></ul><p>[ ] c</p>", "- \\[ ]\n- [y] b\n\n\\[ ] c"),
        ("<ul><li><img aria-roledescription=checkbox src=b.png>a</li></ul>", "- a"),
        (
            "<ol><li data-stringify-indent=0>a</ol><ul><li data-stringify-indent=1>b</ul>",
            "1. a\n    - b",
        ),
        ("a <img data-stringify-emoji=':ship:' src=s.png alt=':ship:'> b", "a :ship: b"),
        ("<ul><li>a<blockquote>q</blockquote></li></ul>", "- a\n\n    > q"),
        ("<ul><li><h3>a</h3>b</li></ul>", "- ### a\n\n    b"),
        ("<ul><li>a<pre>x\ny</pre></li></ul>", "- a\n\n        x\n        y"),
        ("<blockquote><blockquote>a</blockquote>b</blockquote>", "> > a\n>\n> b"),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n>\n> b"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("<div class='highlight-source-js'><pre>a</pre></div>", "```js\na\n```"),
        ("<pre class='moz-quote-pre'>a\nb\n\nc</pre>", "a  \nb\n\nc"),
        ("<hr><p>a</p><hr>", "***\n\na\n\n---"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
        ("<a href='/a'><h3>A</h3><p>b</p></a>", "### [A](/a)\n\n[b](/a)"),
        ("<a href='#x'>a</a> <a name=y>b</a> <a href=''>c</a>", "a b c"),
        ("<a href='//e.org/a b'>a</a>", "[a](https://e.org/a%20b)"),
        ("<a href='mailto:a@e.org'>a</a>", "[a](mailto:a@e.org)"),
        ("<img src=a.png alt='x  y'> z", "![x y](a.png) z"),
        ("<img alt=x>", ""),
        ("<table><tr><td>a</td></tr></table>", "a"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("<table><tr><td>a<td>b<tr><td><td></table>", "a\n\nb"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "| a | b |\n| --- | --- |\n| c |  |"),
        (
            "<table><caption>T</caption><tr><th>a<th><b>b</b><tr><td>c<p>d<td><ul><li>e<li>f</table>",
            "T\n\n| a | b |\n| --- | --- |\n| c d | e f |",
        ),
        (
            "<table><tr><td>a<td rowspan=2>b<tr><td>c<tr><td colspan=2>d</table>",
            "| a | b |\n| --- | --- |\n| c |  |\n| d |  |",
        ),
        ("<table><tr><td><h2>a</h2></td><td>b</td></tr><tr><td>c<td>d</table>",
         "## a\n\nb\n\nc\n\nd"),
        ("<figure><figcaption>only</figcaption></figure>", "only"),
        ("<figcaption>a</figcaption>", "a"),
        ("<aside class=box><h2>Facts</h2><p>a</p></aside>", "::: box Facts\n\na\n\n:::"),
        ("<aside class=pullquote><blockquote><p>a</p></blockquote></aside>",
         "::: pullquote\n\na\n\n:::"),
        ("a\u00adb \ufeffc \ue000d", "ab c d"),
        ("<p>50&nbsp;km&nbsp; far</p>", "50\xa0km far"),
        ("<p>&nbsp;a&nbsp;</p>", "a"),
        ("<p>%%a%% TK ::: [^1]</p>", "\\%\\%a\\%\\% TK ::: \\[\\^1\\]"),
        ("<o:p>a</o:p><st1:City>Berlin</st1:City>", "aBerlin"),
    ],
)  # fmt: skip
def test_rules(html: str, markdown: str) -> None:
    walked = read_html(html)
    assert walked.markdown == markdown
    assert blocks_key(Document.open(markdown).blocks) == blocks_key(walked.blocks)


def test_addresses_are_followed_by_an_allow_list() -> None:
    for bad in (
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
        "\x01javascript:alert(1)", "\u2028javascript:alert(1)", "java\u200bscript:alert(1)",
        "vbscript:x", "data:text/html,<script>x</script>", "file:///etc/passwd", "blob:x", "x:y",
        "view-source:http://e.org", "intent:#Intent;end", "https://e.org/" + "a" * 3000,
    ):  # fmt: skip
        walked = read_html(f'<a href="{bad}">words</a>')
        assert walked.markdown == "words", bad
        assert walked.dropped[Dropped.LINKS] == 1
    for good in (
        "https://e.org/a_(b)",
        "http://e.org",
        "mailto:a@e.org",
        "tel:+1",
        "/a",
        "a/b?c=d",
    ):
        assert read_html(f'<a href="{good}">w</a>').blocks[0].runs[0].marks.link is not None, good


def test_base() -> None:
    page = '<a href="../b">w</a> <img src="c.png"> <a href="#d">e</a>'
    assert md(page, base="https://e.org/x/y") == "[w](https://e.org/b) ![](https://e.org/x/c.png) e"
    assert md(f'<base href="https://e.org/x/">{page}').startswith("[w](https://e.org/b)")
    assert md(page, base="file:///home/x").startswith("[w](../b)")


def test_trackers_are_taken_off_and_told() -> None:
    walked = read_html(
        '<a href="https://e.org/?a=1&amp;utm_source=x&amp;fbclid=y#z">a</a>'
        '<a href="https://youtu.be/x?si=1&t=2">b</a><a href="https://e.org/?si=1">c</a>'
        '<img src="https://t.example/p.gif" width=1 height=1>'
    )
    assert [r.marks.link.href for r in walked.blocks[0].runs if r.marks.link] == [
        "https://e.org/?a=1#z",
        "https://youtu.be/x?t=2",
        "https://e.org/?si=1",
    ]
    assert walked.trackers == ("e.org: utm_source, fbclid", "youtu.be: si")
    assert walked.dropped == {Dropped.TRACKERS: 4}
    assert walked.pictures == ()


def test_pictures_whose_bytes_came_along() -> None:
    walked = read_html(
        f'<p><img src="data:image/png;base64,{PNG}" alt="a"></p><img src="/b.png">'
        f'<img src="data:image/png;base64,{PNG}"><img src="data:image/svg+xml,%3Csvg/%3E">'
        '<img src="data:image/gif,GIF89a%00">'
    )
    assert walked.pictures == ("embedded:1", "/b.png", "embedded:1", "embedded:2")
    assert walked.embedded == {
        "embedded:1": base64.b64decode(PNG),
        "embedded:2": b"GIF89a\x00",
    }
    assert walked.dropped == {Dropped.PICTURES: 1}
    moved = walked.with_pictures({"embedded:1": "media:" + "0" * 64, "/b.png": None})
    assert moved.pictures == ("media:" + "0" * 64, "media:" + "0" * 64, "embedded:2")
    assert moved.markdown.startswith(f"![a](media:{'0' * 64})")
    assert dict(moved.embedded) == {"embedded:2": b"GIF89a\x00"}
    assert walked.with_pictures({}) is walked


def test_a_picture_taken_out_leaves_its_words() -> None:
    walked = read_html("<figure><img src=/a.png alt=cat><figcaption>The cat</figcaption></figure>")
    assert walked.with_pictures({"/a.png": None}).markdown == "cat The cat"


@pytest.mark.parametrize("body", BODIES)
def test_nothing_active_passes(body: str) -> None:
    walked = read_html(f"<p>{MARKED}</p>{body}")
    for block in walked.blocks:
        for run in (*block.runs, *(run for row in block.rows for cell in row for run in cell)):
            marks = run.marks
            assert not marks.raw or run.text[:2] == "[^"
            if marks.link is not None:
                assert scheme(marks.link.href) in ("", "http", "https", "mailto", "tel")
            if marks.image is not None:
                assert scheme(marks.image.src) in ("", "http", "https", "cid", "file", "embedded")
    assert MARKED in harmless_prose(clean(render(walked.markdown))).text
    assert blocks_key(Document.open(walked.markdown).blocks) == blocks_key(walked.blocks)


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "font", "p"])
@pytest.mark.parametrize("depth", [30, 1_000, 10_000])
def test_deep_nesting(tag: str, depth: int) -> None:
    begun = time.process_time()
    walked = read_html(f"before {f'<{tag}>' * depth}words inside and out")
    assert [w for w in words_of(walked.blocks) if w.isalpha()] == [
        "before",
        "words",
        "inside",
        "and",
        "out",
    ]
    assert time.process_time() - begun < 4


def test_bounds() -> None:
    with pytest.raises(BadInput, match="too much for a story"):
        read_html("a" * (MOST_LETTERS + 1))
    with pytest.raises(BadInput, match="parts"):
        read_html("<i></i>" * 700_000)


@pytest.mark.parametrize(
    "html",
    [
        "<" * 200_000,
        "<!--" * 50_000,
        "<![CDATA[" * 20_000,
        "<a href=" * 20_000,
        "[" * 100_000,
        "`" * 100_000,
        "<p>" + "*a _b_ `c` [d](e) " * 10_000,
        "<ul>" + "<li>item [x] *y*" * 5_000,
        "<blockquote>" + "<p>words" * 3_000,
        "<table>" + "<tr><td>a<td>b" * 4_000,
        "<p>" + "<b>a</b><i>b</i>" * 10_000,
        "<style>" + "a{" * 50_000 + "</style>x",
        "<p style='" + "a:b;" * 50_000 + "'>x",
        "&lt;" * 50_000,
        "<table><tr>" + "<td colspan=100 rowspan=100>a" * 2_000,
        '<a href="#a" id="b">1</a><p id="a"><a href="#b">1</a></p>' * 5_000,
    ],
    ids=[f"killer{n}" for n in range(16)],
)
def test_hostile_sizes_end_soon(html: str) -> None:
    begun = time.process_time()
    walked = read_html(html)
    assert isinstance(walked.markdown, str)
    assert time.process_time() - begun < 15


def test_a_megabyte_without_a_space() -> None:
    walked = read_html("<p>" + "a" * 1_000_000 + "</p>")
    assert len(walked.blocks) == 50
    assert "".join(block.runs[0].text for block in walked.blocks) == "a" * 1_000_000


def test_a_long_list_is_cut_and_still_proven() -> None:
    walked = read_html("<ol>" + "".join(f"<li>item {n}</li>" for n in range(1_200)) + "</ol>")
    assert len(walked.blocks) == 1_200
    assert {block.kind for block in walked.blocks} == {BlockKind.PARAGRAPH}
    again = Document.open(walked.markdown)
    assert [b.runs for b in again.blocks if b.runs] == [b.runs for b in walked.blocks]
