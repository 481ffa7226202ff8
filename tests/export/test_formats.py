"""What holds for every format alike: the same bytes each time, and nothing that was parked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export import EXPORTERS, Exporter
from newsroom.export.exporter import Bundle
from newsroom.export.worker import Renderer
from newsroom.export.written import RECORD
from newsroom.news.workflow import PubState
from tests.desk.conftest import HandClock
from tests.export.parade import BAD, PLANTED, hostile, parade, story
from tests.export.scenes import change, files, out, put

WHOLE = frozenset({"markdown", "json"})
"""The story itself, with what is parked in it: import takes it back as it was."""

FOR_READERS = frozenset({"html", "fragment", "docx", "epub", "text", "text-wrapped"})
"""Formats that people read as they are; of the PDF see its own tests."""

FORMATS = pytest.mark.parametrize("kind", EXPORTERS, ids=[kind.id for kind in EXPORTERS])


def inside(content: bytes) -> bytes:
    """The bytes, those of a ZIP's members unpacked."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def test_every_format_has_a_name_and_an_end_of_its_own() -> None:
    assert len({kind.id for kind in EXPORTERS}) == len(EXPORTERS)
    assert len({kind.suffix for kind in EXPORTERS}) == len(EXPORTERS)
    assert all(kind.title and kind.suffix.startswith(".") for kind in EXPORTERS)


@FORMATS
def test_the_same_story_is_the_same_bytes(renderer: Renderer, kind: type[Exporter]) -> None:
    page = parade(renderer)
    first, second = kind(), kind()
    assert first.render(page) == second.render(page) == first.render(page)
    assert first.beside(page) == second.beside(page)
    if isinstance(first, Bundle):
        other = parade(renderer, id=8, uid="other", slug="other", headline="Other")
        assert first.bind([page, other]) == second.bind([page, other])
        assert b"Other" in inside(first.bind([page, other]))


@FORMATS
def test_what_was_parked_goes_nowhere(renderer: Renderer, kind: type[Exporter]) -> None:
    content = inside(kind().render(parade(renderer))).decode("utf-8", "ignore")
    assert "Last words" in content or kind.suffix.endswith(".pdf")  # see test_pdf
    for planted in PLANTED if kind.id not in WHOLE else ():
        assert planted not in content


@FORMATS
@pytest.mark.parametrize("name", BAD)
def test_hostile_words_make_a_file_all_the_same(
    renderer: Renderer, kind: type[Exporter], name: str
) -> None:
    page = hostile(renderer, BAD[name])
    content = kind().render(page)
    assert content.rstrip().endswith(b"%%EOF") if kind.suffix.endswith(".pdf") else content
    assert all(".." not in path.split("/") for path in kind().beside(page))


@FORMATS
def test_a_bare_story_has_no_part_missing(renderer: Renderer, kind: type[Exporter]) -> None:
    page = parade(
        renderer,
        headline="",
        dek="",
        kicker="",
        body="",
        picture=None,
        bylines=(),
        tags=(),
        section="",
        dateline="",
        published_at=None,
        pubstate="none",
    )
    assert kind().render(page)
    assert kind().beside(page) == {}


@FORMATS
def test_at_the_desk_it_is_written_once(
    desk: Desk, clock: HandClock, tmp_path: Path, kind: type[Exporter]
) -> None:
    body = story().body.replace("media/", "no-media/")
    a = put(desk, "a", body=body.replace("%%PARKEDWORDS, and more%%", ""))  # or the gate is shut
    to = tmp_path / "to"

    def export() -> Outcome:
        (item,) = desk.publish.export([a], format=kind.id, to=to).items
        assert item.path == str(to / f"a{kind.suffix}"), item
        return item.action

    assert export() is Outcome.WRITE
    before = files(to)
    clock.forward(hours=3)
    assert export() is Outcome.UNCHANGED
    assert files(to) == before
    change(desk, a, headline="Changed by an editor")
    assert export() is Outcome.WRITE
    assert set(files(to)) == set(before)


@FORMATS
def test_a_file_that_somebody_changed_is_left_alone(
    desk: Desk, clock: HandClock, tmp_path: Path, kind: type[Exporter]
) -> None:
    a = out(desk, clock, "a")
    desk.publish.export([a], format=kind.id, to=tmp_path)
    path = tmp_path / f"a{kind.suffix}"
    path.write_bytes(b"mine")
    (item,) = desk.publish.export([a], format=kind.id, to=tmp_path).items
    assert item.action is Outcome.REFUSED
    assert "was not made by newsroom" in item.why
    assert path.read_bytes() == b"mine"
    (item,) = desk.publish.export([a], format=kind.id, to=tmp_path, force=True).items
    assert item.action is Outcome.WRITE


def test_a_record_that_is_rubbish_knows_nothing(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    a = out(desk, clock, "a")
    desk.publish.export([a], format="fragment", to=tmp_path)
    for rubbish in (b"[1]", b"\xff", b'{"files": 3}', b'{"files": {"a.fragment.html": 3}}'):
        (tmp_path / RECORD).write_bytes(rubbish)
        change(desk, a, headline=f"Again {rubbish!r}")
        (item,) = desk.publish.export([a], format="fragment", to=tmp_path).items
        assert item.action is Outcome.REFUSED
    desk.publish.export([a], format="fragment", to=tmp_path, force=True)
    change(desk, a, headline="Known again")
    (item,) = desk.publish.export([a], format="fragment", to=tmp_path).items
    assert item.action is Outcome.WRITE


def test_a_rehearsal_writes_no_record(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    a = out(desk, clock, "a")
    desk.publish.export([a], format="fragment", to=tmp_path / "to", dry_run=True)
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize("kind", [k for k in EXPORTERS if k.id in FOR_READERS])
def test_what_was_set_right_says_so_beside_its_time(
    renderer: Renderer, kind: type[Exporter]
) -> None:
    def said(pubstate: PubState) -> str:
        return inside(kind().render(parade(renderer, pubstate=pubstate))).decode("utf-8", "ignore")

    assert "Corrected " in said(PubState.CORRECTED)
    assert "Updated " not in said(PubState.CORRECTED)
    assert "Updated " in said(PubState.PUBLISHED)
