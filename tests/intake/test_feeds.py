from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime

import pytest

from newsroom.intake.feeds import MOST_BYTES, read_feed
from newsroom.news.errors import BadInput
from newsroom.news.wire import Item, ItemPicture

AT = datetime(2026, 11, 24, 18, 5, tzinfo=UTC)

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/">
<channel>
  <title>Harbour &amp; Bay</title><link>https://news.example/</link>
  <atom:link rel="self" href="https://news.example/feed.xml"/>
  <language>en-gb</language><copyright>© Harbour &amp;amp; Bay</copyright>
  <item>
    <title>Ferry <![CDATA[<b>back</b>]]> &amp;ndash; at last</title>
    <link>/2026/ferry</link>
    <guid isPermaLink="false">tag:news.example,2026:17</guid>
    <pubDate>Tue, 24 Nov 2026 18:05:00 GMT</pubDate>
    <dcterms:modified>2026-11-24T19:05:00Z</dcterms:modified>
    <dc:creator>Ann Bee</dc:creator><dc:creator>Cy Dee</dc:creator>
    <author>desk@news.example (The Desk)</author>
    <category>Sea</category><category>Sea</category><category> Town </category>
    <description>The ferry is &lt;i&gt;back&lt;/i&gt;.</description>
    <content:encoded><![CDATA[<p>The ferry is back.</p><p>It left at one.</p>]]></content:encoded>
    <media:content url="https://news.example/ferry.jpg" medium="image">
      <media:description>The ferry</media:description><media:credit>Eve Ef</media:credit>
      <media:copyright>© Eve</media:copyright>
    </media:content>
    <media:thumbnail url="https://news.example/small.jpg"/>
    <enclosure url="https://news.example/talk.mp3" type="audio/mpeg" length="1"/>
    <enclosure url="https://news.example/quay.png" type="image/png" length="1"/>
    <dc:rights>Not for resale</dc:rights>
    <source url="https://other.example/">Other Agency</source>
  </item>
</channel></rss>"""


def one(data: bytes | str, **more: str) -> Item:
    made = read_feed(data.encode() if isinstance(data, str) else data, **more)
    assert len(made.items) == 1
    return made.items[0]


def rss(item: str, *, channel: str = "", version: str = "2.0") -> str:
    return f'<rss version="{version}"><channel>{channel}<item>{item}</item></channel></rss>'


def test_rss_with_all_that_it_can_say() -> None:
    made = read_feed(RSS.encode(), address="https://news.example/feed.xml")
    assert (made.kind, made.title, made.link, made.language, made.rights, made.notes) == (
        "RSS 2.0", "Harbour & Bay", "https://news.example/", "en", "© Harbour & Bay", (),
    )  # fmt: skip
    item = made.items[0]
    assert item.key == "tag:news.example,2026:17"
    assert item.title == "Ferry back – at last"
    assert item.link == "https://news.example/2026/ferry"
    assert item.authors == ("Ann Bee", "Cy Dee", "The Desk")
    assert item.published == AT
    assert item.updated == AT.replace(hour=19)
    assert item.summary == "The ferry is back."
    assert item.html == "<p>The ferry is back.</p><p>It left at one.</p>"
    assert item.base == "https://news.example/2026/ferry"
    assert item.categories == ("Sea", "Town")
    assert item.rights == "Not for resale"
    assert item.source == "Other Agency"
    assert item.pictures == (
        ItemPicture(
            address="https://news.example/ferry.jpg",
            caption="The ferry",
            credit="Eve Ef",
            rights="© Eve",
        ),
        ItemPicture(address="https://news.example/quay.png", mime="image/png"),
    )


def test_a_summary_is_the_text_where_there_is_no_other() -> None:
    item = one(rss("<title>A</title><description>&lt;p&gt;All of it.&lt;/p&gt;</description>"))
    assert item.html == "<p>All of it.</p>"
    assert item.summary == "All of it."
    item = one(rss(
        "<title>A</title><description><![CDATA[<p>All.</p><script>bad()</script><style>p {}</style>"
        "<p>Of it.</p><script>never()]]></description>"
    ))  # fmt: skip
    assert item.summary == "All. Of it."


def test_an_entry_is_known_by_its_guid_else_its_link_else_its_words() -> None:
    assert one(rss("<guid>17</guid><link>https://a.example/x</link>")).key == "17"
    assert one(rss("<link>https://a.example/x</link>")).key == "https://a.example/x"
    first = one(rss("<title>A</title><description>B</description>")).key
    assert first.startswith("sha256:")
    assert first == one(rss("<title>A</title><description>B</description>")).key
    assert first != one(rss("<title>A</title><description>C</description>")).key
    long = one(rss(f"<guid>{'x' * 5000}</guid>")).key
    assert len(long) < 100


def test_a_guid_that_is_an_address_stands_for_a_missing_link() -> None:
    assert one(rss("<guid>https://a.example/x</guid>")).link == "https://a.example/x"
    assert one(rss('<guid isPermaLink="false">https://a.example/x</guid>')).link == ""
    assert one(rss("<guid>17</guid>")).link == ""


def test_links_that_no_browser_opens_are_none() -> None:
    for link in (
        "http://[bad",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "x y://z",
        "",
    ):
        assert one(rss(f"<title>A</title><link>{link}</link>"), address="").link == ""


def media(inside: str) -> list[str]:
    text = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item>'
        f"<title>A</title>{inside}</item></channel></rss>"
    )
    return [picture.address for picture in one(text, address="https://a.example/").pictures]


def test_which_pictures_an_entry_names() -> None:
    small = '<media:thumbnail url="/s.jpg"/><media:thumbnail url="/t.jpg"/>'
    assert media(small) == ["https://a.example/s.jpg"]
    assert media(f'{small}<media:content url="/l.jpg"/>') == ["https://a.example/l.jpg"]
    assert media('<media:content medium="image"/>') == []
    assert media('<media:content url="/film.mp4" medium="video"/>') == []
    assert media('<media:content url="/film.mp4"/>') == []
    assert media('<media:group><media:content url="/g" type="image/png"/></media:group>') == [
        "https://a.example/g"
    ]
    assert media('<enclosure url="/e.webp"/><enclosure url="http://[bad" type="image/png"/>') == [
        "https://a.example/e.webp"
    ]


def test_a_base_that_is_no_address_is_left() -> None:
    text = '<rss version="2.0"><channel><item xml:base="http://[bad"><link>/x</link></item></channel></rss>'
    assert one(text, address="https://a.example/").link == "https://a.example/x"


def test_an_author_may_be_a_name_or_an_address_of_mail_with_one() -> None:
    said = "<author>Ann Bee</author><author>a@b.example</author><author>a@b.example (Cy)</author>"
    assert one(rss(f"<title>A</title>{said}")).authors == ("Ann Bee", "Cy")


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "2.0"])
def test_the_older_rss(version: str) -> None:
    made = read_feed(rss("<title>A</title>", version=version).encode())
    assert made.kind == f"RSS {version}"
    assert made.items[0].title == "A"


def test_rss_1_has_its_items_beside_the_channel() -> None:
    made = read_feed(
        b"""<?xml version="1.0"?>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
          xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://a.example/"><title>A</title><link>https://a.example/</link>
        <dc:language>fa-IR</dc:language><dc:rights>CC</dc:rights></channel>
        <item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link>
        <dc:date>2026-11-24T18:05:00Z</dc:date><dc:subject>Sea</dc:subject>
        <dc:creator>Ann</dc:creator><dc:publisher>Agency</dc:publisher></item></rdf:RDF>"""
    )
    assert (made.kind, made.language, made.rights) == ("RSS 1.0", "fa", "CC")
    item = made.items[0]
    assert (item.key, item.published, item.categories, item.authors, item.source) == (
        "https://a.example/1", AT, ("Sea",), ("Ann",), "Agency",
    )  # fmt: skip


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://a.example/base/">
<title type="html">Hafen &amp;amp; Bucht</title><rights>© A</rights>
<link rel="self" href="feed.xml"/><link href="."/>
<author><name>Die Redaktion</name></author>
<entry xml:base="2026/" xml:lang="fr-CA"><id>urn:1</id><title>Un <!-- x -->bac</title>
 <link rel="alternate" type="application/pdf" href="1.pdf"/><link href="1.html"/>
 <link rel="enclosure" type="image/jpeg" href="1.jpg"/>
 <published>2026-11-24T18:05:00Z</published><updated>2026-11-24T19:05:00Z</updated>
 <category term="mer" label="Mer"/><category term="ville"/>
 <summary>a &lt; b</summary>
 <content type="xhtml" xml:base="in/"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le <em>bac</em>
 <img src="p.png" alt="x"/></p></div></content></entry>
<entry><id>urn:2</id><title>Zwei</title><updated>2026-11-24T18:05:00Z</updated>
 <source><title>Andere</title><rights>© B</rights><author><name>Bea</name></author></source>
 <content type="html">&lt;p&gt;Zwei&lt;/p&gt;</content></entry>
<entry><id>urn:3</id><title>Drei</title><content type="text">3 &lt; 4</content></entry>
<entry><id>urn:4</id><title>Vier</title><summary>Kurz</summary>
 <content type="image/png">iVBORw0KGgo=</content></entry>
</feed>"""


def test_atom() -> None:
    made = read_feed(ATOM.encode(), address="https://a.example/feed.xml")
    assert (made.kind, made.title, made.link, made.language, made.rights) == (
        "Atom", "Hafen & Bucht", "https://a.example/base/", "de", "© A",
    )  # fmt: skip
    first, second, third, fourth = made.items
    assert first.link == "https://a.example/base/2026/1.html"
    assert first.base == "https://a.example/base/2026/in/"
    assert first.title == "Un bac"
    assert first.authors == ("Die Redaktion",)
    assert (first.published, first.updated) == (AT, AT.replace(hour=19))
    assert first.categories == ("Mer", "ville")
    assert first.summary == "a < b"
    assert '<p>Le <em>bac</em>\n <img src="p.png" alt="x"></p>' in first.html
    assert first.pictures == (
        ItemPicture(address="https://a.example/base/2026/1.jpg", mime="image/jpeg"),
    )
    assert (first.language, second.language) == ("fr", "")
    assert (second.authors, second.source, second.rights) == (("Bea",), "Andere", "© B")
    assert (second.html, second.published, second.updated) == ("<p>Zwei</p>", None, AT)
    assert (third.html, third.summary) == ("3 &lt; 4", "3 < 4")
    assert fourth.html == "Kurz"


def test_atom_as_it_was_before_its_standard() -> None:
    item = one(
        """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>A</title><entry>
        <id>1</id><title mode="escaped" type="text/html">B &amp;amp; C</title>
        <issued>2026-11-24T18:05:00Z</issued><modified>2026-11-24T19:05:00Z</modified>
        <content type="text/html" mode="escaped">&lt;p&gt;D&lt;/p&gt;</content></entry></feed>"""
    )
    assert (item.title, item.html, item.published, item.updated) == (
        "B & C", "<p>D</p>", AT, AT.replace(hour=19),
    )  # fmt: skip


def json_feed(**item: object) -> bytes:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "A",
            "home_page_url": "https://a.example/",
            "language": "pt-BR",
            "authors": [{"name": "Ann"}],
            "items": [item, "no item"],
        }
    ).encode()


def test_json_feed() -> None:
    item = one(
        json_feed(
            id=17,
            url="/x",
            title="T &amp; U",
            content_html="<p>B</p>",
            summary="a < b",
            date_published="2026-11-24T18:05:00Z",
            date_modified="2026-11-24T19:05:00Z",
            image="i.jpg",
            banner_image="i.jpg",
            attachments=[
                {"url": "https://a.example/p.png", "mime_type": "image/png", "title": "P"},
                {"url": "https://a.example/p.mp3", "mime_type": "audio/mpeg"},
            ],
            tags=["sea", 3],
            author={"name": "Old"},
        ),
        address="https://a.example/feed.json",
    )
    assert (item.key, item.link, item.title, item.html, item.summary) == (
        "17", "https://a.example/x", "T & U", "<p>B</p>", "a < b",
    )  # fmt: skip
    assert (item.published, item.updated) == (AT, AT.replace(hour=19))
    assert (item.authors, item.categories, item.language) == (("Old",), ("sea", "3"), "pt")
    assert [one.address for one in item.pictures] == [
        "https://a.example/i.jpg",
        "https://a.example/p.png",
    ]
    assert item.pictures[1].caption == "P"


def test_json_feed_with_plain_text_and_the_feeds_authors() -> None:
    item = one(json_feed(id=True, content_text="One < two\nline\n\n\nNext"))
    assert item.html == "<p>One &lt; two<br>line</p><p>Next</p>"
    assert item.key.startswith("sha256:")
    assert item.authors == ("Ann",)
    assert read_feed(b'{"version":"https://jsonfeed.org/version/1","items":3}').items == ()


def test_each_entry_stands_once_and_there_is_an_end_to_them() -> None:
    many = "".join(f"<item><guid>{n % 1500}</guid></item>" for n in range(3000))
    made = read_feed(f'<rss version="2.0"><channel>{many}</channel></rss>'.encode())
    assert len(made.items) == 1000
    assert len({item.key for item in made.items}) == 1000
    twice = "<item><guid>1</guid><title>A</title></item><item><guid>1</guid></item>"
    made = read_feed(f'<rss version="2.0"><channel>{twice}</channel></rss>'.encode())
    assert [item.title for item in made.items] == ["A"]


@pytest.mark.parametrize(
    ("data", "charset", "title"),
    [
        ("<title>Zoë</title>".encode(), "iso-8859-1", "Zoë"),  # the server is wrong
        ("<title>Zoë “x”</title>".encode("windows-1252"), "iso-8859-1", "Zoë “x”"),
        ("<title>سلام</title>".encode("windows-1256"), "windows-1256", "سلام"),
        ("<title>Привет</title>".encode("koi8-r"), "koi8-r", "Привет"),
        ("<title>日本</title>".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
    ],
)
def test_encodings_by_the_servers_word(data: bytes, charset: str, title: str) -> None:
    whole = b'<rss version="2.0"><channel><item>' + data + b"</item></channel></rss>"
    made = read_feed(whole, charset=charset)
    assert made.items[0].title == title
    assert made.notes == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_encodings_by_their_marks(encoding: str) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>' + rss("<title>سلام Zoë</title>")
    assert one(text.encode(encoding)).title == "سلام Zoë"


def test_the_encoding_that_the_document_says_comes_before_the_servers() -> None:
    text = '<?xml version="1.0" encoding="windows-1256"?>' + rss("<title>سلام</title>")
    assert one(text.encode("windows-1256"), charset="koi8-r").title == "سلام"


def test_an_encoding_that_nobody_knows_is_told() -> None:
    text = '<?xml version="1.0" encoding="x-nothing"?>' + rss("<title>Zoë</title>")
    made = read_feed(text.encode("latin-1"))
    assert made.items[0].title == "Zoë"
    assert "Windows-1252" in made.notes[0]
    assert one(rss("<title>Zoë</title>").encode("latin-1"), charset="utf-8").title == "Zoë"


def test_what_makes_real_feeds_no_xml_is_set_right() -> None:
    item = one(
        "\n\n" + rss("<title>Fish &nbsp;&amp;&mdash; chips\x0b &unheard;</title>"
                     "<description><![CDATA[&eacute;]]></description>")
    )  # fmt: skip
    assert item.title == "Fish &— chips &unheard;"
    assert item.html == "&eacute;"
    made = read_feed(
        rss("<title>Fish & chips</title><link>https://a.example/?a=1&b=2</link>").encode()
    )
    assert made.items[0].title == "Fish & chips"
    assert made.items[0].link == "https://a.example/?a=1&b=2"
    assert "mended" in made.notes[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"<!-- x --><html><head>", "web page"),
        (b'<x:html xmlns:x="http://www.w3.org/1999/xhtml"/>', "web page"),
        (b"404 not found", "no feed"),
        (b"%PDF-1.7", "no feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no feed: it begins with <svg>"),
        (b"<rss version='2.0'/>", "no channel"),
        (b"<rss version='2.0'><channel><item>", "damaged"),
        (b"<rss version='2.0'><channel><item>&</channel>", "damaged"),
        (b'{"version":', "damaged"),
        (b'{"version": "1"}', "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "x": ' + b"[" * 100_000, "too deep"),
        (b"<rss><channel>" + b"<a>" * 1000, "too deep"),
        (b"x" * (MOST_BYTES + 1), "larger than 16 MB"),
    ],
)
def test_what_is_no_feed_gets_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_feed(data)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_doctype_is_refused_before_it_says_anything() -> None:
    bomb = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    text = f'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{bomb}]>' + rss("<title>&m;</title>")
    outside = '<!DOCTYPE rss SYSTEM "file:///etc/passwd">' + rss("<title>A</title>")
    tracemalloc.start()
    for data in (text, outside):
        with pytest.raises(BadInput, match="DOCTYPE"):
            read_feed(data.encode())
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000, "the entities would be ten million million letters"


def test_the_digest_is_of_the_words_alone() -> None:
    def digest(html: str) -> str:
        return Item(key="1", title="A", html=html).digest

    assert digest("<p>One two</p>") == digest('<p class="x">One\n two</p><img src="count?17">')
    assert digest("<p>One two</p>") != digest("<p>One three</p>")
