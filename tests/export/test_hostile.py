"""Untrusted text: whatever a story, a person or a site says, nothing on the page acts by itself."""

from __future__ import annotations

import itertools

import pytest

from newsroom.export.clean import clean
from newsroom.export.html import HtmlPage, news_article
from newsroom.export.links import safe_image, safe_link
from newsroom.export.pictures import Pictures
from newsroom.export.worker import Renderer
from newsroom.news.article import Byline, BylineRole, Picture
from newsroom.news.recent import Teaser
from newsroom.news.site import Site
from newsroom.news.staff import Person
from tests.export import scenes
from tests.export.harmless import dangers, harmless_page, harmless_prose, scheme
from tests.export.reading import Node, Unreadable, meta, parse, read_page, record, story

MARKED = "M4RK"
"""A word of prose beside each attack: it must still stand on the page."""

BODIES = (
    # Scripts, plain, nested, unclosed, in every case.
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT >",
    "<script>alert(1)",
    "<script/src=//evil.example/x.js></script>",
    "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    '<script x=">">alert(1)</script>',
    "<script><!--<script></script>--></script><img src=x onerror=alert(1)>",
    "<!--><script>alert(1)</script-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><?xml-stylesheet href='javascript:alert(1)'?>",
    "<!DOCTYPE html [<!ENTITY x '<script>alert(1)</script>'>]>&x;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    '```"><script>alert(1)</script>\nx\n```',
    "``` {.x onclick=alert(1) style=color:red}\nx\n```",
    # Addresses in links.
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](javascript&#0000058alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](\u2028javascript:alert(1))",
    "[x](\u00a0javascript:alert(1))",
    "[x](\ufeffjavascript:alert(1))",
    "[x](\u200bjavascript:alert(1))",
    "[x](java\u00adscript:alert(1))",
    "[x]( javascript:alert(1) 'title')",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](view-source:https://x)",
    "[x](blob:https://x/1)",
    "[x](ms-word:ofe|u|https://evil.example/x.docx)",
    "[x](//evil.example/x)",
    "[x](\\\\evil.example\\share)",
    "[x](/\\evil.example)",
    '[x](https://a "onclick=alert(1)")',
    '[x](https://a "\\" onclick=\\"alert(1)")',
    '[x](https://a" onclick="alert(1))',
    "[x](https://a'onclick='alert(1))",
    "[x][r]\n\n[r]: javascript:alert(1)",
    '[x][r]\n\n[r]: <javascript:alert(1)> "t"',
    "[x][r]\n\n[r]: https://a '\" onmouseover=\"alert(1)'",
    '[r"><script>alert(1)</script>]: https://a\n\n[r"><script>alert(1)</script>]',
    "<javascript:alert(1)>",
    '<https://a/"onclick="alert(1)>',
    '<a@b.c"onclick="alert(1)>',
    "<mailto:x@y?body=<script>alert(1)</script>>",
    '<a href="javascript:alert(1)">x</a>',
    "<a href='&#14;  javascript:alert(1)'>x</a>",
    "<a href=javascript&#x3A;alert(1)>x</a>",
    '<a xlink:href="javascript:alert(1)">x</a>',
    '<a href="https://a" target=_blank ping="//evil.example" download>x</a>',
    '<a href="https://a"href="javascript:alert(1)">x</a>',
    '<a href="https://a" style="position:fixed;inset:0">x</a>',
    # Pictures.
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "![x](data:text/html,x)",
    "![x](file:///etc/passwd)",
    "![x](//evil.example/a.png)",
    "![x](\\\\evil.example\\a.png)",
    '![x" onerror="alert(1)](https://a/b.png)',
    '![x](https://a/b.png "\\" onerror=\\"alert(1)")',
    "![x](https://a/b.png){: onerror=alert(1) }",
    "<img src=x onerror=alert(1)>",
    "<img src=x\nonerror\n=\nalert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src='x' srcset='javascript:alert(1) 2x' lowsrc=javascript:alert(1)>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    '<img """><script>alert(1)</script>">',
    "<image href=x onerror=alert(1)>",
    "<picture><source srcset=x onerror=alert(1)><img src=x></picture>",
    "<input type=image src=javascript:alert(1)>",
    # Handlers and attribute lists.
    "<p onclick=alert(1)>x</p>",
    "<div onmouseover='alert(1)'>x</div>",
    "<b/onmouseover=alert(1)>x</b>",
    "<details open ontoggle=alert(1)>x</details>",
    "<p autofocus contenteditable tabindex=1 accesskey=x onfocus=alert(1)>x</p>",
    "<p is=x-y slot=z part=q itemscope data-age=1>x</p>",
    "# H {: onclick=alert(1) #page-story .masthead style=color:red }",
    "x\n{: onclick=alert(1) style='position:fixed' }",
    "*x*{: onclick=alert(1) }",
    "[x](https://a){: onclick=alert(1) href=javascript:alert(1) }",
    "* item {: onclick=alert(1) }",
    "| a {: onclick=alert(1) } | b |\n|---|---|\n| c | d {: style=x } |",
    'x {: "><script>alert(1)</script> }',
    "x\n{: title='\"><script>alert(1)</script>' }",
    "x\n{: id='\"><script>alert(1)</script>' class='\"><script>' }",
    "x\n{: dir='\"onclick=alert(1)' lang='\"><b>' }",
    # Foreign content and its ways back into HTML.
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script>alert(1)",
    "<svg><a xlink:href=javascript:alert(1)><text y=9>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<svg><desc><table><td><img src=x onerror=alert(1)></desc></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x/>#x'/></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=x&gt;'>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    # Style.
    "<style>*{background:url(//evil.example)}</style>",
    "<style>@import '//evil.example/x.css';",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='x:expression(alert(1))'>x</p>",
    "<td style='text-align:left;background:url(//evil.example)'>x</td>",
    "<table><tr><td style='text-align: right; position: fixed' onclick=x>x</td></tr></table>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    # Frames, plug-ins, forms, head matter.
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<iframe src=//evil.example",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "<object data=javascript:alert(1)></object>",
    "<object data='data:text/html,<script>alert(1)</script>'>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet><param name=src value=javascript:alert(1)>",
    "<portal src=//evil.example></portal><fencedframe></fencedframe>",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta http-equiv='Content-Security-Policy' content='default-src *'>",
    "<meta name=referrer content=unsafe-url>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1) type=image>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)><option>x</select>",
    "<textarea autofocus onfocus=alert(1)>x</textarea>",
    "<keygen autofocus onfocus=alert(1)>",
    "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1) autoplay></audio>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<x-custom onclick=alert(1)>x</x-custom>",
    "<dialog open onclose=alert(1)>x</dialog>",
    # Breaking out of what stands around it.
    "</div></article></main><script>alert(1)</script>",
    "</p></div></div></body></html><script>alert(1)</script>",
    "<div><div><p><b><i><a href=x><table><tr><td>",
    "<table><tr><script>alert(1)</script><td><a><table><a>",
    "<a><b></a></b><i><p></i></p>",
    "<ol reversed start='1\"onclick=alert(1)'><li value='x'>x</ol>",
    '<p id="page-story">x</p><p id="x">a</p><p id="x">b</p>',
    "<p title='\"><script>alert(1)</script>'>x</p>",
    '<abbr title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</abbr>',
    '*[HTML]: "><script>alert(1)</script>\n\nHTML',
    "x[^1]\n\n[^1]: <script>alert(1)</script><img src=x onerror=alert(1)>",
    'x[^"><script>alert(1)</script>]\n\n[^"><script>alert(1)</script>]: note',
    "x[^' onclick='alert(1)]\n\n[^' onclick='alert(1)]: note",
    "x[^page-story]\n\n[^page-story]: note",
    "Term\n: <script>alert(1)</script>\n: [x](javascript:alert(1))",
    "> <script>alert(1)</script>\n> <iframe src=x>",
    "- <script>alert(1)</script>\n- <img src=x onerror=alert(1)>",
    "<div markdown=1 onclick=x>\n\n[x](javascript:alert(1)) <script>alert(1)</script>\n\n</div>",
    "<div markdown=1><script markdown=1>alert(1)</script></div>",
    "- [ ] <script>alert(1)</script>",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 <script>alert(1)</script>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<img src=x o\x00nerror=alert(1)>",
    "\ufeff<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<a\u2028href=javascript:alert(1)>x</a>",
    "<img src=x onerror\u000b=alert(1)>",
    "\u202e<script>alert(1)</script>",
)


@pytest.mark.parametrize("body", BODIES)
def test_nothing_active_comes_out_of_a_story(body: str, renderer: Renderer) -> None:
    tree = harmless_prose(renderer.render(f"{MARKED}\n\n{body}\n\n{MARKED}", back="Back {n}"))
    assert MARKED in tree.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("> ", ""),
        ("- ", ""),
        ("# ", ""),
        ("**", "**"),
        ("[", "](https://a.example)"),
        ("| a |\n|---|\n| ", " |"),
        ("<div markdown='1'>\n\n", "\n\n</div>"),
        ('<b title="', '">x</b>'),
    ],
)
def test_nothing_active_comes_out_wherever_it_stands(
    before: str, after: str, renderer: Renderer
) -> None:
    """All of them in one story each, so that one may also finish what another began."""
    lines = [before + body.replace("\n", " ") + after for body in BODIES]
    harmless_prose(renderer.render("\n\n".join(lines)))


def test_pairs_of_attacks_do_not_finish_each_other(renderer: Renderer) -> None:
    halves = [
        "<script>",
        "</script>",
        '"',
        "'",
        "<a href=",
        "javascript:alert(1)",
        ">",
        "<!--",
        "-->",
        "<svg>",
        "<style>",
        "</style>",
        "<img src=x onerror=alert(1)",
        "](",
        "[x",
        ")",
        "`",
    ]
    for joint in ("", "\n", "\n\n"):
        text = "\n\n".join(joint.join(pair) for pair in itertools.permutations(halves, 2))
        harmless_prose(renderer.render(text))
    for three in itertools.permutations(halves[:10], 3):
        harmless_prose(clean("<p>" + "".join(three) + "</p>"))


_SILENCERS = """script style title textarea xmp iframe noembed noframes noscript template select
object applet svg math plaintext"""
SILENCERS = _SILENCERS.split()


@pytest.mark.parametrize("tag", SILENCERS)
def test_a_tag_that_nobody_closes_takes_no_word_of_the_story_along(
    tag: str, renderer: Renderer
) -> None:
    """Somebody who writes about HTML forgets the backticks."""
    tree = harmless_prose(renderer.render(f"The <{tag}> element.\n\nThe *next* paragraph.\n"))
    assert [node.text for node in tree.all("p")] == [f"The <{tag}> element.", "The next paragraph."]


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "svg"])
def test_what_a_closed_one_holds_is_no_prose_and_goes(tag: str, renderer: Renderer) -> None:
    tree = harmless_prose(renderer.render(f"One <{tag}>hidden</{tag}> two.\n\nThree.\n"))
    assert [node.words for node in tree.all("p")] == ["One two.", "Three."]


FIELDS = (
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</h1></header></article></main></body></html><svg onload=alert(1)>",
    "<!--<script>",
    "--><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}{% include '/etc/passwd' %}",
    "{{ page.__class__.__mro__ }}",
    "${alert(1)}",
    '" onmouseover="alert(1)" x="',
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "\u2028javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x",
    'https://ok.example/"><script>alert(1)</script>',
    "https://ok.example/' onclick='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#34;&gt;",
    "]]><script>alert(1)</script>",
    "\u202egpj.exe\u202c\u2066x",
    "\x00\x08\x1b[31m\ud800\x85",
    "*bold* [x](javascript:alert(1)) `code` <b>b</b>",
    '\\"},{"@type":"x',
    "\u2028\u2029",
    "x\r\nSet-Cookie: a=b",
    '<meta name="newsroom:digest" content="00">',
    "<time data-age>now</time>",
    "../../../../etc/passwd",
    "A" * 900,
)


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    data = scenes.png()
    return Pictures(lambda _sha256: data)


def everywhere(text: str, renderer: Renderer, pictures: Pictures) -> str:
    """A page on which every field says this."""
    person = Person(id=7, name=text, byline=text, title=text, bio=text, portrait="a", social=text)
    teaser = Teaser(
        article=2,
        slug=text,
        headline=text,
        excerpt=text,
        published_at=scenes.NOW,
        age=text,
        language=text,
        picture="a",
        picture_alt=text,
    )
    around = scenes.sources(
        renderer,
        pictures=pictures,
        site=Site(name=text, url=text, publisher=text, language=text, timezone=text),
        people={7: person},
        teasers=(teaser,),
        section=text,
    )
    picture = Picture(
        sha256="ab" * 32,
        filename=text,
        mime=text,
        width=8,
        height=6,
        caption=text,
        credit=text,
        alt=text,
        rights=text,
    )
    return scenes.page_html(
        renderer,
        around,
        kicker=text,
        headline=text,
        short_headline=text,
        dek=text,
        dateline=text,
        slug=text,
        section=text,
        tags=(text, text + "2"),
        language=text,
        bylines=(
            Byline(text, 7),
            Byline(text, None, BylineRole.PHOTO),
            Byline(text, None, BylineRole.EDITING),
        ),
        picture=picture,
        body=MARKED,
    )


@pytest.fixture(scope="module")
def plain_shape(renderer: Renderer, pictures: Pictures) -> list[str]:
    return shape(read_page(everywhere("Plain words", renderer, pictures)))


def shape(page: Node) -> list[str]:
    """The page's elements in order, without those that come and go with an address or a bio."""
    return [n.tag for n in page.walk() if n.tag not in ("a", "link", "meta", "bdi", "b", "p")]


@pytest.mark.parametrize("text", FIELDS)
def test_nothing_active_comes_out_of_any_field(
    text: str, renderer: Renderer, pictures: Pictures, plain_shape: list[str]
) -> None:
    page = read_page(everywhere(text, renderer, pictures))
    harmless_page(page)
    said = record(page)
    assert said["@type"] == "NewsArticle"
    assert MARKED in story(page).text
    shown = "".join(c for c in text if c.isprintable())
    if shown == text and text:
        # Not taken for markup of any kind: it stands there as it was written.
        assert page.one("h1").text == text
        assert said["headline"] == text
        assert said["publisher"]["name"] == text
        assert meta(page)["og:title"] == [text]
        assert shape(page) == plain_shape


def test_the_record_cannot_be_left_by_any_sign(renderer: Renderer) -> None:
    text = "</script><!-- & ]]> \u2028 \u2029 \" \\ '"
    data = scenes.page_data(renderer, headline=text, dek=text)
    html = HtmlPage().render(data).decode("utf-8")
    raw = html.split('<script type="application/ld+json">', 1)[1].split("</script>", 1)[0]
    assert not set("<>&\u2028\u2029") & set(raw)
    said = record(read_page(html))
    assert said["headline"] == news_article(data)["headline"] == data.headline


def test_a_sites_address_of_another_kind_is_no_link(renderer: Renderer) -> None:
    around = scenes.sources(renderer, site=Site(name="Post", url="javascript:alert(1)//"))
    page = read_page(scenes.page_html(renderer, around))
    harmless_page(page)
    assert not page.one("p", class_="site").all("a")
    assert "canonical" not in {node["rel"] for node in page.all("link")}
    assert "url" not in record(page)["publisher"]


def test_no_field_turns_round_the_words_behind_it(renderer: Renderer) -> None:
    html = scenes.page_html(renderer, headline="a\u202eb\u2067c", kicker="\u202d", dek="x\u2066y")
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(html)


ADDRESSES = {
    "https://a.example/x?y=1#z": "https://a.example/x?y=1#z",
    "HTTPS://A.example": "HTTPS://A.example",
    "mailto:desk@a.example": "mailto:desk@a.example",
    "tel:+98-21-1": "tel:+98-21-1",
    "other.html#part": "other.html#part",
    "#fn:1": "#fn:1",
    "?q=a:b": "?q=a:b",
    "/a/b:c": "/a/b:c",
    " https://a.example/ ": "https://a.example/",
    "https://a.example/می\u200cشود": "https://a.example/می%E2%80%8Cشود",
    'https://a.example/"><b>{x}': "https://a.example/%22%3E%3Cb%3E%7Bx%7D",
    "//a.example/x": "https://a.example/x",
    "\\\\server\\share": "https://server\\share",
    "/\\server": "https://server",
    "java\nscript:alert(1)": None,
    "javascript:alert(1)": None,
    "\x01\x02javascript:alert(1)": None,
    "java\u200bscript:alert(1)": None,
    "javascript\u2028:alert(1)": None,
    "\u3000javascript:alert(1)": None,
    "java%0ascript:alert(1)": None,
    "data:text/html,x": None,
    "feed:javascript:alert(1)": None,
    "ftp://a.example": None,
    "x:y": None,
    ":x": None,
    "C:\\x": None,
    "": None,
    " \n": None,
}


@pytest.mark.parametrize(("address", "kept"), ADDRESSES.items())
def test_an_address_is_kept_as_the_rule_says(address: str, kept: str | None) -> None:
    assert safe_link(address) == kept
    if kept is not None:
        assert scheme(kept) in ("", "http", "https", "mailto", "tel")


def test_pictures_come_by_http_or_not_at_all() -> None:
    assert safe_image("https://a.example/b.png") == "https://a.example/b.png"
    assert safe_image("mailto:x@y.example") is None
    assert safe_image("data:image/png;base64,AA==") is None


def test_the_check_itself_sees_what_is_dangerous() -> None:
    """A judge that lets everything pass would make this whole file worthless."""
    for bad in (
        "<script>alert(1)</script>",
        '<p onclick="x">x</p>',
        '<a href="javascript:x">x</a>',
        '<a href="java&#10;script:x">x</a>',
        '<a href="&#8232;javascript:x">x</a>',
        '<a href="//evil.example">x</a>',
        '<img src="data:image/svg+xml;base64,AA==" alt="">',
        '<td style="color:red">x</td>',
        "<iframe></iframe>",
    ):
        with pytest.raises(AssertionError):
            harmless_prose(bad)
    for unreadable in (
        "<p>",
        "<b></i></b>",
        "<p title=x>",
        "a > b",
        "<P></P>",
        '<p id="a" id="b">',
    ):
        with pytest.raises(Unreadable):
            parse(unreadable)
    refresh = '<meta http-equiv="refresh" content="0">'
    assert list(dangers(parse(refresh), frozenset({"meta"})))
