from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from newsroom.desk import unpacking
from newsroom.desk.arriving import Action
from newsroom.desk.desk import Desk
from newsroom.desk.unpacking import gathered
from newsroom.news.errors import BadInput
from newsroom.paths import cache_dir

STORY = "---\nheadline: {0}\nslug: {0}\n---\n\nText.\n"


def archive(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


def left_over() -> list[Path]:
    folder = cache_dir() / "unpacked"
    return list(folder.iterdir()) if folder.is_dir() else []


def test_an_archive_is_a_folder_for_as_long_as_it_takes(desk: Desk, tmp_path: Path) -> None:
    path = archive(
        tmp_path / "site.zip",
        {"posts/ferry.md": STORY.format("ferry"), "posts/storm.md": STORY.format("storm")},
    )
    assert [one.action for one in desk.intake.plan([path]).items] == [Action.NEW, Action.NEW]
    desk.intake.take([path])
    assert desk.articles.by_slug("ferry").headline == "ferry"
    again = desk.intake.take([path]).value
    assert [one.action for one in again.items] == [Action.UNCHANGED, Action.UNCHANGED]
    assert left_over() == []


def test_archives_and_files_go_together(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"ferry.md": "One."})
    (tmp_path / "b.md").write_text("Two.", "utf-8")
    with gathered([path, tmp_path / "b.md"]) as files:
        assert [file.name for file in files] == ["ferry.md", "b.md"]
        assert all(file.is_file() for file in files)


def test_what_would_lie_outside_or_is_a_systems_own_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("link.md")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as made:
        for name in ("../up.md", "/etc/x.md", "a/../../up.md", "c:/x.md", "__MACOSX/x.md",
                     "a\\b.md"):  # fmt: skip
            made.writestr(zipfile.ZipInfo(name), "Out.")
        made.writestr(link, "/etc/passwd")
        made.writestr("in/ok.md", "In.")
    with gathered([path]) as files:
        assert [file.name for file in files] == ["ok.md"]
    assert not (tmp_path / "up.md").exists()


def bomb(tmp_path: Path) -> Path:
    return archive(tmp_path / "bomb.zip", {"a.md": bytes(300_000_000)})


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = bomb(tmp_path)
    tracemalloc.start()
    with pytest.raises(BadInput, match="far more"), gathered([path]):
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000
    assert left_over() == []


def test_an_archive_that_is_larger_than_it_may_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path / "a.zip", {"a.md": "x" * 100})
    monkeypatch.setattr(unpacking, "MOST_BYTES", 50)
    with pytest.raises(BadInput, match="far more"), gathered([path]):
        pass


def test_an_archive_that_lies_about_its_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path / "a.zip", {"a.md": "x" * 100})

    class Longer(zipfile.ZipFile):
        def open(self, *_what: object, **_more: object) -> io.BytesIO:  # type: ignore[override]
            return io.BytesIO(b"x" * 2_000)

    monkeypatch.setattr(zipfile, "ZipFile", Longer)
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1_000)
    with pytest.raises(BadInput, match="smaller than it is"), gathered([path]):
        pass
    assert left_over() == []


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"PK\x03\x04 no archive", "damaged"), (b"", "damaged")],
)
def test_a_damaged_archive_is_a_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=words), gathered([path]):
        pass


def test_an_archive_behind_a_password_is_a_sentence(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.md": "x"})
    data = bytearray(path.read_bytes())
    for start in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1
    path.write_bytes(data)
    with pytest.raises(BadInput, match="password"), gathered([path]):
        pass


def test_an_archive_without_stories_is_a_sentence(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.bin": "x"})
    with pytest.raises(BadInput, match="holds nothing"), gathered([path]):
        pass


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "a.zip", {"a.md": "x"})

    def full(*_what: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(BadInput, match="No space left"), gathered([path]):
        pass


def test_what_leads_out_of_an_archive_is_told_in_the_plan(desk: Desk, tmp_path: Path) -> None:
    path = archive(
        tmp_path / "slip.zip",
        {"ok.md": STORY.format("ferry"), "../evil.md": "Out.", "__MACOSX/._ok.md": "x"},
    )
    plan = desk.intake.plan([path]).items
    assert [one.action for one in plan] == [Action.NEW, Action.REFUSED]
    assert plan[1].problems == (
        "1 file in slip.zip leads out of the archive and was left out: ../evil.md.",
    )
    done = desk.intake.take([path]).value.items
    assert [one.action for one in done] == [Action.NEW, Action.REFUSED]


def test_an_archive_of_nothing_else_says_why_it_holds_nothing(tmp_path: Path) -> None:
    path = archive(tmp_path / "slip.zip", {f"../{n}.md": "Out." for n in range(5)})
    with (
        pytest.raises(BadInput, match=r"nothing .* 5 files .*: \.\./0\.md, .*2\.md, …\."),
        gathered([path]),
    ):
        pass
