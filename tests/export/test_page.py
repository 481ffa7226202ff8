"""The page as readers, search engines and printers get it: its parts, their order, their words."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import ImageFile

from newsroom.assets import asset
from newsroom.export.pictures import Pictures
from newsroom.export.worker import Renderer
from newsroom.news.article import Byline, BylineRole, Direction, Picture
from newsroom.news.correction import Correction, CorrectionKind
from newsroom.news.recent import Teaser
from newsroom.news.site import Site
from newsroom.news.staff import Person
from newsroom.news.workflow import PubState
from tests.export.harmless import harmless_page
from tests.export.reading import Node, meta, read_page, record, story
from tests.export.scenes import NOW, article, page_html, png, sources

LIMA = Person(
    id=3,
    name="Ana Lima",
    title="Harbour correspondent",
    bio="Covers the docks.\n\nWalks to work.",
    portrait="a",
    social="https://people.example/ana",
)
DESK = Person(id=4, name="Editorial Staff", collective=True, bio="Dozens of us.", title="Desk")
QUIET = Person(id=5, name="Tomas Keel", social="https://people.example/tomas")

BODY = """\
A ship came in. It carried [grain](https://grain.example/a?b=1&c=2).

## What the pilots say

> Nobody asked us.

- [x] Rope
- [ ] Anchor

| Ship | Tonnes |
|:-----|-------:|
| Lily |  1,200 |

It left again.[^1]

[^1]: At night.
"""


def teaser(slug: str, hours: float, **more: object) -> Teaser:
    given = {
        "article": 9,
        "slug": slug,
        "headline": f"The {slug}",
        "excerpt": f"About the {slug}…",
        "published_at": NOW - timedelta(hours=hours),
        "age": "",
    }
    return Teaser(**{**given, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def html(renderer: Renderer) -> str:
    """A page with everything on it."""
    around = sources(
        renderer,
        pictures=Pictures(lambda _sha256: png(40, 20)),
        site=Site(name="The Harbour Post", url="https://harbour.example/", publisher="Post Ltd"),
        zone=ZoneInfo("Europe/Paris"),
        people={person.id: person for person in (LIMA, DESK, QUIET)},
        teasers=(teaser("fog", 6), teaser("ice", 30, picture="b", picture_alt="Ice")),
        section="Business",
    )
    return page_html(
        renderer,
        around,
        slug="ship-comes-in",
        kicker="Harbour",
        headline="A ship comes in & goes out",
        short_headline="Ship in, ship out",
        dek="It carried grain, and <nothing> else.",
        dateline="VELMORA",
        body=BODY,
        tags=("ports", "grain & feed"),
        published_at=NOW - timedelta(hours=3),
        updated_at=NOW - timedelta(hours=1),
        bylines=(
            Byline("Ana Lima", 3),
            Byline("Guest Writer", None),
            Byline("Editorial Staff", 4),
            Byline("Ana Lima", 3, BylineRole.PHOTO),
            Byline("Tomas Keel", 5, BylineRole.EDITING),
        ),
        picture=Picture(
            sha256="ab" * 32,
            filename="ship.png",
            mime="image/png",
            width=40,
            height=20,
            alt="A ship at a quay",
            caption="The Lily, late on Monday.",
            credit="Ana Lima",
        ),
    )


@pytest.fixture(scope="module")
def page(html: str) -> Node:
    return read_page(html)


def test_it_is_one_right_document_in_its_language(page: Node) -> None:
    assert (page["lang"], page["dir"]) == ("en", "ltr")
    assert page.one("title").words == "A ship comes in & goes out | The Harbour Post"
    assert page.one("h1").words == "A ship comes in & goes out"
    assert page.one("meta", name="viewport")["content"] == "width=device-width, initial-scale=1"
    levels = [int(node.tag[1]) for node in page.walk() if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_head_of_the_story_stands_in_the_order_of_a_paper(page: Node) -> None:
    head = page.one("header", class_="head")
    assert [(n.tag, n.attributes.get("class", "")) for n in head.nodes] == [
        ("p", "kicker"),
        ("h1", ""),
        ("p", "dek"),
        ("address", "byline"),
        ("p", "times"),
    ]
    assert head.one("p", class_="kicker").words == "Harbour"
    assert head.one("p", class_="dek").words == "It carried grain, and <nothing> else."
    order = [node.attributes.get("class") for node in page.one("article").nodes]
    assert order == ["head", "lead", "story", "author", "author", "tags"]


def test_the_byline_names_everybody_and_leads_to_their_bio(page: Node) -> None:
    lines = page.one("address").all("p")
    assert [line.words for line in lines] == [
        "By Ana Lima, Guest Writer and Editorial Staff",
        "Photographs by Ana Lima",
        "Edited by Tomas Keel",
    ]
    links = {link.words: link["href"] for link in page.one("address").all("a")}
    assert links == {
        "Ana Lima": "#page-author-3",
        "Editorial Staff": "#page-author-4",
        "Tomas Keel": "https://people.example/tomas",
    }


def test_the_bio_boxes_stand_below_the_story_once_each(page: Node) -> None:
    first, second = page.all("section", class_="author")
    assert first["id"] == "page-author-3"
    assert [node.words for node in first.all("h2")] == ["Ana Lima"]
    assert [node.words for node in first.all("p")] == [
        "Harbour correspondent",
        "Covers the docks.",
        "Walks to work.",
        "Profile",
    ]
    assert first.one("a")["href"] == "https://people.example/ana"
    assert first.one("img")["alt"] == "", "the name stands beside it"
    assert [node.words for node in second.all("p")] == ["Dozens of us."]
    assert not second.all("img") or second.one("img")["src"].startswith("data:")


def test_times_are_exact_for_machines_and_the_newsrooms_own_for_readers(page: Node) -> None:
    published, modified = page.one("p", class_="times").all("time")
    assert published["datetime"] == "2026-11-24T10:00:00+01:00"
    assert published.words == "24 November 2026, 10:00 CET"
    assert modified["datetime"] == "2026-11-24T12:00:00+01:00"
    assert page.one("p", class_="times").words.startswith("Published 24 November")
    assert "Updated 24 November 2026, 12:00 CET" in page.one("p", class_="times").words


def test_the_lead_picture_has_its_words(page: Node) -> None:
    figure = page.one("figure", class_="lead")
    picture = figure.one("img")
    assert (picture["alt"], picture["width"], picture["height"]) == ("A ship at a quay", "40", "20")
    assert figure.one("figcaption").words == "The Lily, late on Monday. Photo: Ana Lima"
    assert figure.one("span", class_="credit").words == "Photo: Ana Lima"


def test_the_story_begins_with_its_dateline(page: Node) -> None:
    first = story(page).all("p")[0]
    assert first.words == "VELMORA — A ship came in. It carried grain."
    assert first.nodes[0].attributes == {"class": "dateline"}


def test_the_storys_parts_come_out_as_html(page: Node) -> None:
    body = story(page)
    assert body.one("h2").words == "What the pilots say"
    assert body.one("blockquote").words == "Nobody asked us."
    assert [item.words for item in body.one("ul").all("li", class_="task")] == [
        "☑ Rope",
        "☐ Anchor",
    ]
    table = body.one("div", class_="table")
    assert table["tabindex"] == "0", "what scrolls can be reached by keyboard"
    assert [(c.words, c.attributes.get("class")) for c in table.all("td")] == [
        ("Lily", "left"),
        ("1,200", "right"),
    ]
    assert all(cell["scope"] == "col" for cell in table.all("th"))
    assert body.all("a")[0]["href"] == "https://grain.example/a?b=1&c=2"
    note = body.one("a", class_="footnote-ref")
    back = body.one("a", class_="footnote-backref")
    assert note["href"] == "#fn:1"
    assert back["aria-label"] == "Back to reference 1"
    assert body.one("div", class_="footnotes").one("li").words.startswith("At night.")


def test_tags_stand_below(page: Node) -> None:
    assert [tag.words for tag in page.one("footer", class_="tags").all("li")] == [
        "ports",
        "grain & feed",
    ]


def test_recent_posts_have_a_cut_excerpt_an_age_and_the_exact_time(page: Node) -> None:
    aside = page.one("aside")
    assert page.one("h2", id=aside["aria-labelledby"]).words == "Recent Posts"
    first, second = aside.all("li")
    assert first.one("h3").one("a")["href"] == "fog.html"
    assert [node.words for node in first.all("p")] == ["About the fog…", "6 hours ago"]
    time = first.one("time")
    assert time["datetime"] == "2026-11-24T07:00:00+01:00"
    assert time["title"] == "24 November 2026, 07:00 CET"
    assert "data-age" in time.attributes
    assert second.one("time").words == "1 day ago"
    assert second.one("img")["alt"] == "Ice"
    assert not first.all("img")


def test_search_engines_and_social_cards_find_what_they_ask_for(page: Node) -> None:
    address = "https://harbour.example/ship-comes-in.html"
    assert page.one("link", rel="canonical")["href"] == address
    said = meta(page)
    assert said["description"] == ["It carried grain, and <nothing> else."]
    assert said["author"] == ["Ana Lima", "Guest Writer", "Editorial Staff"]
    for name, content in {
        "og:type": "article",
        "og:title": "Ship in, ship out",
        "og:url": address,
        "og:description": "It carried grain, and <nothing> else.",
        "og:site_name": "The Harbour Post",
        "og:locale": "en_US",
        "og:image": f"https://harbour.example/pictures/{'ab' * 8}.png",
        "og:image:alt": "A ship at a quay",
        "article:published_time": "2026-11-24T10:00:00+01:00",
        "article:modified_time": "2026-11-24T12:00:00+01:00",
        "article:section": "Business",
        "twitter:card": "summary_large_image",
    }.items():
        assert said[name] == [content], name
    assert said["article:tag"] == ["ports", "grain & feed"]


def test_the_record_says_what_schema_org_asks_of_a_news_article(page: Node) -> None:
    said = record(page)
    assert said["@context"] == "https://schema.org"
    assert said["@type"] == "NewsArticle"
    assert said["headline"] == page.one("h1").text
    assert said["alternativeHeadline"] == "Ship in, ship out"
    assert said["author"] == [
        {
            "@type": "Person",
            "name": "Ana Lima",
            "jobTitle": "Harbour correspondent",
            "url": "https://people.example/ana",
        },
        {"@type": "Person", "name": "Guest Writer"},
        {"@type": "Organization", "name": "Editorial Staff"},
    ]
    assert said["publisher"] == {
        "@type": "Organization",
        "name": "Post Ltd",
        "url": "https://harbour.example/",
    }
    for name in ("datePublished", "dateModified"):
        assert datetime.fromisoformat(said[name]).utcoffset() == timedelta(hours=1)
    assert said["image"]["creditText"] == "Ana Lima"
    assert said["keywords"] == ["ports", "grain & feed"]
    assert said["mainEntityOfPage"] == said["url"] == page.one("link")["href"]
    assert said["dateline"] == "VELMORA"
    assert all(said.values()), "what is not known is left out"


def test_it_carries_its_style_and_asks_nobody_for_anything(page: Node, html: str) -> None:
    harmless_page(page)
    for node in page.walk():
        if "src" in node.attributes:
            assert node["src"].startswith("data:image/"), node
    assert [node["rel"] for node in page.all("link")] == ["canonical"]
    style = page.one("style").text
    assert "url(" not in style
    assert "@import" not in style
    assert "@font-face" not in style
    assert page.one("meta", http_equiv="Content-Security-Policy")["content"].startswith(
        "default-src 'none'; "
    )
    assert html.count("<script") == 1


def test_the_style_thinks_of_paper_night_and_narrow_screens() -> None:
    style = asset("templates", "page.css").read_text(encoding="utf-8")
    assert "@media print" in style
    assert "prefers-color-scheme: dark" in style
    assert "@media (min-width" in style


def test_on_paper_a_picture_does_not_leave_its_page_for_what_stands_below_it(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)  # WeasyPrint sets it for all
    from weasyprint import CSS, HTML

    notice = Correction(
        article=1, at=NOW, who=None, kind=CorrectionKind.CORRECTION, wrong="nine", right="ten"
    )
    html = page_html(
        renderer,
        sources(
            renderer, corrections=(notice,), pictures=Pictures(lambda _sha256: png(1600, 1000))
        ),
        picture=Picture(
            sha256="a", filename="a.png", mime="image/png", width=1600, height=1000, alt="A ferry"
        ),
        body="A ship came in.",
    )

    def parts(height: float) -> dict[str, tuple[int, float]]:
        """On which page of paper of that height each part stands, and where it ends there."""
        paper = CSS(string=f"@page {{ size: 210mm {height}px; margin: 60px }}")
        pages = HTML(string=html).render(stylesheets=[paper]).pages
        return {
            box.element_tag: (number, box.position_y + box.margin_height())
            for number, page in enumerate(pages)
            for box in page._page_box.descendants()
            if box.element_tag in ("h1", "figure", "aside")
        }

    # Of a height that has room for the picture, not for the notice that follows.
    found = parts(parts(1500)["figure"][1] + 70)
    assert [found[name][0] for name in ("h1", "figure", "aside")] == [0, 0, 1]


def test_a_bare_story_is_still_a_right_page(renderer: Renderer) -> None:
    html = page_html(
        renderer,
        sources(renderer, site=Site()),
        headline="",
        body="",
        published_at=None,
        pubstate=PubState.NONE,
    )
    page = read_page(html)
    harmless_page(page)
    assert page.one("h1").words == page.one("title").words.split(" | ")[0] == "Untitled story"
    assert page.one("p", class_="times").words == "Not published yet"
    for gone in ("figure", "aside", "address", "link", "section"):
        assert not page.all(gone), gone
    assert "datePublished" not in record(page)


def test_a_story_that_was_taken_back_shows_no_date(renderer: Renderer) -> None:
    html = page_html(renderer, pubstate=PubState.UNPUBLISHED)
    assert "Not published yet" in read_page(html).one("p", class_="times").words


def test_a_headline_in_the_text_steps_down_below_the_pages_own(renderer: Renderer) -> None:
    page = read_page(page_html(renderer, body="# One\n\n## Two\n\n###### Six"))
    assert [n.tag for n in story(page).nodes] == ["h2", "h3", "h6"]


def test_pages_in_the_preview_load_nothing_at_all(renderer: Renderer) -> None:
    from newsroom.export.html import HtmlPage
    from newsroom.export.makeup import make_page

    one = article(body="![x](https://a.example/b.png)", pubstate=PubState.NONE)
    data = make_page(one, sources(renderer), preview=True)
    page = read_page(HtmlPage().render(data).decode("utf-8"))
    rule = page.one("meta", http_equiv="Content-Security-Policy")["content"]
    assert "img-src data:;" in rule
    assert "http" not in rule


@pytest.mark.parametrize(
    ("body", "first"),
    [
        ("- one\n- two", "VELMORA —"),
        ("![x](https://a.example/b.png)\n\nText.", "VELMORA —"),
        ("    code", "VELMORA —"),
        ("سلام.", "VELMORA — سلام."),
        ("", "VELMORA —"),
    ],
)
def test_a_dateline_stands_first_whatever_follows(
    renderer: Renderer, body: str, first: str
) -> None:
    page = read_page(page_html(renderer, dateline="VELMORA", body=body))
    assert story(page).all("p")[0].words == first


# From right to left.


@pytest.fixture(scope="module")
def persian(renderer: Renderer) -> Node:
    around = sources(
        renderer,
        zone=ZoneInfo("Asia/Tehran"),
        teasers=(
            teaser("باران", 6, headline="باران در شمال", language="fa"),
            teaser("fog", 30, language="en"),
        ),
    )
    html = page_html(
        renderer,
        around,
        language="fa",
        slug="توافق-بندر",
        kicker="اختصاصی",
        headline="بندر ولمورا درِ خود را باز نگه می‌دارد",
        dateline="تهران",
        body=(
            "وزیر بازرگانی گفت شرکت Grain & Co با ۶۰ کشتی می‌آید.\n\n"
            "The minister said so in English.\n\n"
            "1. یک\n2. دو\n\n"
            "- English item\n\n"
            "| نام | تن |\n|---|---|\n| لیلی | ۱۲۰۰ |\n\n"
            "```\ncode = 1\n```\n\n"
            "یادداشت.[^1]\n\n[^1]: شب."
        ),
        bylines=(Byline("نرگس کاوه"), Byline("John Smith")),
        tags=("بندر",),
    )
    return read_page(html)


def test_a_persian_page_runs_from_the_right(persian: Node) -> None:
    harmless_page(persian)
    assert (persian["lang"], persian["dir"]) == ("fa", "rtl")
    assert persian.one("h1").text == "بندر ولمورا درِ خود را باز نگه می‌دارد"
    assert meta(persian)["og:locale"] == ["fa_IR"]
    assert record(persian)["inLanguage"] == "fa"
    assert "%D8%AA" in persian.one("link", rel="canonical")["href"]


def test_its_furniture_dates_and_ages_are_persian(persian: Node) -> None:
    assert persian.one("address").words == "نوشتهٔ نرگس کاوه و John Smith"
    assert "۳ آذر ۱۴۰۵، ساعت ۱۵:۳۰" in persian.one("p", class_="times").words
    aside = persian.one("aside")
    assert aside.one("h2").words == "تازه‌ترین خبرها"
    assert [node.words for node in aside.all("time")] == ["۶ ساعت پیش", "۱ روز پیش"]
    assert aside.all("time")[0]["title"] == "۳ آذر ۱۴۰۵، ساعت ۰۹:۳۰"
    assert aside.all("time")[0]["datetime"] == "2026-11-24T09:30:00+03:30"
    assert persian.one("a", class_="footnote-backref")["aria-label"] == "بازگشت به ارجاع ۱"
    assert persian.one("a", class_="footnote-ref").text == "۱"


def test_english_on_a_persian_page_runs_its_own_way(persian: Node) -> None:
    body = story(persian)
    ways = {node.words: node.attributes.get("dir") for node in body.all("p")}
    assert ways["The minister said so in English."] == "ltr"
    assert ways["تهران — وزیر بازرگانی گفت شرکت Grain & Co با ۶۰ کشتی می‌آید."] is None
    assert body.one("ul")["dir"] == "ltr"
    assert "dir" not in body.all("ol")[0].attributes
    assert body.one("pre")["dir"] == "ltr"
    assert "dir" not in body.one("table").attributes
    first, second = persian.one("aside").all("li")
    assert "dir" not in first.attributes
    assert (second["dir"], second["lang"]) == ("ltr", "en")
    age = second.one("p", class_="age")
    assert (age["dir"], age["lang"]) == ("rtl", "fa"), "its age is said in Persian"
    assert [bdi.words for bdi in persian.one("address").all("bdi")] == ["نرگس کاوه", "John Smith"]


@pytest.mark.parametrize(
    ("language", "direction", "way"),
    [
        ("ar", Direction.AUTO, "rtl"),
        ("he-IL", Direction.AUTO, "rtl"),
        ("ur", Direction.AUTO, "rtl"),
        ("az-Latn", Direction.AUTO, "ltr"),
        ("en", Direction.RTL, "rtl"),
        ("fa", Direction.LTR, "ltr"),
    ],
)
def test_the_language_sets_the_way_unless_the_story_says_another(
    renderer: Renderer, language: str, direction: Direction, way: str
) -> None:
    page = read_page(page_html(renderer, language=language, direction=direction))
    assert (page["lang"], page["dir"]) == (language, way)


def test_persian_on_an_english_page_runs_from_the_right(renderer: Renderer) -> None:
    page = read_page(page_html(renderer, body="Hello.\n\nسلام دنیا.\n\n> سلام."))
    first, second, third = story(page).all("p")
    assert "dir" not in first.attributes
    assert second["dir"] == "rtl"
    assert story(page).one("blockquote")["dir"] == "rtl"
    assert "dir" not in third.attributes, "the quote around it said so"


def test_the_zone_of_a_clock_without_a_name_is_an_offset(renderer: Renderer) -> None:
    page = read_page(page_html(renderer, sources(renderer, zone=ZoneInfo("Asia/Tehran"))))
    assert page.one("p", class_="times").words == "Published 24 November 2026, 15:30 UTC+03:30"
    assert datetime.fromisoformat(page.all("time")[0]["datetime"]).astimezone(UTC) == NOW
