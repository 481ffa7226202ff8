"""Every field of a story and of a person set to something that would act, each page and each feed
opened in Chromium, touched and clicked: nothing runs."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.export.fragment import fragment
from newsroom.export.html import HtmlPage
from newsroom.news.article import ARTICLE_FIELDS, Article, Byline, BylineRole
from newsroom.news.clock import fixed_clock
from newsroom.news.fields import Kind
from newsroom.news.lists import Term
from newsroom.news.staff import PERSON_FIELDS, Person
from newsroom.news.workflow import PubState, Stage
from tests.export.scenes import a_picture, foreign
from tests.export.test_hostile import BODIES
from tests.judges.conftest import NOW, Look

pytestmark = pytest.mark.judge

ACT = "document.documentElement.setAttribute('data-ran','RAN');alert('RAN')"
PAYLOADS = (
    f"<script>{ACT}</script>",
    f"</script><script>{ACT}</script>",
    f"</title></style></textarea><script>{ACT}</script>",
    f'"><img src=x onerror="{ACT}">',
    f"'><svg onload=\"{ACT}\">",
    f'" autofocus onfocus="{ACT}" x="',
    f"<![CDATA[<script>{ACT}</script>]]>",
    f"]]><script xmlns='http://www.w3.org/1999/xhtml'>{ACT}</script>",
    f"--><script>{ACT}</script><!--",
    f"javascript:{ACT}",
    f"data:text/html,<script>{ACT}</script>",
    f"<a href=\"javascript:{ACT}\">x</a>",
    "{{ 7*7 }}{% include 'x' %}${7*7}",
    f"<iframe srcdoc=\"<script>top.{ACT}</script>\"></iframe>",
    f"<details open ontoggle=\"{ACT}\">x</details>",
    f"<style>*{{background:url(//evil.example/)}}</style><p onanimationstart=\"{ACT}\">",
    f"<math><mtext><table><mglyph><style><!--</style><img src=x onerror=\"{ACT}\">",
    f"<link rel=stylesheet href=https://evil.example/a.css><base href=https://evil.example/>{ACT}",
)  # fmt: skip
_WORDS = (Kind.LINE, Kind.TEXT, Kind.MARKDOWN, Kind.LANGUAGE, Kind.EMAIL, Kind.PHONE, Kind.CHOICE)
_KEPT = frozenset({"stage", "direction", "legal", "pictures", "role"})  # choices that code reads


def set_everywhere(desk: Desk, number: int, words: str) -> None:
    """A story and a person of which every field of words says ``words``, past the desk's limits,
    as a foreign store could hold it."""
    told = {
        name: words
        for name, spec in PERSON_FIELDS.items()
        if spec.kind in _WORDS and name not in _KEPT
    }
    person = desk._seat.store.staff.insert(
        replace(Person(), **{**told, "name": f"{words} {number}"})
    )
    picture = replace(
        a_picture(desk), caption=words, credit=words, alt=words, rights=words, filename=words
    )
    slug = f"story-{number}"
    made = desk.articles.create({"slug": slug, "headline": "x", "body": "Text."}).value
    fields_: dict[str, object] = {
        name: words
        for name, spec in ARTICLE_FIELDS.items()
        if spec.kind in _WORDS and name not in _KEPT
    }
    fields_ |= {
        "body": f"{words}\n\nBefore {words} after\n\n- {words}\n\n> {words}\n\n# {words}\n",
        "tags": (words, f"{words} 2"),
        "bylines": (
            Byline(words, person.id),
            Byline(words),
            Byline(words, None, BylineRole.PHOTO),
        ),
        "picture": picture,
        "stage": Stage.READY,
        "pubstate": PubState.PUBLISHED,
        "published_at": NOW,
    }
    version = desk.articles.open(made.id).version
    desk._seat.store.articles.update(made.id, version, fields_, author=None)
    desk.correcting.correct(made.id, "correction", wrong=words, right=words, where=words[:120])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of nothing else; single pages and fragments lie beside it."""
    folder = tmp_path_factory.mktemp("hostile")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    with open_desk(folder / "h.newsroom", create=True, clock=fixed_clock(NOW)) as desk:
        store = desk._seat.store
        for number, words in enumerate(PAYLOADS):
            set_everywhere(desk, number, words)
            desk.lists.put("sections", Term(key=words[:100], name=words, position=number))
        for number, words in enumerate(BODIES):
            made = desk.articles.create(
                {"slug": f"b{number}", "headline": "B", "body": words}
            ).value
            foreign(desk, made.id, stage=Stage.READY, pubstate=PubState.PUBLISHED,
                    published_at=NOW)  # fmt: skip
        worst = PAYLOADS[1]
        store.settings.put("site", "site", {
            "name": worst, "publisher": worst, "language": worst, "timezone": "UTC",
            "url": "https://harbour.example", "recent_count": 6,
        })  # fmt: skip
        desk.siting.publish(folder / "site")
        single = folder / "site" / "single"
        single.mkdir()
        for number in range(len(PAYLOADS)):
            article = desk.articles.by_slug(f"story-{number}")
            page = desk.publish._pages.make(article, now=NOW, suffix=".html")
            (single / f"{number}.html").write_bytes(HtmlPage().render(page))
            (single / f"f{number}.html").write_text(
                f"<!doctype html><meta charset=utf-8><title>x</title>{fragment(page)}", "utf-8"
            )
    return folder / "site"


def test_every_field_is_set(hostile: Path) -> None:
    """A field that comes to stories later is attacked too, or stands here with a reason."""
    plain = {name for name, spec in ARTICLE_FIELDS.items() if spec.kind in _WORDS}
    other = {
        "slug",  # names a file: tests/export/test_names.py
        "tags", "bylines", "picture",  # set by hand above
        "assignee", "due_at", "planned_at", "priority", "commissioned_length", "embargo_until",
        "publish_at",
        "sensitive", "not_for_publication", "pubstate", "published_at", "created_at",
        "updated_at", "words",
    }  # fmt: skip
    assert {f.name for f in fields(Article) if f.name in ARTICLE_FIELDS} == plain | other
    assert len(list(hostile.rglob("*.html"))) > 100


def test_nothing_runs_on_any_page_or_feed(hostile: Path, look: Look) -> None:
    files = [
        path
        for path in sorted(hostile.rglob("*"))
        if path.suffix in (".html", ".xml", ".json", ".txt") and "search/" not in str(path)
    ]
    assert {path.suffix for path in files} >= {".html", ".xml", ".json"}
    assert look("hostile", hostile, files) == []


def test_the_look_sees_what_runs(tmp_path: Path, look: Look) -> None:
    attacks = {
        "script.html": f"<title>x</title><script>{ACT}</script>",
        "handler.html": f'<title>x</title><p onclick="{ACT}">x</p>',
        "link.html": f'<title>x</title><a href="javascript:{ACT}">x</a>',
        "asks.html": "<title>x</title><link rel=stylesheet href=https://evil.example/x.css>",
        "feed.xml": f"<a><script xmlns='http://www.w3.org/1999/xhtml'>{ACT}</script></a>",
    }
    for name, text in attacks.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = look("hostile", tmp_path, [tmp_path / name for name in attacks])
    for name in attacks:
        assert any(f"/{name}:" in one for one in found), name
