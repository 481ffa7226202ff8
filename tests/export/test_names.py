"""Names of files: whatever a slug says, a page lands in the folder that was chosen."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export.files import NAME_BYTES, file_name, place
from newsroom.news.errors import BadInput
from tests.desk.conftest import HandClock
from tests.export.reading import read_page
from tests.export.scenes import a_picture, files, foreign, out

NAMES = {
    "council-vote": "council-vote",
    "توافق-جدید": "توافق-جدید",
    "می\u200cشود": "می\u200cشود",
    "../../x": "x",
    "..": "story",
    ".": "story",
    "": "story",
    "   ": "story",
    "/etc/passwd": "etc-passwd",
    "//server/share": "server-share",
    "C:\\Windows\\system32": "C-Windows-system32",
    "\\\\server\\share": "server-share",
    "a/../b": "a-b",
    "a\x00b": "ab",
    "a\nb\tc": "ab" + "c",
    "\x00": "story",
    "CON": "CON-story",
    "nul": "nul-story",
    "Aux.txt": "Aux.txt-story",
    "com1": "com1-story",
    "COM¹": "COM¹-story",
    "LPT9.x": "LPT9.x-story",
    "CONOUT$": "CONOUT$-story",
    "console": "console",
    "trailing. . .": "trailing",
    "-rf": "rf",
    ".htaccess": "htaccess",
    'a?b*c<d>e|f"g:h': "a-b-c-d-e-f-g-h",
    "gpj.\u202eexe": "gpj.exe",
    "\ud800half": "half",
    "e\u0301": "é",
}


@pytest.mark.parametrize(("slug", "name"), NAMES.items())
def test_a_slug_becomes_a_name_that_every_system_takes(slug: str, name: str) -> None:
    assert file_name(slug, ".html") == f"{name}.html"


@given(st.text(max_size=400))
def test_no_text_at_all_leads_out_of_the_folder(slug: str) -> None:
    name = file_name(slug, ".html")
    folder = Path("/srv/site")
    assert os.path.normpath(folder / name) == f"/srv/site/{name}"
    assert place(folder, name) == folder / name
    assert not set('/\\:*?"<>|\0') & set(name)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in name)
    assert len(name.encode("utf-8")) <= NAME_BYTES + len("-story.html")
    assert name[0] not in ".- "
    assert file_name(name.removesuffix(".html"), ".html") == name, "names are stable"


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "..", ".", "", "a/.."])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="outside the folder"):
        place(tmp_path / "site", name)


def test_long_names_are_cut_between_two_letters() -> None:
    name = file_name("خ" * 500, ".html")
    assert name == "خ" * (NAME_BYTES // 2) + ".html"


HOSTILE = ("../../x", "/abs/x", "C:\\x", "x" * 120, "CON", "con.", "..", "\u202e")


def test_hostile_slugs_of_a_foreign_store_stay_in_the_folder(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    ids = [out(desk, clock, f"s{n}") for n in range(len(HOSTILE))]
    for number, slug in zip(ids, HOSTILE, strict=True):
        foreign(desk, number, slug=slug)
    to = tmp_path / "deep" / "site"
    to.parent.mkdir()
    before = set(files(tmp_path))
    report = desk.publish.export(ids, to=to)
    assert report.count(Outcome.WRITE) == len(HOSTILE), report
    written = sorted(path.name for path in to.iterdir())
    assert len({name.casefold() for name in written}) == len(HOSTILE)
    assert sorted(Path(item.path).name for item in report.items) == written
    assert {name.split(os.sep)[0] for name in set(files(tmp_path)) - before} == {"deep"}
    assert [path.name for path in to.parent.iterdir()] == ["site"]
    for name in written:  # and the links from page to page lead to where the pages are
        page = read_page((to / name).read_text(encoding="utf-8"))
        links = [node["href"] for node in page.one("aside").all("a")]
        assert {unquote(link) for link in links} <= set(written)


def test_a_link_in_the_place_of_a_page_is_replaced_and_not_followed(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    a = out(desk, clock, "a")
    to = tmp_path / "site"
    to.mkdir()
    outside = tmp_path / "precious.txt"
    outside.write_text("precious", encoding="utf-8")
    (to / "a.html").symlink_to(outside)
    (item,) = desk.publish.export([a], to=to).items
    assert "was not made by newsroom" in item.why
    (item,) = desk.publish.export([a], to=to, force=True).items
    assert item.action is Outcome.WRITE
    assert outside.read_text(encoding="utf-8") == "precious"
    assert not (to / "a.html").is_symlink()


def test_a_link_that_leads_nowhere_is_replaced_too(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    a = out(desk, clock, "a")
    to = tmp_path / "site"
    to.mkdir()
    (to / "a.html").symlink_to(tmp_path / "nowhere")
    assert desk.publish.export([a], to=to).count(Outcome.WRITE) == 1
    assert not (tmp_path / "nowhere").exists()
    assert not (to / "a.html").is_symlink()


def test_a_folder_of_pictures_that_is_a_link_out_is_refused(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    desk.set_site({"url": "https://harbour.example"})
    a = out(desk, clock, "a", picture=a_picture(desk, alt="A quay"))
    to, outside = tmp_path / "site", tmp_path / "outside"
    to.mkdir()
    outside.mkdir()
    (to / "pictures").symlink_to(outside)
    (item,) = desk.publish.export([a], to=to).items
    assert item.action is Outcome.REFUSED
    assert "outside the folder" in item.why
    assert not list(outside.iterdir())


def test_a_chosen_folder_may_itself_be_a_link(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    desk.set_site({"url": "https://harbour.example"})
    a = out(desk, clock, "a", picture=a_picture(desk, alt="A quay"))
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    assert desk.publish.export([a], to=link).count(Outcome.WRITE) == 1
    assert (real / "a.html").is_file()
    assert len(list((real / "pictures").iterdir())) == 1
