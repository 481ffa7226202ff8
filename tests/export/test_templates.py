"""The newsroom's own templates and words win over ours, and a mistake in them is one sentence."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsroom.assets import asset
from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export.jalali import jalali
from newsroom.export.templates import Templates, csp_hash, json_script
from newsroom.export.words import read_words
from newsroom.export.worker import Renderer
from newsroom.news.age import elapsed
from newsroom.news.article import BylineRole
from newsroom.news.errors import BadInput
from tests.desk.conftest import HandClock
from tests.export.harmless import harmless_page
from tests.export.reading import read_page
from tests.export.scenes import NOW, change, files, out, page_html, put, sources


@pytest.fixture
def own(desk: Desk) -> Path:
    folder = desk.publish._pages.templates
    assert folder.parent == desk._seat.store.folder
    folder.mkdir(parents=True)
    return folder


def test_a_newsrooms_own_page_wins(desk: Desk, own: Path, clock: HandClock, tmp_path: Path) -> None:
    a = out(desk, clock, "a")
    desk.publish.export([a], to=tmp_path / "site")
    (own / "page.html").write_text("<p>Ours: {{ page.headline }}</p>", encoding="utf-8")
    change(desk, a, headline="A & B")
    assert desk.publish.page_html(desk.articles.open(a)) == "<p>Ours: A &amp; B</p>"
    desk.publish.export([a], to=tmp_path / "site")
    assert (tmp_path / "site" / "a.html").read_bytes() == b"<p>Ours: A &amp; B</p>"


def test_it_may_extend_ours_and_replace_one_block(desk: Desk, own: Path) -> None:
    (own / "page.html").write_text(
        '{% extends "newsroom/page.html" %}'
        "{% block colophon %}<footer><p>All rights reserved.</p></footer>{% endblock %}",
        encoding="utf-8",
    )
    page = read_page(desk.publish.page_html(desk.articles.open(put(desk, "a"))))
    assert page.all("footer")[-1].words == "All rights reserved."
    assert page.one("h1").words == "A"


def test_a_style_of_its_own_is_used_and_the_policy_knows_it(desk: Desk, own: Path) -> None:
    """With line ends of Windows, which a browser does not count."""
    (own / "page.css").write_bytes(b"h1 { color: teal; }\r\np > b { color: navy; }\r\n")
    page = read_page(desk.publish.page_html(desk.articles.open(put(desk, "a"))))
    style = page.one("style").text
    assert style == "h1 { color: teal; }\np > b { color: navy; }\n"
    assert policy_of(style) in page.one("meta", http_equiv="Content-Security-Policy")["content"]
    harmless_page(page)


def policy_of(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def test_a_changed_template_is_a_change_of_every_page(
    desk: Desk, own: Path, clock: HandClock, tmp_path: Path
) -> None:
    out(desk, clock, "a")
    out(desk, clock, "b")
    desk.publish.export(None, to=tmp_path)
    (own / "page.css").write_text("h1 { color: teal; }", encoding="utf-8")
    assert desk.publish.export(None, to=tmp_path).count(Outcome.WRITE) == 2
    (own / "page.css").unlink()
    assert desk.publish.export(None, to=tmp_path).count(Outcome.WRITE) == 2


BROKEN = {
    "{% if %}": 2,
    "{{ page.headline": 2,
    "{% block a %}": 2,
    "{{ page.nothing_of_that_name }}": 2,
    "{{ nobody }}": 2,
    "{{ 1 / 0 }}": 2,
    "{{ page.headline + 1 }}": 2,
    "{{ words['by'].missing.more }}": 2,
    "{{ page.tags[5] }}": 2,
    "{{ page.headline | no_such_filter }}": 2,
    "{{ page.headline.__class__.__mro__ }}": 2,
    "{{ ''.join.__globals__ }}": 2,
    "{{ 'x'.format(1, 2)[9] }}": 2,
    "{{ '%d' % 'x' }}": 2,
    "{{ range(10**9) }}": 2,
    "{% for x in 5 %}{% endfor %}": 2,
    "{# never closed": 2,
}


@pytest.mark.parametrize(("template", "number"), BROKEN.items())
def test_a_mistake_is_one_sentence_with_file_and_line(
    desk: Desk, own: Path, tmp_path: Path, template: str, number: int
) -> None:
    (own / "page.html").write_text(f"<p>First line.</p>\n{template}\n", encoding="utf-8")
    a = put(desk, "a")
    (item,) = desk.publish.export([a], to=tmp_path / "site").items
    assert item.action is Outcome.REFUSED
    found = re.fullmatch(r"“a”: The template (.+) has a mistake in line (\d+): (.+)", item.why)
    assert found, item.why
    assert found[1] == str(own / "page.html")
    assert int(found[2]) == number
    assert not (tmp_path / "site").exists()


def test_a_mistake_in_the_style_or_in_a_part_names_that_file(desk: Desk, own: Path) -> None:
    a = desk.articles.open(put(desk, "a"))
    (own / "page.css").write_text("h1 { }\n{% oops %}", encoding="utf-8")
    with pytest.raises(BadInput, match=r"page\.css has a mistake in line 2"):
        desk.publish.page_html(a)
    (own / "page.css").write_text("h1 { }\n\n{{ 1 / 0 }}", encoding="utf-8")
    with pytest.raises(BadInput, match=r"page\.css has a mistake in line 3"):
        desk.publish.page_html(a)
    (own / "page.css").unlink()
    (own / "page.html").write_text("{% include 'part.html' %}", encoding="utf-8")
    with pytest.raises(BadInput, match=r"no template “part\.html”"):
        desk.publish.page_html(a)
    (own / "page.html").write_bytes(b"caf\xe9")
    with pytest.raises(BadInput, match="is not UTF-8 text"):
        desk.publish.page_html(a)


@pytest.mark.parametrize("name", ["../page.html", "/etc/passwd", "..\\page.html"])
def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path, name: str) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "page.html").write_text("secret", encoding="utf-8")
    (own / "page.html").write_text("{% include name %}", encoding="utf-8")
    with pytest.raises(BadInput, match="There is no template"):
        Templates(own).fill("page.html", {"name": name})


def test_a_template_can_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ tags.append(1) }}", encoding="utf-8")
    with pytest.raises(BadInput, match="line 1"):
        Templates(tmp_path).fill("page.html", {"tags": []})


def test_the_guide_beside_the_templates_names_what_there_is(renderer: Renderer) -> None:
    from dataclasses import fields

    from newsroom.export.page import Author, Credit, Moment, PageData, PagePicture, PageTeaser

    guide = asset("templates", "README.md").read_text(encoding="utf-8")
    kinds = (PageData, Moment, Author, Credit, PagePicture, PageTeaser)
    known = {field.name for kind in kinds for field in fields(kind)} - {"content", "file", "at"}
    known -= {
        "story",
        "people",
        "original",
        "corrections",
        "removed",
        "names",
    }  # which templates do not get
    named = set(re.findall(r"`([a-z_]+)`", guide))
    assert known <= named, known - named
    ours = asset("templates", "page.html").read_text(encoding="utf-8")
    assert set(re.findall(r"{% block (\w+) %}", ours)) <= named


def test_json_for_a_script_and_the_hash_of_a_policy() -> None:
    made = json_script({"a": "</script>&\u2028", "b": [1, None]})
    assert "<" not in made
    assert json.loads(str(made)) == {"a": "</script>&\u2028", "b": [1, None]}
    assert csp_hash("é") == policy_of("é")
    assert csp_hash("\ud800") == policy_of("?"), "as it is written into the file"


# Words.


def words_file(folder: Path, language: str, said: object) -> Path:
    path = folder / "words" / f"{language}.json"
    path.parent.mkdir(exist_ok=True)
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_language_of_ours_says_everything() -> None:
    english = json.loads(asset("templates", "words", "en.json").read_text(encoding="utf-8"))
    for path in asset("templates", "words").glob("*.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        assert said.keys() == english.keys(), path
        assert (
            said["ages"].keys()
            == english["ages"].keys()
            == {
                elapsed(NOW - timedelta(seconds=s), NOW)[0]
                for s in (1, 60, 3600, 86400, 604800, 86400 * 40, 86400 * 400)
            }
        )
        for role in BylineRole:
            assert len(said["by" if role is BylineRole.STORY else str(role)]) == 2
        assert said["published"] != english["published"] or path.stem == "en"


def test_a_newsrooms_own_words_are_laid_over_ours(desk: Desk, own: Path) -> None:
    words_file(
        own, "en", {"recent": "Latest", "ages": {"hour": ["an hour back", "{n} hours back"]}}
    )
    clock_story = put(desk, "b")
    desk.publish.publish([clock_story])
    page = read_page(desk.publish.page_html(desk.articles.open(put(desk, "a"))))
    aside = page.one("aside")
    assert aside.one("h2").words == "Latest"
    assert aside.one("time").words == "just now", "the ages that it does not name stay"
    words = read_words("en", own)
    assert words.age(NOW - timedelta(hours=1), NOW) == "an hour back"
    assert words.age(NOW - timedelta(hours=5), NOW) == "5 hours back"
    assert words.age(NOW - timedelta(days=5), NOW) == "5 days ago"
    assert words.get("tags") == "Tags"
    assert words.get("no such word") == ""


def test_a_new_language_needs_only_its_own_file(tmp_path: Path, renderer: Renderer) -> None:
    words_file(tmp_path, "de", {"recent": "Neueste Beiträge", "ages": {"day": ["vor {n} Tagen"]}})
    words = read_words("de-AT", tmp_path)
    assert words.language == "de"
    assert words["recent"] == "Neueste Beiträge"
    assert words["tags"] == "Tags"
    html = page_html(renderer, sources(renderer, templates=tmp_path), language="de-AT")
    assert read_page(html)["lang"] == "de-AT"


@pytest.mark.parametrize(
    "language", ["../../x", "en/../fa", "x" * 300, "", "\0", "xx-Unknown", "fa_IR", "FA"]
)
def test_any_language_at_all_gets_a_page(language: str, tmp_path: Path) -> None:
    words = read_words(language, tmp_path)
    assert words["recent"]
    assert words.language == ("fa" if language[:2].lower() == "fa" else "en")


BAD_WORDS: dict[str, tuple[object, str]] = {
    "no JSON": ('{"recent":\n "Latest",,}', "has a mistake in line 2"),
    "a list": ([], "not an object"),
    "months": ({"months": ["a"]}, "“months” needs 12 entries"),
    "a number for months": ({"months": 5}, "“months” needs 12 entries"),
    "a number among months": ({"months": [1] * 12}, "“months” needs 12 entries"),
    "digits": ({"digits": "012"}, "“digits” needs 10 entries"),
    "a list of digits": ({"digits": list("0123456789")}, "“digits” holds something else"),
    "a pattern": ({"moment": "{day} {oclock}"}, "a pattern in it does not fit"),
    "an age's pattern": ({"ages": {"day": ["{x} days"]}}, "a pattern in it does not fit"),
    "an open brace": ({"moment": "{day"}, "a pattern in it does not fit"),
    "no ages": ({"ages": []}, "“ages” needs a list"),
    "an age without words": ({"ages": {"day": []}}, "“ages” needs a list"),
    "an age as a word": ({"ages": {"day": "{n} days"}}, "“ages” needs a list"),
    "by": ({"by": "By"}, "“by” needs 2 entries"),
    "a number": ({"recent": 5}, "“recent” holds something else than words"),
}


@pytest.mark.parametrize(("said", "reason"), BAD_WORDS.values(), ids=BAD_WORDS)
def test_words_with_a_mistake_are_one_sentence_with_the_file(
    desk: Desk, own: Path, tmp_path: Path, said: object, reason: str
) -> None:
    path = words_file(own, "en", said)
    (item,) = desk.publish.export([put(desk, "a")], to=tmp_path / "site").items
    assert item.action is Outcome.REFUSED
    assert item.why.startswith(f"“a”: {path} ")
    assert reason in item.why
    assert "\n" not in item.why


def test_a_words_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    path = words_file(tmp_path, "en", "")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="can't be read"):
        read_words("en", tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(BadInput, match="can't be read"):
        read_words("en", tmp_path)


# Times.


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 21), (1405, 1, 1)),
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2025, 3, 20), (1403, 12, 30)),  # a leap year's last day
        (date(2024, 3, 20), (1403, 1, 1)),
        (date(2026, 11, 24), (1405, 9, 3)),
        (date(1979, 4, 1), (1358, 1, 12)),
        (date(2026, 9, 22), (1405, 6, 31)),
        (date(2026, 9, 23), (1405, 7, 1)),
        (date(1900, 1, 1), (1278, 10, 11)),
        (date(2100, 1, 1), (1478, 10, 12)),
    ],
)
def test_the_persian_calendar(day: date, said: tuple[int, int, int]) -> None:
    assert jalali(day) == said


def test_the_persian_calendar_has_no_gap_and_no_day_twice() -> None:
    day, before = date(1950, 1, 1), jalali(date(1949, 12, 31))
    for _ in range(40_000):
        now = jalali(day)
        same_month = now == (before[0], before[1], before[2] + 1)
        next_month = now == (before[0], before[1] + 1, 1) and before[2] >= 30
        next_year = now == (before[0] + 1, 1, 1) and before[1:] in ((12, 29), (12, 30))
        assert same_month or next_month or next_year, (day, before, now)
        day, before = day + timedelta(days=1), now


def test_moments_are_said_in_the_language_and_the_newsrooms_zone() -> None:
    at = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
    english, persian = read_words("en"), read_words("fa")
    assert english.moment(at) == "24 November 2026, 08:05 UTC"
    assert english.moment(at.astimezone(ZoneInfo("Europe/Paris"))) == "24 November 2026, 09:05 CET"
    tehran = at.astimezone(ZoneInfo("Asia/Tehran"))
    assert english.moment(tehran) == "24 November 2026, 11:35 UTC+03:30"
    assert persian.moment(tehran) == "۳ آذر ۱۴۰۵، ساعت ۱۱:۳۵"
    odd = at.astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    assert english.moment(odd).endswith("UTC-09:30")


@pytest.mark.parametrize(
    ("back", "english", "persian"),
    [
        (timedelta(seconds=59), "just now", "همین حالا"),
        (timedelta(days=-1), "just now", "همین حالا"),
        (timedelta(minutes=1), "1 minute ago", "۱ دقیقه پیش"),
        (timedelta(hours=6), "6 hours ago", "۶ ساعت پیش"),
        (timedelta(days=1), "1 day ago", "۱ روز پیش"),
        (timedelta(days=20), "2 weeks ago", "۲ هفته پیش"),
        (timedelta(days=70), "2 months ago", "۲ ماه پیش"),
        (timedelta(days=5000), "13 years ago", "۱۳ سال پیش"),
    ],
)
def test_ages_in_words(back: timedelta, english: str, persian: str) -> None:
    assert read_words("en").age(NOW - back, NOW) == english
    assert read_words("fa").age(NOW - back, NOW) == persian


def test_pages_are_the_same_in_two_runs(desk: Desk, clock: HandClock) -> None:
    out(desk, clock, "b")
    a = desk.articles.open(put(desk, "a", tags=("x", "y")))
    first = desk.publish.page_html(a)
    desk.publish.close()
    assert desk.publish.page_html(a) == first
    assert not files(desk.publish._pages.templates)


def test_a_template_sees_nothing_that_no_reader_may_see(renderer: Renderer, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "[{{ page.story.ed_note }}{{ page.story.body }}{{ page.people }}]", encoding="utf-8"
    )
    html = page_html(renderer, sources(renderer, templates=tmp_path), ed_note="x", body="y")
    assert html == "[{}]"
