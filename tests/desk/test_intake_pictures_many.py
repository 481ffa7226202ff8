"""Pictures of many stories that come in at once: prepared beside the library, known after them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from newsroom.desk.desk import Desk
from tests.desk.test_intake_many import at, many, other, take, whole

__all__ = ["many", "other"]  # fixtures


def posts(folder: Path, count: int, *, first: int = 0) -> Path:
    """So many files, each with a picture of its own in its text."""
    folder.mkdir()
    for n in range(first, first + count):
        Image.new("RGB", (8 + n, 6)).save(folder / f"p{n}.png")
        (folder / f"s{n}.md").write_text(f"---\nslug: s{n}\n---\n![View {n}](p{n}.png)\n")
    return folder


def hashes(desk: Desk) -> list[str]:
    return [row[0] for row in desk._seat.store.engine.fetch("SELECT sha256 FROM media")]


def test_they_are_in_the_library_with_their_stories_and_others_hear_of_it(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    other.watch()
    folder = posts(tmp_path / "in", 5)

    def work() -> None:
        assert not hashes(other)
        other.intake.picture(folder / "p1.png")  # before the import brings it

    report = take(desk, folder, told=at(4, work))
    assert report.summary() == "New: 5"
    whole(desk, 5)
    assert len(hashes(desk)) == 5
    pictures = desk._seat.store.pictures
    assert {len(pictures.uses(sha256)) for sha256 in hashes(desk)} == {1}
    assert {pictures.get(sha256).added_by for sha256 in hashes(desk)} <= {
        None, desk.me.id if desk.me else None,
    }  # fmt: skip
    assert other.watch().media
    assert take(desk, folder).summary() == "Unchanged: 5"


def test_one_that_was_removed_is_wanted_again(desk: Desk, tmp_path: Path) -> None:
    folder = posts(tmp_path / "in", 2)
    desk.intake.picture(folder / "p0.png")
    (sha256,) = hashes(desk)
    pictures = desk._seat.store.pictures
    with desk._seat.store.transaction():
        pictures.set_removed((sha256,), desk.clock(), who=None, at=desk.clock())
    assert pictures.get(sha256).removed_at is not None
    take(desk, folder)
    assert pictures.get(sha256).removed_at is None
    whole(desk, 2)


def test_pictures_add_no_statements_to_the_transaction(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsroom.store.staging import Staging

    sent: list[int] = []
    seal, words = Staging.seal, Staging.write_words
    store = desk._seat.store

    def sealed(self: Staging) -> None:
        seal(self)
        sent.append(store.queries)

    def written(self: Staging) -> None:
        sent.append(store.queries)
        words(self)

    monkeypatch.setattr(Staging, "seal", sealed)
    monkeypatch.setattr(Staging, "write_words", written)
    take(desk, posts(tmp_path / "few", 2))
    take(desk, posts(tmp_path / "many", 20, first=2))
    few, more = sent[1] - sent[0], sent[3] - sent[2]
    assert few == more
    assert len(hashes(desk)) == 22
