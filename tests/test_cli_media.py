"""The picture library on the command line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from newsroom.desk.desk import open_desk
from tests.test_cli_publishing import Call, call, store

__all__ = ["call", "store"]


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    folder = tmp_path / "shots"
    folder.mkdir()
    for name, colour in (("crane", "navy"), ("ferry", "teal")):
        out = io.BytesIO()
        Image.new("RGB", (60, 40), colour).save(out, "JPEG")
        (folder / f"{name}.jpg").write_bytes(out.getvalue())
    (folder / "notes.txt").write_text("no picture")
    return folder


def test_pictures_come_in_are_described_and_go(store: Path, call: Call, shots: Path) -> None:
    code, said, err = call("media", "add", str(shots))
    assert code == 1
    assert {line.split("  ")[1] for line in said.splitlines()} == {"crane.jpg", "ferry.jpg"}
    assert "notes.txt is not a picture that we know" in err
    assert call("media", "add", str(shots / "crane.jpg"))[0] == 0, "it is here already"

    listed = call.shape("media", "list")["pictures"]
    assert {one["filename"] for one in listed} == {"crane.jpg", "ferry.jpg"}
    assert {one["rights"] for one in listed} == {"unknown"}
    sha256 = next(one["sha256"] for one in listed if one["filename"] == "crane.jpg")
    (made,) = call.shape(
        "media", "set", sha256[:8], "--rights", "agency", "--credit", "Ana", "--until",
        "2030-01-31", "--terms", "Web only",
    )["pictures"]  # fmt: skip
    assert (made["rights"], made["credit"], made["expires_on"]) == ("agency", "Ana", "2030-01-31")
    said = call("media", "show", "crane.jpg")[1]
    assert "  until: 2030-01-31" in said
    assert (
        call.shape("media", "set", "crane.jpg", "--until", "-")["pictures"][0]["expires_on"] is None
    )
    assert call("media", "list", "ana")[1].split("  ")[1:] == [
        "crane.jpg", "60×40", "agency", "0", "Ana\n",
    ]  # fmt: skip
    assert call("media", "list", "--shelf", "no_rights")[1].split("  ")[1] == "ferry.jpg"

    with open_desk(store) as desk:
        picture = desk.library.as_used(sha256)
        story = desk.articles.by_slug("a")
        desk.articles.save(story.id, story.version, {"picture": picture})
    assert "  → " in call("media", "show", "crane.jpg")[1]
    assert call("media", "unused")[1].split("  ")[1] == "ferry.jpg"
    code, _said, err = call("media", "remove", "crane.jpg")
    assert code != 0
    assert "is shown in 1 place" in err
    assert call("media", "remove", "ferry.jpg")[0] == 0
    assert call("media", "unused")[1] == ""
    code, said, err = call("media", "tidy")
    assert said.startswith("keep    ")
    assert "0 files would go" in err
    told = call.shape("media", "tidy", "--delete")
    assert told["deleted"] == []
    assert told["dry_run"] is False
    assert call("media", "restore", "ferry.jpg")[0] == 0
    assert call("media", "unused")[1].split("  ")[1] == "ferry.jpg"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show",), "Name the picture"),
        (("show", "nothing.jpg"), "There is no picture “nothing.jpg” here."),
        (("set", "ferry.jpg", "--until", "soon"), "“soon” is no day"),
        (("show", "twice.jpg"), "There are 2 pictures “twice.jpg”"),
    ],
)
def test_what_can_not_be_meant_is_one_sentence(
    store: Path, call: Call, shots: Path, arguments: tuple[str, ...], said: str
) -> None:
    other = shots / "other"
    other.mkdir()
    (shots / "twice.jpg").write_bytes((shots / "crane.jpg").read_bytes() + b"1")
    (other / "twice.jpg").write_bytes((shots / "crane.jpg").read_bytes() + b"2")
    call("media", "add", str(shots), str(other))
    code, _out, err = call("media", *arguments)
    assert code != 0
    assert said in err


def test_what_is_said_of_pictures_that_come_in_is_kept(
    store: Path, call: Call, shots: Path
) -> None:
    said = ("--credit", "Ana", "--rights", "agency", "--until", "2030-01-31", "--turn", "left")
    assert call("media", "add", str(shots), *said)[0] == 1
    for made in call.shape("media", "list")["pictures"]:
        assert (made["credit"], made["rights"]) == ("Ana", "agency")
        assert (made["expires_on"], made["turn"]) == ("2030-01-31", 3)
    assert call("media", "add", str(shots / "crane.jpg"), "--until", "soon")[0] == 2


def test_a_picture_is_turned(store: Path, call: Call, shots: Path) -> None:
    call("media", "add", str(shots / "crane.jpg"))
    (made,) = call.shape("media", "set", "crane.jpg", "--turn", "left")["pictures"]
    assert (made["width"], made["height"], made["turn"]) == (40, 60, 3)
    assert call("media", "list")[1].split("  ")[2] == "40×60"
    (made,) = call.shape("media", "set", "crane.jpg", "--turn", "round")["pictures"]
    assert (made["width"], made["turn"]) == (40, 1)
    (made,) = call.shape("media", "set", "crane.jpg", "--turn", "left", "--credit", "Ana")[
        "pictures"
    ]
    assert (made["width"], made["turn"], made["credit"]) == (60, 0, "Ana")


def test_it_could_not_where_none_of_the_files_is_a_picture(call: Call, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.jpg", tmp_path / "good.png"
    bad.write_bytes(b"no picture")
    Image.new("RGB", (8, 6)).save(good)
    code, said, err = call("media", "add", str(bad), str(bad))
    assert (code, said) == (2, "")
    assert "bad.jpg" in err
    assert call("media", "add", str(bad), str(good))[0] == 1, "one of two came in"
