"""Stories put together, and the mail that is made of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.export.digest import DigestItem, make_digest
from newsroom.export.words import read_words
from newsroom.news.errors import BadInput, NotFound, Refused
from newsroom.news.package import Package, Piece
from newsroom.text.excerpt import first_words
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make
from tests.desk.test_correcting import published

BODY = "One two three four five six seven eight nine ten eleven."


def test_a_package_is_kept_and_ordered(shared: Desk) -> None:
    a, b, c = (published(shared, slug) for slug in "abc")
    made = shared.packages.create(" Noon  digest ", [a, b, a]).value
    assert (made.name, made.version, [p.article for p in made.pieces]) == ("Noon digest", 1, [a, b])
    assert made.updated_by == (shared.me.id if shared.me else None)
    made = shared.packages.add(made.id, [c, a], at=1).value
    assert [p.article for p in made.pieces] == [c, a, b]
    assert [row.slug for row in shared.packages.rows(made)] == ["c", "a", "b"]
    made = shared.packages.add(made.id, [c]).value
    assert [p.article for p in made.pieces] == [a, b, c]
    kept = replace(made, intro=" Good noon. ", pieces=(Piece(b, 5), Piece(a, 0)))
    kept = shared.packages.save(kept).value
    assert (kept.intro, kept.pieces) == ("Good noon.", (Piece(b, 5), Piece(a, 0)))
    assert shared.packages.find("NOON digest") == kept
    with pytest.raises(Refused, match="Somebody changed “Noon digest”"):
        shared.packages.save(made)
    with pytest.raises(BadInput, match="There is a package “noon digest” already"):
        shared.packages.create("noon digest")
    other = shared.packages.create("Evening").value
    assert [package.name for package in shared.packages.all()] == ["Evening", "Noon digest"]
    assert shared.packages.remove(other.id).lists
    with pytest.raises(NotFound, match=r"There are: Noon digest\."):
        shared.packages.find("Evening")
    with pytest.raises(NotFound):
        shared.packages.get(other.id)
    shared.packages.remove(kept.id)
    with pytest.raises(NotFound, match="none yet"):
        shared.packages.find("x")


@pytest.mark.parametrize(
    ("package", "said"),
    [
        (Package(name=" "), "has a name"),
        (Package(name="x" * 201), "has a name"),
        (Package(name="a", pieces=tuple(Piece(n) for n in range(101))), "at most 100 stories"),
        (Package(name="a", pieces=(Piece(1), Piece(1))), "once"),
        (Package(name="a", pieces=(Piece(1, 201),)), "0 to 200 words"),
        (Package(name="a", intro="x" * 4001), "at most 4,000 characters"),
    ],
)
def test_limits(desk: Desk, package: Package, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        desk.packages.save(package)
    staffed(desk)
    desk.sit("Rea Reader")
    with pytest.raises(Refused, match="You may not edit"):
        desk.packages.create("a")
    with pytest.raises(Refused, match="You may not edit"):
        desk.packages.remove(1)


class Judge(HTMLParser):
    """Holds a mail to what mail programs show: no style sheet, script, picture or odd address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "style", "link", "img", "iframe", "form"), tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name == "href":
                assert (value or "").startswith("https://h.example"), value
                self.links.append(value or "")
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_mail_in_both_its_shapes(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    desk.set_site({"name": "The <Post>", "url": "https://h.example/"})
    a = published(
        desk, "a", headline='<script>x</script> & "q"', kicker="IFP", body=BODY,
        bylines=(desk.staff.byline("Nadia Brandt"),),
    )  # fmt: skip
    fa = published(desk, "باران", headline="باران آمد", language="fa", body="باران آمد.")
    secret = published(desk, "zanzibar", headline="Zanzibar")
    draft = make(desk, "zanzibar-draft")
    gone = published(desk, "b")
    made = desk.packages.create("Noon <digest>", [a, fa, secret, draft, gone]).value
    desk.review.embargo([secret], clock() + timedelta(hours=1))
    made = desk.packages.save(
        replace(made, intro="First.\n\nSecond & last.", pieces=(Piece(a, 4), *made.pieces[1:]))
    ).value
    digest, paths = desk.packages.export(made, tmp_path / "mail")
    assert [path.name for path in paths] == ["noon-digest.mail.html", "noon-digest.mail.txt"]
    html = paths[0].read_text("utf-8")
    judge = Judge()
    judge.feed(html)
    assert judge.open == []
    assert "https://h.example/a.html" in judge.links
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &quot;q&quot;" in html
    assert 'dir="rtl"' in html
    assert "One two three four…" in html
    assert "zanzibar" not in (html + paths[1].read_text("utf-8")).casefold()
    assert [words.split("”")[0] for words in digest.left_out] == ["“zanzibar", "“zanzibar-draft"]
    text = paths[1].read_text("utf-8")
    assert text.startswith("Noon <digest>\n\nFirst.\n\nSecond & last.\n\nIFP\n<script>x")
    assert "https://h.example/a.html\n" in text
    assert text.endswith("-- \nThe <Post>\nhttps://h.example/\n")
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 72
    assert not re.search(r"style=\"[^\"]*\"[^\"]*\"", html.split("<body")[0])

    desk.set_site({"url": ""})
    bare = desk.packages.digest(made).html
    judge = Judge()
    judge.feed(bare)
    assert judge.links == []
    empty = desk.packages.digest(Package(name="Empty", pieces=(Piece(9999),)))
    assert (empty.left_out, "Empty" in empty.html) == ((), True)


def test_a_folder_that_can_not_be_written(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    made = desk.packages.create("Noon").value
    with pytest.raises(BadInput, match="could not be written"):
        desk.packages.export(made, tmp_path / "file" / "mail")


def test_first_words() -> None:
    assert first_words("a b c", 3) == "a b c"
    assert first_words("a b, c", 2) == "a b…"
    assert first_words("a b c", 0) == ""


def test_a_bare_story_in_a_mail(desk: Desk) -> None:
    number = published(desk, "a", body=BODY, bylines=())
    made = desk.packages.save(Package(name="Noon", pieces=(Piece(number, 0),))).value
    digest = desk.packages.digest(made)
    assert "One two" not in digest.html + digest.text
    item = DigestItem(
        kicker="", headline="", excerpt="", byline="", day="", address="", language="en",
        direction="ltr",
    )  # fmt: skip
    bare = make_digest(
        subject="S", intro="", items=[item], publisher="", site_name="", site_url="",
        direction="ltr", words=read_words("en"),
    )  # fmt: skip
    assert "Untitled story" in bare.html
    assert "·" not in bare.html
