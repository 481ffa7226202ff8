"""Odd corners of HTML from outside that the samples do not reach."""

from __future__ import annotations

import pytest

from newsroom.intake.html import Dropped, read_html
from newsroom.text.blocks import blocks_key
from newsroom.text.document import Document

ROWS = "<tr><td>1<td>2"
SHEET = "<style>@media print{.a{font-weight:bold}} .b{font-weight:bold} p.c,.d{font-style:italic}"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("Version:0.9\nStartHTML:00\n<html><body><b>a</b></body></html>", "**a**"),
        ("<p class=MsoListBullet>a<p class=MsoListBullet2>b<p class=MsoListNumber>c",
         "- a\n    - b\n\n1. c"),
        ("<p class=MsoListBullet>a<p class=MsoListContinue>b<p>c", "- a\n\n    b\n\nc"),
        ("<p class=MsoTitle>T<p style='mso-outline-level:3'>a", "# T\n\n### a"),
        ("<p class=MsoHeading7>a", "###### a"),
        ("<p role=heading aria-level=x>a", "## a"),
        ("<blockquote class=pullquote>a</blockquote>", "::: pullquote\n\na\n\n:::"),
        ("<blockquote>a<figure class=wp-block-pullquote><p>b</figure></blockquote>",
         "> a\n>\n> > b"),
        ("<pre data-lang=rust>a</pre>", "```rust\na\n```"),
        ("<pre class='language-none'>a</pre>", "```\na\n```"),
        ("<figure><img src=/a.png><figcaption>A <cite class=credit>B</cite> <i>C</i></figure>",
         '![](/a.png "A C"){: credit="B" }'),
        ("<figure><figcaption>A <cite class=credit>B</cite></figcaption></figure>", "A B"),
        ("<figure><img src=/a.png><figcaption><a href=/x>A</a></figcaption></figure>",
         '![](/a.png "A")'),
        ("<a href=/big.jpg><img src=/a.png></a>", "![](/a.png)"),
        ("<a href=/page><img src=/a.png></a>", "[![](/a.png)](/page)"),
        ("<img src='data:text/plain,x' alt=x>", ""),
        ("<img src='data:image/png' alt=x>", ""),
        ("<img src=/a.png data-src=/b.png>", "![](/a.png)"),
        ("<img src=/placeholder.png data-src=/b.png>", "![](/b.png)"),
        ("<img class=emoji alt='🚢' src=/e.png>", "🚢"),
        ("<iframe src='https://player.vimeo.com/video/12345'></iframe>", "<https://vimeo.com/12345>"),
        ("<iframe src='https://e.org/x'></iframe>a", "a"),
        (f"{SHEET}</style><p class=a>a<p class=b>b<p class=c>c<div class=d>d</div>",
         "a\n\n**b**\n\n*c*\n\n*d*"),
        ("<font face=Arial size=3 color=red>a</font>", "a"),
        ("<span hidden>a</span><p style='visibility:hidden'>b</p>c", "c"),
        ("<span style='display:block'>a</span>b", "a\n\nb"),
        ("<div style='mso-element:header'>x</div>a", "a"),
        (f"<table>{ROWS}<tr><td>{'<p>x</p>' * 14}<td>y</table>",
         "1\n\n2\n\n" + "x\n\n" * 14 + "y"),
        (f"<table>{ROWS}<tr><td>{'l ' * 800}<td>y</table>", f"1\n\n2\n\n{'l ' * 799}l\n\ny"),
        (f"<table role=presentation>{ROWS}<tr><td>3<td>4</table>", "1\n\n2\n\n3\n\n4"),
        (f"<table>{ROWS}<tr></tr><tr><td><td></table>", "1\n\n2"),
        ("<table><tr><td><td><tr><td><td></table>", ""),
        ("<table><tr><td><img src=/a.png><td><tr><td><td>b</table>",
         "| ![](/a.png) |  |\n| --- | --- |\n|  | b |"),
        (f"<html><body>x<!--StartFragment-->a<!--EndFragment-->y<table>{ROWS}{ROWS}</table>", "a"),
        ("<!--StartFragment--><p>a</p><!--EndFragment--><img src=/x.png><hr><input>", "a"),
        ("<p>a<a href='#n' id=r>1</a><p>b<p id=n>see <a href='#r'>above</a> for more",
         "a[^1]\n\nb\n\n[^1]: see for more"),
        ("<p>a<a href='#n'>1</a><p id=n>no way back", "a1\n\nno way back"),
        ("<p>a<a href='#n' id=r>a long way</a><p id=n><a href='#r'>b</a>", "aa long way\n\nb"),
        ("<p>a<sup><a href='#n' id=r>1</a></sup><div id=n><p>b<p>c <a href='#r'>x</a></div>",
         "a[^1]\n\n[^1]: b\n\n    c"),
        ("<p>w" + "<b>o</b><i>r</i>" * 3 + "d", "w**o***r***o***r***o***r*d"),
        ("<a href='http://[x'>a</a> <a href='https://www.google.com/url?q=http://[x'>b</a>",
         "[a](http://[x) [b](http://[x)"),
        ("<a href='https://www.google.com/search?q=x'>a</a>",
         "[a](https://www.google.com/search?q=x)"),
    ],
)  # fmt: skip
def test_odd(html: str, markdown: str) -> None:
    walked = read_html(html)
    assert walked.markdown == markdown
    assert blocks_key(Document.open(markdown).blocks) == blocks_key(walked.blocks)


def test_what_is_too_deep_is_counted() -> None:
    walked = read_html("<blockquote>" * 40 + "a")
    assert walked.dropped == {Dropped.DEEP: 20}
    assert walked.markdown == "> " * 20 + "a"


def test_a_long_table_becomes_several() -> None:
    walked = read_html("<table>" + "<tr><td>a<td>b" * 900 + "</table>")
    assert [len(block.rows) for block in walked.blocks] == [400, 400, 100]


def test_a_relative_address_that_no_base_mends() -> None:
    assert read_html("<a href='//[x'>a</a>", base="https://e.org").markdown
    assert read_html("<a href='/y'>a</a>", base="https://[e").markdown == "a"


def test_footnotes_counted_on() -> None:
    walked = read_html("<p>a<a href='#n' id=r>1</a><p id=n><a href='#r'>1</a> b")
    assert walked.parts == ("a[^1]", "[^1]: b")
    moved = walked.with_notes_from(4)
    assert moved.markdown == "a[^4]\n\n[^4]: b"
    assert read_html("<p>a").parts == ("a", "")


def test_a_picture_moved_in_a_note_too() -> None:
    walked = read_html("<p>a<a href='#n' id=r>1</a><p id=n><a href='#r'>1</a> <img src=/a.png>")
    assert walked.with_pictures({"/a.png": "media/x"}).markdown == "a[^1]\n\n[^1]: ![](media/x)"


def test_large_pictures_do_not_count_as_text() -> None:
    inside = "AAAA" * 6_000_000
    walked = read_html(f"<p>a</p><img src='data:image/png;base64,{inside}'><p>b</p>")
    assert walked.markdown == "a\n\n![](embedded:1)\n\nb"
    assert len(walked.embedded["embedded:1"]) == 18_000_000
