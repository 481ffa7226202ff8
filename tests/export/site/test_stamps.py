"""Templates as functions give what Jinja gives, and pages made up briefly what makeup does."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.export.files import digest
from newsroom.export.site import forms, sheet
from newsroom.export.site import manifest as manifests
from newsroom.export.site.forms import Forms
from newsroom.export.site.stamps import Safe, Stamps, escape
from newsroom.news.errors import BadInput
from newsroom.news.workflow import PubState
from tests.export.scenes import change, files, foreign


def test_a_site_by_functions_is_the_site_by_jinja(
    paper: Desk, to: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = paper.articles.by_slug("lamp").id
    change(paper, number, headline='Tom & <b>Jerry\'s</b> "lamp"', dateline="BERGEN")
    foreign(paper, paper.articles.by_slug("old").id, pubstate=PubState.CORRECTED)
    by_jinja: set[str] = set()
    fill = Forms.fill

    def seen(self: Forms, name: str, values: dict[str, object]) -> str:
        text = fill(self, name, values)
        by_jinja.update(self.by_jinja)
        return text

    monkeypatch.setattr(Forms, "fill", seen)
    paper.siting.publish(to)
    assert by_jinja == {"site/site.css"}, "it takes another file in, once a site"
    monkeypatch.setattr(Stamps, "get", lambda _self, _name: None)
    paper.siting.publish(tmp_path / "jinja")
    assert by_jinja >= {"site/story.html", "site/card.html", "site/recent.html", "site/front.html"}
    one, other = files(to), files(tmp_path / "jinja")
    assert one.keys() == other.keys()
    for path in one.keys() - {manifests.NAME}:
        assert digest(one[path][2]) == digest(other[path][2]), path


def test_a_page_made_up_briefly_is_the_page(
    paper: Desk, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(paper, paper.articles.by_slug("lamp").id, dateline="BERGEN", short_headline="Lamp")
    made: dict[str, sheet.PageData] = {}
    page = sheet.Sheets.page

    def kept(self: sheet.Sheets, story: sheet.Out, *rest: object) -> sheet.PageData:
        made[story.slug] = page(self, story, *rest)  # type: ignore[arg-type]
        return made[story.slug]

    monkeypatch.setattr(sheet.Sheets, "page", kept)
    paper.siting.publish(to)
    assert len(made) == 9
    for slug, brief in made.items():
        story = paper.articles.by_slug(slug)
        long = paper.siting._pages.make(
            paper.articles.open(story.id), now=paper._seat.clock(), suffix=".html"
        )
        for name in ("kicker", "headline", "short_headline", "dek", "dateline", "published",
                     "modified", "section", "tags", "publisher", "canonical", "language",
                     "direction", "description", "words", "site"):  # fmt: skip
            assert getattr(brief, name) == getattr(long, name), (slug, name)
        assert [c.before for c in brief.credits] == [c.before for c in long.credits]
        assert [a.name for a in brief.authors] == [a.name for a in long.authors]
        if "<img" not in long.body:
            assert brief.body == long.body, slug


def test_what_was_compiled_may_be_lost_damaged_or_of_another_kind(tmp_path: Path) -> None:
    compiled = tmp_path / "compiled"
    values = {"card": _card(), "root": "", "words": {"untitled": "No title"}, "language": "en",
              "direction": "ltr"}  # fmt: skip
    first = Forms(None, compiled)
    text = first.fill("site/line.html", values)
    assert '<a href="a.html">A &amp; B</a>' in text
    place = compiled / "site-line.html.stamp"
    assert place.stat().st_size > 100
    for damage in (b"", b"\0" * 40, b"N", place.read_bytes()[:50]):
        place.write_bytes(damage)
        other = Forms(None, compiled)
        assert other.fill("site/line.html", values) == text
        assert other.by_jinja == set()
    # Compiled with Jinja, called without it.
    third = Forms(None, compiled)
    assert third.fill("site/line.html", values) == text
    assert "_jinja" not in third.__dict__


def _card() -> object:
    class Card:
        href, headline, iso, day, language, direction = "a.html", "A & B", "2026", "1", "en", "ltr"

    return Card


def test_a_template_of_ones_own_is_left_to_the_sandbox(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "line.html").write_text("{{ root.__class__ }}")
    own = Forms(tmp_path, None)
    with pytest.raises(BadInput, match="line 1"):
        own.fill("site/line.html", {"root": ""})
    assert own.by_jinja == {"site/line.html"}
    # A value that is missing is told by Jinja, with file and line.
    with pytest.raises(BadInput, match=r"colophon\.html has a mistake in line"):
        own.fill("site/colophon.html", {})


@pytest.mark.parametrize("value", ["plain", "<a href=\"x\">'&amp;'</a>", 7, Safe("<b>"), "", None])
def test_escaping_is_markupsafes(value: object) -> None:
    from markupsafe import Markup
    from markupsafe import escape as theirs

    assert escape(value) == theirs(Markup(value) if isinstance(value, Safe) else value)


def test_json_in_a_page_can_not_end_its_element() -> None:
    assert forms.json_script({"a": "</script>&\u2028"}) == (
        '{"a":"\\u003c/script\\u003e\\u0026\\u2028"}'
    )
